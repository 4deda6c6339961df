"""Who was answered where of late: a person who goes on talking is moved to a thread."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from bot.talking.threads import TALK_SECONDS

_MOST: Final = 10_000


class Recent:
    """Counts answers of the last quarter of an hour, by channel and person; forgotten with the process."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._answered: OrderedDict[tuple[int, int], deque[float]] = OrderedDict()

    def count(self, channel: int, person: int) -> int:
        """How many there were."""
        since = self._seconds() - TALK_SECONDS
        return sum(at >= since for at in self._answered.get((channel, person), ()))

    def add(self, channel: int, person: int) -> None:
        """One more."""
        there = self._answered.setdefault((channel, person), deque(maxlen=20))
        there.append(self._seconds())
        self._answered.move_to_end((channel, person))
        while len(self._answered) > _MOST:
            self._answered.popitem(last=False)
