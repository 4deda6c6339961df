"""Moments of posts follow the exchange: early closes, holidays, and the clocks of every zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.schedules import FARTHEST, GRACE, described, due, moment, next_moment, parse_at
from bot.community.values import At, Schedule
from tests.bot.store.community import schedule
from tools.errors import BadRequest
from tools.market.sessions import Sessions

CALENDAR = Sessions(end=date(2027, 12, 31))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
AT_OPEN, AT_CLOSE = At("open", -30), At("close", 20)


def utc(text: str) -> datetime:
    """A moment, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def made(at: At, made_at: datetime = LONG_AGO) -> Schedule:
    """A schedule at a time."""
    return schedule(at=at, made_at=made_at)


@pytest.mark.parametrize(
    ("at", "session", "when"),
    [
        (AT_OPEN, date(2026, 11, 20), "2026-11-20 14:00"),
        (AT_OPEN, date(2026, 7, 1), "2026-07-01 13:00"),
        (AT_CLOSE, date(2026, 11, 20), "2026-11-20 21:20"),
        # a short day, and one in summer
        (AT_CLOSE, date(2026, 11, 27), "2026-11-27 18:20"),
        (AT_CLOSE, date(2026, 7, 1), "2026-07-01 20:20"),
        (At("clock", 510), date(2026, 11, 20), "2026-11-20 13:30"),
        (At("clock", 510), date(2026, 7, 1), "2026-07-01 12:30"),
        # the weeks in which Europe has changed its clocks and New York has not
        (At("clock", 510, "Europe/Vienna"), date(2026, 3, 27), "2026-03-27 07:30"),
        (At("clock", 510, "Europe/Vienna"), date(2026, 3, 30), "2026-03-30 06:30"),
        (At("clock", 510, "Asia/Tokyo"), date(2026, 11, 20), "2026-11-19 23:30"),
    ],
)
def test_moments(at: At, session: date, when: str) -> None:
    assert moment(made(at), session, CALENDAR) == utc(when)


def test_what_is_due_is_the_newest_session_and_says_what_it_is_about() -> None:
    brief, debrief = made(AT_OPEN), made(AT_CLOSE)
    found = due(brief, CALENDAR, utc("2026-11-20 14:00"))
    assert found is not None
    assert (found.session, found.subject) == (date(2026, 11, 20), date(2026, 11, 19))
    assert (found.moment, found.late) == (utc("2026-11-20 14:00"), utc("2026-11-20 16:00"))
    found = due(debrief, CALENDAR, utc("2026-11-27 18:20"))
    assert found is not None
    assert (found.session, found.subject) == (date(2026, 11, 27), date(2026, 11, 27))
    early = due(debrief, CALENDAR, utc("2026-11-27 18:19"))
    assert early is not None
    assert early.session == date(2026, 11, 25)
    assert early.late < utc("2026-11-27 18:19")


def test_over_a_weekend_and_a_holiday_nothing_new_is_due() -> None:
    for now in ("2026-11-21 14:00", "2026-11-22 14:00", "2026-11-23 13:59"):
        found = due(made(AT_OPEN), CALENDAR, utc(now))
        assert found is not None
        assert found.session == date(2026, 11, 20)
    assert next_moment(made(AT_OPEN), CALENDAR, utc("2026-11-25 14:00")) == utc("2026-11-27 14:00")


def test_nothing_is_due_that_was_due_before_the_schedule_was_made() -> None:
    just_after = made(AT_OPEN, utc("2026-11-20 14:01"))
    assert due(just_after, CALENDAR, utc("2026-11-20 15:00")) is None
    assert next_moment(just_after, CALENDAR, utc("2026-11-20 15:00")) == utc("2026-11-23 14:00")


ATS = st.one_of(
    st.builds(At, st.sampled_from(["open", "close"]), st.integers(-FARTHEST, FARTHEST)),
    st.builds(
        At,
        st.just("clock"),
        st.integers(0, 1439),
        st.sampled_from(["UTC", "Asia/Tokyo", "Pacific/Kiritimati", "America/New_York"]),
    ),
)
MOMENTS = st.datetimes(
    min_value=datetime(2021, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2027, 6, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(ATS, MOMENTS)
def test_what_is_due_has_passed_and_what_is_next_has_not(at: At, now: datetime) -> None:
    one = made(at)
    found, following = due(one, CALENDAR, now), next_moment(one, CALENDAR, now)
    assert found is not None
    assert found.moment <= now < following
    assert found.moment == moment(one, found.session, CALENDAR)
    assert CALENDAR.is_session(found.session)
    assert found.late - found.moment == GRACE
    assert CALENDAR.close_time(found.subject) <= found.moment
    assert due(one, CALENDAR, following) != found
    assert next_moment(one, CALENDAR, found.moment - timedelta(seconds=1)) == found.moment


@pytest.mark.parametrize(
    ("typed", "at", "words"),
    [
        ("30 min before open", At("open", -30), "30 minutes before the open"),
        ("close+20", At("close", 20), "20 minutes after the close"),
        ("close + 1 h", At("close", 60), "60 minutes after the close"),
        ("1 minute after the Close", At("close", 1), "1 minute after the close"),
        ("open-0", At("open", 0), "at the open"),
        ("at the close", At("close", 0), "at the close"),
        ("  CLOSE ", At("close", 0), "at the close"),
        ("12 hours before open", At("open", -720), "720 minutes before the open"),
        ("08:30", At("clock", 510, "Europe/Vienna"), "at 08:30 Europe/Vienna"),
        ("8:05", At("clock", 485, "Europe/Vienna"), "at 08:05 Europe/Vienna"),
    ],
)
def test_times_are_read_as_typed_and_said_in_words(typed: str, at: At, words: str) -> None:
    assert parse_at(typed, "Europe/Vienna") == at
    assert described(at) == words


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "noon",
        "25:00",
        "08:60",
        "8",
        "open+721",
        "13 h after close",
        "30 open",
        "before open",
        "½h before open",
    ],
)
def test_what_is_no_time_is_refused_and_the_text_says_what_is(typed: str) -> None:
    with pytest.raises(BadRequest, match=r'such as "08:30".*"close\+20"'):
        parse_at(typed, "UTC")


@given(ATS.filter(lambda at: at.anchor != "clock"))
def test_what_is_said_in_words_can_be_typed(at: At) -> None:
    assert parse_at(described(at), "UTC") == at


def test_a_time_that_the_clocks_leave_out_is_a_moment_all_the_same() -> None:
    at = moment(made(At("clock", 150, "Europe/Vienna")), date(2026, 3, 29), CALENDAR)
    assert at.astimezone(ZoneInfo("Europe/Vienna")).hour == 3
