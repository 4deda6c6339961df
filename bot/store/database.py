"""Reading and writing a database in short transactions, alike on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.address import Address
from bot.store.engine import WRITES
from bot.store.failures import spoken
from bot.store.rows import Rows
from bot.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; both kinds of transaction raise what `spoken` does.

    Attributes:
        engine: Its connections.
        where: Where it is.
    """

    engine: Engine
    where: Address

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with spoken(self.where), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, alone: str = "") -> Iterator[Connection]:
        """A transaction that is committed at its end, and undone by an error.

        Args:
            alone: What nobody else may be writing meanwhile, for what is decided by reading first.
        """
        with spoken(self.where), self.engine.connect().execution_options(**WRITES) as connection:
            if alone and self.engine.dialect.name == "postgresql":
                # SQLite has one writer at a time as it is; this lock ends with the transaction
                lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
                connection.execute(lock, {"name": f"plumbline {alone}"})
            yield connection
            connection.commit()

    def emptied(self) -> None:
        """Let nothing that was deleted stay in SQLite's write-ahead log; readers under way may delay it."""
        if self.engine.dialect.name == "sqlite":
            with spoken(self.where), self.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def insert_into(self, rows: type[Rows]) -> postgresql.Insert | sqlite.Insert:
        """An insert that knows what to do where a row is there already."""
        return insert_into(self.engine, rows)
