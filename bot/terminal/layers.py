"""The layers: state, score and why; what would flip each; the conditions beside them."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType

from bot.terminal.bars import scale, score_bar
from bot.terminal.layout import PHRASE, Head, Row, Rows, section
from bot.terminal.words import ABSENT, STRONG, figure, plain, said, state, style_of, told
from tools.types import Flag, Flip, LayerReading, Missing

_LAYERS = (Head("Layer"), Head("State"), Head(scale()), Head("Score", "right"))
_FLIPS = (Head("Layer"), Head("To"), Head("At", "right"), Head("Next close", "right"))


def layers_section(layers: Sequence[LayerReading]) -> Group:
    """One row per layer, whichever they are."""
    rows = [
        Row(
            (
                plain(layer.title, STRONG),
                state(layer.state),
                score_bar(layer.score, style=style_of(layer.state)),
                figure(layer.score, STRONG),
            ),
            said(layer.rationale),
        )
        for layer in layers
    ]
    return section("Layers", Rows(_LAYERS, rows, "Why"))


def flips_section(layers: Sequence[LayerReading]) -> Group:
    """The one number at which each layer's state would change, and the close that would do it."""
    rows = [
        _flip(layer.title if place == 0 else "", flip)
        for layer in layers
        for place, flip in enumerate(layer.flips)
    ]
    if not rows:
        return section(
            "What would flip it, everything else held", plain("No layer has a reading to flip.", ABSENT)
        )
    return section("What would flip it, everything else held", Rows(_FLIPS, rows, "Threshold", least=PHRASE))


def flags_section(flags: Sequence[Flag | Missing]) -> Group:
    """Conditions that hold, with their numbers; those that do not, by name."""
    return section("Flags", *_flags(flags))


def _flip(title: str, flip: Flip) -> Row:
    words = [flip.reading.label]
    words += [one.reason for one in (flip.reading, flip.price) if isinstance(one, Missing)]
    return Row(
        (plain(title, STRONG), state(flip.to), figure(flip.reading), figure(flip.price, STRONG)),
        plain("; ".join(words), ABSENT),
    )


def _flags(flags: Sequence[Flag | Missing]) -> Iterator[RenderableType]:
    on = [flag for flag in flags if isinstance(flag, Flag) and flag.on]
    off = [flag.label for flag in flags if isinstance(flag, Flag) and not flag.on]
    if on:
        rows = [Row((plain(f"● {flag.label}", STRONG),), said(flag.because)) for flag in on]
        yield Rows([Head("")], rows)
    if off:
        yield plain(f"○ off: {', '.join(off)}", ABSENT)
    for flag in flags:
        if isinstance(flag, Missing):
            yield told(f"? {flag.label}:", flag)
    if not flags:
        yield plain("None of these layers has one here.", ABSENT)
