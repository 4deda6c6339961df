"""Which symbols and which days somebody's text names. Pure."""

import re
from calendar import monthrange
from datetime import date
from typing import Final, NamedTuple

from bot.agent.grounding.days import days
from bot.agent.offline.symbols import named

MOST_SYMBOLS: Final = 3
MOST_DAYS: Final = 2

_LOOKED_AT: Final = 12_000
"""Characters in which names are looked for: what a text is about stands in its beginning."""


_HELD_AGAINST = re.compile(
    r"\b(?:to|vs\.?|versus|against|over|than|behind|lags?|trails?|beats?|trailed|lagged|beat)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)


class NamedIn(NamedTuple):
    """What a text names.

    Attributes:
        symbols: What it is about, in order of mention. Any of them may be no ticker at all.
        against: What that is held against: "beta to SPY" is no word about SPY.
        days: Whole dates, the newest first, each not after the day the text was written.
    """

    symbols: tuple[str, ...]
    against: tuple[str, ...]
    days: tuple[date, ...]


def named_in(text: str, written: date) -> NamedIn:
    """Find symbols and whole dates.

    Args:
        text: From outside.
        written: The day it was written, or a later one; days after it are events to come.
    """
    head = text[:_LOOKED_AT]
    tickers = named(head)
    held = tuple(symbol for symbol in tickers.symbols if _only_held_against(symbol, head))
    symbols = tuple(symbol for symbol in tickers.symbols if symbol not in held)
    whole = {
        date(one.year, one.month, one.day)
        for one in days(head, 0, len(head))
        if one.year and one.month and one.day and _is_day(one.year, one.month, one.day)
    }
    known = sorted((day for day in whole if day <= written), reverse=True)
    return NamedIn(symbols, (*held, *tickers.against), tuple(known[:MOST_DAYS]))


def _only_held_against(symbol: str, text: str) -> bool:
    """Whether a symbol stands behind "to", "against" and the like alone: "price ratio to SPY"."""
    places = list(re.finditer(rf"(?<![\w$]){re.escape(symbol)}(?!\w)", text))
    return bool(places) and all(_HELD_AGAINST.search(text, 0, place.start()) for place in places)


def _is_day(year: int, month: int, day: int) -> bool:
    return year > 0 and 1 <= month <= 12 and day <= monthrange(year, month)[1]
