"""Calendar days as reports write them. A day that could be read two ways is no day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

_DAY = re.compile(
    rf"""
    (?<![\w.,/-])
    (?:
        (?P<iso>(?P<y1>\d{{4}})(?P<sep>[-/.])(?P<m1>\d{{1,2}})(?P=sep)(?P<d1>\d{{1,2}}))(?:T\d{{2}}:\d{{2}}\S{{0,20}})?
      | (?P<n2>{_MONTH})\.?\ {{1,2}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,\ {{0,2}}|\ {{1,2}})(?P<y2>\d{{4}})
      | (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\ |-)(?:of\ )?(?P<n3>{_MONTH})\.?,?(?:\ |-)(?P<y3>\d{{4}})
      | (?P<a4>\d{{1,2}})(?P<sep4>[/.])(?P<b4>\d{{1,2}})(?P=sep4)(?P<y4>\d{{4}})
    )
    (?![\w%]|[.,/-]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_FIRST_YEAR, _LAST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class Found:
    """A day and where it stands in the text."""

    start: int
    end: int
    day: date


def days_in(text: str) -> Iterator[Found]:
    """The days written out in a text, in order.

    Read are `2026-05-17`, `2026/5/17`, `May 17, 2026`, `17 May 2026` with short months and ordinals, and
    `25/12/2025`, where one number cannot be a month. Not read are `03/04/2025` and years out of 1900-2099.
    """
    for match in _DAY.finditer(text):
        day = _day(match)
        if day is not None:
            yield Found(match.start(), match.end(), day)


def day_of(text: str) -> date | None:
    """The day a short text is, with nothing beside it; None when it is none. A time after ISO is allowed."""
    text = text.strip()
    found = next(days_in(text[:60]), None)
    return found.day if found is not None and (found.start, found.end) == (0, len(text)) else None


def _day(match: re.Match[str]) -> date | None:
    if match["iso"]:
        return _valid(int(match["y1"]), int(match["m1"]), int(match["d1"]))
    if match["n2"]:
        return _valid(int(match["y2"]), _MONTHS[match["n2"].lower()], int(match["d2"]))
    if match["n3"]:
        return _valid(int(match["y3"]), _MONTHS[match["n3"].lower()], int(match["d3"]))
    first, second, year = int(match["a4"]), int(match["b4"]), int(match["y4"])
    readings = {_valid(year, first, second), _valid(year, second, first)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _valid(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
