"""Scheduled events: dated and sourced, and "none" is never "not known"."""

from datetime import date

import pytest

from tests.builders import FakeEvents, fact
from tests.tools.functions.belts import EVENTS, made_context
from tools.calendar import KINDS
from tools.functions.belt import call
from tools.grounds import Grounds
from tools.types import Absent, Missing


def scheduled(kind: str, sessions: int = 21, date_: str = "latest", **parts: object) -> Grounds:
    return call("event_calendar", {"kind": kind, "date": date_, "sessions": sessions}, made_context(**parts))


def test_an_event_has_its_day_its_distance_its_time_and_its_source() -> None:
    grounds = scheduled("cpi")
    by_id = {one.id: one for one in grounds.facts}
    day, away = fact(by_id["calendar.cpi.20251015.day"]), fact(by_id["calendar.cpi.20251015.away"])
    assert (day.value, day.source, day.as_of) == (
        "2025-10-15",
        "Bureau of Labor Statistics",
        date(2025, 9, 26),
    )
    assert (away.number, away.label) == (13, "sessions to CPI release")
    assert "time of CPI release: 08:30 (source: Bureau of Labor Statistics)" in grounds.text
    assert "CPI release on 2025-10-15, 13 sessions ahead." in [str(one) for one in grounds.sentences]


def test_none_in_the_sessions_asked_for_is_said_with_the_next_one_and_the_last() -> None:
    text = scheduled("fomc", sessions=5).text
    assert "No FOMC decision is scheduled in the next 5 sessions." in text
    assert "next after that: FOMC decision: 2025-10-29; sessions to FOMC decision: 23 sessions" in text
    assert "last before: FOMC decision: 2025-09-17; sessions since FOMC decision: 7 sessions" in text


def test_a_window_has_its_last_day() -> None:
    assert (
        "earnings season: 2025-10-13; last day of earnings season: 2025-11-07"
        in scheduled("earnings_season").text
    )


def test_dates_that_are_not_on_file_are_not_known_rather_than_none() -> None:
    class Gap(FakeEvents):
        def gap(self, kind: str, start: date, end: date) -> Absent | None:
            del start, end
            return Absent("dates are on file only to 2025-09-30") if kind == "pce" else None

    grounds = scheduled("pce", events=Gap())
    assert "PCE release dates: not known (dates are on file only to 2025-09-30)" in grounds.text
    assert "No PCE release" not in grounds.text
    assert [one.id for one in grounds.facts if isinstance(one, Missing)] == ["calendar.pce.dates"]


def test_all_asks_for_every_kind() -> None:
    text = scheduled("all").text
    for name in KINDS.values():
        assert name in text


@pytest.mark.parametrize("words", ["2025-09-17", "a month ago"])
def test_the_calendar_can_be_read_as_of_an_earlier_session(words: str) -> None:
    grounds = scheduled("fomc", date_=words)
    assert grounds.session is not None
    assert all(fact(one).as_of == grounds.session for one in grounds.facts)


def test_the_events_of_the_tests_are_of_known_kinds() -> None:
    assert {event.kind for event in EVENTS.events} <= set(KINDS)
