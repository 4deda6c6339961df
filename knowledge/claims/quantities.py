"""Every number and range of a text with its unit, its bound, its last digit and its exact place.

Dates, years, names and marks with digits are no quantities (`quantities_names`); nor is a number whose unit
is none of `Measure` (money of other countries, weeks, months, years). Rather no quantity than a wrong one.
"""

import math
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from knowledge.claims.model import Measure, Quantity, Span
from knowledge.claims.quantities_names import names
from knowledge.claims.quantities_units import DASH, SPACE, bound_after, bound_before, tail
from knowledge.claims.quantities_words import worded

_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")
_LEAD = re.compile(
    rf"(?P<sign>[-+\u2012\u2013\u2212]?)(?P<money>(?:(?<![A-Za-z])USD?)?\${SPACE}?|(?<![A-Za-z])USD{SPACE})?"
    r"(?P<inner>[-\u2212]?)\Z"
)
_OTHER_MONEY = re.compile(
    rf"(?:(?<!US)(?<!USD)(?<=[A-Za-z])\${SPACE}?|\u00b1{SPACE}?|[\u20ac\u00a3\u00a5\u20b9\u20bf]{SPACE}?"
    r"|\b(?:EUR|GBP|JPY|CHF|CAD|AUD|HKD) )-?\Z"
)
_BETWEEN = re.compile(
    rf"(?:{SPACE}?{DASH}{SPACE}?|{SPACE}(?:to|through){SPACE}|{SPACE}and{SPACE}|{SPACE}or{SPACE})[~\u2248]?\Z"
)
_VERB = re.compile(
    r"\b(?:fell|rose|gained|lost|dropped|slipped|slid|tightened|widened|up|down|jumped|declined|climbed|added|shed"
    r"|rises|falls|yield)[ ]\Z"
)
_OUT_OF = re.compile(r"(?:/|out of )[ ]?(100|50|25|20|10|5)")
_COUNTED = re.compile(
    r"(?:\+)?[ -](?:[a-z-]{2,20}[ ]){0,2}(?:companies|stocks|names|holdings|constituents|components|members"
    r"|funds|ETFs)\b"
)
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_MINUS = frozenset("-\u2012\u2013\u2212")
_DURATIONS = frozenset({Measure.DAYS, Measure.SESSIONS})
_LONGEST = 18
"""Digits of a number that is read; more are an identifier."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """One number with what is written against it, not yet joined to a range."""

    start: int
    end: int
    value: float
    step: float
    unit: Measure | None
    factor: float
    scaled: bool


def quantities(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """Find the quantities in `text[start:end]`.

    Args:
        text: Any text.
        start: First character looked at.
        end: One past the last; None: the end of the text.

    Returns:
        In order and without overlap. Spans are positions in `text` and take in the bounding words, the sign,
        the currency and the unit.
    """
    stop = len(text) if end is None else min(end, len(text))
    start = max(0, start)
    figures = _sharing_days(text, _without_chains(text, _figures(text, start, stop)))
    found: list[Quantity] = []
    last = start
    index = 0
    while index < len(figures):
        figure = figures[index]
        other = figures[index + 1] if index + 1 < len(figures) else None
        joined = _range(text, figure, other) if other else None
        quantity = _quantity(text, joined or (figure, figure), last, stop)
        if quantity and quantity.span.start >= last:
            found.append(quantity)
            last = quantity.span.end
        index += 2 if joined else 1
    return _merged(found, worded(text, start, stop))


def out_of(text: str, quantity: Quantity) -> float | None:
    """The highest score possible, where the figure is one: 100 for `43/100`, 10 for `6/10`, else None."""
    if quantity.unit is not Measure.SCORE:
        return None
    match = _OUT_OF.search(text, quantity.span.start, quantity.span.end)
    return float(match[1]) if match else None


def _figures(text: str, start: int, end: int) -> list[_Figure]:
    taken = names(text, start, end)
    begins = [begin for begin, _ in taken]
    figures = []
    for match in _NUMBER.finditer(text, start, end):
        at = bisect_right(begins, match.start()) - 1
        if at >= 0 and taken[at][1] > match.start():
            continue
        if at + 1 < len(taken) and taken[at + 1][0] < match.end():
            continue
        figure = _figure(text, match, start, end)
        if figure:
            figures.append(figure)
    return figures


def _without_chains(text: str, figures: list[_Figure]) -> list[_Figure]:
    """Leave out three and more bare numbers joined by dashes (an identifier, a date), and `1 : 2.3`."""
    joined = [
        right.start - left.end == 1 and text[left.end] in _DASHES and left.unit is None
        for left, right in pairwise(figures)
    ]
    out = {at + step for at, pair in enumerate(pairwise(joined)) if all(pair) for step in range(3)}
    for at, (left, right) in enumerate(pairwise(figures)):
        # 1 : 2.3 is a ratio that may be read both ways
        if left.value == 1.0 and left.unit is None and text[left.end : right.start].strip(" ") == ":":
            out |= {at, at + 1}
    return [figure for at, figure in enumerate(figures) if at not in out] if out else figures


def _sharing_days(text: str, figures: list[_Figure]) -> list[_Figure]:
    """Give "10" the days of "10 and 21 days"."""
    result = list(figures)
    for at, (left, right) in enumerate(pairwise(figures)):
        if (
            left.unit is None
            and right.unit in _DURATIONS
            and text[left.end : right.start] in {" and ", " or ", ", "}
        ):
            result[at] = _with_unit(left, right.unit)
    return result


def _figure(text: str, number: re.Match[str], start: int, end: int) -> _Figure | None:
    before = text[max(start, number.start() - 6) : number.start()]
    lead = _LEAD.search(before)
    if lead is None or _OTHER_MONEY.search(before):
        return None
    begin = number.start() - (len(before) - lead.start())
    sign, money = lead["sign"], bool(lead["money"])
    left = text[begin - 1] if begin > start else " "
    if sign and (left.isalnum() or left in ")%+"):
        # a dash behind a word or number joins, it does not count down
        sign, begin, left = "", begin + 1, sign
    if sign and begin + 1 < len(text) and text[begin + 1].isspace():
        sign, begin = "", begin + 1
    digits = number[0].replace(",", "")
    if not _stands_alone(text, number, left, start, end, money=money) or len(digits) > _LONGEST:
        return None
    read = tail(text, number.end(), end, dollars=money)
    if read is None or _is_year(number[0], read.unit, text, read.end, money=money):
        return None
    if not _ends_well(text, read.end, end, has_unit=read.unit is not None or read.scaled):
        return None
    decimals = len(digits.partition(".")[2])
    value = float(digits) * read.factor
    if sign in _MINUS or lead["inner"]:
        value = -value
    return _Figure(begin, read.end, value, read.factor * 10.0**-decimals, read.unit, read.factor, read.scaled)


def _stands_alone(text: str, number: re.Match[str], left: str, start: int, end: int, *, money: bool) -> bool:
    """Whether the digits are a number of their own, not a piece of a name, a date or a list of figures."""
    after = text[number.end() : min(end, number.end() + 2)]
    if after[:1] in {",", "."} and after[1:].isdigit():
        return False
    if after[:1] in {"'", "\u2019"} and after[1:].isdigit():
        return False
    if after[:1] == ":" and after[1:].isdigit() and after[1:] != "1":
        return False
    if money:
        return True
    if left in _DASHES:
        return _after_dash(text, number.start() - 1, start)
    return not (left.isalpha() or left.isdigit() or left in ".,/:#_^'\u2019")


def _after_dash(text: str, dash: int, start: int) -> bool:
    """A number behind a dash: the end of a range, or of `sub-30`; not a piece of `COVID-19`."""
    before = text[max(start, dash - 9) : dash]
    if not before or not before[-1].isalpha():
        return True
    return bool(
        re.search(r"(?:\bsub|[0-9][ ]?(?:[KMBTkx]|bn|mn|bps)|\b[mb]illion|\bUSD)\Z", before, re.IGNORECASE)
    )


def _ends_well(text: str, at: int, end: int, *, has_unit: bool) -> bool:
    right = text[at : min(end, at + 2)]
    if not right:
        return True
    if right[0].isalnum() or right[0] in "_\u00b0":
        return False
    if right[0] in "-\u2010\u2011" and right[1:].isalpha():
        return has_unit
    return not (right[0] in "/:" and right[1:].isdigit())


def _is_year(written: str, unit: Measure | None, text: str, at: int, *, money: bool) -> bool:
    bare = len(written) == 4 and written.isdigit() and written[:2] in {"19", "20"}
    return bare and unit is None and not money and not _COUNTED.match(text, at)


def _range(  # noqa: PLR0911 - a reason, a return
    text: str, low: _Figure, high: _Figure
) -> tuple[_Figure, _Figure] | None:
    """The two figures as the ends of one range, the unit of either given to both; None: they are two."""
    gap = text[low.end : high.start]
    if len(gap) > 9 or not _BETWEEN.match(gap):
        return None
    word = gap.strip(" \u00a0\u2009\u202f~\u2248")
    if (
        word in {"and", "or"} or (word == "to" and _moved(text, low.start, united=low.unit is not None))
    ) and not (
        word == "and" and re.search(r"\bbetween\b[^.;,]{0,12}\Z", text[max(0, low.start - 24) : low.start])
    ):
        return None
    units = {figure.unit for figure in (low, high)} - {None}
    if len(units) > 1 or (low.unit is not None and high.unit is None and low.unit is not Measure.USD):
        return None
    if low.unit is high.unit is Measure.PERCENT and low.factor != high.factor:
        return None
    unit = units.pop() if units else None
    if (low.unit is None and high.unit is Measure.PERCENT and high.factor != 1.0) or (
        high.scaled and not low.scaled and low.value * high.factor <= high.value
    ):
        low = _scaled(low, high.factor)
    if low.value > high.value and (unit is None or not gap.strip() or " " in gap.strip(" ")):
        return None
    if low.value > high.value and low.value > 0 > high.value:
        return None
    low = _with_unit(low, unit)
    return low, _with_unit(high, unit)


def _scaled(figure: _Figure, factor: float) -> _Figure:
    return _Figure(
        figure.start,
        figure.end,
        figure.value * factor,
        figure.step * factor,
        figure.unit,
        factor,
        scaled=True,
    )


def _with_unit(figure: _Figure, unit: Measure | None) -> _Figure:
    return _Figure(figure.start, figure.end, figure.value, figure.step, unit, figure.factor, figure.scaled)


def _moved(text: str, at: int, *, united: bool) -> bool:
    """Whether a figure begins a move ("rose from 2% to 5%", "fell 9 bps to 3.48%"), not a range."""
    before = text[max(0, at - 28) : at].lower()
    if united and _VERB.search(before):
        return True
    return bool(re.search(r"\bfrom\b[^.;,]{0,12}\Z", before)) and not re.search(
        r"\brang(?:e|es|ed|ing)\b", before
    )


def _quantity(text: str, ends: tuple[_Figure, _Figure], last: int, stop: int) -> Quantity | None:
    first, second = ends
    low, high = sorted((first.value, second.value))
    begin, bound = bound_before(text, last, first.start)
    finish, after = bound_after(text, second.end, stop)
    if bound == "at least" and first.unit in _DURATIONS and text[begin : begin + 4].lower() == "over":
        # "over 20 days" is during them
        begin, bound = first.start, "exact"
    bound = after or ("at least" if "+" in text[second.start + 1 : finish] else bound)
    if not math.isfinite(low) or not math.isfinite(high):
        return None
    return Quantity(
        low=-math.inf if bound == "at most" else low,
        high=math.inf if bound == "at least" else high,
        unit=first.unit or second.unit or Measure.COUNT,
        bound=bound,
        step=max(first.step, second.step),
        span=Span(begin, finish),
    )


def _merged(figures: list[Quantity], words: list[Quantity]) -> tuple[Quantity, ...]:
    """Both lists in order; a number word that touches figures gives way to them."""
    if not words:
        return tuple(figures)
    begins = [figure.span.start for figure in figures]
    kept = list(figures)
    for word in words:
        at = bisect_right(begins, word.span.end)
        if at == 0 or figures[at - 1].span.end <= word.span.start:
            kept.append(word)
    return tuple(sorted(kept, key=lambda quantity: quantity.span))
