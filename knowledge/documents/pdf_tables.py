"""Tables of a PDF: lines that stand in the same columns as their neighbours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_GAP = re.compile(r" {2,}")
_SPACES = re.compile(r"\s+")

_WIDEST_CELL = 48
_SLACK = 2
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def tabbed(lines: Sequence[str], layout: Sequence[str]) -> list[str]:
    """The lines, with tabs between cells where two or more in a row share their columns.

    Args:
        lines: Lines in drawing order.
        layout: Lines of the same page as they stand side by side. A line of two columns of prose is not
            among the drawn lines, so it makes no table.
    """
    rows = {}
    for line in layout:
        row = _row(line)
        if row is not None:
            rows[_key(line)] = row
    found = [rows.get(_key(line)) for line in lines]
    tabs = list(lines)
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and _same_columns(found[end - 1], found[end], first=end - 1 == start):
            end += 1
        table = [row for row in found[start:end] if row is not None]
        if len(table) > 1 and _terse(table):
            tabs[start:end] = ["\t".join(row.cells) for row in table]
        start = end
    return tabs


def _key(line: str) -> str:
    return _SPACES.sub("", line)


def _row(line: str) -> _Row | None:
    text = line.rstrip()
    at = len(text) - len(text.lstrip())
    cells: list[str] = []
    spans: list[tuple[int, int]] = []
    for gap in [*_GAP.finditer(text, at), None]:
        end = gap.start() if gap is not None else len(text)
        cells.append(text[at:end])
        spans.append((at, end))
        at = gap.end() if gap is not None else end
    long = sum(len(cell) > _WIDEST_CELL for cell in cells)
    return _Row(tuple(cells), tuple(spans)) if len(cells) > 1 and long < 2 else None


def _same_columns(above: _Row | None, below: _Row | None, *, first: bool) -> bool:
    """Whether every column has a common edge or middle; for a header over its first row, any overlap."""
    if above is None or below is None or len(above.cells) != len(below.cells):
        return False
    return all(
        _aligned(one, other) or (first and at > 0 and one[0] < other[1] and other[0] < one[1])
        for at, (one, other) in enumerate(zip(above.spans, below.spans, strict=True))
    )


def _terse(rows: Sequence[_Row]) -> bool:
    """Whether the cells beside the first are figures or a few words; columns of prose are not."""
    cells = [cell for row in rows for cell in row.cells[1:]]
    figures = sum(any(map(str.isdigit, cell)) for cell in cells)
    return 2 * figures >= len(cells) or sum(len(cell.split()) for cell in cells) <= _FEW_WORDS * len(cells)


def _aligned(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return (
        abs(one[0] - other[0]) <= _SLACK
        or abs(one[1] - other[1]) <= _SLACK
        or abs(sum(one) - sum(other)) <= 2 * _SLACK
    )
