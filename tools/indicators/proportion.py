"""Intervals of counted shares."""

import numpy as np

from tools.types import FloatArray


def wilson_interval(
    successes: FloatArray | float,
    trials: FloatArray | float,
    *,
    population: float = np.inf,
    z: float = 1.959964,
) -> tuple[FloatArray, FloatArray]:
    """Wilson's score interval of a share, with the finite-population correction.

    The sample's size is enlarged by (N - 1) / (N - n), so that counting everybody leaves no width.

    Args:
        successes: How many of the trials, 0 to `trials`.
        trials: Size of the sample, n.
        population: Size of what it was drawn from, N; infinite without the correction.
        z: Normal quantile; the default is 95 %.

    Returns:
        Lower and upper bound in per cent, NaN where there are no trials.

    Source:
        E. B. Wilson (1927), JASA 22, 209-212; Cochran, Sampling Techniques, section 2.6.
    """
    n = np.asarray(trials, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(n > 0, np.asarray(successes, dtype=np.float64) / n, np.nan)
        left = np.maximum(population - n, 0.0)
        size = n if np.isinf(population) else n * (population - 1.0) / left
        spread = z * z / size
        centre = (share + spread / 2.0) / (1.0 + spread)
        half = z / (1.0 + spread) * np.sqrt(share * (1.0 - share) / size + spread / (4.0 * size))
    lower, upper = centre - half, centre + half
    if not np.isinf(population):
        lower, upper = np.where(left > 0, lower, share), np.where(left > 0, upper, share)
    return 100.0 * np.clip(lower, 0.0, 1.0), 100.0 * np.clip(upper, 0.0, 1.0)
