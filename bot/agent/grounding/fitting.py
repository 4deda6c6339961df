"""Whether a quantity, as written, is a fact's value: unit, rounding and sign, the sign in words included."""

from dataclasses import replace

from bot.agent.grounding.known import Known
from bot.agent.grounding.movement import PLACES
from bot.agent.grounding.reading import Read
from bot.agent.grounding.signs import both_ways, negative_near, sign_told
from bot.agent.grounding.units import Kind, Quantity
from tools.types import Unit

_FITS: dict[Unit, dict[Kind, float]] = {
    Unit.USD: {Kind.USD: 1, Kind.PLAIN: 1},
    Unit.USD_PER_SESSION: {Kind.USD: 1},
    Unit.PERCENT: {Kind.PERCENT: 1, Kind.PLAIN: 1, Kind.FRACTION: 1},
    Unit.POINTS: {Kind.POINTS: 1, Kind.PLAIN: 1, Kind.BP: 0.01},
    Unit.BASIS_POINTS: {Kind.BP: 1, Kind.PLAIN: 1, Kind.POINTS: 100},
    Unit.ATR: {Kind.ATR: 1, Kind.PLAIN: 1},
    Unit.SIGMA: {Kind.SIGMA: 1, Kind.PLAIN: 1},
    Unit.YIELD: {Kind.PERCENT: 1, Kind.PLAIN: 1, Kind.POINTS: 1, Kind.BP: 0.01},
    Unit.RATIO: {Kind.PLAIN: 1, Kind.TIMES: 1},
    Unit.TIMES: {Kind.PLAIN: 1, Kind.TIMES: 1, Kind.PERCENT: 0.01},
    Unit.VOTE: {Kind.PLAIN: 1},
    Unit.SCORE: {Kind.PLAIN: 1},
    Unit.POINTS_100: {Kind.PLAIN: 1, Kind.OF_100: 1, Kind.POINTS: 1},
    Unit.INDEX: {Kind.PLAIN: 1, Kind.POINTS: 1},
    Unit.SESSIONS: {Kind.SESSIONS: 1, Kind.PLAIN: 1},
    Unit.SHARES: {Kind.SHARES: 1, Kind.PLAIN: 1},
    Unit.COUNT: {Kind.PLAIN: 1, Kind.MEMBERS: 1, Kind.TIMES: 1, Kind.SESSIONS: 1},
}
"""For each unit of a fact: how a quantity may be written, and what one of it is worth in the fact's unit."""

_BARE = frozenset({Unit.ATR, Unit.SIGMA, Unit.POINTS})
"""Units that may be left off only where their name stands in the statement or its table's head."""

_SIGNED = frozenset(
    {Unit.PERCENT, Unit.POINTS, Unit.BASIS_POINTS, Unit.ATR, Unit.SIGMA, Unit.SCORE, Unit.YIELD, Unit.VOTE}
)
"""Units whose facts can lie on either side of zero; a price or a count cannot, whatever verb is beside."""

_SIGNED_PRICES = frozenset(("change", "macd", "macd_signal", "macd_histogram"))
"""Facts in dollars that are differences, and can lie on either side of zero."""


_RELATIVE = {"relative_strength.vs_spy_10": "SPY", "relative_strength.vs_qqq_20": "QQQ"}
"""Returns against a benchmark, and that benchmark."""

_LEADS = frozenset(("beat", "led", "lead", "outperformed", "outperform", "outpaced", "outpace"))
_LAGS = frozenset(("trailed", "trail", "lagged", "lag", "underperformed", "underperform"))
_VERB_REACH = 3
"""Words from one symbol to the next with nothing but a verb between."""

_CROSSED = frozenset({Unit.USD, Unit.RATIO, Unit.SESSIONS, Unit.COUNT})
"""Units of levels: "a close below $222" names the level 222 that is crossed, not a value below it."""


_SHARES = frozenset({Unit.PERCENT, Unit.YIELD})
_MARKED = frozenset({Unit.PERCENT, Unit.POINTS, Unit.ATR, Unit.SIGMA, Unit.BASIS_POINTS, Unit.YIELD})
"""Units that a bound is told with."""


def fits(quantity: Quantity, known: Known, read: Read, *, signs: bool = True) -> bool:
    """Whether the quantity is this fact's value, rounded as written, with its sign.

    Args:
        quantity: The number.
        known: The fact.
        read: The number's statement: it tells signs in words, and units that are left off.
        signs: Whether the sign must agree.
    """
    fact = known.fact
    worth = _worth(quantity, known, read)
    if not worth:
        return False
    value = float(fact.value) / worth
    below = known.key.startswith(("drawdown.", "gap.")) or (
        known.key.startswith("level.s") and ".distance" in known.key
    )
    if below and not quantity.sign and fact.number < 0:
        # a drawdown is below by its name
        return (not signs or sign_told(quantity, read) <= 0) and near(quantity, abs(value))
    if known.key in _RELATIVE:
        leads = _told_backwards(known, quantity, read)
        if leads and signs and value * leads > 0:
            return False
        value = -value if not leads and _reversed(known, quantity, read) else value
        signs = signs and not leads
    if ".distance" in known.key and _under_it(known, quantity, read):
        # "closed 0.2 % under R1": R1 lies that much above
        value = -value
    crossed = fact.unit in _CROSSED and known.key != "close"
    # "over 21" without a unit is no share above 21 %
    bare = quantity.kind is Kind.PLAIN and fact.unit in _MARKED
    if quantity.bound and (crossed or bare):
        quantity = replace(quantity, bound="")
    if known.key == "percent_b" and fact.number < 0 and quantity.sign >= 0:
        # below the lower band is what %B says itself
        return False
    signed = fact.unit in _SIGNED or known.key in _SIGNED_PRICES
    return same(quantity, value, read, signs=signs, signed=signed)


def _worth(quantity: Quantity, known: Known, read: Read) -> float:
    """What one of the quantity's unit is worth in the fact's; 0 where the quantity cannot be this fact."""
    unit = known.fact.unit
    if isinstance(known.fact.value, str | bool):
        return 0
    if quantity.kind is Kind.PLAIN and _lacks_unit(quantity, unit, read):
        return 0
    if quantity.step < 1 and unit in (Unit.VOTE, Unit.COUNT, Unit.SESSIONS) and "mean" not in known.key:
        # "+1.00" is a score, no vote
        return 0
    if unit is Unit.COUNT and (
        (quantity.kind is Kind.TIMES and _compares(quantity, read))
        or (quantity.kind is Kind.SESSIONS and "rows" not in known.key)
    ):
        return 0
    return _FITS.get(unit, {}).get(quantity.kind, 0)


def _lacks_unit(quantity: Quantity, unit: Unit, read: Read) -> bool:
    """Whether a bare number would need a unit to be told in this one."""
    if unit in _BARE and not unit_named(unit, read):
        return True
    # a bare 4 is no rounded 4.38 %
    return unit in _SHARES and quantity.step >= 1 and not read.statement.cell


def _under_it(known: Known, quantity: Quantity, read: Read) -> bool:
    """Whether the close is said to lie off a level, and not the level off the close."""
    last = read.at(quantity.end - 1)
    after = [word.norm for word in read.words[last + 1 : last + 4]]
    level = known.key.split(".")[1]
    return len(after) == 3 and after[0] in PLACES and after[1:] == [level[:1], level[1:]]


def _compares(quantity: Quantity, read: Read) -> bool:
    """Whether "three times as far" holds two things against each other, and counts nothing."""
    last = read.at(quantity.end - 1)
    return [word.norm for word in read.words[last + 1 : last + 2]] in (["as"], ["its"], ["of"])


def _told_backwards(known: Known, quantity: Quantity, read: Read) -> int:
    """1 where the benchmark is said to lead, -1 where it lags: "SPY trailed TLT by 0.3 points"; else 0."""
    other = _RELATIVE[known.key]
    own = known.fact.id.partition(".")[0].upper()
    before = [one for one in read.symbols if one.index < read.at(quantity.start)][-2:]
    if [one.symbol for one in before] != [other, own] or before[1].index - before[0].index > _VERB_REACH:
        return 0
    between = {word.norm for word in read.words[before[0].index + 1 : before[1].index]}
    return 1 if between & _LEADS else -1 if between & _LAGS else 0


def _reversed(known: Known, quantity: Quantity, read: Read) -> bool:
    """Whether the benchmark is what is said to lead: "SPY has an edge of 0.4 points over IWM"."""
    other = _RELATIVE[known.key]
    own = known.fact.id.partition(".")[0].upper()
    place = read.at(quantity.start)
    before = [one.symbol for one in read.symbols if one.index < place]
    after = [one.symbol for one in read.symbols if one.index >= place]
    return bool(before) and before[-1] == other and own in after and own not in before


def unit_fits(quantity: Quantity, known: Known, read: Read) -> bool:
    """Whether a quantity of this kind is plainly in this fact's unit: another value contradicts it."""
    fact = known.fact
    if isinstance(fact.value, str | bool) or _FITS.get(fact.unit, {}).get(quantity.kind, 0) != 1:
        return False
    if quantity.kind is Kind.PLAIN and fact.unit in (Unit.PERCENT, Unit.YIELD):
        return read.statement.cell and abs(quantity.value) <= 100
    return quantity.kind is not Kind.PLAIN or fact.unit not in _BARE or unit_named(fact.unit, read)


def unit_meets(quantity: Quantity, known: Known) -> bool:
    """Whether a quantity of this kind can be turned into this fact's unit."""
    return not isinstance(known.fact.value, str | bool) and bool(
        _FITS.get(known.fact.unit, {}).get(quantity.kind, 0)
    )


def unit_named(unit: Unit, read: Read) -> bool:
    """Whether a unit that may be left off stands somewhere in the statement or its table's head."""
    names = {
        Unit.ATR: ("atr",),
        Unit.SIGMA: ("sigma", "deviation", "noise"),
        Unit.POINTS: ("point", "pp", "percent", "pt"),
    }
    said = names[unit]
    return any(word.norm in said for word in read.words) or not read.around.isdisjoint(said)


def same(quantity: Quantity, value: float, read: Read, *, signs: bool = True, signed: bool = True) -> bool:
    """Whether a value, in the quantity's unit, reads as the quantity does.

    Args:
        quantity: The number.
        value: What it may be, in its own unit.
        read: The number's statement.
        signs: Whether the sign must agree.
        signed: Whether the value could lie on either side of zero.
    """
    if quantity.kind is Kind.FRACTION:
        return _same_share(quantity, value)
    if not near(quantity, abs(value)):
        return bool(quantity.bound) and _within_bound(quantity, value)
    # what rounds to zero has no sign
    return not signs or abs(value) < quantity.step / 2 or _same_sign(quantity, value, read, signed=signed)


def _same_share(quantity: Quantity, value: float) -> bool:
    """Whether a percentage is the share that a fraction tells: "about two thirds", "over half"."""
    size = abs(quantity.value)
    if quantity.bound == ">":
        return size < value <= size + 12
    if quantity.bound == "<":
        return size - 12 <= value < size
    return abs(value - size) <= (5.0 if quantity.about else quantity.step)


def _within_bound(quantity: Quantity, value: float) -> bool:
    """Whether a value lies on the told side of a bound, and not far from it.

    A bound far from the value says little that is true: "over $10" of a price of $208.
    """
    held = value > quantity.value if quantity.bound == ">" else value < quantity.value
    return held and abs(abs(value) - abs(quantity.value)) <= max(0.25 * abs(value), 5 * quantity.step)


def _same_sign(quantity: Quantity, value: float, read: Read, *, signed: bool) -> bool:
    if both_ways(quantity, read):
        return True
    told = sign_told(quantity, read)
    if value > 0 and not signed:
        # a price has no sign that verbs could tell: "fell to $208"
        return quantity.sign >= 0
    if value < 0:
        return told < 0 or (told == 0 and negative_near(quantity, read))
    return told >= 0


def near(quantity: Quantity, size: float) -> bool:
    """Whether the sizes agree at the last digit written; a hedge allows one per cent more."""
    wanted = abs(quantity.value)
    slack = quantity.step / 2 * (1 + 1e-9) + 1e-9 * max(size, 1.0)
    if quantity.about or (quantity.worded and quantity.value >= 20):
        slack = max(slack, _hedged(quantity.step, wanted))
    return abs(size - wanted) <= slack


def _hedged(step: float, wanted: float) -> float:
    """How far "about" reaches: "about 12,000" is rounded to thousands, "about 12,340" to tens."""
    coarse = step
    while wanted and coarse < wanted and wanted % (coarse * 10) < 1e-9 * wanted:
        coarse *= 10
    if coarse > step:
        return min(coarse / 2, 0.01 * wanted)
    return min(step / 2 + 0.01 * wanted, step)
