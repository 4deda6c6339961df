"""Events that a document puts on days on which they cannot be."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.claims.checks.event_kinds import EventKind, excluded, kinds_in
from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.moments import MONTHS, Moment, moments, stretches_of
from knowledge.claims.checks.reading import Line, reading_of
from knowledge.claims.checks.tables import Table, tables_of
from knowledge.claims.model import Claim, Finding, Span
from knowledge.ports import EventDays, Prices
from knowledge.types import BlockKind, Document

_DATE_HEADER = re.compile(r"\b(?:date|when|timing|day|window|month|period)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\A(?:[ ,:()'\u2014/-]|\b(?:s|on|in|for|at|meeting|decision|is|are|meets?|convenes|decides|announces"
    r"|scheduled|due|set|the|of|release|print|report|data|announcement|rate|policy"
    r"|statement|day|week|expected|next|this|coming|upcoming|falls?|lands|comes|arrives|takes place|will be"
    r"|held|occurs|index|inflation|reading"
    r"|annual|FTSE|Russell|from|to|until|two-day|(?:Mon|Tues|Wednes|Thurs|Fri)day|Mon|Tue|Wed|Thu|Fri|next"
    r"|concludes|concluding|begins|starts|ends|ending|runs|around|by|core|headline|slated|effective|after"
    r"|close)\b){0,24}\Z",
    re.IGNORECASE,
)
_NEXT_MEETING = re.compile(r"\bnext meeting\b")
_OF_THE_FED = re.compile(r"\b(?:Fed|FOMC|Federal Reserve)\b")
_LEADS_ON = re.compile(
    r"(?:[ ](?:decision|release|meeting|on|is|due|the|for|in|print|report)){0,4}[ ]+(?=[0-9]{4}-"
    r"|[A-Z][a-z]{2,8}\.? [0-9]|[0-9]{1,2} [A-Z])"
)
_TWO_DAYS = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs)day(?:[ ]and[ ]|-)(?:Tues|Wednes|Thurs|Fri)day\b")
_QUARTER = re.compile(
    r"\bQ(?P<quarter>[1-4])(?:[ ]?'?(?P<year>20[0-9]{2}))?\b[^.;\t]{0,40}\bearnings season\b", re.IGNORECASE
)
_DATA_OF = re.compile(
    r"(?:\(|\bfor[ ]|\bcovering[ ])(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec)[a-z]*)(?:[ ](?:data|figures|reading|report))?\)?",
)
_DATA_MONTH = re.compile(
    r"(?<=CPI|PCE|PPI)[ ](?:print[ ]|report[ ]|release[ ]|data[ ])?(?:for[ ](?:Jan|Feb|Mar|Apr|May|Jun|Jul"
    r"|Aug|Sep|Oct|Nov|Dec)[a-z]*(?![ ][0-9])"
    r"|\((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?:[ ]data)?\))"
    r"|(?<=payrolls)[ ]for[ ][A-Z][a-z]+(?![ ][0-9])"
)
"""The month that data are of, beside their name."""

_MONTHLY_DATA = frozenset({"cpi", "pce", "payrolls"})


@dataclass(frozen=True, slots=True)
class _Placed:
    """An event and when the document says it is."""

    words: str
    moment: Moment
    span: Span
    line: Line
    in_table: bool


def check_events(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, events: EventDays | None
) -> Iterable[Finding]:
    """Check every event that stands beside a day, in tables of dates and in sentences."""
    entity_of = entities(document, claims)
    seen: set[tuple[str, int, int]] = set()
    for placed in [*_in_tables(document), *_in_lines(document)]:
        entity = entity_of(placed.line.whole)
        for kind, start, end in kinds_in(placed.words):
            key = (kind.name, placed.line.start, placed.moment.month * 100 + (placed.moment.day or 0))
            if key in seen or not _tells(kind, placed, start, end):
                continue
            seen.add(key)
            yield from _check(document, placed, kind, events, entity)
        yield from _too_early(document, placed, entity)


def _in_tables(document: Document) -> Iterator[_Placed]:
    for table in tables_of(document):
        column = _date_column(table)
        if column is None:
            continue
        for row in table.rows:
            cell = row.cell(column)
            found = list(moments(cell.text, alone=True)) if cell else []
            event = next((other for at, other in enumerate(row.cells) if at != column and other.text), None)
            if cell and event and len(found) == 1:
                first, last = sorted((cell.span, event.span))
                yield _Placed(event.text, found[0], Span(first.start, last.end), row.line, in_table=True)


def _date_column(table: Table) -> int | None:
    """The column of dates: named so, or filled with them."""
    if table.listed:
        dated = sum(_has_moment(row.label) for row in table.rows)
        return 0 if 2 * dated > len(table.rows) else None
    for at, name in enumerate(table.header):
        cells = [cell.text for row in table.rows if (cell := row.cell(at)) is not None]
        if _DATE_HEADER.search(name) and any(_has_moment(text) for text in cells):
            return at
    return None


def _has_moment(text: str) -> bool:
    return next(moments(text, alone=True), None) is not None


def _in_lines(document: Document) -> Iterator[_Placed]:
    """Events right beside a moment, with nothing but words of scheduling between them."""
    reading = reading_of(document)
    for line in reading.lines:
        if line.kind in {BlockKind.TABLE, BlockKind.HEADING}:
            continue
        own = line.text
        if _NEXT_MEETING.search(own) and any(
            _OF_THE_FED.search(one.text) for one in (line, *reading.before(line, 2))
        ):
            own = _NEXT_MEETING.sub("FOMC meeting", own, count=1)
            own = own if len(own) == len(line.text) else line.text
        text = _DATA_MONTH.sub(lambda month: " " * len(month[0]), own)
        found = list(moments(text))
        days = [moment.start for moment in found if moment.day is not None]
        kinds = sorted(start for _, start, _ in kinds_in(text)) if len(days) > 1 else []
        event_first = bool(kinds) and kinds[0] < days[0]
        for at, moment in enumerate(found):
            left = found[at - 1].end if at else 0
            right = found[at + 1].start if at + 1 < len(found) else len(text)
            sides = [
                (_last_piece(text[left : moment.start]), True),
                (_first_piece(text[moment.end : right]), False),
            ]
            if len(kinds) > 1:
                # "expiry on the 16th, FOMC on the 28th" or "16th: expiry, 28th: FOMC": the first pair tells
                sides = [side for side in sides if side[1] == event_first]
            for words, leads in sides:
                yield from _beside(line, text, moment, words, leads=leads, left=left)


def _beside(
    line: Line, text: str, moment: Moment, words: str, *, leads: bool, left: int
) -> Iterator[_Placed]:
    """The events of a piece of text that stands right before (`leads`) or behind a moment."""
    for _, start, end in kinds_in(words):
        gap = words[end:] if leads else words[:start]
        if not leads and "," in gap and _LEADS_ON.match(text[text.find(words, left) + end :]):
            continue  # "..., on the 3rd, expiry on the 20th": it belongs to the next day
        if not _BETWEEN.match(_TWO_DAYS.sub("", re.sub(r"\s+", " ", gap))):
            continue
        at = text.find(words, left)
        begin, stop = min(at + start, moment.start), max(at + end, moment.end)
        yield _Placed(words, moment, line.span(begin, stop), line, in_table=False)


def _last_piece(text: str) -> str:
    return re.split(r"[;.!?](?:\s|\Z)", text)[-1][-90:]


def _first_piece(text: str) -> str:
    return re.split(r"[;.!?](?:\s|\Z)", text)[0][:90]


def _tells(kind: EventKind, placed: _Placed, _start: int, _end: int) -> bool:
    """Whether the moment is the event's: "May CPI" is the data of May, not a release in May."""
    moment = placed.moment
    return placed.in_table or not kind.reference or moment.day is not None or moment.third is not None


def _check(
    document: Document, placed: _Placed, kind: EventKind, events: EventDays | None, entity: str
) -> Iterator[Finding]:
    stretches = stretches_of(document, placed.moment)
    reasons = [excluded(kind, placed.words, first, last, events) for first, last in stretches]
    reason = reasons[-1] if reasons else None
    if reason is None or not all(reasons):
        return
    why, right = reason
    yield wrong(
        "event_day",
        kind.name,
        entity,
        (
            said(document, placed.span),
            ours("calendar", f"{right:%-d %B %Y}" if right else why, right),
        ),
        f"{why[0].upper()}{why[1:]}.",
    )


def _too_early(document: Document, placed: _Placed, entity: str) -> Iterator[Finding]:
    """Reports on a quarter, or data of a month, before it is over."""
    stretches = stretches_of(document, placed.moment)
    if len(stretches) != 1:
        return
    first, last = stretches[0]
    quarter = _QUARTER.search(placed.words)
    if quarter:
        number = int(quarter["quarter"])
        year = int(quarter["year"]) if quarter["year"] else first.year - (number == 4 and first.month <= 3)
        over = date(year, 3 * number, monthrange(year, 3 * number)[1])
        if first <= over and (over - first).days < 100:
            yield _early(document, placed, f"Q{number} {year} earnings season", (first, over), entity)
    data = _DATA_OF.search(placed.words)
    kinds = {kind.kind for kind, _, _ in kinds_in(placed.words)}
    if data and kinds & _MONTHLY_DATA and placed.in_table:
        month = MONTHS.index(data["month"][:3].lower()) + 1
        over = date(first.year, month, monthrange(first.year, month)[1])
        if last <= over and (over - last).days < 60:
            yield _early(document, placed, f"data of {over:%B %Y}", (first, over), entity)


def _early(document: Document, placed: _Placed, what: str, days: tuple[date, date], entity: str) -> Finding:
    first, over = days
    return wrong(
        "event_too_early",
        what,
        entity,
        (said(document, placed.span), ours("calendar", f"ends {over:%-d %B %Y}", over)),
        f"The {what} cannot begin before {over:%-d %B %Y}, when its period ends; here it begins in "
        f"{first:%B %Y}.",
    )
