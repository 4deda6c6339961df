"""Which horizons a stretch of text names, and which of its numbers only name one."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "fifteen": 15, "twenty": 20, "twenty-one": 21, "thirty": 30, "sixty-three": 63,
}  # fmt: skip
_N = r"(?P<n>\d{1,3}(?![\d,.]\d)|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
_UNIT = r"(?:trading |market )?(?:sessions?|days?)"
_PATTERNS = (
    re.compile(
        rf"(?<![\d,.])\b{_N}[- ]{_UNIT}(?=[- ](?:later|on\b|out\b|ahead|after|following|horizon|forward"
        rf"|hit|return|base|share|advantage|window|study|look))"
    ),
    re.compile(
        r"\b(?:after|over|at|within|for|next|following|subsequent|from|horizon of|through)"
        rf" (?:the )?(?:next |following |subsequent |about )?{_N} {_UNIT}\b"
    ),
    re.compile(rf"(?<![\w,.%]){_N} {_UNIT}(?= after\b|:|\)|\s*\Z|\s*\|)"),
    re.compile(rf"(?<![\d,.])\b{_N}-(?:session|day)\b"),
    re.compile(rf"\b(?:hit rate|horizon|base rate|share(?: higher| lower)?),? (?:at |of )?{_N} {_UNIT}"),
)
_WEAK = re.compile(rf"(?:\bin |(?<!of )(?<![\w,.%-])){_N} {_UNIT}\b")
"""A span or a count of cases: a horizon only where the run has one of that length."""

_SHORT = re.compile(
    rf"\b(?:at|over|and|to) {_N}(?![\d,.]*\d)(?! ?(?:%|points?|independent|cases|atr|of\b|in\b|percent"
    rf"|per|sessions|days|calls|hits|bullish|bearish|neutral|comparisons))"
)
"""A horizon without its unit after one that has it: "at five sessions, ... at 21"."""

_SPANS = (
    (re.compile(r"\b(?:the )?(?:next|following) (?:day|session)\b|\b(?:the )?(?:day|session) (?:after"
                r"|later)\b"), 1),
    (re.compile(r"\b(?:a|one|the next|the following) week\b"), 5),
    (re.compile(r"\b(?:two|the next two|the following two) weeks\b"), 10),
    (re.compile(r"\b(?:a|one|the next|the following) month\b"), 21),
    (re.compile(r"\b(?:a|one|the next|the following) quarter\b|\bthree months\b"), 63),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A horizon where it is named.

    Attributes:
        start: First character in the searched text.
        end: One past the last.
        sessions: How many.
    """

    start: int
    end: int
    sessions: int


def horizons_named(text: str, known: AbstractSet[int]) -> list[Span]:
    """The horizons that a text names, in order and without overlap.

    Args:
        text: Lower case.
        known: The horizons of the run.
    """
    found: list[Span] = []
    for one in sorted(_all(text, known), key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _all(text: str, known: AbstractSet[int]) -> Iterator[Span]:
    said = False
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            said = True
            yield Span(match.start(), match.end(), _count(match["n"]))
    for match in _WEAK.finditer(text):
        number = match["n"] if match.group("n") else ""
        if number and _count(number) in known:
            said = True
            yield Span(match.start(), match.end(), _count(number))
    for pattern, sessions in _SPANS:
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), sessions)
    if said:
        for match in _SHORT.finditer(text):
            if _count(match["n"]) in known:
                yield Span(match.start(), match.end(), _count(match["n"]))


def _count(number: str) -> int:
    return _WORDS.get(number) or int(number)
