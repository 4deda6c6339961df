"""Whose turn it is: one question of a conversation after another, and none of who is being forgotten."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Queue:
    """Who waits for something, in the order they came."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


@dataclass(slots=True)
class _Person:
    """One person's questions, in all conversations.

    Attributes:
        door: Held while the person is being forgotten; every question passes it before it begins.
        inside: Questions that have passed and are not over.
        empty: Set while there are none.
        known: Who holds on to this record.
    """

    door: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0
    empty: asyncio.Event = field(default_factory=asyncio.Event)
    known: int = 0


class Turns:
    """Turns within one process and event loop."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}
        self._people: dict[str, _Person] = {}

    @property
    def idle(self) -> bool:
        """Whether nobody has a turn or waits for one, and nothing is remembered of those who did."""
        return not self._queues and not self._people

    @asynccontextmanager
    async def turn(self, person: str, conversation: str) -> AsyncIterator[None]:
        """Have the conversation to oneself, after those who came before.

        Args:
            person: Whose it is.
            conversation: Its id.
        """
        async with self._inside(person), self._first(conversation):
            yield

    @asynccontextmanager
    async def alone(self, person: str) -> AsyncIterator[None]:
        """Have all of a person's conversations to oneself, those that do not exist yet included."""
        async with self._met(person) as one, one.door:
            if one.inside:
                await one.empty.wait()
            yield

    @asynccontextmanager
    async def _inside(self, person: str) -> AsyncIterator[None]:
        async with self._met(person) as one:
            async with one.door:
                one.inside += 1
                one.empty.clear()
            try:
                yield
            finally:
                one.inside -= 1
                if not one.inside:
                    one.empty.set()

    @asynccontextmanager
    async def _met(self, person: str) -> AsyncIterator[_Person]:
        one = self._people.setdefault(person, _Person())
        one.known += 1
        try:
            yield one
        finally:
            one.known -= 1
            if not one.known:
                del self._people[person]

    @asynccontextmanager
    async def _first(self, conversation: str) -> AsyncIterator[None]:
        queue = self._queues.setdefault(conversation, _Queue())
        queue.waiting += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                del self._queues[conversation]
