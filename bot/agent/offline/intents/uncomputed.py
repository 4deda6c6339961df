"""Readings that people ask of a fund and that this desk does not compute."""

from bot.agent.offline.intents.intent import Intent, no_calls
from bot.agent.offline.writing.uncomputed import METRICS, write_uncomputed


def _cue(words: str) -> tuple[tuple[str, int], ...]:
    return tuple((one, 12) for one in words.split("|"))


INTENT = Intent(
    name="uncomputed",
    cues=(
        *(cue for _, words in METRICS for cue in _cue(words)),
        ("which|what stocks|stock .. best|strongest|good", 14),
        ("reports|report|research|written", -40),
        ("explain|debrief", -40),
    ),
    calls=no_calls,
    write=write_uncomputed,
    leads=True,
    dated=False,
)
