"""Times between two dates of a text: "five days later", "two sessions on", "nine days after"."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.agent.grounding.days import Day
from bot.agent.grounding.event_days import moments_of
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
from knowledge.types import Passage

_AFTER = frozenset(("later", "earlier", "on", "after", "before", "ago", "apart", "since", "prior"))
_HOLIDAYS = 1
"""Days without trading that may lie between two dates near each other."""

_SATURDAY = 5


def elapsed(
    quantity: Quantity, read: Read, passages: Sequence[Passage], stated: Sequence[Known], index: Index
) -> bool:
    """Whether a number of days lies between two dates that the text or what it states gives.

    Args:
        quantity: The number.
        read: Its statement.
        passages: What the statement, or the one before it, cites.
        stated: Facts that it or the statement before gives.
        index: What the tools gave: the sessions that were read.
    """
    if quantity.kind is not Kind.SESSIONS or quantity.step != 1 or quantity.value > 366:
        return False
    last = read.at(quantity.end - 1)
    after = [word.norm for word in read.words[last + 1 : last + 2]]
    if not after or after[0] not in _AFTER:
        return False
    days = sorted({*_written(read.days), *_dated(stated, index), *_published(passages), *index.sessions})
    count = int(abs(quantity.value))
    return any(
        (b - a).days == count or 0 <= _weekdays(a, b) - count <= _HOLIDAYS
        for place, a in enumerate(days)
        for b in days[place + 1 :]
        if (b - a).days <= 2 * count + 7
    )


def _written(days: Iterable[Day]) -> Iterable[date]:
    for one in days:
        if one.year and one.month and one.day:
            yield date(one.year, one.month, one.day)


def _dated(stated: Sequence[Known], index: Index) -> Iterable[date]:
    """The days of facts that lie on a day of their own: an extreme, a swing, an event."""
    for one in stated:
        if one.fact.as_of not in index.sessions:
            yield from moments_of(one)


def _published(passages: Sequence[Passage]) -> Iterable[date]:
    return (one.cited.published.day for one in passages if one.cited.published.day is not None)


def _weekdays(a: date, b: date) -> int:
    """Weekdays after the first date, up to the second."""
    return sum((a + timedelta(days=step)).weekday() < _SATURDAY for step in range(1, (b - a).days + 1))
