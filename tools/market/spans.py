"""Cutting bars to the dates a caller asked for."""

from datetime import date

import pandas as pd

from tools.bars import Bars
from tools.errors import NoData
from tools.market.gate import Sessions


def between(bars: Bars, start: date | None, end: date | None) -> Bars:
    """The bars from `start` to `end`, both inclusive; None leaves a side open.

    Raises:
        NoData: There are none; says from when to when there are.
    """
    days = days_of(bars)
    first = 0 if start is None else int(days.searchsorted(pd.Timestamp(start)))
    stop = len(bars) if end is None else int(days.searchsorted(pd.Timestamp(end), side="right"))
    if first >= stop:
        raise NoData(
            f"{bars.symbol} has no bars from {start or 'the beginning'} to {end or 'the end'}; "
            f"they go from {days[0]:%Y-%m-%d} to {days[-1]:%Y-%m-%d}."
        )
    return bars if (first, stop) == (0, len(bars)) else bars.slice(first, stop)


def days_of(bars: Bars) -> pd.DatetimeIndex:
    """The naive day of each bar. For intraday bars the UTC day, which regular US hours do not leave."""
    return bars.index if bars.index.tz is None else bars.index.tz_localize(None).normalize()


def expected_sessions(sessions: Sessions, first: date, last: date) -> pd.DatetimeIndex | None:
    """The sessions there should be bars of, as far as the calendar covers the days, else None."""
    first, last = max(first, sessions.start), min(last, sessions.end)
    return sessions.between(first, last) if first <= last else None
