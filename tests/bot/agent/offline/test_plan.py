"""Planning: any text gives a plan, quickly, and always the same; context carries."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.agent.offline.intents.registry import BY_NAME, INTENTS
from bot.agent.offline.plan import plan
from bot.agent.offline.values import Ask, Outcome
from bot.agent.offline.write import LONGEST, write
from tests.growth import growth

FIELD = st.sampled_from(
    (
        *(
            "breadth",
            "momentum",
            "trend",
            "IWM",
            "$spy",
            "support",
            "stop",
            "what",
            "is",
            "the",
            "why",
            "flip",
        ),
        *("and", "compare", "vs", "2025-05-15", "last", "month", "ago", "should", "i", "debrief", "explain"),
        *("fomc", "rsi", ";", "?", "!", "\n", ",", ".", "(1)", "momentem", "small-caps", "/", "&", "%", "10"),
        *("sessions", "over", "QQQ", "earlier", "before", "a week"),
    )
)


@settings(max_examples=150)
@given(st.text(max_size=4_000))
def test_any_text_gives_a_plan(text: str) -> None:
    planned = plan([text])
    assert planned.asks
    assert all(ask.intent in BY_NAME and ask.symbols for ask in planned.asks)


@settings(max_examples=150)
@given(st.lists(st.lists(FIELD, max_size=60).map(" ".join), min_size=1, max_size=6))
def test_words_of_the_field_in_any_order_give_a_plan_and_an_answer(questions: list[str]) -> None:
    planned = plan(questions)
    assert planned == plan(questions)
    assert len(planned.calls) <= 8
    told = write(planned, {call: Outcome(None, "The source is down.") for call in planned.calls})
    assert told == write(planned, {call: Outcome(None, "The source is down.") for call in planned.calls})
    assert 0 < len(told) <= LONGEST


def test_the_time_to_plan_grows_with_the_length_only() -> None:
    hard = (
        "breadth momentum " * 240,
        "a" * 4_000,
        "what is the " * 330,
        "x" * 30 + " " + "momentemm suportt resistencee " * 130,
        "? " * 2_000,
        "IWM/SPY " * 500,
        "explain what does it mean " * 150,
    )
    for text in hard:
        assert growth(plan, [text[: len(text) // 4]], [text]) < 10, text[:20]


def test_names_of_kinds_are_unique_and_every_kind_plans_its_calls() -> None:
    assert len(BY_NAME) == len(INTENTS)
    heard = plan(["how is IWM"]).asks[0].heard
    for intent in INTENTS:
        for call in intent.calls(Ask(intent.name, heard, ("IWM", "SPY"))):
            assert call.as_json()


def test_small_talk_does_not_change_the_topic() -> None:
    planned = plan(["how is breadth in SPY?", "thanks!", "and a momentum reading?"])
    assert dict(planned.calls[0].arguments)["symbol"] == "SPY"


def test_no_questions_at_all_still_give_a_plan() -> None:
    assert [ask.intent for ask in plan([]).asks] == ["unable"]


def test_a_day_holds_for_follow_ups_until_today_is_asked_for() -> None:
    asked = ["how did SPY look on 15 May 2025?", "and momentum?", "and now?"]
    assert dict(plan(asked[:2]).calls[0].arguments)["date"] == "15 May 2025"
    assert dict(plan([*asked[:2], "and momentum today?"]).calls[0].arguments)["date"] == "latest"


def test_the_day_of_a_debrief_does_not_hold_for_what_follows() -> None:
    planned = plan(["how did yesterday's call work out?", "where's support?"])
    assert dict(planned.calls[0].arguments)["date"] == "latest"
