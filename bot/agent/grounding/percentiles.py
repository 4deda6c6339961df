"""Percentiles told as shares of the past: "in the top 3 % of its range", "lower than 94 % of readings"."""

from collections.abc import Sequence

from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity

_TOP = frozenset(("top", "highest", "upper"))
_BOTTOM = frozenset(("bottom", "lowest", "lower"))
_OVER = frozenset(("higher", "above", "over", "exceed"))
_UNDER = frozenset(("lower", "below", "under"))
_WITHIN = 5.0
"""Per cent by which "the top 5 %" may be wider than what it tells."""


def of_percentile(quantity: Quantity, read: Read, facts: Sequence[Known]) -> Known | None:
    """The percentile that a percentage tells as a share of the past; None if none is told so.

    Args:
        quantity: The number.
        read: Its statement.
        facts: What it may be of.
    """
    if quantity.kind is not Kind.PERCENT:
        return None
    return next(
        (
            one
            for one in facts
            if one.key.endswith(".percentile") and told_share(quantity, read, one.fact.number) is True
        ),
        None,
    )


def told_share(quantity: Quantity, read: Read, percentile: float) -> bool | None:
    """Whether a percentage tells a percentile as a share, and rightly; None where it is told as it is.

    Args:
        quantity: The number.
        read: Its statement.
        percentile: Of 100.
    """
    first = read.at(quantity.start)
    before = [word.norm for word in read.words[max(0, first - 3) : first]]
    size = abs(quantity.value)
    for word in before[-1:]:
        if word in _TOP:
            return 0 <= size + quantity.step / 2 - (100 - percentile) <= _WITHIN
        if word in _BOTTOM:
            return 0 <= size + quantity.step / 2 - percentile <= _WITHIN
    if "than" in before:
        if _UNDER & set(before):
            return near(quantity, 100 - percentile)
        if _OVER & set(before):
            return near(quantity, percentile)
    return None
