"""The scan: the best and the worst members of a universe, and why the others have no composite."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Column, Table
from rich.text import Text

from bot.terminal.bars import score_bar
from bot.terminal.footer import footer_of
from bot.terminal.header import header_without_price
from bot.terminal.layout import GAP, section
from bot.terminal.words import ABSENT, NO_READING, STRONG, listed, plain, state_of, style_of, told, value
from tools.phrases import written
from tools.results import Scan, ScanRow
from tools.types import Fact

_BAR_HALF = 3
_ALWAYS = 9
"""The rank of a column that is never left out."""


def scan_card(scan: Scan, top: int) -> Group:
    """The `top` best and the `top` worst, or all where there are no more."""
    source = scan.members.source if isinstance(scan.members, Fact) else ""
    parts: list[RenderableType] = [
        header_without_price(scan.header, source),
        listed([told(one.label, one) for one in (scan.members, scan.ranked)]),
    ]
    if scan.without:
        reasons = [told(f"{reason}:", count) for reason, count in scan.without.items()]
        parts.append(Text.assemble(("without a composite   ", ABSENT), listed(reasons), overflow="fold"))
    if not scan.rows:
        parts.append(plain("No member has a composite."))
    elif len(scan.rows) <= 2 * top:
        parts.append(section("All, best first", _Ranking(scan.rows)))
    else:
        parts.append(section("Best, best first", _Ranking(scan.rows[:top])))
        parts.append(section("Worst, worst first", _Ranking(scan.rows[: -top - 1 : -1])))
    return Group(*parts, footer_of(scan.header))


class _Column(NamedTuple):
    """A column of the ranking.

    Attributes:
        title: Its heading; breaks between words.
        cell: What it shows of a row.
        rank: Columns of the lowest rank are left out first.
        justify: As in rich.
    """

    title: str
    cell: Callable[[ScanRow], Text]
    rank: int = _ALWAYS
    justify: Literal["left", "right"] = "right"


class _Ranking:
    """Members in rows; columns that have no room are left out, never cut."""

    def __init__(self, rows: Sequence[ScanRow]) -> None:
        self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Decide by the width at hand."""
        columns = {column: self._width(column) for column in self._columns()}
        for rank in sorted({column.rank for column in columns} - {_ALWAYS}):
            if sum(columns.values()) + GAP * (len(columns) - 1) <= options.max_width:
                break
            columns = {column: width for column, width in columns.items() if column.rank != rank}
        table = Table(
            *(
                Column(plain(column.title), justify=column.justify, width=width, overflow="fold")
                for column, width in columns.items()
            ),
            box=None,
            pad_edge=False,
            padding=(0, GAP, 0, 0),
            header_style=ABSENT,
        )
        for row in self._rows:
            table.add_row(*(column.cell(row) for column in columns))
        yield table

    def _columns(self) -> Iterator[_Column]:
        yield _Column("Rank", lambda row: value(row.rank, ABSENT))
        yield _Column("Symbol", lambda row: plain(row.symbol, STRONG), justify="left")
        yield _Column("Rating", lambda row: state_of(row.rating), justify="left")
        yield _Column("", _bar, rank=1, justify="left")
        yield _Column("Of 100", lambda row: value(row.points, STRONG))
        yield _Column("", lambda row: value(row.letter), justify="left")
        for label in dict.fromkeys(layer.label for row in self._rows for layer in row.layers):
            yield _Column(label, _layer(label), rank=3)
        yield _Column("Adj. close", lambda row: value(row.close), rank=4)
        yield _Column("Present", lambda row: value(row.coverage, ABSENT), rank=2)

    def _width(self, column: _Column) -> int:
        texts = [*column.title.split(), *(column.cell(row).plain for row in self._rows)]
        return max((cell_len(text) for text in texts), default=0)


def _bar(row: ScanRow) -> Text:
    return score_bar(row.score, _BAR_HALF, style_of(written(row.rating)))


def _layer(label: str) -> Callable[[ScanRow], Text]:
    """The score of one layer; members without it show a dash."""

    def cell(row: ScanRow) -> Text:
        found = (value(layer) for layer in row.layers if layer.label == label)
        return next(found, plain(NO_READING, ABSENT))

    return cell
