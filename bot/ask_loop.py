"""Conversations for code that waits: the event loop runs in a thread of its own.

The main thread keeps the keyboard. So Ctrl-C interrupts what it waits for and nothing else, and the prompt
of a chat does not hold up the loop.
"""

import asyncio
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Sequence
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from bot.agent.types import Answer, Asker, Event, Question

T = TypeVar("T")

_LET_GO = 5.0
"""Seconds a cancelled answer has to end; beyond that it is left behind."""

_EVERY = 2.0
"""Seconds between two reports of a long fetch."""

_LEAST = 10
"""Fetches of fewer items are over before a line is read."""


class Conversations(Protocol):
    """What a terminal asks of the runtime."""

    def ask(self, question: "Question") -> "AsyncIterator[Event]":
        """Answer: what is being done, sentences as they are released, and one `Done` at the end."""

    async def history(self, asker: "Asker", topic: str) -> "Sequence[Answer]":
        """Earlier answers of a conversation, the oldest first."""

    async def forget(self, asker: "Asker", topic: str) -> None:
        """Remove a conversation and its answers."""


Opening = Callable[[], AbstractAsyncContextManager[Conversations]]
"""Opens conversations; called in the thread of the loop, where they stay."""


class Talk:
    """Open conversations, asked from a thread that waits for the answers."""

    def __init__(self, loop: asyncio.AbstractEventLoop, conversations: Conversations) -> None:
        self._loop, self._conversations = loop, conversations
        self._events: queue.SimpleQueue[Event | BaseException | None] | None = None
        self._reported = 0.0

    def ask(self, question: "Question") -> "Generator[Event]":
        """Events of an answer as they come; closing the iterator cancels the answer."""
        events: queue.SimpleQueue[Event | BaseException | None] = queue.SimpleQueue()
        ended = threading.Event()

        async def listen() -> None:
            try:
                async for event in self._conversations.ask(question):
                    events.put(event)
            except BaseException as error:
                events.put(error)
                raise
            else:
                events.put(None)
            finally:
                ended.set()

        self._events = events
        answering = asyncio.run_coroutine_threadsafe(listen(), self._loop)
        try:
            while (event := events.get()) is not None:
                if isinstance(event, BaseException):
                    raise event
                yield event
        finally:
            self._events = None
            if not ended.is_set():
                answering.cancel()
                # until then it may hold the lock of its conversation
                ended.wait(_LET_GO)

    def history(self, asker: "Asker", topic: str) -> "Sequence[Answer]":
        """Earlier answers of a conversation, the oldest first."""
        return self._wait(self._conversations.history(asker, topic))

    def forget(self, asker: "Asker", topic: str) -> None:
        """Remove a conversation and its answers."""
        self._wait(self._conversations.forget(asker, topic))

    def report(self, done: int, total: int, what: str) -> None:
        """A `Progress` of the members of an index, told where an answer waits for them; for any thread."""
        from bot.agent.types import Working  # noqa: PLC0415 - help must not pay for the domain

        events, present = self._events, time.monotonic()
        if events is not None and total >= _LEAST and present - self._reported >= _EVERY:
            self._reported = present
            events.put(Working(f"fetching members: {done:,} of {total:,}, {what}"))

    def _wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


@contextmanager
def talk(opening: Opening) -> Generator[Talk]:
    """Open conversations in a thread of their own, and close them there.

    Raises:
        PlumbError, KnowledgeError: What opening raised.
    """
    opened: Future[Talk] = Future()
    closing: Future[Callable[[], object]] = Future()

    async def serve() -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        closing.set_result(lambda: loop.call_soon_threadsafe(stop.set))
        try:
            async with opening() as conversations:
                opened.set_result(Talk(loop, conversations))
                await stop.wait()
        except BaseException as error:
            if opened.done():
                raise
            opened.set_exception(error)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="conversations", daemon=True)
    thread.start()
    try:
        yield opened.result()
    finally:
        with suppress(RuntimeError):  # the loop has ended by itself
            closing.result()()
        thread.join(_LET_GO)
        if thread.is_alive():
            _leave_at_once()


def _leave_at_once() -> None:
    """A tool in a thread cannot be stopped, and the process waits for it: let Ctrl-C not wait."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    sys.stderr.write("plumbline: a tool is still at work; Ctrl-C leaves without it.\n")
