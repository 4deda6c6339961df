"""Trend: moving averages, MACD, slope, Wilder's directional system.

Shared contract: one float64 per session out, as in; NaN in the stated warm-up; leading NaN are skipped
and lengthen it; a NaN or infinite value after the first finite one, or a length below the minimum, raises
`ValueError`; an input shorter than the warm-up gives NaN throughout.
"""

import numpy as np
import talib

from tools.indicators._finite_run import at_least, blank, over_run, over_run_each
from tools.indicators.rolling import rolling_mean
from tools.types import FloatArray

_NO_RANGE = 1e-13
"""An average true range below this is rounding of a price, and TA-Lib divides by it no more."""


def sma(values: FloatArray, window: int) -> FloatArray:
    """Simple moving average; exactly the value where all values of the window are equal.

    Warm-up: `window` - 1 sessions. Source: `rolling_mean` (TA-Lib SMA).

    Args:
        values: Any unit, shape (sessions,).
        window: Sessions, at least 1.

    Returns:
        The average, in the unit of `values`.
    """
    return rolling_mean(values, window)


def ema(values: FloatArray, span: int) -> FloatArray:
    """Exponential moving average, alpha = 2 / (span + 1), seeded with the mean of the first `span` values.

    Warm-up: `span` - 1 sessions. Converges to any other seeding within 1e-6 of their difference after
    about 7 * span sessions. Source: TA-Lib EMA.

    Args:
        values: Any unit, shape (sessions,).
        span: Sessions, at least 1.

    Returns:
        The average, in the unit of `values`.
    """
    at_least(1, span=span)
    return over_run(lambda run: talib.EMA(run, timeperiod=span), values, needs=span)


def macd(
    close: FloatArray, fast: int = 12, slow: int = 26, signal: int = 9
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """MACD line, its signal line, and their difference.

    Both averages are seeded so that they begin at the same session, as TA-Lib does: the fast one on the
    last `fast` of the first `slow` closes. So the line differs from `ema(fast) - ema(slow)` at first, by
    less than 1e-6 of price after about 7 * slow sessions. Warm-up of all three: `slow` + `signal` - 2
    sessions (33). Source: TA-Lib MACD.

    Args:
        close: USD, shape (sessions,).
        fast: Span of the fast average, sessions, at least 2 and below `slow`.
        slow: Span of the slow average, sessions.
        signal: Span of the signal line, sessions, at least 1.

    Returns:
        The line, the signal and the histogram, USD.

    Raises:
        ValueError: When `fast` is not below `slow`.
    """
    at_least(2, fast=fast)
    at_least(1, signal=signal)
    if fast >= slow:
        raise ValueError(f"fast is {fast} and slow is {slow}; fast must be below slow.")
    line, smoothed, histogram = over_run_each(
        lambda run: talib.MACD(run, fastperiod=fast, slowperiod=slow, signalperiod=signal),
        close,
        needs=slow + signal - 1,
        outputs=3,
    )
    return line, smoothed, histogram


def slope(values: FloatArray, window: int) -> FloatArray:
    """Slope of the least-squares line through the window.

    Warm-up: `window` - 1 sessions. Source: TA-Lib LINEARREG_SLOPE.

    Args:
        values: Any unit, shape (sessions,).
        window: Sessions, at least 2.

    Returns:
        Unit of `values` per session.
    """
    at_least(2, window=window)
    return over_run(lambda run: talib.LINEARREG_SLOPE(run, timeperiod=window), values, needs=window)


def adx(high: FloatArray, low: FloatArray, close: FloatArray, period: int = 14) -> FloatArray:
    """Wilder's average directional index.

    Undefined, so NaN, as long as no bar has moved in a direction; the warm-up then counts from the bar
    before the first that did. Warm-up: 2 * `period` - 1 sessions (27). Seeded as TA-Lib seeds
    it; other seedings agree to 1e-6 after about 30 * `period` sessions. Source: TA-Lib ADX.

    Args:
        high: Highs, USD, shape (sessions,).
        low: Lows, likewise.
        close: Closes, likewise.
        period: Wilder's period, sessions, at least 2.

    Returns:
        In [0, 100]; the strength of the movement, whichever its direction.
    """
    at_least(2, period=period)

    def index(high: FloatArray, low: FloatArray, close: FloatArray) -> FloatArray:
        first = _first_directional(high, low)
        strength = talib.ADX(high[first:], low[first:], close[first:], timeperiod=period)
        return strength if first == 0 else np.concatenate((blank(first), strength))

    return over_run(index, high, low, close, needs=2 * period)


def directional(
    high: FloatArray, low: FloatArray, close: FloatArray, period: int = 14
) -> tuple[FloatArray, FloatArray]:
    """Wilder's directional indicators +DI and -DI.

    Undefined, so NaN, where the smoothed true range is zero (no price has moved so far). Warm-up:
    `period` sessions (14). Seeded as TA-Lib seeds them. Source: TA-Lib PLUS_DI, MINUS_DI.

    Args:
        high: Highs, USD, shape (sessions,).
        low: Lows, likewise.
        close: Closes, likewise.
        period: Wilder's period, sessions, at least 2.

    Returns:
        +DI and -DI, each in [0, 100].
    """
    at_least(2, period=period)

    def indicators(high: FloatArray, low: FloatArray, close: FloatArray) -> tuple[FloatArray, FloatArray]:
        plus = talib.PLUS_DI(high, low, close, timeperiod=period)
        minus = talib.MINUS_DI(high, low, close, timeperiod=period)
        # TA-Lib writes 0 for both where it will not divide; 0 for both is also a true reading of inside bars
        unmoved = (plus == 0) & (minus == 0)
        if unmoved.any():
            unmoved &= talib.ATR(high, low, close, timeperiod=period) < _NO_RANGE
            plus[unmoved] = np.nan
            minus[unmoved] = np.nan
        return plus, minus

    plus, minus = over_run_each(indicators, high, low, close, needs=period + 1, outputs=2)
    return plus, minus


def run_length(sign: FloatArray) -> FloatArray:
    """Sessions since the sign last changed, the current one counted: 1 on the session of a change.

    A change to or from 0 is a change. At the start of the series it counts from the first session, so the
    true length may be longer. Warm-up: none.

    Args:
        sign: -1, 0 or +1 per session, shape (sessions,).

    Returns:
        Whole sessions, >= 1.
    """

    def lengths(run: FloatArray) -> FloatArray:
        position = np.arange(len(run))
        changed = np.zeros(len(run), dtype=np.int64)
        changed[1:] = np.where(run[1:] != run[:-1], position[1:], 0)
        return (position - np.maximum.accumulate(changed) + 1).astype(np.float64)

    return over_run(lengths, sign, needs=1)


def _first_directional(high: FloatArray, low: FloatArray) -> int:
    """The row before the first directional movement, from which Wilder's index can be divided."""
    up = np.diff(high)
    down = -np.diff(low)
    moved = (up != down) & (np.maximum(up, down) > 0)
    return int(moved.argmax()) if moved.any() else len(high)
