"""The layers: state, score and why; what would flip each; the conditions beside them."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.cards.facts import facts_lines
from bot.cards.words import escaped, figure, lines, said, score_bar, small, state, told, value
from tools.types import Absent, Flag, Flip, LayerReading, Missing

_HALF = 4
"""Cells on each side of a layer's bar: its line fits on a phone."""


def layers_text(layers: Sequence[LayerReading]) -> str:
    """Two lines per layer, whichever they are."""
    return lines(f"{layer_line(layer)}\n{small(said(layer.rationale))}" for layer in layers)


def layer_line(layer: LayerReading) -> str:
    """Name, state, bar and score."""
    name = f"**{escaped(layer.title)}** {state(layer.state)}"
    if isinstance(layer.state, Absent):
        return name
    return f"{name} {score_bar(layer.score, _HALF)} **{value(layer.score)}**"


def layer_text(layer: LayerReading, session: date) -> str:
    """Everything of one layer: its reason, its facts with how they were made, its flips and flags."""
    return lines(
        (
            f"{layer_line(layer)} · {told(layer.weight.label, layer.weight)}",
            said(layer.rationale),
            facts_lines(layer.facts, session, methods=True),
            *(f"Flips to {_flip(flip)}" for flip in layer.flips),
            flags_text(layer.flags) if layer.flags else "",
        )
    )


def flips_text(layers: Sequence[LayerReading]) -> str:
    """The one number at which each layer's state would change, and the close that would do it."""
    rows = [f"{escaped(layer.title)} to {_flip(flip)}" for layer in layers for flip in layer.flips]
    return lines(
        ("**What would flip it**, everything else held", *(rows or ["No layer has a reading to flip."]))
    )


def flags_text(flags: Sequence[Flag | Missing]) -> str:
    """Conditions that hold, with their numbers; those that do not, by name."""
    off = ", ".join(flag.label for flag in flags if isinstance(flag, Flag) and not flag.on)
    return lines(
        (
            *flags_on(flags),
            f"○ off: {escaped(off)}" if off else "",
            *(f"? {escaped(flag.label)}: {value(flag)}" for flag in flags if isinstance(flag, Missing)),
        )
    )


def flags_on(flags: Sequence[Flag | Missing]) -> Iterator[str]:
    """Those that hold, each with the numbers it was decided on."""
    for flag in flags:
        if isinstance(flag, Flag) and flag.on:
            yield f"● **{escaped(flag.label)}**\n{small(said(flag.because))}"


def _flip(flip: Flip) -> str:
    """State, threshold, and the next close that reaches it."""
    if isinstance(flip.reading, Missing):
        return f"{state(flip.to)}: {escaped(flip.reading.label)} {value(flip.reading)}"
    at = f"{escaped(flip.reading.label)} {figure(flip.reading)}"
    if isinstance(flip.price, Missing):
        return f"{state(flip.to)}: {at}\n{small(escaped(flip.price.reason))}"
    return f"{state(flip.to)}: next close **{value(flip.price)}** ({at})"
