"""Price levels: confirmed swing pivots, Fibonacci position, classic and DeMark pivots.

Shared contract: one float64 per session out, as in; NaN where there is no reading; leading NaN are skipped;
a NaN or infinite value after the first finite one, or a length below the minimum, raises `ValueError`.
"""

import numpy as np

from tools.indicators._finite_run import at_least, blank, divide, over_run, over_run_each
from tools.indicators.rolling import rolling_max
from tools.types import FloatArray


def swing_highs(high: FloatArray, wings: int = 5) -> FloatArray:
    """Fractal swing highs, each on the session that confirms it: `wings` sessions after its bar.

    A pivot is strictly above the `wings` highs before it and not below the `wings` highs after it, so of
    equal highs in a row the first is the pivot. Warm-up: 2 * `wings` sessions (10).

    Args:
        high: USD, shape (sessions,).
        wings: Sessions on each side, at least 1.

    Returns:
        At session t the high of bar t - `wings` where that has just been confirmed, else NaN.
    """
    at_least(1, wings=wings)

    def confirmed(run: FloatArray) -> FloatArray:
        result = blank(len(run))
        highest = rolling_max(run, wings)
        pivot = run[wings:-wings]
        is_swing = (pivot > highest[wings - 1 : -wings - 1]) & (pivot >= highest[2 * wings :])
        result[2 * wings :] = np.where(is_swing, pivot, np.nan)
        return result

    return over_run(confirmed, high, needs=2 * wings + 1)


def swing_lows(low: FloatArray, wings: int = 5) -> FloatArray:
    """Fractal swing lows, each on the session that confirms it: the mirror image of `swing_highs`.

    A pivot is strictly below the `wings` lows before it and not above the `wings` lows after it.
    Warm-up: 2 * `wings` sessions (10).

    Args:
        low: USD, shape (sessions,).
        wings: Sessions on each side, at least 1.

    Returns:
        At session t the low of bar t - `wings` where that has just been confirmed, else NaN.
    """
    return -swing_highs(-np.asarray(low, dtype=np.float64), wings)


def last_swing(
    high: FloatArray, low: FloatArray, wings: int = 5
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The last confirmed swing high and swing low, and which of the two came later.

    NaN until the first of each is confirmed, at least 2 * `wings` sessions (10); the direction until both
    are.

    Args:
        high: Highs, USD, shape (sessions,).
        low: Lows, likewise.
        wings: Sessions on each side of a pivot, at least 1.

    Returns:
        Swing high, USD; swing low, USD (it may be the higher of the two after a gap); direction by the
        pivots' bars: +1 where the high is the later (the swing went up), else -1, also
        when both are the same bar.
    """
    at_least(1, wings=wings)

    def swings(high: FloatArray, low: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        top, top_row = _carried(swing_highs(high, wings))
        bottom, bottom_row = _carried(swing_lows(low, wings))
        direction = np.where(top_row > bottom_row, 1.0, -1.0)
        direction[(top_row < 0) | (bottom_row < 0)] = np.nan
        return top, bottom, direction

    top, bottom, direction = over_run_each(swings, high, low, needs=1, outputs=3)
    return top, bottom, direction


def fibonacci_position(close: FloatArray, swing_high: FloatArray, swing_low: FloatArray) -> FloatArray:
    """Where the close stands between the last swing low and high.

    NaN where the swing high is not above the swing low. Warm-up: none of its own.

    Args:
        close: Closes, USD, shape (sessions,).
        swing_high: Last swing highs, likewise.
        swing_low: Last swing lows, likewise.

    Returns:
        A ratio: 0 at the low, 1 at the high, outside [0, 1] beyond them.
    """
    return over_run(
        lambda close, top, bottom: divide(close - bottom, top - bottom),
        close,
        swing_high,
        swing_low,
        needs=1,
    )


def classic_pivots(high: FloatArray, low: FloatArray, close: FloatArray) -> dict[str, FloatArray]:
    """Floor traders' pivot levels for the next session, from this session's bar. Warm-up: none.

    Args:
        high: Highs, USD, shape (sessions,).
        low: Lows, likewise.
        close: Closes, likewise.

    Returns:
        USD by name: P = (high + low + close) / 3; R1 = 2 P - low, S1 = 2 P - high; R2 and S2 = P +- the
        bar's range; R3 = high + 2 (P - low), S3 = low - 2 (high - P).
    """

    def levels(high: FloatArray, low: FloatArray, close: FloatArray) -> tuple[FloatArray, ...]:
        pivot = (high + low + close) / 3
        height = high - low
        return (
            pivot,
            2 * pivot - low,
            pivot + height,
            high + 2 * (pivot - low),
            2 * pivot - high,
            pivot - height,
            low - 2 * (high - pivot),
        )

    names = ("P", "R1", "R2", "R3", "S1", "S2", "S3")
    return dict(zip(names, over_run_each(levels, high, low, close, needs=1, outputs=7), strict=True))


def demark_pivots(
    open: FloatArray,  # noqa: A002 - the bar's field is called so
    high: FloatArray,
    low: FloatArray,
    close: FloatArray,
) -> dict[str, FloatArray]:
    """DeMark's pivot levels for the next session, from this session's bar. Warm-up: none.

    X = high + 2 low + close after a close below the open, 2 high + low + close after one above, high +
    low + 2 close after one equal.

    Args:
        open: Opens, USD, shape (sessions,).
        high: Highs, likewise.
        low: Lows, likewise.
        close: Closes, likewise.

    Returns:
        USD by name: P = X / 4, R1 = X / 2 - low, S1 = X / 2 - high.
    """

    def levels(
        first: FloatArray, high: FloatArray, low: FloatArray, close: FloatArray
    ) -> tuple[FloatArray, ...]:
        doubled = np.where(close < first, low, np.where(close > first, high, close))
        x = high + low + close + doubled
        return x / 4, x / 2 - low, x / 2 - high

    levels_by_row = over_run_each(levels, open, high, low, close, needs=1, outputs=3)
    return dict(zip(("P", "R1", "S1"), levels_by_row, strict=True))


def _carried(pivots: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Each row's last pivot so far, and the row of it; NaN and -1 before the first."""
    rows = np.where(np.isnan(pivots), -1, np.arange(len(pivots)))
    last = np.maximum.accumulate(rows)
    return np.where(last >= 0, pivots[last], np.nan), last.astype(np.float64)
