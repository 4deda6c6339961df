"""Connections to the database, set up alike for SQLite and PostgreSQL."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from bot.store.address import Address
from bot.store.failures import unwritable

PATIENCE = 20
"""Seconds to wait for another process's write, for a connection, and for a statement."""

WRITES = {"plumbline_writes": True}
"""Execution options of a connection that is going to write."""


def make_engine(where: Address) -> Engine:
    """Connections to a database; a missing file and its folders are made.

    Raises:
        SettingsError: The folder cannot be made.
    """
    return _server(where) if where.file is None else _file(where, where.file)


def _file(where: Address, file: Path) -> Engine:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # people's questions: for the owner's eyes, and SQLite gives its other files the same mode
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise unwritable(file, error) from error
    engine = create_engine(
        where.url,
        # SQLAlchemy says when a transaction begins, see `_begin`
        connect_args={"timeout": PATIENCE, "isolation_level": None},
        pool_timeout=PATIENCE,
        hide_parameters=True,  # they are people's questions
    )
    event.listen(engine, "connect", _set_up_file)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_file(connection: sqlite3.Connection, _: object) -> None:
    connection.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")
    connection.execute("PRAGMA foreign_keys=ON")
    # what is acknowledged survives a power cut, what is forgotten is overwritten
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers and a writer at the same time; kept in the file, so only its first opening changes anything."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            # SQLite does not wait here when two processes meet at a fresh file
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    # a transaction that reads first and writes later would fail at once where it should wait
    writes = connection.get_execution_options().get("plumbline_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _server(where: Address) -> Engine:
    ours: dict[str, Any] = {
        "application_name": "plumbline",
        "connect_timeout": PATIENCE // 2,
        "tcp_user_timeout": PATIENCE * 1000,  # a network that swallows everything is noticed too
    }
    engine = create_engine(
        where.url,
        # what the operator's URL says wins
        connect_args={name: value for name, value in ours.items() if name not in where.url.query},
        pool_pre_ping=True,  # a server that was restarted is no failure
        pool_timeout=PATIENCE,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up_server)
    return engine


def _set_up_server(connection: Any, _: object) -> None:  # noqa: ANN401 - psycopg's, unknown to a file
    # not as a start-up option: poolers refuse those
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{PATIENCE}s'")
    connection.commit()
