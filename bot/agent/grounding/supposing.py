"""Whether a state is said to be so, or only defined, asked for or supposed: "would turn momentum bullish"."""

import re

from bot.agent.grounding.reading import Read
from bot.agent.grounding.state_words import POSTURES, Said

_IF = frozenset((
    "would", "could", "if", "turn", "turning", "flip", "flipping", "need",
    "needed", "until", "unless", "become", "becoming", "must", "should", "require",
    "required", "take", "to", "may", "might", "back", "before", "make",
    "bring", "when", "move", "go", "reach", "push", "lift", "away", "from",
    "drop", "start", "cushion", "distance", "within", "shy",
))  # fmt: skip
"""Before a state they say that something else is so now."""

_CONDITION = frozenset(("would", "could", "if", "until", "unless"))
"""Anywhere in its clause they make a state a condition, or what follows from one."""

_LEAVING = frozenset(
    ("lose", "losing", "lost", "leave", "leaving", "keep", "keeping", "kept", "shed", "exit")
)
_JOINING = frozenset(("and", "but", "while", "so", "which"))
_FINITE = frozenset(("is", "are", "was", "were", "carry", "stay", "remain", "read", "sit", "stand"))
"""Verbs that say how things are."""

_FLIPPING = frozenset(("turn", "flip", "would", "become"))
_TAKING = frozenset(("need", "require", "take", "begin", "start", "call"))
_RATINGS = frozenset(("bullish", "bearish", "neutral", "strong bullish", "strong bearish"))
_LEAVING_OUT = re.compile(
    r"\b(?:strip|set|leav|tak)\w* (?:out|aside|away) (?:the |that |this )?"
    r"(?:\w+[- ])*(?:window|calendar|event)",
    re.IGNORECASE,
)
"""Said of a rating as it would be without the calendar: "strip out the expiry window"."""

_A_CLOSE = re.compile(r"\ba (?:daily |next )?close (?:above|below|over|under|of)\b", re.IGNORECASE)
_DEFINING = frozenset((
    "means", "defined", "definition", "explain", "would", "could", "if", "need",
    "condition", "require", "entry", "threshold", "start", "flip",
    "wide", "give", "change", "between", "downward", "upward",
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
    words = [word.norm for word in read.words]
    told = words[max(read.lead, said.first - 2) : said.first]
    if told in (["posture", "is"], ["size", "is"], ["sizing", "is"]) and _CONDITION.isdisjoint(words):
        return True
    if any(
        word in _DEFINING
        and not (
            word.startswith("condition")
            and words[at + 1 : at + 2] in (["unmet"], ["met"], ["is"], ["are"], ["fail"], ["missing"])
        )
        for at, word in enumerate(words[read.lead :], start=read.lead)
    ):
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
    if read.text[: max(0, read.words[said.first].start)].endswith(("its ", "their ")) and _leaves(said, read):
        # "to lose its bearish state": it has it now
        return False
    before = [
        word.norm for word in read.words[max(read.lead, said.first - 6) : said.first]
        if not any(day.start <= word.start < day.end for day in read.days)
    ]  # fmt: skip
    if said.word in POSTURES and "is" in before and _CONDITION.isdisjoint(before):
        # "so the posture is to trade half size"
        return False
    if _points_at(said, before, read) or "for" in before[-3:] or not _IF.isdisjoint(before):
        return True
    return _A_CLOSE.search(read.plain) is not None or not _CONDITION.isdisjoint(_clause(read, said.first))


def _points_at(said: Said, before: list[str], read: Read) -> bool:
    """Whether an arrow leads to a state, or the state to what it takes."""
    after = {word.norm for word in read.words[said.last : said.last + 1]}
    if said.word in _RATINGS and not after.isdisjoint(_TAKING):
        # "neutral needs 45.2 %"
        return True
    if before[-1:] != ["\u2192"]:
        # "it turns bullish on a close at $405.34 and bearish at $396.47"
        priced = [word.norm for word in read.words[said.last : said.last + 2]]
        led = priced[:1] in (["at"], ["above"], ["below"], ["under"], ["over"]) and priced[1:] == ["$"]
        return led and not _FLIPPING.isdisjoint(word.norm for word in read.words)
    # "$332.05 next close -> bearish", "momentum -> neutral at a close of $52.24"
    told = any(word.replace(".", "").isdecimal() for word in before)
    return told or not after.isdisjoint(("at", "only", "on", "above", "below", "if", "with"))


def _leaves(said: Said, read: Read) -> bool:
    """Whether a verb of losing or keeping stands right before a state."""
    return any(word.norm in _LEAVING for word in read.words[max(read.lead, said.first - 3) : said.first])


def without_calendar(said: Said, read: Read) -> bool:
    """Whether the rating is spoken of as it is without the calendar: "bullish without the event window".

    Args:
        said: The rating.
        read: Its statement.
    """
    start = said.first
    while start > read.lead and read.words[start - 1].norm != ";":
        start -= 1
    end = said.last
    while end < min(said.last + 6, len(read.words)) and read.words[end].norm != ";":
        end += 1
    words = {word.norm for word in read.words[start:end]}
    if _LEAVING_OUT.search(read.plain) and "would" in words:
        return True
    return "without" in words and not words.isdisjoint(("calendar", "window", "event", "it"))


def _clause(read: Read, at: int) -> list[str]:
    """The words of a state's clause; what a comma and a conjunction part off has a verb of its own."""
    words = [word.norm for word in read.words]
    start = at
    while start > read.lead and words[start - 1] not in (";", "|"):
        start -= 1
    end = at
    while end < len(words) and words[end] not in (";", "|"):
        end += 1
    parts = [i for i in range(start, end - 1) if words[i] == "," and words[i + 1] in _JOINING]
    before = max((i + 1 for i in parts if i < at), default=start)
    after = min((i for i in parts if i >= at), default=end)
    own = words[before:after]
    return own if not _FINITE.isdisjoint(own) else words[start:end]
