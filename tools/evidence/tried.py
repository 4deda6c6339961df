"""Everything that was tried, counted: with enough comparisons some differ by chance alone."""

from dataclasses import dataclass

from tools.evidence.study import Study
from tools.profile import EvidenceProfile
from tools.types import Absent


@dataclass(frozen=True, slots=True)
class Counted:
    """The comparisons of a study.

    Attributes:
        comparisons: Conditions times horizons that had enough cases.
        differing: Of those, how many differ from base by their own interval.
        by_chance: How many would if nothing did: the share that the intervals leave out.
        surviving: (condition key, horizon) of those that still differ when all are counted.
    """

    comparisons: int
    differing: int
    by_chance: float
    surviving: frozenset[tuple[str, int]]


def count_tried(study: Study | Absent, rules: EvidenceProfile) -> Counted:
    """Count what was tried, and what of it stands.

    A comparison survives where the false discovery rate allows it and its own interval leaves zero out, too.
    The rate's p-values are of the bootstrap's error, since the share of a thousand resamples cannot be small
    enough for hundreds of comparisons.

    Args:
        study: All comparisons of the symbol, not a selection: choosing among them first would be cheating.
            None are made where it is absent.
        rules: Parameters.
    """
    numbers = {} if isinstance(study, Absent) else study.numbers
    horizons = () if isinstance(study, Absent) else study.horizons
    made = [
        (key, horizon, one)
        for key, row in numbers.items()
        for horizon, one in zip(horizons, row, strict=True)
        if one.enough
    ]
    allowed = (100.0 - rules.confidence) / 100.0
    if not made:
        return Counted(0, 0, 0.0, frozenset())
    surviving = frozenset(
        (key, horizon) for key, horizon, one in made if one.differs and one.false_discovery <= allowed
    )
    differing = sum(one.differs != 0 for _, _, one in made)
    return Counted(len(made), differing, len(made) * allowed, surviving)
