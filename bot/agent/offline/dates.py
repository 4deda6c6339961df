"""Days named in a text, as the words that the tools resolve: no calendar is known here."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.agent.offline.words import plain

_MONTHS = tuple(calendar.month_name)[1:]
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(mon|tues?|wednes|thurs?|fri)(?:day)?"
_DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday"}
_COUNT = r"(an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})"
_ISO = re.compile(r"\b((?:19|20)\d\d-\d\d-\d\d)\b")
_SLASHES = re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\.?,? ?((?:19|20)\d\d)?\b")
_MONTH_DAY = re.compile(rf"\b{_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? ((?:19|20)\d\d)\b)?")
_END_OF = re.compile(rf"\b(end|start|beginning|middle) of {_MONTH}\.?,? ?((?:19|20)\d\d)?\b")
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\.? ((?:19|20)\d\d)\b")
_AGO = re.compile(rf"\b{_COUNT} (session|day|trading day|week|month|year)s? (ago|earlier|before|back)\b")
_LAST = re.compile(rf"\b(?:last|past|previous|on|this) {_DAY}\b")
_LAST_STRETCH = re.compile(r"(?<!the )(?<!past )\blast (week|month|year)\b")
_YESTERDAY = re.compile(r"\b(?:the day before|previous session|yesterday)\b")

_TWELVE = 12
BEFORE = "before"
"""A date that begins so counts back from the date of the question before."""


def date_in(text: str) -> str | None:
    """The day that a text names, e.g. "15 May 2025", "end of March 2020", "last Friday"; None without one.

    "Earlier" and "before" count from another day and come back as `before 7 days`.
    """
    lowered = plain(text)
    for find in (_given, _of_month, _counted):
        found = find(lowered)
        if found:
            return found
    return None


@dataclass(frozen=True, slots=True)
class Month:
    """A month named in a text: its name in words, and its first day."""

    name: str
    first: date


def month_in(text: str) -> Month | None:
    """The whole month of "in March 2020" or bare "October 2008"; None where a day or no month is named."""
    lowered = plain(text)
    hit = _MONTH_YEAR.search(lowered)
    if hit is None or _given(lowered):
        return None
    name = _month(hit[1])
    return Month(f"{name} {hit[2]}", date(int(hit[2]), _MONTHS.index(name) + 1, 1))


def back_from(day: str, span: str) -> str | None:
    """A `before N days` from a named day; None where the day is not one that can be counted from here."""
    start = _parsed(day)
    days = int(span.split()[1])
    if start is None or days >= start.toordinal():
        return None
    return (start - timedelta(days=days)).isoformat()


def _parsed(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        pass
    parts = day.split()
    try:
        number, month, year = int(parts[0]), _MONTHS.index(parts[1]) + 1, int(parts[2])
        return date(year, month, number)
    except (ValueError, IndexError):
        return None


def _given(text: str) -> str | None:
    if hit := _ISO.search(text):
        return hit[1]
    if hit := _SLASHES.search(text):
        return _slashed(int(hit[1]), int(hit[2]), hit[3]) or hit[0]
    if hit := _DAY_MONTH.search(text):
        return f"{int(hit[1])} {_month(hit[2])} {hit[3] or ''}".strip()
    if hit := _MONTH_DAY.search(text):
        return f"{int(hit[2])} {_month(hit[1])} {hit[3] or ''}".strip()
    return None


def _slashed(first: int, second: int, year: str) -> str | None:
    """A date whose order is certain; with both numbers up to twelve the tool says that it is not."""
    if first <= _TWELVE < second:
        return f"{year}-{first:02d}-{second:02d}"
    if second <= _TWELVE < first:
        return f"{year}-{second:02d}-{first:02d}"
    return None


def _of_month(text: str) -> str | None:
    if hit := _END_OF.search(text):
        if hit[1] == "middle":
            return f"15 {_month(hit[2])} {hit[3] or ''}".strip()
        return f"{'end' if hit[1] == 'end' else 'start'} of {_month(hit[2])} {hit[3] or ''}".strip()
    if hit := _MONTH_YEAR.search(text):
        return f"{_month(hit[1])} {hit[2]}"
    return None


def _counted(text: str) -> str | None:
    if hit := _AGO.search(text):
        count, unit = hit[1], hit[2].removeprefix("trading ")
        if hit[3] in ("earlier", "before"):
            return f"{BEFORE} {_number(count) * _IN_DAYS[unit]} days"
        article = "an" if count == "an" else "a" if count in ("a", "one") else count
        plural = "" if article in ("a", "an") else "s"
        return f"{article} {unit}{plural} ago"
    if _YESTERDAY.search(text):
        return "yesterday"
    if hit := _LAST.search(text):
        return f"last {_DAYS[hit[1][:3]]}"
    if hit := _LAST_STRETCH.search(text):
        return f"last {hit[1]}"
    return None


_IN_DAYS = {"session": 1, "day": 1, "week": 7, "month": 30, "year": 365}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


def _number(word: str) -> int:
    return NUMBERS[word] if word in NUMBERS else int(word)


def _month(word: str) -> str:
    return next(month for month in _MONTHS if month.lower().startswith(word[:3]))
