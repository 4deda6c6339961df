"""How cards are laid out: sections, things side by side, and rows with a sentence each."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Column, Table
from rich.text import Text

from bot.terminal.words import ABSENT

GAP = 2
_WIDE = 96
"""Cells from which two sections fit beside each other."""

SENTENCE = 40
PHRASE = 24
"""Cells that a sentence, or a few words, want beside their row; with fewer they go below."""


class Head(NamedTuple):
    """The heading of a column."""

    title: str
    justify: Literal["left", "right"] = "left"


class Row(NamedTuple):
    """Aligned cells and the sentence that belongs to them."""

    cells: tuple[Text, ...]
    words: Text = Text()


class Beside:
    """Two parts beside each other where the console is wide enough, else one below the other."""

    def __init__(self, left: RenderableType, right: RenderableType) -> None:
        self._left, self._right = left, right

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Decide by the width at hand."""
        if options.max_width < _WIDE:
            yield from (self._left, self._right)
            return
        both = Table.grid(Column(ratio=1), Column(ratio=1), padding=(0, 2 * GAP, 0, 0), expand=True)
        both.add_row(self._left, self._right)
        yield both


class Rows:
    """Rows of aligned cells, each with a sentence beside it, or below it where the console is narrow.

    Where not even the cells fit beside each other they follow one another, unaligned but whole.
    """

    def __init__(
        self, heads: Sequence[Head], rows: Sequence[Row], words: str = "", *, least: int = SENTENCE
    ) -> None:
        """Lay out.

        Args:
            heads: One per cell; with all titles empty there is no heading.
            rows: What to show, in order.
            words: The heading of the sentences.
            least: Cells the sentences must have to stand beside their rows.
        """
        self._heads, self._rows, self._words, self._least = heads, rows, words, least
        self._widths = [
            max(cell_len(head.title), *(cell_len(row.cells[place].plain) for row in rows), 0)
            for place, head in enumerate(heads)
        ]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Decide by the width at hand."""
        room = options.max_width - sum(self._widths) - GAP * len(self._widths)
        titled = any(head.title for head in self._heads)
        if room >= self._least:
            table = self._table(Column(self._words, ratio=1, overflow="fold"), header=titled)
            for row in self._rows:
                table.add_row(*row.cells, row.words)
            yield table
            return
        # a column squeezed below its width would break figures apart
        aligned = room + GAP >= 0
        if titled and aligned:
            yield self._table(header=True)
        for row in self._rows:
            yield self._line(row) if aligned else Text(" " * GAP, overflow="fold").join(row.cells)
            if row.words.plain:
                yield Padding(row.words, (0, 0, 0, GAP))

    def _line(self, row: Row) -> Table:
        line = self._table(header=False)
        line.add_row(*row.cells)
        return line

    def _table(self, *more: Column, header: bool) -> Table:
        columns = [
            Column(head.title, justify=head.justify, width=width, overflow="fold")
            for head, width in zip(self._heads, self._widths, strict=True)
        ]
        return Table(
            *columns,
            *more,
            box=None,
            show_header=header,
            header_style=ABSENT,
            pad_edge=False,
            padding=(0, GAP, 0, 0),
            expand=bool(more),
        )


def section(title: str, *parts: RenderableType) -> Group:
    """A titled part of a card."""
    return Group(Rule(Text(title, "bold"), align="left", style=ABSENT), *parts)
