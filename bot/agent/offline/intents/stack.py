"""The whole signal: "IWM?", "analyze SPY", "are we bullish", and a prompt that names four layers."""

from bot.agent.offline.intents.intent import Intent, on_symbol, term
from bot.agent.offline.intents.layer import layers_in
from bot.agent.offline.values import Heard
from bot.agent.offline.writing.stack import write_stack

_ALL_NAMED = 3
"""Layers named in one breath from which the whole stack is meant."""


def _layers_named(heard: Heard) -> int:
    return 20 if len(layers_in(heard)) >= _ALL_NAMED else 0


INTENT = Intent(
    name="stack",
    term=term("composite and rating"),
    cues=(
        ("signal*", 4),
        ("signal stack", 4),
        ("four layers|layer", 8),
        ("which|what layer|layers", 5),
        ("full|whole stack|card|picture", 8),
        ("stack", 4),
        ("analy*", 4),
        ("composite", 4),
        ("rating|grade|letter", 4),
        ("healthy|health|tape", 4),
        ("bias|outlook|posture|setup|stance", 4),
        ("bullish or bearish", 5),
        ("bearish or bullish", 5),
        ("long or short", 5),
        ("your read|view|take|call", 4),
        ("read on", 4),
        ("full|half size", 5),
        ("size|sizing", 4),
        ("bullish|bearish", 3),
        ("doing|look|looks|looking|conditions", 4),
        ("rundown|summary|overview|brief|status", 4),
        ("trend", 1),
        ("momentum", 1),
        ("breadth", 1),
    ),
    calls=on_symbol("signal_stack"),
    write=write_stack,
    beside=_layers_named,
    words=("composite", "analyze", "analyse", "signal", "rating", "bullish", "bearish", "neutral"),
)
