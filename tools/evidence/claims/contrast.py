"""The numbers of a comparison of two groups of sessions, before any word is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tools.evidence.bootstrap import block_length, multiplicities, spread_of
from tools.evidence.claims.claim import Claim, Group, Statistic, Trial
from tools.evidence.claims.ratio import ratio_spread_of
from tools.evidence.episodes import count_episodes
from tools.profile import EvidenceProfile
from tools.types import FloatArray

_GRID = 256
"""Sessions: periods that begin within the same stretch of this length share their resamples."""

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Side:
    """One group of a comparison.

    Attributes:
        sessions: With a known outcome.
        episodes: Of those, as many as do not overlap.
        value: Per cent of the sessions that counted, or the mean outcome; NaN without a session.
        mean: Of the returns, per cent; NaN without a session, and where the outcome is no count of them.
        first, last: Rows of the first and last; -1 without a session.
    """

    sessions: int
    episodes: int
    value: float
    mean: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """A comparison in numbers; NaN where there are too few cases.

    Attributes:
        case, base: The two groups.
        difference: Points, a ratio, or the outcome's unit, by the statistic.
        low, high: Its interval.
        p_value: Of no difference, two-sided, by the bootstrap's error.
        differs: +1 where the whole interval is above no difference, -1 below, else 0.
    """

    case: Side
    base: Side
    difference: float = _NAN
    low: float = _NAN
    high: float = _NAN
    p_value: float = _NAN
    differs: int = 0

    @property
    def enough(self) -> bool:
        """Whether there were cases enough on both sides."""
        return bool(np.isfinite(self.difference))


Posed = tuple[Trial, Statistic]
"""A comparison, and what its groups are compared by."""


def contrasts(posed: Sequence[Posed], rules: EvidenceProfile, seed: int) -> tuple[Contrast, ...]:
    """Compare, in the order given; comparisons over the same period share their resamples.

    Args:
        posed: What to compare; all arrays are on the rows of the same bars.
        rules: Parameters.
        seed: Of the bootstrap: the same arguments give the same numbers.
    """
    found: list[Contrast] = []
    by_draw: dict[tuple[int, int], list[int]] = {}
    for place, (trial, statistic) in enumerate(posed):
        case, base = (_side(group, trial.horizon, statistic) for group in (trial.case, trial.base))
        found.append(Contrast(case, base))
        if min(found[-1].case.episodes, found[-1].base.episodes) >= rules.min_episodes:
            by_draw.setdefault((_start(trial), _block(trial)), []).append(place)
    for (start, block), places in sorted(by_draw.items()):
        rows = len(posed[places[0]][0].case.holds) - start
        drawn = multiplicities(rows, block, rules.resamples, seed)
        for place in places:
            found[place] = _judged(found[place], posed[place], drawn, block, rules)
    return tuple(found)


def _counted(group: Group) -> npt.NDArray[np.bool_]:
    return group.holds & np.isfinite(group.outcome)


def _side(group: Group, horizon: int, statistic: Statistic) -> Side:
    rows = np.flatnonzero(_counted(group))
    if not len(rows):
        return Side(0, 0, _NAN, _NAN, -1, -1)
    scale = 1.0 if statistic == "mean" else 100.0
    return Side(
        sessions=len(rows),
        episodes=count_episodes(_counted(group), max(horizon, 1)),
        value=scale * float(group.outcome[rows].mean()),
        mean=_NAN if group.returns is None else float(group.returns[rows].mean()),
        first=int(rows[0]),
        last=int(rows[-1]),
    )


def _start(trial: Trial) -> int:
    """Where the resamples begin: before the first session counted, on the grid, or at the first bar."""
    held = _counted(trial.case) | _counted(trial.base)
    first = int(np.argmax(held))
    return 0 if first < len(held) // 8 else first // _GRID * _GRID


def _block(trial: Trial) -> int:
    """By the outcomes of every session, not only of the two groups: rare events have gaps between them."""
    outcome = trial.base.outcome[np.isfinite(trial.base.outcome)]
    # of a share every hit is above the mean share, so this is the series of the hits itself
    return block_length(outcome > outcome.mean(), max(trial.horizon, 1))


def _columns(trial: Trial) -> FloatArray:
    """Outcomes and counts of the case, then of the base, shape (4, sessions)."""
    parts: list[FloatArray] = []
    for group in (trial.case, trial.base):
        held = _counted(group)
        parts += [np.where(held, group.outcome, 0.0), held.astype(np.float64)]
    return np.stack(parts)


def _judged(
    counted: Contrast, posed: Posed, drawn: npt.NDArray[np.uint8], block: int, rules: EvidenceProfile
) -> Contrast:
    from scipy.stats import t  # noqa: PLC0415 - half a second to import

    trial, statistic = posed
    columns = _columns(trial)[:, -drawn.shape[1] :]
    if statistic == "ratio":
        found, low, high, error, freedom = ratio_spread_of(drawn, columns, block, rules.confidence)
        size, none = np.log(found), 1.0
    else:
        differences, spread = spread_of(drawn, columns[:, None, :], block, rules.confidence)
        scale = 1.0 if statistic == "mean" else 100.0
        found, low, high = (scale * float(part[0]) for part in (differences, spread.low, spread.high))
        size, error, freedom, none = found / scale, float(spread.error[0]), spread.freedom, 0.0
    # without spread nothing can be told from chance
    p_value = float(2.0 * t.sf(abs(size) / error, freedom)) if error > 0 else 1.0
    differs = int(low > none) - int(high < none)
    return Contrast(counted.case, counted.base, found, low, high, p_value, differs)


def verdict(claim: Claim, trials: Sequence[Trial], numbers: Sequence[Contrast]) -> str:
    """What the deciding comparisons say of the claim.

    "too few cases" where one of them has too few; "supported" where the interval of each leaves out no
    difference on the side claimed and, where a ratio is claimed, does not end short of it; else
    "not supported".
    """
    deciding = [one for trial, one in zip(trials, numbers, strict=True) if trial.decides]
    if not all(one.enough for one in deciding):
        return "too few cases"
    side = 1 if claim.more else -1
    shown = all(one.differs == side for one in deciding)
    if claim.size is not None:
        shown &= all(one.high >= claim.size if claim.more else one.low <= claim.size for one in deciding)
    return "supported" if shown else "not supported"
