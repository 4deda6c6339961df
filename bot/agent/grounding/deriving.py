"""Arithmetic over facts that a text may do, because it can be done again."""

import ast
import operator
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import permutations

from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.quantities import Kind, Quantity
from bot.agent.grounding.reading import Read
from tools.types import Unit

_CUES = frozenset(
    "between apart gap difference spread away above below distance less wide width range ahead behind more than over"
    " under higher lower stronger weaker sum total together combined half twice double times beyond short margin lead"
    " separate separated separates within = cushion room overhead headroom span spans exceed exceeds clear lot"
    " outscores edge reward third quarter spread deeper shallower wider narrower"
    .split()
)  # fmt: skip
_EXPRESSION = re.compile(
    r"(?P<sum>[(\[]?\s*-?\$?[\d.,]+\s*%?(?:\s*[)\]])*(?:\s*[-\u2212\u2013+*\u00d7x/\u00f7]\s*[(\[]*\s*-?\$?[\d.,]+\s*%?\s*[)\]]*)+)\s*(?:=|\u2248|is|equals|comes to|gives)\s*(?P<result>[-\u2212]?\$?[\d.,]*\d)"
)
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
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
    if quantity.kind is not Kind.ATR and not any(word.norm in _CUES for word in read.words):
        return None
    supposed = any(
        word.norm in ("would", "could", "take", "takes", "turn", "flip", "need", "needs", "if", "must")
        for word in read.words
    )
    pool = [one for one in _pool(named, index) if supposed or ".flip" not in one.key or one in said]
    atr = {one.fact.id.partition(".")[0]: one.fact.number for one in pool_of(index, "atr14")}
    for a, b in permutations(pool, 2):
        if a.fact.id == b.fact.id and a.session == b.session:
            continue
        if _symbol(a) != _symbol(b) and a.key != b.key:
            continue
        if quantity.kind in (Kind.FRACTION, Kind.TIMES) and (
            a.key.partition(".")[0] != b.key.partition(".")[0] or "close" in (a.key, b.key)
        ):
            continue
        for value in _combined(a, b, quantity.kind, atr):
            if quantity.bound and quantity.kind is not Kind.FRACTION and abs(value) > quantity.step:
                ahead = abs(value) - abs(quantity.value)
                if (ahead > 0) == (quantity.bound == ">") and abs(ahead) <= 0.25 * abs(value):
                    return (a, b)
            close = (
                abs(abs(value) - quantity.value) <= (5.0 if quantity.about else 3.4)
                if quantity.kind is Kind.FRACTION
                else near(quantity, abs(value))
            )
            if close and abs(value) >= quantity.step / 2:
                return (a, b)
    if quantity.kind is Kind.ATR:
        for one in pool:
            size = atr.get(one.fact.id.partition(".")[0])
            if (
                size
                and one.fact.unit is Unit.USD
                and one.key != "close"
                and near(quantity, abs(one.fact.number) / size)
            ):
                return (one,)
    if len(pool) <= 6:
        for a, b, c in permutations(pool, 3):
            if (
                a.fact.unit is b.fact.unit is c.fact.unit
                and a.key.split(".")[-1] == b.key.split(".")[-1] == c.key.split(".")[-1]
            ):
                if _fits_unit(a, quantity.kind) and near(
                    quantity, abs(a.fact.number + b.fact.number + c.fact.number)
                ):
                    return (a, b, c)
    return None


def _symbol(one: Known) -> str:
    return one.fact.id.partition(".")[0]


def pool_of(index: Index, key: str) -> list[Known]:
    """Facts of one key."""
    return [one for one in index.known if one.key == key]


def _pool(named: Sequence[Known], index: Index) -> list[Known]:
    numeric = [one for one in named if not isinstance(one.fact.value, str | bool)]
    seen: dict[tuple[str, object], Known] = {(one.fact.id, one.session): one for one in numeric}
    for one in pool_of(index, "close"):
        seen.setdefault((one.fact.id, one.session), one)
    return list(seen.values())[:_MOST]


def _fits_unit(one: Known, kind: Kind) -> bool:
    units = {
        Kind.USD: (Unit.USD,), Kind.POINTS: (Unit.PERCENT, Unit.POINTS, Unit.POINTS_100, Unit.INDEX, Unit.YIELD),
        Kind.ATR: (Unit.ATR,), Kind.SIGMA: (Unit.SIGMA,), Kind.SESSIONS: (Unit.SESSIONS,),
        Kind.MEMBERS: (Unit.COUNT,), Kind.BP: (Unit.BASIS_POINTS,), Kind.SHARES: (Unit.SHARES,),
        Kind.PERCENT: (),
    }.get(kind)  # fmt: skip
    if units is None:
        return kind in (Kind.PLAIN, Kind.OF_100)
    return one.fact.unit in units


def _combined(a: Known, b: Known, kind: Kind, atr: dict[str, float]) -> Iterable[float]:
    x, y = a.fact.number, b.fact.number
    if a.fact.unit is not b.fact.unit:
        return
    if _fits_unit(a, kind) and kind is not Kind.TIMES:
        yield x - y
    if kind in (Kind.PERCENT, Kind.FRACTION) and y and a.fact.unit in (Unit.USD, Unit.RATIO, Unit.INDEX):
        yield 100.0 * (x / y - 1.0)
    if kind in (Kind.PERCENT, Kind.FRACTION) and y and a.fact.unit in (Unit.COUNT, Unit.SHARES):
        yield 100.0 * x / y
        if kind is Kind.PERCENT:
            yield 100.0 * (x / y - 1.0)
    if kind in (Kind.TIMES, Kind.PLAIN, Kind.FRACTION) and y:
        ratio = x / y
        yield ratio if kind is not Kind.FRACTION else 100 * ratio
    if kind is Kind.BP and a.fact.unit is Unit.YIELD:
        yield 100.0 * (x - y)
    if kind is Kind.ATR and a.fact.unit is Unit.USD:
        size = atr.get(a.fact.id.partition(".")[0])
        if size:
            yield (x - y) / size


def expressions(text: str, start: int, end: int) -> list[tuple[int, int, bool, list[tuple[int, int]]]]:
    """Sums written out with their result, as `(217.36 - 208.13) / 13.44 = 0.69`.

    Returns:
        For each: its place, whether the result is right as written, and the places of its operands.
    """
    found = []
    for match in _EXPRESSION.finditer(text, start, end):
        plain = re.sub(r"[$,%\s]", "", match["sum"]).translate(
            str.maketrans(
                {"\u2212": "-", "\u2013": "-", "\u00d7": "*", "x": "*", "\u00f7": "/", "[": "(", "]": ")"}
            )
        )
        if plain.count("(") != plain.count(")"):
            plain = plain.lstrip("(") if plain.count("(") > plain.count(")") else plain
        result = re.sub(r"[$,]", "", match["result"]).replace("\u2212", "-")
        value = _value(plain)
        if value is None:
            continue
        try:
            said = float(result)
        except ValueError:
            continue
        step = 10.0 ** -len(result.partition(".")[2])
        # operands are rounded as well: their last digits may move the result a little
        slack = step / 2 + 0.002 * abs(value)
        operands = [
            (match.start("sum") + one.start(), match.start("sum") + one.end())
            for one in re.finditer(r"\d[\d.,]*", match["sum"])
        ]
        found.append((match.start(), match.end(), abs(value - said) <= slack + 1e-9, operands))
    return found


def _value(plain: str) -> float | None:
    try:
        return _evaluated(ast.parse(plain, mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError):
        return None


def _evaluated(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluated(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_evaluated(node.left), _evaluated(node.right))
    raise ValueError("no arithmetic")
