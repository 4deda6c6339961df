"""Days against the calendar: weekdays, days that do not exist, closes on days without a session."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.holidays import closed_because, nth_weekday
from knowledge.claims.checks.moments import Moment, moments, stretches_of
from knowledge.claims.checks.reading import FIGURE, Line, reading_of
from knowledge.claims.checks.tables import tables_of
from knowledge.claims.model import Claim, Finding
from knowledge.ports import EventDays, Prices
from knowledge.types import BlockKind, Document

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = (
    r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?"
)
_BEFORE = re.compile(
    rf"(?:(?P<first>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?[ ]?"
    rf"(?:-|/|and|to|through|or)[ ]?)?\b{_WEEKDAY}(?:'s)?,?[ ](?:\(|the[ ])?\Z"
)
_AFTER = re.compile(
    r"\A(?:,[ ]|[ ]?\(|,[ ]an?[ ]|[ ]was[ ]an?[ ]|[ ]is[ ]an?[ ]"
    rf"|[ ]falls[ ]on[ ]an?[ ]){_WEEKDAY}(?![ ]?(?:-|/))"
)
_ORDINAL = re.compile(
    r"\b(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[ ](?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day)[ ]?"
    r"(?:(?:of|in)[ ](?:the[ ]month|[A-Z][a-z]+)(?:[ ](?:19|20)[0-9]{2})?)?[ ]?(?:\(|,[ ]|:[ ]|is[ ]"
    r"|falls[ ]on[ ])\Z",
    re.IGNORECASE,
)
_ABOUT_AS_NEAR = 60
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_ON_SESSION = (
    re.compile(
        r"\b(?:as of|at|after|on|by|through|since)[ ](?:the[ ])?(?:market[ ]|regular[ ]|official[ ]"
        r"|U\.S\.[ ])?(?:close|closing bell|market close"
        r"|end of trading|session)(?:[ ]of trading)?(?:[ ](?:on|of|for))?,?[ ](?:[A-Z][a-z]+day,?[ ])?\Z",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:closed|settled|finished|ended|rose|fell|gained|lost|dropped|jumped|rallied|slid|climbed"
        r"|declined|traded|surged|tumbled|advanced)"
        rf"\b[^.;]{{0,50}}?{FIGURE}[^.;]{{0,24}}?(?:[ ]on[ ]|[ ]\()(?:[A-Z][a-z]+day,?[ ])?\Z",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:52[- ]week|all-time|record|closing)[ ](?:closing[ ]|intraday[ ])?(?:high|low"
        r"|peak)\b[^.;]{0,40}?\b(?:set|hit|reached|made|posted"
        r"|touched|recorded|on|from)[ ](?:on[ ])?(?:[A-Z][a-z]+day,?[ ])?\Z",
        re.IGNORECASE,
    ),
)
_CLOSES_LISTED = re.compile(
    rf"\bclos(?:es?|ed|ing(?:[ ](?:prices?|levels?))?)\b[^.]{{0,100}}?{FIGURE}[ ]on[ ]"
    r"(?:[A-Z][a-z]+day,?[ ])?\Z",
    re.IGNORECASE,
)
_SESSION_AFTER = re.compile(
    r"\A(?:'s)?[ ](?:close|closing price|session|trading session|trading day|settlement)\b", re.IGNORECASE
)
_MOVED_AFTER = re.compile(
    rf"\A,?[ ](?:the (?:fund|etf|index|stock)|shares|it|[A-Z]{{2,5}})[ ](?:closed|gained|lost|rose|fell"
    r"|added|shed|dropped|jumped|climbed"
    rf"|slid|rallied|declined|traded|settled|finished)\b[^.;]{{0,24}}?{FIGURE}",
    re.IGNORECASE,
)
_ON = re.compile(r"\bon[ ](?:[A-Z][a-z]+day,?[ ])?\Z", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:crypto\w*|bitcoin|btc|ethereum|eth|futures|forex|fx|markets? (?:is|are|was|were|will be"
    r"|remain) closed|closed for|closed on"
    r"|will|would|if|flow|deal|acquisition|survey)\b",
    re.IGNORECASE,
)
_TOMORROW = re.compile(
    r"\b(?:will|would|should|expected|due|scheduled|by|until|if|expir\w*|through)\b", re.IGNORECASE
)


def check_days(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, events: EventDays | None
) -> Iterable[Finding]:
    """Check every written day of a document."""
    entity_of = entities(document, claims)
    for line in reading_of(document).lines:
        entity = entity_of(line.whole)
        for moment in moments(line.text):
            if moment.day is None:
                continue
            if not moment.exists:
                quote = line.span(moment.start, moment.end)
                yield wrong(
                    "no_such_day",
                    "a day that does not exist",
                    entity,
                    (said(document, quote), ours("calendar", "no such day")),
                    f"The calendar has no {line.text[moment.start : moment.end]}.",
                )
                continue
            yield from _weekday(document, line, moment, entity)
            yield from _ordinal(document, line, moment, entity)
            yield from _session(document, line, moment, events, entity)
    yield from _bar_tables(document, claims, events)


def _weekday(document: Document, line: Line, moment: Moment, entity: str) -> Iterator[Finding]:
    before = _BEFORE.search(line.text[max(0, moment.start - 30) : moment.start])
    after = _AFTER.match(line.text[moment.end : moment.end + 24])
    match = before or after
    if match is None:
        return
    named = {_index(match["weekday"])}
    if before and before["first"]:
        named.add(_index(before["first"]))
    stretches = _nearest(stretches_of(document, moment), document.published.day)
    days = [day for first, last in stretches for day in (first, last)]
    if not days or any(day.weekday() in named for day in days):
        return
    start = max(0, moment.start - 30) + before.start() if before else moment.start
    quote = line.span(start, moment.end if before else moment.end + (after.end() if after else 0))
    first = stretches[-1][0]
    right = f"{first:%-d %B %Y} is a {_NAMES[first.weekday()]}"
    yield wrong(
        "weekday",
        "weekday of a date",
        entity,
        (said(document, quote), ours("calendar", right, first)),
        f"{right}, not a {_NAMES[_index(match['weekday'])]}.",
    )


def _nearest(stretches: Sequence[tuple[date, date]], published: date | None) -> list[tuple[date, date]]:
    """Of a day without a year: the one nearest to the publication, both when they are about as near."""
    if published is None or len(stretches) < 2:
        return list(stretches)
    apart = [abs((first - published).days) for first, _ in stretches]
    return [one for one, days in zip(stretches, apart, strict=True) if days <= min(apart) + _ABOUT_AS_NEAR]


def _index(name: str) -> int:
    return _WEEKDAYS.index(name[:3].lower())


def _ordinal(document: Document, line: Line, moment: Moment, entity: str) -> Iterator[Finding]:
    """The third Friday of June, with a day of June behind it."""
    match = _ORDINAL.search(line.text[max(0, moment.start - 60) : moment.start])
    stretches = stretches_of(document, moment)
    if match is None or not moment.single or not stretches:
        return
    days = [
        nth_weekday(first.year, first.month, _index(match["weekday"]), _NTH[match["nth"].lower()])
        for first, _ in stretches
    ]
    if any(day == first for day, (first, _) in zip(days, stretches, strict=True)):
        return
    right = f"{days[-1]:%-d %B %Y}"
    yield wrong(
        "weekday",
        f"{match['nth']} {match['weekday']} of a month",
        entity,
        (
            said(document, line.span(max(0, moment.start - 60) + match.start(), moment.end)),
            ours("calendar", right, days[-1]),
        ),
        f"The {match['nth']} {match['weekday']} is {right}.",
    )


def _session(
    document: Document, line: Line, moment: Moment, events: EventDays | None, entity: str
) -> Iterator[Finding]:
    """Closes and moves of a day on which nothing was traded, or which had not come yet."""
    before = line.masked[max(0, moment.start - 140) : moment.start]
    cue = next(
        (match for pattern in (*_ON_SESSION, _CLOSES_LISTED) if (match := pattern.search(before))), None
    )
    follows = _SESSION_AFTER.match(line.text[moment.end : moment.end + 24])
    if _ON.search(before):
        follows = follows or _MOVED_AFTER.match(line.masked[moment.end : moment.end + 80])
    stretches = stretches_of(document, moment)
    if not (cue or follows) or not moment.single or not stretches or _ELSEWHERE.search(line.text):
        return
    start = max(0, moment.start - 140) + cue.start() if cue else moment.start
    quote = line.span(start, moment.end + (follows.end() if follows else 0))
    reasons = [closed_because(first, events) for first, _ in stretches]
    if all(reasons):
        day = stretches[-1][0]
        yield wrong(
            "no_session",
            "prices of a day without trading",
            entity,
            (said(document, quote), ours("calendar", f"{day:%-d %B %Y} is {reasons[-1]}", day)),
            f"{day:%-d %B %Y} is {reasons[-1]}: there is no session and no close on it.",
        )
        return
    published = document.published.day
    if cue and published and moment.year is not None and not _TOMORROW.search(line.text[: moment.start]):
        yield from _too_late(
            document, line, quote.start - line.start, moment, stretches[0][0], published, entity
        )


def _too_late(
    document: Document, line: Line, start: int, moment: Moment, day: date, published: date, entity: str
) -> Iterator[Finding]:
    if day <= published:
        return
    yield wrong(
        "after_publication",
        "prices of a day after the publication",
        entity,
        (
            said(document, line.span(start, moment.end), day),
            ours("calendar", f"published {published:%-d %B %Y}", published),
        ),
        f"The document is of {published:%-d %B %Y} and gives prices of {day:%-d %B %Y}.",
    )


def _bar_tables(document: Document, claims: Sequence[Claim], events: EventDays | None) -> Iterator[Finding]:
    """Rows of a table of daily prices: every one is a session."""
    entity_of = entities(document, claims)
    for table in tables_of(document):
        if (
            table.listed
            or not table.header
            or not re.search(r"\b(?:date|day|session)\b", table.header[0], re.IGNORECASE)
        ):
            continue
        if not any(re.fullmatch(r"(?:adj\.? )?close", name.strip(), re.IGNORECASE) for name in table.header):
            continue
        for row in table.rows:
            moment = next(moments(row.label, alone=True), None)
            stretches = stretches_of(document, moment) if moment and moment.single else []
            reasons = [closed_because(first, events) for first, _ in stretches]
            if stretches and all(reasons) and row.line.kind is BlockKind.TABLE:
                day = stretches[-1][0]
                yield wrong(
                    "no_session",
                    "prices of a day without trading",
                    entity_of(row.line.whole),
                    (
                        said(document, row.line.whole),
                        ours("calendar", f"{day:%-d %B %Y} is {reasons[-1]}", day),
                    ),
                    f"{day:%-d %B %Y} is {reasons[-1]}: there is no session and no close on it.",
                )
