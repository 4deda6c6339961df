"""Scheduled events as documents name them, and what follows from a rule about the event itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.claims.checks.holidays import is_session, nth_weekday
from knowledge.ports import EventDays

_FRIDAY = 4
_DAY = timedelta(days=1)
_SECOND_RECONSTITUTION_FROM = 2026


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event.

    Attributes:
        kind: Its name in the table of event days; empty when only a rule decides.
        name: In words.
        pattern: How documents name it.
        months: The only months it can be in; empty when any.
        reference: Whether a month beside the name is the month the data are of ("May CPI").
    """

    kind: str
    name: str
    pattern: re.Pattern[str]
    months: tuple[int, ...] = ()
    reference: bool = False


def _kind(
    kind: str, name: str, pattern: str, *, months: tuple[int, ...] = (), reference: bool = False
) -> EventKind:
    return EventKind(kind, name, re.compile(pattern, re.IGNORECASE), months, reference)


KINDS = (
    _kind(
        "fomc",
        "FOMC meeting",
        r"\bFOMC\b(?![ ](?:minutes|members?|officials?|speak\w*|blackout|participants?|dissent\w*"
        r"|projections))"
        r"|(?<!ECB )\bFed(?:eral Reserve)?(?:'s)?[ ](?:policy[ ]|rate[ ]|interest[- ]rate[ ]"
        r"|monetary policy[ ])?"
        r"(?:meeting|decision|rate decision|policy announcement)\b"
        r"|\bFed(?:eral Reserve)?[ ](?:next[ ])?(?:meets|left|held|kept|cut|raised|hiked"
        r"|lowered)\b(?:[ ](?:its[ ])?(?:policy[ ]|benchmark[ ]|interest[ ])?rates?"
        r"(?:[ ](?:unchanged|steady))?)?(?=[ ](?:on[ ]|[A-Z]|\Z))",
    ),
    _kind("cpi", "CPI release", r"\bCPI\b|\bconsumer price index\b", reference=True),
    _kind("pce", "PCE release", r"\bPCE\b", reference=True),
    _kind(
        "payrolls",
        "payrolls release",
        r"\b(?:non-?farm )?payrolls?\b|\bNFP\b|\b(?:jobs|employment) (?:report|situation)\b",
        reference=True,
    ),
    _kind(
        "opex",
        "monthly options expiry",
        r"\b(?:monthly|standard) (?:(?:options?|contracts) )?(?:expir(?:ation|y|es|ed|e)|opex)\b"
        r"|(?<!weekly )(?<!VIX )\bopex\b",
    ),
    _kind(
        "opex",
        "quarterly options expiry",
        r"\b(?:triple|quad(?:ruple)?)[- ]witching\b|\bquarterly (?:options? )?(?:expir(?:ation|y)|opex)\b",
        months=(3, 6, 9, 12),
    ),
    _kind(
        "reconstitution",
        "Russell reconstitution",
        r"\bRussell\b[^.;|\t]{0,40}\breconstitution\b|\breconstitution of the Russell\b"
        r"|\bRussell (?:index )?rebalanc(?:e|ing)\b",
    ),
    _kind(
        "",
        "annual reconstitution of the Nasdaq-100",
        r"\bNasdaq[- ]100\b[^.;|\t]{0,20}\bannual reconstitution\b",
        months=(12,),
    ),
    _kind(
        "",
        "quarterly rebalance of the S&P indices",
        r"\bS&P\b[^.;|\t]{0,20}\bquarterly rebalanc(?:e|ing)\b",
        months=(3, 6, 9, 12),
    ),
    _kind("", "Jackson Hole symposium", r"\bJackson Hole\b(?! (?:speech|remarks|tone|address))", months=(8,)),
)
_NOT_THE_DAY = re.compile(
    r"\b(?:preliminary|rank day|ranking|announc\w+|lists?|lock-?down|minutes|preview|futures)\b",
    re.IGNORECASE,
)
_ANNUAL = re.compile(r"\bannual\b(?<!semi-annual)", re.IGNORECASE)


def kinds_in(text: str) -> Iterator[tuple[EventKind, int, int]]:
    """The kinds of events a text names, each once, with the place of its name."""
    for kind in KINDS:
        match = kind.pattern.search(text)
        if match and not _NOT_THE_DAY.search(text):
            yield kind, match.start(), match.end()


def excluded(
    kind: EventKind, words: str, first: date, last: date, events: EventDays | None
) -> tuple[str, date | None] | None:
    """Why an event cannot be in a stretch of days, and its right day; None when it can, or is not known.

    The table of event days decides where it covers the stretch; where it does not, only rules that hold in
    every year do.
    """
    if kind.months and not any(day.month in kind.months for day in (first, last)):
        return f"the {kind.name} is in {_in_words(kind.months)}", None
    if kind.kind == "reconstitution":
        reason = _reconstitution(words, first, last)
        if reason:
            return reason
    # the statement of a two-day meeting, and the first session after a close, are a day later
    last_day = last + _DAY if kind.kind in {"fomc", "reconstitution"} else last
    first_day = first - 3 * _DAY if kind.kind == "reconstitution" else first
    days = events.days(kind.kind, first_day, last_day) if events and kind.kind else None
    if days is None:
        return _by_rule(kind, first, last, events)
    if days:
        return None
    right = _nearest(kind, first, last, events)
    where = f"the nearest is {right:%-d %B %Y}" if right else "the table of events has none there"
    stretch = f"on {first:%-d %B %Y}" if first == last else f"from {first:%-d %B %Y} to {last:%-d %B %Y}"
    return f"there is no {kind.name} {stretch}; {where}", right


def _reconstitution(words: str, first: date, last: date) -> tuple[str, date | None] | None:
    """The annual one takes effect after the fourth Friday of June; from 2026 a second one follows."""
    right = nth_weekday(first.year, 6, _FRIDAY, 4)
    allowed = {6}
    if first.year >= _SECOND_RECONSTITUTION_FROM:
        allowed |= {11, 12}
    annual = bool(_ANNUAL.search(words)) and not re.search(r"\bsemi-?annual\b", words, re.IGNORECASE)
    months = {first.month, last.month} | ({6} if first.month < 6 < last.month else set())
    if months & allowed:
        return None
    which = "annual " if annual else ""
    return f"the {which}Russell reconstitution is on the fourth Friday of June ({right:%-d %B %Y})", right


def _by_rule(
    kind: EventKind, first: date, last: date, events: EventDays | None
) -> tuple[str, date | None] | None:
    """Days that follow from the calendar alone: the third Friday, the fourth Friday of June."""
    if kind.kind == "opex" and first == last:
        third = nth_weekday(first.year, first.month, _FRIDAY, 3)
        right = third if is_session(third, events) else third - _DAY
        if first not in {third, right}:
            return f"monthly options expire on the third Friday, {right:%-d %B %Y}", right
    if kind.kind == "reconstitution" and first.month == last.month == 6:
        right = nth_weekday(first.year, 6, _FRIDAY, 4)
        if not first - 3 * _DAY <= right <= last:
            return f"the Russell reconstitution is on the fourth Friday of June, {right:%-d %B %Y}", right
    return None


def _nearest(kind: EventKind, first: date, last: date, events: EventDays | None) -> date | None:
    for reach in (60, 30, 15):
        around = events.days(kind.kind, first - reach * _DAY, last + reach * _DAY) if events else None
        if around:
            return min(around, key=lambda day: min(abs((day - first).days), abs((day - last).days)))
    return None


def _in_words(months: tuple[int, ...]) -> str:
    return " and ".join(f"{date(2000, month, 1):%B}" for month in months)
