"""What the corpus is told of event days: "none" and "not known" stay apart."""

from datetime import date

import pytest

from knowledge.ports import EventDays
from tools.market.events import EventTable
from tools.market.sessions import Sessions
from tools.report_events import ReportEvents

SESSIONS = Sessions(end=date(2028, 1, 31))


@pytest.fixture(scope="module")
def events() -> EventDays:
    return ReportEvents(EventTable.from_files(sessions=SESSIONS), SESSIONS)


def test_days_are_those_of_the_table(events: EventDays) -> None:
    assert events.days("fomc", date(2026, 3, 1), date(2026, 6, 30)) == (
        date(2026, 3, 18),
        date(2026, 4, 29),
        date(2026, 6, 17),
    )
    assert events.days("opex", date(2026, 6, 1), date(2026, 6, 30)) == (date(2026, 6, 18),)


def test_a_covered_stretch_without_an_event_has_none(events: EventDays) -> None:
    assert events.days("fomc", date(2026, 2, 1), date(2026, 2, 28)) == ()


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("fomc", date(1995, 1, 1), date(1995, 12, 31)),
        ("fomc", date(2026, 1, 1), date(2060, 12, 31)),
        ("reconstitution", date(2026, 1, 1), date(2026, 12, 31)),
        ("earnings call", date(2026, 1, 1), date(2026, 12, 31)),
        ("fomc", date(2026, 12, 31), date(2026, 1, 1)),
    ],
    ids=["before the table", "after it", "in part", "no such kind", "ends before it begins"],
)
def test_what_the_table_does_not_cover_is_not_known(
    events: EventDays, kind: str, first: date, last: date
) -> None:
    assert events.days(kind, first, last) is None


def test_sessions_are_the_exchanges_and_past_its_calendar_not_known(events: EventDays) -> None:
    assert events.is_session(date(2026, 5, 15)) is True
    assert events.is_session(date(2026, 5, 17)) is False
    assert events.is_session(date(1980, 1, 2)) is None
    assert events.is_session(date(2050, 1, 3)) is None
