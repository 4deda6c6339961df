"""Checkpoints on either database, and processes that keep turns in them."""

import asyncio
import os
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from bot.agent.checkpoints import Checkpoints
from bot.agent.memory import Memory
from bot.agent.pinning import Pin
from tests.bot.agent.scripted import SESSION
from tests.bot.store.made import answer

PIN = Pin(SESSION, newest=True)


def opening(url: str) -> AbstractAsyncContextManager[Checkpoints]:
    """Checkpoints of a database, `sqlite:///PATH` or `postgresql://…`."""
    if url.startswith("sqlite:///"):
        from bot.agent.checkpoints.sqlite import SqliteCheckpoints  # noqa: PLC0415 - one of two

        return SqliteCheckpoints.open(Path(url.removeprefix("sqlite:///")))
    from bot.agent.checkpoints.postgres import PostgresCheckpoints  # noqa: PLC0415 - the other

    return PostgresCheckpoints.open(url, 10.0)


async def keep(memory: Memory, question: str, conversation: str = "one") -> None:
    """Add a turn."""
    await memory.keep(answer(conversation=conversation, text=question, said=f"On {question}"), PIN)


async def remembered(url: str, conversation: str = "one") -> list[str]:
    """The questions of a conversation that a new process reads, each with its answer behind it."""
    async with opening(url) as checkpoints:
        messages = (await Memory(checkpoints).recall(conversation)).messages
    turns = [message.text for message in messages if "plumbline" not in message.additional_kwargs]
    assert turns[1::2] == [f"On {question}" for question in turns[::2]]
    return turns[::2]


def _tell(line: str) -> None:
    """One line to the test in one write: `print` may make two of it, and a kill between them glues lines."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


async def _keep_on(url: str, first: int) -> None:
    async with opening(url) as checkpoints:
        memory = Memory(checkpoints)
        for number in range(first, first + 10_000):
            await keep(memory, str(number))
            _tell(f"kept {number}")


def _nursery(url: str) -> None:
    """For each number on standard input, a process that keeps turns from there on until it is killed.

    The children are copies of this process, which has everything imported and nothing opened.
    """
    with_imports: Any = opening(url)
    del with_imports
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                asyncio.run(_keep_on(url, int(line)))
            finally:
                os._exit(1)
        _tell(f"child {child}")
        os.waitpid(child, 0)
        _tell("gone")


if __name__ == "__main__":
    _nursery(sys.argv[1])
