"""The macro calendar overlay: multiples against a plain loop, and what a card says."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.calendar import Event
from tools.facts import FactSheet
from tools.overlays.calendar_window import (
    CalendarWindow,
    calendar_window,
    multiples_on,
    threshold_multiples,
)
from tools.profile import CalendarProfile
from tools.types import Absent, Fact

PROFILE = CalendarProfile(enabled=True, kinds=["fomc"], before=2, after=3, tighter=1.25, looser=0.9)
SESSIONS = pd.bdate_range("2026-06-01", "2026-07-31").difference(
    pd.DatetimeIndex(["2026-06-19", "2026-07-03"])
)
FOMC = Event("fomc", date(2026, 6, 17), "FOMC decision", "Federal Reserve Board", "14:00")
CPI = Event("cpi", date(2026, 6, 10), "CPI release", "Bureau of Labor Statistics", "08:30")


def by_loop(
    sessions: Sequence[date],
    events: Sequence[date],
    before: int,
    after: int,
    tighter: float,
    looser: float,
) -> list[float]:
    """The rule told session by session."""
    told = []
    for here in range(len(sessions)):
        tight = loose = False
        for event in events:
            if not sessions[0] <= event <= sessions[-1]:
                continue
            place = next(k for k, session in enumerate(sessions) if session >= event)
            tight = tight or 0 <= place - here <= before
            loose = loose or 1 <= here - place <= after
        told.append(tighter if tight else looser if loose else 1.0)
    return told


start = date(2026, 1, 1)
day = st.integers(0, 120).map(lambda n: start + timedelta(days=n))


@given(
    sessions=st.lists(day, min_size=1, max_size=60, unique=True).map(sorted),
    events=st.lists(day, max_size=8),
    before=st.integers(0, 5),
    after=st.integers(0, 5),
)
def test_multiples_equal_a_plain_loop(
    sessions: list[date], events: list[date], before: int, after: int
) -> None:
    """On any calendar with gaps, for events in any order, repeated, or on days without a session."""
    got = threshold_multiples(
        pd.DatetimeIndex(sessions), events, before=before, after=after, tighter=1.25, looser=0.9
    )
    assert got.tolist() == by_loop(sessions, events, before, after, 1.25, 0.9)


@given(events=st.lists(day, max_size=8), cut=st.integers(10, 80))
def test_sessions_further_off_change_nothing_up_to_before_sessions_from_the_end(
    events: list[date], cut: int
) -> None:
    """A multiple needs the calendar two sessions ahead and no more; prices are not read at all."""
    sessions = pd.bdate_range("2026-01-01", periods=86)
    whole = threshold_multiples(sessions, events)
    part = threshold_multiples(sessions[:cut], events)
    assert part[: cut - 2].tolist() == whole[: cut - 2].tolist()


def test_one_event_tightens_three_sessions_and_loosens_three() -> None:
    got = pd.Series(threshold_multiples(SESSIONS, [FOMC.day]), SESSIONS)
    assert got[got == 1.25].index.strftime("%m-%d").tolist() == ["06-15", "06-16", "06-17"]
    assert got[got == 0.9].index.strftime("%m-%d").tolist() == ["06-18", "06-22", "06-23"], "holiday skipped"


def test_tighter_wins_where_windows_overlap() -> None:
    got = pd.Series(threshold_multiples(SESSIONS, [date(2026, 6, 8), date(2026, 6, 10)]), SESSIONS)
    assert got["2026-06-09"] == 1.25


def test_an_event_on_a_holiday_counts_at_the_next_session() -> None:
    on_holiday = threshold_multiples(SESSIONS, [date(2026, 6, 19)])
    on_monday = threshold_multiples(SESSIONS, [date(2026, 6, 22)])
    assert on_holiday.tolist() == on_monday.tolist()


def test_events_outside_the_sessions_given_are_not_counted() -> None:
    assert (threshold_multiples(SESSIONS, [date(2026, 5, 29), date(2026, 8, 3)]) == 1).all()
    assert threshold_multiples(SESSIONS[:0], [FOMC.day]).tolist() == []


def test_bars_on_no_session_take_the_next_ones_multiple() -> None:
    multiples = threshold_multiples(SESSIONS, [date(2026, 6, 22)])
    index = pd.DatetimeIndex(["2026-06-18", "2026-06-19", "2026-06-22", "2026-06-23", "2026-08-03"])
    assert multiples_on(index, SESSIONS, multiples).tolist() == [1.25, 1.25, 1.25, 0.9, 1.0]


def window(day: date, events: Sequence[Event] = (FOMC, CPI), **more: object) -> CalendarWindow:
    sheet = FactSheet("IWM", day, "NYSE trading calendar")
    upcoming = {
        event.kind: event if event.day > day else Absent("dates are on file only to 2026-06-30")
        for event in events
    }
    return calendar_window(sheet, day, SESSIONS, events, upcoming, PROFILE, **more)


def number(reading: object) -> float:
    assert isinstance(reading, Fact)
    return reading.number


def test_before_a_decision_the_card_tightens_and_names_it_with_its_source() -> None:
    got = window(date(2026, 6, 16))
    assert got.tightening
    assert number(got.multiple) == 1.25
    assert isinstance(got.multiple, Fact)
    assert got.multiple.id == "iwm.calendar.multiple"
    (near,) = got.in_force
    assert (near.event, number(near.away), near.past) == (FOMC, 1, False)
    assert near.day.value == "2026-06-17"
    assert near.day.source == near.away.source == "Federal Reserve Board"
    assert str(got.rationale) == "Thresholds tighten, x 1.25: FOMC decision on 2026-06-17 (1 session ahead)."


def test_after_a_decision_the_card_loosens() -> None:
    got = window(date(2026, 6, 22))
    assert not got.tightening
    assert number(got.multiple) == 0.9
    (near,) = got.in_force
    assert (number(near.away), near.past) == (2, True)
    assert "2 sessions ago" in str(got.rationale)


def test_only_the_events_that_decide_are_in_force() -> None:
    """Two sessions after the CPI and two before the decision: the decision decides."""
    cpi = Event("cpi", date(2026, 6, 11), "CPI release", "Bureau of Labor Statistics")
    got = window(date(2026, 6, 15), (FOMC, cpi))
    assert [near.event.kind for near in got.in_force] == ["fomc"]


def test_outside_any_window_the_next_event_is_named() -> None:
    got = window(date(2026, 6, 2))
    assert number(got.multiple) == 1.0
    assert got.in_force == ()
    assert [(near.event.kind, number(near.away)) for near in got.ahead] == [("cpi", 6), ("fomc", 11)]
    assert "next on file: CPI release on 2026-06-10 (6 sessions ahead)" in str(got.rationale)


def test_kinds_not_on_file_are_named_with_the_reason() -> None:
    got = window(date(2026, 6, 16), gaps={"pce": Absent("no dates are on file")})
    assert [(part.id, part.label, part.reason) for part in got.unknown] == [
        ("iwm.calendar.cpi", "CPI release", "dates are on file only to 2026-06-30"),
        ("iwm.calendar.pce", "PCE release", "no dates are on file"),
    ]


@given(at=st.integers(0, len(SESSIONS) - 1))
def test_the_card_and_the_history_agree_and_every_figure_is_a_fact(at: int) -> None:
    session = SESSIONS[at].date()
    got = window(session)
    history = threshold_multiples(SESSIONS, [FOMC.day, CPI.day])
    assert number(got.multiple) == history[at]
    assert got.tightening == (history[at] == 1.25)
    assert bool(got.in_force) == (history[at] != 1.0)
    facts = [got.multiple, *(part for near in (*got.in_force, *got.ahead) for part in (near.day, near.away))]
    quoted = {fact.id for fact in facts if isinstance(fact, Fact)}
    assert set(got.rationale.facts) <= quoted
    assert bool(re.search(r"\d", str(got.rationale))) == bool(got.rationale.facts)


def test_a_label_with_braces_is_only_text() -> None:
    odd = Event("fomc", FOMC.day, "decision {multiple}", "test")
    assert "decision {multiple} on" in str(window(date(2026, 6, 16), (odd,)).rationale)


def test_without_events_the_sentence_has_no_figures() -> None:
    got = window(date(2026, 6, 16), ())
    assert str(got.rationale) == "No event window is in force."
    assert np.isclose(number(got.multiple), 1.0)


def test_a_session_past_the_calendar_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="outside the sessions"):
        window(date(2026, 8, 3))
