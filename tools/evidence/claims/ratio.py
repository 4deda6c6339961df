"""The interval of a ratio of two shares, on the resamples that differences are judged on."""

import numpy as np
import numpy.typing as npt

from tools.evidence.bootstrap import CAUTION
from tools.types import FloatArray


def ratio_spread_of(
    drawn: npt.NDArray[np.uint8], columns: FloatArray, block: int, confidence: float
) -> tuple[float, float, float, float, float]:
    """A ratio of shares with its spread, worked in logarithms, where it is nearer to symmetric.

    The interval is stretched as `tools.evidence.bootstrap.spread_of` stretches that of a difference.

    Args:
        drawn: Of `tools.evidence.bootstrap.multiplicities`, shape (resamples, sessions).
        columns: Shape (4, sessions): hits of the case, the case, hits of the base, the base.
        block: Mean length of a block, in sessions.
        confidence: Per cent.

    Returns:
        (ratio, low, high, error of its logarithm, degrees of freedom); NaN where a share is zero.
    """
    from scipy.stats import norm, t  # noqa: PLC0415 - half a second to import

    sums = (drawn.astype(np.float32) @ columns.T.astype(np.float32)).astype(np.float64)
    whole = columns.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(whole[0] / whole[1]) - np.log(whole[2] / whole[3])
        resampled = np.log(sums[:, 0] / sums[:, 1]) - np.log(sums[:, 2] / sums[:, 3])
    kept = resampled[np.isfinite(resampled)]
    freedom = max(drawn.shape[1] / block - 1.0, 1.0)
    if not np.isfinite(found) or len(kept) < 2:
        nothing = float("nan")
        return nothing, nothing, nothing, nothing, freedom
    tail = (100.0 - confidence) / 200.0
    stretch = CAUTION * float(t.ppf(1.0 - tail, freedom) / norm.ppf(1.0 - tail))
    low, high = found + stretch * (np.quantile(kept, (tail, 1.0 - tail)) - found)
    error = CAUTION * float(kept.std(ddof=1))
    return (
        float(np.exp(found)),
        float(np.exp(min(low, found))),
        float(np.exp(max(high, found))),
        error,
        freedom,
    )
