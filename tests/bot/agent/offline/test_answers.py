"""Answers over real sessions: every figure is a fact as written, under the label it belongs to."""

from datetime import date
from pathlib import Path

import pytest

from bot.agent.offline.write import LONGEST
from tests.bot.agent.offline.answering import Answered, answered, figures, grounded, prompts
from tests.bot.agent.offline.phrasings import ROWS
from tests.tools.functions.belts import real_context

pytestmark = pytest.mark.data
STRONG, CRASH, SILENT, LAST = date(2021, 2, 10), date(2020, 3, 23), date(2025, 5, 15), date(2025, 9, 26)
SESSIONS = (STRONG, CRASH, SILENT, LAST)
"""A strong trend; the bottom of a crash; and two sessions on which breadth abstains."""

ASKED = tuple(dict.fromkeys((*row.earlier, row.question) for row in ROWS))


@pytest.fixture(params=SESSIONS, ids=str)
def session(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


def asked(folder: Path, session: date, *questions: str) -> Answered:
    return answered(questions, real_context(folder, session))


def test_every_figure_is_one_of_the_grounds(data_dir: Path, session: date) -> None:
    for questions in (*ASKED, *((prompt,) for prompt in prompts(data_dir))):
        answer = asked(data_dir, session, *questions)
        made_up = figures(answer.text) - grounded(answer)
        assert not made_up, (questions, made_up, answer.text)
        assert 0 < len(answer.text) <= LONGEST


def test_the_stack_names_every_layer_with_its_state_and_score(data_dir: Path, session: date) -> None:
    answer = asked(data_dir, session, prompts(data_dir)[0])
    assert answer.text.startswith(f"**IWM, session {session.isoformat()}**")
    assert f"composite {answer.fact('composite.points')} of 100" in answer.text
    for key, title in (
        ("trend", "Trend"),
        ("momentum", "Momentum"),
        ("relative_strength", "Relative strength"),
    ):
        state, score = answer.fact(f"{key}.state"), answer.fact(f"{key}.score")
        assert f"**{title}: {state}**, {title.lower()} score {score}." in answer.text
    assert "Volume check: " in answer.text
    assert f"10-session return against SPY {answer.fact('relative_strength.vs_spy_10')}" in answer.text or (
        answer.fact("relative_strength.vs_spy_10") in answer.text
    )


def test_breadth_gives_both_shares_and_one_threshold(data_dir: Path) -> None:
    text = asked(data_dir, STRONG, prompts(data_dir)[1]).text
    answer = asked(data_dir, STRONG, prompts(data_dir)[1])
    assert f"members above their 50-session average {answer.fact('breadth.above_sma50')}" in text
    assert f"members above their 200-session average {answer.fact('breadth.above_sma200')}" in text
    threshold = f"share of members that changes the verdict {answer.fact('breadth.threshold')}"
    assert text.count("**The one threshold:**") == text.count(threshold) == 1
    assert f"breadth verdict: {answer.fact('breadth.verdict')}" in text


def test_breadth_that_abstains_says_so_and_gives_one_price(data_dir: Path) -> None:
    text = asked(data_dir, SILENT, prompts(data_dir)[1]).text
    assert "Breadth is not known" in text
    assert text.count("One number, by price") == 1
    assert "%" not in text


def test_the_debrief_says_what_was_sealed_and_ends_with_a_lesson(data_dir: Path, session: date) -> None:
    text = asked(data_dir, session, prompts(data_dir)[2]).text
    assert "Nothing was sealed" in text
    assert text.splitlines()[-1].startswith("**Lesson:** ")
    for heading in ("**Signal before the session**", "**Outcome**", "**Layers**", "**Earliest warning**"):
        assert heading in text


@pytest.mark.parametrize(
    ("question", "label", "key"),
    [
        ("what's the RSI?", "RSI 14 at ", "rsi14"),
        ("what's the stop?", "chandelier stop ", "stop.chandelier"),
        ("where's support?", "support S1 at ", "level.s1"),
        ("what's the ATR", "ATR 14 at ", "atr14"),
        ("10-day rate of change for IWM?", "10-session rate of change ", "momentum.roc10"),
        ("are the 21 and 63 EMA converging?", "21-session EMA ", "trend.ema21"),
        ("where is the IWM/SPY ratio", "price ratio to SPY ", "rotation.ratio"),
        (
            "what would flip it",
            "**Trend would turn neutral**: a close at or above ",
            "trend.flip_close.neutral",
        ),
        ("macd?", "MACD histogram ", "macd_histogram"),
        ("drawdown?", "current drawdown ", "drawdown.current"),
    ],
)
def test_a_figure_stands_under_its_own_label(data_dir: Path, question: str, label: str, key: str) -> None:
    answer = asked(data_dir, SILENT, question)
    assert f"{label}{answer.fact(key)}" in answer.text


def test_a_history_lists_its_sessions(data_dir: Path) -> None:
    answer = asked(data_dir, SILENT, "how has RSI moved over the last 10 sessions?")
    assert answer.text.count(": RSI 14 at ") == 10
    assert (
        f"2025-05-15: RSI 14 at {answer.fact('rsi14')}" in answer.text
        or "2025-05-15: RSI 14 at" in answer.text
    )


def test_since_when_names_the_session_a_state_began(data_dir: Path) -> None:
    text = asked(data_dir, SILENT, "how is momentum?", "since when?").text
    assert "Momentum state: neutral, since 2025-05-14" in text


def test_the_next_event_comes_first(data_dir: Path) -> None:
    text = asked(data_dir, SILENT, "when is the next FOMC?").text
    assert "**Next: FOMC decision: 2025-06-18" in text
    assert "Federal Reserve" in text


def test_one_missing_symbol_does_not_silence_the_rest(data_dir: Path) -> None:
    text = asked(data_dir, SILENT, "how is DIA? and where is support on IWM?").text
    assert "no daily bars of DIA" in text
    assert "support S1 at" in text


def test_money_is_refused_and_the_signal_given(data_dir: Path) -> None:
    text = asked(data_dir, SILENT, "should I put my 20k in?").text
    assert "your own money" in text
    assert "20k" not in text
    assert "composite" in text
    assert text.endswith("*General market commentary, not financial advice.*")


def test_a_prediction_is_refused_and_the_flips_given(data_dir: Path) -> None:
    text = asked(data_dir, SILENT, "will it crash?").text
    assert "**No forecast" in text
    assert "**Trend would turn neutral**: a close at or above " in text


def test_quotations_carry_their_tag_and_source(data_dir: Path) -> None:
    text = asked(data_dir, LAST, "what do the reports say about debt?").text
    assert "[3fa2c1:7]" in text
    assert "a newsletter" in text
    assert "[bbbbbb:7]" in asked(data_dir, LAST, "explain parity").text


def test_contradictions_quote_both_sides(data_dir: Path) -> None:
    text = asked(data_dir, LAST, "do your sources disagree?").text
    assert "One report" in text
    assert "Another report" in text


def test_earlier_answers_say_their_session(data_dir: Path) -> None:
    text = asked(data_dir, LAST, "what did you tell me yesterday?").text
    assert "on session 2025-09-25" in text
    assert "close $231.50" in text


def test_the_same_question_gives_the_same_bytes(data_dir: Path) -> None:
    for prompt in prompts(data_dir):
        assert asked(data_dir, SILENT, prompt).text == asked(data_dir, SILENT, prompt).text
