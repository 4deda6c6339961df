"""Full-day holidays of the New York Stock Exchange by their rules, for when no exchange calendar is given."""

from datetime import date, timedelta
from functools import cache

from knowledge.ports import EventDays

_JUNETEENTH_FROM = 2022
_KING_FROM = 1998
_SATURDAY, _SUNDAY = 5, 6
_DAY = timedelta(days=1)


def closed_because(day: date, events: EventDays | None) -> str | None:
    """Why the exchange does not trade on a day, in words; None when it does, as far as is known."""
    if day.weekday() >= _SATURDAY:
        return f"a {day:%A}"
    known = events.is_session(day) if events else None
    if known is not None:
        return None if known else holidays(day.year).get(day, "no session of the exchange")
    return holidays(day.year).get(day)


def is_session(day: date, events: EventDays | None) -> bool:
    """Whether the exchange trades on a day, by the calendar given, else by the rules."""
    return closed_because(day, events) is None


@cache
def holidays(year: int) -> dict[date, str]:
    """The holidays of a year; days of mourning and storms are not known here."""
    found = {
        _observed(date(year, 7, 4)): "Independence Day",
        _observed(date(year, 12, 25)): "Christmas Day",
        _nth(year, 2, 0, 3): "Presidents' Day",
        _easter(year) - 2 * _DAY: "Good Friday",
        _last_monday_of_may(year): "Memorial Day",
        _nth(year, 9, 0, 1): "Labor Day",
        _nth(year, 11, 3, 4): "Thanksgiving Day",
    }
    new_year = date(year, 1, 1)
    if new_year.weekday() != _SATURDAY:
        found[_observed(new_year)] = "New Year's Day"
    if year >= _KING_FROM:
        found[_nth(year, 1, 0, 3)] = "Martin Luther King Day"
    if year >= _JUNETEENTH_FROM:
        found[_observed(date(year, 6, 19))] = "Juneteenth"
    return found


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th weekday (Monday is 0) of a month."""
    return _nth(year, month, weekday, n)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _observed(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - _DAY
    return day + _DAY if day.weekday() == _SUNDAY else day


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
