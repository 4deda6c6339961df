"""Odds, claims, record and debrief in the analyst's words: from the tools' facts and sentences alone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from bot.agent.grounding import check
from bot.agent.offline.horizons import horizon_in
from bot.agent.offline.plan import plan
from bot.agent.offline.write import LONGEST
from tests.bot.agent.offline.answering import Answered, answered, figures, grounded, hit, prompts, shown
from tests.bot.agent.offline.phrasings import Row
from tests.bot.agent.offline.phrasings_scored import SCORED
from tests.tools.desk.desks import fake_desk
from tests.tools.desk.test_book import Clock, book_of
from tests.tools.functions.belts import made_context, real_context
from tools.desk.back_filling import back_fill
from tools.functions.context import BeltContext
from tools.grounds import Grounds
from tools.results import DebriefReport, EvidenceReport
from tools.types import Fact, Sentence

LATER = datetime(2026, 1, 5, 22, 0, tzinfo=UTC)
FAILED, RIGHT, SMOOTH = date(2022, 6, 15), date(2022, 6, 13), date(2025, 9, 26)
"""Sessions that went against the call, with it, and one on which breadth abstains."""


@dataclass(frozen=True)
class _Sealed:
    """A session with the calls back-filled that its record knows."""

    session: date
    first: date


SEALED = (
    _Sealed(RIGHT, date(2022, 5, 2)),
    _Sealed(FAILED, date(2022, 6, 1)),
    _Sealed(SMOOTH, date(2025, 9, 2)),
)


@cache
def sealed(folder: Path, of: _Sealed) -> BeltContext:
    context = real_context(folder, of.session)
    book = book_of(context.desk, Clock(LATER))
    back_fill(book, "IWM", of.first, of.session, LATER)
    return real_context(folder, of.session, record=book)


@pytest.mark.parametrize("row", SCORED, ids=lambda row: row.question)
def test_a_question_leads_to_its_calls(row: Row) -> None:
    assert hit(row), [shown(call) for call in plan([row.question]).calls]


@pytest.mark.data
@pytest.mark.parametrize("of", SEALED, ids=lambda of: str(of.session))
def test_every_answer_holds_against_the_check_and_makes_no_figure_up(data_dir: Path, of: _Sealed) -> None:
    context = sealed(data_dir, of)
    for question in (*(row.question for row in SCORED), prompts(data_dir)[2]):
        answer = answered([question], context)
        told = [one.trouble for one in answer.outcomes.values() if one.trouble]
        grounds = [*answer.grounds, *(Grounds("e", (), "", sentences=(Sentence(one),)) for one in told)]
        verdict = check(answer.text, grounds, question)
        assert verdict.holds, (question, [(c.text, c.because) for c in verdict.failures], answer.text)
        assert not figures(answer.text) - grounded(answer), question
        assert len(answer.text) <= LONGEST
        assert "Shortened" not in answer.text


@pytest.mark.data
def test_the_debrief_answers_its_prompt_point_by_point(data_dir: Path) -> None:
    """The sealing first, then rating against move, outcome, layers, warning, lesson; all of the debrief."""
    answer = answered([prompts(data_dir)[2]], sealed(data_dir, SEALED[1]))
    report = answer.grounds[0].result
    assert isinstance(report, DebriefReport)
    found, text = report.debrief, answer.text
    marks = [
        f"**{found.sealing}**", "**Opening rating against the move**", "Move from open to close ",
        "Move from close to close ", "**Outcome**", str(found.outcome), "**Layers, most accurate",
        str(found.blamed), "**Earliest warning**", str(found.warning.said), "**Lesson for tomorrow",
        str(found.lesson.said),
    ]  # fmt: skip
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "hindsight" not in text
    for layer in found.layers:
        assert f"{layer.title} state: " in text


@pytest.mark.data
def test_a_failed_rating_has_its_earliest_warning_or_says_why_no_time_is_known(data_dir: Path) -> None:
    answer = answered(["run a debrief for IWM"], sealed(data_dir, SEALED[1]))
    report = answer.grounds[0].result
    assert isinstance(report, DebriefReport)
    assert isinstance(report.debrief.verdict_close, Fact)
    assert report.debrief.verdict_close.value == "failed"
    warning = answer.text.partition("**Earliest warning**")[2].partition("**Lesson")[0]
    assert str(report.debrief.warning.said) in warning
    assert "time of the warning: not known" in warning.lower() or "No warning" in warning


@pytest.mark.data
def test_a_forward_call_is_said_to_be_one(data_dir: Path) -> None:
    context = real_context(data_dir, RIGHT)
    evening = datetime(2022, 6, 10, 21, 0, tzinfo=UTC)
    book = book_of(context.desk, clock := Clock(evening))
    book.seal("IWM", date(2022, 6, 10))
    clock.now = LATER
    answer = answered(["debrief"], real_context(data_dir, RIGHT, record=book))
    first = answer.text.split("\n\n")[2] if answer.text.split("\n\n")[1].startswith("*B") else ""
    assert first.startswith("**A forward call: sealed at 2022-06-10")
    told = answered(["your track record?"], real_context(data_dir, RIGHT, record=book)).text
    assert "**Forward calls: sealed before the next session opened." in told
    assert "Nothing has been sealed forward" not in told
    assert "Back-filled calls" not in told


def test_a_record_without_calls_says_how_to_begin_one() -> None:
    for context in (made_context(record=book_of(fake_desk())), made_context()):
        text = answered(["how good have your calls been?"], context).text
        assert "`record seal`" in text
        assert "`analyze --seal`" in text
        assert "%" not in text


@pytest.mark.data
def test_the_forward_book_is_said_first_and_back_filled_calls_apart(data_dir: Path) -> None:
    text = answered(["how good have your calls been?"], sealed(data_dir, SEALED[0])).text
    assert text.split("\n\n")[1] == "**Nothing has been sealed forward yet, so there is no forward record.**"
    assert text.index("Nothing has been sealed forward") < text.index("**Back-filled calls")
    assert "never added up" in text
    assert text.count("too few independent cases for a Brier score") == 1
    assert text.count("against the call ") <= 4


@pytest.mark.parametrize(
    ("text", "sessions"),
    [
        ("what is the probability that IWM rises in 10 days?", 10),
        ("hit rate of bullish composites over 21 sessions", 21),
        ("how likely is a bounce next week?", 5),
        ("what happens over the next week", 5),
        ("odds that IWM falls over the next month", 21),
        ("21-session hit rate of flight", 21),
        ("how often is it higher a quarter later", 63),
        ("how often was it higher a quarter after the trend was bearish", 63),
        ("is it up two weeks later", 10),
        ("will it fall tomorrow", 1),
        ("how often was it higher after the trend was bearish?", None),
        ("after it fell over the last 10 sessions", None),
        ("above the 50-day average", None),
    ],
)
def test_the_horizon_is_heard(text: str, sessions: int | None) -> None:
    assert horizon_in(text) == sessions


@pytest.mark.data
@pytest.mark.parametrize(
    ("ahead", "sessions"),
    [
        ("", 10),
        (" a week later", 5),
        (" over the next month", 21),
        (" in a quarter", 63),
        (" in 20 days", 21),
    ],
)
def test_the_answer_leads_with_the_horizon_asked_for(data_dir: Path, ahead: str, sessions: int) -> None:
    answer = _real(data_dir, f"how often was IWM higher after a bearish trend{ahead}?")
    report = answer.grounds[0].result
    assert isinstance(report, EvidenceReport)
    (study,) = report.states
    lead = next(one for one in study.studies if getattr(one.horizon, "value", 0) == sessions)
    bold = next(line for line in answer.text.split("\n") if line.startswith("**After "))
    assert bold == f"**{lead.said}**"
    assert ("is not studied; the nearest that is" in answer.text) == ("20 days" in ahead)
    assert answer.text.count("after trend bearish: lower in") == len(study.studies) - 1
    assert "Counted is the share that was lower; the rest were higher or unchanged." in answer.text
    order = [answer.text.index(part) for part in (bold, "It is no forecast", str(report.tried.said))]
    assert order == sorted(order)


@pytest.mark.data
def test_odds_without_a_state_are_those_of_the_rating_in_force_and_called_history(data_dir: Path) -> None:
    answer = answered(["what is the probability that IWM rises in 10 days?"], real_context(data_dir, RIGHT))
    report = answer.grounds[0].result
    assert isinstance(report, EvidenceReport)
    (study,) = report.states
    assert isinstance(study.holds, Fact)
    assert study.holds.value is True
    assert study.family == "composite"
    assert ("Counted is the share that was lower" in answer.text) == (study.side == "fall")
    assert "This is what followed in the past. It is no forecast of what comes." in answer.text


@pytest.mark.data
def test_a_forecast_is_refused_and_the_history_of_the_rating_given(data_dir: Path) -> None:
    text = _real(data_dir, "will IWM rise over the next month?").text
    assert text.index("**No forecast: ") < text.index("**What followed such a rating before.**")
    assert " 21 sessions later in " in text
    assert "It is no forecast of what comes." in text


@pytest.mark.data
def test_several_states_are_answered_each_and_the_counting_said_once(data_dir: Path) -> None:
    text = _real(data_dir, "how often did IWM rise after weak momentum and credit stress?").text
    assert "**After momentum weak " in text
    assert "**After credit stressed " in text
    assert text.count("Comparisons made: ") == 1


@pytest.mark.data
@pytest.mark.parametrize("question", ["does RSI oversold lead to higher prices?", "volume spike odds?"])
def test_what_is_not_studied_is_said_with_what_is(data_dir: Path, question: str) -> None:
    text = _real(data_dir, question).text
    assert "is studied. Studied are: composite strong bullish" in text
    assert "%" not in text


@pytest.mark.data
def test_a_claim_is_answered_with_its_verdict_first(data_dir: Path) -> None:
    text = _real(data_dir, "do setups in large-cap flight really fail 2.1x as often?").text
    body = [line for line in text.split("\n") if line and not line.startswith("*B")]
    assert body[1] == "**Set-ups fail more in flight: not supported.**"
    assert "Claimed: While large caps are fled to" in text
    listed = _real(data_dir, "check the seed claims").text
    assert "**Of the claims, supported: " in listed
    assert "was tested" in _real(data_dir, "is it true that IWM rises on Mondays?").text


def _real(folder: Path, question: str) -> Answered:
    return answered([question], real_context(folder, date(2024, 3, 8)))
