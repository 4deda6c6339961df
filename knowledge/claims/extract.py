"""The numeric claims of a document, by rules alone: the same document always gives the same claims."""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.claims.as_of import heading_day
from knowledge.claims.entities import entity_hits
from knowledge.claims.extract_bind import fits
from knowledge.claims.extract_claims import Setting, claims
from knowledge.claims.extract_launch import launches
from knowledge.claims.extract_reading import Reading
from knowledge.claims.extract_segments import Segment
from knowledge.claims.extract_source import Source, source
from knowledge.claims.extract_tables import table_claims
from knowledge.claims.extract_tokens import tokens
from knowledge.claims.extract_whose import mind, refers_back
from knowledge.claims.metrics import metrics
from knowledge.claims.model import Claim, Span
from knowledge.types import Block, BlockKind, Document

_SHORT = 110
"""Characters of an answer or an item whose metric only its question or its lead may name."""


def claims_of(document: Document) -> tuple[Claim, ...]:
    """Read the numeric claims of a document.

    A figure that no rule can name is no claim: rather a claim missed than a wrong one.

    Args:
        document: As it was read.

    Returns:
        In the order of the text; spans are positions in the document's text.
    """
    known = source(document)
    minds = _Minds(known)
    found = list(_prose(known, minds))
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            found.extend(table_claims(known, block, minds.heading(block)))
            found.extend(launches(known, Span(block.start, block.end), block, minds.heading(block)))
    found = _day_moves(found)
    return tuple(sorted(found, key=lambda claim: (claim.quantity.span, claim.id)))


def _day_moves(found: list[Claim]) -> list[Claim]:
    """A move without a stretch of time that equals the day's change said elsewhere is that change."""
    moves = {
        (claim.entity, claim.quantity.low, claim.quantity.high)
        for claim in found
        if claim.metric == "day_change"
    }
    return [
        replace(claim, metric="day_change")
        if claim.metric == "return"
        and claim.horizon is None
        and claim.quantity.step < 1
        and (claim.entity, claim.quantity.low, claim.quantity.high) in moves
        else claim
        for claim in found
    ]


def _prose(known: Source, minds: "_Minds") -> Iterator[Claim]:
    in_mind: str | None = None
    block: Block | None = None
    for segment in known.segments:
        if block is None or segment.block.section != block.section:
            in_mind = None
        context = _context(known, segment)
        reading = known.read(segment.start, segment.end, context)
        same = segment.block is block and not segment.item
        before = (in_mind if same or refers_back(reading) else None) or minds.leading(segment)
        yield from launches(known, Span(segment.start, segment.end), segment.block, before)
        if reading.quantities:
            yield from claims(known, reading, _setting(known, segment, reading, context, before))
        named = mind(reading)
        keeps = segment.block is block or segment.item
        in_mind = named or (in_mind if keeps or refers_back(reading) else None)
        block = segment.block


def _setting(known: Source, segment: Segment, reading: Reading, context: str, before: str | None) -> Setting:
    known_by = known.known_by(segment.block)
    headings = reversed(segment.block.section)
    return Setting(
        span=Span(segment.start, segment.end),
        section=segment.block.section,
        context=context,
        leads=segment.leads if segment.intro is None else (segment.intro, *segment.leads[1:]),
        before=before,
        known=known_by,
        day=next((found for head in headings if (found := heading_day(head, known_by))), None),
        given=_given(known, segment, reading, context),
    )


class _Minds:
    """Which entity the leads and headings of a document name; each is read once."""

    def __init__(self, known: Source) -> None:
        self._known = known
        self._leads: dict[Span, str | None] = {}
        self._headings: dict[tuple[str, ...], str | None] = {}

    def leading(self, segment: Segment) -> str | None:
        """The entity of what leads into a segment, else of its headings, else of the document."""
        for span in reversed(segment.leads):
            if span not in self._leads:
                self._leads[span] = mind(self._known.read(span.start, span.end, ""))
            if self._leads[span]:
                return self._leads[span]
        return self.heading(segment.block)

    def heading(self, block: Block) -> str | None:
        """The entity that the nearest heading names, else what the document is about."""
        if block.section not in self._headings:
            self._headings[block.section] = self._named(block.section)
        return self._headings[block.section]

    def _named(self, section: tuple[str, ...]) -> str | None:
        for head in reversed(section):
            named = {hit.names[0] for hit in entity_hits(tokens(head), self._known.document.symbols)}
            if len(named) == 1:
                return named.pop()
        return self._known.about


def _given(known: Source, segment: Segment, reading: Reading, context: str) -> str | None:
    """The metric that a question or a list's lead names for an answer or item that names none itself."""
    if not segment.leads or segment.end - segment.start > _SHORT:
        return None
    lead = segment.leads[-1]
    quantity = reading.quantities[0]
    written = reading.text[quantity.span.start : quantity.span.end]
    keys = {
        key
        for mention in known.read(lead.start, lead.end, context).mentions
        for key in mention.keys
        if fits(metrics()[key], quantity, written)
    }
    return keys.pop() if len(keys) == 1 else None


def _context(known: Source, segment: Segment) -> str:
    text = known.text
    parts = [text[segment.start : segment.end], *(text[span.start : span.end] for span in segment.leads)]
    return " ".join([*parts, *segment.block.section]).lower()
