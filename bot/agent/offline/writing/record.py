"""How sealed signals have done; where nothing was sealed, that."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.lines import own_lines
from bot.agent.offline.writing.trouble import each

_INSTEAD = "Ask for a debrief of a session: it gives what the stack read, with hindsight said so."


def write_record(_ask: Ask, outcomes: Outcomes) -> Block:
    """The record of each symbol."""
    return each(outcomes, "record", own_lines, _INSTEAD)
