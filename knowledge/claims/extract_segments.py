"""A document as sentences, list items and table rows, each with what leads into it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from knowledge.claims.model import Span
from knowledge.types import Block, BlockKind, Document

_STOP = re.compile(r"[.!?][\"'\u2019\u201d)\]]{0,3}(?:[ ]?\[[0-9, ]{1,12}\]){0,4}(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|approx|ca?|est|avg|incl|Inc|Corp|Ltd|Co|No|St|Mr|Ms|Mrs|Dr|Jr|Sr|Fig|pp?|e\.g|i\.e|cf|al|etc"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.K|E\.U|a\.m|p\.m)|(?:^|[\s(])[A-Z])\Z"
)
_OPENS = re.compile(r"\s+[\"'\u2018\u201c(\[*]{0,3}(?:[A-Z0-9$~\u2248+-]|[a-z]+[A-Z])")
_BULLET = re.compile(r"[ \t]*(?:[-*\u2022\u2023\u25aa\u25cf\u2013]|[0-9]{1,2}[.)])[ \t]+")
_LEADS = re.compile(r":[*\"\u201d]{0,2}(?:[ ]?\[[0-9, ]{1,12}\]){0,4}\s*\Z")
_ASKS = re.compile(r"\?[*\"\u201d)]{0,3}\s*\Z")
_LONGEST = 1200
"""Characters of a sentence; more is a list or noise, and is read in pieces."""
_WRAPPED = 60
"""A line of at least this length that does not end a sentence may go on in the next."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that is read as one: a sentence, an item of a list, a heading.

    Attributes:
        start: Its first character.
        end: One past its last.
        block: The block it stands in.
        leads: What leads into it (a list's opening sentence, an item that ends with a colon, a question), the
            nearest last.
        item: Whether it belongs to a list.
        intro: The paragraph that leads into the list, whole.
    """

    start: int
    end: int
    block: Block
    leads: tuple[Span, ...] = ()
    item: bool = False
    intro: Span | None = None


def segments(document: Document) -> Iterator[Segment]:
    """The sentences of headings, paragraphs and lists, in order; tables and code are not among them."""
    text = document.text
    previous: Segment | None = None
    for block in document.blocks:
        if block.kind in {BlockKind.TABLE, BlockKind.CODE}:
            previous = None
            continue
        opening = _opening(text, previous)
        if block.kind is BlockKind.LIST:
            intro = Span(previous.block.start, previous.end) if opening and previous else None
            parts = list(_list(text, block, opening, intro))
        else:
            parts = list(_prose(text, block, opening))
        yield from parts
        if parts:
            previous = parts[-1]


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of a stretch without line breaks that matter."""
    stops = [
        match.end()
        for match in _STOP.finditer(text, start, end)
        if match.end() < end and _ends_sentence(text, match, start, end)
    ]
    spans = [_trimmed(text, first, last) for first, last in pairwise([start, *stops, end])]
    return [part for span in spans for part in _parts(text, span) if part.start < part.end]


def _parts(text: str, span: Span) -> Iterator[Span]:
    """A sentence, or the pieces of one so long that it cannot be one."""
    start = span.start
    while span.end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = start + _LONGEST if cut < 0 else cut
        yield _trimmed(text, start, cut)
        start = cut
    yield _trimmed(text, start, span.end)


def _opening(text: str, previous: Segment | None) -> tuple[Span, ...]:
    """The end of what stood before, if it leads into what follows."""
    if previous is None:
        return ()
    piece = text[previous.start : previous.end]
    if _LEADS.search(piece) or _ASKS.search(piece):
        kept = previous.leads[-1:] if previous.item else ()
        return (*kept, Span(previous.start, previous.end))
    return ()


def _prose(text: str, block: Block, opening: tuple[Span, ...]) -> Iterator[Segment]:
    leads = opening
    for line in _lines(text, block):
        bullet = _BULLET.match(text, line.start, line.end)
        for span in sentences(text, bullet.end() if bullet else line.start, line.end):
            segment = Segment(span.start, span.end, block, leads, item=bool(bullet))
            yield segment
            piece = text[span.start : span.end]
            if _LEADS.search(piece) or _ASKS.search(piece):
                leads = (span,)
            elif not bullet and not (leads and _ASKS.search(text[leads[-1].start : leads[-1].end])):
                leads = ()


def _list(text: str, block: Block, opening: tuple[Span, ...], intro: Span | None) -> Iterator[Segment]:
    nested: tuple[Span, ...] = ()
    for line in _items(text, block):
        bullet = _BULLET.match(text, line.start, line.end)
        body = Span(bullet.end() if bullet else line.start, line.end)
        if _LEADS.search(text[body.start : body.end]):
            nested = (body,)
            yield Segment(body.start, body.end, block, opening, item=True, intro=intro)
            continue
        for span in sentences(text, body.start, body.end):
            yield Segment(span.start, span.end, block, (*opening, *nested), item=True, intro=intro)


def _items(text: str, block: Block) -> list[Span]:
    """List items with their continuation lines."""
    items: list[Span] = []
    for line in _raw_lines(text, block):
        if items and not _BULLET.match(text, line.start, line.end):
            items[-1] = Span(items[-1].start, line.end)
        else:
            items.append(line)
    return items


def _lines(text: str, block: Block) -> list[Span]:
    """The lines of a paragraph, wrapped ones put together again."""
    lines: list[Span] = []
    for line in _raw_lines(text, block):
        if lines and _goes_on(text, lines[-1], line):
            lines[-1] = Span(lines[-1].start, line.end)
        else:
            lines.append(line)
    return lines


def _goes_on(text: str, last: Span, line: Span) -> bool:
    if _BULLET.match(text, line.start, line.end):
        return False
    tail = text[max(last.start, text.rfind("\n", last.start, last.end) + 1) : last.end].rstrip()
    if tail.endswith((":", ".", "!", "?", "]", ";")):
        return tail.endswith((".", "!", "?", "]", ";")) and len(tail) >= _WRAPPED
    return len(tail) >= _WRAPPED or text[line.start : line.start + 1].islower()


def _raw_lines(text: str, block: Block) -> list[Span]:
    lines = []
    start = block.start
    while start < block.end:
        stop = text.find("\n", start, block.end)
        stop = block.end if stop < 0 else stop
        if text[start:stop].strip():
            lines.append(Span(start, stop))
        start = stop + 1
    return lines


def _ends_sentence(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    if text[stop.start()] == "." and _ABBREVIATION.search(text[max(start, stop.start() - 12) : stop.start()]):
        return False
    return bool(_OPENS.match(text, stop.end(), end))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
