"""Volatility: true range, ATR, realised volatility, Bollinger's %B, drawdown, the chandelier stop.

Shared contract: one float64 per session out, as in; NaN in the stated warm-up; leading NaN are skipped
and lengthen it; a NaN or infinite value after the first finite one, or a length below the minimum, raises
`ValueError`; an input shorter than the warm-up gives NaN throughout.
"""

import math

import numpy as np
import talib

from tools.indicators._finite_run import at_least, blank, divide, over_run
from tools.indicators.rolling import rolling_max, rolling_mean, rolling_std
from tools.types import FloatArray

_SESSIONS_PER_YEAR = 252


def true_range(high: FloatArray, low: FloatArray, close: FloatArray) -> FloatArray:
    """Largest of high - low, |high - previous close| and |low - previous close|.

    Warm-up: 1 session (the first has no previous close). Source: TA-Lib TRANGE.

    Args:
        high: Highs, USD, shape (sessions,).
        low: Lows, likewise.
        close: Closes, likewise.

    Returns:
        USD, >= 0.
    """
    return over_run(talib.TRANGE, high, low, close, needs=2)


def atr(high: FloatArray, low: FloatArray, close: FloatArray, period: int = 14) -> FloatArray:
    """Average true range, Wilder's smoothing, seeded with the mean of the first `period` true ranges.

    Warm-up: `period` sessions (14). Converges to other seedings within 1e-6 after about 15 * `period`
    sessions. Source: TA-Lib ATR.

    Args:
        high: Highs, USD, shape (sessions,).
        low: Lows, likewise.
        close: Closes, likewise.
        period: Wilder's period, sessions, at least 1.

    Returns:
        USD, >= 0.
    """
    at_least(1, period=period)
    return over_run(
        lambda high, low, close: talib.ATR(high, low, close, timeperiod=period),
        high,
        low,
        close,
        needs=period + 1,
    )


def atr_from_closes(close: FloatArray, period: int = 14) -> FloatArray:
    """ATR of a series that has closes only: the true range is |close - previous close|.

    It leaves out the range within the session, so it reads lower than `atr`; do not mix the two. Warm-up,
    smoothing and seed are those of `atr`.

    Args:
        close: USD, shape (sessions,).
        period: Wilder's period, sessions, at least 1.

    Returns:
        USD, >= 0.
    """
    at_least(1, period=period)
    return over_run(lambda run: talib.ATR(run, run, run, timeperiod=period), close, needs=period + 1)


def realised_volatility(close: FloatArray, window: int) -> FloatArray:
    """Sample standard deviation of `window` daily log returns, annualised by the root of 252.

    Warm-up: `window` sessions.

    Args:
        close: USD, positive, adjusted closes, shape (sessions,).
        window: Returns, at least 2.

    Returns:
        Per cent a year, >= 0.

    Raises:
        ValueError: When a close is not positive.
    """
    at_least(2, window=window)

    def annualised(run: FloatArray) -> FloatArray:
        if run.min() <= 0:
            raise ValueError("A close is zero or negative; log returns need positive prices.")
        result = blank(len(run))
        returns = np.log(run[1:] / run[:-1])
        result[1:] = rolling_std(returns, window) * (math.sqrt(_SESSIONS_PER_YEAR) * 100)
        return result

    return over_run(annualised, close, needs=window + 1)


def bollinger_percent_b(close: FloatArray, window: int = 20, deviations: float = 2.0) -> FloatArray:
    """Where the close stands between Bollinger's bands: 0 on the lower, 1 on the upper, 0.5 on the average.

    Bands are the simple average -+ `deviations` population standard deviations (divisor `window`, as
    Bollinger and TA-Lib BBANDS have it). NaN where the bands have no width. Warm-up: `window` - 1
    sessions (19).

    Args:
        close: USD, shape (sessions,).
        window: Sessions, at least 2.
        deviations: Half the width of the bands in standard deviations, above 0.

    Returns:
        A ratio, below 0 or above 1 outside the bands.

    Raises:
        ValueError: When `deviations` is not positive.
    """
    at_least(2, window=window)
    if not deviations > 0:
        raise ValueError(f"deviations is {deviations}; it must be above 0.")

    def percent_b(run: FloatArray) -> FloatArray:
        population = rolling_std(run, window) * math.sqrt((window - 1) / window)
        return divide(run - rolling_mean(run, window), population * (2 * deviations)) + 0.5

    return over_run(percent_b, close, needs=window)


def drawdown(close: FloatArray) -> FloatArray:
    """Fall from the highest close so far.

    NaN as long as that highest close is not positive. Warm-up: none.

    Args:
        close: USD, shape (sessions,).

    Returns:
        Per cent, <= 0; 0 at a new high.
    """
    return over_run(lambda run: (divide(run, np.maximum.accumulate(run)) - 1) * 100, close, needs=1)


def chandelier_long(
    high: FloatArray, low: FloatArray, close: FloatArray, window: int = 22, multiple: float = 3.0
) -> FloatArray:
    """Le Beau's chandelier stop of a long position: highest high of the window less `multiple` ATR.

    The ATR is Wilder's over the same `window`. Warm-up: `window` sessions (22).

    Args:
        high: Highs, USD, shape (sessions,).
        low: Lows, likewise.
        close: Closes, likewise.
        window: Sessions, at least 1.
        multiple: ATRs below the highest high.

    Returns:
        USD.
    """
    at_least(1, window=window)

    def stop(high: FloatArray, low: FloatArray, close: FloatArray) -> FloatArray:
        return rolling_max(high, window) - multiple * atr(high, low, close, window)

    return over_run(stop, high, low, close, needs=window + 1)
