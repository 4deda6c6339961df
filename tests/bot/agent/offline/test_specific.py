"""A question for one thing is answered with that thing, and what is not computed is said to be so."""

from datetime import date
from pathlib import Path

import pytest

from bot.agent.grounding import check
from bot.agent.offline.plan import plan
from tests.bot.agent.offline.answering import Answered, answered, hit, shown
from tests.bot.agent.offline.phrasings import Row
from tests.bot.agent.offline.phrasings_specific import MEANINGS, NOT_COMPUTED, PRICES, REPORTS
from tests.tools.functions.belts import real_context
from tools.grounds import Grounds
from tools.types import Sentence

SILENT, STRONG, LAST = date(2025, 5, 15), date(2021, 2, 10), date(2025, 9, 26)
ROWS = (*PRICES, *MEANINGS, *REPORTS)


def asked(folder: Path, session: date, *questions: str) -> Answered:
    return answered(questions, real_context(folder, session))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " | ".join((*row.earlier, row.question)))
def test_a_question_for_one_thing_leads_to_its_calls(row: Row) -> None:
    assert hit(row), [shown(call) for call in plan((*row.earlier, row.question)).calls]


@pytest.mark.parametrize("question", NOT_COMPUTED)
def test_what_is_not_computed_takes_no_card(question: str) -> None:
    planned = plan([question])
    assert not planned.calls
    assert [ask.intent for ask in planned.asks] == ["uncomputed"]
    assert answered([question], None).text.startswith("**This desk does not compute that:**")  # type: ignore[arg-type]


@pytest.mark.data
@pytest.mark.parametrize("session", [SILENT, STRONG, LAST, date(2020, 3, 23)], ids=str)
def test_every_answer_holds_against_the_check(data_dir: Path, session: date) -> None:
    context = real_context(data_dir, session)
    for row in (*ROWS, *(Row(question, ()) for question in NOT_COMPUTED), *FOLLOWED):
        answer = answered((*row.earlier, row.question), context)
        told = [one.trouble for one in answer.outcomes.values() if one.trouble]
        grounds = [*answer.grounds, *(Grounds("e", (), "", sentences=(Sentence(one),)) for one in told)]
        verdict = check(answer.text, grounds, row.question)
        assert verdict.holds, (row.question, [(c.text, c.because) for c in verdict.failures], answer.text)


FOLLOWED = (
    Row("how far is that in percent?", (), ("where's the stop?",)),
    Row("why?", (), ("IWM?",)),
    Row("why?", (), ("how is the trend?",)),
    Row("since when?", (), ("what's the rotation state?",)),
    Row("is it oversold?", ()),
    Row("is IWM overbought?", ()),
    Row("why is momentum weak?", ()),
    Row("is breadth confirming?", ()),
    Row("compare IWM, SPY and QQQ", ()),
    Row("compare IWM and QQQ", ()),
    Row("why?", (), ("what did IWM close at?",)),
    Row("did IWM rise yesterday?", ()),
    Row("what did you say about momentum?", ()),
    Row("FOMC today?", ()),
    Row("opex tomorrow?", ()),
)


@pytest.mark.data
@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("What is the IWM price today?", "**IWM close $208.13, change on the day $1.35 (0.7 %).**"),
        ("Did IWM close at 200 on May 9 2025?", "**No: IWM close $200.81, change on the day -$0.37"),
        ("Did IWM close at 200.81 on May 9 2025?", "**Yes: IWM close $200.81"),
        ("did SPY close above 500?", "**Yes: SPY close $590.46"),
        ("did SPY close below 500?", "**No: SPY close $590.46"),
        ("why did IWM fall today?", "**Not what this session shows: IWM close $208.13"),
        ("did IWM rise yesterday?", "**No: IWM close $206.78, change on the day -$1.85"),
        (
            "is IWM above its 200-day?",
            "**No: IWM adjusted close $206.97 is below the 200-session SMA $214.07**",
        ),
        (
            "is SPY below the 50-day moving average?",
            "**No: SPY adjusted close $587.09 is above the 50-session",
        ),
        ("IWM to 300 by year end?", "**No forecast: "),
        ("SPY 700 by december?", "**No forecast: "),
        ("CPI tomorrow?", "**No, not at the next session.**"),
        ("opex tomorrow?", "**Yes, at the next session.**"),
        ("is it oversold?", "- **Oversold by %K: no** (%K 90.2, above its lower line 20.0)"),
        ("is IWM overbought?", "- **Overbought by %K: yes** (%K 90.2, above its upper line 80.0)"),
        ("how much do I risk if I buy here?", "**IWM risk for R1 at $13.44; close $208.13; chandelier stop"),
        ("how long has the trend been bearish?", "**Trend state: bearish, since 2025-02-25.**"),
    ],
)
def test_the_answer_begins_with_what_was_asked(data_dir: Path, question: str, begins: str) -> None:
    lines = [line for line in asked(data_dir, SILENT, question).text.split("\n") if line]
    notices = ("**IWM, session", "**SPY, session", "**Calendar", "*")
    body = [line for line in lines if line.startswith("**IWM close") or not line.startswith(notices[:3])]
    assert body[0].startswith(begins) or lines[0].startswith(begins), body[:2]


@pytest.mark.data
def test_a_month_has_its_rate_of_change(data_dir: Path) -> None:
    answer = asked(data_dir, SILENT, "how did IWM do last month?")
    assert f"21-session rate of change {answer.fact('momentum.roc21')}" in answer.text


@pytest.mark.data
def test_a_flip_says_which_side_counts(data_dir: Path) -> None:
    text = asked(data_dir, SILENT, "what would flip it?").text
    assert "**Trend would turn neutral**: a close at or above $205.41" in text
    assert "**Relative strength would turn bullish**: a close at or above $212.45" in text
    assert "**Relative strength would turn bearish**: a close at or below $205.28" in text
    strong = asked(data_dir, STRONG, "what would flip it?").text
    assert "**Momentum would turn neutral**: a close at or below $222.03" in strong


@pytest.mark.data
def test_averages_are_said_to_be_of_adjusted_closes_once_a_block(data_dir: Path) -> None:
    for question in ("how is the trend?", "give me the full signal stack for IWM"):
        text = asked(data_dir, SILENT, question).text
        assert text.count("On adjusted closes") == 1
    assert asked(data_dir, SILENT, "votes?").text.count("are of adjusted closes") == 1


@pytest.mark.data
def test_why_gives_reasons_and_not_the_card_again(data_dir: Path) -> None:
    card, why = (asked(data_dir, SILENT, *questions).text for questions in (("IWM?",), ("IWM?", "why?")))
    assert "**Why, layer by layer**" in why
    assert "inside the neutral band" in why
    assert "would turn" in card
    assert "would turn" not in why


@pytest.mark.data
def test_the_distance_of_a_stop_is_not_computed_and_that_of_a_level_is_given(data_dir: Path) -> None:
    stop = asked(data_dir, SILENT, "where's the stop?", "how far is that in percent?")
    assert "The distance of the stop in per cent is not computed" in stop.text
    level = asked(data_dir, SILENT, "where's resistance?", "how far is that?")
    assert f"({level.fact('level.r1.distance_percent')})" in level.text
    assert "Support" not in level.text


@pytest.mark.data
def test_a_premise_that_does_not_hold_is_put_right_first(data_dir: Path) -> None:
    assert (
        "**Momentum is not flagged weak at this session.**"
        in asked(data_dir, LAST, "why is momentum weak?").text
    )
    assert "not flagged weak" not in asked(data_dir, SILENT, "why is momentum weak?").text


@pytest.mark.data
def test_breadth_has_one_threshold_and_the_layers_own_as_a_detail(data_dir: Path) -> None:
    text = asked(data_dir, STRONG, "is breadth confirming?").text
    assert "The price move is confirmed by the members." in text
    assert text.index("**The one threshold:**") < text.index("the layer's own state would turn neutral at")
    assert "members above their 50-session average: 1,639, members counted 1,861" in text
    assert text.count("survivorship") == 1


@pytest.mark.data
def test_composites_on_different_layers_are_not_like_for_like(data_dir: Path) -> None:
    assert (
        "**Not like for like:** QQQ's breadth abstains, so"
        in asked(data_dir, STRONG, "compare IWM and QQQ").text
    )
    assert "Not like for like" not in asked(data_dir, SILENT, "compare IWM and QQQ").text
    assert "less" not in asked(data_dir, STRONG, "compare IWM, SPY and QQQ").text


@pytest.mark.data
def test_the_bias_of_the_member_list_is_said_where_members_are_read(data_dir: Path) -> None:
    for question in ("what did IWM close at?", "where's support?", "what's the RSI?", "how is momentum?"):
        assert "survivorship" not in asked(data_dir, STRONG, question).text


@pytest.mark.data
def test_a_symbol_without_data_is_offered_nothing_more(data_dir: Path) -> None:
    for question in ("how is ZZZZ?", "support of ZZZZ?", "RSI of ZZZZ?", "is ZZZZ credit stressed?"):
        assert "can still be asked for" not in asked(data_dir, SILENT, question).text


@pytest.mark.data
def test_recall_finds_the_first_answer_and_says_what_was_never_spoken_of(data_dir: Path) -> None:
    first = asked(data_dir, LAST, "what did you say first?").text
    assert "close $231.50" in first
    assert "speaks of that" in asked(data_dir, LAST, "what did you say about momentum?").text
    claimed = asked(data_dir, LAST, "you said the close was 90, right?").text
    assert "close $231.50" in claimed
    assert "90" not in claimed


@pytest.mark.data
def test_the_vix_is_named_once(data_dir: Path) -> None:
    text = asked(data_dir, SILENT, "is credit stressed?").text
    assert "VIX: VIX" not in text
    assert "VIX 17.83" in text
