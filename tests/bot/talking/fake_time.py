"""An event loop whose clock jumps over every wait, and a message on it."""

import asyncio
import selectors
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.cards.blocks import Card

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    """Waits for nothing: what would be waited is added to the clock."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0 if timeout is not None else None)
        if not found and timeout:
            self.passed += timeout
        return found


class FakeTimeLoop(asyncio.SelectorEventLoop):
    """A loop in which time passes only by waiting, and waiting takes no time."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed


def run(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=FakeTimeLoop) as runner:
        return runner.run(work)


@dataclass
class FakeShown:
    """A message that takes its time, and fails as it is told.

    Attributes:
        seconds: What each edit takes.
        trouble: Errors of the coming calls, by number from 0.
        edits: Start, end and text of each edit that arrived; a card's title for the last form.
        started: When each call began.
        anew_cards: Cards posted as a new message.
    """

    seconds: list[float] = field(default_factory=list)
    trouble: dict[int, Exception] = field(default_factory=dict)
    edits: list[tuple[float, float, str]] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    anew_cards: list[Card] = field(default_factory=list)
    under_way: int = 0

    async def show(self, text: str) -> None:
        await self._call(text)

    async def finish(self, card: Card) -> None:
        await self._call(card.title)

    async def anew(self, card: Card) -> None:
        await self._call(card.title)
        self.anew_cards.append(card)

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.edits]

    async def _call(self, text: str) -> None:
        assert not self.under_way, "two edits at once"
        number, start = len(self.started), asyncio.get_running_loop().time()
        self.started.append(start)
        self.under_way += 1
        try:
            await asyncio.sleep(self.seconds[number % len(self.seconds)] if self.seconds else 0.0)
            if number in self.trouble:
                raise self.trouble[number]
        finally:
            self.under_way -= 1
        self.edits.append((start, asyncio.get_running_loop().time(), text))
