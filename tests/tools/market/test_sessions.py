"""The exchange calendar against days that everybody can check."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import BadRequest
from tools.market.sessions import Sessions

END = date(2028, 1, 31)


@pytest.fixture(scope="module")
def sessions() -> Sessions:
    return Sessions(end=END)


@pytest.mark.parametrize(
    "day",
    [
        "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14",
        "2012-10-29", "2012-10-30",
        "2018-12-05", "2025-01-09",
        "2000-04-21", "2024-03-29", "2026-04-03",
        "2022-06-20", "2023-06-19", "2026-06-19",
        "2026-07-03", "2026-11-26", "2026-12-25",
    ],
)  # fmt: skip
def test_known_closures_are_no_sessions(sessions: Sessions, day: str) -> None:
    """The attacks of 2001, Sandy, days of mourning, Good Fridays, Juneteenth from 2022, holidays of 2026."""
    assert not sessions.is_session(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2001-09-10", "2001-09-17", "2012-10-31", "2020-06-19", "2021-06-18"])
def test_days_beside_closures_are_sessions(sessions: Sessions, day: str) -> None:
    """Juneteenth was a trading day before 2022."""
    assert sessions.is_session(date.fromisoformat(day))


def test_2026_has_two_early_closes(sessions: Sessions) -> None:
    days = sessions.early_closes(date(2026, 1, 1), date(2026, 12, 31))
    assert days == (date(2026, 11, 27), date(2026, 12, 24))
    assert sessions.close_time(days[0]) == datetime(2026, 11, 27, 18, tzinfo=UTC)


def test_the_close_moves_in_utc_with_daylight_saving(sessions: Sessions) -> None:
    assert sessions.close_time(date(2026, 3, 6)) == datetime(2026, 3, 6, 21, tzinfo=UTC)
    assert sessions.close_time(date(2026, 3, 9)) == datetime(2026, 3, 9, 20, tzinfo=UTC)
    assert sessions.open_time(date(2026, 3, 9)) == datetime(2026, 3, 9, 13, 30, tzinfo=UTC)
    assert sessions.close_time(date(2026, 3, 9)).tzinfo is UTC


def test_a_session_is_completed_at_its_close_and_not_a_second_before(sessions: Sessions) -> None:
    close = sessions.close_time(date(2026, 11, 27))
    assert sessions.last_completed(close) == date(2026, 11, 27)
    assert sessions.last_completed(close - timedelta(seconds=1)) == date(2026, 11, 25)
    assert sessions.last_completed(close + timedelta(days=2)) == date(2026, 11, 27)


def test_any_zone_of_now_gives_the_same_session(sessions: Sessions) -> None:
    moment = datetime(2026, 5, 15, 20, 30, tzinfo=UTC)
    for zone in (ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York"), timezone(timedelta(hours=-9))):
        assert sessions.last_completed(moment.astimezone(zone)) == date(2026, 5, 15)


def test_now_without_a_zone_is_refused(sessions: Sessions) -> None:
    with pytest.raises(ValueError, match="time zone"):
        sessions.last_completed(datetime(2026, 5, 15, 20))  # noqa: DTZ001 - the claim


def test_days_before_the_calendar_name_its_first_session(sessions: Sessions) -> None:
    with pytest.raises(BadRequest, match="1990-01-02"):
        sessions.at_or_before(date(1987, 10, 19))
    with pytest.raises(BadRequest, match="1990-01-02"):
        sessions.at_or_before(date(1990, 1, 1))


def test_days_past_the_calendar_name_its_last_session(sessions: Sessions) -> None:
    for ask in (sessions.is_session, sessions.next, sessions.at_or_before):
        with pytest.raises(BadRequest, match="2028-01-31"):
            ask(date(2028, 2, 1))
    with pytest.raises(BadRequest, match="2028-01-31"):
        sessions.next(END)
    with pytest.raises(BadRequest, match="2028-01-31"):
        sessions.last_completed(datetime(2030, 1, 1, tzinfo=UTC))


def test_why_closed_names_the_reason(sessions: Sessions) -> None:
    assert sessions.why_closed(date(2026, 5, 16)) == "a Saturday"
    assert sessions.why_closed(date(2026, 5, 17)) == "a Sunday"
    assert sessions.why_closed(date(2026, 4, 3)) == "an exchange holiday (Good Friday)"
    assert "Juneteenth" in sessions.why_closed(date(2026, 6, 19))
    assert sessions.why_closed(date(2012, 10, 29)) == "an unscheduled exchange closure"
    with pytest.raises(BadRequest, match="open on 2026-05-15"):
        sessions.why_closed(date(2026, 5, 15))


def test_times_of_a_closed_day_are_refused_with_the_reason(sessions: Sessions) -> None:
    with pytest.raises(BadRequest, match="2026-05-16 is no session: it is a Saturday"):
        sessions.close_time(date(2026, 5, 16))


def test_the_index_is_plain_naive_midnights_in_order(sessions: Sessions) -> None:
    index = sessions.index
    assert index.tz is None
    assert index.is_monotonic_increasing
    assert index.is_unique
    assert (index == index.normalize()).all()
    assert index[0] == pd.Timestamp("1990-01-02")


def test_between_is_inclusive_and_may_be_empty(sessions: Sessions) -> None:
    week = sessions.between(date(2026, 11, 23), date(2026, 11, 27))
    assert [day.day for day in week] == [23, 24, 25, 27]
    assert len(sessions.between(date(2026, 5, 16), date(2026, 5, 17))) == 0


days = st.dates(date(1990, 2, 1), date(2027, 12, 31))


@given(day=days, n=st.integers(1, 15))
def test_next_and_previous_are_inverse_on_sessions(day: date, n: int) -> None:
    session = SHARED.at_or_before(day)
    assert SHARED.previous(SHARED.next(session, n), n) == session
    assert SHARED.next(SHARED.previous(session, n), n) == session
    assert SHARED.count(session, SHARED.next(session, n)) == n


@given(a=days, b=days)
def test_count_agrees_with_the_sessions_between(a: date, b: date) -> None:
    """Sessions after the first up to and including the second; the other way round, negative."""
    first, last = sorted((a, b))
    inside = [day.date() for day in SHARED.between(first, last) if day.date() > first]
    assert SHARED.count(first, last) == len(inside)
    assert SHARED.count(last, first) == -len(inside)


@given(day=days)
def test_at_or_before_is_the_day_itself_only_on_a_session(day: date) -> None:
    session = SHARED.at_or_before(day)
    assert (session == day) == SHARED.is_session(day)
    assert SHARED.next(day) > day
    assert SHARED.previous(day) < day


SHARED = Sessions(end=END)


@pytest.mark.data
def test_the_calendar_agrees_with_the_real_bars_of_spy(data_dir: Path, sessions: Sessions) -> None:
    """Every bar lies on a session and every session of the span has a bar."""
    bars = pd.read_csv(data_dir / "bars" / "SPY.csv", usecols=["Date"])
    index = pd.DatetimeIndex(pd.to_datetime(bars["Date"].str[:10]))
    expected = sessions.between(index[0].date(), index[-1].date())
    assert list(index) == list(expected)
