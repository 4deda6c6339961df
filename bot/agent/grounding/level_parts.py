"""The check of what a level is made of: "R3 pairs the 50-session average with a volume shelf"."""

import re
from collections.abc import Mapping, Sequence

from bot.agent.grounding.known import Index
from bot.agent.grounding.last_level import level_of
from bot.agent.grounding.placing import of_match
from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.vocabulary import key_of

_SAYING = re.compile(
    r"\b(?:includes?|takes? in|pairs?|combines?|contains?|(?:is |are )?made (?:up )?of|clusters?|built (?:on|from|around)"
    r"|rests? on|gathers?|holds? the|draws? on|merges?)\b(?P<what>[^.;]*)",
    re.IGNORECASE,
)
_PARTS: Mapping[str, re.Pattern[str]] = {
    "sma20": re.compile(
        r"\b20[- ](?:session|day)(?: simple)?(?: moving)? (?:average|SMA|MA)\b|\bSMA ?\(?20", re.I
    ),
    "sma50": re.compile(
        r"\b50[- ](?:session|day)(?: simple)?(?: moving)? (?:average|SMA|MA)\b|\bSMA ?\(?50", re.I
    ),
    "sma200": re.compile(
        r"\b200[- ](?:session|day)(?: simple)?(?: moving)? (?:average|SMA|MA)\b|\bSMA ?\(?200", re.I
    ),
    "shelf": re.compile(r"\bvolume shel(?:f|ves)\b", re.I),
    "high_52w": re.compile(r"\b52[- ]week high\b", re.I),
    "low_52w": re.compile(r"\b52[- ]week low\b", re.I),
}
"""Parts that are told by one name alone, and how they are written."""

_NAMED = re.compile(r"\b(?P<side>[RS])(?P<rank>[1-3])\b")
_NO = re.compile(r"\b(?:no|not|never|neither|without|would|could|if)\b", re.IGNORECASE)


def level_parts(read: Read, numbers: Sequence[Claim], index: Index) -> list[Claim]:
    """The claims that a level includes an average, a shelf or an extreme.

    Args:
        read: The statement.
        numbers: The claims of its figures: a level may be told by its price.
        index: What the tools gave.
    """
    claims = []
    for match in _SAYING.finditer(read.plain):
        level = _level(match.start(), read, numbers)
        made = _made_of(level, index) if level and not _NO.search(match.group()) else None
        if made is None:
            continue
        for part, pattern in _PARTS.items():
            said = pattern.search(match["what"])
            if said:
                because = f"{level} is made of {', '.join(sorted(made)) or 'nothing of a name'}"
                claims.append(of_match(read, match, ClaimKind.STATE, holds=part in made, because=because))
    return claims


def _level(at: int, read: Read, numbers: Sequence[Claim]) -> str:
    """The key of the level spoken of before a place: by its name, else by its price; "" if none is."""
    named = [match for match in _NAMED.finditer(read.plain) if match.start() < at]
    if named:
        return f"level.{named[-1]['side'].lower()}{named[-1]['rank']}"
    priced = {
        level_of(fact) for one in numbers if one.holds and one.start < read.place(at) for fact in one.facts
    } - {""}
    return priced.pop() if len(priced) == 1 else ""


def _made_of(level: str, index: Index) -> frozenset[str] | None:
    """The names of a level's parts; None where it is not told, or told of several symbols."""
    found = [parts for id_, parts in index.levels.items() if key_of(id_)[1] == level]
    if len(found) != 1:
        return None
    return frozenset(_kind(id_) for id_ in found[0])


def _kind(part: str) -> str:
    """What a part is: `iwm.level.sma50` -> "sma50", `iwm.high_52w` -> "high_52w"."""
    return key_of(part)[1].removeprefix("level.").partition(".")[0]
