"""Walk-forward: what the past alone would have said before each year, judged on that year."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.evidence.episodes import count_episodes, episode_rows
from tools.profile import EvidenceProfile
from tools.types import BoolArray


@dataclass(frozen=True, slots=True)
class Walk:
    """The advantage out of sample.

    Attributes:
        advantage: In points; NaN where the years that were judged have too few independent cases.
        years: Calendar years judged.
        agreed: Of those, years in which the advantage had the sign it had before them.
    """

    advantage: float
    years: int
    agreed: int


def walk_forward(
    held: BoolArray, period: BoolArray, hits: BoolArray, index: pd.DatetimeIndex, horizon: int,
    rules: EvidenceProfile,
) -> Walk:  # fmt: skip
    """The advantage in the direction that was known beforehand.

    For each calendar year that begins at least `first_years` after the period does: the direction is the
    sign of hit rate less base rate over the sessions whose outcome was known before the year's first
    session. The year is judged where `min_episodes` independent cases were known by then, the direction
    was not zero, and the condition held in it. Its advantage is the year's own hit rate less the year's own
    base rate, times that direction, in points: above zero where what was known before held good. The result
    is the mean of the years' advantages, each weighted with the sessions at which the condition held, where
    those sessions hold `min_episodes` independent cases.

    Args:
        held: Sessions at which the condition held and whose outcome is known.
        period: Sessions at which it is known whether it held, and whose outcome is known.
        hits: Whether the outcome hit.
        index: The sessions.
        horizon: In sessions.
        rules: Parameters.
    """
    known = np.flatnonzero(period)
    if not len(known):
        return Walk(float("nan"), 0, 0)
    begin = index[known[0]] + pd.DateOffset(years=rules.first_years)
    years = index.year.to_numpy()
    counts = _Counts(held, period, hits)
    cases = episode_rows(held, horizon)
    unseen = np.zeros_like(held)
    total = 0.0
    judged = agreed = 0
    for year in range(begin.year, int(years[-1]) + 1):
        if pd.Timestamp(year, 1, 1) < begin:
            continue
        start, stop = (int(row) for row in np.searchsorted(years, [year, year + 1]))
        # an outcome of row t is known at the close of t + horizon, which must lie before the year
        known_by = max(start - horizon, 0)
        direction = np.sign(counts.advantage(0, known_by))
        if np.searchsorted(cases, known_by) < rules.min_episodes or direction == 0:
            continue
        advantage = direction * counts.advantage(start, stop)
        if np.isnan(advantage):
            continue
        judged += 1
        agreed += int(advantage > 0)
        total += advantage * held[start:stop].sum()
        unseen[start:stop] = held[start:stop]
    enough = count_episodes(unseen, horizon) >= rules.min_episodes
    return Walk(float(total / unseen.sum()) if enough else float("nan"), judged, agreed)


class _Counts:
    """Counts of any stretch of sessions, from running totals."""

    def __init__(self, held: BoolArray, period: BoolArray, hits: BoolArray) -> None:
        columns = np.stack([held & hits, held, period & hits, period])
        self._totals = np.concatenate((np.zeros((4, 1)), np.cumsum(columns, axis=1)), axis=1)

    def advantage(self, start: int, stop: int) -> float:
        """Hit rate less base rate of rows `start` to `stop`, in points; NaN where there is no case."""
        hits, held, base_hits, period = self._totals[:, stop] - self._totals[:, start]
        return float(100.0 * (hits / held - base_hits / period)) if held else float("nan")
