"""Stated closes, day changes, 52-week ranges and averages against real bars, where there are any."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import ours, said, wrong
from knowledge.claims.checks.reading import Line, Reading, reading_of
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_CLOSE = re.compile(r"\b(?:close[sd]?|closing|settled|finished|ended)\b", re.IGNORECASE)
_DAYS_BACK = 5
"""The last session is at most so many days before a day."""

_CLOSE_SHARE = 0.0015
_AROUND_SHARE = 0.03
_AVERAGE_SHARE = 0.0075
_RANGE_SHARE = 0.01
"""Leeway as a share of the price: vendors differ, a quote is not a close, averages may be of adjusted prices,
and highs may be of closes."""

_CHANGE_LEEWAY = 0.06
"""Leeway of a day's change, in per cent."""

_SPLITS = (2.0, 3.0, 4.0, 5.0, 10.0, 20.0)
_SPLIT_LEEWAY = 0.04


def check_bars(
    document: Document, claims: Sequence[Claim], prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check the claims that name a session; silent where the bars have no figure."""
    if prices is None:
        return
    reading = reading_of(document)
    for claim in claims:
        line = reading.around(claim.quantity.span.start)
        figure = line.figure_at(claim.quantity.span.end - 1 - line.start) if line else None
        days = _sessions(prices, claim)
        if line is None or figure is None or figure.bounded or not days:
            continue
        check = _CHECKS.get(claim.metric)
        if check is not None:
            yield from check(reading, claim, line, figure, prices, days)


def _sessions(prices: Prices, claim: Claim) -> list[date]:
    """The session of a claim and the one before, which it may be of when its sentence names no day."""
    if claim.as_of is None:
        return []
    back = [claim.as_of - timedelta(days=days) for days in range(2 * _DAYS_BACK)]
    known = [day for day in back if prices.close(claim.entity, day) is not None]
    if not known or (claim.as_of - known[0]).days >= _DAYS_BACK:
        return []
    return known[:1] if claim.as_of_said else known[:2]


def _price(
    reading: Reading, claim: Claim, line: Line, figure: Figure, prices: Prices, days: Sequence[date]
) -> Iterator[Finding]:
    closes = [close for day in days if (close := prices.close(claim.entity, day)) is not None]
    at = figure.span.start - line.start
    is_close = claim.as_of_said and bool(_CLOSE.search(line.text[max(0, at - 40) : at]))
    share = _CLOSE_SHARE if is_close else _AROUND_SHARE
    if figure.is_range or _is_split(figure.low / closes[0]):
        return
    yield from _against(reading, claim, figure, closes, share, days, "close")


def _change(
    reading: Reading, claim: Claim, _line: Line, figure: Figure, prices: Prices, days: Sequence[date]
) -> Iterator[Finding]:
    changes = [change for day in days if (change := prices.change(claim.entity, day)) is not None]
    if not claim.as_of_said or not changes or figure.unit is not Measure.PERCENT or figure.is_range:
        return
    stated = Interval(claim.quantity.low - figure.slack(0.0), claim.quantity.high + figure.slack(0.0))
    if any(stated.meets(Interval(c - _CHANGE_LEEWAY, c + _CHANGE_LEEWAY)) for c in changes):
        return
    if figure.low > 0 and any(figure.shown.has(abs(c)) for c in changes):
        return
    yield _off(reading, claim, figure, f"{shown(changes[0])} %", days[0], "day's change")


def _yearly(
    reading: Reading, claim: Claim, _line: Line, figure: Figure, prices: Prices, days: Sequence[date]
) -> Iterator[Finding]:
    ranges = [found for day in days if (found := prices.range_52w(claim.entity, day)) is not None]
    if not ranges or _is_split(figure.high / ranges[0][1]):
        return
    ends = {"high_52w": (1,), "low_52w": (0,), "range_52w": (0, 1)}[claim.metric]
    for found in ranges:
        stated = (figure.low, figure.high)
        if all(_near(stated[end], found[end], figure, _RANGE_SHARE) for end in ends):
            return
    real = " to ".join(shown(ranges[0][end]) for end in ends)
    yield _off(reading, claim, figure, real, days[0], "52-week range")


def _average(
    reading: Reading, claim: Claim, _line: Line, figure: Figure, prices: Prices, days: Sequence[date]
) -> Iterator[Finding]:
    if not claim.variant or not claim.variant.isdigit():
        return
    real = [value for day in days if (value := prices.sma(claim.entity, int(claim.variant), day)) is not None]
    if real and not _is_split(figure.low / real[0]):
        yield from _against(
            reading, claim, figure, real, _AVERAGE_SHARE, days, f"{claim.variant}-session average"
        )


def _against(
    reading: Reading,
    claim: Claim,
    figure: Figure,
    real: Sequence[float],
    share: float,
    days: Sequence[date],
    name: str,
) -> Iterator[Finding]:
    if any(
        figure.low - leeway <= value <= figure.high + leeway
        for value in real
        for leeway in [figure.slack(value) + share * value]
    ):
        return
    yield _off(reading, claim, figure, shown(real[0]), days[0], name)


def _near(stated: float, real: float, figure: Figure, share: float) -> bool:
    return abs(stated - real) <= figure.slack(stated) + share * real


def _is_split(ratio: float) -> bool:
    """Whether stated and real differ by what looks like a split since."""
    return any(
        abs(ratio / split - 1) < _SPLIT_LEEWAY or abs(ratio * split - 1) < _SPLIT_LEEWAY for split in _SPLITS
    )


def _off(reading: Reading, claim: Claim, figure: Figure, real: str, day: date, name: str) -> Finding:
    document = reading.document
    words = document.text[figure.span.start : figure.span.end]
    return wrong(
        f"bars_{claim.metric}",
        f"{claim.entity}: {name}",
        claim.entity,
        (said(document, figure.span, claim.as_of), ours("bars", real, day)),
        f"The document says {words}; the bars of {claim.entity} give {real} on {day:%-d %B %Y} ({name}).",
    )


_Checker = Callable[[Reading, Claim, Line, Figure, Prices, Sequence[date]], Iterator[Finding]]
_CHECKS: dict[str, _Checker] = {
    "price": _price,
    "day_change": _change,
    "high_52w": _yearly,
    "low_52w": _yearly,
    "range_52w": _yearly,
    "sma": _average,
}
