"""One layer: its state, why, every figure behind it, and what would flip it."""

from bot.agent.offline.cues import match
from bot.agent.offline.values import Ask, Block, Heard, Outcomes
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
from bot.agent.offline.writing.stack import evidence_of
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
        text = _one(outcome.grounds, ask.angles, ask.heard)
        texts.append(text if len(titles) == 1 else f"**{title(outcome.grounds)}**\n\n{text}")
    return Block("\n\n".join(texts), titles.pop() if len(titles) == 1 else "")


def _one(grounds: Grounds, angles: frozenset[str], heard: Heard) -> str:
    card = grounds.result
    asked = dict(grounds.arguments).get("layer", "")
    if not isinstance(card, Analysis):
        return grounds.text
    layer = next(one for one in card.layers if one.title.lower() == asked.lower())
    noticed = notices(grounds, members=layer.name == "breadth")
    if isinstance(layer.state, Absent):
        return paragraphs(
            noticed,
            f"**{layer.title} abstains.** Not known ({layer.state.reason}).",
            f"The composite goes on without it: {sentence(card.composite.rationale)}",
        )
    flips = bullets(flip_lines([layer])) or "No single reading flips it."
    name = f"{card.header.symbol} {layer.title.lower()}"
    head = f"**{name} is {state_of(layer)}**, {put(layer.score)}. {layer_words(layer)}"
    if "why" in angles:
        head = f"**{name} is {state_of(layer)}**, {put(layer.score)}. {sentence(layer.rationale)}"
        return paragraphs(
            noticed,
            _premise(layer, heard),
            head,
            bullets(_conditions(layer)),
            f"**What would flip {card.header.symbol}**\n{flips}",
            _composite(card),
        )
    if "bullish" in angles:
        head = f"By the rules it reads **{state_of(layer)}**. {head}"
    if "flip" in angles:
        return paragraphs(
            noticed, head, f"**What would flip {card.header.symbol}**\n{flips}", _composite(card)
        )
    return paragraphs(
        noticed,
        head,
        bullets([*_conditions(layer), *(told for told in map(_fact, layer.facts) if told not in head)]),
        f"**What would flip {card.header.symbol}**\n{flips}",
        "\n".join(evidence_of(card, layer.name)),
        _composite(card),
        caveats(grounds, layer.facts),
    )


def _premise(layer: LayerReading, heard: Heard) -> str:
    """A question that takes for granted what the layer does not read is told so first."""
    weak = next((flag for flag in layer.flags if flag.id.endswith(".weak")), None)
    if weak is not None and not weak.on and match(heard.words, (("weak|weaker|unconfirmed", 1),)).score:
        return f"**{layer.title} is not flagged weak at this session.**"
    for word in ("bullish", "bearish", "neutral"):
        if f" {word} " in heard.words and layer.state != word:
            return f"**{layer.title} does not read {word} at this session.**"
    return ""


def _fact(fact: Reading) -> str:
    """A figure; nothing of a second measure of the same that is not known without intraday bars."""
    return "" if isinstance(fact, Missing) and fact.id.endswith("_5m") else put(fact)


def _conditions(layer: LayerReading) -> list[str]:
    if layer.name == "momentum":
        return [volume_check(layer)]
    return [f"{first(flag.label)}: yes. {sentence(flag.because)}" for flag in layer.flags if flag.on]


def _composite(card: Analysis) -> str:
    return f"Beside it, the composite: {sentence(card.composite.rationale)}"
