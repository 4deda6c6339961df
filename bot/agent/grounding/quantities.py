"""Every number of a text as a person means it: value, last digit, unit, sign, and whether it is a bound.

Nothing with a digit escapes: what is part of a name or a date is taken out before, by whoever calls.
"""

import re
from dataclasses import replace

from bot.agent.grounding.units import BEFORE, KINDS, SCALED, SCALES, SPACE, UNIT, Kind, Quantity, bound_before
from bot.agent.grounding.worded import worded

_NUMBER = re.compile(r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)")
_NEGATIVE_WORD = re.compile(r"\b(?:minus|negative)[ ]\Z", re.IGNORECASE)
_POSITIVE_WORD = re.compile(r"\b(?:plus|positive)[ ]\Z", re.IGNORECASE)
_RANGE = re.compile(rf"{SPACE}(?:-|\u2013|\u2014|\u2192|to|and|or|/){SPACE}(?:~|about )?")
_SPAN_BEFORE = re.compile(r"\b(?:over|in|last|past|after|during|within)(?: the)? \Z", re.IGNORECASE)


_LARGEST = 1e30
"""What a number with hundreds of digits is read as: no fact is near it, and arithmetic stays finite."""


def quantities(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[Quantity]:
    """The quantities of `text[start:end]`: those in digits in order, then those in words.

    Args:
        text: The whole text.
        start: First character looked at.
        end: One past the last.
        taken: Stretches that are names or dates; numbers that begin in them are left out.
    """
    found = []
    last = start
    for match in _NUMBER.finditer(text, start, end):
        first = match.start("n")
        if first < last or any(begin <= first < stop for begin, stop in taken):
            continue
        if first > start and (text[first - 1].isalpha() or text[first - 1] == "_"):
            # "R1", "sma50": part of a word, and a name is taken out before
            continue
        one = _quantity(text, match, last, end)
        found.append(one)
        last = one.end
    busy = [*taken, *((one.start, one.end) for one in found)]
    return _with_shared_units(text, found) + worded(text, start, end, busy)


def _quantity(text: str, match: re.Match[str], last: int, end: int) -> Quantity:
    """The number with what belongs to it on both sides; nothing before `last` is looked at."""
    first = match.start("n")
    value, step, kind, stop = _measured(text, match, end)
    begin, sign, about = first, 0, False
    before = BEFORE.search(text, max(last, first - 40), first)
    if before:
        begin, sign = _signed(text, before)
        about = bool(before["about"])
        if before["money"] and kind is Kind.PLAIN:
            kind = Kind.USD
    sign = sign or _sign_in_words(text, max(last, begin - 12), begin)
    return Quantity(
        begin,
        stop,
        match.span("n"),
        sign * value if sign else value,
        step,
        kind,
        sign,
        about,
        bound_before(text, last, begin),
    )


def _measured(text: str, match: re.Match[str], end: int) -> tuple[float, float, Kind, int]:
    """Value, worth of the last digit, unit, and the end of it: "2.78 billion shares", "81 cents"."""
    digits = match["n"].replace(",", "")
    value, step, stop = min(float(digits), _LARGEST), 10.0 ** -len(digits.partition(".")[2]), match.end("n")
    scaled = SCALED.match(text, stop, end)
    if scaled:
        factor = SCALES[scaled["scale"].strip(" -").lower()]
        value, step, stop = value * factor, step * factor, scaled.end()
    unit = UNIT.match(text, stop, end)
    if not unit:
        return value, step, Kind.PLAIN, stop
    if unit.lastgroup == "cent":
        return value / 100, step / 100, Kind.USD, unit.end()
    return value, step, KINDS[unit.lastgroup or ""], unit.end()


def _signed(text: str, before: re.Match[str]) -> tuple[int, int]:
    """Where the number begins, and the sign written there; a dash that joins two words is none."""
    joins = bool(before["sign"]) and _joins(text, before.start("sign"))
    begin = before.end("sign") if joins else before.start()
    mark = before["sign"] or before["inner"]
    if not mark or joins:
        return begin, 0
    return begin, 1 if mark == "+" else -1


def _sign_in_words(text: str, lowest: int, at: int) -> int:
    """The sign of "minus 0.7 %" or "plus 3"."""
    if _NEGATIVE_WORD.search(text, lowest, at):
        return -1
    return 1 if _POSITIVE_WORD.search(text, lowest, at) else 0


def _joins(text: str, at: int) -> bool:
    """Whether a dash stands between two words or numbers, and is no sign."""
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] in ")%")


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give `8` of "8-10 %" and "between 8 and 10 %" the unit that is written once, after the last."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        if (
            left.kind is Kind.PLAIN
            and right.kind not in (Kind.PLAIN, Kind.USD, Kind.OF_100)
            and left.end == left.digits[1]
            and not _SPAN_BEFORE.search(text, max(0, left.start - 12), left.start)
            and _RANGE.fullmatch(text[left.end : right.digits[0]])
        ):
            shared[index] = replace(left, kind=right.kind)
    return shared
