"""Figures that reports say: word for word, against each other, or as the parts of one more sum."""

import re
from collections.abc import Sequence

from bot.agent.grounding.citing import said_by
from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
from knowledge.types import Passage

_QUOTED = re.compile(r"[\"\u201c]([^\"\u201d]+)[\"\u201d]")
_CONTRADICTING = frozenset((
    "contradict", "contradiction", "disagree", "against", "versus", "report", "differ", "recompute",
))  # fmt: skip


def word_for_word(quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether a number stands in a side of a contradiction that the statement quotes as it is."""
    said = read.text[quantity.start : quantity.end].strip()
    return any(text in index.quotes and said in text for text in _QUOTED.findall(read.body))


def between_quotes(quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether a statement that holds reports against each other names one of their figures."""
    said = read.text[quantity.start : quantity.end].strip()
    contradicting = any(word.norm in _CONTRADICTING for word in read.words)
    return contradicting and any(said.lower() in quote.lower() for quote in index.quotes)


def of_quoted(quantity: Quantity, read: Read, passages: Sequence[Passage], index: Index) -> bool:
    """Whether a percentage is the share of two quoted numbers, or the way from the close to one."""
    if quantity.kind is not Kind.PERCENT or not passages:
        return False
    values = [
        abs(one.value)
        for one in read.numbers
        if one is not quantity and said_by(one, read, passages) is not None
    ]
    closes = [one.fact.number for one in index.known if one.key == "close"]
    return any(y and near(quantity, 100 * x / y) for x in values for y in values if x != y) or any(
        near(quantity, abs(100 * (x / close - 1))) for x in values for close in closes
    )
