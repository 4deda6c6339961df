"""The level whose price was said last: what a text says next of "the level" is of this one."""

import re

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Quantity
from bot.agent.grounding.vocabulary import family, key_of

_LEVEL = re.compile(r"(?:level|reward_risk)\.[rs]\d")


def level_of(fact: str) -> str:
    """The level a fact belongs to: `iwm.level.r1.touches` -> "level.r1"."""
    key = key_of(fact)[1]
    return family(key) if _LEVEL.match(key) else ""


def level_before(quantity: Quantity, read: Read, levels: list[tuple[int, str]], index: Index) -> str:
    """The level whose price was said last, unless another level's name stands between."""
    if not levels:
        return ""
    place, name = levels[-1]
    first = read.at(quantity.start)
    for one in read.mentions:
        named = {level_of(known.fact.id) for known in index.of(one.metrics)} - {""}
        if place < one.first < first and len(named) == 1:
            return ""
    return name


def of_other_level(one: Known, level: str) -> bool:
    """Whether a fact details another level than the one whose price was said last: its touches, say."""
    detail = "." in one.key.removeprefix(family(one.key))
    return bool(level) and level_of(one.fact.id) not in ("", level) and detail
