"""The scan: the best and the worst members of a universe, and why the others have no composite."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.cards.actions import pinned, refresh
from bot.cards.blocks import Block, Card, Rule, Text
from bot.cards.facts import listed
from bot.cards.request import Request
from bot.cards.tables import table
from bot.cards.words import footer_of, lines, notices_of, title_of, told
from bot.state_marks import mark
from tools.phrases import written
from tools.results import Scan, ScanRow

TOP: Final = 10
_HEADS = ("", "Symbol", "Of 100", "", "Rating", "Present")
_NAMES: Final = (1, 4)
"""Columns of words."""


def scan_card(scan: Scan, request: Request, *, top: int = TOP) -> Card:
    """The `top` best and the `top` worst, or all where there are no more."""
    header, asked = scan.header, pinned(request, scan.header)
    without = (told(f"{reason}:", count) for reason, count in scan.without.items())
    reasons = f"Without a composite: {', '.join(without)}" if scan.without else ""
    return Card(
        title_of(replace(header, symbol=scan.universe), "scan"),
        (
            Text(lines((notices_of(header), listed((scan.members, scan.ranked)), reasons))),
            *_rankings(scan.rows, top),
        ),
        footer_of(header),
        "plain",
        (refresh(asked),),
        asked,
    )


def _rankings(rows: Sequence[ScanRow], top: int) -> Iterator[Block]:
    if not rows:
        yield Text("No member has a composite.")
    elif len(rows) <= 2 * top:
        yield Text(_ranking("All, best first", rows))
    else:
        yield Text(_ranking("Best, best first", rows[:top]))
        yield Rule()
        yield Text(_ranking("Worst, worst first", rows[: -top - 1 : -1]))


def _ranking(title: str, rows: Sequence[ScanRow]) -> str:
    return f"**{title}**\n{table(_HEADS, [_cells(row) for row in rows], left=_NAMES)}"


def _cells(row: ScanRow) -> list[str]:
    rating = written(row.rating)
    points, letter = written(row.points), written(row.letter)
    return [written(row.rank), row.symbol, points, letter, f"{mark(rating)} {rating}", written(row.coverage)]
