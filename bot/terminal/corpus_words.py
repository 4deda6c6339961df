"""Words, quotes and tables of documents. What a document says is shown as it is and never steers anything."""

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.document_words import cited, counted, published, published_or_added, short_ids
from bot.printable import printable_lines
from bot.terminal.words import plain

__all__ = ["cited", "counted", "indented", "published", "published_or_added", "quote", "short_ids"]

_INDENT = 4


def indented(part: RenderableType, cells: int = _INDENT) -> Padding:
    """A part a little to the right."""
    return Padding(part, (0, 0, 0, cells))


def quote(text: str) -> RenderableType:
    """A stretch of a document: a table where every line has tabs, else its lines."""
    rows = [line.split("\t") for line in text.strip("\n").split("\n") if line.strip()]
    if len(rows) > 1 and all(len(row) > 1 for row in rows):
        return _table(rows)
    return Text("\n".join(printable_lines(text.strip("\n"))), overflow="fold")


def _table(rows: Sequence[Sequence[str]]) -> Table:
    """Rows of cells under their first row; a short row is filled up."""
    width = max(len(row) for row in rows)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for cell in (*rows[0], *[""] * (width - len(rows[0]))):
        table.add_column(plain(cell), overflow="fold")
    for row in rows[1:]:
        table.add_row(*(plain(cell) for cell in row))
    return table
