"""Momentum: rate of change, Wilder's RSI, the stochastic oscillator.

Shared contract: one float64 per session out, as in; NaN in the stated warm-up; leading NaN are skipped
and lengthen it; a NaN or infinite value after the first finite one, or a length below the minimum, raises
`ValueError`; an input shorter than the warm-up gives NaN throughout.
"""

import numpy as np
import talib

from tools.indicators._finite_run import at_least, blank, divide, over_run, over_run_each
from tools.indicators.rolling import rolling_max, rolling_min
from tools.types import FloatArray


def roc(values: FloatArray, period: int) -> FloatArray:
    """Rate of change over `period` sessions.

    NaN where the earlier value is not positive. Warm-up: `period` sessions.

    Args:
        values: Positive (prices or ratios), shape (sessions,).
        period: Sessions, at least 1.

    Returns:
        Per cent: 100 * (today / then - 1).
    """
    at_least(1, period=period)

    def change(run: FloatArray) -> FloatArray:
        result = blank(len(run))
        result[period:] = (divide(run[period:], run[:-period]) - 1) * 100
        return result

    return over_run(change, values, needs=period + 1)


def rsi(close: FloatArray, period: int = 14) -> FloatArray:
    """Wilder's relative strength index (not Cutler's, which averages plainly).

    Seeded with the mean of the first `period` gains and losses. Undefined, so NaN, as long as the price
    has not moved. Warm-up: `period` sessions (14). Converges to other seedings within 1e-6 after about
    15 * `period` sessions. Source: Wilder's averages from TA-Lib; equals TA-Lib RSI where that is defined.

    Args:
        close: USD, shape (sessions,).
        period: Wilder's period, sessions, at least 1.

    Returns:
        In [0, 100].
    """
    at_least(1, period=period)

    def index(run: FloatArray) -> FloatArray:
        change = np.zeros(len(run))
        np.subtract(run[1:], run[:-1], out=change[1:])
        gains = _wilder(np.maximum(change, 0.0), period)
        losses = _wilder(np.maximum(-change, 0.0), period)
        # talib.RSI writes 0 for a price that never moved, and again 0 when it has rested so long that both
        # averages fall below a fixed 1e-14
        return divide(gains, gains + losses) * 100

    return over_run(index, close, needs=period + 1)


def stochastic(
    high: FloatArray, low: FloatArray, close: FloatArray, k: int = 14, smooth: int = 3, d: int = 3
) -> tuple[FloatArray, FloatArray]:
    """Slow stochastic oscillator: smoothed %K, and its average %D.

    Where the range of `k` sessions has no height %K is undefined, and so is every average that would use
    it: NaN. Warm-up: `k` + `smooth` - 2 sessions for %K (15), `d` - 1 more for %D (17). Simple averages, as
    in TA-Lib STOCH, which is equal where it is defined (it shows %K only from where it has %D).

    Args:
        high: Highs, USD, shape (sessions,).
        low: Lows, likewise.
        close: Closes, likewise.
        k: Sessions of the range, at least 1.
        smooth: Sessions that %K is averaged over, at least 1 (1 gives the fast stochastic).
        d: Sessions that %D averages %K over, at least 1.

    Returns:
        %K and %D, in [0, 100] for bars whose close is within their range.
    """
    at_least(1, k=k, smooth=smooth, d=d)

    def oscillator(high: FloatArray, low: FloatArray, close: FloatArray) -> tuple[FloatArray, FloatArray]:
        floor = rolling_min(low, k)
        # 100 times the quotient, so that a close on the high is 100 exactly
        raw = divide(close - floor, rolling_max(high, k) - floor) * 100
        smoothed = _mean_of_defined(raw, smooth)
        return smoothed, _mean_of_defined(smoothed, d)

    fast, slow = over_run_each(oscillator, high, low, close, needs=k + smooth - 1, outputs=2)
    return fast, slow


def _wilder(values: FloatArray, period: int) -> FloatArray:
    """Wilder's average of values >= 0, seeded with the mean of rows 1 to `period`; row 0 is not used.

    TA-Lib has it only inside ATR; with low and previous close at zero the true range is the value.
    """
    zero = np.zeros(len(values))
    average: FloatArray = talib.ATR(values, zero, zero, timeperiod=period)
    return average


def _mean_of_defined(values: FloatArray, window: int) -> FloatArray:
    """Mean of the window, NaN where any of it is; unlike a running sum it recovers after a NaN."""
    result = blank(len(values))
    rows = len(values) - window + 1
    if rows < 1:
        return result
    total = np.zeros(rows)
    for first in range(window):
        total += values[first : first + rows]
    result[window - 1 :] = total / window
    return result
