"""Intervals by stationary block bootstrap (Politis and Romano), shared by all conditions of a symbol.

A resample is drawn as session numbers and kept as how often each session was drawn. Any count over a
resample is then a product with those multiplicities, so that every condition is judged on the same
resamples by one matrix product.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tools.types import BoolArray, FloatArray

SHORTEST = 32
"""Sessions of a mean block: states of these layers last for weeks even where the outcome takes a day."""

FEWEST_BLOCKS = 8
"""A resample of fewer blocks than this says little; the block length gives way."""

CAUTION = 1.1
"""Factor on every interval beyond Student's.

Measured on random walks, where no state means anything (`make bench-evidence`): without it intervals leave
zero out in 5.8 to 6.8 of 100 comparisons, by horizon, instead of 5; with it in 3.8 to 4.7.
"""

_DRAWN_MOST = 255


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Bounds and error of a difference, all in the difference's unit; one entry per condition.

    Attributes:
        low, high: The interval's ends.
        error: Standard error by the bootstrap, widened as the interval is.
        freedom: Degrees of freedom that the errors are judged with.
    """

    low: FloatArray
    high: FloatArray
    error: FloatArray
    freedom: float


def block_length(hits: BoolArray, horizon: int) -> int:
    """The mean block for a series of outcomes: a power of two, so that horizons can share resamples.

    Politis and White's length of the hit series itself (`arch.bootstrap.optimal_block_length`), at least
    the horizon, within which outcomes overlap, and at least `SHORTEST`.

    Args:
        hits: Whether each session of the period hit.
        horizon: In sessions.
    """
    # arch takes more than a second to import, and most commands judge nothing
    from arch.bootstrap import optimal_block_length  # noqa: PLC0415

    least = float(max(horizon, SHORTEST))
    if hits.any() and not hits.all():
        found = float(optimal_block_length(hits.astype(np.float64))["stationary"].iloc[0])
        least = max(least, found if np.isfinite(found) else 0.0)
    nearest = 1 << int(np.round(np.log2(least)))
    most = 1 << int(np.log2(max(len(hits) / FEWEST_BLOCKS, 1.0)))
    return max(min(nearest, most), 1)


@lru_cache(maxsize=8)
def multiplicities(sessions: int, block: int, resamples: int, seed: int) -> npt.NDArray[np.uint8]:
    """How often each session is drawn in each resample.

    Args:
        sessions: Of the period.
        block: Mean length of a block, in sessions.
        resamples: How many.
        seed: Of the random numbers: the same arguments give the same table.

    Returns:
        Shape (resamples, sessions).
    """
    from arch.bootstrap import StationaryBootstrap  # noqa: PLC0415 - as above

    drawn = np.empty((resamples, sessions), np.uint8)
    bootstrap = StationaryBootstrap(block, np.arange(sessions), seed=seed)
    for row in range(resamples):
        counts = np.bincount(bootstrap.update_indices(), minlength=sessions)
        drawn[row] = np.minimum(counts, _DRAWN_MOST)
    drawn.setflags(write=False)
    return drawn


def spread_of(
    drawn: npt.NDArray[np.uint8], columns: FloatArray, block: int, confidence: float
) -> tuple[FloatArray, Spread]:
    """Differences of two shares per condition, with their spread over the resamples.

    The percentile interval is stretched about the estimate, since that of few blocks covers too little: by
    Student's quantile with one degree of freedom less than there are blocks over the normal one, and by
    `CAUTION`.

    Args:
        drawn: Of `multiplicities`, shape (resamples, sessions).
        columns: Shape (4, conditions, sessions): hits while it held, held, hits of the period, the period.
        block: Mean length of a block, in sessions.
        confidence: Per cent.

    Returns:
        The differences, shape (conditions,), and their spread; NaN where no resample has a case.
    """
    from scipy.stats import norm, t  # noqa: PLC0415 - half a second to import

    _, conditions, sessions = columns.shape
    flat = columns.reshape(-1, sessions).astype(np.float32)
    # counts stay far below 2**24, so 32 bits hold them exactly
    sums = (drawn.astype(np.float32) @ flat.T).astype(np.float64).reshape(-1, 4, conditions)
    whole = columns.sum(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = whole[0] / whole[1] - whole[2] / whole[3]
        resampled = sums[:, 0] / sums[:, 1] - sums[:, 2] / sums[:, 3]
    tail = (100.0 - confidence) / 200.0
    freedom = max(sessions / block - 1.0, 1.0)
    stretch = CAUTION * float(t.ppf(1.0 - tail, freedom) / norm.ppf(1.0 - tail))
    low, high, error = (np.full(conditions, np.nan) for _ in range(3))
    for place in range(conditions):
        kept = resampled[np.isfinite(resampled[:, place]), place]
        if len(kept) > 1:
            low[place], high[place] = np.quantile(kept, (tail, 1.0 - tail))
            error[place] = CAUTION * kept.std(ddof=1)
    return found, Spread(
        np.minimum(found + stretch * (low - found), found),
        np.maximum(found + stretch * (high - found), found),
        error,
        freedom,
    )
