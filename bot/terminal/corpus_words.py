"""Words, quotes and tables of documents. What a document says is shown as it is and never steers anything."""

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.printable import printable, printable_lines
from bot.terminal.words import plain
from knowledge.types import Citation, Entry, Published

SHORTEST_ID = 8
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


def published(day: Published) -> str:
    """When a document came out, in words."""
    return day.day.isoformat() if day.day else "unknown"


def published_or_added(entry: Entry) -> str:
    """When it came out; where that is not known, since when it counts as known."""
    if entry.cited.published.day:
        return entry.cited.published.day.isoformat()
    return f"unknown, added {entry.added.isoformat()}"


def cited(one: Citation) -> str:
    """A document in one line."""
    return f"{printable(one.title)} ({printable(one.source)}, {published(one.published)}, {one.document})"


def short_ids(ids: Sequence[str]) -> dict[str, str]:
    """Each id cut as short as it can be told from the others, but not below eight characters."""
    length = SHORTEST_ID
    while len({one[:length] for one in ids}) < len(set(ids)):
        length += 1
    return {one: one[:length] for one in ids}


def counted(count: int, word: str) -> str:
    """A number and its noun: "1 passage", "1,204 passages"."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
