"""Stated probabilities against what happened: Brier score, skill, and reliability."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np

from tools.errors import BadData
from tools.indicators.proportion import wilson_interval
from tools.phrases import say
from tools.record.calls import Outcome, apart
from tools.record.making import TOO_FEW, Making
from tools.record.results import ReliabilityBin, StatedScore
from tools.types import Fact, Unit

EDGES: Final = (0.0, 40.0, 45.0, 50.0, 55.0, 60.0, 65.0, 70.0, 100.0)
"""Per cent. Fixed, so that no result chooses its own bins; narrow where statements about prices lie."""


class _Statement(NamedTuple):
    """A probability of a rise, its base, and what happened; probabilities from 0 to 1."""

    outcome: Outcome
    rise: float
    base: float


def stated_score(outcomes: Sequence[Outcome], horizon: int, length: Fact, making: Making) -> StatedScore:
    """The score of everything that was stated for a horizon.

    Raises:
        BadData: A stated probability is not between 0 and 1.
    """
    found = _statements(outcomes, horizon)
    independent = apart(one.outcome for one in found)
    count = making.count("stated", "stated probabilities", len(found), "settled calls that stated one")
    cases = making.count(
        "stated_apart", "independent stated probabilities", independent, "returns that do not overlap"
    )
    few = independent < making.least.number
    why_not = "no probability was stated for it" if not found else TOO_FEW if few else ""
    rose = np.array([one.outcome.rose for one in found], dtype=np.float64)
    rise = np.array([one.rise for one in found])
    base = np.array([one.base for one in found])
    score, of_base = (
        float(np.mean((chance - rose) ** 2)) if found else float("nan") for chance in (rise, base)
    )
    given = making.given(why_not)
    method = "mean of (probability - outcome) squared; the outcome is one where the return is above zero"
    brier = given("brier", "Brier score", score, Unit.RATIO, method)
    brier_base = given("brier_base", "Brier score of the stated base", of_base, Unit.RATIO, method)
    no_skill = why_not or ("" if of_base else "the base was never wrong")
    skill = making.given(no_skill)(
        "skill",
        "Brier skill",
        100 * (1 - score / of_base) if of_base else float("nan"),
        Unit.PERCENT,
        "one less the ratio of the Brier score to that of the stated base",
    )
    if not found:
        said = say("Over {length}: no probability was stated with a settled call.", length=length)
    elif few:
        said = say(
            "Over {length}: stated probabilities settled {count}, independent {cases} of the {least} needed: "
            "too few cases for a Brier score.",
            length=length,
            count=count,
            cases=cases,
            least=making.least,
        )
    else:
        said = say(
            "Over {length}: Brier score {brier} against {base} of the base known then, skill {skill} "
            "(stated probabilities {count}, independent {cases}).",
            length=length,
            brier=brier,
            base=brier_base,
            skill=skill,
            count=count,
            cases=cases,
        )
    bins = tuple(
        _bin(place, edges, part, making)
        for place, edges in enumerate(pairwise(EDGES), start=1)
        if (part := _between(found, *edges))
    )
    return StatedScore(count, cases, brier, brier_base, skill, bins, said)


def _statements(outcomes: Sequence[Outcome], horizon: int) -> list[_Statement]:
    found = [
        _Statement(outcome, stated.rise, stated.base)
        for outcome in outcomes
        for stated in outcome.seal.stated
        if stated.horizon == horizon
    ]
    for one in found:
        if not (0 <= one.rise <= 1 and 0 <= one.base <= 1):
            seal = one.outcome.seal
            raise BadData(f"The call on {seal.symbol} of {seal.session} states a probability outside 0 to 1.")
    return found


def _between(found: Sequence[_Statement], lower: float, upper: float) -> list[_Statement]:
    """Those from an edge up to the next; the last bin holds its upper edge too."""
    return [
        one
        for one in found
        if lower <= 100 * one.rise < upper or (upper == EDGES[-1] and 100 * one.rise == upper)
    ]


def _bin(
    place: int, edges: tuple[float, float], part: Sequence[_Statement], making: Making
) -> ReliabilityBin:
    made = making.within(f"bin.{place}", "by stated probability")
    independent = apart(one.outcome for one in part)
    share = sum(one.outcome.rose for one in part) / len(part)
    normal = NormalDist().inv_cdf(0.5 + making.confidence.number / 200)
    low, high = wilson_interval(share * independent, independent, z=normal)
    stated = 100 * sum(one.rise for one in part) / len(part)
    interval = "Wilson's interval, over the independent calls"
    lower, upper = edges

    def percent(key: str, label: str, value: float, method: str) -> Fact:
        return made.number(key, label, value, Unit.PERCENT, method)

    return ReliabilityBin(
        place=place,
        lower=percent("lower", "from", lower, "fixed edge"),
        upper=percent("upper", "to", upper, "fixed edge"),
        count=made.count("count", "calls", len(part), "settled calls whose stated probability lies in it"),
        apart=made.count("apart", "independent calls", independent, "returns that do not overlap"),
        stated=percent("stated", "mean stated probability of a rise", stated, "mean"),
        observed=percent("observed", "share that rose", 100 * share, "returns above zero over calls"),
        low=percent("low", "lower end of the interval", float(low), interval),
        high=percent("high", "upper end of the interval", float(high), interval),
        few=independent < making.least.number,
    )
