"""Whether a quantity, as written, is a fact's value: unit, rounding and sign, the sign in words included."""

from collections.abc import Sequence
from dataclasses import replace

from bot.agent.grounding.known import Known
from bot.agent.grounding.movement import PLACES, falls, rises
from bot.agent.grounding.quantities import Kind, Quantity
from bot.agent.grounding.reading import Read
from bot.agent.grounding.words import Token
from tools.types import Unit

_K = Kind
_FITS: dict[Unit, dict[Kind, float]] = {
    Unit.USD: {_K.USD: 1, _K.PLAIN: 1, _K.POINTS: 0},
    Unit.USD_PER_SESSION: {_K.USD: 1},
    Unit.PERCENT: {_K.PERCENT: 1, _K.PLAIN: 1, _K.FRACTION: 1},
    Unit.POINTS: {_K.POINTS: 1, _K.PLAIN: 1, _K.BP: 0.01},
    Unit.BASIS_POINTS: {_K.BP: 1, _K.PLAIN: 1, _K.POINTS: 100},
    Unit.ATR: {_K.ATR: 1, _K.TIMES: 0, _K.PLAIN: 1},
    Unit.SIGMA: {_K.SIGMA: 1, _K.PLAIN: 1},
    Unit.YIELD: {_K.PERCENT: 1, _K.PLAIN: 1, _K.POINTS: 1, _K.BP: 0.01},
    Unit.RATIO: {_K.PLAIN: 1, _K.TIMES: 1},
    Unit.TIMES: {_K.PLAIN: 1, _K.TIMES: 1, _K.PERCENT: 0.01},
    Unit.VOTE: {_K.PLAIN: 1},
    Unit.SCORE: {_K.PLAIN: 1},
    Unit.POINTS_100: {_K.PLAIN: 1, _K.OF_100: 1, _K.POINTS: 1},
    Unit.INDEX: {_K.PLAIN: 1, _K.POINTS: 1},
    Unit.SESSIONS: {_K.SESSIONS: 1, _K.PLAIN: 1},
    Unit.SHARES: {_K.SHARES: 1, _K.PLAIN: 1},
    Unit.COUNT: {_K.PLAIN: 1, _K.MEMBERS: 1, _K.TIMES: 1, _K.SESSIONS: 1},
}
"""For each unit of a fact: how a quantity may be written, and what one of it is worth in the fact's unit."""

_BARE = frozenset({Unit.ATR, Unit.SIGMA, Unit.POINTS})
"""Units that may be left off only where their name stands in the statement or its table's head."""

_LINKS = frozenset(
    "by about roughly around some nearly almost just only another of a further - ( ~ \u2248 $ + approximately".split()
)
_SIGNED = frozenset(
    {Unit.PERCENT, Unit.POINTS, Unit.BASIS_POINTS, Unit.ATR, Unit.SIGMA, Unit.SCORE, Unit.YIELD, Unit.VOTE}
)
"""Units whose facts can lie on either side of zero; a price or a count cannot, whatever verb stands beside."""

_UNSIGNED = frozenset(
    "gap apart wide distance between spread wider narrower width difference drawdown distant".split()
)
"""Words that speak of a size alone."""

_PARTS = frozenset("third bound half band end limit quartile decile side threshold line".split())
"""Nouns that make "lower" a name: "the lower third"."""


def fits(quantity: Quantity, known: Known, read: Read, *, signs: bool = True) -> bool:
    """Whether the quantity is this fact's value, rounded as written, with its sign."""
    fact = known.fact
    if isinstance(fact.value, str | bool):
        return False
    worth = _FITS.get(fact.unit, {}).get(quantity.kind, 0)
    if not worth:
        return False
    if quantity.kind is Kind.PLAIN and fact.unit in _BARE and not unit_named(fact.unit, read):
        return False
    if quantity.step < 1 and fact.unit in (Unit.VOTE, Unit.COUNT, Unit.SESSIONS):
        # "+1.00" is a score, no vote
        return False
    if fact.unit is Unit.COUNT and quantity.kind is Kind.SESSIONS and "rows" not in known.key:
        return False
    if known.key.startswith(("drawdown.", "gap.")) and not quantity.sign and fact.number < 0:
        # a drawdown is below by its name
        if sign_told(quantity, read) > 0:
            return False
        return near(quantity, abs(float(fact.value) / worth))
    signed = fact.unit in _SIGNED or (
        fact.unit is Unit.USD and known.key in ("change", "macd", "macd_signal", "macd_histogram")
    )
    value = float(fact.value) / worth
    if known.key in _RELATIVE and _reversed(known, quantity, read):
        value = -value
    if (
        quantity.bound
        and fact.unit in (Unit.USD, Unit.RATIO, Unit.SESSIONS, Unit.COUNT)
        and known.key != "close"
    ):
        # "a close below $222": a level is crossed, not undercut
        quantity = replace(quantity, bound="")
    return same(quantity, value, read, signs=signs, signed=signed)


_RELATIVE = {"relative_strength.vs_spy_10": "SPY", "relative_strength.vs_qqq_20": "QQQ"}


def _reversed(known: Known, quantity: Quantity, read: Read) -> bool:
    """Whether the benchmark is what is said to lead: "SPY has an edge of 0.4 points over IWM"."""
    other = _RELATIVE[known.key]
    own = known.fact.id.partition(".")[0].upper()
    place = read.at(quantity.start)
    before = [one.symbol for one in read.symbols if one.index < place]
    after = [one.symbol for one in read.symbols if one.index >= place]
    return bool(before) and before[-1] == other and own in after and own not in before


def unit_fits(quantity: Quantity, known: Known, read: Read) -> bool:
    """Whether a quantity of this kind is plainly in this fact's unit, so that another value contradicts it."""
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
        Unit.POINTS: ("point", "pp", "percent"),
    }
    return any(word.norm in names[unit] for word in read.words)


def same(quantity: Quantity, value: float, read: Read, *, signs: bool = True, signed: bool = True) -> bool:
    """Whether a value, in the quantity's unit, reads as the quantity does."""
    size = abs(quantity.value)
    if quantity.bound and quantity.kind is not Kind.FRACTION and not near(quantity, abs(value)):
        held = value > quantity.value if quantity.bound == ">" else value < quantity.value
        # a bound far from the value says little that is true: "over $10" of a price of $208
        return held and abs(abs(value) - size) <= max(0.25 * abs(value), 5 * quantity.step)
    if quantity.kind is Kind.FRACTION:
        if quantity.bound == ">":
            return size < value <= size + 12
        if quantity.bound == "<":
            return size - 12 <= value < size
        return abs(value - size) <= (quantity.step if not quantity.about else 5.0)
    if not near(quantity, abs(value)):
        return False
    if not signs or abs(value) < quantity.step / 2:
        return True
    told = sign_told(quantity, read)
    if value > 0 and not signed:
        return quantity.sign >= 0
    if value < 0:
        return told < 0 or (told == 0 and negative_near(quantity, read))
    return told >= 0


def near(quantity: Quantity, size: float) -> bool:
    """Whether the sizes agree at the last digit written; a hedge allows one per cent more."""
    wanted = abs(quantity.value)
    slack = quantity.step / 2 * (1 + 1e-9) + 1e-9 * max(size, 1.0)
    if quantity.about or quantity.worded and quantity.value >= 20:
        coarse = quantity.step
        while wanted and coarse < wanted and wanted % (coarse * 10) < 1e-9 * wanted:
            coarse *= 10
        slack = max(
            slack,
            min(coarse / 2, 0.01 * wanted)
            if coarse > quantity.step
            else min(quantity.step / 2 + 0.01 * wanted, quantity.step),
        )
    return abs(size - wanted) <= slack


def sign_told(quantity: Quantity, read: Read) -> int:
    """The sign a quantity is written with, in marks or in words that stand right at it; 0 if none."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    words = read.words
    said = 0
    at = first - 1
    for _ in range(4):
        if at < 0:
            break
        word = words[at].norm
        if word == "up" and at and words[at - 1].norm in ("gave", "give", "giving", "given"):
            said = -1
            break
        if falls(word) and word not in PLACES:
            said = -1
            break
        if rises(word) and word not in PLACES:
            said = 1
            break
        if word not in _LINKS:
            break
        at -= 1
    if not said:
        said = _sign_after(words, last)
    # "fell -0.7 %" repeats itself; where word and mark differ the mark is what is checked
    return quantity.sign or said


_BREAKS = frozenset("is are was were and but with which while stands sits at has".split())


def _sign_after(words: Sequence[Token], last: int) -> int:
    for place, word in enumerate(words[last + 1 : last + 3], start=last + 1):
        after = words[place + 1].norm if place + 1 < len(words) else ""
        if after in _PARTS or word.norm in _BREAKS:
            return 0
        if falls(word.norm):
            return -1
        if word.norm == "over" and after not in ("market", "price", "close", "it"):
            return 0
        if rises(word.norm) and word.norm != "more":
            return 1
        if word.kind == "mark" and word.norm not in "%-":
            return 0
    return 0


def negative_near(quantity: Quantity, read: Read) -> bool:
    """Whether words of falling or lying below stand near enough to make an unsigned number negative."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    begin = max(0, first - 22)
    around = read.words[begin : last + 8]
    sized = quantity.kind is not Kind.PERCENT or not any(
        word.norm in ("curve", "year", "yield") for word in read.words
    )
    for place, word in enumerate(around):
        after = around[place + 1].norm if place + 1 < len(around) else ""
        if (falls(word.norm) and after not in _PARTS) or (sized and word.norm in _UNSIGNED):
            return True
    return False
