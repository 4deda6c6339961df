"""The clock of the process: the only place where the present is read."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from tools.types import EXCHANGE_ZONE

Clock = Callable[[], datetime]
"""The present, with a time zone."""

_EVENING = time(20, 0)
"""Every session is over, late reports included."""


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def clock_of(as_of: date | None) -> Clock:
    """The present, or for a demonstration a clock that stands at a day's evening at the exchange.

    Whoever shows something under a standing clock says so (`standing_notice`) and seals nothing.
    """
    if as_of is None:
        return now
    moment = datetime.combine(as_of, _EVENING, EXCHANGE_ZONE).astimezone(UTC)
    return lambda: moment


def standing_notice(as_of: date | None) -> str:
    """The sentence above every result of a clock that stands; "" for one that goes."""
    if as_of is None:
        return ""
    return f"DEMONSTRATION: the clock of this bot stands at the evening of {as_of.isoformat()}."


def today(clock: Clock = now) -> date:
    """The day it is at the exchange: the day from which questions look and on which documents are added."""
    return clock().astimezone(EXCHANGE_ZONE).date()
