"""A history is the card of every session, read from one set of columns."""

import itertools
from datetime import date
from pathlib import Path

import pytest

from tests.tools.desk.desks import LAST, SESSIONS, answer, fake_desk, made, real_desk
from tests.tools.made_bars import fact, is_sound
from tools.desk import Desk
from tools.desk.history import History
from tools.desk.reading_columns import READINGS
from tools.errors import BadRequest
from tools.functions.stack_text import state_facts
from tools.results import Analysis, facts_of, to_json
from tools.types import Fact, Missing, Reading, Unit

DESK = fake_desk()
NUMERIC = ("composite points", "momentum score", "close", "rsi", "roc 21", "breadth short", "macd histogram")
STATES = ("rating", "trend state", "momentum state", "breadth state", "relative strength state", "rotation")


def on_card(card: Analysis) -> dict[str, Reading]:
    return {one.id: one for one in (*facts_of(card), *state_facts(card))}


def same(point: Reading, shown: Reading) -> None:
    """Value, unit, day, label and id; a missing one is missing in both."""
    assert point.id == shown.id
    if isinstance(shown, Missing):
        assert isinstance(point, Missing)
        return
    assert isinstance(point, Fact)
    assert (point.label, point.value, point.unit, point.as_of) == (
        shown.label, shown.value, shown.unit, shown.as_of,
    )  # fmt: skip


@pytest.mark.parametrize("reading", READINGS)
def test_every_point_is_the_cards_own_figure_of_that_session(reading: str) -> None:
    """Read again as each of those sessions saw it, bit for bit."""
    history = DESK.history("IWM", reading, sessions=60)
    for place in (0, 17, 41, 59):
        point = history.points[place]
        shown = on_card(DESK.analyze("IWM", point.session)).get(point.reading.id)
        if shown is None:
            # only in the default profile's periods, or on no card
            assert reading in {"roc 10", "roc 21"}, reading
            continue
        same(point.reading, shown)


@pytest.mark.data
@pytest.mark.parametrize("session", [LAST, date(2020, 3, 23), date(2024, 3, 8)])
@pytest.mark.parametrize("symbol", ["IWM", "SPY", "^VIX"])
def test_on_real_bars_the_last_point_of_every_reading_is_the_cards(
    data_dir: Path, symbol: str, session: date
) -> None:
    card = answer(data_dir, "analyze", symbol, session)
    assert isinstance(card, Analysis)
    shown = on_card(card)
    desk = real_desk(data_dir)
    compared = 0
    for reading in READINGS:
        history = desk.history(symbol, reading, session, sessions=21)
        assert history.header.digest == card.header.digest
        last = history.points[-1].reading
        if last.id in shown:
            same(last, shown[last.id])
            compared += 1
    assert compared >= len(READINGS) - 2


@pytest.mark.parametrize("reading", NUMERIC)
def test_extremes_and_change_are_of_the_points(reading: str) -> None:
    history = DESK.history("IWM", reading, sessions=90)
    points = [fact(point.reading) for point in history.points]
    numbers = [one.number for one in points]
    assert fact(history.low).number == min(numbers)
    assert fact(history.high).number == max(numbers)
    assert fact(history.low_on).value == fact(history.low).as_of.isoformat()
    assert (
        fact(history.high).number
        == next(one for one in points if one.as_of == fact(history.high).as_of).number
    )
    assert fact(history.change).number == numbers[-1] - numbers[0]
    assert fact(history.span).number == len(points) == 90


def test_a_change_of_per_cent_is_in_points() -> None:
    assert fact(DESK.history("IWM", "breadth short", sessions=5).change).unit is Unit.POINTS
    assert fact(DESK.history("IWM", "close", sessions=5).change).unit is Unit.USD


@pytest.mark.parametrize("reading", STATES)
def test_the_run_of_a_state_is_counted_as_a_person_would(reading: str) -> None:
    history = DESK.history("IWM", reading, sessions=200)
    words = [point.reading.value if isinstance(point.reading, Fact) else None for point in history.points]
    run = next((back for back, word in enumerate(reversed(words)) if word != words[-1]), None)
    assert run is not None, "the made bars change their state within the span"
    assert fact(history.since_change).number == run
    assert fact(history.before).value == words[-1 - run]
    changes = sum(first != second for first, second in itertools.pairwise(words))
    assert fact(history.changes).number == changes
    assert isinstance(history.low, Missing)
    assert isinstance(history.change, Missing)


def test_the_run_does_not_depend_on_the_span() -> None:
    runs = {fact(DESK.history("IWM", "trend state", sessions=n).since_change).number for n in (2, 21, 252)}
    assert len(runs) == 1


def test_a_score_counts_the_run_of_its_state() -> None:
    score, state = (DESK.history("IWM", f"trend {what}", sessions=60) for what in ("score", "state"))
    assert fact(score.since_change).number == fact(state.since_change).number
    assert isinstance(DESK.history("IWM", "close", sessions=60).since_change, Missing)


def test_a_shorter_span_is_the_end_of_a_longer_one() -> None:
    whole = DESK.history("IWM", "rsi", sessions=120).points
    for sessions in (2, 21, 119):
        assert DESK.history("IWM", "rsi", sessions=sessions).points == whole[-sessions:]


def test_a_history_ends_at_the_session_asked_for() -> None:
    history = DESK.history("$iwm", "Trend-Score", date(2025, 5, 17), sessions=5)
    assert [point.session.isoformat() for point in history.points] == [
        "2025-05-12", "2025-05-13", "2025-05-14", "2025-05-15", "2025-05-16",
    ]  # fmt: skip
    assert "a Saturday" in history.header.notices[0].text
    assert all(point.session == fact(point.reading).as_of for point in history.points)


def test_what_is_not_known_at_a_session_is_missing_there_with_its_reason() -> None:
    short = fake_desk(IWM=made("IWM", 5, rows=70))
    history = short.history("IWM", "trend score", SESSIONS[69].date(), sessions=252)
    assert len(history.points) == fact(history.span).number == 70
    first, last = history.points[0].reading, history.points[-1].reading
    assert isinstance(first, Missing)
    assert "63" in first.reason
    assert isinstance(last, Fact)
    assert isinstance(history.change, Missing)
    assert history.change.reason == first.reason


def test_a_layer_that_abstains_throughout_has_a_history_of_reasons() -> None:
    for reading in (
        "breadth score",
        "breadth state",
        "breadth short",
        "relative strength score",
        "price ratio",
    ):
        history = DESK.history("SPY", reading, sessions=5)
        assert all(isinstance(point.reading, Missing) for point in history.points)
        for part in (history.low, history.high, history.change, history.since_change, history.before):
            assert isinstance(part, Missing), (reading, part)


def test_breadth_before_its_list_says_that_it_is_biased() -> None:
    history = DESK.history("IWM", "breadth short", sessions=5)
    assert all("survivorship" not in " ".join(fact(point.reading).notes) for point in history.points)
    late = Desk(DESK.market, DESK.calendar, DESK.events, DESK._clock)
    panel = late.market.panels.panel("russell2000", LAST)
    listed = date(2025, 9, 24)
    later = type(panel)(
        **{name: getattr(panel, name) for name in panel.__dataclass_fields__}
        | {"membership": type(panel.membership)("russell2000", listed, panel.membership.symbols, {}, "later")}
    )
    late.market.panels.only = later  # type: ignore[attr-defined]
    try:
        notes = [
            fact(point.reading).notes for point in late.history("IWM", "breadth short", sessions=5).points
        ]
    finally:
        late.market.panels.only = panel  # type: ignore[attr-defined]
    assert ["survivorship" in " ".join(note) for note in notes] == [True, True, False, False, False]


@pytest.mark.parametrize("wrong", ["", "price", "rsi14", "trend", "composite; drop"])
def test_an_unknown_reading_is_refused_with_those_there_are(wrong: str) -> None:
    with pytest.raises(BadRequest, match=r"no reading with a history; there are composite score, .*rotation"):
        DESK.history("IWM", wrong, sessions=5)


@pytest.mark.parametrize("sessions", [-1, 0, 1, 253])
def test_a_span_is_two_sessions_to_a_year(sessions: int) -> None:
    with pytest.raises(BadRequest, match="allowed are 2 to 252"):
        DESK.history("IWM", "close", sessions=sessions)


def test_a_history_is_whole_in_json_and_every_fact_of_it_sound() -> None:
    history = DESK.history("IWM", "composite score", sessions=30)
    assert isinstance(history, History)
    assert all(is_sound(one) for one in facts_of(history))
    assert '"kind": "history"' in to_json(history)  # type: ignore[arg-type]
