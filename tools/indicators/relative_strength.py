"""One symbol against another, on arrays that are already aligned session by session.

Shared contract: one float64 per session out, as in; NaN in the stated warm-up; leading NaN in either are
skipped and lengthen it; a NaN or infinite value after the first session at which both are finite, or a
length below the minimum, raises `ValueError`; an input shorter than the warm-up gives NaN throughout.
"""

import numpy as np

from tools.indicators._finite_run import at_least, blank, divide, over_run
from tools.indicators.momentum import roc
from tools.indicators.rolling import rolling_mean
from tools.types import FloatArray


def price_ratio(a: FloatArray, b: FloatArray) -> FloatArray:
    """Price of `a` over price of `b`; NaN where `b` is not positive. Warm-up: none.

    Args:
        a: Prices of the symbol, USD, adjusted closes, shape (sessions,).
        b: Prices it is compared with, likewise.

    Returns:
        A ratio.
    """
    return over_run(divide, a, b, needs=1)


def relative_return(a: FloatArray, b: FloatArray, period: int) -> FloatArray:
    """Return of `a` less that of `b` over `period` sessions. Warm-up: `period` sessions.

    Args:
        a: Prices of the symbol, USD, adjusted closes, positive, shape (sessions,).
        b: Prices it is compared with, likewise.
        period: Sessions, at least 1.

    Returns:
        Percentage points; positive where `a` did better.
    """
    at_least(1, period=period)
    return over_run(lambda a, b: roc(a, period) - roc(b, period), a, b, needs=period + 1)


def beta(a: FloatArray, b: FloatArray, window: int = 252) -> FloatArray:
    """Covariance of simple daily returns of `a` and `b` over the variance of those of `b`.

    NaN where all returns of `b` in the window are equal. Warm-up: `window` sessions (252).

    Args:
        a: Prices of the symbol, USD, adjusted closes, positive, shape (sessions,).
        b: Prices it is compared with, likewise.
        window: Returns, at least 2.

    Returns:
        A ratio: the return of `a` that went with one point of `b`.

    Raises:
        ValueError: When a price is not positive.
    """
    at_least(2, window=window)

    def sensitivity(a: FloatArray, b: FloatArray) -> FloatArray:
        if min(a.min(), b.min()) <= 0:
            raise ValueError("A price is zero or negative; returns need positive prices.")
        of_a = a[1:] / a[:-1] - 1
        of_b = b[1:] / b[:-1] - 1
        rows = len(of_b) - window + 1
        mean = rolling_mean(of_b, window)[window - 1 :]
        covariance = np.zeros(rows)
        variance = np.zeros(rows)
        for first in range(window):
            gap = of_b[first : first + rows] - mean
            covariance += gap * of_a[first : first + rows]
            variance += gap * gap
        result = blank(len(a))
        result[window:] = divide(covariance, variance)
        return result

    return over_run(sensitivity, a, b, needs=window + 1)
