"""The whole stack: the composite first, then the layers, what stands beside them, and what would flip it."""

from collections.abc import Iterator

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import (
    bullets,
    caveats,
    find,
    first,
    notices,
    paragraphs,
    put,
    sentence,
    state_of,
)
from bot.agent.offline.writing.flips import flip_lines
from bot.agent.offline.writing.layer_words import layer_words, volume_check
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.phrases import written
from tools.results import Analysis
from tools.types import Absent, LayerReading, Missing

_SHORT_QUESTION = 3
"""Words of a question up to which the answer is short: "IWM?"."""

_BASIS = "Averages and returns are of adjusted closes; a close that flips a layer is a chart price."


def write_stack(ask: Ask, outcomes: Outcomes) -> Block:
    """One card in words, or several short ones."""
    short = len(ask.symbols) > 1 or len(ask.heard.text.split()) < _SHORT_QUESTION
    flip, why = "flip" in ask.angles, "why" in ask.angles

    def one(grounds: Grounds) -> str:
        card = grounds.result
        if not isinstance(card, Analysis):
            return grounds.text
        if flip:
            return flips_of(card, grounds)
        if why:
            return why_of(card, grounds)
        return short_stack(card, grounds) if short else full_stack(card, grounds)

    return each(outcomes, "signal_stack", one, "Another symbol or date can be asked for.")


def headline(card: Analysis) -> str:
    """The rating with its points, letter and score, and why."""
    composite = card.composite
    if isinstance(composite.rating, Missing):
        return f"**{sentence(composite.rationale)}**"
    return (
        f"**{first(written(composite.rating))}: composite {written(composite.points)} of 100, "
        f"letter {written(composite.letter)}.** {sentence(composite.rationale)}"
    )


def full_stack(card: Analysis, grounds: Grounds) -> str:
    """Everything a trader reads in the morning."""
    return paragraphs(
        notices(grounds),
        headline(card),
        bullets(_layer(layer, grounds) for layer in card.layers),
        f"**Beside {card.header.symbol}'s stack**\n" + bullets(beside(card)),
        f"**What would flip {card.header.symbol}**\n" + bullets(flip_lines(card.layers, only_prices=True)),
        _BASIS,
        caveats(grounds, (fact for layer in card.layers for fact in layer.facts)),
    )


def short_stack(card: Analysis, grounds: Grounds) -> str:
    """The composite, a line of layers, and the nearest flips."""
    layers = [
        f"{layer.title} **{state_of(layer)}**"
        + ("" if isinstance(layer.state, Absent) else f", {put(layer.score)}")
        for layer in card.layers
    ]
    return paragraphs(
        notices(grounds),
        headline(card),
        bullets(layers),
        bullets(
            (
                rotation_line(card),
                posture_line(card),
                *flip_lines(card.layers, only_prices=True),
            )
        ),
        caveats(grounds, (fact for layer in card.layers for fact in layer.facts)),
    )


def flips_of(card: Analysis, grounds: Grounds) -> str:
    """What would change the signal, layer by layer, and the rotation beside it."""
    rotation = [
        f"**Rotation would turn {flip.to}**: {put(flip.ratio)} ({put(flip.change)})"
        for flip in card.rotation.flips
        if not isinstance(flip.ratio, Missing)
    ]
    return paragraphs(
        notices(grounds),
        headline(card),
        f"**What would flip {card.header.symbol}, everything else held**\n"
        + (bullets([*flip_lines(card.layers), *rotation]) or "No layer has a reading to flip."),
        posture_line(card),
    )


def why_of(card: Analysis, grounds: Grounds) -> str:
    """The reasons: the composite's sentence, then each layer's own."""
    return paragraphs(
        notices(grounds),
        headline(card),
        f"**Why, layer by layer**\n{bullets(map(_reason, card.layers))}",
        f"**Beside it**\n{bullets([rotation_line(card), posture_line(card)])}",
    )


def _reason(layer: LayerReading) -> str:
    if isinstance(layer.state, Absent):
        return f"{layer.title} abstains: not known ({layer.state.reason})."
    flags = " ".join(sentence(flag.because) for flag in layer.flags if flag.on)
    return f"{layer.title} is {layer.state}: {sentence(layer.rationale)} {flags}".strip()


def beside(card: Analysis) -> Iterator[str]:
    """Rotation, credit, calendar and posture: context, never a veto."""
    yield rotation_line(card)
    yield f"**Credit:** {sentence(card.credit.rationale)}"
    yield f"**Calendar:** {sentence(card.calendar.rationale)}"
    yield posture_line(card)
    fade = card.positioning.fade_risk
    if fade.on:
        yield f"**{first(fade.label)}:** {sentence(fade.because)}"
    yield from evidence_of(card, "composite")


def evidence_of(card: Analysis, subject: str) -> Iterator[str]:
    """What followed the state in force of a layer, or of the composite, on the card's horizon."""
    for one in card.evidence:
        if one.subject == subject and not isinstance(one.study, Missing):
            yield f"**In the past:** {sentence(one.said)}"


def posture_line(card: Analysis) -> str:
    """The impersonal posture, and what stands in the way of full size with its figure."""
    sizing = card.sizing
    unmet = "; ".join(
        f"{one.label}: not known" if isinstance(one.reading, Missing) else put(one.reading)
        for one in sizing.conditions
        if one.met != "yes"
    )
    ending = f", namely {unmet}" if unmet else ""
    return f"**Sizing posture: {written(sizing.posture)}.** {first(put(sizing.unmet))}{ending}."


def rotation_line(card: Analysis) -> str:
    """Rotation in a line."""
    said = sentence(card.rotation.rationale)
    return said if isinstance(card.rotation.state, Missing) else f"**Rotation:** {said}"


def _layer(layer: LayerReading, grounds: Grounds) -> str:
    if isinstance(layer.state, Absent):
        return f"**{layer.title}: abstains.** Not known ({layer.state.reason})."
    head = f"**{layer.title}: {layer.state}**, {put(layer.score)}. {layer_words(layer)}"
    return " ".join([head, *_more(layer, grounds)])


def _more(layer: LayerReading, grounds: Grounds) -> Iterator[str]:
    """What a layer adds to its sentence: averages converging, the volume check, the long average."""
    if layer.name == "momentum":
        yield volume_check(layer)
        return
    for flag in layer.flags:
        if flag.on:
            yield f"{first(flag.label)}: yes. {sentence(flag.because)}"
    keys = {"breadth": ("breadth.above_sma200",)}
    for key in keys.get(layer.name, ()):
        reading = find(grounds, key)
        if reading is not None:
            yield first(sentence(put(reading)))
