"""Score bars: a position on the scale from -1 to +1, drawn from the zero line outwards."""

from rich.text import Text

from bot.terminal.words import ABSENT
from tools.types import Missing, Reading

LAYER_HALF = 8
"""Cells on each side of the zero line beside a layer."""


def score_bar(score: Reading, half: int = LAYER_HALF, style: str = "") -> Text:
    """A bar of `2 * half + 1` cells in steps of half a cell; blank where there is no score.

    Any score but zero shows at least half a cell, so that a bar never hides a side.
    """
    width = 2 * half + 1
    if isinstance(score, Missing):
        return Text(" " * width)
    size = min(abs(score.number), 1.0)
    steps = max(round(2 * half * size), 1) if size else 0
    whole, rest = divmod(steps, 2)
    empty = "─" * (half - whole - rest)
    blocks = "█" * whole
    if score.number < 0:
        parts = ((empty, ABSENT), ("▐" * rest + blocks, style), ("┼", ""), ("─" * half, ABSENT))
    else:
        parts = (("─" * half, ABSENT), ("┼", ""), (blocks + "▌" * rest, style), (empty, ABSENT))
    return Text.assemble(*parts, no_wrap=True)


def scale(half: int = LAYER_HALF) -> str:
    """The heading of a column of such bars."""
    return f"-1{'0':^{2 * half - 3}}+1"
