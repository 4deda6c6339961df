"""Which name in a statement a number stands at, and which facts that leaves.

A number that stands right at a name is that thing's or wrong. One that stands free may be any fact that the
statement, or what it goes on with, names.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.agent.grounding.fitting import unit_fits, unit_meets
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.linked import LINKS
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read
from bot.agent.grounding.standing import joined, names_at
from bot.agent.grounding.thresholds import flips, is_line, lines_of, thresholds
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.vocabulary import family
from bot.agent.grounding.words import Token
from tools.types import Unit

_PLACED = frozenset((
    "above", "below", "over", "under", "from", "off", "ahead", "behind", "short",
))  # fmt: skip
"""Words that put a number at a distance from the name after them: "81 cents above the close"."""

_MOVES = frozenset(("change_percent", "momentum.roc10", "momentum.roc21", "relative_strength.spy_10"))
"""Moves of a price that a signed percentage may be without a name: "IWM -8.2 % vs SPY -6.7 %"."""

_PAIR_REACH = 4
_OWNERS_APART = 3
_BARE = {Kind.USD: ("change",), Kind.POINTS: ("breadth.change", "relative_strength.vs_spy_10")}
"""What a signed figure without any name is."""

_PRICES = frozenset((Unit.USD, Unit.RATIO, Unit.INDEX))
_READINGS = frozenset(("ema", "sma", "average", "rsi", "macd", "atr", "adx", "ma"))


@dataclass(frozen=True, slots=True)
class Governed:
    """What a number may be.

    Attributes:
        held: Facts of the name it stands at; None where it stands free.
        free: Facts that anything in the statement, or what it goes on with, names.
    """

    held: list[Known] | None
    free: list[Known]


def governed(
    quantity: Quantity, read: Read, carried: list[Mention], index: Index, scoped: AbstractSet[int]
) -> Governed:
    """What a number may be.

    Args:
        quantity: The number.
        read: Its statement.
        carried: Names of the statement before.
        index: The facts.
        scoped: `id` of the facts of the right symbol and session.
    """
    return Governed(_held(quantity, read, index, scoped), _free(quantity, read, carried, index))


def _held(quantity: Quantity, read: Read, index: Index, scoped: AbstractSet[int]) -> list[Known] | None:
    """The facts of the name that a number stands at; None where none of them could be meant."""
    first = read.at(quantity.start)
    for group in names_at(quantity, read):
        fitting = _fitting(quantity, group, read, index, scoped)
        if fitting:
            return [
                *fitting,
                *flips(fitting, read, index, scoped),
                *thresholds(fitting, first, read, index, scoped),
            ]
    return None


def _fitting(
    quantity: Quantity, group: list[Mention], read: Read, index: Index, scoped: AbstractSet[int]
) -> list[Known]:
    """The facts of a name that a number could be, or be misread as; empty where its unit is another."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    found = [one for one in _of(group, first, read, index) if id(one) in scoped]
    if quantity.kind is not Kind.USD and any(one.key.startswith("breadth.above_sma") for one in found):
        # "594 stand above their 50-session average": the average itself is told in dollars
        found = [
            one for one in found if not one.key.startswith("sma") and not one.key.startswith("level.sma")
        ]
    placed = group[-1].first > last and any(
        word.norm in _PLACED for word in read.words[last + 1 : group[-1].first]
    )
    fitting = [
        one
        for one in found
        if unit_fits(quantity, one, read)
        and _comparable(quantity, one)
        and not (placed and one.fact.unit in _PRICES)
    ]
    if not fitting:
        return []
    # facts are told apart by identity: to compare two is to compare all their fields
    taken = {id(one) for one in fitting}
    fitting += [one for one in found if id(one) not in taken and unit_meets(quantity, one)]
    return _closes(fitting, first, read, index, scoped)


def _closes(
    fitting: list[Known], first: int, read: Read, index: Index, scoped: AbstractSet[int]
) -> list[Known]:
    """The facts with the adjusted close beside the close or in its place, where that is spoken of."""
    if any(one.key != "close" for one in fitting):
        return fitting
    known = [one for one in index.known if id(one) in scoped]
    voted = [one for one in known if one.key == "votes.adj_close"]
    if voted and any(word.norm == "average" for word in read.words):
        # the stack of averages is of adjusted closes, and says "price" of them
        return [*fitting, *voted]
    if _adjusted(read, first):
        return [one for one in known if one.key in ("adj_close", "votes.adj_close")]
    return fitting


def _adjusted(read: Read, first: int) -> bool:
    """Whether the number's own part speaks of dividend-adjusted prices."""
    at = first
    while at > read.lead and read.words[at - 1].norm != ";":
        at -= 1
    return any(word.norm == "adjusted" for word in read.words[at:first])


def _comparable(quantity: Quantity, one: Known) -> bool:
    """Whether a plain number is of the size that this fact could be misread as."""
    if quantity.kind is Kind.PLAIN and one.fact.unit in (Unit.SCORE, Unit.VOTE):
        return abs(quantity.value) <= 1
    if quantity.kind is not Kind.PLAIN or one.fact.unit is not Unit.USD:
        return True
    return 0.2 <= abs(quantity.value) / max(abs(one.fact.number), 1e-9) <= 5


def _of(group: list[Mention], at: int, read: Read, index: Index) -> list[Known]:
    """The facts of the nearest name; where a layer or a level is named beside it, those of both."""
    nearest = group[-1]
    facts = index.of(nearest.metrics)
    before = [one for one in read.mentions if one.owner and one is not nearest and one.last <= nearest.first]
    after = [
        one
        for one in read.mentions
        if one.owner
        and one.first >= nearest.last
        and one is not nearest
        and (nearest.first > at or _leads_to(nearest, one, read))
    ]
    ahead = bool(after) and nearest.first > at
    sides = [*after, *reversed(before)] if ahead else [*reversed(before), *after]
    for other in [*reversed(group[:-1]), *sides]:
        if other in after and any(word.norm == "," for word in read.words[nearest.last : other.first]):
            # "27 touches, ahead of R1 (24)"
            continue
        if not (other.owner or nearest.owner or other in group) or _broken(read, other, nearest):
            continue
        if other.owner and nearest.owner and nearest.first - other.last > _OWNERS_APART:
            # "a VIX of 13.59, in the 32nd percentile, that makes credit ..." speaks of credit as a whole
            continue
        both = {id(one) for one in index.of(other.metrics)}
        shared = [one for one in facts if id(one) in both]
        if shared:
            return shared if len(shared) < len(facts) else facts
        if _has_no_flip(other, facts, index):
            # "trend turns at a close of $190.66": no close turns it in one session
            return [one for one in index.of(other.metrics) if ".flip." in one.key]
    return facts


def _has_no_flip(layer: Mention, facts: list[Known], index: Index) -> bool:
    """Whether closes that flip something are named of a layer which no close flips in one session."""
    if not facts or any(".flip_close." not in one.key for one in facts):
        return False
    stems = {one.key.partition(".")[0] for one in index.of(layer.metrics)}
    return len(stems) == 1 and any(
        key.startswith(f"{next(iter(stems))}.flip_close.") for _, key, _ in index.missing
    )


def _leads_to(a: Mention, b: Mention, read: Read) -> bool:
    """Whether one name is said to be another's: "distance to R1", "the score of trend"."""
    return all(word.norm in ("to", "of", "for", "on") for word in read.words[a.last : b.first])


def _broken(read: Read, a: Mention, b: Mention) -> bool:
    """Whether a semicolon or a contrast parts two names."""
    first, last = (a, b) if a.first < b.first else (b, a)
    return any(
        word.norm in (";", ")", "while", "whereas", "but", "which")
        for word in read.words[first.last : last.first]
    )


def _free(quantity: Quantity, read: Read, carried: list[Mention], index: Index) -> list[Known]:
    """All facts that the statement names, or that belong to what it names; else those of the one before.

    A semicolon parts: where the names of the number's own part have a figure of its unit, others are out.
    """
    own = [one for one in read.mentions if not one.foreign]
    moves = [
        one for one in index.known if quantity.sign and quantity.kind is Kind.PERCENT and one.key in _MOVES
    ]
    return [*_named(quantity, read, carried, index, own), *moves]


def _named(
    quantity: Quantity, read: Read, carried: list[Mention], index: Index, own: list[Mention]
) -> list[Known]:
    """The facts of the names in a number's own part, else in the statement, else of those carried."""
    if not own and not carried and quantity.sign and quantity.kind is Kind.PERCENT:
        # "IWM -1.9 %": a bare signed percentage is the move of the session
        return [
            one for one in index.known if one.key in ("change_percent", "momentum.roc10", "momentum.roc21")
        ]
    if not own and not carried and quantity.sign and quantity.kind in _BARE:
        # "-$1.62 (-2.0 %)", "-14.2 points in 21 sessions"
        return [one for one in index.known if one.key in _BARE[quantity.kind]]
    first = read.at(quantity.start)
    part = [
        one
        for one in own
        if not any(word.norm in (";", "while", "whereas") for word in _span(read, one, first))
    ]
    if part and len(part) < len(own):
        facts = _families(part, [], index)
        if any(unit_fits(quantity, one, read) for one in facts) and any(not one.weak for one in part):
            return facts
    return _families(own, carried, index)


def _span(read: Read, mention: Mention, first: int) -> list[Token]:
    """The words between a name and a number, on whichever side the name stands."""
    return read.words[mention.last : first] if mention.last <= first else read.words[first : mention.first]


def _families(own: list[Mention], carried: list[Mention], index: Index) -> list[Known]:
    """The facts of some names, and all that belong to the same layers, levels and events."""
    facts = index.of({id_ for one in [*own, *carried] for id_ in one.metrics})
    families = {family(one.key) for one in facts}
    found = {id(one): one for one in facts}
    lines = lines_of(facts)
    related = [pair for name in families for pair in index.by_family.get(name, ())]
    if lines:
        related += [pair for pair in index.by_family.get("votes", ()) if is_line(pair[1], lines)]
    for _, one in sorted(related, key=lambda pair: pair[0]):
        found.setdefault(id(one), one)
    return list(found.values())


def foreign(quantity: Quantity, read: Read, index: Index) -> Mention | None:
    """The name of something no fact measures, if the number stands right at one."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    left = [one for one in read.mentions if one.last <= first and not one.weak]
    right = [one for one in read.mentions if one.first > last]
    if (
        left
        and (left[-1].foreign or _is_unread(left[-1], first, read, index))
        and (joined(read, left[-1], first, quantity) or "/" in read.text[left[-1].start : left[-1].end])
    ):
        return left[-1]
    if right and right[0].foreign and right[0].first - last <= 3:
        between = [word.norm for word in read.words[last + 1 : right[0].first]]
        clause = between[-1:] == [","] and read.words[right[0].first].led
        return right[0] if not clause and LINKS.issuperset(between) else None
    return None


def _is_unread(one: Mention, first: int, read: Read, index: Index) -> bool:
    """Whether a name of ours has no fact in this run: "the 50-session average is at" where none was read."""
    if one.foreign or index.of(one.metrics):
        return False
    named = {word.norm for word in read.words[one.first : one.last]}
    if "/" in named:
        # "KRE/SPY has been rising 17 bp" where it was not read
        return first - one.last <= _PAIR_REACH and not any(
            word.norm in (",", ";", "and", ".") for word in read.words[one.last : first]
        )
    between = [word.norm for word in read.words[one.last : first]]
    return (
        # an average that was not read, or a thing that is not known: "short interest is 8.5 million"
        (not named.isdisjoint(_READINGS) or bool(one.metrics & index.gone))
        and 0 < len(between) <= 4
        and between[-1] in ("at", "is", "of", "$", ":", "=")
    )
