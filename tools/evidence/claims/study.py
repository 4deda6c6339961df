"""Claims through their tests: conditions to numbers, numbers to verdicts, verdicts to words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tools.evidence.claims.chance import Chance, count_chance
from tools.evidence.claims.claim import Claim, ClaimInputs, Trial, Untested
from tools.evidence.claims.contrast import Contrast, contrasts, verdict
from tools.evidence.claims.trial_words import needed_of, trial_words
from tools.evidence.forward import NO_OPEN
from tools.evidence.results import ClaimStudy, ClaimTrial
from tools.facts import FactSheet
from tools.phrases import say
from tools.types import Absent, Fact, Reading, Sentence, Unit

SUPPORTED, NOT_SUPPORTED = "supported", "not supported"


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """One claim with the numbers of its test.

    Attributes:
        claim: Which.
        trials: Its comparisons, or why there are none.
        numbers: One per comparison.
        survives: Per comparison, whether it stands when those of all claims are counted.
        verdict: The word; empty where there are no comparisons.
    """

    claim: Claim
    trials: tuple[Trial, ...] | Absent
    numbers: tuple[Contrast, ...] = ()
    survives: tuple[bool, ...] = ()
    verdict: str = ""


def run(claims: Sequence[Claim], inputs: ClaimInputs, seed: int) -> tuple[tuple[Tested, ...], Chance]:
    """Test claims together, so that chance is counted over all of them.

    Args:
        claims: Which.
        inputs: What they read, cut at the session that is asked about.
        seed: Of the bootstrap: the same arguments give the same numbers.
    """
    rules = inputs.market.profile.evidence
    designs = [_designed(claim, inputs) for claim in claims]
    posed = [
        (trial, claim.statistic)
        for claim, trials in zip(claims, designs, strict=True)
        if not isinstance(trials, Absent)
        for trial in trials
    ]
    numbers = contrasts(posed, rules, seed)
    chance = count_chance(numbers, rules)
    found: list[Tested] = []
    place = 0
    for claim, trials in zip(claims, designs, strict=True):
        if isinstance(trials, Absent):
            found.append(Tested(claim, trials))
            continue
        mine = slice(place, place + len(trials))
        place = mine.stop
        word = verdict(claim, trials, numbers[mine])
        found.append(Tested(claim, trials, numbers[mine], chance.survives[mine], word))
    return tuple(found), chance


def _designed(claim: Claim, inputs: ClaimInputs) -> tuple[Trial, ...] | Absent:
    if inputs.market.bars.fields == "close":
        return Absent(NO_OPEN)
    return claim.design(inputs)


def claim_study(
    tested: Tested, inputs: ClaimInputs, sheet: FactSheet, caveats: Sequence[Sentence] = ()
) -> ClaimStudy:
    """A tested claim in words.

    Args:
        tested: The claim with its numbers.
        inputs: What it was tested on.
        sheet: Makes the facts of the symbol at the session.
        caveats: Beyond those of the claim itself.
    """
    claim, rules = tested.claim, inputs.market.profile.evidence
    terms = {
        name: sheet.fact(f"claims.{claim.key}.{name}", term.label, term.value, term.unit, "of the test")
        for name, term in claim.terms(inputs.market.profile).items()
    }
    label = f"verdict on: {claim.title}"
    trials: tuple[ClaimTrial, ...] = ()
    word: Reading
    if isinstance(tested.trials, Absent):
        word = sheet.missing(f"claims.{claim.key}.verdict", label, tested.trials.reason)
        said = say("Not tested: {verdict}.", verdict=word)
        span: tuple[Reading, ...] = ()
    else:
        trials = tuple(
            trial_words(claim, trial, numbers, rules, sheet, survives=survives)
            for trial, numbers, survives in zip(tested.trials, tested.numbers, tested.survives, strict=True)
        )
        word = sheet.text(
            f"claims.{claim.key}.verdict", label, tested.verdict,
            f"whether the {rules.confidence:g} % interval leaves no difference out on the side claimed",
        )  # fmt: skip
        said = _said(tested, trials, terms)
        span = _span(tested, inputs.market.bars.index, sheet)
    return ClaimStudy(
        key=claim.key,
        title=claim.title,
        claim=say(claim.claim, **terms),
        test=say(claim.test, **terms),
        verdict=word,
        numbers=(*terms.values(), needed_of(rules, sheet), *span),
        said=said,
        trials=trials,
        caveats=(*(Sentence(text) for text in claim.open), *_between(span), *caveats),
    )


def untested_study(untested: Untested, sheet: FactSheet) -> ClaimStudy:
    """A claim that cannot be tested, with its reason."""
    word = sheet.missing(f"claims.{untested.key}.verdict", f"verdict on: {untested.title}", untested.reason)
    said = say("Not tested: {verdict}.", verdict=word)
    return ClaimStudy(
        untested.key, untested.title, Sentence(untested.claim), Sentence("No test."), word, (), said
    )


def _said(tested: Tested, trials: Sequence[ClaimTrial], terms: Mapping[str, Fact]) -> Sentence:
    """The deciding comparisons, and what they come to."""
    parts = [trial.said for trial in trials if trial.decides]
    deciding = [
        one for trial, one in zip(trials, tested.numbers, strict=True) if trial.decides and one.enough
    ]
    parts += [Sentence(text) for text in _endings(tested, deciding)]
    if tested.claim.size is not None and deciding:
        reaches = all(one.low <= tested.claim.size <= one.high for one in deciding)
        left = all(one.differs for one in deciding)
        parts.append(
            say(
                f"The interval {'leaves out' if left else 'includes'} one, which is no difference, and "
                f"{'includes' if reaches else 'leaves out'} the {{times}} claimed.",
                times=terms["times"],
            )
        )
    return Sentence(
        " ".join(part.text for part in parts), tuple(fact for part in parts for fact in part.facts)
    )


def _endings(tested: Tested, deciding: Sequence[Contrast]) -> list[str]:
    side = 1 if tested.claim.more else -1
    if deciding and all(one.differs == -side for one in deciding):
        return ["The difference shown is the other way round."]
    stands = [
        survives
        for trial, survives in zip(tested.trials, tested.survives, strict=True)
        if trial.decides
    ] if not isinstance(tested.trials, Absent) else []  # fmt: skip
    if tested.verdict == SUPPORTED and not all(stands):
        return ["With every comparison counted it does not stand."]
    return []


def _span(tested: Tested, index: pd.DatetimeIndex, sheet: FactSheet) -> tuple[Reading, ...]:
    """The first and last session that the deciding comparisons count."""
    rows = [
        row
        for one in tested.numbers
        for side in (one.case, one.base)
        for row in (side.first, side.last)
        if row >= 0
    ]
    if not rows:
        return ()
    key = f"claims.{tested.claim.key}"
    return tuple(
        sheet.text(
            f"{key}.{name}", f"{name} session counted: {tested.claim.title}",
            index[int(row)].date().isoformat(), "with a known outcome", unit=Unit.DATE,
        )
        for name, row in (("first", np.min(rows)), ("last", np.max(rows)))
    )  # fmt: skip


def _between(span: tuple[Reading, ...]) -> tuple[Sentence, ...]:
    if not span:
        return ()
    return (say("Sessions from {first} to {last}.", first=span[0], last=span[1]),)


def noted(sheet: FactSheet, *notes: str) -> FactSheet:
    """The sheet with caveats that every fact it makes carries."""
    return replace(sheet, notes=sheet.notes + notes)
