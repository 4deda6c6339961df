"""Distances from a figure of a report: "$1.39 above it", "with $2.38 to spare", "1.4 % short of that"."""

from collections.abc import Iterable, Sequence

from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
from tools.types import Unit

_OVER = frozenset(("above", "over", "past", "beyond", "clear", "north"))
_UNDER = frozenset(("below", "under", "beneath", "short", "shy", "south"))
_HIGHER = frozenset(("overhead", "higher"))
_LOWER = frozenset(("lower", "underneath", "underfoot"))
_PRICES = frozenset((Unit.USD, Unit.RATIO))
_SHARES = frozenset((Unit.PERCENT, Unit.POINTS_100, Unit.YIELD))


def to_mark(
    quantity: Quantity, read: Read, marks: Sequence[Quantity], stated: Sequence[Known], index: Index
) -> Known | None:
    """The fact whose distance from a report's figure the quantity is; None if it is none.

    Args:
        quantity: The number.
        read: Its statement.
        marks: Figures of reports that it or the statement before gives.
        stated: Facts that it or the statement before gives; the closes are among the candidates anyway.
        index: All facts.
    """
    if not marks:
        return None
    first = read.at(quantity.start)
    closes = [one for one in index.known if one.key in ("close", "rotation.ratio")]
    atr = {one.fact.id.partition(".")[0]: one.fact.number for one in index.known if one.key == "atr14"}
    within = quantity.bound == "<" or [word.norm for word in read.words[max(0, first - 1) : first]] == [
        "within"
    ]
    for mark in marks:
        if mark.start == quantity.start:
            continue
        for one in [*stated, *closes]:
            if isinstance(one.fact.value, str | bool):
                continue
            apart = one.fact.number - mark.value
            sizes = _distances(quantity, mark.value, one, atr.get(one.fact.id.partition(".")[0]))
            if (
                any(near(quantity, size) or (within and size <= quantity.value) for size in sizes)
                and _side(quantity, read) * apart >= 0
            ):
                return one
    return None


def _distances(quantity: Quantity, mark: float, one: Known, atr: float | None) -> Iterable[float]:
    """How far a fact lies from a mark, in the quantity's unit."""
    value, unit = one.fact.number, one.fact.unit
    apart = abs(value - mark)
    if unit in _PRICES and quantity.kind is Kind.PERCENT and mark and value:
        yield 100 * apart / mark
        yield 100 * apart / abs(value)
    if unit is Unit.USD and quantity.kind is Kind.USD:
        yield apart
    if unit is Unit.USD and quantity.kind is Kind.ATR and atr:
        yield apart / atr
    if unit in _SHARES and quantity.kind is Kind.POINTS:
        yield apart
    if unit in _SHARES and quantity.kind is Kind.BP:
        yield 100 * apart


def _side(quantity: Quantity, read: Read) -> int:
    """1 where the fact is said to lie above the mark, -1 below, 0 where nothing is said."""
    words = [word.norm for word in read.words]
    last = read.at(quantity.end - 1)
    for at, word in enumerate(words[last + 1 : last + 3], start=last + 1):
        of_it = words[at + 1 : at + 2] in (["it"], ["that"], ["this"], ["than"])
        if word in _OVER or (word in _HIGHER and not of_it and word != "overhead"):
            return 1
        if word in _UNDER or (word in _LOWER and of_it) or word == "lower":
            return -1
        if word in _HIGHER:
            # "that line is now $13.88 overhead": it is the mark that lies there
            return 1 if of_it else -1
        if word in _LOWER:
            return 1
    return 0
