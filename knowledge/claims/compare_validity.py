"""Whether two figures speak of the same time, by how the metric changes with it."""

import re
from datetime import timedelta

from knowledge.claims.horizon import is_past_year, same_stretch
from knowledge.claims.metrics import Metric
from knowledge.claims.model import Claim
from knowledge.claims.quantities_names import MONTH
from knowledge.types import Document

_SLOW = timedelta(days=45)
"""Figures that change with the quarters are of one time within half a quarter."""
_WEEK = timedelta(days=7)
_ROLLING = frozenset({"volatility", "correlation", "sharpe", "tracking_difference", "fund_flow"})
"""Figures of a window that moves on with every session: of one time within a week."""
_SATURDAY = 5
_LASTING = timedelta(days=366)
"""Figures that hardly change ought to agree within a year."""
_MOVES = frozenset(
    {"day_change", "price", "open_price", "day_range", "day_high", "day_low", "volume", "options_volume"}
)
"""Figures of one session: a document may give those of several."""
_PLAIN_DAY = frozenset({"", "day", "single session", "session", "today"})
_DATED = re.compile(
    rf"\b{MONTH}\b|\b(?:[QH][1-4]|(?:first|second|third|fourth) quarter|spring|summer|autumn|winter)\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:19|20)[0-9]{2}\b",
    re.IGNORECASE,
)
_LASTING_STRETCH = ("contraction", "recession", "downturn", "bear market", "bull market")


def at_the_same_time(metric: Metric, first: Claim, second: Claim) -> bool:
    """Whether both figures ought to hold together."""
    if metric.time == "plan":
        return True
    if metric.time == "window":
        return _same_window(first, second)
    if metric.time == "structural":
        return _within(first, second, _LASTING, unknown=True)
    if metric.time == "slow":
        reach = _WEEK if metric.key in _ROLLING else _SLOW
        return _within(first, second, reach, unknown=first.document == second.document)
    return _same_day(metric, first, second)


def later(metric: Metric, older: Claim, newer: Claim) -> bool:
    """Whether the newer figure is so much later that it replaces the older."""
    if older.as_of is None or newer.as_of is None:
        return False
    away = newer.as_of - older.as_of
    if metric.time == "slow":
        return away > _SLOW
    return away > (_LASTING if metric.time == "structural" else timedelta(0))


def editions(first: Document, second: Document) -> bool:
    """Whether two documents are issues of one publication: one source, titles alike but for dates."""
    if first.id == second.id or _undated(first.source) != _undated(second.source):
        return False
    if first.title == second.title:
        return True
    named = all(_DATED.search(document.title) for document in (first, second))
    return named and _undated(first.title) == _undated(second.title)


def _undated(text: str) -> str:
    """A title or file name without the dates in it."""
    plain = re.sub(r"[_.,()-]+", " ", text)
    if not _DATED.search(plain):
        return plain.lower()
    return " ".join(re.sub(r"[^a-z]+", " ", _DATED.sub(" ", plain).lower()).split())


def _within(first: Claim, second: Claim, reach: timedelta, *, unknown: bool) -> bool:
    if first.as_of is None or second.as_of is None:
        return unknown
    return abs(first.as_of - second.as_of) <= reach


def _same_day(metric: Metric, first: Claim, second: Claim) -> bool:
    alike = first.as_of_said == second.as_of_said
    if metric.key in _MOVES:
        plain = {same_stretch(first.horizon), same_stretch(second.horizon)} <= _PLAIN_DAY
        return (
            first.as_of == second.as_of
            and alike
            and plain
            and (first.as_of is not None or _same_document(first, second))
        )
    if _same_document(first, second):
        return first.as_of == second.as_of or (not alike and _next_to(first, second))
    return first.as_of is not None and first.as_of == second.as_of


def _next_to(first: Claim, second: Claim) -> bool:
    """Whether a figure without a day can be of the day that the other names: no session lies between."""
    if first.as_of is None or second.as_of is None:
        return True
    older, newer = sorted((first.as_of, second.as_of))
    days = (older + timedelta(days=step) for step in range(1, (newer - older).days + 1))
    return newer - older <= _WEEK and sum(day.weekday() < _SATURDAY for day in days) <= 1


def _same_document(first: Claim, second: Claim) -> bool:
    return first.document == second.document


def _same_window(first: Claim, second: Claim) -> bool:
    stretch = same_stretch(first.horizon)
    if not stretch or stretch != same_stretch(second.horizon):
        return False
    if any(word in stretch for word in _LASTING_STRETCH):
        return True
    if first.as_of is None or second.as_of is None:
        return _same_document(first, second)
    if is_past_year(stretch, min(first.as_of, second.as_of)):
        return True
    return first.as_of == second.as_of
