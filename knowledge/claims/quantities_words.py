"""Numbers written as words, where they can be nothing else: "mid-teens", "twice the", "three rate cuts"."""

import re

from knowledge.claims.model import Bound, Measure, Quantity, Span
from knowledge.claims.quantities_units import bound_before

_DASH = "[- \u2010\u2011]"
_COUNTS = {
    word: float(value)
    for value, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        start=1,
    )
}
_TEENS = {
    ("low", "teens"): (11.0, 13.0),
    ("mid", "teens"): (14.0, 16.0),
    ("high", "teens"): (17.0, 19.0),
    ("low", "single"): (1.0, 3.0),
    ("mid", "single"): (4.0, 6.0),
    ("high", "single"): (7.0, 9.0),
}
_WORDED = re.compile(
    rf"\b(?P<part>low|mid|high){_DASH}(?:(?P<teens>teens)|(?P<single>single){_DASH}digits?)\b(?!{_DASH}(?:to|and){_DASH})"
    r"|\b(?P<twice>twice)(?=[ ](?:the|as|its|their|that)\b)"
    rf"|\b(?P<count>{'|'.join(_COUNTS)})(?:[ -](?P<unit>percent(?:age[ ]points?)?|per[ ]cent"
    r"|(?:trading[ ])?sessions|trading[ ]days|days\b)"
    r"|(?=[ ](?:(?:more|further|additional)[ ])?(?:rate[ ]|quarter-point[ ]|Fed[ ])?(?:cuts|hikes)\b))",
    re.IGNORECASE,
)
_UNITS = (("percent", Measure.PERCENT), ("per", Measure.PERCENT), ("days", Measure.DAYS))


def worded(text: str, start: int, end: int) -> list[Quantity]:
    """Quantities in words, in order.

    Teens and single digits come as ranges of three with the bound `about` and the unit COUNT: whether they
    are per cent or a multiple is for the metric to say.
    """
    found = []
    last = start
    for match in _WORDED.finditer(text, start, end):
        quantity = _quantity(text, match, last)
        found.append(quantity)
        last = quantity.span.end
    return found


def _quantity(text: str, match: re.Match[str], last: int) -> Quantity:
    if match["part"]:
        low, high = _TEENS[match["part"].lower(), "teens" if match["teens"] else "single"]
        return Quantity(low, high, Measure.COUNT, "about", 1.0, Span(*match.span()))
    begin, bound = bound_before(text, last, match.start())
    unit = Measure.MULTIPLE if match["twice"] else _unit((match["unit"] or "").lower())
    value = 2.0 if match["twice"] else _COUNTS[match["count"].lower()]
    return _bounded(value, unit, bound, Span(begin, match.end()))


def _unit(word: str) -> Measure:
    if word.startswith(("trading", "session")):
        return Measure.SESSIONS
    return next((unit for start, unit in _UNITS if word.startswith(start)), Measure.COUNT)


def _bounded(value: float, unit: Measure, bound: Bound, span: Span) -> Quantity:
    low = float("-inf") if bound == "at most" else value
    high = float("inf") if bound == "at least" else value
    return Quantity(low, high, unit, bound, 1.0, span)
