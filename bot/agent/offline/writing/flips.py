"""What would change a state: the reading and the next close, as the layers solved them."""

from collections.abc import Iterable, Iterator

from bot.agent.offline.writing.figures import gone, known, put
from tools.phrases import written
from tools.types import Fact, Flip, LayerReading, Reading

_ORDER = ("strong bearish", "bearish", "neutral", "bullish", "strong bullish")


def flip_lines(layers: Iterable[LayerReading], *, only_prices: bool = False) -> Iterator[str]:
    """One line per flip: `Trend would turn neutral: a close at or above $205.41 (...)`.

    Args:
        layers: Whose flips.
        only_prices: Leave out those that no next close brings about.
    """
    for layer in layers:
        for flip in layer.flips:
            if not (only_prices and gone(flip.price)):
                yield f"**{layer.title} would turn {flip.to}**: {flip_words(layer, flip)}"


def flip_words(layer: LayerReading, flip: Flip) -> str:
    """The next close with its side: towards bullish at or above it, towards bearish at or below it."""
    if gone(flip.price):
        return f"{put(flip.reading)}; {put(flip.price, 'next close')}"
    up = isinstance(layer.state, str) and _ORDER.index(flip.to) > _ORDER.index(layer.state)
    side = "at or above" if up else "at or below"
    return f"a close {side} {written(flip.price)} ({put(flip.reading)})"


def nearest_better(layers: Iterable[LayerReading], close: Reading) -> tuple[LayerReading, Flip] | None:
    """The flip to a better state whose next close is nearest to the price; None where no close does it."""
    if not isinstance(close, Fact):
        return None
    better = [
        (abs(price.number - close.number), place, layer, flip)
        for place, layer in enumerate(layers)
        for flip in layer.flips
        for price in known([flip.price])
        if isinstance(layer.state, str) and _ORDER.index(flip.to) > _ORDER.index(layer.state)
    ]
    if not better:
        return None
    _, _, layer, flip = min(better, key=lambda found: found[:2])
    return layer, flip
