"""What every card begins with: what must not be overlooked, then symbol, session and price."""

from collections.abc import Iterator
from dataclasses import replace

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.terminal.layout import Head, Row, Rows
from bot.terminal.words import ABSENT, STRONG, plain, said, value
from tools.results import Header, Price
from tools.types import Fact, Sentence

_STALE = ".data.stale"
"""The end of the id of the fact that a notice of staleness quotes."""


def header_of(header: Header, price: Price) -> Group:
    """Warnings, the line of the price, notices."""
    source = price.close.source if isinstance(price.close, Fact) else ""
    return Group(*_parts(header, Text("   ").join((_first(header), *_priced(price))), source))


def header_without_price(header: Header, source: str) -> Group:
    """The same for a result that is not about one price."""
    return Group(*_parts(header, _first(header), source))


def _parts(header: Header, line: Text, source: str) -> Iterator[RenderableType]:
    warnings = list(_warnings(header))
    if warnings:
        yield Panel(Rows([Head("")], warnings), box=box.HEAVY, style=STRONG, border_style=STRONG)
    yield Text.assemble(line, "   ", plain(source, ABSENT), overflow="fold")
    if header.banner and not header.simulated:
        yield plain(header.banner)
    for notice in header.notices:
        if not _is_stale(notice):
            yield said(notice)


def _first(header: Header) -> Text:
    return Text.assemble(
        plain(header.symbol, "bold underline"), "   ", plain(header.as_of.isoformat()), overflow="fold"
    )


def _priced(price: Price) -> Iterator[Text]:
    yield value(price.close, STRONG)
    style = "green" if _sign(price.change) > 0 else "red" if _sign(price.change) < 0 else ""
    yield Text.assemble(
        ("change ", ABSENT), value(price.change, style), " ", value(price.change_percent, style)
    )
    yield Text.assemble(("adjusted ", ABSENT), value(price.adj_close, ABSENT))


def _sign(reading: object) -> float:
    return reading.number if isinstance(reading, Fact) else 0.0


def _warnings(header: Header) -> Iterator[Row]:
    if header.simulated:
        text = header.banner or "These prices are made up by a computer; they are no market's."
        yield _warning("SIMULATED", plain(text))
    if header.provisional:
        yield _warning("PROVISIONAL", plain("Every reading can still change before the close."))
    for notice in header.notices:
        if _is_stale(notice):
            # the box says the word already
            yield _warning("STALE", said(replace(notice, text=notice.text.removeprefix("STALE: "))))


def _warning(word: str, text: Text) -> Row:
    return Row((Text(f" {word} ", "bold reverse"),), text)


def _is_stale(notice: Sentence) -> bool:
    return any(fact.endswith(_STALE) for fact in notice.facts)
