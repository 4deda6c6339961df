"""Dates in words: always a session, never one after the session that is looked from."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desk.desks import CALENDAR
from tools.errors import BadRequest
from tools.functions.day_words import day_of

FRIDAY = date(2025, 9, 26)

newest_sessions = st.dates(date(1995, 1, 3), date(2027, 6, 30)).map(CALENDAR.at_or_before)
counts = st.sampled_from(["a", "an", "one", "two", "seven", "1", "3", "20", "400", "9999"])
units = st.sampled_from(
    ["session", "sessions", "day", "days", "trading days", "week", "weeks", "months", "quarter", "years"]
)
months = st.sampled_from(["January", "feb", "March", "sept", "Dec", "may"])
years = st.sampled_from(["", " 2007", " 2020", " 2025", " 2031", " 1950"])
parts = st.sampled_from(["", "end of ", "the end of ", "beginning of ", "start of "])
weekdays = st.sampled_from(["monday", "Tue", "wednesday", "Thurs", "Friday", "saturday", "Sunday"])
words = st.one_of(
    st.sampled_from(["latest", "today", "now", "yesterday", "the day before yesterday", "last session"]),
    st.dates(date(1960, 1, 1), date(2040, 1, 1)).map(date.isoformat),
    st.builds("{} {} ago".format, counts, units),
    st.builds("{}{}{}".format, parts, months, years),
    st.builds("{} {}{}".format, st.integers(0, 40), months, years),
    st.builds("{} {}{}".format, months, st.integers(0, 40), years),
    st.builds("{}{} {}".format, parts, st.sampled_from(["last", "this", "previous"]),
              st.sampled_from(["week", "month", "quarter", "year"])),
    st.builds("{}{}".format, st.sampled_from(["", "last ", "on ", "this "]), weekdays),
    st.text(max_size=40),
)  # fmt: skip


@given(said=words, newest=newest_sessions)
def test_any_words_give_a_session_not_after_the_newest_or_are_refused(said: str, newest: date) -> None:
    try:
        day = day_of(said, newest, CALENDAR)
    except BadRequest:
        return
    assert CALENDAR.is_session(day.session)
    assert day.session <= day.meant <= newest
    assert (day.notice is None) == (day.session == day.meant)


@pytest.mark.parametrize(
    ("said", "session"),
    [
        ("latest", "2025-09-26"),
        ("Today", "2025-09-26"),
        ("2025-05-15", "2025-05-15"),
        ("15 May 2025", "2025-05-15"),
        ("May 15, 2025", "2025-05-15"),
        ("15th of May 2025", "2025-05-15"),
        ("May 15", "2025-05-15"),
        ("15 December", "2024-12-13"),
        ("yesterday", "2025-09-25"),
        ("the day before yesterday", "2025-09-24"),
        ("last Friday", "2025-09-19"),
        ("Friday", "2025-09-26"),
        ("on Thursday", "2025-09-25"),
        ("3 sessions ago", "2025-09-23"),
        ("five trading days ago", "2025-09-19"),
        ("a week ago", "2025-09-19"),
        ("a month ago", "2025-08-26"),
        ("a year ago", "2024-09-26"),
        ("two quarters ago", "2025-03-26"),
        ("end of March 2020", "2020-03-31"),
        ("March 2020", "2020-03-31"),
        ("2020-03", "2020-03-31"),
        ("mid-March 2020", "2020-03-13"),
        ("the middle of April 2025", "2025-04-15"),
        ("start of March 2020", "2020-02-28"),
        ("last month", "2025-08-29"),
        ("this month", "2025-09-26"),
        ("last quarter", "2025-06-30"),
        ("end of last year", "2024-12-31"),
        ("beginning of this year", "2024-12-31"),
        ("2008", "2008-12-31"),
        ("last week", "2025-09-19"),
        ("2025-09-21", "2025-09-19"),
        ("4 July 2025", "2025-07-03"),
    ],
)
def test_words_mean_these_sessions(said: str, session: str) -> None:
    assert day_of(said, FRIDAY, CALENDAR).session.isoformat() == session


def test_a_closed_day_is_read_as_the_session_before_and_says_why() -> None:
    notice = day_of("4 July 2025", FRIDAY, CALENDAR).notice
    assert notice is not None
    assert "an exchange holiday" in notice.text
    assert "2025-07-03" in notice.text


@pytest.mark.parametrize("said", ["2025-09-27", "2026-01-05", "October 2025", "30 September 2025", "2031"])
def test_a_day_after_the_newest_session_is_refused(said: str) -> None:
    with pytest.raises(BadRequest, match="after 2025-09-26"):
        day_of(said, FRIDAY, CALENDAR)


@pytest.mark.parametrize("said", ["05/06/2025", "5.6.2025", "5/6", "2025/05/06"])
def test_an_ambiguous_date_is_refused(said: str) -> None:
    with pytest.raises(BadRequest, match="ambiguous"):
        day_of(said, FRIDAY, CALENDAR)


@pytest.mark.parametrize(
    "said", ["next Friday", "soon", "the crash", "", "2025-02-30", "31 June 2025", "a fortnight"]
)
def test_what_is_not_understood_is_refused_with_examples(said: str) -> None:
    with pytest.raises(BadRequest, match="end of March 2020"):
        day_of(said, FRIDAY, CALENDAR)


def test_words_count_from_the_newest_session_not_from_a_clock() -> None:
    for back in (0, 100, 1000):
        newest = CALENDAR.at_or_before(FRIDAY - timedelta(days=back))
        assert day_of("1 session ago", newest, CALENDAR).session < newest
