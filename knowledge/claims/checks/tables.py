"""Tables of a document as cells with their figures; a list of labelled figures is a table of two columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from knowledge.claims.checks.figures import Figure
from knowledge.claims.checks.reading import Line, reading_of
from knowledge.claims.model import Span
from knowledge.types import BlockKind, Document

_ITEM = re.compile(
    r"\A(?:-|\u2022)?[ ]*(?P<label>[^:\t\n]{2,60}?)[ ]*(?::|[ ]-[ ])[ ]*(?P<value>.*)\Z", re.DOTALL
)
_LETTER = re.compile(r"[A-Za-z]")
_IN_BRACKETS = re.compile(r"\$?[ ]?\([ ]?\$?[ ]?[0-9.,]+[ ]?%?[ ]?\)[ ]?%?")
_REST_OF_CELL = 12
"""A cell holds one figure and little else when no more letters than this stand beside it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: Its plain characters, without blanks around.
        span: Where it stands; of its stripped text.
        figures: Its figures.
    """

    text: str
    span: Span
    figures: tuple[Figure, ...]

    @property
    def figure(self) -> Figure | None:
        """Its only figure, when it holds one and little else; an amount in brackets is negative."""
        if len(self.figures) != 1:
            return None
        only = self.figures[0]
        own = self.text[only.span.start - self.span.start : only.span.end - self.span.start]
        if len(_LETTER.findall(self.text)) - len(_LETTER.findall(own)) > _REST_OF_CELL:
            return None
        if _IN_BRACKETS.fullmatch(self.text) and only.low >= 0:
            return replace(only, low=-only.high, high=-only.low)
        return only


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `cells[0]` is its label."""

    cells: tuple[Cell, ...]
    line: Line

    @property
    def label(self) -> str:
        """Text of the first cell."""
        return self.cells[0].text if self.cells else ""

    def cell(self, column: int) -> Cell | None:
        """The cell of a column; None when the row is shorter."""
        return self.cells[column] if column < len(self.cells) else None

    def figure(self, column: int) -> Figure | None:
        """The only figure of a column's cell."""
        cell = self.cell(column)
        return cell.figure if cell else None


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a list of labelled figures.

    Attributes:
        header: Texts of the header row; empty strings for a list or a table without one.
        rows: The rows below it.
        section: The headings above it.
        intro: The line before it, for a list; empty for none.
        listed: Whether it is a list.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    section: tuple[str, ...]
    intro: str
    listed: bool

    @property
    def span(self) -> Span:
        """From its first row below the header to its last."""
        return Span(self.rows[0].line.start, self.rows[-1].line.end)

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)

    def named(self, pattern: re.Pattern[str], *, but: re.Pattern[str] | None = None) -> list[int]:
        """Columns behind the first whose header matches."""
        return [
            at
            for at, name in enumerate(self.header)
            if at > 0 and pattern.search(name) and not (but and but.search(name))
        ]


@lru_cache(maxsize=8)
def tables_of(document: Document) -> tuple[Table, ...]:
    """The tables of a document, in order."""
    lines = reading_of(document).lines
    found: list[Table] = []
    before = ""
    for _, group in groupby(lines, lambda line: line.block):
        block = list(group)
        if block[0].kind is BlockKind.TABLE:
            found += _table(block)
        elif block[0].kind is BlockKind.LIST:
            found += _lists(block, before)
        before = block[-1].text
    return tuple(found)


def _table(lines: list[Line]) -> Iterator[Table]:
    rows = [Row(tuple(_cells(line)), line) for line in lines]
    if not rows:
        return
    headed = len(rows) > 1 and len(rows[0].cells) > 1 and all(_is_title(cell) for cell in rows[0].cells)
    header = tuple(cell.text for cell in rows[0].cells) if headed else ()
    body = tuple(rows[1:] if headed else rows)
    width = max(len(row.cells) for row in rows)
    yield Table(header + ("",) * (width - len(header)), body, lines[0].section, "", listed=False)


def _is_title(cell: Cell) -> bool:
    """Whether a cell may head a column: no figure, or words around it ("Score (0-10)")."""
    if not cell.figures:
        return True
    words = cell.text
    for figure in reversed(cell.figures):
        words = words[: figure.span.start - cell.span.start] + words[figure.span.end - cell.span.start :]
    return bool(re.match(r"[A-Za-z]{3,}", words)) and len(cell.figures) == 1


def _lists(lines: list[Line], before: str) -> Iterator[Table]:
    """Runs of items that are a label and a value; an item of a label alone introduces what follows."""
    run: list[Row] = []
    intro = before
    for line in lines:
        match = _ITEM.match(line.text)
        value = match["value"].strip() if match else ""
        if match and value:
            run.append(Row((_cell(line, *match.span("label")), _cell(line, *match.span("value"))), line))
            continue
        if run:
            yield Table(("", ""), tuple(run), lines[0].section, intro, listed=True)
            run = []
        intro = line.text
    if run:
        yield Table(("", ""), tuple(run), lines[0].section, intro, listed=True)


def _cells(line: Line) -> Iterator[Cell]:
    at = 0
    for piece in line.text.split("\t"):
        yield _cell(line, at, at + len(piece))
        at += len(piece) + 1


def _cell(line: Line, start: int, end: int) -> Cell:
    text = line.text[start:end]
    begin = start + len(text) - len(text.lstrip())
    stop = max(begin, end - (len(text) - len(text.rstrip())))
    span = line.span(begin, stop)
    inside = tuple(f for f in line.figures if span.start <= f.span.start and f.span.end <= span.end)
    return Cell(line.text[begin:stop], span, inside)
