"""One comparison of a claim in facts and a sentence."""

from dataclasses import replace

from tools.evidence.claims.claim import Claim, Trial
from tools.evidence.claims.contrast import Contrast
from tools.evidence.results import ClaimTrial
from tools.facts import FactSheet
from tools.phrases import say
from tools.profile import EvidenceProfile
from tools.types import Fact, Reading, Sentence, Unit

TOO_FEW = "too few cases"


def trial_words(
    claim: Claim, trial: Trial, found: Contrast, rules: EvidenceProfile, sheet: FactSheet, *, survives: bool
) -> ClaimTrial:
    """A comparison in words.

    Args:
        claim: Whose test it belongs to.
        trial: What was compared.
        found: Its numbers.
        rules: Parameters.
        sheet: Makes the facts of the symbol at the session.
        survives: Whether it stands when every comparison is counted.
    """
    whose = "_".join(trial.whose.lower().replace("^", "").split())
    prefix = f"claims.{claim.key}.{whose}.{trial.horizon}"
    after = f"{claim.title}, {trial.whose}, horizon {trial.horizon}"
    unit, apart = _units(claim)
    span = f"{rules.confidence:g} % interval"

    def count(field: str, label: str, value: int, how: str) -> Reading:
        return sheet.fact(f"{prefix}.{field}", f"{label}: {after}", value, Unit.COUNT, how)

    def number(field: str, label: str, value: float, unit: Unit, how: str, reason: str = TOO_FEW) -> Reading:
        # a share of a few cases would be read as a probability
        if not found.enough:
            return sheet.missing(f"{prefix}.{field}", f"{label}: {after}", TOO_FEW)
        return sheet.number(f"{prefix}.{field}", f"{label}: {after}", value, unit, how, missing=reason)

    rated = f"share that {claim.outcome}" if claim.statistic != "mean" else f"mean {claim.outcome}"
    apart_how = f"stationary block bootstrap, {rules.resamples} resamples"
    no_mean = "the outcome is no count of returns"
    none = "no session with a known outcome"
    stands: Reading = sheet.missing(f"{prefix}.survives", f"stands when all are counted: {after}", TOO_FEW)
    if found.enough:
        stands = sheet.flag(
            f"{prefix}.survives", f"stands when all are counted: {after}", survives, "Benjamini-Yekutieli"
        )
    made = ClaimTrial(
        whose=trial.whose,
        case=trial.case.name,
        base=trial.base.name,
        decides=trial.decides,
        horizon=sheet.fact(f"{prefix}.horizon", f"horizon: {after}", trial.horizon, Unit.SESSIONS, "test"),
        sessions=count("sessions", "sessions", found.case.sessions, trial.case.name),
        episodes=count("episodes", "episodes", found.case.episodes, "sessions that do not overlap"),
        rate=number("rate", rated, found.case.value, unit, trial.case.name, none),
        mean=number("mean", "mean return", found.case.mean, Unit.PERCENT, trial.case.name, no_mean),
        base_sessions=count("base_sessions", "base sessions", found.base.sessions, trial.base.name),
        base_episodes=count("base_episodes", "base episodes", found.base.episodes, "that do not overlap"),
        base_rate=number("base_rate", f"{rated}, base", found.base.value, unit, trial.base.name, none),
        base_mean=number(
            "base_mean", "mean return, base", found.base.mean, Unit.PERCENT, trial.base.name, no_mean
        ),
        difference=number("difference", "difference", found.difference, apart, _how(claim)),
        low=number("low", f"lower end of the {span}", found.low, apart, apart_how),
        high=number("high", f"upper end of the {span}", found.high, apart, apart_how),
        survives=stands,
        said=Sentence(""),
    )
    return replace(made, said=_said(claim, made, found, rules, sheet))


def needed_of(rules: EvidenceProfile, sheet: FactSheet) -> Fact:
    """How many independent episodes each side of a comparison needs."""
    return sheet.fact(
        "claims.min_episodes", "independent episodes needed", rules.min_episodes, Unit.COUNT, "profile key"
    )


def _units(claim: Claim) -> tuple[Unit, Unit]:
    """Of a group's figure, and of the difference."""
    if claim.statistic == "mean":
        return claim.unit, Unit.POINTS if claim.unit is Unit.PERCENT else claim.unit
    return Unit.PERCENT, Unit.TIMES if claim.statistic == "ratio" else Unit.POINTS


def _how(claim: Claim) -> str:
    return "case over base" if claim.statistic == "ratio" else "case less base"


def _said(
    claim: Claim, made: ClaimTrial, found: Contrast, rules: EvidenceProfile, sheet: FactSheet
) -> Sentence:
    shown = {
        "horizon": made.horizon, "sessions": made.sessions, "episodes": made.episodes, "rate": made.rate,
        "base_sessions": made.base_sessions, "base_episodes": made.base_episodes,
        "base_rate": made.base_rate, "difference": made.difference, "low": made.low, "high": made.high,
    }  # fmt: skip
    if not found.enough:
        return say(
            f"{made.whose}, {{horizon}}: too few cases, {made.case} {{episodes}} and {made.base} "
            "{base_episodes} independent; {needed} are needed on both sides.",
            needed=needed_of(rules, sheet), **shown,
        )  # fmt: skip
    word = "ratio" if claim.statistic == "ratio" else "difference"
    counted = f"mean {claim.outcome} {{rate}}" if claim.statistic == "mean" else f"{{rate}} {claim.outcome}"
    return say(
        f"{made.whose}, {{horizon}}: of {made.case} {counted} ({{sessions}} sessions, {{episodes}} "
        f"independent), of {made.base} {{base_rate}} ({{base_sessions}}, {{base_episodes}}); {word} "
        f"{{difference}}, {rules.confidence:g} % interval {{low}} to {{high}}.",
        **shown,
    )
