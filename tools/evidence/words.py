"""A study in facts and sentences."""

from dataclasses import replace

from tools.evidence.condition import Condition
from tools.evidence.numbers import Numbers
from tools.evidence.results import HorizonStudy, StateStudy, Tried
from tools.evidence.study import Study
from tools.evidence.tried import Counted
from tools.facts import FactSheet
from tools.phrases import number, say
from tools.profile import EvidenceProfile
from tools.types import Reading, Sentence, Unit

BETTER, WORSE, SAME, TOO_FEW = "better than base", "worse than base", "no difference shown", "too few cases"

ENTRY = Sentence(
    "Each case is entered at the open of the session after it and left at the close of the horizon's last "
    "session, dividends included. A hit is a higher price; after a bearish state or a warning, a lower one. "
    "The base is every session of the same period."
)

_NO_SPREAD = "no spread over the resamples"


def state_study(
    condition: Condition, study: Study, counted: Counted, rules: EvidenceProfile, sheet: FactSheet
) -> StateStudy:
    """One condition in words, at every horizon.

    Args:
        condition: Which.
        study: Its numbers among all.
        counted: What survives of everything that was tried.
        rules: Parameters.
        sheet: Makes the facts of the symbol at the session.
    """
    own = _carrying(condition, sheet)
    key, label = f"evidence.{condition.key}.holds", f"{condition.title} at this session"
    holds: Reading = own.missing(key, label, "not known at this session")
    if condition.known[-1]:
        holds = own.flag(key, label, bool(condition.holds[-1]), "the column of the card")
    return StateStudy(
        condition.key,
        condition.family,
        condition.state,
        condition.title,
        condition.side,
        holds,
        tuple(
            horizon_study(
                condition,
                horizon,
                numbers,
                rules,
                sheet,
                survives=(condition.key, horizon) in counted.surviving,
            )
            for horizon, numbers in zip(study.horizons, study.numbers[condition.key], strict=True)
        ),
        caveats_of(condition),
    )


def caveats_of(condition: Condition) -> tuple[Sentence, ...]:
    """What must be said with every figure of a condition."""
    return tuple(Sentence(f"{text[0].upper()}{text[1:]}.") for text in condition.caveats)


def horizon_study(
    condition: Condition, horizon: int, numbers: Numbers, rules: EvidenceProfile, sheet: FactSheet,
    *, survives: bool,
) -> HorizonStudy:  # fmt: skip
    """One condition at one horizon in words.

    Args:
        condition: Which.
        horizon: In sessions.
        numbers: Of it.
        rules: Parameters.
        sheet: Makes the facts; they carry the condition's caveats.
        survives: Whether the difference stands when everything that was tried is counted.
    """
    own, span_words = _carrying(condition, sheet), number(horizon, Unit.SESSIONS)
    prefix, after = f"evidence.{condition.key}.{horizon}", f"{span_words} after {condition.title}"
    where = "higher" if condition.side == "rise" else "lower"
    hit = f"close {where} than the next session's open, {span_words} on, adjusted for dividends"
    span = f"{rules.confidence:g} % interval"
    method = f"{span} by stationary block bootstrap, {rules.resamples} resamples"

    def make(field: str, label: str, value: float, unit: Unit, how: str, reason: str = TOO_FEW) -> Reading:
        return own.number(f"{prefix}.{field}", f"{label} {after}", value, unit, how, missing=reason)

    def word(field: str, label: str, value: str | bool, how: str) -> Reading:  # noqa: FBT001 - it is the value
        if not numbers.enough:
            return own.missing(f"{prefix}.{field}", f"{label} {after}", TOO_FEW)
        if isinstance(value, bool):
            return own.flag(f"{prefix}.{field}", f"{label} {after}", value, how)
        return own.text(f"{prefix}.{field}", f"{label} {after}", value, how)

    returned = "return from the next session's open, adjusted for dividends"
    base = "every session of the same period"
    none_judged = "too few cases in years that others come before" if numbers.enough else TOO_FEW
    spread = _NO_SPREAD if numbers.enough else TOO_FEW
    verdict = own.text(
        f"{prefix}.verdict", f"verdict {after}", verdict_of(numbers), f"whether the {span} leaves zero out"
    )
    found = HorizonStudy(
        horizon=make("horizon", "horizon", horizon, Unit.SESSIONS, "profile key evidence.horizons"),
        sessions=make(
            "sessions", "sessions with a known outcome", numbers.sessions, Unit.COUNT, condition.title
        ),
        episodes=make(
            "episodes", "independent cases", numbers.episodes, Unit.COUNT,
            f"cases of {span_words} that do not overlap, from the first",
        ),
        hit_rate=make("hit_rate", f"share {where}", numbers.hit_rate, Unit.PERCENT, hit),
        base_rate=make("base_rate", f"base share {where}", numbers.base_rate, Unit.PERCENT, f"{hit}; {base}"),
        advantage=make("advantage", "advantage", numbers.advantage, Unit.POINTS, "hit rate less base rate"),
        low=make("low", f"lower end of the {span}", numbers.low, Unit.POINTS, method, spread),
        high=make("high", f"upper end of the {span}", numbers.high, Unit.POINTS, method, spread),
        mean=make("mean", "mean return", numbers.mean, Unit.PERCENT, returned),
        median=make("median", "median return", numbers.median, Unit.PERCENT, returned),
        base_mean=make(
            "base_mean", "base mean return", numbers.base_mean, Unit.PERCENT, f"{returned}; {base}"
        ),
        walked=make(
            "walked", "advantage out of sample", numbers.walked, Unit.POINTS,
            "years judged in the direction known before each, weighted by sessions", none_judged,
        ),
        walked_years=make("walked_years", "years judged", numbers.years, Unit.COUNT, "out of sample"),
        walked_agreed=make(
            "walked_agreed", "years that kept direction", numbers.agreed, Unit.COUNT, "of the years judged"
        ),
        survives=word("survives", "stands among all that was tried", survives, "Benjamini-Yekutieli"),
        verdict=verdict,
        said=Sentence(""),
    )  # fmt: skip
    return replace(found, said=_said(condition, found, numbers, rules, survives=survives))


def _carrying(condition: Condition, sheet: FactSheet) -> FactSheet:
    """The sheet whose facts carry what must be said with every figure of the condition."""
    return replace(sheet, notes=sheet.notes + condition.caveats) if condition.caveats else sheet


def verdict_of(numbers: Numbers) -> str:
    """The verdict in its fixed words."""
    if not numbers.enough:
        return TOO_FEW
    return {1: BETTER, 0: SAME, -1: WORSE}[numbers.differs]


def _said(
    condition: Condition, found: HorizonStudy, numbers: Numbers, rules: EvidenceProfile, *, survives: bool
) -> Sentence:  # fmt: skip
    if not numbers.enough:
        return say(
            f"After {condition.title}, {{span}} later: too few cases ({{episodes}} independent in "
            "{sessions} sessions).",
            span=found.horizon, episodes=found.episodes, sessions=found.sessions,
        )  # fmt: skip
    where = "higher" if condition.side == "rise" else "lower"
    verdict = verdict_of(numbers)
    ending = f"{verdict[0].upper()}{verdict[1:]}"
    if numbers.differs:
        stands = "it stands" if survives else "it does not stand"
        ending += f"; with everything that was tried counted, {stands}"
    return say(
        f"After {condition.title} the price was {where} {{span}} later in {{hit}} of {{sessions}} sessions "
        f"({{episodes}} independent cases); base rate {{base}}: {{advantage}}, "
        f"{rules.confidence:g} % interval {{low}} to {{high}}. {ending}.",
        span=found.horizon, hit=found.hit_rate, sessions=found.sessions, episodes=found.episodes,
        base=found.base_rate, advantage=found.advantage, low=found.low, high=found.high,
    )  # fmt: skip


def tried_words(counted: Counted, rules: EvidenceProfile, sheet: FactSheet) -> Tried:
    """How much was tried, in words."""
    made = sheet.number(
        "evidence.tried.comparisons", "comparisons", counted.comparisons, Unit.COUNT,
        "conditions times horizons with enough cases",
    )  # fmt: skip
    differing = sheet.number(
        "evidence.tried.differing", "that differ by their own interval", counted.differing, Unit.COUNT,
        f"{rules.confidence:g} % interval leaves zero out",
    )  # fmt: skip
    by_chance = sheet.number(
        "evidence.tried.by_chance", "that would differ by chance alone", counted.by_chance, Unit.COUNT,
        f"{100.0 - rules.confidence:g} % of the comparisons",
    )  # fmt: skip
    surviving = sheet.number(
        "evidence.tried.surviving", "that stand when all are counted", len(counted.surviving), Unit.COUNT,
        "Benjamini-Yekutieli false discovery rate",
    )  # fmt: skip
    if not counted.comparisons:
        said = Sentence("No state had enough independent cases to be compared with its base.")
    else:
        said = say(
            "Comparisons made: {made}. By their own intervals {differing} differ from base; about {chance} "
            "would by chance alone. With all of them counted, {surviving} stand.",
            made=made, differing=differing, chance=by_chance, surviving=surviving,
        )  # fmt: skip
    return Tried(made, differing, by_chance, surviving, said)


def tried_missing(reason: str, sheet: FactSheet) -> Tried:
    """Where nothing could be compared at all, and why."""
    fields = ("comparisons", "differing", "by_chance", "surviving")
    made, differing, by_chance, surviving = (
        sheet.missing(f"evidence.tried.{field}", field.replace("_", " "), reason) for field in fields
    )
    return Tried(made, differing, by_chance, surviving, Sentence(f"Nothing was compared: {reason}."))
