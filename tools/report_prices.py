"""Real bars as the corpus asks for them: a close, an average or a range of a named session, or None."""

import threading
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

import numpy as np

from tools.bars import Bars
from tools.errors import BadRequest, NoData, PlumbError, SourceDown
from tools.indicators.rolling import rolling_mean
from tools.market.ports import BarSource
from tools.market.sessions import Sessions

YEAR = 252
"""Sessions of a 52-week range."""

T = TypeVar("T")


class ReportPrices:
    """The corpus' port `Prices` over a `BarSource`.

    A figure is given only where each of its sessions is on file and finished; everything else is None. A
    symbol is asked for once, and why it is not there is kept for the person who asked. Thread-safe.
    """

    def __init__(self, bars: BarSource, sessions: Sessions, finished: date) -> None:
        """Set up; nothing is read yet.

        Args:
            bars: Where prices come from; never a simulated market.
            sessions: The exchange's calendar.
            finished: The last finished session; a later bar is not a close yet.
        """
        self._source = bars
        self._sessions = sessions
        self._finished = finished
        self._lock = threading.Lock()
        self._bars: dict[str, Bars | None] = {}
        self._why: dict[str, PlumbError] = {}

    @property
    def unavailable(self) -> Mapping[str, PlumbError]:
        """Symbols that were asked for and could not be had, each with what the source said."""
        with self._lock:
            return dict(self._why)

    def close(self, symbol: str, day: date) -> float | None:
        """Split-adjusted close of that session, USD; None for a day without one."""
        if not self._is_session(day):
            return None
        return self._read(symbol, day, 1, lambda bars: float(bars.close[-1]))

    def range_52w(self, symbol: str, day: date) -> tuple[float, float] | None:
        """Lowest low and highest high of the 252 sessions up to that day, USD; None from closes alone."""

        def extremes(bars: Bars) -> tuple[float, float] | None:
            return None if bars.fields == "close" else (float(bars.low.min()), float(bars.high.max()))

        return self._read(symbol, day, YEAR, extremes)

    def sma(self, symbol: str, period: int, day: date) -> float | None:
        """Simple moving average of the split-adjusted closes of `period` sessions up to that day, USD."""
        if period < 1:
            return None
        return self._read(symbol, day, period, lambda bars: float(rolling_mean(bars.close, period)[-1]))

    def change(self, symbol: str, day: date) -> float | None:
        """Per cent from the close of the session before to that session's close."""
        if not self._is_session(day):
            return None
        return self._read(symbol, day, 2, lambda bars: 100.0 * float(bars.close[-1] / bars.close[0] - 1.0))

    def _is_session(self, day: date) -> bool:
        return self._sessions.start <= day <= self._sessions.end and self._sessions.is_session(day)

    def _read(self, symbol: str, day: date, rows: int, read: Callable[[Bars], T | None]) -> T | None:
        """What `read` makes of the last `rows` sessions up to a day; None unless every one is on file."""
        bars = self._of(symbol)
        if bars is None:
            return None
        try:
            session = self._sessions.at_or_before(day)
            stop = int(bars.index.searchsorted(np.datetime64(session), side="right"))
            if stop < rows or bars.index[stop - 1].date() != session:
                return None
            first = bars.index[stop - rows].date()
            if self._sessions.count(first, session) != rows - 1:
                return None  # a session in between is missing
        except BadRequest:
            return None  # before or after the calendar
        return read(bars.slice(stop - rows, stop))

    def _of(self, symbol: str) -> Bars | None:
        with self._lock:
            if symbol not in self._bars:
                try:
                    self._bars[symbol] = self._source.bars(symbol).until(self._finished)
                except (BadRequest, NoData, SourceDown) as error:
                    self._bars[symbol] = None
                    self._why[symbol] = error
            return self._bars[symbol]
