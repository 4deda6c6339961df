"""The numbers of an event study, before any word is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.evidence.bootstrap import block_length, multiplicities, spread_of
from tools.evidence.condition import Side
from tools.evidence.episodes import count_episodes
from tools.evidence.walk import walk_forward
from tools.profile import EvidenceProfile
from tools.types import BoolArray, FloatArray

_GRID = 256
"""Sessions: periods that begin within the same stretch of this length share their resamples."""

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What followed a condition at one horizon; all but the counts are NaN where cases are too few.

    Attributes:
        sessions: At which it held and whose outcome is known.
        episodes: Of those, as many as do not overlap.
        hit_rate, base_rate: Per cent of the sessions, and of all sessions of the same period.
        advantage: Hit rate less base rate, points.
        low, high: Its interval, points.
        mean, median, base_mean: Of the returns, per cent.
        p_value: Of no difference, two-sided, by the bootstrap's error.
        walked: The advantage out of sample, points (`tools.evidence.walk`).
        years, agreed: Years that were judged for it, and those that agreed.
        false_discovery: The rate at which it stands among everything that was tried; NaN until the whole
            study is made (`tools.evidence.correction`).
    """

    sessions: int
    episodes: int
    hit_rate: float = _NAN
    base_rate: float = _NAN
    advantage: float = _NAN
    low: float = _NAN
    high: float = _NAN
    mean: float = _NAN
    median: float = _NAN
    base_mean: float = _NAN
    p_value: float = _NAN
    walked: float = _NAN
    years: int = 0
    agreed: int = 0
    false_discovery: float = _NAN

    @property
    def enough(self) -> bool:
        """Whether there are cases enough to say anything."""
        return bool(np.isfinite(self.hit_rate))

    @property
    def differs(self) -> int:
        """+1 better than base, -1 worse, 0 not shown: whether the interval leaves zero out."""
        return int(self.low > 0) - int(self.high < 0)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A condition as the numbers need it: where it held, where that is known, and what counts as a hit."""

    holds: BoolArray
    known: BoolArray
    side: Side


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """A case with its outcomes; all arrays over the sessions of the bars."""

    held: BoolArray
    period: BoolArray
    hits: BoolArray
    episodes: int

    @property
    def start(self) -> int:
        """Where its resamples begin: before its first session, on the grid, or at the first bar."""
        first = int(np.argmax(self.period))
        return 0 if first < len(self.period) // 8 else first // _GRID * _GRID


def measure(
    holds: BoolArray,
    known: BoolArray,
    returns: FloatArray,
    horizon: int,
    side: Side,
    rules: EvidenceProfile,
    seed: int,
    index: pd.DatetimeIndex,
) -> Numbers:
    """One condition at one horizon.

    Args:
        holds: Where it held, per session of the bars.
        known: Where it is known whether it held; sessions outside are not counted, in the base neither.
        returns: Of `tools.evidence.forward.forward_returns` at this horizon; NaN where not known.
        horizon: In sessions.
        side: Whether a rise or a fall is a hit; an unchanged price is neither.
        rules: Parameters.
        seed: Of the bootstrap; the same arguments give the same numbers.
        index: The sessions of the bars.
    """
    return measure_all([Case(holds, known, side)], returns, horizon, rules, seed, index)[0]


def measure_all(
    cases: Sequence[Case], returns: FloatArray, horizon: int, rules: EvidenceProfile, seed: int,
    index: pd.DatetimeIndex,
) -> tuple[Numbers, ...]:  # fmt: skip
    """Several conditions at one horizon, each as `measure` gives it alone.

    Args:
        cases: The conditions.
        returns: As for `measure`.
        horizon: In sessions.
        rules: Parameters.
        seed: Of the bootstrap.
        index: The sessions of the bars.
    """
    outcome = np.isfinite(returns)
    with np.errstate(invalid="ignore"):
        moved = {"rise": returns > 0, "fall": returns < 0}
    samples = []
    for case in cases:
        period = case.known & outcome
        held = case.holds & period
        samples.append(_Sample(held, period, moved[case.side], count_episodes(held, horizon)))
    found: list[Numbers] = [Numbers(int(one.held.sum()), one.episodes) for one in samples]
    groups: dict[tuple[int, int], list[int]] = {}
    blocks: dict[bytes, int] = {}
    for place, one in enumerate(samples):
        if one.episodes < rules.min_episodes:
            continue
        # blocks are of the hits of rises: those of falls are their mirror image
        outcomes = moved["rise"][one.period]
        key = outcomes.tobytes()
        if key not in blocks:
            blocks[key] = block_length(outcomes, horizon)
        groups.setdefault((one.start, blocks[key]), []).append(place)
    for (start, block), places in groups.items():
        drawn = multiplicities(len(returns) - start, block, rules.resamples, seed)
        columns = np.stack([_counted([samples[place] for place in places], which) for which in range(4)])
        differences, spread = spread_of(drawn, columns[:, :, start:], block, rules.confidence)
        for row, place in enumerate(places):
            one = samples[place]
            found[place] = _numbers(
                one, returns, horizon, rules, index,
                (differences[row], spread.low[row], spread.high[row], spread.error[row], spread.freedom),
            )  # fmt: skip
    return tuple(found)


def _counted(samples: Sequence[_Sample], which: int) -> FloatArray:
    """One of the four columns of `spread_of`, shape (conditions, sessions)."""
    columns = {
        0: lambda one: one.held & one.hits,
        1: lambda one: one.held,
        2: lambda one: one.period & one.hits,
        3: lambda one: one.period,
    }
    return np.stack([columns[which](one) for one in samples]).astype(np.float64)


def _numbers(
    one: _Sample, returns: FloatArray, horizon: int, rules: EvidenceProfile, index: pd.DatetimeIndex,
    spread: tuple[float, float, float, float, float],
) -> Numbers:  # fmt: skip
    from scipy.stats import t  # noqa: PLC0415 - half a second to import

    difference, low, high, error, freedom = spread
    mine, base = returns[one.held], returns[one.period]
    # without spread nothing can be told from chance
    p_value = float(2.0 * t.sf(abs(difference) / error, freedom)) if error > 0 else 1.0
    walk = walk_forward(one.held, one.period, one.hits, index, horizon, rules)
    return Numbers(
        sessions=len(mine),
        episodes=one.episodes,
        hit_rate=float(100.0 * one.hits[one.held].mean()),
        base_rate=float(100.0 * one.hits[one.period].mean()),
        advantage=100.0 * difference,
        low=max(100.0 * low, -100.0),
        high=min(100.0 * high, 100.0),
        mean=float(100.0 * mine.mean()),
        median=float(100.0 * np.median(mine)),
        base_mean=float(100.0 * base.mean()),
        p_value=p_value,
        walked=walk.advantage,
        years=walk.years,
        agreed=walk.agreed,
    )
