"""The return between two sessions, which a month and what came after it share."""

import numpy as np
import pandas as pd

from tools.bars import Bars
from tools.types import Absent


def return_between(bars: Bars | Absent, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Return from the close of one session to the close of another, per cent.

    Of dividend-adjusted closes; NaN where the bars are absent or lack one of the two sessions.
    """
    if isinstance(bars, Absent):
        return np.nan
    places = bars.index.get_indexer(pd.DatetimeIndex([start, end]))
    if (places < 0).any():
        return np.nan
    first, last = bars.adj_close[places]
    return float(100.0 * (last / first - 1.0))


def why_not(bars: Bars | Absent, symbol: str) -> str:
    """The reason that `return_between` has no number."""
    return bars.reason if isinstance(bars, Absent) else f"{symbol} lacks these sessions"
