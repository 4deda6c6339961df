"""Arithmetic over facts that a text may do, because it can be done again."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
from tools.types import Unit

_CUES = frozenset((
    "between", "apart", "gap", "difference", "spread", "away", "above", "below", "distance", "less", "wide",
    "width", "range", "ahead", "behind", "more", "than", "over", "under", "higher", "lower", "stronger",
    "weaker", "sum", "total", "together", "combined", "half", "twice", "double", "time", "beyond", "short",
    "margin", "shy", "lead", "separate", "separated", "within", "=", "cushion", "room",
    "overhead", "beneath", "from", "off", "since", "spare", "recovered", "surrendered", "retraced",
    "regained", "reclaimed", "down", "up", "back", "buffer", "left", "remain", "another", "began",
    "clearance", "started", "imply", "by",
    "headroom", "span", "exceed", "clear", "lot", "outscore", "edge", "reward",
    "third", "quarter", "spread", "later", "earlier", "differ", "deeper", "shallower", "wider", "narrower",
))  # fmt: skip
"""Words that say that something is measured between two things."""

_SUPPOSING = frozenset((
    "would", "could", "take", "turn", "flip", "need", "if", "must",
))  # fmt: skip
_UNITS: Mapping[Kind, tuple[Unit, ...]] = {
    Kind.USD: (Unit.USD,),
    Kind.POINTS: (Unit.PERCENT, Unit.POINTS, Unit.POINTS_100, Unit.INDEX, Unit.YIELD),
    Kind.ATR: (Unit.ATR,),
    Kind.SIGMA: (Unit.SIGMA,),
    Kind.SESSIONS: (Unit.SESSIONS,),
    Kind.MEMBERS: (Unit.COUNT,),
    Kind.BP: (Unit.BASIS_POINTS,),
    Kind.SHARES: (Unit.SHARES,),
    Kind.PERCENT: (),
}
"""Units of facts whose difference is told in this unit; two percentages differ by points, not by per cent."""

_NEAR_SHARE = 12.0
"""Per cent within which "less than half" is said of a share."""

_PAIRED = ({"plus_di", "minus_di"}, {"stoch_k", "stoch_d"}, {"macd", "macd_signal"})
"""Readings of one indicator with names of their own."""

_SHARES = frozenset((Kind.PERCENT, Kind.FRACTION))
_SHOWN = {Unit.USD: 2, Unit.PERCENT: 1, Unit.POINTS: 1, Unit.POINTS_100: 1, Unit.ATR: 2, Unit.SIGMA: 2}
"""Decimals that a card shows."""

_MOST = 24
"""Facts that are combined two by two; a statement that names more is no arithmetic."""


def derived(
    quantity: Quantity, read: Read, named: Sequence[Known], said: Sequence[Known], index: Index
) -> tuple[Known, ...] | None:
    """The facts whose difference, ratio or sum the quantity is; None if there are none.

    Args:
        quantity: The number.
        read: Its statement; it must say that something is measured between two things.
        named: Facts that the statement names.
        said: Facts that it or the one before states.
        index: All facts: the close and the ATR may be meant without a name.
    """
    cued = any(word.norm in _CUES for word in read.words) or _after_price(quantity, read)
    if quantity.kind is not Kind.ATR and not cued:
        return None
    supposed = any(word.norm in _SUPPOSING for word in read.words)
    pool = [one for one in _pool(named, index) if supposed or ".flip" not in one.key or one in said]
    atr = {_symbol(one): one.fact.number for one in _of_key(index, "atr14")}
    return (
        _of_the_way(quantity, read, pool)
        or _pair(quantity, pool, atr)
        or _in_atr(quantity, pool, atr)
        or _three(quantity, pool)
    )


def _of_the_way(quantity: Quantity, read: Read, pool: Sequence[Known]) -> tuple[Known, ...] | None:
    """Two prices and the close that lies between them: "four fifths of the way up that range"."""
    if quantity.kind not in (Kind.FRACTION, Kind.PERCENT) or not any(
        word.norm == "way" for word in read.words
    ):
        return None
    closes = [one for one in pool if one.key == "close"]
    prices = [one for one in pool if one.fact.unit is Unit.USD and one.key != "close"]
    for close in closes:
        for a, b in permutations([one for one in prices if _symbol(one) == _symbol(close)], 2):
            apart = b.fact.number - a.fact.number
            share = 100 * (close.fact.number - a.fact.number) / apart if apart else -1.0
            if 0 <= share <= 100 and _reads_as(quantity, share):
                return (a, b, close)
    return None


def _after_price(quantity: Quantity, read: Read) -> bool:
    """Whether a percentage stands in brackets right behind a price: "needs $111.72 (+2.8 %)"."""
    if quantity.kind is not Kind.PERCENT:
        return False
    gaps = (read.text[one.end : quantity.start] for one in read.numbers if one.kind is Kind.USD)
    return any(gap.strip() == "(" for gap in gaps)


def _pair(quantity: Quantity, pool: Sequence[Known], atr: Mapping[str, float]) -> tuple[Known, Known] | None:
    """Two facts whose difference or ratio the quantity is: "R1 is $9.23 above the close"."""
    for a, b in permutations(pool, 2):
        if _comparable(a, b, quantity.kind) and any(
            _reads_as(quantity, abs(value)) for value in _combined(a, b, quantity.kind, atr)
        ):
            return (a, b)
    return None


def _comparable(a: Known, b: Known, kind: Kind) -> bool:
    """Whether two facts may be held against each other: of one symbol, or of one kind of two."""
    if a.fact.id == b.fact.id and a.session == b.session:
        return False
    if _symbol(a) != _symbol(b) and a.key != b.key:
        return False
    if kind in (Kind.FRACTION, Kind.TIMES):
        # "twice", "half" are so coarse that only readings of one layer bear them
        alike = a.key.partition(".")[0] == b.key.partition(".")[0] or {a.key, b.key} in _PAIRED
        return alike and "close" not in (a.key, b.key)
    return True


def _reads_as(quantity: Quantity, size: float) -> bool:
    """Whether a size reads as the quantity does, on the told side of a bound and not far from it."""
    if quantity.kind is Kind.FRACTION:
        ahead = size - quantity.value
        close = abs(ahead) <= (5.0 if quantity.about else 3.4) and not quantity.bound
        close = close or (quantity.bound == ">" and 0 < ahead <= _NEAR_SHARE)
        close = close or (quantity.bound == "<" and -_NEAR_SHARE <= ahead < 0)
    else:
        close = near(quantity, size)
        if quantity.bound and size > quantity.step:
            ahead = size - abs(quantity.value)
            close = close or ((ahead > 0) == (quantity.bound == ">") and abs(ahead) <= 0.25 * size)
    return close and size >= quantity.step / 2


def _in_atr(quantity: Quantity, pool: Sequence[Known], atr: Mapping[str, float]) -> tuple[Known] | None:
    """The distance in dollars that the quantity tells in ATR: "the stop is 1.5 ATR wide"."""
    if quantity.kind is not Kind.ATR:
        return None
    for one in pool:
        size = atr.get(_symbol(one))
        if (
            size
            and one.fact.unit is Unit.USD
            and one.key != "close"
            and near(quantity, abs(one.fact.number) / size)
        ):
            return (one,)
    return None


def _three(quantity: Quantity, pool: Sequence[Known]) -> tuple[Known, Known, Known] | None:
    """Three readings of one kind that the quantity is the sum of: "the three add to 31 points"."""
    if len(pool) > 6:
        return None
    for a, b, c in permutations(pool, 3):
        alike = len({(one.fact.unit, one.key.split(".")[-1]) for one in (a, b, c)}) == 1
        total = abs(a.fact.number + b.fact.number + c.fact.number)
        if alike and _fits_unit(a, quantity.kind) and near(quantity, total):
            return (a, b, c)
    return None


def _relative(unit: Unit, share: float, kind: Kind) -> Iterable[float]:
    """How a share of 100 is told: of prices as a change, of counts as a share too."""
    if unit in (Unit.USD, Unit.RATIO, Unit.INDEX):
        yield share - 100.0
    elif unit in (Unit.COUNT, Unit.SHARES):
        yield share
        if kind is Kind.PERCENT:
            yield share - 100.0


def _symbol(one: Known) -> str:
    return one.fact.id.partition(".")[0]


def _of_key(index: Index, key: str) -> list[Known]:
    """Facts of one key."""
    return [one for one in index.known if one.key == key]


def _pool(named: Sequence[Known], index: Index) -> list[Known]:
    """The named facts that are numbers, and the closes: a distance is from the price without saying so."""
    numeric = [one for one in named if not isinstance(one.fact.value, str | bool)]
    seen: dict[tuple[str, object], Known] = {(one.fact.id, one.session): one for one in numeric}
    for one in _of_key(index, "close"):
        seen.setdefault((one.fact.id, one.session), one)
    return list(seen.values())[:_MOST]


def _fits_unit(one: Known, kind: Kind) -> bool:
    """Whether a difference of two such facts is in the quantity's unit."""
    units = _UNITS.get(kind)
    if units is None:
        return kind in (Kind.PLAIN, Kind.OF_100)
    return one.fact.unit in units


def _combined(a: Known, b: Known, kind: Kind, atr: Mapping[str, float]) -> Iterable[float]:
    """What two facts of one unit give in the quantity's unit: difference, ratio, relative change."""
    x, y = a.fact.number, b.fact.number
    if (a.key, b.key) == ("breadth.above_sma50", "breadth.change") and kind in _SHARES:
        # "which implies it began near 71 %"
        yield x - y
    if a.fact.unit is not b.fact.unit:
        return
    if _fits_unit(a, kind) and kind is not Kind.TIMES:
        yield x - y
        # a reader subtracts what is shown
        shown = _SHOWN.get(a.fact.unit, 4)
        yield round(x, shown) - round(y, shown)
    if kind in _SHARES and y:
        yield from _relative(a.fact.unit, 100.0 * x / y, kind)
    if kind in (Kind.TIMES, Kind.PLAIN, Kind.FRACTION) and y:
        ratio = x / y
        yield ratio if kind is not Kind.FRACTION else 100 * ratio
    if kind is Kind.BP and a.fact.unit is Unit.YIELD:
        yield 100.0 * (x - y)
    if kind is Kind.ATR and a.fact.unit is Unit.USD:
        size = atr.get(_symbol(a))
        if size:
            yield (x - y) / size
