"""Figures that are arithmetic over named and stated facts: distances, differences, shares of each other."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.agent.grounding.candidates import Candidates, Grounding
from bot.agent.grounding.deriving import derived
from bot.agent.grounding.figure_claims import claim
from bot.agent.grounding.fitting import fits, near, unit_fits
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import of_session, sessions_of
from bot.agent.grounding.signs import sign_told
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.verdict import Claim
from bot.agent.grounding.vocabulary import family
from tools.phrases import written

_PRICED = re.compile(
    r"level\.[rs]\d|composite\.(?:points|score)|\w+\.score|breadth\.above_sma50|volatility\.\d+"
)
"""Facts that a name which stands for much more gives to arithmetic: R1's price, a layer's score."""


_COMPARED = frozenset((
    "than", "difference", "between", "apart", "gap", "lead", "spread", "more", "less", "against",
))  # fmt: skip


_MEASURED = frozenset((
    "breadth.above_sma50", "momentum.score", "trend.separation", "relative_strength.vs_spy_10",
))  # fmt: skip
"""What each layer's flip is a threshold of."""


_APART = frozenset((
    "apart", "away", "below", "above", "under", "over", "wide", "between", "short", "clear", "behind",
    "ahead", "shy", "higher", "lower", "stronger", "weaker", "beyond", "more", "less", "fewer", "later",
    "earlier",
))  # fmt: skip


_FROM = frozenset(("above", "below", "under", "over", "off", "from", "beneath"))
"""Words that lead from a distance to what it is measured from."""


_SIDES = {"above": 1, "over": 1, "below": -1, "under": -1, "beneath": -1}
_DISTANCES = frozenset((
    "gap", "difference", "distance", "spread", "range", "margin", "reward", "risk", "sum", "total",
    "cushion", "room", "into", "packed", "squeezed",
))  # fmt: skip


def _apart(quantity: Quantity, read: Read) -> bool:
    """Whether a number that stands at a name is said to be a distance from it."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    after = {word.norm for word in read.words[last + 1 : last + 4]}
    before = {word.norm for word in read.words[max(0, first - 5) : first]}
    shared = quantity.kind in (Kind.FRACTION, Kind.TIMES) and [
        word.norm for word in read.words[last + 1 : last + 2]
    ] == ["of"]
    return shared or bool(after & _APART or before & _DISTANCES)


def reached(quantity: Quantity, ground: Grounding, may: Candidates, stated: Sequence[Known]) -> Claim | None:
    """The claim of a number that arithmetic over named and stated facts gives."""
    read, index = ground.read, ground.index
    # a figure that is there with another sign or side is wrong, whatever can be computed
    exact = replace(quantity, bound="")
    direct = {id(one) for name in read.mentions if not name.weak for one in index.of(name.metrics)}
    wrong = any(
        id(one) in direct and unit_fits(quantity, one, read) and fits(exact, one, read, signs=False)
        for one in may.named
    )
    # "SPY trails IWM by 0.6 points" is no difference of two returns where it is a lead told backwards
    wrong = wrong or any(
        quantity.kind is Kind.POINTS
        and one.key.startswith("relative_strength.vs_")
        and id(one) in may.scoped
        and near(exact, abs(one.fact.number))
        for one in index.known
    )
    held = may.options.held or []
    if held and all(one.key.endswith((".reward", ".risk")) for one in held):
        # the card has both: they are read, not made
        return None
    if any(_is_share(one) for one in held) and not _is_of_price(read):
        # "over the 200-day" is the share's name, and no distance
        return None
    if wrong or not may.scoped or not (may.options.held is None or _apart(quantity, read)):
        return None
    made = derived(quantity, read, _operands(quantity, ground, may, stated), stated, index)
    if made is None or not _of_what_follows(quantity, read, made, index):
        return None
    if not _on_its_side(quantity, read, made, index):
        return None
    because = "from " + " and ".join(f"{one.fact.label} {written(one.fact)}" for one in made)
    return claim(quantity, read, holds=True, because=because, facts=made)


def _is_share(one: Known) -> bool:
    return one.key.startswith("breadth.above_sma")


def _is_of_price(read: Read) -> bool:
    """Whether a price is what stands above an average, and no share of members."""
    words = {word.norm for word in read.words}
    return not words.isdisjoint(("close", "price", "$")) and words.isdisjoint(("member", "breadth", "share"))


def _of_what_follows(quantity: Quantity, read: Read, made: Sequence[Known], index: Index) -> bool:
    """Whether a distance is one to the name after it, where one follows: "16.1 % under its 52-week high"."""
    last = read.at(quantity.end - 1)
    after = next((one for one in read.mentions if one.first > last and not one.weak), None)
    if after is None or after.first - last > 3 or read.words[last + 1].norm not in _FROM:
        return True
    if any(word.norm in (",", ";") for word in read.words[last + 1 : after.first]):
        # "3.7 % below, R1 pays 0.21"
        return True
    facts = [one for one in index.of(after.metrics) if not _is_share(one) or not _is_of_price(read)]
    return not facts or any(one in made for one in facts)


def _on_its_side(quantity: Quantity, read: Read, made: Sequence[Known], index: Index) -> bool:
    """Whether "$3.71 below the close" is so: what was said last before lies on the side that is told."""
    last = read.at(quantity.end - 1)
    side = read.words[last + 1].norm if last + 1 < len(read.words) else ""
    if side == "to" and len(made) == 2 and quantity.kind is Kind.PERCENT:
        return _leads_to(quantity, read, made)
    if side in ("higher", "lower") and len(made) == 2:
        return _of_subject(quantity, read, made, index, 1 if side == "higher" else -1)
    after = next((one for one in read.mentions if one.first > last and not one.weak), None)
    if len(made) != 2 or side not in _SIDES or after is None or after.first - last > 3:
        return True
    named = index.of(after.metrics)
    objects = [one for one in made if one in named]
    others = [one for one in made if one not in named]
    if len(objects) != 1 or len(others) != 1 or objects[0].fact.unit is not others[0].fact.unit:
        return True
    if objects[0].key != "close":
        return True
    return (others[0].fact.number - objects[0].fact.number) * _SIDES[side] >= 0


def _of_subject(quantity: Quantity, read: Read, made: Sequence[Known], index: Index, way: int) -> bool:
    """Whether "the stop is $11.13 higher" is so: what is named before the distance lies that way off."""
    first = read.at(quantity.start)
    before = next((one for one in reversed(read.mentions) if one.last <= first and not one.weak), None)
    named = index.of(before.metrics) if before is not None else []
    mine = [one for one in made if one in named]
    others = [one for one in made if one not in named]
    if len(mine) != 1 or others[0].key != "close" or mine[0].fact.unit is not others[0].fact.unit:
        return True
    return (mine[0].fact.number - others[0].fact.number) * way >= 0


def _leads_to(quantity: Quantity, read: Read, made: Sequence[Known]) -> bool:
    """Whether "has fallen 20.3 % to $234.34" goes the told way from the other price to that one."""
    place = read.at(quantity.end - 1) + 1
    price = next((one for one in read.numbers if place <= read.at(one.start) <= place + 2), None)
    told = sign_told(quantity, read)
    if price is None or not told:
        return True
    ends = [one for one in made if near(price, abs(one.fact.number))]
    others = [one for one in made if one not in ends]
    if len(ends) != 1 or len(others) != 1:
        return True
    return (ends[0].fact.number - others[0].fact.number) * told >= 0


def _operands(quantity: Quantity, ground: Grounding, may: Candidates, stated: Sequence[Known]) -> list[Known]:
    """The facts that arithmetic may use; where two symbols are compared, those of both."""
    read, index = ground.read, ground.index
    last = read.at(quantity.end - 1)
    pool = [
        one
        for mention in read.mentions
        # what stands behind a semicolon has not been spoken of yet
        if not mention.weak and not any(word.norm == ";" for word in read.words[last + 1 : mention.first])
        for one in index.of(mention.metrics)
        if not mention.owner or _PRICED.fullmatch(one.key)
    ]
    # what was stated comes first: a long list of names is cut off
    taken = {id(one) for one in stated}
    pool = [*stated, *(one for one in pool if id(one) not in taken)]
    pooled = {id(one) for one in pool}
    flipped = {family(one.key) for one in stated if ".flip." in one.key or one.key == "breadth.change"}
    pool += [
        one
        for one in index.known
        if one.key in _MEASURED and family(one.key) in flipped and id(one) not in pooled
    ]
    multiple = quantity.kind in (Kind.TIMES, Kind.FRACTION)
    compared = multiple or any(word.norm in _COMPARED for word in read.words)
    when = sessions_of(quantity, read, ground.carried, index)
    # a line of the rules is held against readings, and reckoned with by nobody
    pool = [one for one in pool if not one.key.startswith("votes.threshold.")]
    return [one for one in pool if id(one) in may.scoped or (compared and of_session(one, when))]
