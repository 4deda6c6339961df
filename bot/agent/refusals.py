"""How a tool's error is told to the model, and how its own words may be repeated to a person."""

from typing import Literal

from bot.agent.types import ToolUse
from knowledge.errors import BadQuery, KnowledgeError, NotThere
from tools.errors import BadRequest, NoData, PlumbError, SourceDown
from tools.grounds import Grounds
from tools.types import Sentence

Outcome = Literal["ok", "refused", "unavailable", "down", "over budget", "failed"]

_OPENINGS = {
    "refused": ("Not possible: ", " Change the arguments."),
    "unavailable": ("Unavailable: ", " Say so; do not estimate."),
    "down": ("The source does not answer: ", " Say so; do not estimate."),
}


def told(error: Exception) -> tuple[str, Outcome] | None:
    """What the model is told of an error, by what it should do next; None for a bug."""
    if isinstance(error, BadRequest | BadQuery):
        outcome: Outcome = "refused"
    elif isinstance(error, NoData | NotThere):
        outcome = "unavailable"
    elif isinstance(error, SourceDown | KnowledgeError):
        outcome = "down"
    elif isinstance(error, PlumbError):
        outcome = "unavailable"
    else:
        return None
    before, after = _OPENINGS[outcome]
    return f"{before}{error}{after}", outcome


def said(content: str) -> str:
    """The error's own sentence, without what is meant for a model: the opening, and what to do next."""
    text = content.strip()
    for before, after in _OPENINGS.values():
        if text.startswith(before):
            return text.removeprefix(before).removesuffix(after).strip()
    return text


def grounds_of(use: ToolUse) -> Grounds | None:
    """What a refused call leaves to stand on: the error's own sentences, and no fact.

    Their figures ("which has 2,775 symbols") may be repeated as they stand, and in no other way.
    """
    if use.outcome not in _OPENINGS:
        return None
    before, after = _OPENINGS[use.outcome]
    own = use.text.removeprefix(before).removesuffix(after)
    return Grounds(use.name, tuple(use.arguments.items()), use.text, sentences=(Sentence(own),))
