"""The clock Discord's rules go by: real time, which a test may push ahead instead of waiting."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress


class RulesClock:
    """Seconds that pass by themselves and can be advanced."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since an arbitrary start."""
        return time.monotonic() + self._ahead

    def advance(self, *, seconds: float = 0.0, minutes: float = 0.0) -> None:
        """Let time pass without waiting."""
        self._ahead += seconds + 60 * minutes


class Changes:
    """Wakes whoever waits for something to become true."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def note(self) -> None:
        """Something changed."""
        happened, self._next = self._next, asyncio.Event()
        happened.set()

    async def until(
        self,
        true: Callable[[], object],
        timeout: float,  # noqa: ASYNC109 - it returns
        look_every: float = 3_600.0,
    ) -> bool:
        """Wait until it is true, at most so many real seconds; says whether it became true.

        `look_every`: how often to look where what it depends on is not noted here.
        """
        ends = time.monotonic() + timeout
        while not true():
            left = ends - time.monotonic()
            if left <= 0:
                return False
            with suppress(TimeoutError):
                await asyncio.wait_for(self._next.wait(), min(left, look_every))
        return True
