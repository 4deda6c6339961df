"""The clock of the process: the only place where the present is read."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from tools.types import EXCHANGE_ZONE

Clock = Callable[[], datetime]
"""The present, with a time zone."""


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def today(clock: Clock = now) -> date:
    """The day it is at the exchange: the day from which questions look and on which documents are added."""
    return clock().astimezone(EXCHANGE_ZONE).date()
