"""The event table: dates that can be checked, and "none" kept apart from "not known"."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from tools.calendar import KINDS, Event
from tools.errors import BadRequest, SettingsError
from tools.market.event_rules import nth_friday
from tools.market.event_tables import Schedule
from tools.market.events import EventTable
from tools.market.sessions import Sessions
from tools.types import Absent

SESSIONS = Sessions(end=date(2028, 1, 31))
TABLE = EventTable.from_files(sessions=SESSIONS)


def days(kind: str, start: str, end: str, table: EventTable = TABLE) -> list[str]:
    found = table.between(date.fromisoformat(start), date.fromisoformat(end), [kind])
    return [event.day.isoformat() for event in found]


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_fomc_decisions_of_2026_are_the_second_days_of_the_meetings() -> None:
    assert days("fomc", "2026-01-01", "2027-01-31") == [
        "2026-01-28", "2026-03-18", "2026-04-29", "2026-06-17", "2026-07-29",
        "2026-09-16", "2026-10-28", "2026-12-09", "2027-01-27",
    ]  # fmt: skip


def test_every_full_year_has_eight_scheduled_decisions_except_2020() -> None:
    """In March 2020 an unscheduled meeting took the place of the scheduled one."""
    for year in range(2000, 2027):
        assert len(days("fomc", f"{year}-01-01", f"{year}-12-31")) == (7 if year == 2020 else 8), year


def test_decisions_and_releases_fall_on_weekdays() -> None:
    """Payrolls came on Good Friday more than once, so an exchange holiday is possible, a weekend is not."""
    kinds = ("fomc", "cpi", "pce", "payrolls")
    for event in TABLE.between(date(2000, 1, 1), date(2027, 12, 31), kinds):
        assert event.day.weekday() < 5, event
        assert event.kind != "fomc" or SESSIONS.is_session(event.day), event
        assert event.source


@pytest.mark.data
def test_fomc_table_against_the_first_list_differs_only_where_documented(data_dir: Path) -> None:
    """One list agrees throughout its span from 2000 to September 2020."""
    frame = pd.read_csv(data_dir / "events" / "fomc_dates_margaret2931.csv", parse_dates=["Date"])
    theirs = {stamp.date().isoformat() for stamp in frame.loc[frame["Unscheduled"] == 0, "Date"]}
    theirs = {day for day in theirs if day >= "2000-01-01"}
    assert theirs == set(days("fomc", "2000-01-01", max(theirs)))


FIRST_DAY_OR_WRONG = {
    "2009-12-15": "2009-12-16",
    "2012-07-31": "2012-08-01",
    "2017-01-27": "2017-02-01",
    "2020-01-27": "2020-01-29",
}
"""Wrong in the second list -> the decision."""
A_DAY_LATE = {
    "2023-02-02": "2023-02-01",
    "2023-03-23": "2023-03-22",
    "2023-05-04": "2023-05-03",
    "2023-06-15": "2023-06-14",
    "2023-07-27": "2023-07-26",
    "2023-09-21": "2023-09-20",
}
"""All of 2023 in the second list stands a day late."""
EVE_COUNTED_TWICE = {"2003-09-15"}
"""The day before the decision of 2003-09-16, listed as a meeting of its own."""
MARKED_UNSCHEDULED = {"2020-09-16", "2021-04-28", "2021-07-28"}
"""Scheduled meetings that the second list calls unscheduled."""


@pytest.mark.data
def test_fomc_table_against_the_second_list_differs_only_where_documented(data_dir: Path) -> None:
    frame = pd.read_csv(data_dir / "events" / "fed_meeting_dates_weiland.csv")
    meetings = frame[(frame["fed_meeting_date_indicator"] == 1) & (frame["date"] >= "2000-01-01")]
    theirs = set(meetings.loc[meetings["fed_non_scheduled_meeting_indicator"] == 0, "date"])
    wrong = FIRST_DAY_OR_WRONG | A_DAY_LATE
    ours = set(days("fomc", "2000-01-01", max(theirs)))
    assert theirs - ours == set(wrong) | EVE_COUNTED_TWICE
    assert ours - theirs == set(wrong.values()) | MARKED_UNSCHEDULED
    assert set(meetings["date"]) >= MARKED_UNSCHEDULED


def test_unscheduled_meetings_are_not_in_the_table() -> None:
    for day in (
        "2001-01-03",
        "2001-09-17",
        "2008-01-22",
        "2008-10-08",
        "2020-03-03",
        "2020-03-15",
        "2020-03-18",
    ):
        assert days("fomc", day, day) == []


def test_the_missing_cpi_of_october_2025_is_a_normal_case() -> None:
    """The month without a release is named, and the stretch that was moved at short notice is not known."""
    assert TABLE.not_published("cpi") == ("2025-10",)
    assert days("cpi", "2025-10-01", "2026-02-28") == []
    assert not TABLE.known("cpi", date(2025, 10, 1), date(2025, 10, 31))


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("cpi", date(2025, 9, 26)),
        ("payrolls", date(2025, 9, 26)),
        ("pce", date(2025, 9, 26)),
        ("fomc", date(2020, 3, 2)),
        ("fomc", date(2020, 3, 13)),
    ],
)
def test_a_date_that_was_moved_later_is_not_known_before(kind: str, day: date) -> None:
    """No hindsight: on that day the next release was still expected elsewhere."""
    assert isinstance(TABLE.next(kind, day), Absent)


def test_no_event_and_not_known_are_different_answers() -> None:
    """Both windows are empty; only for the first does the table say that there is none."""
    assert days("pce", "2026-11-01", "2026-11-20") == days("pce", "2026-02-01", "2026-02-20") == []
    assert TABLE.known("pce", date(2026, 11, 1), date(2026, 11, 20))
    assert not TABLE.known("pce", date(2026, 2, 1), date(2026, 2, 20))
    gap = TABLE.gap("pce", date(2026, 2, 1), date(2026, 2, 20))
    assert gap is not None
    assert "from 2026-04-30 to 2026-12-31" in gap.reason


def test_next_does_not_look_across_a_gap() -> None:
    """The release of 2026-04-30 is on file, but one before it might not be."""
    assert isinstance(TABLE.next("pce", date(2026, 1, 5)), Absent)
    reached = TABLE.next("pce", date(2026, 4, 29))
    assert isinstance(reached, Event)
    assert reached.day == date(2026, 4, 30)
    assert isinstance(TABLE.next("fomc", date(2027, 1, 27)), Absent)


def test_next_is_strictly_after_the_day() -> None:
    following = TABLE.next("fomc", date(2026, 6, 17))
    assert isinstance(following, Event)
    assert following.day == date(2026, 7, 29)


def test_opex_is_the_third_friday_or_the_session_before() -> None:
    assert days("opex", "2026-05-01", "2026-07-31") == ["2026-05-15", "2026-06-18", "2026-07-17"]
    assert days("opex", "2019-04-01", "2019-04-30") == ["2019-04-18"], "Good Friday"


def test_there_is_one_opex_a_month_and_it_is_a_session() -> None:
    events = TABLE.between(date(1990, 1, 1), date(2027, 12, 31), ["opex"])
    assert len({(event.day.year, event.day.month) for event in events}) == len(events) == 38 * 12
    assert all(SESSIONS.is_session(event.day) for event in events)


@pytest.mark.parametrize(
    ("year", "day"), [(2007, 22), (2012, 22), (2019, 28), (2020, 26), (2024, 28), (2025, 27), (2026, 26)]
)
def test_june_reconstitution_is_the_fourth_friday(year: int, day: int) -> None:
    assert days("reconstitution", f"{year}-01-01", f"{year}-10-31") == [f"{year}-06-{day}"]


def test_reconstitution_is_not_known_before_2007_nor_late_in_2026() -> None:
    assert not TABLE.known("reconstitution", date(2006, 6, 1), date(2006, 6, 30))
    assert TABLE.known("reconstitution", date(2025, 11, 1), date(2025, 12, 31))
    assert TABLE.known("reconstitution", date(2026, 6, 1), date(2026, 10, 31))
    assert not TABLE.known("reconstitution", date(2026, 11, 1), date(2026, 12, 31))
    assert isinstance(TABLE.next("reconstitution", date(2026, 9, 1)), Absent)


def test_early_closes_come_from_the_exchange_calendar() -> None:
    events = TABLE.between(date(2026, 1, 1), date(2026, 12, 31), ["early_close"])
    assert [(event.day, event.time) for event in events] == [
        (date(2026, 11, 27), "13:00"),
        (date(2026, 12, 24), "13:00"),
    ]


def test_an_earnings_season_counts_on_every_day_of_its_window_and_says_it_is_a_convention() -> None:
    (season,) = TABLE.between(date(2026, 11, 10), date(2026, 11, 10), ["earnings_season"])
    assert season.day <= date(2026, 11, 10) <= season.last_day
    assert season.last_day - season.day == timedelta(days=42)
    assert "convention" in season.source
    assert TABLE.between(date(2026, 12, 10), date(2026, 12, 10), ["earnings_season"]) == ()


def test_between_is_inclusive_and_sorted_across_kinds() -> None:
    events = TABLE.between(date(2026, 6, 10), date(2026, 6, 26), ("opex", "fomc", "cpi", "reconstitution"))
    assert [event.kind for event in events] == ["cpi", "fomc", "opex", "reconstitution"]
    assert [event.label for event in events] == [
        "CPI release", "FOMC decision", "monthly options expiry", "Russell reconstitution",
    ]  # fmt: skip


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    for ask in (lambda: TABLE.next("gdp", date(2026, 1, 1)), lambda: days("gdp", "2026-01-01", "2026-01-31")):
        with pytest.raises(BadRequest, match=r"'gdp' .* fomc, cpi"):
            ask()


def test_without_an_exchange_calendar_the_rules_are_not_known() -> None:
    table = EventTable.from_files()
    assert table.next("opex", date(2026, 1, 1)) == Absent("no dates are on file")
    assert days("fomc", "2026-06-01", "2026-06-30", table) == ["2026-06-17"]


def test_every_kind_can_be_asked_for() -> None:
    for kind in KINDS:
        assert isinstance(TABLE.next(kind, date(2026, 5, 15)), Event), kind


def test_an_operators_table_extends_what_is_known(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        [[events]]
        kind = "reconstitution"
        label = "Russell reconstitution"
        source = "FTSE Russell notice"
        covers = [{ from = 2026-11-01, to = 2026-12-31 }]
        dates = [2026-12-11]
        """,
    )
    table = EventTable.from_files([path], sessions=SESSIONS)
    found = table.next("reconstitution", date(2026, 9, 1))
    assert isinstance(found, Event)
    assert (found.day, found.source) == (date(2026, 12, 11), "FTSE Russell notice")
    assert table.known("reconstitution", date(2026, 1, 1), date(2027, 10, 31))


def test_an_operators_table_replaces_shipped_dates_on_the_days_it_covers(tmp_path: Path) -> None:
    """A release that was moved: the old day goes, its neighbours stay."""
    path = written(
        tmp_path,
        """
        [[events]]
        kind = "cpi"
        label = "CPI release"
        source = "Bureau of Labor Statistics, notice of a new date"
        covers = [{ from = 2026-12-01, to = 2026-12-31 }]
        dates = [2026-12-16]
        """,
    )
    table = EventTable.from_files([path])
    assert days("cpi", "2026-11-01", "2026-12-31", table) == ["2026-11-10", "2026-12-16"]
    assert table.not_published("cpi") == ("2025-10",)


BLOCK = """
[[events]]
kind = "{kind}"
label = "CPI release"
source = "test"
{extra}
covers = [{{ from = {first}, to = {last} }}]
dates = {dates}
"""
GOOD = {"kind": "cpi", "extra": "", "first": "2027-01-01", "last": "2027-12-31", "dates": "[2027-01-13]"}


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"kind": "gdp"}, "events.0.kind"),
        ({"extra": 'colour = "red"'}, "events.0.colour"),
        ({"extra": 'time = "8.30"'}, "events.0.time"),
        ({"extra": 'not_published = ["October"]'}, "events.0.not_published.0"),
        ({"dates": "[2027-02-10, 2027-01-13]"}, "2027-01-13 follows 2027-02-10"),
        ({"dates": '["2027-01-13"]'}, "events.0.dates.0"),
        ({"dates": "[2028-01-13]"}, "2028-01-13 lies outside"),
        ({"first": "2028-01-01"}, "from 2028-01-01 is after to 2027-12-31"),
        ({"dates": "[2027-01-13"}, "cannot be read"),
    ],
)
def test_a_wrong_table_is_refused_by_file_and_key(tmp_path: Path, change: dict[str, str], names: str) -> None:
    path = written(tmp_path, BLOCK.format(**(GOOD | change)))
    with pytest.raises(SettingsError) as caught:
        EventTable.from_files([path])
    assert "mine.toml" in str(caught.value)
    assert names in str(caught.value)


def test_the_good_table_of_those_cases_is_accepted(tmp_path: Path) -> None:
    table = EventTable.from_files([written(tmp_path, BLOCK.format(**GOOD))])
    assert table.known("cpi", date(2026, 12, 1), date(2027, 2, 1)), "adjoining coverage is one span"


def test_an_absent_file_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml cannot be read"):
        EventTable.from_files([tmp_path / "nowhere.toml"])


def test_overlapping_coverage_is_merged() -> None:
    first = Schedule(
        "fomc", (), ((date(2020, 1, 1), date(2020, 6, 30)), (date(2020, 3, 1), date(2020, 9, 30)))
    )
    second = Schedule("fomc", (), ((date(2020, 10, 1), date(2020, 12, 31)),))
    assert EventTable([first, second]).known("fomc", date(2020, 1, 1), date(2020, 12, 31))


def test_nth_friday_counts_from_the_first_of_the_month() -> None:
    assert nth_friday(2026, 5, 1) == date(2026, 5, 1)
    assert nth_friday(2026, 6, 4) == date(2026, 6, 26)
