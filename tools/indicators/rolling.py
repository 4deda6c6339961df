"""Rolling statistics over a trailing window that includes the session itself.

Shared contract: one float64 per session out, as in; NaN in the stated warm-up; leading NaN are skipped
and lengthen it; a NaN or infinite value after the first finite one, or a window below the minimum, raises
`ValueError`; an input shorter than the warm-up gives NaN throughout.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import talib

from tools.indicators._finite_run import at_least, blank, over_run
from tools.types import FloatArray


def rolling_mean(values: FloatArray, window: int) -> FloatArray:
    """Arithmetic mean of the window; exactly the value where all values of the window are equal.

    Warm-up: `window` - 1 sessions. Source: TA-Lib SMA, kept between the extremes of the window.

    Args:
        values: Any unit, shape (sessions,).
        window: Sessions, at least 1.

    Returns:
        The mean, in the unit of `values`.
    """
    at_least(1, window=window)

    def mean(run: FloatArray) -> FloatArray:
        if window == 1:
            return run.copy()
        # TA-Lib's running sum keeps rounding of the largest value it ever held: after a giant, a mean of
        # zeros would be a little below zero, and a price at rest a little above its own mean
        running = talib.SMA(run, timeperiod=window)
        np.maximum(running, talib.MIN(run, timeperiod=window), out=running)
        np.minimum(running, talib.MAX(run, timeperiod=window), out=running)
        return running

    return over_run(mean, values, needs=window)


def rolling_max(values: FloatArray, window: int) -> FloatArray:
    """Largest value of the window.

    Warm-up: `window` - 1 sessions. Source: TA-Lib MAX.

    Args:
        values: Any unit, shape (sessions,).
        window: Sessions, at least 1.

    Returns:
        The maximum, in the unit of `values`.
    """
    at_least(1, window=window)
    return over_run(lambda run: _extreme(talib.MAX, run, window), values, needs=window)


def rolling_min(values: FloatArray, window: int) -> FloatArray:
    """Smallest value of the window.

    Warm-up: `window` - 1 sessions. Source: TA-Lib MIN.

    Args:
        values: Any unit, shape (sessions,).
        window: Sessions, at least 1.

    Returns:
        The minimum, in the unit of `values`.
    """
    at_least(1, window=window)
    return over_run(lambda run: _extreme(talib.MIN, run, window), values, needs=window)


def rolling_std(values: FloatArray, window: int) -> FloatArray:
    """Sample standard deviation (divisor `window` - 1) of the window.

    Exactly 0 where all values of the window are equal. Warm-up: `window` - 1 sessions. Two passes over
    each window: running sums of squares lose all digits after a price that was once a million
    times larger, which reverse splits do to adjusted prices.

    Args:
        values: Any unit, shape (sessions,).
        window: Sessions, at least 2.

    Returns:
        The deviation, in the unit of `values`, >= 0.
    """
    at_least(2, window=window)

    def deviation(run: FloatArray) -> FloatArray:
        result = blank(len(run))
        rows = len(run) - window + 1
        mean = rolling_mean(run, window)[window - 1 :]
        squares = np.zeros(rows)
        for first in range(window):
            gap = run[first : first + rows] - mean
            gap *= gap
            squares += gap
        squares /= window - 1
        result[window - 1 :] = np.sqrt(squares)
        return result

    return over_run(deviation, values, needs=window)


def percentile_rank(values: FloatArray, window: int) -> FloatArray:
    """Share of the window, today included, that is at or below today's value.

    Ties count as below: a constant series reads 100, and the lowest of the window reads 100 / `window`.
    Warm-up: `window` - 1 sessions.

    Args:
        values: Any unit, shape (sessions,).
        window: Sessions, at least 1.

    Returns:
        Per cent, in (0, 100].
    """
    at_least(1, window=window)

    def rank(run: FloatArray) -> FloatArray:
        result = blank(len(run))
        today = run[window - 1 :]
        count = np.zeros(len(today), dtype=np.int64)
        for first in range(window):
            count += run[first : first + len(today)] <= today
        result[window - 1 :] = count * 100.0 / window
        return result

    return over_run(rank, values, needs=window)


def rolling_quantile(values: FloatArray, window: int, q: float) -> FloatArray:
    """Quantile of the window, linear between the two nearest order statistics.

    Warm-up: `window` - 1 sessions. Source: pandas `rolling.quantile`.

    Args:
        values: Any unit, shape (sessions,).
        window: Sessions, at least 1.
        q: In [0, 1]; 0.5 is the median.

    Returns:
        The quantile, in the unit of `values`.

    Raises:
        ValueError: When `q` is outside [0, 1].
    """
    at_least(1, window=window)
    if not 0 <= q <= 1:
        raise ValueError(f"q is {q}; it must be between 0 and 1.")
    return over_run(
        lambda run: pd.Series(run).rolling(window).quantile(q).to_numpy(copy=True), values, needs=window
    )


def _extreme(function: Callable[..., FloatArray], run: FloatArray, window: int) -> FloatArray:
    """TA-Lib's MAX or MIN, which refuse the window of one session."""
    return run.copy() if window == 1 else function(run, timeperiod=window)
