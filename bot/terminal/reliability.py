"""Reliability as a picture of characters: stated probabilities against what happened, on one scale."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.layout import Head, Row, Rows
from bot.terminal.words import ABSENT, STRONG, plain, said, value
from tools.phrases import say, written
from tools.record import Book, ReliabilityBin
from tools.types import Fact

CELLS = 29
"""Of the scale from nothing to all calls."""

_HEADS = (
    Head("Stated between"),
    Head("Calls", "right"),
    Head("Apart", "right"),
    Head("Stated", "right"),
    Head("Rose", "right"),
    Head("Interval"),
)
_KEY = "● rose  ○ too few cases to judge by  ─ interval  │ mean stated"


def reliability_parts(book: Book, shown: int) -> Sequence[RenderableType]:
    """The diagram of a book at one horizon; empty where nothing was stated for it."""
    score = next((one for one in book.horizons if one.horizon == shown), None)
    if score is None or not score.stated.bins:
        return ()
    rows = [_row(one) for one in score.stated.bins]
    heading = say("Probabilities of a rise over {length}, as stated and as it came.", length=score.length)
    return (
        Group(
            said(heading),
            Rows(_HEADS, rows, "0 %" + "100 %".rjust(CELLS - 3), least=CELLS),
            plain(_KEY, ABSENT),
        ),
    )


def _row(one: ReliabilityBin) -> Row:
    return Row(
        (
            _span(one.lower, one.upper),
            value(one.count),
            value(one.apart),
            value(one.stated),
            value(one.observed, ABSENT if one.few else STRONG),
            _span(one.low, one.high),
        ),
        _drawn(one),
    )


def _span(low: Fact, high: Fact) -> Text:
    return plain(f"{written(low).removesuffix(' %')} to {written(high)}")


def _drawn(one: ReliabilityBin) -> Text:
    """The interval as a line, the share on it, and the mean stated probability as a bar."""
    cells = ["·"] * CELLS
    low, high, rose, stated = (_cell(fact) for fact in (one.low, one.high, one.observed, one.stated))
    for place in range(low, high + 1):
        cells[place] = "─"
    cells[stated] = "│"
    cells[rose] = "○" if one.few else "●"
    return Text("".join(cells), no_wrap=True)


def _cell(fact: Fact) -> int:
    return round(fact.number / 100 * (CELLS - 1))
