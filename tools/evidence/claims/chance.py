"""Every comparison counted: with enough of them some differ by chance alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.evidence.claims.contrast import Contrast
from tools.evidence.results import Tried
from tools.facts import FactSheet
from tools.phrases import say
from tools.profile import EvidenceProfile
from tools.types import Sentence, Unit


@dataclass(frozen=True, slots=True)
class Chance:
    """The comparisons of all claims.

    Attributes:
        comparisons: That had enough cases.
        differing: Of those, how many differ by their own interval, whichever way.
        by_chance: How many would if nothing did.
        survives: Per contrast, whether it still differs when all are counted.
    """

    comparisons: int
    differing: int
    by_chance: float
    survives: tuple[bool, ...]


def count_chance(found: Sequence[Contrast], rules: EvidenceProfile) -> Chance:
    """Count, and correct for the count as the evidence of states is (Benjamini and Yekutieli).

    Args:
        found: All comparisons of all claims, those with too few cases included.
        rules: Parameters.
    """
    made = [place for place, one in enumerate(found) if one.enough]
    survives = [False] * len(found)
    allowed = (100.0 - rules.confidence) / 100.0
    if made:
        # half a second to import
        from scipy.stats import false_discovery_control  # noqa: PLC0415

        corrected = false_discovery_control([found[place].p_value for place in made], method="by")
        for place, p_value in zip(made, corrected, strict=True):
            survives[place] = bool(found[place].differs and p_value <= allowed)
    differing = sum(one.differs != 0 for one in found)
    return Chance(len(made), differing, len(made) * allowed, tuple(survives))


def chance_words(chance: Chance, rules: EvidenceProfile, sheet: FactSheet) -> Tried:
    """The count in words."""
    made = sheet.fact(
        "claims.tried.comparisons", "comparisons", chance.comparisons, Unit.COUNT,
        "claims times horizons with enough cases",
    )  # fmt: skip
    differing = sheet.fact(
        "claims.tried.differing", "that differ by their own interval", chance.differing, Unit.COUNT,
        f"{rules.confidence:g} % interval leaves no difference out, either way",
    )  # fmt: skip
    by_chance = sheet.fact(
        "claims.tried.by_chance", "that would by chance alone", chance.by_chance, Unit.COUNT,
        f"{100.0 - rules.confidence:g} % of the comparisons",
    )  # fmt: skip
    surviving = sheet.fact(
        "claims.tried.surviving", "that stand when all are counted", sum(chance.survives), Unit.COUNT,
        "Benjamini-Yekutieli false discovery rate",
    )  # fmt: skip
    said = say(
        "Comparisons with enough cases: {made}. By their own intervals {differing} show a difference, for or "
        "against the claim, where about {chance} would by chance alone; with all of them counted, "
        "{surviving} stand. A verdict here is by a claim's own interval.",
        made=made, differing=differing, chance=by_chance, surviving=surviving,
    )  # fmt: skip
    if not chance.comparisons:
        said = Sentence("No claim had enough cases on both sides to be compared.")
    return Tried(made, differing, by_chance, surviving, said)
