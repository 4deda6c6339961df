"""One layer: its state, why, every figure behind it, and what would flip it."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import (
    bullets,
    caveats,
    first,
    notices,
    outcomes_of,
    paragraphs,
    put,
    sentence,
    state_of,
    title,
)
from bot.agent.offline.writing.flips import flip_lines
from bot.agent.offline.writing.layer_words import layer_words, volume_check
from bot.agent.offline.writing.trouble import trouble
from tools.grounds import Grounds
from tools.results import Analysis
from tools.types import Absent, LayerReading, Missing, Reading


def write_layer(ask: Ask, outcomes: Outcomes) -> Block:
    """Each layer asked about; symbols are told apart by their titles."""
    found = outcomes_of(outcomes, "layer")
    titles = {title(outcome.grounds) for _, outcome in found if outcome.grounds}
    texts = []
    for _, outcome in found:
        if outcome.grounds is None:
            texts.append(trouble(outcome))
            continue
        text = _one(outcome.grounds, ask.angles)
        texts.append(text if len(titles) == 1 else f"**{title(outcome.grounds)}**\n\n{text}")
    return Block("\n\n".join(texts), titles.pop() if len(titles) == 1 else "")


def _one(grounds: Grounds, angles: frozenset[str]) -> str:
    card = grounds.result
    asked = dict(grounds.arguments).get("layer", "")
    if not isinstance(card, Analysis):
        return grounds.text
    layer = next(one for one in card.layers if one.title.lower() == asked.lower())
    if isinstance(layer.state, Absent):
        return paragraphs(
            notices(grounds),
            f"**{layer.title} abstains.** Not known ({layer.state.reason}).",
            f"The composite goes on without it: {sentence(card.composite.rationale)}",
        )
    flips = bullets(flip_lines([layer])) or "No single reading flips it."
    name = f"{card.header.symbol} {layer.title.lower()}"
    head = f"**{name} is {state_of(layer)}**, {put(layer.score)}. {layer_words(layer)}"
    if "bullish" in angles:
        head = f"By the rules it reads **{state_of(layer)}**. {head}"
    if "flip" in angles:
        return paragraphs(
            notices(grounds), head, f"**What would flip {card.header.symbol}**\n{flips}", _composite(card)
        )
    return paragraphs(
        notices(grounds),
        head,
        bullets([*_conditions(layer), *(put(fact) for fact in layer.facts if not _beside(fact))]),
        f"**What would flip {card.header.symbol}**\n{flips}",
        _composite(card),
        caveats(grounds, layer.facts),
    )


def _beside(fact: Reading) -> bool:
    """A second measure of the same, not known without intraday bars: not worth a line of an answer."""
    return isinstance(fact, Missing) and fact.id.endswith("_5m")


def _conditions(layer: LayerReading) -> list[str]:
    if layer.name == "momentum":
        return [volume_check(layer)]
    return [f"{first(flag.label)}: yes. {sentence(flag.because)}" for flag in layer.flags if flag.on]


def _composite(card: Analysis) -> str:
    return f"Beside it, the composite: {sentence(card.composite.rationale)}"
