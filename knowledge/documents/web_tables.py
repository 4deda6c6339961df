"""Tables of a web page as lines with tabs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4.element import Tag

from knowledge.documents.web_parts import Parts, attribute

# Spans beyond these are mistakes or attacks: a cell over a million columns is one cell.
_WIDEST_SPAN = 50
_TALLEST_SPAN = 500

_LONGEST_CELL = 600

_CURRENCY = frozenset(("$", "€", "£", "¥", "($", "(€", "(£"))
_CLOSERS = frozenset((")", "%", ")%", "%)", "x", "bps", "pts"))

_CONTENT = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "article", "section")


@dataclass(slots=True)
class _Cell:
    columns: int
    rows: int
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


def is_data(table: Tag) -> bool:
    """Whether a table holds cells of text, and not the layout of a page."""
    if attribute(table, "role").lower() in ("presentation", "none"):
        return False
    return table.find(_CONTENT) is None


def rows_of(table: Tag, parts: Parts) -> list[list[str]]:
    """Cells by row, free of empty rows and columns; empty unless there are two columns.

    A cell over several rows is repeated in each, so that every row can be read by itself; one over several
    columns is followed by empty cells, unless nothing else stands in those columns. Signs in cells of their
    own go to their figures.
    """
    grid, spanned = _grid(table, parts)
    for row in grid:
        _gather_signs(row)
    width = max(map(len, grid), default=0)
    for row in grid:
        row.extend([""] * (width - len(row)))
    for column in sorted(spanned, reverse=True):
        if not any(row[column] and row[column + 1] for row in grid):
            for row in grid:
                row[column] += row[column + 1]
                row[column + 1] = ""
    used = [column for column in range(width) if any(row[column] for row in grid)]
    if len(used) < 2:
        return []
    return [[row[column] for column in used] for row in grid if any(row)]


def is_prose(rows: list[list[str]]) -> bool:
    """Whether cells are too long for a table: a page laid out in columns."""
    return any(len(cell) > _LONGEST_CELL for row in rows for cell in row)


def _grid(table: Tag, parts: Parts) -> tuple[list[list[str]], set[int]]:
    """Rows of cells, and the columns that some cell spans together with their next."""
    grid: list[list[str]] = []
    spanned: set[int] = set()
    below: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, and with what
    for cells in _rows(table, parts):
        row: list[str] = []
        for cell in cells:
            _fill(row, below)
            text = cell.text
            if cell.rows > 1:
                below[len(row)] = (cell.rows - 1, text)
            spanned.update(range(len(row), len(row) + cell.columns - 1))
            row += [text, *[""] * (cell.columns - 1)]
        _fill(row, below)
        grid.append(row)
    return grid, spanned


def _fill(row: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Repeat the cells from above that reach into this row at its end so far."""
    while len(row) in below:
        left, text = below.pop(len(row))
        if left > 1:
            below[len(row)] = (left - 1, text)
        row.append(text)


def _rows(table: Tag, parts: Parts) -> Iterator[list[_Cell]]:
    """By opening tags alone, since the closing ones of rows and cells are often left out."""
    cells: list[_Cell] = []
    for event, node in parts.events(table):
        if isinstance(node, Tag):
            if event != "enter":
                continue
            if node.name == "tr":
                if cells:
                    yield cells
                cells = []
            elif node.name in ("td", "th"):
                cells.append(
                    _Cell(_span(node, "colspan", _WIDEST_SPAN), _span(node, "rowspan", _TALLEST_SPAN))
                )
            elif cells and node.name in ("br", "p", "div"):
                cells[-1].parts.append(" ")
        elif cells:
            cells[-1].parts.append(str(node))
    if cells:
        yield cells


def _span(cell: Tag, name: str, most: int) -> int:
    value = attribute(cell, name).strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 8 else 1


def _gather_signs(row: list[str]) -> None:
    """`$ | 12.5 | %` becomes `| $12.5% |`, as financial tables mean it."""
    for at, cell in enumerate(row):
        if cell in _CURRENCY and at + 1 < len(row) and row[at + 1][:1].isdigit():
            row[at + 1] = cell + row[at + 1]
            row[at] = ""
        elif cell in _CLOSERS and at and row[at - 1][-1:].isdigit():
            row[at - 1] += cell
            row[at] = ""
