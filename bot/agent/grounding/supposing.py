"""Whether a state is said to be so, or only defined, asked for or supposed: "would turn momentum bullish"."""

import re

from bot.agent.grounding.reading import Read
from bot.agent.grounding.state_words import Said

_IF = frozenset((
    "would", "could", "if", "turn", "turns", "turning", "flip", "flips", "flipping", "need", "needs",
    "needed", "until", "unless", "become", "becomes", "becoming", "must", "should", "require",
    "requires", "required", "takes", "take", "to", "may", "might", "back", "before", "make", "makes",
    "bring", "brings", "when", "moves", "move", "go", "goes", "reach", "push", "lift", "away", "from",
    "drop", "starts", "start",
))  # fmt: skip
"""Before a state they say that something else is so now."""

_CONDITION = frozenset(("would", "could", "if", "until", "unless"))
"""Anywhere in its clause they make a state a condition, or what follows from one."""

_A_CLOSE = re.compile(r"\ba (?:daily )?close (?:above|below|over|under)\b", re.IGNORECASE)
_DEFINING = frozenset((
    "mean", "means", "defined", "definition", "explain", "would", "could", "if", "need", "needs",
    "condition", "conditions", "require", "requires", "entry", "threshold", "start", "flip", "ends",
    "wide", "give", "change", "downward", "upward", "downwards", "upwards",
))  # fmt: skip
_IN_FORCE_BEFORE = frozenset((
    "is", "in", "say", ":", "are", "sizing", "size", "rotation", "posture", "state", "still", "rate",
    "remain", "was", "at", "into",
))  # fmt: skip
_IN_FORCE_AFTER = frozenset(("for", "is", "ha", "has", "size", "it", "or"))


def asserted(said: Said, read: Read) -> bool:
    """Whether a regime or a posture is said to be in force, and not defined, named or asked for.

    "Rotation is in large-cap flight" says so; "full size needs seven conditions" does not.

    Args:
        said: The regime or posture.
        read: Its statement.
    """
    if any(word.norm in _DEFINING for word in read.words[read.lead :]):
        return False
    before = {word.norm for word in read.words[max(read.lead, said.first - 3) : said.first]}
    after = {word.norm for word in read.words[said.last : said.last + 3]}
    if "for" in before and said.word == "full":
        # "the conditions for full size"
        return False
    return not before or bool(before & _IN_FORCE_BEFORE or after & _IN_FORCE_AFTER)


def supposed(said: Said, read: Read) -> bool:
    """Whether a state is what something would lead to, or asks for.

    Args:
        said: The state.
        read: Its statement.
    """
    before = [
        word.norm for word in read.words[max(read.lead, said.first - 6) : said.first]
        if not any(day.start <= word.start < day.end for day in read.days)
    ]  # fmt: skip
    if "for" in before[-3:] or not _IF.isdisjoint(before):
        return True
    return _A_CLOSE.search(read.body) is not None or not _CONDITION.isdisjoint(_clause(read, said.first))


def without_calendar(said: Said, read: Read) -> bool:
    """Whether the rating is spoken of as it is without the calendar: "bullish without the event window".

    Args:
        said: The rating.
        read: Its statement.
    """
    start = said.first
    while start > read.lead and read.words[start - 1].norm != ";":
        start -= 1
    words = {word.norm for word in read.words[start : said.last + 6]}
    return "without" in words and not words.isdisjoint(("calendar", "window", "event"))


def _clause(read: Read, at: int) -> list[str]:
    start = at
    while start > read.lead and read.words[start - 1].norm not in (";", "|"):
        start -= 1
    end = at
    while end < len(read.words) and read.words[end].norm not in (";", "|"):
        end += 1
    return [word.norm for word in read.words[start:end]]
