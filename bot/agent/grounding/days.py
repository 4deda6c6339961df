"""Dates in a text, in figures and in words, as exact as they are written."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name.lower(): number
    for number in range(1, 13)
    for name in (calendar.month_name[number], calendar.month_abbr[number])
} | {"sept": 9}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WHOLE_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december)"
)
"""Without a day or a year only a whole name is surely a month."""

_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?,? (?:the )?)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_WEEKDAY}{_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})\b",
        rf"\b{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}\b",
        rf"\b{_WEEKDAY}{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}\b",
        rf"\b(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/{_YEAR}\b",
        rf"\b{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?! \d)\b",
        rf"\b{_WEEKDAY}{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,]?\d|%| %)",
        rf"\b{_MONTH},? (?:of )?{_YEAR}\b",
        rf"\b{_YEAR}-(?P<m>0[1-9]|1[0-2])\b(?!-)",
        rf"(?<=\bin ){_WHOLE_MONTH}\b",
        rf"(?<=\bof ){_WHOLE_MONTH}\b",
        rf"(?<![\d.,$])\b{_YEAR}\b(?![\d.,]*\d|[ ]?%)",
    )
)  # fmt: skip
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written.

    Attributes:
        start: First character.
        end: One past the last.
        year: None where it is not said.
        month: None where only a year is said.
        day: None where only a month or a year is said.
        weekday: 0 (Monday) to 6 where one is named beside it.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    weekday: int | None = None

    @property
    def exact(self) -> bool:
        """Whether it names one day of a year."""
        return None not in (self.year, self.month, self.day)

    def is_day(self, other: date) -> bool:
        """Whether a date is the one written, as far as it is written."""
        return (
            (self.year is None or self.year == other.year)
            and (self.month is None or self.month == other.month)
            and (self.day is None or self.day == other.day)
            and (self.weekday is None or self.weekday == other.weekday())
        )


def days(text: str, start: int, end: int) -> list[Day]:
    """The dates of `text[start:end]`, in order and without overlap; impossible ones (31 June) included."""
    found: list[Day] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            day = _day(match)
            if day is not None:
                found.append(day)
    return sorted(found, key=lambda one: one.start)


def _day(match: re.Match[str]) -> Day | None:
    """The date that a pattern found; None where it is none: "it may", "45 May"."""
    parts = match.groupdict()
    name = (parts.get("month") or "").lower()
    if parts.get("month") == "may" and not parts.get("d") and not parts.get("year"):
        return None
    month = int(parts["m"]) if parts.get("m") else _MONTHS.get(name)
    day = int(parts["d"]) if parts.get("d") else None
    if day is not None and not 1 <= day <= 31:
        return None
    year = int(parts["year"]) if parts.get("year") else None
    named = parts.get("weekday")
    weekday = _WEEKDAYS.index(named[:3].lower()) if named else None
    return Day(match.start(), match.end(), year, month, day, weekday)
