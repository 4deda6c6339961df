"""A document as the checks read it: plain characters, lines with their figures, and patterns over both.

All texts here have the length of `Document.text`, so that every position found is a position there.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.claims.checks.figures import Figure, figures
from knowledge.claims.checks.tickers import tickers_of
from knowledge.claims.model import Measure, Span
from knowledge.types import BlockKind, Document

USD, PER_CENT, TIMES, SCORE, NUMBER, OTHER = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue006"
"""What stands for every character of a figure in `Line.masked`: one private character per kind of unit."""

FIGURE = f"[{USD}-{OTHER}]"
"""Any character of any figure, for patterns."""

_MASKS = {
    Measure.USD: USD,
    Measure.PERCENT: PER_CENT,
    Measure.MULTIPLE: TIMES,
    Measure.SCORE: SCORE,
    Measure.COUNT: NUMBER,
}
_PLAIN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | dict.fromkeys("\u00a0\u2009\u202f*`\\", " ")
    | dict.fromkeys("\u2018\u2019", "'")
    | dict.fromkeys("\u201c\u201d", '"')
    | dict.fromkeys("\ue001\ue002\ue003\ue004\ue005\ue006", " ")
)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,60}>")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]{0,2}(?:[ ]?\[[0-9, ]{1,12}\]){0,3}(?=\s+[\"'(\[]{0,2}[A-Z0-9$~-])")
_SHORT_FORM = re.compile(
    r"(?:\b(?:U\.S|U\.K|vs|approx|est|e\.g|i\.e|cf|No|Inc|Corp|Co|Ltd|St|Dr|Mr|Ms|Mrs|avg|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\Z"
)
_WRAPPED_FROM = 50
"""A line this long without a full stop at its end may go on in the next one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, a list item or a table row.

    Attributes:
        start: First character in the document's text.
        end: One past the last.
        kind: Of its block.
        section: The headings above it.
        block: Position of its block in the document.
        text: The plain characters.
        masked: The same with every figure replaced by its unit's private character.
        figures: Its figures in order; spans are positions in the document.
    """

    start: int
    end: int
    kind: BlockKind
    section: tuple[str, ...]
    block: int
    text: str
    masked: str
    figures: tuple[Figure, ...]

    def figure_at(self, offset: int) -> Figure | None:
        """The figure that covers a position of `masked`."""
        at = bisect_right([one.span.start for one in self.figures], self.start + offset) - 1
        if at < 0 or self.figures[at].span.end <= self.start + offset:
            return None
        return self.figures[at]

    def span(self, start: int, end: int) -> Span:
        """A stretch of this line as a stretch of the document."""
        return Span(self.start + start, self.start + end)

    @property
    def whole(self) -> Span:
        """All of it."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document prepared for the checks.

    Attributes:
        document: The document.
        plain: Its text in plain characters, as long as the text itself.
        lines: Its lines in order.
        tickers: The words in capitals that are tickers.
    """

    document: Document
    plain: str
    lines: tuple[Line, ...]
    tickers: frozenset[str]

    def around(self, position: int) -> Line | None:
        """The line that a position is in."""
        at = bisect_right([line.start for line in self.lines], position) - 1
        return self.lines[at] if at >= 0 and position < self.lines[at].end else None

    def introduction(self, line: Line) -> str:
        """What stands above a row or item: the heading, the line before its block, a table's first row."""
        at = bisect_left([one.start for one in self.lines], line.start)
        while at > 0 and self.lines[at - 1].block == line.block:
            at -= 1
        above = self.lines[at - 1].text if at > 0 and self.lines[at - 1].kind is not BlockKind.TABLE else ""
        head = self.lines[at].text if line.kind is BlockKind.TABLE else ""
        return " ".join((*line.section[-1:], above, head))

    def before(self, line: Line, count: int = 1) -> tuple[Line, ...]:
        """Up to so many lines before one, in the same block, nearest last."""
        at = bisect_left([one.start for one in self.lines], line.start)
        return tuple(one for one in self.lines[max(0, at - count) : at] if one.block == line.block)


@lru_cache(maxsize=8)
def reading_of(document: Document) -> Reading:
    """Read a document; every check of the same document gets the same reading."""
    plain = _TAG.sub(lambda tag: " " * len(tag[0]), document.text.translate(_PLAIN))
    return Reading(document, plain, tuple(_lines(document, plain)), tickers_of(document, plain))


def _lines(document: Document, plain: str) -> Iterator[Line]:
    for position, block in enumerate(document.blocks):
        if block.kind is BlockKind.CODE:
            continue
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
            stretches = _sentences(plain, block.start, block.end)
        else:
            stretches = _rows(plain, block.start, block.end, items=block.kind is BlockKind.LIST)
        for start, end in stretches:
            yield _line(plain, start, end, block.kind, block.section, position)


def _line(plain: str, start: int, end: int, kind: BlockKind, section: tuple[str, ...], block: int) -> Line:
    found = figures(plain, start, end)
    text = plain[start:end]
    masked = list(text)
    for figure in found:
        mark = _MASKS.get(figure.unit, OTHER)
        for at in range(figure.span.start - start, figure.span.end - start):
            masked[at] = mark
    return Line(start, end, kind, section, block, text, "".join(masked), found)


def _sentences(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in _unwrapped(plain, start, end):
        begin = first
        for stop in _SENTENCE_END.finditer(plain, first, last):
            if _SHORT_FORM.search(plain, max(first, stop.start() - 6), stop.start()):
                continue
            yield from _stripped(plain, begin, stop.end())
            begin = stop.end()
        yield from _stripped(plain, begin, last)


def _unwrapped(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines of a paragraph, put together again where they were only wrapped."""
    begin = at = start
    while at < end:
        stop = plain.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = plain[at:stop].strip()
        if len(line) < _WRAPPED_FROM or line.endswith((".", "!", "?", ":", ";")) or stop >= end:
            yield begin, stop
            begin = stop + 1
        at = stop + 1
    if begin < end:
        yield begin, end


def _rows(plain: str, start: int, end: int, *, items: bool) -> Iterator[tuple[int, int]]:
    """Rows of a table, or items of a list with the lines that belong to them."""
    begin = at = start
    while at < end:
        stop = plain.find("\n", at, end)
        stop = end if stop < 0 else stop
        follows = plain[stop + 1 : min(stop + 40, end)].lstrip(" ")
        if not items or stop >= end or follows.startswith(("- ", "\u2022")) or not follows.strip():
            yield from _stripped(plain, begin, stop, keep_tabs=not items)
            begin = stop + 1
        at = stop + 1


def _stripped(plain: str, start: int, end: int, *, keep_tabs: bool = False) -> Iterator[tuple[int, int]]:
    blank = " \n" if keep_tabs else " \n\t"
    while start < end and plain[start] in blank:
        start += 1
    while end > start and plain[end - 1] in blank:
        end -= 1
    if start < end:
        yield start, end
