"""Bars from Yahoo through yfinance: one request per symbol, patiently, past the gate."""

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from tools.bars import Bars, Interval
from tools.errors import NoData, PlumbError, RateLimited, SourceDown, SourceGarbled
from tools.market.gate import validate
from tools.market.patience import Patience, in_threads, within
from tools.market.ports import Progress, no_progress
from tools.market.symbols import symbol_of
from tools.market.yfinance_wire import SOURCE, VENDOR, SessionFactory, Wire

_COLUMNS = {
    "Open": "open",
    "High": "high",
    "Low": "low",
    "Close": "close",
    "Adj Close": "adj_close",
    "Volume": "volume",
}

_INTRADAY_RANGE = "60d"
"""All that Yahoo keeps of 5-minute bars."""

_WAITS = 5
"""How often in a row a batch waits for a source that asks to slow down."""


class YFinanceBars:
    """`BarSource` over Yahoo's chart service. `close` is adjusted for splits, `adj_close` for dividends too.

    Args:
        session_factory: Makes the session; None for one that looks like a browser.
        cache_dir: Where yfinance keeps time zones and cookies (the first one used in a process holds);
            None for its default.
        deadline_seconds: What one call of `bars` may take, all tries and pauses included.
        pool_size: Symbols fetched at a time by `batch`.
        longest_wait: Seconds that `batch` waits at a time when asked to slow down; asked for more, it
            gives up with what it has.
        clock: Seconds that only grow.
        sleep: Waits that many seconds.
        chance: Uniform in [0, 1); jitter of the pauses.
    """

    def __init__(
        self,
        session_factory: SessionFactory | None = None,
        cache_dir: Path | None = None,
        deadline_seconds: float = 20,
        pool_size: int = 16,
        *,
        longest_wait: float = 900.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._pool_size = pool_size
        self._longest_wait = longest_wait
        self._patience = Patience(
            VENDOR, deadline_seconds=deadline_seconds, clock=clock, sleep=sleep, random=chance
        )
        self.wire = Wire(self._patience, session_factory=session_factory, cache_dir=cache_dir)

    @property
    def name(self) -> str:
        """What facts give as their source."""
        return SOURCE

    def bars(
        self,
        symbol: str,
        *,
        interval: Interval = "1d",
        start: date | None = None,
        end: date | None = None,
    ) -> Bars:
        """Bars of one symbol, as `BarSource` promises; 5-minute bars of about the last 60 days.

        Raises:
            BadRequest: Not a symbol.
            NoData: Unknown symbol, no bars between the dates, or not quoted in US dollars.
            BadData: The gate refused the content.
            SourceDown: Yahoo did not serve, after back-off.
        """
        return self._fetch(symbol, interval, start, end, wait_when_limited=True)

    def batch(
        self,
        symbols: Sequence[str],
        *,
        start: date | None = None,
        end: date | None = None,
        progress: Progress = no_progress,
    ) -> Mapping[str, Bars | PlumbError]:
        """Daily bars of many symbols, as `BarSource` promises; `progress` is called in this thread.

        When Yahoo asks to slow down, all wait together, and the rest is asked for again.

        Raises:
            RateLimited: It still asked to slow down after several waits in which nothing came.
            SourceDown: Yahoo as a whole does not serve.
        """
        wanted = list(dict.fromkeys(symbols))
        found: dict[str, Bars | PlumbError] = {}
        fetch = partial(self._fetch, interval="1d", start=start, end=end, wait_when_limited=False)
        waits = 0
        while pending := [symbol for symbol in wanted if symbol not in found]:
            before = len(found)
            trouble = self._round(pending, fetch, found, len(wanted), progress)
            if trouble is None:
                continue
            done = f"{len(found):,} of {len(wanted):,} symbols"
            if not isinstance(trouble, RateLimited):
                raise SourceDown(f"{VENDOR} stopped serving after {done}. {trouble}") from trouble
            waits = 1 if len(found) - before >= self._pool_size else waits + 1
            pause = max(self._patience.pause(waits, trouble), self._patience.breaker.remaining())
            if waits > _WAITS or pause > self._longest_wait:
                raise RateLimited(f"{VENDOR} keeps asking to slow down; {done} are done.") from trouble
            self._patience.sleep(pause)
        return {symbol: found[symbol] for symbol in wanted}

    def probe(self, timeout_seconds: float) -> None:
        """One light request, to know whether Yahoo serves at all.

        Raises:
            SourceDown: It does not, or not within the time.
        """
        within(timeout_seconds, lambda: self.wire.probe(timeout_seconds), source=VENDOR)

    def _round(
        self,
        pending: Sequence[str],
        fetch: Callable[[str], Bars],
        found: dict[str, Bars | PlumbError],
        total: int,
        progress: Progress,
    ) -> SourceDown | None:
        """Fetch into `found` until all is there, or until trouble with the source as a whole."""
        limited: RateLimited | None = None
        stop = threading.Event()
        with closing(in_threads(pending, fetch, threads=self._pool_size, stop=stop)) as finished:
            for symbol, result in finished:
                if isinstance(result, RateLimited):
                    # what is under way may still arrive; nothing more is begun
                    limited = limited or result
                    stop.set()
                elif isinstance(result, SourceDown) and self._patience.breaker.remaining() > 0:
                    return limited or result
                elif isinstance(result, Bars | PlumbError):
                    found[symbol] = result
                    progress(len(found), total, symbol)
                else:
                    raise result
        return limited

    def _fetch(
        self,
        symbol: str,
        interval: Interval,
        start: date | None,
        end: date | None,
        *,
        wait_when_limited: bool,
    ) -> Bars:
        symbol = symbol_of(symbol)
        # never an end: yfinance keeps answers about the past, and adjusted prices of the past change
        read = partial(_history, interval=interval, start=start)
        frame, currency = self.wire.ask(symbol, read, wait_when_limited=wait_when_limited)
        if currency not in {None, "USD"}:
            raise NoData(f"{VENDOR} quotes {symbol} in {currency}; only prices in US dollars are read.")
        frame = _between(_shaped(frame), start, end)
        if frame.empty:
            raise NoData(f"{VENDOR} has no {interval} bars of {symbol} {_dates(start, end)}.")
        index = pd.DatetimeIndex(frame.index)
        # daily bars are stamped with midnight at the exchange
        frame.index = index.tz_localize(None).normalize() if interval == "1d" else index.tz_convert("UTC")
        return validate(frame, symbol=symbol, interval=interval, source=SOURCE, simulated=False)


def _history(ticker: Any, interval: Interval, start: date | None) -> tuple[pd.DataFrame, str | None]:  # noqa: ANN401 - vendor
    """The vendor's table and its currency."""
    from yfinance.exceptions import YFPricesMissingError  # noqa: PLC0415 - half a second

    asked: dict[str, Any] = {"start": start} if start else {"period": "max"}
    if interval != "1d":
        asked = {"period": _INTRADAY_RANGE}
    try:
        frame = ticker.history(interval=interval, auto_adjust=False, back_adjust=False, actions=True, **asked)
    except YFPricesMissingError:
        frame = pd.DataFrame()
    about = ticker.get_history_metadata()
    if frame.empty:
        if about.get("firstTradeDate") and asked.get("period") == "max":
            raise SourceGarbled(f"{VENDOR} knows {ticker.ticker} but sent none of its bars; try again later.")
        raise NoData("check the symbol and the dates")
    return frame, about.get("currency")


def _shaped(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[list(_COLUMNS)].rename(columns=_COLUMNS)


def _between(frame: pd.DataFrame, start: date | None, end: date | None) -> pd.DataFrame:
    days = pd.DatetimeIndex(frame.index).tz_localize(None).normalize()
    keep = pd.Series(data=True, index=frame.index)
    if start is not None:
        keep &= days >= pd.Timestamp(start)
    if end is not None:
        keep &= days <= pd.Timestamp(end)
    return frame[keep]


def _dates(start: date | None, end: date | None) -> str:
    parts = (f"from {start}" if start else "", f"to {end}" if end else "")
    return " ".join(part for part in parts if part) or "at all"
