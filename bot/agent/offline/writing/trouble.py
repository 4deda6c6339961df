"""When a tool could not serve: its own sentence, and what can be asked instead."""

from collections.abc import Callable

from bot.agent.offline.values import Block, Outcome, Outcomes
from bot.agent.offline.writing.figures import outcomes_of, sentence, title
from tools.grounds import Grounds

_NO_SUCH = "no daily bars of"
"""In an error about a symbol without data: nothing else of it can be asked for either."""


def trouble(outcome: Outcome, instead: str = "") -> str:
    """The sentence of an error in plain words."""
    said = outcome.trouble.strip() or "This did not come back"
    offered = "" if _NO_SUCH in said else instead
    return f"{sentence(said)} {offered}".strip()


def each(outcomes: Outcomes, tool: str, one: Callable[[Grounds], str], instead: str = "") -> Block:
    """A block per symbol of an ask, errors in their place; the title of a single one stands above."""
    found = outcomes_of(outcomes, tool)
    if len(found) == 1:
        outcome = found[0][1]
        if outcome.grounds is None:
            return Block(trouble(outcome, instead))
        return Block(one(outcome.grounds), title(outcome.grounds))
    texts = [
        f"**{title(outcome.grounds)}**\n\n{one(outcome.grounds)}" if outcome.grounds else trouble(outcome)
        for _, outcome in found
    ]
    return Block("\n\n".join(texts) or trouble(Outcome(None)))
