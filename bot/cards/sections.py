"""Parts that cards of market results share: titled sections, notices, inputs, and the card around them."""

from collections.abc import Iterable, Sequence
from itertools import chain

from bot.cards.blocks import Block, Button, Card, Text, Tone
from bot.cards.request import Request
from bot.cards.words import (
    escaped,
    figure,
    footer_of,
    lines,
    notices_of,
    price_line,
    said,
    small,
    told,
    value,
)
from bot.cards.words import title_of as market_title
from tools.results import Header, Price, SourceLine
from tools.types import Fact, Flag, Missing, Reading


def section(title: str, *parts: str) -> Text:
    """A titled stretch; empty parts are left out.

    Args:
        title: Words of ours, or from outside.
        *parts: Markdown.
    """
    return Text(lines((f"### {escaped(title)}", *parts)))


def market_card(
    header: Header,
    what: str,
    parts: Iterable[Block],
    request: Request,
    *,
    price: Price | None = None,
    tone: Tone = "plain",
    buttons: Sequence[Button] = (),
) -> Card:
    """A result that begins with a header as a card: what must be known first, the parts, the inputs."""
    first = lines((notices_of(header), price_line(price) if price else ""))
    return Card(
        market_title(header, what),
        (*([Text(first)] if first else []), *parts, inputs_of(header)),
        footer_of(header),
        tone,
        tuple(buttons),
        request,
    )


def inputs_of(header: Header) -> Text:
    """What was read, what was not there, and what makes the result reproducible."""
    gone = (f"? {escaped(one.label)}: {escaped(one.reason)}" for one in header.absent)
    rules = (
        f"{name} {escaped(text)}" for name, text in (("profile", header.profile), ("rules", header.rules))
    )
    made = " · ".join((*rules, f"digest {escaped(header.digest)}"))
    return section("Inputs and rules", *map(_source, header.sources), *gone, small(made))


def _source(line: SourceLine) -> str:
    span = f"{line.first.isoformat()} to {line.last.isoformat()}"
    rows = f"rows {figure(line.rows)}, dropped {figure(line.dropped)}"
    from_where = "; ".join((line.source, *line.remarks))
    return f"**{escaped(line.symbol)}** {span} · {rows}\n{small(escaped(from_where))}"


def told_all(readings: Iterable[Reading]) -> str:
    """Readings as lines of label and value; those not known share a line with their reason."""
    every = tuple(readings)
    known = (told(one.label, one) for one in every if isinstance(one, Fact))
    return lines(chain(known, unknown(every)))


def unknown(readings: Iterable[Reading]) -> Iterable[str]:
    """One line per reason why readings are not there."""
    gone = [one for one in readings if isinstance(one, Missing)]
    for reason in dict.fromkeys(one.reason for one in gone):
        labels = ", ".join(one.label for one in gone if one.reason == reason)
        yield f"? {escaped(labels)}: not known ({escaped(reason)})"


def between(low: Reading, high: Reading) -> str:
    """The ends of an interval, the unit once; empty where it is not known."""
    if isinstance(low, Missing) or isinstance(high, Missing):
        return ""
    first = value(low)
    for unit in (" points", " bp", " %"):
        first = first.removesuffix(unit)
    return f"{first} to {value(high)}"


def points(reading: Reading) -> str:
    """Points without the word."""
    return figure(reading).removesuffix(" points")


def flags(readings: Iterable[Flag | Missing]) -> str:
    """Conditions that hold, with their numbers; those that do not, by name; those not known."""
    every = tuple(readings)
    known = [one for one in every if isinstance(one, Flag)]
    on = (f"● **{escaped(one.label)}** {said(one.because)}" for one in known if one.on)
    off = [one.label for one in known if not one.on]
    return lines(
        (
            *on,
            f"○ off: {escaped(', '.join(off))}" if off else "",
            *unknown(one for one in every if isinstance(one, Missing)),
        )
    )
