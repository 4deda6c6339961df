"""Identifiers and times as Discord writes them."""

import itertools
import time
from datetime import UTC, datetime

DISCORD_EPOCH = 1_420_070_400_000


class Snowflakes:
    """Identifiers that grow and carry their time."""

    def __init__(self) -> None:
        self._count = itertools.count()

    def __call__(self) -> int:
        since = int(time.time() * 1000) - DISCORD_EPOCH
        return (since << 22) | (next(self._count) & 0x3FFFFF)


def iso(moment: datetime) -> str:
    """A time as Discord writes it."""
    return moment.astimezone(UTC).isoformat()


def now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)
