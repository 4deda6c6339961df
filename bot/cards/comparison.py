"""The card of a comparison: each symbol, who leads on what, and the differences."""

from collections.abc import Iterator
from itertools import groupby

from bot.cards.blocks import Block, Button, Card, Text
from bot.cards.request import Request
from bot.cards.sections import section
from bot.cards.states import state_of
from bot.cards.words import escaped, footer_of, lines, notices_of, said, value
from tools.desk.comparison import Compared, Comparison, Difference


def comparison_card(comparison: Comparison, request: Request) -> Card:
    """Symbols one below the other: a table does not fit a phone."""
    headers = [one.header for one in comparison.symbols]
    simulated = "SIMULATED · " if any(header.simulated for header in headers) else ""
    names = " / ".join(f"**{escaped(one.symbol)}**" for one in comparison.symbols)
    return Card(
        f"{simulated}{names} · comparison · {comparison.header.as_of.isoformat()}",
        tuple(_parts(comparison)),
        footer_of(comparison.header),
        buttons=tuple(
            Button(one.symbol, Request("analyze", one.symbol, request.as_of)) for one in comparison.symbols
        ),
        request=request,
    )


def _parts(comparison: Comparison) -> Iterator[Block]:
    notices = dict.fromkeys(
        line for one in comparison.symbols for line in notices_of(one.header).split("\n") if line
    )
    if notices:
        yield Text(lines(notices))
    yield from map(_symbol, comparison.symbols)
    yield section("Who leads", *(f"- {said(sentence)}" for sentence in comparison.leaders))
    pairs = groupby(comparison.differences, lambda one: (one.first, one.second))
    for (first, second), differences in pairs:
        yield section(f"{first} less {second}", *map(_difference, differences))


def _symbol(one: Compared) -> Text:
    layers = (f"- {escaped(name)}: **{state_of(reading)}**" for name, reading in one.states.items())
    return section(
        f"{one.symbol} · {one.header.as_of.isoformat()}",
        f"Rating **{state_of(one.rating)}** · close **{value(one.close)}**",
        f"Rotation **{state_of(one.rotation)}**",
        *layers,
    )


def _difference(one: Difference) -> str:
    return f"- {escaped(one.measure)}: **{value(one.reading)}**"
