"""Odds by hand: each rate has a state or book, a horizon and a field, and bears nothing else."""

import pytest

from tests.bot.agent.grounding.made import IWM, fact, failing, grounds, told_apart
from tests.bot.agent.grounding.mutants import Part, broken, finds_nothing, never, says
from tools.grounds import Grounds
from tools.types import Missing, Reading, Unit

HIGHER = "Ten sessions after a bullish composite IWM was higher 54 % of the time."
TURNED = "Ten sessions after a bearish composite IWM was higher 45 % of the time."
CHANCE = "There is a 54 % chance that IWM is higher in ten sessions after a bullish composite."
BETTER = "A bullish composite is better than base ten sessions later."
SPREAD = "The bullish composite's interval at 10 sessions runs from -7.0 to +2.0 points."
BULL, BEAR = "composite bullish", "composite bearish"


def study(state: str, horizon: int, hit: float, base: float, cases: int, verdict: str) -> list[Reading]:
    """One state at one horizon, as the tool gives it."""
    key, where = f"iwm.evidence.{state.replace(' ', '.')}.{horizon}", "lower" if "bear" in state else "higher"
    after = f"{horizon} sessions after {state}"
    return [
        fact(f"{key}.hit_rate", f"share {where} {after}", hit, Unit.PERCENT),
        fact(f"{key}.base_rate", f"base share {where} {after}", base, Unit.PERCENT),
        fact(f"{key}.advantage", f"advantage {after}", hit - base, Unit.POINTS),
        fact(f"{key}.low", f"lower end of the interval {after}", hit - base - 4.0, Unit.POINTS),
        fact(f"{key}.high", f"upper end of the interval {after}", hit - base + 5.0, Unit.POINTS),
        fact(f"{key}.episodes", f"independent cases {after}", float(cases), Unit.COUNT),
        fact(f"{key}.sessions", f"sessions with a known outcome {after}", cases * 7.0, Unit.COUNT),
        fact(f"{key}.survives", f"stands among all that was tried {after}", value=False, unit=Unit.FLAG),
        fact(f"{key}.verdict", f"verdict {after}", verdict, Unit.TEXT),
    ]


def book(kind: str, sealed: int, hit: float | None) -> list[Reading]:
    """One book of calls over one session."""
    key, label = f"iwm.record.{kind}", f"{kind} calls"
    rate: Reading = Missing(f"{key}.1.hit_rate", f"hit rate, {label}", "too few cases")
    if hit is not None:
        rate = fact(f"{key}.1.hit_rate", f"hit rate, {label}", hit, Unit.PERCENT)
    return [fact(f"{key}.sealed", f"calls sealed, {label}", float(sealed), Unit.COUNT), rate]


EVIDENCE = [
    grounds(
        facts=(
            *IWM,
            *study(BULL, 10, 54.0, 57.0, 119, "no difference shown"),
            *study(BULL, 21, 58.0, 59.5, 61, "no difference shown"),
            *study(BEAR, 10, 45.0, 43.0, 83, "no difference shown"),
        )
    )
]
BOOKS = [grounds(facts=(*book("forward", 40, 61.0), *book("backfilled", 252, 48.0)), card=None)]


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("Ten sessions after a bullish composite IWM was higher 54 % of the time.",
         "21 sessions after a bullish composite IWM was higher 54 % of the time."),
        ("Ten sessions after a bearish composite IWM was lower 45 % of the time.",
         "Ten sessions after a bullish composite IWM was lower 45 % of the time."),
        ("Ten sessions after a bearish composite IWM was higher 55 % of the time.",
         "Ten sessions after a bearish composite IWM was higher 45 % of the time."),
        ("The hit rate 10 sessions after a bullish composite is 54 %, the base rate 57 %.",
         "The hit rate 10 sessions after a bullish composite is 57 %, the base rate 54 %."),
        ("Ten sessions after a bullish composite: 54 % of the time higher, 3 points below base.",
         "Ten sessions after a bullish composite: 54 % of the time higher, 3 points above base."),
        ("A bullish composite has 119 independent cases at 10 sessions.",
         "A bullish composite has 833 independent cases at 10 sessions."),
        ("The bullish composite's interval at 10 sessions runs from -7.0 to +2.0 points.",
         "The bullish composite's interval at 10 sessions runs from -2.0 to +7.0 points."),
        ("The lower end of the interval is -7.0 points ten sessions after a bullish composite.",
         "The upper end of the interval is -7.0 points ten sessions after a bullish composite."),
        ("No difference is shown ten sessions after a bullish composite.",
         "A bullish composite is better than base ten sessions later."),
        ("Historically IWM was higher 54 % of the time ten sessions after a bullish composite.",
         "IWM will be higher ten sessions after this bullish composite with 54 % probability."),
        ("When everything tried is counted, the bullish composite at 10 sessions does not survive.",
         "When everything tried is counted, the bullish composite at 10 sessions survives."),
    ],
)  # fmt: skip
def test_a_rate_bears_only_its_own_state_horizon_and_field(true: str, false: str) -> None:
    """One word changed makes it another figure, and the number that agrees otherwise is caught."""
    told_apart(true, false, EVIDENCE)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("The forward calls hit 61 % of the time over one session.",
         "The back-filled calls hit 61 % of the time over one session."),
        ("The back-filled calls hit 48 % of the time over one session.",
         "The desk has been right 48 % of the time over one session."),
        ("The desk has sealed 252 back-filled calls.", "The desk has sealed 252 forward calls."),
    ],
)  # fmt: skip
def test_a_book_is_named_and_never_mixed(true: str, false: str) -> None:
    """Back-filled figures are no forward record, and a rate without its book is nobody's."""
    told_apart(true, false, BOOKS)


def test_the_base_of_a_lesson_is_told_apart_from_its_rate() -> None:
    """Both are shares of next sessions that went with the rating; only one is of the situation."""
    lesson = (
        fact("iwm.debrief.lesson.cases", "earlier cases", 129.0, Unit.COUNT),
        fact("iwm.debrief.lesson.rate", "next session with the rating", 47.3, Unit.PERCENT),
        fact("iwm.debrief.lesson.base", "base of that share", 46.5, Unit.PERCENT),
    )
    said = "Lesson: the next session went with the rating {} of the time in 129 earlier cases (base {})."
    told_apart(
        said.format("47.3 %", "46.5 %"), said.format("46.5 %", "47.3 %"), [grounds(facts=lesson, card=None)]
    )


def test_state_and_horizon_may_stand_in_the_question_or_the_sentence_before() -> None:
    """An answer need not repeat what it was asked, but it cannot change it."""
    asked = "How often was IWM higher 10 sessions after a bullish composite?"
    told_apart("54 %, against a base of 57 %.", "58 %, against a base of 59.5 %.", EVIDENCE, asked)
    before = "Take the cases after a bullish composite at 21 sessions."
    told_apart(
        f"{before} The hit rate is 58 % and the base rate 59.5 %.",
        f"{before} The hit rate is 54 % and the base rate 57 %.",
        EVIDENCE,
    )


def test_odds_bear_no_reading_of_the_card_and_no_reading_bears_odds() -> None:
    """54 % after a state is no share of members, and 66.4 % of members are no hit rate."""
    assert failing("54 % of members are above their 50-session average.", EVIDENCE)
    assert failing("Ten sessions after a bullish composite IWM was higher 66.4 % of the time.", EVIDENCE)


def test_too_few_cases_give_no_rate() -> None:
    """A book whose rate is missing has none in any words."""
    few = [grounds(facts=book("forward", 3, None), card=None)]
    assert failing("The forward calls hit 60 % of the time over one session.", few)


@pytest.mark.parametrize(
    ("part", "wrong", "run", "text"),
    [
        ("odds_number", says(None), EVIDENCE, HIGHER),
        ("odds_verdicts", finds_nothing, EVIDENCE, BETTER),
        ("owners_named", finds_nothing, EVIDENCE, HIGHER),
        ("horizons_named", finds_nothing, EVIDENCE, HIGHER),
        ("told_lower", says(None), EVIDENCE, TURNED),
        ("told_missed", never, BOOKS, "The forward calls were wrong 61 % of the time over one session."),
        ("told_sign", says(1), EVIDENCE, "Ten sessions after a bullish composite it is 3 points below base."),
        ("forecasts", never, EVIDENCE, CHANCE),
        ("joins", never, EVIDENCE, SPREAD),
    ],
)  # fmt: skip
def test_each_part_of_the_odds_tells_a_text(
    monkeypatch: pytest.MonkeyPatch, part: str, wrong: Part, run: list[Grounds], text: str
) -> None:
    """Put out of order, each turns the verdict on a text."""
    before = failing(text, run)
    broken(monkeypatch, part, wrong)
    assert bool(failing(text, run)) is not bool(before)
