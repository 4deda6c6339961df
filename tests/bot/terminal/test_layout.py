"""Rows with a sentence each, and parts beside each other."""

from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from bot.terminal.layout import Beside, Head, Row, Rows
from tests.bot.terminal.rendered import printed

FIGURES = ("$700,000.00", "-12.34 ATR", "1,234,567")
HEADS = (Head("Price", "right"), Head("Distance", "right"), Head("Volume", "right"))
ROWS = [Row(tuple(Text(figure) for figure in FIGURES), Text("what it is made of, in some words"))]


@given(st.integers(12, 120))
def test_no_figure_is_ever_broken(width: int) -> None:
    """Cells stand in columns, or follow one another; each figure keeps its digits together."""
    lines = printed(Rows(HEADS, ROWS, "Made of"), width)
    for figure in ("$700,000.00", "-12.34", "1,234,567"):
        assert figure in lines
    assert " ".join(lines.split()).endswith("what it is made of, in some words")
    assert max(len(line) for line in lines.splitlines()) <= width


def test_words_stand_beside_where_there_is_room_and_below_where_not() -> None:
    """The row's cells stay aligned in both."""
    beside, below = (printed(Rows(HEADS, ROWS, "Made of"), width).splitlines() for width in (100, 50))
    assert beside[1].startswith("$700,000.00  -12.34 ATR  1,234,567  what it is made of")
    assert below[1].rstrip() == "$700,000.00  -12.34 ATR  1,234,567"
    assert below[2].startswith("  what it is made of")


def test_two_parts_share_a_wide_terminal_only() -> None:
    """On a narrow one the second follows the first."""
    both = Beside(Text("left"), Text("right"))
    assert len(printed(both, 100).splitlines()) == 1
    assert printed(both, 80).split() == ["left", "right"]
    assert len(printed(both, 80).splitlines()) == 2
