"""The session a date means: closed days, the future, and a session that is still running."""

from datetime import UTC, date, datetime

import pytest

from tools.desk.asked import Asked, resolve
from tools.errors import BadRequest
from tools.market.sessions import Sessions

CALENDAR = Sessions(date(2019, 1, 1), end=date(2027, 12, 31))

FRIDAY, SATURDAY, MONDAY = date(2025, 9, 26), date(2025, 9, 27), date(2025, 9, 29)
AFTER_FRIDAY = datetime(2025, 9, 26, 21, 0, tzinfo=UTC)
"""17:00 in New York, an hour after the close."""
DURING_MONDAY = datetime(2025, 9, 29, 15, 0, tzinfo=UTC)
"""11:00 in New York."""


def ask(as_of: date | None, now: datetime = DURING_MONDAY, *, provisional: bool = False) -> Asked:
    return resolve(as_of, CALENDAR, now, provisional=provisional)


def texts(asked: Asked) -> list[str]:
    return [notice.text for notice in asked.notices]


def test_without_a_date_it_is_the_last_completed_session() -> None:
    for now in (AFTER_FRIDAY, datetime(2025, 9, 28, 12, tzinfo=UTC), DURING_MONDAY):
        asked = ask(None, now)
        assert asked == Asked(FRIDAY, None, provisional=False, notices=())


def test_a_session_is_complete_at_its_close_not_before() -> None:
    before, at = datetime(2025, 9, 29, 19, 59, tzinfo=UTC), datetime(2025, 9, 29, 20, 0, tzinfo=UTC)
    assert ask(None, before).session == FRIDAY
    assert ask(None, at).session == MONDAY
    # 13:00 in New York on the day after Thanksgiving
    assert ask(None, datetime(2024, 11, 29, 18, 0, tzinfo=UTC)).session == date(2024, 11, 29)
    assert ask(None, datetime(2024, 11, 29, 17, 59, tzinfo=UTC)).session == date(2024, 11, 27)


def test_a_past_session_is_itself_without_a_word() -> None:
    assert ask(date(2021, 2, 10)) == Asked(
        date(2021, 2, 10), date(2021, 2, 10), provisional=False, notices=()
    )


@pytest.mark.parametrize(
    ("day", "session", "why"),
    [
        (SATURDAY, FRIDAY, "a Saturday"),
        (date(2025, 9, 28), FRIDAY, "a Sunday"),
        (date(2024, 3, 29), date(2024, 3, 28), "Good Friday"),
        (date(2024, 12, 25), date(2024, 12, 24), "Christmas"),
        (date(2025, 1, 9), date(2025, 1, 8), "unscheduled"),
    ],
)
def test_a_closed_day_means_the_session_before_it_and_says_why(day: date, session: date, why: str) -> None:
    asked = ask(day)
    assert (asked.session, asked.requested, asked.provisional) == (session, day, False)
    (said,) = texts(asked)
    assert why in said
    assert said.startswith(f"{day} is ")
    assert f"reading {session}" in said


@pytest.mark.parametrize("provisional", [False, True])
@pytest.mark.parametrize("day", [date(2025, 9, 30), date(2026, 1, 1), date(2999, 1, 1)])
def test_the_future_is_refused_and_the_last_completed_session_offered(day: date, provisional: bool) -> None:  # noqa: FBT001
    with pytest.raises(BadRequest, match=rf"{day} is in the future.*{FRIDAY}"):
        ask(day, provisional=provisional)


def test_today_is_what_it_is_in_new_york() -> None:
    """03:00 UTC on Tuesday is still Monday there."""
    night = datetime(2025, 9, 30, 3, 0, tzinfo=UTC)
    assert ask(MONDAY, night).session == MONDAY
    with pytest.raises(BadRequest):
        ask(date(2025, 9, 30), night)


def test_a_running_session_is_not_read_unasked_and_it_is_said() -> None:
    asked = ask(MONDAY)
    assert (asked.session, asked.requested, asked.provisional) == (FRIDAY, MONDAY, False)
    assert texts(asked) == [f"The session of {MONDAY} is not finished: reading {FRIDAY}."]


@pytest.mark.parametrize("as_of", [None, MONDAY])
def test_a_running_session_is_read_on_request_and_labelled(as_of: date | None) -> None:
    asked = ask(as_of, provisional=True)
    assert (asked.session, asked.requested, asked.provisional) == (MONDAY, as_of, True)
    assert texts(asked) == [f"Provisional: the session of {MONDAY} is not finished."]


def test_provisional_says_that_no_session_is_running() -> None:
    for moment in (AFTER_FRIDAY, datetime(2025, 9, 28, 15, tzinfo=UTC)):
        asked = ask(None, moment, provisional=True)
        assert (asked.session, asked.provisional) == (FRIDAY, False)
        assert "No session is running" in asked.notices[0].text
    assert ask(SATURDAY, DURING_MONDAY, provisional=True) == ask(SATURDAY, DURING_MONDAY)
    assert ask(date(2021, 2, 10), provisional=True).provisional is False


def test_a_date_before_the_calendar_is_refused_with_where_it_begins() -> None:
    with pytest.raises(BadRequest, match="first session is 2019-01-02"):
        ask(date(1985, 1, 2))
    with pytest.raises(BadRequest, match="begins on 2019-01-02"):
        ask(date(2019, 1, 1))


def test_before_the_open_there_is_nothing_provisional_to_read() -> None:
    """9:00 in New York on a Friday: asked for today, the desk reads Thursday and says why."""
    early = datetime(2025, 9, 26, 13, 0, tzinfo=UTC)
    for provisional in (False, True):
        asked = resolve(date(2025, 9, 26), CALENDAR, early, provisional=provisional)
        assert asked.session == date(2025, 9, 25)
        assert not asked.provisional
        assert "has not begun" in asked.notices[0].text
