"""Parts that the cards of market results share: titled stretches, intervals, and the card around them."""

from collections.abc import Iterable, Sequence

from bot.cards.actions import about, pinned, refresh
from bot.cards.blocks import Block, Card, Text, Tone
from bot.cards.inputs import inputs_text
from bot.cards.request import Request
from bot.cards.words import escaped, figure, footer_of, lines, notices_of, price_line, title_of, value
from tools.results import Header, Price
from tools.types import Missing, Reading


def section(title: str, *parts: str) -> Text:
    """A titled stretch; empty parts are left out.

    Args:
        title: Words of ours, or from outside.
        *parts: Markdown.
    """
    return Text(lines((f"**{escaped(title)}**", *parts)))


def market_card(
    header: Header,
    what: str,
    parts: Iterable[Block],
    request: Request,
    *,
    price: Price,
    tone: Tone = "plain",
    beside: Sequence[tuple[str, str]] = (),
) -> Card:
    """A result that begins with a header as a card: what must be known first, the parts, the inputs.

    Args:
        header: Of the result.
        what: What kind of result it is.
        parts: What it says.
        request: What the card answers; its pages stay with the session that was read.
        price: Of that session.
        tone: Its edge.
        beside: Label and kind of the cards that are offered beside it.
    """
    asked = pinned(request, header)
    return Card(
        title_of(header, what),
        (Text(lines((notices_of(header), price_line(price)))), *parts, Text(inputs_text(header))),
        footer_of(header),
        tone,
        (*(about(label, kind, asked) for label, kind in beside), refresh(asked), about("Ask…", "ask", asked)),
        asked,
    )


_UNITS = (" points", " bp", " %")


def between(low: Reading, high: Reading, *, bare: bool = False) -> str:
    """The ends of an interval, the unit once; empty where it is not known.

    Args:
        low: Its lower end.
        high: Its upper end.
        bare: Without the unit, beside a reading that has it.
    """
    if isinstance(low, Missing) or isinstance(high, Missing):
        return ""
    return f"{_bare(low)} to {_bare(high) if bare else value(high)}"


def points(reading: Reading) -> str:
    """Points without the word."""
    return figure(reading).removesuffix(" points")


def _bare(reading: Reading) -> str:
    shown = value(reading)
    for unit in _UNITS:
        shown = shown.removesuffix(unit)
    return shown
