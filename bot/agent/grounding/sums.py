"""Sums that a text writes out with their result: right or wrong by arithmetic alone."""

import ast
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.agent.grounding.figure_claims import claim, is_fact
from bot.agent.grounding.fitting import fits
from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Quantity
from bot.agent.grounding.verdict import Claim

_EXPRESSION = re.compile(
    r"(?P<sum>[(\[]?\s*-?\$?[\d.,]+\s*%?(?:\s*[)\]])*"
    r"(?:\s*[-\u2212\u2013+*\u00d7x/\u00f7]\s*[(\[]*\s*-?\$?[\d.,]+\s*%?\s*[)\]]*){1,8})"
    r"\s*(?:=|\u2248|is|equals|comes to|gives)\s*(?P<result>[-\u2212]?\$?[\d.,]*\d)"
)
_AS_CODE = str.maketrans("\u2212\u2013\u00d7x\u00f7[]", "--**/()")
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_CONSTANTS = (1, 2, 50, 100)
"""Numbers that a formula brings with it: per cent, halves."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum written out, as `(217.36 - 208.13) / 13.44 = 0.69`.

    Attributes:
        start: First character.
        end: One past the last, the result included.
        right: Whether the result is right as written.
        operands: Places of the numbers it is made of.
    """

    start: int
    end: int
    right: bool
    operands: tuple[tuple[int, int], ...]


def sums(text: str, start: int, end: int) -> Iterator[Sum]:
    """The sums of `text[start:end]` that can be done again."""
    for match in _EXPRESSION.finditer(text, start, end):
        code = re.sub(r"[$,%\s]", "", match["sum"]).translate(_AS_CODE)
        if code.count("(") > code.count(")"):
            # the sum stands in brackets as a whole: "(217.36 - 208.13 = 9.23)"
            code = code.lstrip("(")
        result = re.sub(r"[$,]", "", match["result"]).replace("\u2212", "-")
        value, said = _value(code), _number(result)
        if value is None or said is None:
            continue
        step = 10.0 ** -len(result.partition(".")[2])
        # operands are rounded as well: their last digits may move the result a little
        slack = step / 2 + 0.002 * abs(value)
        first = match.start("sum")
        operands = tuple(
            (first + one.start(), first + one.end()) for one in re.finditer(r"\d[\d.,]*", match["sum"])
        )
        yield Sum(match.start(), match.end(), abs(value - said) <= slack + 1e-9, operands)


def in_sum(quantity: Quantity, written: Sequence[Sum], index: Index, read: Read) -> Claim | None:
    """The claim of a number that stands in a sum: an operand is a fact, a result is right or wrong."""
    at = quantity.digits[0]
    one = next((one for one in written if one.start <= at < one.end), None)
    if one is None:
        return None
    if not any(first <= at < last for first, last in one.operands):
        because = "arithmetic written out" if one.right else "the arithmetic does not give this"
        return claim(quantity, read, holds=one.right, because=because)
    found = next((known for known in index.known if fits(quantity, known, read, signs=False)), None)
    if found is not None:
        return claim(quantity, read, holds=True, because=is_fact(found), facts=(found,))
    if quantity.value in _CONSTANTS:
        return claim(quantity, read, holds=True, because="a number of the arithmetic")
    return claim(quantity, read, holds=False, because="no fact of this run has this value")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _value(code: str) -> float | None:
    """The value of an expression; None where it is none that can be done."""
    try:
        return _evaluated(ast.parse(code, mode="eval").body)
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
