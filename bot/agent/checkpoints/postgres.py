"""Checkpoints in PostgreSQL: LangGraph's own tables, changed under an advisory lock of the transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import LiteralString, Self

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from psycopg import AsyncConnection, OperationalError
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from bot.agent.checkpoints.port import outdated
from tools.errors import SourceDown

_CONNECTIONS = 4
"""Each is used for some milliseconds a turn."""

_LIMITS = (
    # another process's change takes milliseconds; a person waits meanwhile
    "SET LOCAL lock_timeout = '2s'",
    "SET LOCAL statement_timeout = '5s'",
    # a process that was stopped in the middle of a change holds the conversation up no longer than this
    "SET LOCAL idle_in_transaction_session_timeout = '10s'",
)
"""A change ends by itself, whatever happens."""

_MAKING = 0x706C756D63
"""The advisory lock of whoever makes the tables; the number is "plumc", one after the store's."""

_PAUSE = 0.05
"""Seconds between two tries to be the one."""

Connection = AsyncConnection[DictRow]

_REMOVE = (
    "DELETE FROM checkpoints WHERE thread_id = %(conversation)s AND checkpoint_id = ANY(%(gone)s)",
    "DELETE FROM checkpoint_writes WHERE thread_id = %(conversation)s AND checkpoint_id = ANY(%(gone)s)",
    # a value is kept once for all checkpoints that share it
    """
    DELETE FROM checkpoint_blobs AS value WHERE thread_id = %(conversation)s AND NOT EXISTS (
        SELECT 1 FROM checkpoints AS one
        WHERE one.thread_id = value.thread_id AND one.checkpoint_ns = value.checkpoint_ns
        AND one.checkpoint -> 'channel_versions' ->> value.channel = value.version
    )
    """,
)


class PostgresCheckpoints:
    """Implements `Checkpoints` over one database, for any number of processes and machines."""

    def __init__(self, pool: AsyncConnectionPool[Connection]) -> None:
        self._pool = pool
        self._reading = AsyncPostgresSaver(pool)

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, seconds: float) -> AsyncIterator[Self]:
        """Connect, and make the tables where they are not there; use it in one event loop.

        Args:
            url: `postgresql://…` or `postgresql+psycopg://…`.
            seconds: To wait for the server.

        Raises:
            SourceDown: The database does not answer.
        """
        # a pool, so that a connection that was lost is made anew
        pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url.replace("postgresql+psycopg://", "postgresql://", 1),
            min_size=1,
            max_size=_CONNECTIONS,
            kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
            check=AsyncConnectionPool.check_connection,
            open=False,
        )
        try:
            try:
                await pool.open(wait=True, timeout=seconds)
                opened = cls(pool)
                await opened._set_up(seconds)
            except (OperationalError, PoolTimeout, TimeoutError):
                # without the vendor's words, which may hold the address
                raise SourceDown("PLUMB_STATE_URL: the database does not answer.") from None
            yield opened
        finally:
            await pool.close()

    @property
    def reading(self) -> AsyncPostgresSaver:
        """To read with."""
        return self._reading

    @asynccontextmanager
    async def changing(self, conversation: str) -> AsyncIterator[AsyncPostgresSaver]:
        """A checkpointer within one transaction, which alone has the conversation's lock.

        Raises:
            psycopg.Error: The database did not serve; nothing was changed.
        """
        async with self._pool.connection() as connection:
            try:
                async with connection.transaction():
                    await _lock(connection, f"plumbline conversation {conversation}")
                    before = await _ids(connection, conversation)
                    yield _within(connection)
                    await _remove(
                        connection, conversation, outdated(before, await _ids(connection, conversation))
                    )
            except BaseException:
                # cut off in the middle of a statement it may be of no more use, and the pool cannot tell
                await connection.close()
                raise

    async def _set_up(self, seconds: float) -> None:
        """Make the tables, one process at a time: LangGraph's own steps fail where two make them at once."""
        async with self._pool.connection() as connection, asyncio.timeout(seconds):
            # asked for again and again: the steps build an index beside other work, and that would wait for
            # whoever waits for the lock
            while not await _got(connection, "SELECT pg_try_advisory_lock(%s) AS got"):  # noqa: ASYNC110 - another process's
                await asyncio.sleep(_PAUSE)
            try:
                await AsyncPostgresSaver(connection).setup()
            finally:
                await _got(connection, "SELECT pg_advisory_unlock(%s) AS got")


async def _got(connection: Connection, lock: LiteralString) -> bool:
    row = await (await connection.execute(lock, (_MAKING,))).fetchone()
    return bool(row and row["got"])


def _within(connection: Connection) -> AsyncPostgresSaver:
    saver = AsyncPostgresSaver(connection)
    # psycopg's pipelines do not survive a cancellation
    saver.supports_pipeline = False
    return saver


async def _lock(connection: Connection, name: str) -> None:
    """Wait for a lock that ends with the transaction, however that ends."""
    for limit in _LIMITS:
        await connection.execute(limit)
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (name,))


async def _ids(connection: Connection, conversation: str) -> tuple[str, ...]:
    found = await connection.execute(
        "SELECT checkpoint_id FROM checkpoints WHERE thread_id = %s", (conversation,)
    )
    return tuple(str(row["checkpoint_id"]) for row in await found.fetchall())


async def _remove(connection: Connection, conversation: str, gone: tuple[str, ...]) -> None:
    if gone:
        for statement in _REMOVE:
            await connection.execute(statement, {"conversation": conversation, "gone": list(gone)})
