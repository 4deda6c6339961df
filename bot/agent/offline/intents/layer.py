"""One layer: trend, momentum or relative strength (breadth has an answer of its own)."""

from bot.agent.offline.cues import Cues, match
from bot.agent.offline.intents.intent import Intent, call, without_benchmark
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.writing.layer import write_layer

LAYER_CUES: dict[str, Cues] = {
    "trend": (
        ("trend*", 5),
        ("uptrend|downtrend|trending", 5),
        ("ema|emas", 5),
        ("converg*", 4),
        ("golden|death cross", 5),
        ("moving averages cross*", 5),
    ),
    "momentum": (
        ("momentum", 6),
        ("rate of change", 6),
        ("roc", 6),
        ("volume confirm*", 6),
        ("volume check", 6),
        ("confirmed by volume", 6),
        ("volume", 4),
    ),
    "breadth": (("breadth", 6),),
    "relative strength": (
        ("relative strength", 6),
        ("outperform*|underperform*", 5),
        ("lag|lags|lagging|lagged", 5),
        ("leading|beating|beat|beats", 4),
        ("trail|trails|trailing", 5),
    ),
}


def layers_in(heard: Heard) -> tuple[str, ...]:
    """The layers that a part names, in the order of a card."""
    return tuple(name for name, cues in LAYER_CUES.items() if match(heard.words, cues).score >= 4)


def layers_asked(heard: Heard) -> tuple[str, ...]:
    """The layers this answer is about: those named, breadth left to its own answer."""
    return tuple(name for name in layers_in(heard) if name != "breadth") or ("momentum",)


def _term(heard: Heard) -> str:
    return f"{layers_asked(heard)[0]} layer"


def _calls(ask: Ask) -> tuple[Call, ...]:
    layers = layers_asked(ask.heard)
    symbols = without_benchmark(ask.symbols) if layers == ("relative strength",) else ask.symbols
    return tuple(
        one
        for symbol in symbols[:3]
        for layer in layers
        for one in call("layer", symbol=symbol, layer=layer, date=ask.date)
    )


INTENT = Intent(
    name="layer",
    term=_term,
    cues=tuple(cue for name, cues in LAYER_CUES.items() if name != "breadth" for cue in cues),
    calls=_calls,
    write=write_layer,
    words=("momentum", "relative", "strength", "volume", "outperforming", "underperforming", "converging"),
)
