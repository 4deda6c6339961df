"""Rotation: who leads, by the price ratio to the benchmark."""

from dataclasses import replace

from bot.agent.offline.intents.intent import Intent, on_symbol, without_benchmark
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.writing.rotation import write_rotation


def _term(heard: Heard) -> str:
    named = (("flight", "large-cap flight"), ("parity", "parity"), ("leadership", "small-cap leadership"))
    return next((state for cue, state in named if f" {cue} " in heard.words), "rotation")


def _calls(ask: Ask) -> tuple[Call, ...]:
    return on_symbol("rotation")(replace(ask, symbols=without_benchmark(ask.symbols)))


INTENT = Intent(
    name="rotation",
    term=_term,
    cues=(
        ("rotation|rotating|rotate|rotated", 6),
        ("large cap flight", 6),
        ("flight", 4),
        ("small cap leadership", 6),
        ("leadership", 4),
        ("parity", 5),
        ("/ .. ratio", 6),
        ("price ratio", 6),
        ("ratio", 4),
        ("risk on|off", 4),
        ("risk appetite", 4),
        ("who leads|lead", 6),
        ("who is leading", 6),
    ),
    calls=_calls,
    write=write_rotation,
    words=("rotation", "leadership", "flight", "parity"),
)
