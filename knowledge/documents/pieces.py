"""From pieces in reading order to one canonical text and its blocks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from knowledge.documents.cleaning import clean
from knowledge.documents.limits import Limits
from knowledge.errors import Refused
from knowledge.types import Block, BlockKind

_GAP = "\n\n"

_LONGEST_HEADING = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document as a reader found it.

    Attributes:
        kind: What it is.
        text: Its text: a table's rows as lines with tabs, a list's items as lines that begin with "- ".
        level: Rank of a heading, 1 the highest; 0 elsewhere.
        page: Page of a PDF, from 1.
        known_from: As in `Block`.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    known_from: date | None = None


@dataclass(frozen=True, slots=True)
class KnownFrom:
    """A line that dates what follows it, up to the next heading. `said` is what it says."""

    said: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a document declares about itself, as text; None where it does not.

    Attributes:
        title: Its title.
        source: Who published it.
        published: When.
        symbols: Tickers, comma-separated.
        licence: What may be done with it.
    """

    title: str | None = None
    source: str | None = None
    published: date | None = None
    symbols: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a document.

    Attributes:
        pieces: In reading order.
        header: What the document declares about itself.
        seen: The day its visible text shows in machine-readable form (a page's `<time>`).
        pages: Pages of a PDF.
        notes: Sentences about what was changed or left out.
    """

    pieces: tuple[Piece, ...]
    header: Header = Header()
    seen: date | None = None
    pages: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assembled:
    """The canonical text, its blocks, the rank of each, and how many characters were taken out."""

    text: str
    blocks: tuple[Block, ...]
    levels: tuple[int, ...]
    removed: int


def assemble(pieces: Iterable[Piece], limits: Limits) -> Assembled:
    """Join cleaned pieces by blank lines; blocks are exact slices of the text.

    Raises:
        Refused: There is more text than `limits.characters`.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    levels: list[int] = []
    sections: list[tuple[int, str]] = []
    at = removed = 0
    for piece in pieces:
        cleaned = clean(piece.text)
        removed += cleaned.removed
        kind, text = _settled(piece.kind, cleaned.text)
        if not text:
            continue
        if kind is BlockKind.HEADING:
            sections = [above for above in sections if above[0] < piece.level]
            sections.append((piece.level, text))
        if texts:
            at += len(_GAP)
        texts.append(text)
        # a title repeated under itself is one section
        section = tuple(name for name, _ in groupby(name for _, name in sections))
        blocks.append(Block(kind, at, at + len(text), section, piece.page, piece.known_from))
        levels.append(piece.level if kind is BlockKind.HEADING else 0)
        at += len(text)
        if at > limits.characters:
            raise Refused(
                f"It has more than {limits.characters:,} characters of text, the most that is read."
            )
    return Assembled(_GAP.join(texts), tuple(blocks), tuple(levels), removed)


def dated(blocks: Iterable[Block], published: date | None) -> tuple[Block, ...]:
    """Forget days that are no later than the document's own: that part is known with the document."""
    return tuple(
        replace(block, known_from=None)
        if block.known_from is not None and published is not None and block.known_from <= published
        else block
        for block in blocks
    )


def _settled(kind: BlockKind, text: str) -> tuple[BlockKind, str]:
    """A block's text without blank edges; blank lines stay in code only."""
    if kind is BlockKind.CODE:
        return kind, "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    if kind is BlockKind.HEADING:
        line = " ".join(text.split())
        return (BlockKind.PARAGRAPH if len(line) > _LONGEST_HEADING else kind), line
    if kind is BlockKind.TABLE:
        # an empty cell at either end of a row is a cell, so tabs stay
        rows = [line.strip(" ") for line in text.split("\n")]
        return kind, "\n".join(row for row in rows if row.strip())
    lines = [line.strip() for line in text.split("\n")]
    return kind, "\n".join(line for line in lines if line)
