"""Tables as code blocks, narrow enough for a phone."""

from collections.abc import Sequence
from typing import Final

from bot.printable import printable

PHONE: Final = 46
"""Characters of a line of code that a phone shows without wrapping it."""


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: Sequence[int] = (0,)) -> str:
    """Aligned columns; those at the end that have no room are left out whole, never cut.

    Args:
        heads: One per column, the ones that matter most first.
        rows: Plain text, not Markdown: inside code nothing is formatted and a backslash would be seen.
        left: Columns that begin at the left; the others end at the right.
    """
    cells = [[_code(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    shown = len(widths)
    while shown > 1 and sum(widths[:shown]) + shown - 1 > PHONE:
        shown -= 1
    lines = (
        " ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row[:shown], widths[:shown], strict=True))
        ).rstrip()
        for row in cells
    )
    return "\n".join(("```", *lines, "```"))


def _code(text: str) -> str:
    """Text that cannot end a code block."""
    return printable(text).replace("`", "'")
