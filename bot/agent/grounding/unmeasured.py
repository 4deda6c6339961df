"""Numbers that state no figure: "two reasons", and spans that facts are measured over."""

import re

from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity

_FIGURE_ENDS = frozenset((",", ".", "", "and", "on", ";", ")", "with", "while", "against"))

_RETRACED = frozenset((23.6, 38.2, 50.0, 61.8, 78.6))
_HALVED = re.compile(
    r"\b(?:cut|count)(?:s|ed|ing)? (?:\w+ ){0,3}?(?:in |for |only |by )+half\b", re.IGNORECASE
)
_OF_A_HUNDRED = re.compile(r"of (?:a|one) hundred\b|of 100")


def idle(quantity: Quantity, read: Read) -> bool:
    """Whether a number counts nothing that is measured: "two things", "one caution"."""
    if quantity.kind is Kind.SESSIONS and _is_row_label(quantity, read):
        return True
    if quantity.kind is Kind.PERCENT and abs(quantity.value) in _RETRACED and _speaks_of_swing(read):
        return True
    if not quantity.worded:
        return _is_aside(quantity, read)
    # how an interval is said: "in ninety-five of a hundred resamplings"
    return (quantity.value in (95, 100) and bool(_OF_A_HUNDRED.search(read.body))) or _counts_nothing(
        quantity, read
    )


def _speaks_of_swing(read: Read) -> bool:
    """Whether the statement or its paragraph is about a swing's retracements, whose parts have names."""
    said = {word.norm for word in read.words} | read.around
    return not said.isdisjoint(("swing", "retracement", "upswing", "downswing", "retraced"))


def _counts_nothing(quantity: Quantity, read: Read) -> bool:
    """Whether a number in words belongs to a figure of speech, or names a unit."""
    if quantity.kind is Kind.FRACTION:
        return _is_named_share(quantity, read)
    if quantity.kind is Kind.SESSIONS:
        last = read.at(quantity.end - 1)
        before = {word.norm for word in read.words[max(0, last - 6) : last]}
        # "these two sessions": the ones spoken of, not a count
        return quantity.value < 4 and not before.isdisjoint(("apart", "tell", "these", "both"))
    if quantity.kind is Kind.PLAIN:
        return quantity.value < 13 and not _is_stated(quantity, read)
    # "one ATR" names the unit, "two million shares" of an example
    return (quantity.kind is Kind.ATR and quantity.value == 1) or (
        quantity.kind is Kind.SHARES and quantity.value < 13
    )


def _is_row_label(quantity: Quantity, read: Read) -> bool:
    """Whether a span is all of the first cell of a row, which names what the others are of."""
    alone = read.body.strip() == read.text[quantity.start : quantity.end].strip()
    return alone and read.statement.cell and not read.statement.lead


def _is_aside(quantity: Quantity, read: Read) -> bool:
    """Whether a small number stands in a sentence that names nothing measured: "1, 2 or 3 attempts"."""
    return (
        quantity.kind is Kind.PLAIN
        and quantity.step == 1.0
        and abs(quantity.value) <= 12
        and not read.mentions
        and not read.symbols
        and not read.statement.cell
    )


def _is_named_share(quantity: Quantity, read: Read) -> bool:
    """Whether a fraction is part of a name: half of a swing, the 95th percentile in words."""
    first = read.at(quantity.start)
    if first and read.words[first - 1].norm == "count":
        # "weak momentum counts half"
        return True
    if _HALVED.search(read.plain):
        # "that cut the score in half"
        return True
    swing = any(word.norm in ("swing", "retracement", "upswing", "downswing") for word in read.words)
    return quantity.value == 95 or (quantity.value == 50 and swing)


def _is_stated(quantity: Quantity, read: Read) -> bool:
    """Whether a plain number in words is told as a value: "the count stands at seven."."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    before = read.words[first - 1].norm if first else ""
    after = read.words[last + 1].norm if last + 1 < len(read.words) else ""
    if quantity.value == 1 and before == ":":
        # "two notes: one on credit"
        return after not in ("on", "and")
    return before in ("at", "=", ":") and after in _FIGURE_ENDS
