"""The calendar of the checks against an independent one, and the days a document can mean."""

from datetime import date, timedelta

import exchange_calendars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.claims.checks.holidays import closed_because, holidays, is_session
from knowledge.claims.checks.moments import moments
from tests.knowledge.claims.checks.calendar_days import Table
from tests.knowledge.claims.checks.written import Days, found, rules

CLOSED_FOR_OTHER_REASONS = {
    date(2004, 6, 11), date(2007, 1, 2), date(2012, 10, 29), date(2012, 10, 30), date(2018, 12, 5),
    date(2025, 1, 9),
}  # fmt: skip
"""Days of mourning and a hurricane: no rule gives them."""


def test_the_holiday_rules_agree_with_the_exchange_calendar() -> None:
    calendar = exchange_calendars.get_calendar("XNYS", start="2003-01-02", end="2026-12-31")
    sessions = {stamp.date() for stamp in calendar.sessions}
    day = date(2003, 1, 2)
    while day <= date(2026, 12, 31):
        assert is_session(day, None) == (day in sessions or day in CLOSED_FOR_OTHER_REASONS), day
        day += timedelta(days=1)


def test_a_given_calendar_decides_before_the_rules() -> None:
    mourning = date(2025, 1, 9)
    table = Days({}, first=date(2025, 1, 1), last=date(2025, 12, 31), closed=[mourning])
    assert closed_because(mourning, None) is None
    assert closed_because(mourning, table) == "no session of the exchange"


def test_independence_day_on_a_saturday_is_kept_on_friday() -> None:
    assert holidays(2026)[date(2026, 7, 3)] == "Independence Day"


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_way_to_write_a_day_is_read_as_that_day(day: date) -> None:
    for text in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}", f"{day:%Y-%m-%d}"):
        (moment,) = moments(text)
        assert moment.stretches(None) == [(day, day)]


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.integers(1, 6))
def test_a_wrong_weekday_is_always_found(day: date, off: int) -> None:
    other = day + timedelta(days=off)
    assert rules(found(f"The report is due on {day:%A}, {day:%B} {day.day}, {day.year}.")) == []
    assert rules(found(f"The report is due on {other:%A}, {day:%B} {day.day}, {day.year}.")) == ["weekday"]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("early June 2026", True),
        ("mid-June 2026", False),
        ("late June 2026", True),
        ("June 2026", False),
        ("May 2026", True),
        ("June 16, 2026", False),
        ("June 17, 2026", False),
        ("June 18, 2026", True),
        ("late April 2027", False),
    ],
)
def test_a_meeting_is_wrong_only_where_the_table_covers_the_time(words: str, *, wrong: bool) -> None:
    """The decision is on 17 June 2026; 2027 is not in the table, so nothing is said of it."""
    assert (rules(found(f"Watch the FOMC meeting in {words}.", events=Table())) == ["event_day"]) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The annual Russell reconstitution in August 2025.", True),
        ("The annual Russell reconstitution in June 2025.", False),
        ("The Russell reconstitution in November 2026.", False),
        ("The Russell reconstitution in November 2024.", True),
        ("The Russell reconstitution on June 28, 2024.", False),
        ("The Russell reconstitution on June 21, 2024.", True),
        ("Preliminary Russell reconstitution lists come in May 2026.", False),
    ],
)
def test_the_reconstitution_follows_from_its_rule_alone(text: str, *, wrong: bool) -> None:
    assert bool(rules(found(text))) == wrong


def test_data_cannot_come_before_their_period_is_over() -> None:
    table = "| Date | Event |\n|---|---|\n| Mid-June 2026 | CPI ({} data) |"
    assert rules(found(table.format("May"), events=Table())) == []
    assert rules(found(table.format("June"), events=Table())) == ["event_too_early"]
