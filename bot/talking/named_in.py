"""Which symbols and which days somebody's text names. Pure."""

from calendar import monthrange
from datetime import date
from typing import Final, NamedTuple

from bot.agent.grounding.days import days
from bot.agent.offline.symbols import named

MOST_SYMBOLS: Final = 3
MOST_DAYS: Final = 2

_LOOKED_AT: Final = 12_000
"""Characters in which names are looked for: what a text is about stands in its beginning."""


class NamedIn(NamedTuple):
    """What a text names.

    Attributes:
        symbols: In order of mention; what they are held against last. Any of them may be no ticker at all.
        days: Whole dates, the newest first, each not after the day the text was written.
    """

    symbols: tuple[str, ...]
    days: tuple[date, ...]


def named_in(text: str, written: date) -> NamedIn:
    """Find symbols and whole dates.

    Args:
        text: From outside.
        written: The day it was written, or a later one; days after it are events to come.
    """
    head = text[:_LOOKED_AT]
    tickers = named(head)
    whole = {
        date(one.year, one.month, one.day)
        for one in days(head, 0, len(head))
        if one.year and one.month and one.day and _is_day(one.year, one.month, one.day)
    }
    known = sorted((day for day in whole if day <= written), reverse=True)
    return NamedIn((*tickers.symbols, *tickers.against), tuple(known[:MOST_DAYS]))


def _is_day(year: int, month: int, day: int) -> bool:
    return year > 0 and 1 <= month <= 12 and day <= monthrange(year, month)[1]
