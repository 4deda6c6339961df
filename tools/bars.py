"""Market data as the rest of the product sees it: validated, immutable, numpy inside.

Only the gate (`tools.market.gate`) and `until` make these; whoever holds one need not check it again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from tools.types import Absent, FloatArray

Interval = Literal["1d", "5m"]
Fields = Literal["ohlcv", "ohlc", "close"]
"""What a source has for a symbol: with volume, without, or closes only."""

UNADJUSTED = "No adjusted closes: returns, averages and ratios leave dividends out."
"""The gate's warning where closes stand in for adjusted ones."""

COLUMNS = ("open", "high", "low", "close", "adj_close", "volume")


@dataclass(frozen=True, slots=True)
class Audit:
    """What the gate did to the rows it was given. Shown to people, so counts and plain words.

    Attributes:
        rows_in: Rows received.
        dropped: Reason in words -> number of rows (or prices, in a panel) dropped for it.
        warnings: What was kept but looks odd: gaps against the calendar, moves like bad prints.
    """

    rows_in: int
    dropped: Mapping[str, int]
    warnings: tuple[str, ...] = ()

    @property
    def rows_dropped(self) -> int:
        """How many were dropped in all."""
        return sum(self.dropped.values())


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """Bars of one symbol, oldest first, one row per session (or per 5 minutes).

    Attributes:
        symbol: Upper case, e.g. "IWM" or "^VIX".
        index: Daily: naive midnight of the session. Intraday: bar start, UTC. Strictly increasing.
        open, high, low, close: USD, adjusted for splits only; `open`, `high`, `low` are NaN throughout
            when `fields` is "close". `close` is never NaN.
        adj_close: Adjusted for splits and dividends; equals `close` where the source has no adjustment.
        volume: Shares; NaN throughout unless `fields` is "ohlcv".
        fields: What the source has.
        source: Name of the source, e.g. "yfinance".
        simulated: Whether a person seeing this must be told SIMULATED.
        audit: What the gate did.
        digest: Hash of symbol, index and columns; equal digests mean equal data.
        interval: "1d" or "5m".
    """

    symbol: str
    index: pd.DatetimeIndex
    open: FloatArray
    high: FloatArray
    low: FloatArray
    close: FloatArray
    adj_close: FloatArray
    volume: FloatArray
    fields: Fields
    source: str
    simulated: bool
    audit: Audit
    digest: str
    interval: Interval = "1d"

    def __len__(self) -> int:
        return len(self.index)

    @property
    def last_session(self) -> date:
        """The date of the newest bar."""
        return pd.Timestamp(self.index[-1]).date()

    @property
    def adjusted(self) -> bool:
        """Whether `adj_close` is adjusted for dividends, and not a copy of `close`."""
        return UNADJUSTED not in self.audit.warnings

    def until(self, session: date) -> "Bars":
        """The bars up to and including a session; the future is cut off, not hidden."""
        end = pd.Timestamp(session) + pd.Timedelta(days=1)
        if self.index.tz is not None:
            end = end.tz_localize(self.index.tz)
        stop = int(self.index.searchsorted(end))
        return self if stop == len(self) else self.slice(0, stop)

    def slice(self, start: int, stop: int) -> "Bars":
        """Rows `start` to `stop`, with a digest of their own."""
        columns = {name: getattr(self, name)[start:stop] for name in COLUMNS}
        index = self.index[start:stop]
        return replace(self, index=index, digest=digest_of(self.symbol, index, columns), **columns)

    def on_sessions(self, index: pd.DatetimeIndex) -> "Bars":
        """The bars on those sessions of `index` that they have, so that aligning with it is a comparison."""
        places = self.index.get_indexer(index)
        there = places >= 0
        rows = places[there]
        columns = {name: getattr(self, name)[rows] for name in COLUMNS}
        shared = index if there.all() else index[there]
        return replace(self, index=shared, digest=digest_of(self.symbol, shared, columns), **columns)

    def frame(self) -> pd.DataFrame:
        """A pandas copy with the columns `open high low close adj_close volume`."""
        return pd.DataFrame({name: getattr(self, name) for name in COLUMNS}, index=self.index)


def digest_of(name: str, index: pd.DatetimeIndex, columns: Mapping[str, npt.NDArray[np.generic]]) -> str:
    """A 16-character hash of named arrays; the same data give the same text on every machine."""
    hasher = hashlib.blake2b(name.encode(), digest_size=8)
    hasher.update(index.as_unit("s").asi8.tobytes())
    for key, column in columns.items():
        hasher.update(key.encode())
        # a view of the memory: a panel is 80 MB, and copying it would cost as much as hashing it
        hasher.update(np.ascontiguousarray(column.T if column.ndim > 1 else column).data.cast("B"))
    return hasher.hexdigest()


@dataclass(frozen=True, slots=True)
class Membership:
    """A dated list of an index's members.

    Attributes:
        universe: Its key, e.g. "russell2000".
        as_of: The date of the list.
        symbols: The members, sorted; cash and futures rows removed.
        removed: Reason in words -> rows removed from the download.
        source: Where the list came from.
    """

    universe: str
    as_of: date
    symbols: tuple[str, ...]
    removed: Mapping[str, int]
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class MemberPanel:
    """Closes of an index's members, sessions in rows, members in columns.

    Attributes:
        membership: The list the columns come from; its length is the denominator of coverage.
        index: Sessions, strictly increasing.
        symbols: The members that have prices, in column order.
        closes: Adjusted closes, USD, shape (sessions, members), Fortran order, float64; NaN where absent.
        biased: True when the membership list is later than the sessions it is used for
            (survivorship bias).
        source: Name of the source.
        simulated: Whether a person seeing this must be told SIMULATED.
        audit: What the gate did (prices, not rows).
        digest: Hash of the content.
    """

    membership: Membership
    index: pd.DatetimeIndex
    symbols: tuple[str, ...]
    closes: FloatArray
    biased: bool
    source: str
    simulated: bool
    audit: Audit
    digest: str

    def until(self, session: date) -> "MemberPanel":
        """The panel up to and including a session."""
        stop = int(self.index.searchsorted(pd.Timestamp(session), side="right"))
        if stop == len(self.index):
            return self
        # the digest names the cut instead of hashing 40 MB again
        return replace(
            self,
            index=self.index[:stop],
            closes=self.closes[:stop],
            digest=f"{self.digest}@{session.isoformat()}",
        )


@dataclass(frozen=True, slots=True, eq=False)
class RateSeries:
    """A daily series of a rate or spread, on its own dates.

    Attributes:
        name: The series' id, e.g. "DGS10" or "BAMLH0A0HYM2".
        index: Dates, strictly increasing.
        level: Per cent.
        source: Where it came from.
        simulated: Whether a person seeing this must be told SIMULATED.
        digest: Hash of the content.
    """

    name: str
    index: pd.DatetimeIndex
    level: FloatArray
    source: str
    simulated: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Positioning:
    """What a source knows of who holds a symbol; each part is a value or the reason it is not known.

    Attributes:
        short_interest: Shares sold short, with its settlement date.
        shares_outstanding: The fund's shares outstanding by date, oldest first (creations and redemptions).
        options: Put/call volume ratio, put/call open-interest ratio, 25-delta skew (volatility points) and
            expected move (per cent) by those names, with their date.
    """

    short_interest: tuple[date, float] | Absent
    shares_outstanding: tuple[tuple[date, float], ...] | Absent
    options: tuple[date, Mapping[str, float]] | Absent


def member_bars(panel: MemberPanel, place: int, *, rise: float, fall: float) -> Bars | Absent:
    """One member of a panel as bars with closes only.

    An implausible move restarts the history, as in the breadth count: what came before is another price
    scale. Sessions without a price are left out.

    Args:
        panel: Where the closes are.
        place: The member's column.
        rise: Per cent in one session above which a move is implausible.
        fall: Per cent in one session; a deeper fall is implausible.

    Returns:
        The bars since the last restart, or `Absent` when the member has no price at all.
    """
    column = panel.closes[:, place]
    rows = np.flatnonzero(np.isfinite(column))
    if not len(rows):
        return Absent("no price in the panel")
    closes = np.ascontiguousarray(column[rows])
    moves = closes[1:] / closes[:-1]
    restarts = np.flatnonzero((moves > 1.0 + rise / 100.0) | (moves < 1.0 - fall / 100.0)) + 1
    start = int(restarts[-1]) if len(restarts) else 0
    rows, closes = rows[start:], closes[start:]
    unbroken = len(rows) == rows[-1] - rows[0] + 1
    # a slice shares the panel's index, which makes aligning with another column free
    index = panel.index[rows[0] : rows[-1] + 1] if unbroken else panel.index[rows]
    nothing = np.full(len(closes), np.nan)
    dropped = {"before an implausible move": start} if start else {}
    symbol = panel.symbols[place]
    return Bars(
        symbol=symbol,
        index=index,
        open=nothing,
        high=nothing,
        low=nothing,
        close=closes,
        adj_close=closes,
        volume=nothing,
        fields="close",
        source=panel.source,
        simulated=panel.simulated,
        audit=Audit(len(closes) + start, dropped),
        digest=digest_of(symbol, index, {"close": closes}),
    )
