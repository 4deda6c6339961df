"""A document in pieces that are found and shown as one.

A passage is a run of paragraphs and lists of one section, or a whole table with its caption. Its text is an
exact stretch of the document. What a model reads of it (its windows) is led by the headings above, so that
"Stop loss, $250" is found under the report and the section it stands in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.ports import Embedder
from knowledge.types import Block, BlockKind, Chunk, Document

CHUNKER = "1"
"""Part of the index's identity: any change to what this module gives raises it."""

_PROSE = 200
"""Tokens of a passage of prose, at most: what a person reads at a glance, and a message can quote."""

_LEAD = 48
"""Tokens of the headings before a window, at most: the rest of the window is for the text."""

_TABLE = 12_000
"""Characters up to which a table stays whole; a longer one is shown in parts of whole rows."""

_CAPTION = 30
"""Words up to which the paragraph before a table counts as its caption."""

_NOTE = 40
"""Tokens up to which the end of a section belongs to the table before it: alone it would say little."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"')\]\u2019\u201d])\s+|\n+")
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    first: Block


def chunk(document: Document, embedder: Embedder) -> tuple[Chunk, ...]:
    """Cut a document into passages.

    Args:
        document: What was read.
        embedder: The model that will read the windows: its window and its count of tokens decide the cuts.

    Returns:
        Passages in the order of the text, without overlap, each within one section and one `known_from`. A
        table up to 12,000 characters is one passage, however many windows it takes. Headings are in
        `section`, not in the text; a heading with nothing under it is a passage of its own.
    """
    stretches: list[_Stretch] = []
    for run in _runs(document.blocks):
        stretches.extend(_noted(document.text, list(_pack(document.text, run, embedder)), embedder))
    made = []
    for position, stretch in enumerate(stretches):
        text = document.text[stretch.start : stretch.end]
        block = stretch.first
        lead = _lead(document, block.section, embedder)
        made.append(
            Chunk(
                id=f"{document.id}:{position:04d}",
                document=document.id,
                position=position,
                start=stretch.start,
                end=stretch.end,
                section=block.section,
                page=block.page,
                kind=BlockKind.TABLE if block.kind is BlockKind.TABLE else BlockKind.PARAGRAPH,
                known_from=block.known_from,
                text=text,
                windows=tuple(_windows(text, lead, embedder, table=block.kind is BlockKind.TABLE)),
            )
        )
    return tuple(made)


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks of one section and one `known_from`, headings left out unless nothing stands under them."""
    run: list[Block] = []
    for block, following in pairwise([*blocks, None]):
        if block is None:
            continue
        heading = block.kind is BlockKind.HEADING
        if run and (heading or (block.section, block.known_from) != (run[0].section, run[0].known_from)):
            yield run
            run = []
        if not heading:
            run.append(block)
        elif following is None or (
            following.kind is BlockKind.HEADING and len(following.section) <= len(block.section)
        ):
            yield [block]
    if run:
        yield run


def _pack(text: str, run: Sequence[Block], embedder: Embedder) -> Iterator[_Stretch]:
    """Prose up to its size, tables alone but for their caption."""
    open_run: list[_Stretch] = []
    size = 0
    for at, block in enumerate(run):
        if block.kind is BlockKind.TABLE:
            caption = open_run[-1:] if _is_caption(text, run, at) else []
            yield from _joined(open_run[: len(open_run) - len(caption)])
            yield from _table(text, block, caption[0].start if caption else block.start)
            open_run, size = [], 0
            continue
        for piece in _pieces(text, block, embedder):
            tokens = embedder.tokens(text[piece.start : piece.end])
            if open_run and size + tokens > _PROSE:
                yield from _joined(open_run)
                open_run, size = [], 0
            open_run.append(piece)
            size += tokens
    yield from _joined(open_run)


def _noted(text: str, packed: list[_Stretch], embedder: Embedder) -> list[_Stretch]:
    """The same, with a short last remark joined to the table it stands under."""
    if len(packed) < 2 or packed[-2].first.kind is not BlockKind.TABLE:
        return packed
    table, last = packed[-2:]
    if last.first.kind is BlockKind.TABLE or embedder.tokens(text[last.start : last.end]) > _NOTE:
        return packed
    return [*packed[:-2], _Stretch(table.start, last.end, table.first)]


def _joined(pieces: Sequence[_Stretch]) -> Iterator[_Stretch]:
    if pieces:
        yield _Stretch(pieces[0].start, pieces[-1].end, pieces[0].first)


def _is_caption(text: str, run: Sequence[Block], at: int) -> bool:
    if at == 0 or run[at - 1].kind is not BlockKind.PARAGRAPH:
        return False
    words = text[run[at - 1].start : run[at - 1].end]
    return len(words.split()) <= _CAPTION and (words.rstrip().endswith(":") or "\n" not in words.strip())


def _table(text: str, block: Block, start: int) -> Iterator[_Stretch]:
    """The table with its caption, or parts of whole rows where it is too long to show."""
    if block.end - start <= _TABLE:
        yield _Stretch(start, block.end, block)
        return
    while start < block.end:
        end = min(start + _TABLE, block.end)
        if end < block.end:
            row_end = text.rfind("\n", start, end)
            end = row_end + 1 if row_end > start else end
        yield _Stretch(start, len(text[:end].rstrip("\n")), block)
        start = end


def _pieces(text: str, block: Block, embedder: Embedder) -> Iterator[_Stretch]:
    """The block, or its sentences, or their words, so that each fits a passage."""
    body = text[block.start : block.end]
    if embedder.tokens(body) <= _PROSE:
        yield _Stretch(block.start, block.end, block)
        return
    for start, end in _split(body, _SENTENCE):
        sentence = body[start:end]
        if embedder.tokens(sentence) <= _PROSE:
            yield _Stretch(block.start + start, block.start + end, block)
            continue
        for first, last in _by_words(sentence, _PROSE, embedder):
            yield _Stretch(block.start + start + first, block.start + start + last, block)


def _split(text: str, at: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in at.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _by_words(text: str, budget: int, embedder: Embedder) -> Iterator[tuple[int, int]]:
    """Stretches of whole words within the budget; a word beyond it is cut by characters."""
    start = end = size = 0
    for match in _WORD.finditer(text):
        word = match.group().rstrip()
        # a token is at least one character, so what has more characters than this needs counting
        tokens = embedder.tokens(word[: 20 * budget])
        if tokens > budget:
            if end > start:
                yield start, end
            for first in range(match.start(), match.start() + len(word), budget):
                yield first, min(first + budget, match.start() + len(word))
            start = end = match.end()
            size = 0
            continue
        if end > start and size + tokens > budget:
            yield start, end
            start, size = match.start(), 0
        elif end <= start:
            start = match.start()
        end = match.start() + len(word)
        size += tokens
    if end > start:
        yield start, end


def _lead(document: Document, section: Sequence[str], embedder: Embedder) -> str:
    """The title and the headings, from the innermost outwards as far as they fit."""
    headings = list(section)
    if document.title and document.title != document.source and document.title not in headings:
        headings.insert(0, document.title)
    while headings and embedder.tokens(" > ".join(headings)) > _LEAD:
        headings.pop(0)
    return " > ".join(headings)


def _windows(text: str, lead: str, embedder: Embedder, *, table: bool) -> Iterator[str]:
    """What is embedded: the lead and as much of the text as fits, again and again."""
    budget = max(embedder.window - embedder.tokens(lead), embedder.window // 2)
    if embedder.tokens(text) <= budget:
        yield f"{lead}\n{text}" if lead else text
        return
    rows = text.split("\n")
    head = next((row for row in rows if "\t" in row), rows[0]) if table else ""
    if embedder.tokens(head) > budget // 3:
        head = ""
    if head:
        rows.remove(head)
    room = budget - embedder.tokens(head)
    window: list[str] = []
    size = 0
    for piece in _fitting(rows, room, embedder):
        tokens = embedder.tokens(piece)
        if window and size + tokens > room:
            yield "\n".join(part for part in (lead, head, *window) if part)
            window, size = [], 0
        window.append(piece)
        size += tokens
    if window:
        yield "\n".join(part for part in (lead, head, *window) if part)


def _fitting(rows: Sequence[str], room: int, embedder: Embedder) -> Iterator[str]:
    for row in rows:
        if embedder.tokens(row) <= room:
            yield row
        else:
            for start, end in _by_words(row, room, embedder):
                yield row[start:end]
