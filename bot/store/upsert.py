"""Inserting where a row may be there already: both databases can, SQLAlchemy spells it by dialect."""

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.rows import Rows


def insert_into(engine: Engine, rows: type[Rows]) -> postgresql.Insert | sqlite.Insert:
    """An insert that knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    return postgresql.insert(rows) if engine.dialect.name == "postgresql" else sqlite.insert(rows)
