"""Averages named by their sessions alone: "the 21 is under the 63", "$130.81 (20-day)"."""

from collections.abc import Sequence

from bot.agent.grounding.vocabulary import longest, names
from bot.agent.grounding.words import Token

_EMAS = frozenset(("21", "63"))
_SMAS = frozenset(("20", "50", "200"))
_SPEAKS_OF_AVERAGES = frozenset(("average", "ema", "sma", "moving", "ma"))
_SPANNING = frozenset((
    "over", "in", "last", "past", "within", "across", "trailing", "for", "during", "next", "previous", "of",
))  # fmt: skip
"""Before a number of sessions they make it a span of time."""

_AFTER_NAME = frozenset((
    "is", "are", "was", "were", "at", "and", "or", "by", "on", "to", "since", "for", "while", "but", "sit",
    "stand",
    "has", "have", "below", "above", "under", "over", "versus", "vs", "against", "than", "with", "crossed",
    "cross",
    "rose", "fell", "come", "remain", "still", "alone", "too", "only", "line", "after", "as",
))  # fmt: skip
"""Words that may follow a name; another noun would make the number a part of that: "the 20-day band"."""


def average_at(words: Sequence[Token], at: int, around: frozenset[str]) -> tuple[int, frozenset[int]]:
    """The average that a number of sessions names without the noun: how many words, and what it names.

    Args:
        words: The statement's words.
        at: Where the number stands.
        around: Words of the paragraph so far: that it speaks of averages may stand there.

    Returns:
        (0, none) where the number names no average.
    """
    none: tuple[int, frozenset[int]] = (0, frozenset())
    sessions = words[at].norm
    if words[at].kind != "number" or sessions not in _EMAS | _SMAS:
        return none
    size = 3 if [word.norm for word in words[at + 1 : at + 3]] == ["-", "session"] else 1
    if not _stands_alone(words, at, size):
        return none
    said = {word.norm for word in words} | around
    if not said.isdisjoint(("member", "breadth")) and sessions in ("50", "200"):
        named = ["above", sessions, "session", "average"]
    elif said.isdisjoint(_SPEAKS_OF_AVERAGES):
        return none
    else:
        named = [sessions, "session", "ema" if sessions in _EMAS else "sma"]
    found = longest(names(), [Token(-1, -1, word, "word") for word in named], 0)
    return (size, found[1]) if found[0] == len(named) else none


def _stands_alone(words: Sequence[Token], at: int, size: int) -> bool:
    """Whether the number is the whole name, no span and no other noun's: "the 50-day", "(20-day)"."""
    before = words[at - 1].norm if at else ""
    after = words[at + size] if at + size < len(words) else None
    bracketed = size == 3 and before == "(" and after is not None and after.norm == ")"
    if bracketed:
        return True
    spanning = before in _SPANNING and not (before == "over" and size == 3)
    if not words[at].led or spanning or before == "$":
        return False
    return after is None or after.norm in _AFTER_NAME or (after.kind == "mark" and after.norm not in "%-/$")
