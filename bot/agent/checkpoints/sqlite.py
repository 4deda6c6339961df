"""Checkpoints in an SQLite file: LangGraph's own tables, changed within `BEGIN IMMEDIATE`."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import aiosqlite
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from bot.agent.checkpoints.port import outdated

_PATIENCE = 2.0
"""Seconds to wait for another process's change, which takes milliseconds; a person waits meanwhile."""

_OPENING = 20.0
"""Seconds to wait for other processes that open the same fresh file."""


class _Held(aiosqlite.Connection):
    """A connection whose transactions end where we end them: the checkpointer commits every row by itself."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            lambda: sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None), iter_chunk_size=64
        )

    async def commit(self) -> None:
        """Nothing yet: see `end`."""

    async def end(self) -> None:
        """Commit."""
        await super().commit()


class SqliteCheckpoints:
    """Implements `Checkpoints` over one file, for any number of processes of one machine.

    There are two connections, so that what is being written is read by nobody before it is kept.
    """

    def __init__(self, reading: AsyncSqliteSaver, held: _Held) -> None:
        self._reading = reading
        self._held = held
        self._writing = AsyncSqliteSaver(held)
        self._alone = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(cls, file: Path) -> AsyncIterator[Self]:
        """Open the file, which is made if it is not there; use it in one event loop.

        Raises:
            OSError: It cannot be made.
            sqlite3.Error: It is no such file, or others hold it for too long.
        """
        # people's questions: for the owner's eyes
        await asyncio.to_thread(file.touch, 0o600)
        held = _Held(file)
        async with AsyncSqliteSaver.from_conn_string(str(file)) as reading, held:
            opened = cls(reading, held)
            for saver in (reading, opened._writing):
                await _set_up(saver)
            # what is acknowledged survives a power cut, what is forgotten is overwritten
            await held.execute("PRAGMA synchronous=FULL")
            await held.execute("PRAGMA secure_delete=ON")
            yield opened

    @property
    def reading(self) -> AsyncSqliteSaver:
        """To read with."""
        return self._reading

    @asynccontextmanager
    async def changing(self, conversation: str) -> AsyncIterator[AsyncSqliteSaver]:
        """A checkpointer within one transaction; the file's other writers wait.

        Raises:
            sqlite3.OperationalError: Another process holds the file for too long, or it is full.
        """
        async with self._alone:
            try:
                await self._held.execute("BEGIN IMMEDIATE")
                before = await self._ids(conversation)
                yield self._writing
                await self._remove(conversation, outdated(before, await self._ids(conversation)))
                await self._held.end()
            except BaseException:
                # nothing happens where the transaction did not begin
                await self._held.rollback()
                raise

    async def _ids(self, conversation: str) -> tuple[str, ...]:
        rows = await self._held.execute_fetchall(
            "SELECT checkpoint_id FROM checkpoints WHERE thread_id = ?", (conversation,)
        )
        return tuple(str(row[0]) for row in rows)

    async def _remove(self, conversation: str, ids: tuple[str, ...]) -> None:
        gone = [(conversation, one) for one in ids]
        for rows in ("checkpoints", "writes"):
            await self._held.executemany(
                f"DELETE FROM {rows} WHERE thread_id = ? AND checkpoint_id = ?",  # noqa: S608 - two names of ours
                gone,
            )


async def _set_up(saver: AsyncSqliteSaver) -> None:
    """Make the tables; SQLite does not wait by itself where two processes meet at a fresh file."""
    until = time.monotonic() + _OPENING
    while True:
        try:
            await saver.setup()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            await asyncio.sleep(0.02)
        else:
            return
