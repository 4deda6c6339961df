"""Where sources contradict each other."""

from bot.agent.offline.intents.intent import Intent, call
from bot.agent.offline.values import Ask, Call
from bot.agent.offline.writing.conflicts import write_conflicts


def _calls(ask: Ask) -> tuple[Call, ...]:
    return call("conflicts", symbol=ask.heard.symbols[0] if ask.heard.symbols else "any")


INTENT = Intent(
    name="conflicts",
    cues=(
        ("contradict*", 9),
        ("sources|reports|documents .. disagree*|conflict*|differ*", 9),
        ("disagree*", 7),
        ("conflict|conflicts|conflicting", 7),
        ("inconsisten*", 7),
    ),
    calls=_calls,
    write=write_conflicts,
    leads=True,
    dated=False,
    words=("contradict", "contradictions", "disagree", "sources"),
)
