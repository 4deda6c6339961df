"""A session's 5-minute bars as a daily bar that grows with each of them."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pandas as pd

from tools.bars import Bars, digest_of
from tools.chart_prices import extremes
from tools.types import Absent, FloatArray

_STEP = pd.Timedelta(minutes=5)


@dataclass(frozen=True, slots=True, eq=False)
class SessionBars:
    """The bars of one session, each row what the daily bar was at its end.

    Attributes:
        ends: End of each bar, UTC, strictly increasing.
        open: Of the first bar there is.
        high, low: Highest and lowest so far.
        close: The last price so far.
        volume: Traded so far; NaN without volume.
        expected: Bars that a session of this length has.
        outside: Bars before its open or after its close, left out.
    """

    ends: pd.DatetimeIndex
    open: float
    high: FloatArray
    low: FloatArray
    close: FloatArray
    volume: FloatArray
    expected: int
    outside: int

    def __len__(self) -> int:
        return len(self.ends)

    def at_or_before(self, moment: pd.Timestamp) -> int | None:
        """The newest row that had ended by a moment, or None before the first."""
        row = int(self.ends.searchsorted(moment, side="right")) - 1
        return row if row >= 0 else None


def session_bars(bars: Bars, opens: datetime, closes: datetime) -> SessionBars | Absent:
    """The bars between a session's open and close; absent where there are none.

    Args:
        bars: 5-minute bars, start of each in UTC.
        opens: The session's open, with a time zone.
        closes: Its close; earlier on a short day.
    """
    first, last = pd.Timestamp(opens).tz_convert("UTC"), pd.Timestamp(closes).tz_convert("UTC")
    inside = np.asarray((bars.index >= first) & (bars.index < last))
    if not inside.any():
        return Absent("no 5-minute bar lies within the session")
    high, low = extremes(bars)
    close = bars.close[inside]
    ends = pd.DatetimeIndex(bars.index[inside] + _STEP)
    return SessionBars(
        # a vendor's last bar may begin a moment before the close; nothing ends after it
        ends=ends.where(ends <= last, last),
        open=float(close[0] if bars.fields == "close" else bars.open[inside][0]),
        high=np.maximum.accumulate(high[inside]),
        low=np.minimum.accumulate(low[inside]),
        close=close,
        volume=np.cumsum(bars.volume[inside]),
        expected=round((last - first) / _STEP),
        outside=int((~inside).sum()),
    )


def standing(bars: Bars, session: pd.Timestamp) -> Bars:
    """Daily bars with one more row, in which the price stands where it closed, dividends apart.

    Args:
        bars: Up to the session before.
        session: Naive midnight of the session.
    """
    close = bars.close[-1:]
    still = SessionBars(pd.DatetimeIndex([session]), float(close[0]), close, close, close, close * 0.0, 1, 0)
    return grown(bars, session, still, 0, float(bars.adj_close[-1] / close[0]))


def grown(bars: Bars, session: pd.Timestamp, day: SessionBars, row: int, factor: float) -> Bars:
    """Daily bars with one more row: the session as it stood at the end of a 5-minute bar.

    Args:
        bars: Up to the session before.
        session: Naive midnight of the session.
        day: Its 5-minute bars.
        row: Which of them is the newest that is known.
        factor: Adjusted over plain close that day; dividends are known before the open.
    """
    close = float(day.close[row])
    closes_only = bars.fields == "close"
    added = {
        "open": np.nan if closes_only else day.open,
        "high": np.nan if closes_only else day.high[row],
        "low": np.nan if closes_only else day.low[row],
        "close": close,
        "adj_close": close * factor,
        "volume": day.volume[row] if bars.fields == "ohlcv" else np.nan,
    }
    columns = {name: np.append(getattr(bars, name), value) for name, value in added.items()}
    index = pd.DatetimeIndex(bars.index.append(pd.DatetimeIndex([session])))
    digest = digest_of(bars.symbol, index, columns)
    return replace(
        bars,
        index=index,
        digest=digest,
        open=columns["open"],
        high=columns["high"],
        low=columns["low"],
        close=columns["close"],
        adj_close=columns["adj_close"],
        volume=columns["volume"],
    )
