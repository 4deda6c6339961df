"""Walk-forward: what the past alone would have said before each year, judged on that year."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.evidence.episodes import count_episodes
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
    unseen = np.zeros_like(held)
    total = 0.0
    judged = agreed = 0
    for year in range(begin.year, int(years[-1]) + 1):
        if pd.Timestamp(year, 1, 1) < begin:
            continue
        start, stop = np.searchsorted(years, [year, year + 1])
        # an outcome of row t is known at the close of t + horizon, which must lie before the year
        past = slice(0, max(int(start) - horizon, 0))
        direction = np.sign(_advantage(held[past], period[past], hits[past]))
        here = slice(int(start), int(stop))
        cases = int(held[here].sum())
        if not cases or direction == 0 or np.isnan(direction):
            continue
        if count_episodes(held[past], horizon) < rules.min_episodes:
            continue
        advantage = direction * _advantage(held[here], period[here], hits[here])
        judged += 1
        agreed += int(advantage > 0)
        total += cases * advantage
        unseen[here] = held[here]
    enough = count_episodes(unseen, horizon) >= rules.min_episodes
    return Walk(total / int(unseen.sum()) if enough else float("nan"), judged, agreed)


def _advantage(held: BoolArray, period: BoolArray, hits: BoolArray) -> float:
    """Hit rate less base rate, in points; NaN where there is no case."""
    if not held.any():
        return float("nan")
    return float(100.0 * (hits[held].mean() - hits[period].mean()))
