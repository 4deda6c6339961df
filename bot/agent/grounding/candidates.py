"""What a statement's figures may rest on, and which facts one of them may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.agent.grounding.fitting import near
from bot.agent.grounding.governing import Governed, governed
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, scoped_ids, sessions_of
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.whose import symbols_of
from knowledge.types import Passage
from tools.types import Unit


@dataclass(frozen=True, slots=True)
class Grounding:
    """What the figures of one statement may rest on.

    Attributes:
        read: The statement.
        carried: What earlier statements lend.
        index: The facts.
        asked: The figures of the question, as written.
        passages: The pieces of reports that the statement cites.
    """

    read: Read
    carried: Carried
    index: Index
    asked: frozenset[str]
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What one number may be.

    Attributes:
        scoped: `id` of the facts of the right symbol and session.
        options: What the names around leave.
        named: Those of them that are of the right symbol and session.
    """

    scoped: frozenset[int]
    options: Governed
    named: list[Known]


def candidates(quantity: Quantity, ground: Grounding) -> Candidates:
    """The facts that a number may be, by symbol, session and name."""
    read, carried, index = ground.read, ground.carried, ground.index
    whose = symbols_of(quantity, read, carried, index)
    when = sessions_of(quantity, read, carried, index)
    scoped = scoped_ids(index, whose, when)
    options = governed(quantity, read, carried.mentions, index, scoped)
    if options.held is not None:
        return Candidates(scoped, options, options.held)
    named = [one for one in options.free if id(one) in scoped]
    if quantity.kind is Kind.USD and _follows_atr(quantity, read):
        named += [one for one in index.known if one.key == "atr14" and id(one) in scoped]
    named += _beside_its_dollars(quantity, read, [one for one in index.known if id(one) in scoped])
    if quantity.kind is Kind.FRACTION:
        # a fraction is so coarse that it must be named outright
        direct = {
            id(one)
            for mention in read.mentions
            if not mention.owner and not mention.weak
            for one in index.of(mention.metrics)
        }
        named = [one for one in named if id(one) in direct]
    return Candidates(scoped, options, named)


def _beside_its_dollars(quantity: Quantity, read: Read, scoped: Sequence[Known]) -> list[Known]:
    """The percentage of "put on $10.75 (6.2 %)": the same thing in per cent."""
    dollars = [
        one
        for one in read.numbers
        if one.kind is Kind.USD and read.text[one.end : quantity.start].strip() == "("
    ]
    if quantity.kind is not Kind.PERCENT or not dollars:
        return []
    alike = {
        one.key for one in scoped if one.fact.unit is Unit.USD and near(dollars[0], abs(one.fact.number))
    }
    return [one for one in scoped if one.key.removesuffix("_percent") in alike and one.key not in alike]


def _follows_atr(quantity: Quantity, read: Read) -> bool:
    """Whether it stands in brackets behind a number of ATRs: "half an ATR ($3.28)"."""
    gaps = (read.text[one.end : quantity.start] for one in read.numbers if one.kind is Kind.ATR)
    return any(gap.strip() == "(" for gap in gaps)
