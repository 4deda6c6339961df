"""How sealed signals have done: the forward book first, the back-filled one apart; how to start one."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, find, notices, paragraphs, sentence
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.types import Fact

_START = (
    "To begin one, seal a call after a close and before the next open: `record seal`, or `analyze --seal`. "
    "What is computed afterwards (`record back-fill`) is kept in a book of its own."
)
_NOTHING = "**Nothing has been sealed forward yet, so there is no forward record.**"
_APART = "Back-filled calls are no forward record, and the two are never added up."


def write_record(_ask: Ask, outcomes: Outcomes) -> Block:
    """The record of each symbol."""
    return each(outcomes, "record", _told, _START)


def _told(grounds: Grounds) -> str:
    body = [line for line in grounds.text.split("\n")[1:] if line and not line.startswith("note: ")]
    whose, *rest = body
    books: list[list[str]] = []
    for line in rest:
        if line.startswith("  "):
            books[-1].append(line.strip())
        else:
            books.append([line])
    first, *others = books
    sealed = find(grounds, "record.forward.sealed")
    begun = isinstance(sealed, Fact) and sealed.number > 0
    return paragraphs(
        notices(grounds),
        _book(first) if begun else _NOTHING,
        *(_book(book) for book in others),
        _APART if others else "",
        "" if begun else _START,
        f"*{whose}*",
    )


def _book(lines: list[str]) -> str:
    """Heading and counts, then what came of the calls."""
    return f"**{sentence(lines[0])}**\n{bullets(lines[1:])}".strip()
