"""From the words of a date to a session: never one after the session that the conversation looks from."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tools.desk.asked import Calendar
from tools.errors import BadRequest
from tools.types import Sentence

_EXAMPLES = (
    "latest, 2025-05-15, 15 May 2025, May 2025, end of March 2020, yesterday, last Friday, "
    "3 sessions ago, a month ago, last month"
)
_MONTHS: Final = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_WEEKDAYS: Final = {
    name.lower(): number
    for names in (calendar.day_name, calendar.day_abbr)
    for number, name in enumerate(names)
} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_LATEST: Final = frozenset({"latest", "now", "today", "newest", "current", "currently", "the latest"})
_MONTH = f"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_SLASHED = re.compile(r"\d{1,4}[/.]\d{1,2}(?:[/.]\d{1,4})?")
_DATED = (
    re.compile(rf"{_DAY} (?:of )?{_MONTH}(?: {_YEAR})?"),
    re.compile(rf"{_MONTH} {_DAY}(?: {_YEAR})?"),
)
_WHOLE_MONTH = re.compile(
    rf"(?:the )?(?P<part>end of|beginning of|start of|middle of|mid)?[- ]?{_MONTH}(?: {_YEAR})?"
)
_WHOLE_YEAR = re.compile(r"(?:the )?(?P<part>end of|beginning of|start of)? ?(?P<year>\d{4})")
_AGO = re.compile(
    r"(?:about )?(?P<count>\d{1,4}|[a-z]+) (?:trading )?(?P<unit>session|day|week|month|quarter|year)s? "
    r"(?:ago|back|earlier|before)"
)
_LAST = re.compile(
    r"(?:the )?(?P<part>end of |beginning of |start of )?(?P<which>last|previous|this) "
    r"(?P<unit>week|month|quarter|year)"
)
_WEEKDAY = re.compile(rf"(?:(?P<which>last|on|this|previous) )?(?P<name>{'|'.join(_WEEKDAYS)})")


@dataclass(frozen=True, slots=True)
class Day:
    """A date in words, resolved.

    Attributes:
        session: The session to read.
        meant: The calendar day that the words name.
        notice: What the reader must be told about the difference, or None.
    """

    session: date
    meant: date
    notice: Sentence | None


def day_of(words: str, newest: date, sessions: Calendar) -> Day:
    """The session that words name, seen from the newest session.

    "yesterday" and "last Friday" count from `newest`, the session that the conversation looks from, since
    that is the day whose readings are "now". A day without a session means the one before it.

    Args:
        words: Such as "latest", "2025-05-15", "end of March 2020", "a month ago".
        newest: The session to look from; nothing later is given.
        sessions: The exchange's calendar.

    Raises:
        BadRequest: Not understood, ambiguous, later than `newest`, or before the calendar begins.
    """
    text = " ".join(words.lower().replace(",", " ").split())
    if text in _LATEST:
        return Day(newest, newest, None)
    meant = _meant(text, newest, sessions)
    if meant is None:
        raise BadRequest(f"{words.strip()[:60]!r} is no date that is understood here; write {_EXAMPLES}.")
    if meant > newest:
        raise BadRequest(
            f"{meant.isoformat()} is after {newest.isoformat()}, the session this conversation looks from; "
            "ask for that (latest) or an earlier date."
        )
    session = sessions.at_or_before(meant)
    notice = None
    if session != meant:
        why = sessions.why_closed(meant)
        notice = Sentence(
            f"{meant.isoformat()} is {why}: reading {session.isoformat()}, the last session before it."
        )
    return Day(session, meant, notice)


def _meant(text: str, newest: date, sessions: Calendar) -> date | None:
    """The calendar day; None where the words are not understood."""
    if _SLASHED.fullmatch(text):
        raise BadRequest(
            f"{text!r} is ambiguous: day and month could be either; write 2025-05-06 or 6 May 2025."
        )
    iso = _ISO.fullmatch(text)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]), text)
    if text in ("yesterday", "the session before", "previous session", "the day before", "last session"):
        return sessions.at_or_before(newest - timedelta(days=1))
    if text in ("the day before yesterday", "day before yesterday"):
        before = sessions.at_or_before(newest - timedelta(days=1))
        return sessions.at_or_before(before - timedelta(days=1))
    return _named_day(text, newest) or _stretch(text, newest) or _ago(text, newest, sessions)


def _named_day(text: str, newest: date) -> date | None:
    """A day by its name: 15 May 2025, May 15, last Friday."""
    for pattern in _DATED:
        found = pattern.fullmatch(text)
        if found:
            month, day = _MONTHS[found["month"]], int(found["day"])
            if found["year"]:
                return _date(int(found["year"]), month, day, text)
            # without a year: the newest one that has been
            here = _date(newest.year, month, day, text) if (month, day) != (2, 29) else None
            if here and here <= newest:
                return here
            return _date(newest.year - 1, month, day, text)
    weekday = _WEEKDAY.fullmatch(text)
    if weekday:
        back = (newest.weekday() - _WEEKDAYS[weekday["name"]]) % 7
        again = back == 0 and weekday["which"] in ("last", "previous")
        return newest - timedelta(days=7 if again else back)
    return None


def _stretch(text: str, newest: date) -> date | None:
    """The last day of a stretch, or its first: May 2025, end of March 2020, 2024, last month, this year."""
    iso = _ISO_MONTH.fullmatch(text)
    if iso:
        return _of_month(_date(int(iso[1]), int(iso[2]), 1, text), None, newest)
    named = _WHOLE_MONTH.fullmatch(text)
    if named:
        month = _MONTHS[named["month"]]
        year = int(named["year"]) if named["year"] else newest.year - (month > newest.month)
        return _of_month(_date(year, month, 1, text), named["part"], newest)
    year_named = _WHOLE_YEAR.fullmatch(text)
    if year_named:
        year = int(year_named["year"])
        first = _date(year, 1, 1, text)
        return first if _first(year_named["part"]) else _ended(first, date(year, 12, 31), newest)
    relative = _LAST.fullmatch(text)
    if relative is None:
        return None
    first, last = _around(relative["unit"], newest)
    if relative["which"] != "this":
        first, last = _around(relative["unit"], first - timedelta(days=1))
    return first if _first(relative["part"]) else min(last, newest)


def _ago(text: str, newest: date, sessions: Calendar) -> date | None:
    """A day by its distance: 3 sessions ago, a month ago, two weeks ago."""
    found = _AGO.fullmatch(text)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else _NUMBERS.get(found["count"])
    if count is None:
        return None
    unit = found["unit"]
    if unit == "session" or "trading" in text:
        # a year of sessions is a year and a half of days at most
        before = sessions.between(_back(newest, timedelta(days=count * 2 + 15), text), newest)
        if len(before) <= count:
            raise BadRequest(f"{text!r} is before the exchange calendar.")
        return before[-1 - count].date()
    if unit in ("day", "week"):
        return _back(newest, timedelta(days=count * (7 if unit == "week" else 1)), text)
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(newest.year * 12 + newest.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1] if year >= 1 else 31
    return _date(year, month + 1, min(newest.day, last), text)


def _back(day: date, span: timedelta, text: str) -> date:
    try:
        return day - span
    except OverflowError as error:
        raise BadRequest(f"{text!r} is before the exchange calendar.") from error


def _of_month(first: date, part: str | None, newest: date) -> date:
    if part is not None and part.startswith("mid"):
        return first.replace(day=15)
    last = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    return first if _first(part) else _ended(first, last, newest)


def _ended(first: date, last: date, newest: date) -> date:
    """The last day of a stretch, or today in the middle of it; one that has not begun is in the future."""
    return newest if first <= newest < last else last


def _first(part: str | None) -> bool:
    return part is not None and not part.startswith("end")


def _around(unit: str, day: date) -> tuple[date, date]:
    """First and last day of the week, month, quarter or year of a day."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    months = 1 if unit == "month" else 3
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return date(day.year, first, 1), date(day.year, last, calendar.monthrange(day.year, last)[1])


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadRequest(f"{text!r} is no day of the calendar; write {_EXAMPLES}.") from error
