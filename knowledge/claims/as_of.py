"""The day a figure holds for, from the words beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from knowledge.claims.model import Quantity, Span
from knowledge.claims.quantities_names import MONTH

_RECENT = 4
"""Months back to which a month without a year refers; further back it is as likely the next one."""
_AHEAD = timedelta(days=180)
"""How far ahead a day without a year is still one to come."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FOLLOWED = (
    r"(?![-,]?[ ](?:[A-Z]+[ ])?(?:call|put|option|expir|meeting|strike|contract|deadline|decision|release"
    r"|FOMC|CPI|event|cut))"
)
_LEADS = (
    r"(?:[Aa]s[ ](?:of|at)|[Bb]y|[Oo]n|[Dd]ated|[Aa]t|[Ee]nding|[Ee]nded|[Tt]hrough|[Uu]ntil|[Ff]or"
    r"|[Cc]lose(?:[ ]of)?"
    r"|[Ss]ession)"
    r"(?:[ ](?:the[ ])?(?:close|end|session|open|market[ ]close|trading)(?:[ ](?:on|of))?)?[ ](?:the[ ])?"
)
_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = re.compile(
    rf"\b{_LEADS}(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?[ ])?"
    rf"(?:(?P<month>{MONTH})[ ](?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9%])(?:,?[ ](?P<year>{_YEAR}))?"
    rf"|(?P<day2>[0-9]{{1,2}})(?:st|nd|rd"
    rf"|th)?[ ](?P<month2>{MONTH})(?![A-Za-z])(?:,?[ ](?P<year2>{_YEAR}))?"
    r"|(?P<iso>(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})"
    rf"|(?P<us>[0-9]{{1,2}}/[0-9]{{1,2}}/(?:20)?[0-9]{{2}})){_FOLLOWED}"
)
_BARE = re.compile(
    rf"(?P<month>{MONTH})[ ](?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<year>(?:19|20)[0-9]{{2}})"
    rf"|(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?[ ](?P<month2>{MONTH}),?[ ](?P<year2>(?:19|20)[0-9]{{2}})"
    r"|(?P<iso>(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})|(?P<us>[0-9]{1,2}/[0-9]{1,2}/(?:20)?[0-9]{2})"
)
_MONTH_ONLY = re.compile(
    rf"\b(?:[Ff]or|[Ii]n|[Dd]uring|[Ee]nded|[Cc]losed|(?:[Ee]nd|[Cc]lose|[Ss]tart)[ ]of|[Ee]arly|[Mm]id"
    rf"|[Ll]ate)"
    rf"[ -](?P<month>{MONTH})(?![ ][0-9]{{1,2}}\b(?![ ]?%|\.[0-9]|[ ]per))(?:[ ](?P<year>{_YEAR}))?"
    r"(?![A-Za-z]|[ ]and[ ])"
)
_WEEKDAY = re.compile(
    rf"(?<!next )(?<!every )(?<!by )(?<!each )\b(?P<day>{'|'.join(day.title() for day in _WEEKDAYS)})\b"
    r"(?!['\u2019]s[ ](?:[A-Z]|report|meeting|payroll|print|release|decision|data))"
)
_HELD_AGAINST = re.compile(r"\b(?:after|from|against|versus|vs\.?|than|compared)\b", re.IGNORECASE)
_BESIDE = 8
"""Characters between a figure and the day that is said of it."""
_RELATIVE = re.compile(r"\b(?:[Tt]oday|[Yy]esterday)\b")


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day that a text names, and where; not `exact` where it names a month."""

    day: date
    start: int
    end: int
    exact: bool = True


def said_days(text: str, start: int, end: int, published: date | None) -> list[SaidDay]:
    """The days that `text[start:end]` names for what it says, the surer kinds of wording first.

    A day without a year is the last such day up to the publication. Days after the publication are not what a
    figure holds for (they are deadlines and forecasts) and are passed over, as are expiries and meetings.
    """
    found = []
    for match in _DAY.finditer(text, start, end):
        day = _day(match.groupdict(), published)
        if day and (published is None or day <= published):
            found.append(SaidDay(day, *match.span()))
    if published is None:
        return found
    for match in _MONTH_ONLY.finditer(text, start, end):
        day = _month_end(match["month"], match["year"], published)
        if day:
            found.append(SaidDay(day, *match.span(), exact=False))
    if found:
        return found
    for match in _WEEKDAY.finditer(text, start, end):
        wanted = _WEEKDAYS.index(match["day"].lower())
        found.append(SaidDay(published - timedelta(days=(published.weekday() - wanted) % 7), *match.span()))
    for match in _RELATIVE.finditer(text, start, end):
        back = 1 if match[0].lower().startswith("yesterday") else 0
        found.append(SaidDay(published - timedelta(days=back), *match.span()))
    return found


def day_of(
    text: str, start: int, end: int, days: Sequence[SaidDay], span: Span, quantities: Sequence[Quantity]
) -> date | None:
    """Of the days named in a figure's sentence, `text[start:end]`, the one that belongs to it.

    That is the only exact day, or the one behind it with no other figure between, or the nearest before it; a
    month behind another figure is that figure's, and so is a day behind the figure that this one is held
    against ("$61.20, up from $59.90 on Tuesday").
    """
    days = [said for said in days if not _of_the_other(text, said, span, quantities)]
    if not days:
        return None
    sentence = text[start:end]
    if len({said.day for said in days}) == 1 and all(said.exact for said in days) and ";" not in sentence:
        return days[0].day
    behind = [said for said in days if said.start >= span.end]
    if behind:
        nearest = min(behind, key=lambda said: said.start)
        if not any(span.end <= other.span.start < nearest.start for other in quantities):
            return nearest.day
    before = [said for said in days if said.end <= span.start]
    return max(before, key=lambda said: said.end).day if before else (days[0].day if not behind else None)


def _of_the_other(text: str, said: SaidDay, span: Span, quantities: Sequence[Quantity]) -> bool:
    """Whether a day right behind a figure belongs to that one alone, because another is held against it."""
    before = [other for other in quantities if span.end <= other.span.start < other.span.end <= said.start]
    if not before or said.start - before[-1].span.end > _BESIDE:
        return False
    return bool(_HELD_AGAINST.search(text, span.end, before[-1].span.start))


@cache
def heading_day(heading: str, published: date | None) -> date | None:
    """The full date in a heading ("2026-05-15 close"), if it is not after the publication."""
    match = _BARE.search(heading)
    day = _day(match.groupdict(), published) if match else None
    return day if day and (published is None or day <= published) else None


def _day(parts: dict[str, str | None], published: date | None) -> date | None:  # noqa: PLR0911 - a form, a return
    try:
        if parts.get("iso"):
            return date.fromisoformat(str(parts["iso"]))
        if parts.get("us"):
            us_month, us_day, us_year = (int(part) for part in str(parts["us"]).split("/"))
            return date(us_year + 2000 if us_year < 100 else us_year, us_month, us_day)
        named = parts["month"] or parts["month2"]
        number = int(parts["day"] or parts["day2"] or 0)
        said = parts["year"] or parts["year2"]
        month = _MONTHS.index(str(named)[:3].lower()) + 1
        if said:
            return date(int(said), month, number)
        if published is None:
            return None
        day = date(published.year, month, number)
        if day <= published:
            return day
        # not long after the publication it is a day to come; else last year's
        return None if day - published < _AHEAD else date(published.year - 1, month, number)
    except ValueError:
        return None


def _month_end(named: str, year: str | None, published: date) -> date | None:
    month = _MONTHS.index(named[:3].lower()) + 1
    in_year = int(year) if year else published.year - (month > published.month)
    if not year and (published.year - in_year) * 12 + published.month - month > _RECENT:
        return None
    end = date(in_year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    if (in_year, month) == (published.year, published.month):
        return published
    return end if end <= published else None
