"""Days, months and parts of months as a document writes them, and the days each of them can mean."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from knowledge.types import Document

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = (
    r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
    r"(?![0-9]|[.,:][0-9]|[ ]?(?:%|bps?\b|x\b|percent|basis|[mb]illion|points?))"
)
_YEAR = r"(?:,?[ ](?P<year{0}>(?:19|20)[0-9]{{2}})(?![0-9]))?"
_TO = r"[ ]?(?:-|/|to|through|and|or)[ ]?"
_MOMENT = re.compile(
    r"\b(?:(?P<iso>(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-[0-9]{2})"
    r"|(?P<third>[Ee]arly|[Mm]id|[Ll]ate|[Ee]nd of|[Bb]eginning of|[Ss]tart of"
    rf"|[Mm]iddle of)[- ](?P<month0>{_MONTH}){_YEAR.format(0)}"
    rf"|(?P<month1>{_MONTH})[ ](?P<day1>{_DAY})(?:{_TO}(?:(?P<until1>{_MONTH})[ ])?"
    rf"(?P<last1>{_DAY}))?{_YEAR.format(1)}"
    rf"|(?P<day2>{_DAY})(?:{_TO}(?P<last2>{_DAY}))?[ ](?:of[ ])?(?P<month2>{_MONTH})"
    rf"(?![A-Za-z]){_YEAR.format(2)}"
    rf"|(?P<month3>{_MONTH})(?:{_TO}(?P<until3>{_MONTH}))?{_YEAR.format(3)})"
)
_AMBIGUOUS = re.compile(r"\A(?:May|Mar|March|Sep|Dec|Jan|Jun|Jul|Oct|Nov|Feb|Apr|Aug)\Z")
_AS_MONTH = re.compile(
    r"\b(?:in|by|of|since|until|during|next|last|this|for|the|from|late|early|mid|through)[ -]\Z",
    re.IGNORECASE,
)
_THIRDS = {"early": (1, 12), "mid": (9, 22), "late": (19, 31)}
"""Days that "early", "mid" and "late" may mean: a third of a month with two days of leeway on each side."""

_INDEX_NUMBERS = frozenset({"2000"})
"""Numbers like years that are the names of indices."""

_REACH = (timedelta(days=200), timedelta(days=330))
"""How far before and after the publication a day without a year may lie."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a stretch of days, a month, or a part of one.

    Attributes:
        start: First character in the text it was read from.
        end: One past the last.
        year: None when it is not said.
        month: 1 to 12.
        day: None for a whole month.
        last_month: Of the end of a stretch.
        last_day: Of the end of a stretch; None with `day`.
        third: `early`, `mid`, `late`; None for none.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    last_month: int
    last_day: int | None
    third: str | None

    @property
    def exists(self) -> bool:
        """Whether its days are on the calendar; the 29th of February counts where the year is not said."""
        return all(
            day is None or day <= (calendar.monthrange(self.year or 2024, month)[1])
            for month, day in ((self.month, self.day), (self.last_month, self.last_day))
        )

    @property
    def single(self) -> bool:
        """Whether it is one day."""
        return self.day is not None and (self.last_month, self.last_day) == (self.month, self.day)

    def stretches(self, published: date | None, only_year: int | None = None) -> list[tuple[date, date]]:
        """First and last day it can mean, one for each year it can lie in; empty when not known.

        Args:
            published: The publication, near which a day without a year lies.
            only_year: The year of such a day when there is no publication day.
        """
        if not self.exists:
            return []
        if self.year is not None:
            return [stretch] if (stretch := self._in(self.year)) else []
        if published is None:
            only = self._in(only_year) if only_year else None
            return [only] if only else []
        near = [self._in(published.year + step) for step in (-1, 0, 1)]
        return [
            stretch
            for stretch in near
            if stretch and stretch[1] >= published - _REACH[0] and stretch[0] <= published + _REACH[1]
        ]

    def _in(self, year: int) -> tuple[date, date] | None:
        last_year = year + (self.last_month < self.month)
        end = calendar.monthrange(last_year, self.last_month)[1]
        first, last = 1, end
        if self.third:
            first, last = _THIRDS[self.third]
        elif self.day is not None and self.last_day is not None:
            first, last = self.day, self.last_day
        try:
            return date(year, self.month, first), date(last_year, self.last_month, min(last, end))
        except ValueError:
            return None


def moments(text: str, *, alone: bool = False) -> Iterator[Moment]:
    """The moments of a text, in order.

    Args:
        text: Plain text.
        alone: The text is a cell of dates, so that a bare "May" is a month.
    """
    for match in _MOMENT.finditer(text):
        if match["month3"] and not match["year3"] and not match["until3"] and not alone:
            short = _AMBIGUOUS.match(match["month3"].rstrip("."))
            if short and not _AS_MONTH.search(text[max(0, match.start() - 10) : match.start()]):
                continue
        yield _moment(match)


def _moment(match: re.Match[str]) -> Moment:
    span = match.span()
    if match["iso"]:
        number, month, day = (int(part) for part in match["iso"].split("-"))
        return Moment(*span, number, month, day, month, day, None)
    form = next(form for form in "0123" if match[f"month{form}"])
    month = _number(match[f"month{form}"])
    year = match[f"year{form}"]
    until = match.groupdict().get(f"until{form}")
    first = _digits(match.groupdict().get(f"day{form}"))
    last = _digits(match.groupdict().get(f"last{form}")) or first
    third = match["third"].lower().split()[0] if form == "0" else None
    third = {"end": "late", "beginning": "early", "start": "early", "middle": "mid"}.get(third or "", third)
    return Moment(
        *span, int(year) if year else None, month, first, _number(until) if until else month, last, third
    )


def _number(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _digits(text: str | None) -> int | None:
    return int(re.sub(r"[a-z]", "", text)) if text else None


@lru_cache(maxsize=8)
def only_year(document: Document) -> int | None:
    """The year a document speaks of when it has no publication day and names exactly one; else None."""
    if document.published.day is not None:
        return None
    text = f"{document.title}\n{document.text}"
    years = {match[0] for match in re.finditer(r"(?<![0-9.,$-])(?:19|20)[0-9]{2}(?![0-9]|[.,][0-9])", text)}
    years -= _INDEX_NUMBERS
    return int(years.pop()) if len(years) == 1 else None


def stretches_of(document: Document, moment: Moment) -> list[tuple[date, date]]:
    """First and last day that a moment of this document can mean, one for each year it can lie in."""
    return moment.stretches(document.published.day, only_year(document))
