"""Volume: against its own mean, in dollars, and by price.

Shared contract: one float64 per session out, as in; NaN in the stated warm-up; leading NaN are skipped
and lengthen it; a NaN or infinite value after the first finite one, or a length below the minimum, raises
`ValueError`; an input shorter than the warm-up gives NaN throughout.
"""

import numpy as np

from tools.indicators._finite_run import at_least, blank, divide, finite_run, over_run
from tools.indicators.rolling import rolling_max, rolling_mean, rolling_min
from tools.types import FloatArray


def volume_ratio(volume: FloatArray, window: int = 20) -> FloatArray:
    """Today's volume over the mean of the `window` sessions before it, today excluded.

    NaN where nothing traded in those. Warm-up: `window` sessions (20).

    Args:
        volume: Shares, >= 0, shape (sessions,).
        window: Sessions, at least 1.

    Returns:
        A ratio >= 0; 1 is usual.
    """
    at_least(1, window=window)

    def ratio(run: FloatArray) -> FloatArray:
        result = blank(len(run))
        result[window:] = divide(run[window:], rolling_mean(run, window)[window - 1 : -1])
        return result

    return over_run(ratio, volume, needs=window + 1)


def dollar_volume(close: FloatArray, volume: FloatArray, window: int = 20) -> FloatArray:
    """Mean of close times volume over the window, today included.

    Warm-up: `window` - 1 sessions (19).

    Args:
        close: USD, shape (sessions,); adjusted for splits only, as the volume is.
        volume: Shares, >= 0, shape (sessions,).
        window: Sessions, at least 1.

    Returns:
        USD per session.
    """
    at_least(1, window=window)
    return over_run(lambda close, volume: rolling_mean(close * volume, window), close, volume, needs=window)


def lower_third_volume(
    high: FloatArray, low: FloatArray, volume: FloatArray, range_sessions: int = 5
) -> FloatArray:
    """Volume that traded within the lower third of the trailing range, over the bars of that range.

    The range is that of the last `range_sessions` bars, today included. Each bar's volume is spread evenly
    over its low to high; a bar without height puts all of it at its price, and a price on the upper
    edge of the third is within. Where the whole range has no height that is all of the volume.
    Warm-up: `range_sessions` - 1 sessions (4).

    Args:
        high: Highs, USD, shape (sessions,).
        low: Lows, likewise.
        volume: Shares, >= 0, shape (sessions,).
        range_sessions: Sessions of the range, at least 1.

    Returns:
        Shares, >= 0, at most the volume of the range.
    """
    at_least(1, range_sessions=range_sessions)

    def within(high: FloatArray, low: FloatArray, volume: FloatArray) -> FloatArray:
        result = blank(len(high))
        warm_up = range_sessions - 1
        floor = rolling_min(low, range_sessions)[warm_up:]
        third = floor + (rolling_max(high, range_sessions)[warm_up:] - floor) / 3
        height = high - low
        total = np.zeros(len(third))
        for first in range(range_sessions):
            bars = slice(first, first + len(third))
            inside = np.minimum(divide(third - low[bars], height[bars]), 1.0)
            at_one_price = np.where(low[bars] <= third, 1.0, 0.0)
            share = np.where(height[bars] > 0, np.maximum(inside, 0.0), at_one_price)
            total += share * volume[bars]
        result[warm_up:] = total
        return result

    return over_run(within, high, low, volume, needs=range_sessions)


def volume_by_price(
    high: FloatArray, low: FloatArray, volume: FloatArray, bins: int
) -> tuple[FloatArray, FloatArray]:
    """One profile of the rows given: how much traded in each of `bins` equal slices of their range.

    Each bar's volume is spread evenly over its low to high; a bar without height puts all of it in the
    slice that holds its price (the upper one on an edge, the last one at the top). The volumes add up to the
    volume given. Leading rows with a NaN are left out.

    Args:
        high: Highs, USD, shape (rows,).
        low: Lows, likewise.
        volume: Shares, >= 0, shape (rows,).
        bins: Slices, at least 1.

    Returns:
        Edges in USD, shape (bins + 1,), and shares per slice, shape (bins,); both NaN without a finite row.
        Where all rows are at one price the edges coincide and the last slice holds everything.
    """
    at_least(1, bins=bins)
    _, (high, low, volume) = finite_run(high, low, volume)
    if len(high) == 0:
        return blank(bins + 1), blank(bins)
    edges = np.linspace(low.min(), high.max(), bins + 1)
    height = high - low
    tall = height > 0
    # how far each bar is filled at each edge; the differences are its shares per slice
    filled = (edges - low[tall, None]) / height[tall, None]
    shares = np.diff(np.clip(filled, 0.0, 1.0), axis=1)
    # not a matrix product: its last digit depends on where the memory lies
    volumes = (volume[tall, None] * shares).sum(axis=0)
    flat_slice = np.clip(np.searchsorted(edges, low[~tall], side="right") - 1, 0, bins - 1)
    volumes += np.bincount(flat_slice, weights=volume[~tall], minlength=bins)
    return edges, volumes
