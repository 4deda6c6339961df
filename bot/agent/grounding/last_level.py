"""The level whose price was said last: what a text says next of "the level" is of this one."""

import re

from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
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


def priced_after(quantity: Quantity, read: Read, index: Index) -> str:
    """The level of "12 at $116.13": the price behind a count says which level was touched so often."""
    last = read.at(quantity.end - 1)
    price = next(
        (one for one in read.numbers if read.at(one.start) - last in (1, 2, 3) and one.kind is Kind.USD), None
    )
    if price is None or [word.norm for word in read.words[last + 1 : last + 2]] not in (["at"], ["for"]):
        return ""
    found = {
        level_of(one.fact.id)
        for one in index.known
        if one.key.count(".") == 1 and level_of(one.fact.id) and near(price, one.fact.number)
    }
    return found.pop() if len(found) == 1 else ""


def of_other_level(one: Known, level: str) -> bool:
    """Whether a fact details another level than the one whose price was said last: its touches, say."""
    detail = "." in one.key.removeprefix(family(one.key))
    return bool(level) and level_of(one.fact.id) not in ("", level) and detail
