"""The whole study of a symbol: every condition at every horizon, as numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.bars import Bars
from tools.evidence.cache import StudyCache, packed, study_key, unpacked
from tools.evidence.condition import Condition
from tools.evidence.correction import corrected
from tools.evidence.forward import forward_returns
from tools.evidence.numbers import Case, Numbers, measure_all
from tools.profile import EvidenceProfile
from tools.types import Absent


@dataclass(frozen=True, slots=True)
class Study:
    """Numbers of every condition that was tried.

    Attributes:
        horizons: In sessions, the shortest first.
        numbers: Condition key -> one entry per horizon.
    """

    horizons: tuple[int, ...]
    numbers: Mapping[str, tuple[Numbers, ...]]


def seed_of(key: str) -> int:
    """The bootstrap's seed for a content: the same inputs draw the same resamples."""
    return int(key[:8], 16)


def study(
    bars: Bars, conditions: Sequence[Condition], rules: EvidenceProfile, cache: StudyCache | None = None
) -> Study | Absent:
    """What followed each condition, over all bars.

    Args:
        bars: The symbol up to the session that is asked about; later ones are not looked at.
        conditions: On the rows of `bars`, with different keys.
        rules: Parameters.
        cache: Where numbers are kept between runs.

    Returns:
        The numbers, or why there are none.
    """
    key = study_key(bars, conditions, rules)
    keys = [one.key for one in conditions]
    kept = None if cache is None else cache.get(key)
    if kept is not None:
        found = unpacked(kept, keys, len(rules.horizons))
        if found is not None:
            return Study(rules.horizons, found)
    cases = [Case(one.holds, one.known, one.side) for one in conditions]
    columns = []
    for horizon in rules.horizons:
        returns = forward_returns(bars, horizon)
        if isinstance(returns, Absent):
            return returns
        columns.append(measure_all(cases, returns, horizon, rules, seed_of(key), bars.index))
    numbers = corrected(dict(zip(keys, zip(*columns, strict=True), strict=True)))
    if cache is not None:
        cache.put(key, packed(numbers))
    return Study(rules.horizons, numbers)
