"""Forward returns: what a decision taken after a session's close would have made, dividends included."""

import numpy as np

from tools.bars import Bars
from tools.types import Absent, FloatArray

NO_OPEN = "the source has closes only, so there is no open to enter at"


def forward_returns(bars: Bars, horizon: int) -> FloatArray | Absent:
    """Returns per session, entered at the next session's open and left at the close `horizon` sessions on.

    `adj_close[t + h] / adj_open[t + 1] - 1` with `adj_open = open * adj_close / close`: what is known at the
    close of session t can be acted on at the next open, not before. Rounded to twelve decimals: a price that
    did not change returns zero, and not what is left over by dividing.

    Args:
        bars: The symbol.
        horizon: In sessions, at least 1; at 1 it is the next session from open to close.

    Returns:
        Shape (sessions,), as a fraction; NaN in the last `horizon` rows, whose outcome is not known yet.
        Absent where the source has no opens.
    """
    if bars.fields == "close":
        return Absent(NO_OPEN)
    returns = np.full(len(bars), np.nan)
    entered = bars.open * (bars.adj_close / bars.close)
    if len(bars) > horizon:
        gained = bars.adj_close[horizon:] / entered[1 : len(bars) - horizon + 1] - 1.0
        returns[:-horizon] = gained.round(12)
    return returns
