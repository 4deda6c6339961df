"""The check of what a level is made of: "R3 pairs the 50-session average with a volume shelf"."""

import re
from collections.abc import Mapping, Sequence

from bot.agent.grounding.known import Index
from bot.agent.grounding.last_level import level_of
from bot.agent.grounding.placing import of_match
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.vocabulary import key_of

_SAYING = re.compile(
    r"\b(?:includes?|takes? in|pairs?|combines?|contains?|(?:is |are )?made (?:up )?of|clusters?|"
    r"built (?:on|from|around)"
    r"|rests? on|gathers?|holds? the|draws? on|merges?)\b"
    r"(?P<what>(?:(?!\b(?:and|while|but) the (?:first|second|third|last|other)\b)[^.;])*)",
    re.IGNORECASE,
)
_PARTS: Mapping[str, re.Pattern[str]] = {
    "sma20": re.compile(
        r"\b20[- ](?:session|day)(?: simple)?(?: moving)? (?:average|SMA|MA)\b|\bSMA ?\(?20", re.IGNORECASE
    ),
    "sma50": re.compile(
        r"\b50[- ](?:session|day)(?: simple)?(?: moving)? (?:average|SMA|MA)\b|\bSMA ?\(?50", re.IGNORECASE
    ),
    "sma200": re.compile(
        r"\b200[- ](?:session|day)(?: simple)?(?: moving)? (?:average|SMA|MA)\b|\bSMA ?\(?200", re.IGNORECASE
    ),
    "shelf": re.compile(r"\bvolume shel(?:f|ves)\b", re.IGNORECASE),
    "high_52w": re.compile(r"\b52[- ]week high\b", re.IGNORECASE),
    "low_52w": re.compile(r"\b52[- ]week low\b", re.IGNORECASE),
}
"""Parts that are told by one name alone, and how they are written."""

_NAMED = re.compile(r"\b(?P<side>[RS])(?P<rank>[1-3])\b")
_RANKS = {"first": 0, "second": 1, "third": 2, "last": -1}
_RANK = re.compile(r"\b(?:first|second|third|last)\b", re.IGNORECASE)
_NO = re.compile(r"\b(?:no|not|never|neither|without|would|could|if)\b", re.IGNORECASE)


def level_parts(read: Read, carried: Carried, numbers: Sequence[Claim], index: Index) -> list[Claim]:
    """The claims that a level includes an average, a shelf or an extreme.

    Args:
        read: The statement.
        carried: What the statements before lend it: levels that were listed there.
        numbers: The claims of its figures: a level may be told by its price.
        index: What the tools gave.
    """
    claims = []
    listed = list(dict.fromkeys(level for one in carried.stated if (level := level_of(one.fact.id))))
    for match in _SAYING.finditer(read.plain):
        level = _level(match.start(), read, numbers, listed)
        made = _made_of(level, index) if level and not _NO.search(match.group()) else None
        if made is None:
            continue
        for part, pattern in _PARTS.items():
            said = pattern.search(match["what"])
            if said:
                because = f"{level} is made of {', '.join(sorted(made)) or 'nothing of a name'}"
                claims.append(of_match(read, match, ClaimKind.STATE, holds=part in made, because=because))
    return claims


def _level(at: int, read: Read, numbers: Sequence[Claim], before: Sequence[str]) -> str:
    """The key of the level spoken of before a place: by name, price or rank; "" if none is."""
    named = [match for match in _NAMED.finditer(read.plain) if match.start() < at]
    if named:
        return f"level.{named[-1]['side'].lower()}{named[-1]['rank']}"
    priced = {
        level_of(fact) for one in numbers if one.holds and one.start < read.place(at) for fact in one.facts
    } - {""}
    if priced:
        return priced.pop() if len(priced) == 1 else ""
    ranked = [_RANKS[match.group().lower()] for match in _RANK.finditer(read.plain[:at])]
    return before[ranked[-1]] if ranked and -1 <= ranked[-1] < len(before) > 1 else ""


def _made_of(level: str, index: Index) -> frozenset[str] | None:
    """The names of a level's parts; None where it is not told, or told of several symbols."""
    found = [parts for id_, parts in index.levels.items() if key_of(id_)[1] == level]
    if len(found) != 1:
        return None
    return frozenset(_kind(id_) for id_ in found[0])


def _kind(part: str) -> str:
    """What a part is: `iwm.level.sma50` -> "sma50", `iwm.high_52w` -> "high_52w"."""
    return key_of(part)[1].removeprefix("level.").partition(".")[0]
