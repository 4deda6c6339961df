"""Tables in plain text: cells set apart by tabs, by pipes, or by columns of spaces."""

# ruff: noqa: RUF001 - signs as reports print them

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.documents.line_shapes import is_rule

_GAP = re.compile(r" {2,}|\t")
_LONGEST_ALIGNED = 400
_WIDEST_CELL = 30
_FEWEST_ALIGNED = 3

_Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as lines with tabs, and the line after its last."""

    rows: str
    end: int


def tables_in(lines: Sequence[str]) -> dict[int, Table]:
    """The tables of a stretch without blank lines, by the line each begins at. Linear in the lines."""
    found: dict[int, Table] = {}
    columns_from = at = 0
    while at < len(lines):
        table = _taken(lines, at, _tabbed) or _taken(lines, at, _piped)
        if table is None and at >= columns_from:
            table, columns_from = _aligned(lines, at)
        if table is None:
            at += 1
        else:
            found[at] = table
            at = table.end
    return found


def _taken(lines: Sequence[str], at: int, cells_of: Callable[[str], list[str] | None]) -> Table | None:
    """Two or more rows in a row; rules drawn between them are dropped."""
    rows: _Rows = []
    end = at
    while end < len(lines) and (cells := cells_of(lines[end])) is not None:
        if not is_rule(lines[end]):
            rows.append(cells)
        elif not rows:
            return None
        end += 1
    return _table(rows, end) if len(rows) > 1 else None


def _table(rows: _Rows, end: int) -> Table:
    return Table("\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows), end)


def _tabbed(line: str) -> list[str] | None:
    """Cells between tabs; a tab before the first word is an indent unless more follow."""
    return line.split("\t") if "\t" in line.strip() else None


def _piped(line: str) -> list[str] | None:
    text = line.strip()
    if text.count("|") < 2:
        return None
    return text.removeprefix("|").removesuffix("|").split("|")


def _aligned(lines: Sequence[str], at: int) -> tuple[Table | None, int]:
    """Three or more lines with the same number of short cells, half of them figures.

    Fewer rows, or cells of words, cannot be told from prose with wide spaces.

    Returns:
        The table, and the first line at which another may begin.
    """
    rows: _Rows = []
    end = at
    while end < len(lines):
        cells = _columns(lines[end])
        headed = len(rows) == 1 and cells is not None and len(cells) == len(rows[0]) + 1
        if cells is None or (rows and len(cells) != len(rows[-1]) and not headed):
            break
        rows.append(cells)
        end += 1
    body = [cell for row in rows[1:] for cell in row[1:]]
    if len(rows) < _FEWEST_ALIGNED or 2 * sum(map(_is_figure, body)) < len(body):
        return None, max(end, at + 1)
    if len(rows[0]) < len(rows[1]):
        rows[0].insert(0, "")  # a header over all columns but the first
    return _table(rows, end), end


def _columns(line: str) -> list[str] | None:
    text = line.strip()
    if "  " not in text or len(text) > _LONGEST_ALIGNED:
        return None
    cells = _GAP.split(text)
    return cells if len(cells) > 1 and max(map(len, cells[1:])) <= _WIDEST_CELL else None


def _is_figure(cell: str) -> bool:
    return any(map(str.isdigit, cell)) or cell.upper() in ("-", "–", "—", "N/A", "NA")
