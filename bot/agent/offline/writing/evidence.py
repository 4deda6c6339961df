"""What followed a state; where it was not studied, that, and no odds."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.lines import own_lines
from bot.agent.offline.writing.trouble import each

_INSTEAD = (
    "No odds are given without cases and an interval. What the state means can be asked (`explain ...`), and "
    "what would flip it."
)


def write_evidence(_ask: Ask, outcomes: Outcomes) -> Block:
    """The study of a state."""
    return each(outcomes, "evidence", own_lines, _INSTEAD)
