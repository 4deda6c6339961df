"""The event study by plain loops over rows: slow, obvious, and written without looking at the engine."""

import statistics
from datetime import date

import numpy as np

from tools.bars import Bars


def plain_returns(bars: Bars, horizon: int) -> list[float]:
    """Entered at the next open, left at the close `horizon` sessions on, dividends included; else NaN."""
    found = []
    for row in range(len(bars)):
        if row + horizon >= len(bars):
            found.append(float("nan"))
            continue
        factor = bars.adj_close[row + 1] / bars.close[row + 1]
        entered = bars.open[row + 1] * factor
        gained = bars.adj_close[row + horizon] / entered - 1.0
        # an unchanged price: what is left is of the division
        found.append(0.0 if abs(gained) < 1e-11 else gained)
    return found


def plain_episodes(rows: list[int], horizon: int) -> int:
    """A case is taken when none is running."""
    count, over = 0, -1
    for row in rows:
        if row >= over:
            count += 1
            over = row + horizon
    return count


def plain_study(
    holds: np.ndarray, known: np.ndarray, returns: list[float], horizon: int, side: str
) -> dict[str, float]:
    """Counts, rates, means and the median."""
    held, period = [], []
    for row, outcome in enumerate(returns):
        if outcome != outcome or not known[row]:  # noqa: PLR0124 - NaN
            continue
        period.append(outcome)
        if holds[row]:
            held.append((row, outcome))

    def rate(outcomes: list[float]) -> float:
        hits = sum(1 for one in outcomes if (one > 0 if side == "rise" else one < 0))
        return 100.0 * hits / len(outcomes)

    mine = [outcome for _, outcome in held]
    return {
        "sessions": len(held),
        "episodes": plain_episodes([row for row, _ in held], horizon),
        "hit_rate": rate(mine),
        "base_rate": rate(period),
        "advantage": rate(mine) - rate(period),
        "mean": 100.0 * sum(mine) / len(mine),
        "median": 100.0 * statistics.median(mine),
        "base_mean": 100.0 * sum(period) / len(period),
    }


def plain_walk(
    holds: np.ndarray,
    known: np.ndarray,
    returns: list[float],
    horizon: int,
    side: str,
    days: list[date],
    first_years: int,
    least: int,
) -> tuple[float, int, int]:
    """Year by year, looking only at outcomes that were known before it."""

    def hit(row: int) -> bool:
        return returns[row] > 0 if side == "rise" else returns[row] < 0

    rows = [row for row in range(len(returns)) if known[row] and returns[row] == returns[row]]
    first = days[rows[0]]
    total, judged, agreed = 0.0, 0, 0
    unseen: list[int] = []
    for year in range(first.year, days[-1].year + 1):
        begin = date(year, 1, 1)
        if begin < first.replace(year=first.year + first_years):
            continue
        # the outcome's own day must lie before the year
        past = [row for row in rows if days[row + horizon] < begin]
        here = [row for row in rows if days[row].year == year]
        held_past, held_here = [r for r in past if holds[r]], [r for r in here if holds[r]]
        if not held_here or plain_episodes(held_past, horizon) < least:
            continue
        before = sum(map(hit, held_past)) / len(held_past) - sum(map(hit, past)) / len(past)
        now = sum(map(hit, held_here)) / len(held_here) - sum(map(hit, here)) / len(here)
        if before == 0:
            continue
        signed = 100.0 * now * (1 if before > 0 else -1)
        judged += 1
        agreed += signed > 0
        total += signed * len(held_here)
        unseen += held_here
    if plain_episodes(unseen, horizon) < least:
        return float("nan"), judged, agreed
    return total / len(unseen), judged, agreed
