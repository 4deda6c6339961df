"""What somebody with the database's file or its password can do, past everything that refuses it."""

import sqlite3
from contextlib import closing

import psycopg


def attack(url: str, *statements: str) -> None:
    """Run statements with the triggers out of the way."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for statement in (*(f"DROP TRIGGER {name}" for (name,) in names), *statements):
                connection.execute(statement)
        return
    with psycopg.connect(url) as server:
        server.execute("SET session_replication_role = replica")
        for statement in statements:
            server.execute(statement)
