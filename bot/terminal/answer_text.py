"""The text of an answer on a terminal: its Markdown, of which nothing can steer the terminal or hide.

Left out of Markdown are links, images, references, entities, HTML and code blocks: they stay on the screen
as they were written. So a link shows its target, no character arises that was not in the text, and no text
disappears.
"""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown, TableElement
from rich.table import Table
from rich.text import Text

from bot.printable import printable_lines

_AS_WRITTEN = (
    "link", "image", "autolink", "reference", "entity", "html_inline", "html_block", "fence", "code",
    "lheading",
)  # fmt: skip


class AnswerText(Markdown):
    """Markdown without what could hide a part of it."""

    elements = Markdown.elements  # replaced below, once the table is there

    def __init__(self, text: str) -> None:
        """Parse.

        Args:
            text: As it came from a model.
        """
        super().__init__("", hyperlinks=False)
        parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(list(_AS_WRITTEN))
        self.markup = clean(text)
        self.parsed = parser.parse(self.markup)


class _Table(TableElement):
    """A table whose figures are never cut; where it does not fit, each row becomes a paragraph."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        heads = [cell.content for cell in self.header.row.cells] if self.header and self.header.row else []
        rows = [[cell.content for cell in row.cells] for row in self.body.rows] if self.body else []
        if _least(heads, rows) > options.max_width:
            yield from _paragraphs(heads, rows)
            return
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for head in heads:
            table.add_column(head, overflow="fold")
        for row in rows:
            table.add_row(*row)
        yield table


AnswerText.elements = Markdown.elements | {"table_open": _Table}


def clean(text: str) -> str:
    """The lines of a text, with control characters replaced by a visible mark."""
    return "\n".join(printable_lines(text))


def _least(heads: list[Text], rows: list[list[Text]]) -> int:
    """Cells in which no word of the table has to be broken."""
    columns = zip(heads, *rows, strict=False)
    return sum(3 + max((_longest(cell) for cell in column), default=0) for column in columns)


def _longest(text: Text) -> int:
    return max((Text(word).cell_len for word in text.plain.split()), default=0)


def _paragraphs(heads: list[Text], rows: list[list[Text]]) -> Iterator[Text]:
    for row in rows:
        pairs = [Text.assemble(head, " ", cell) for head, cell in zip(heads, row, strict=False)]
        yield Text("; ", overflow="fold").join(pairs)
