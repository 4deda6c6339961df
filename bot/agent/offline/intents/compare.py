"""Two to five symbols beside each other."""

from bot.agent.offline.intents.intent import Intent, call
from bot.agent.offline.values import Ask, Call, Heard
from bot.agent.offline.writing.compare import write_compare

MOST = 5


def _two_named(heard: Heard) -> int:
    """It takes two; one that is held against something unnamed is filled from the questions before."""
    named = len(heard.symbols) + len(heard.against)
    return 4 if named >= 2 else 0 if heard.against else -20


def _calls(ask: Ask) -> tuple[Call, ...]:
    return call("compare", symbols=ask.symbols[:MOST], date=ask.date)


INTENT = Intent(
    name="compare",
    cues=(
        ("compar*", 6),
        ("vs|versus", 6),
        ("relative|compared to", 6),
        ("or", 3),
        ("against", 6),
        ("stack up", 6),
        ("side by side", 6),
        ("rank|ranking", 5),
        ("which .. stronger|weaker|stronger|strongest|weakest|better|best|worse|worst", 6),
        ("stronger|weaker|better|worse than|or", 4),
        ("difference between", 5),
    ),
    calls=_calls,
    write=write_compare,
    leads=True,
    beside=_two_named,
    words=("compare", "compared", "versus"),
)
