"""The debrief: what a sealed signal said before a session, and what came of it."""

from bot.agent.offline.intents.intent import Intent, on_symbol
from bot.agent.offline.writing.debrief import write_debrief

INTENT = Intent(
    name="debrief",
    cues=(
        ("debrief*", 20),
        ("post mortem", 12),
        ("postmortem", 12),
        ("call|signal|setup work|works|worked", 10),
        ("pan|panned|play|played out", 9),
        ("call|signal|setup .. worked|resolve|resolved|fail|failed", 9),
        ("how did .. call|signal|setup .. do|go|work", 10),
        ("earliest warning", 12),
        ("which layer|layers .. right|wrong|accurate|accurately|predicted|failed", 12),
        ("lesson", 8),
    ),
    calls=on_symbol("debrief"),
    write=write_debrief,
    leads=True,
    covers=frozenset({"stack", "layer", "record", "compare", "forecast"}),
    dated=False,
    words=("debrief",),
)
