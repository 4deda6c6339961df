"""Claims of tables: the cell's figure, named by its column's head and its row's first cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from knowledge.claims.as_of import heading_day
from knowledge.claims.entities import entity
from knowledge.claims.extract_bind import fits
from knowledge.claims.extract_claims import Setting, claims, level_name
from knowledge.claims.extract_reading import Reading
from knowledge.claims.extract_segments import sentences
from knowledge.claims.extract_source import Source
from knowledge.claims.extract_tokens import tokens, word_set
from knowledge.claims.extract_whose import mind
from knowledge.claims.metrics import Metric, metrics
from knowledge.claims.model import Claim, Measure, Quantity, Span
from knowledge.claims.quantities import out_of
from knowledge.types import Block

_LEVELS = word_set("support resistance target stop entry pivot trigger range_52w high_52w low_52w")
_STRETCH = re.compile(
    r"(?P<ytd>YTD|Year to Date)|(?P<year>1[ -]?(?:Y|Yr|Year)|One Year)|(?P<day>Day|1[ -]?D(?:ay)?|Change)"
    r"|(?:[0-9]{1,2}[ -]?(?:D|W|M|Y|Q|Days?|Weeks?|Months?|Mos?|Years?|Yrs?)|Week|Month|Quarter|Weekly"
    r"|Monthly|Since Inception|Inception|MTD|QTD)(?:[ ]?%| \(%\)| return| change)?",
    re.IGNORECASE,
)
_PERFORMANCE = re.compile(r"return|performance|gain|change", re.IGNORECASE)
_CONTEXT = 2000
"""Characters of headings, head and row in which the words that a metric needs are looked for."""
_MOSTLY = 0.5
"""Share of a cell that its figure fills where the cell is nothing but the figure."""


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    cells: tuple[Span, ...]


def table_claims(source: Source, block: Block, before: str | None) -> Iterator[Claim]:
    """The claims of one table, row by row."""
    rows = _rows(source.text, block)
    if not rows:
        return
    figures = any(_is_figure(cell, source.inside(cell.start, cell.end)) for cell in rows[0].cells)
    head = None if figures else rows[0]
    for row in rows[1:] if head else rows:
        yield from _row_claims(source, block, head, row, before)


def _rows(text: str, block: Block) -> list[_Row]:
    rows = []
    start = block.start
    while start < block.end:
        stop = text.find("\n", start, block.end)
        stop = block.end if stop < 0 else stop
        if text[start:stop].strip():
            cells = []
            at = start
            for cell in text[start:stop].split("\t"):
                left = at + len(cell) - len(cell.lstrip())
                cells.append(Span(left, max(left, at + len(cell.rstrip()))))
                at += len(cell) + 1
            rows.append(_Row(start, stop, tuple(cells)))
        start = stop + 1
    return rows


def _row_claims(
    source: Source, block: Block, head: _Row | None, row: _Row, before: str | None
) -> list[Claim]:
    text = source.text
    around = " ".join(
        [*block.section, text[head.start : head.end] if head else "", text[row.start : row.end]]
    )[:_CONTEXT].lower()
    label, known = row.cells[0], source.known_by(block)
    row_entity, row_day = _entity(source, label, around), _day(source, label, known)
    found: list[Claim] = []
    for column, cell in enumerate(row.cells):
        inside = source.inside(cell.start, cell.end)
        if not inside:
            continue
        title = head.cells[column] if head and column < len(head.cells) else None
        setting = Setting(
            span=Span(row.start, row.end),
            section=block.section,
            context=around,
            before=_entity(source, title, around) or row_entity or before,
            known=known,
            day=_day(source, title, known) or row_day,
            label=text[label.start : label.end],
        )
        if column and _is_figure(cell, inside):
            found.extend(_figure(source, setting, cell, inside, title, label))
        else:
            found.extend(_prose(source, setting, cell))
    return _named(found)


def _is_figure(cell: Span, inside: tuple[Quantity, ...]) -> bool:
    if not inside:
        return False
    filled = sum(quantity.span.end - quantity.span.start for quantity in inside)
    return filled >= _MOSTLY * max(1, cell.end - cell.start)


def _figure(
    source: Source,
    setting: Setting,
    cell: Span,
    inside: tuple[Quantity, ...],
    title: Span | None,
    label: Span,
) -> list[Claim]:
    """A cell that is a figure: its column names the metric, or else its row does."""
    text = source.text
    reading = source.read(cell.start, cell.end, setting.context)
    own = claims(source, reading, setting) if reading.mentions else []
    if own and any(claim.metric not in {"score", "trigger"} for claim in own):
        return own
    quantity = inside[0]
    by_title = _metric(source, setting, title, quantity, text) if title else None
    by_label = _metric(source, setting, label, quantity, text)
    chosen = by_title or by_label
    if by_title and by_label and by_title[0].key in {"price", "relative_pe"} and by_label[0].key in _LEVELS:
        chosen = by_label
    if out_of(text, quantity) is not None:
        chosen = (metrics()["score"], None)
    if chosen is None:
        return _performance(source, setting, reading, title, label)
    metric, variant = chosen
    made = claims(source, reading, replace(setting, given=metric.key))
    named = [_varied(source, claim, setting, variant, title) for claim in made]
    return [claim for claim in named if claim.variant or claim.metric not in {"sma", "ema"}]


def _performance(
    source: Source, setting: Setting, reading: Reading, title: Span | None, label: Span
) -> list[Claim]:
    """A return whose stretch of time is the column's head: "1 Year", "YTD", "Week"."""
    text = source.text
    head = text[title.start : title.end] if title else ""
    column = _STRETCH.fullmatch(head)
    if not column or reading.quantities[0].unit is not Measure.PERCENT:
        return []
    row = text[label.start : label.end].lower()
    if not _PERFORMANCE.search(setting.context) and not _entity(source, label, setting.context):
        return []
    key = (
        "ytd_return"
        if column["ytd"]
        else "return_1y"
        if column["year"]
        else "day_change"
        if column["day"]
        else "return"
    )
    made = claims(source, reading, replace(setting, given=key))
    about = source.about
    tracked = entity(about).tracks if about and re.search(r"\b(?:benchmark|index)\b", row) else None
    return [replace(claim, metric=key, horizon=head, entity=tracked or claim.entity) for claim in made]


def _metric(
    source: Source, setting: Setting, span: Span, quantity: Quantity, text: str
) -> tuple[Metric, str | None] | None:
    """The metric that a head or label names and that can have this figure, with the variant it settles."""
    reading = source.read(span.start, span.end, setting.context)
    written = text[quantity.span.start : quantity.span.end]
    for mention in reading.mentions:
        for key in mention.keys:
            metric = metrics()[key]
            if fits(metric, quantity, written):
                return metric, mention.variant or metric.variant(reading.words)
    return None


def _varied(source: Source, claim: Claim, setting: Setting, variant: str | None, title: Span | None) -> Claim:
    """The claim with the variant of its head or label; of a score the row's own name if nothing else."""
    if claim.metric in {"score", "score_weight", "weighted_score"}:
        shown = metrics()["score"].variant(source.read(*_ends(title), "").words) if title else None
        named = metrics()["score"].variant(tokens(setting.label)) or shown
        plain = re.sub(r"[^a-z0-9 ]+", " ", setting.label.lower()).strip()
        return replace(claim, variant=named or plain or None)
    return replace(claim, variant=claim.variant or variant)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _prose(source: Source, setting: Setting, cell: Span) -> list[Claim]:
    """A cell that is text: its sentences."""
    found = []
    for span in sentences(source.text, cell.start, cell.end):
        reading: Reading = source.read(span.start, span.end, setting.context)
        if reading.quantities:
            found.extend(claims(source, reading, setting))
    return found


def _entity(source: Source, span: Span | None, around: str) -> str | None:
    return mind(source.read(span.start, span.end, around)) if span else None


def _day(source: Source, span: Span | None, known: date | None) -> date | None:
    return heading_day(source.text[span.start : span.end], known) if span else None


def _named(found: list[Claim]) -> list[Claim]:
    """Distances in per cent take the name of the level in the same row."""
    levels = [
        claim for claim in found if claim.metric in _LEVELS and claim.quantity.unit is not Measure.PERCENT
    ]
    if not levels:
        return found
    name = level_name(levels[0])
    return [
        replace(claim, variant=name) if claim.metric == "level_distance" and claim.variant is None else claim
        for claim in found
    ]
