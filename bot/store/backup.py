"""Backups: always one SQLite file of the same schema, whichever database it was made from."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from bot.store.address import Address, address, address_of
from bot.store.copying import copy_rows
from bot.store.engine import WRITES, make_engine
from bot.store.failures import spoken
from bot.store.files import copy_file, whole_file
from bot.store.migrating import migrate, schema_of
from bot.store.standing import Standing, existing, links_of, nothing, standing_of
from tools.errors import BadRequest
from tools.ledger.port import Link


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup, or what was restored from one.

    Attributes:
        standing: How it stands.
        links: Its chains, walked from end to end; empty where its schema has none yet.
        aside: What the database that was there before is called now; None where there was none.
    """

    standing: Standing
    links: tuple[Link, ...]
    aside: Path | None = None


def back_up(url: str, file: Path) -> Kept:
    """Write a backup: whole or not at all, for the owner's eyes; others may write to the database meanwhile.

    A database whose chains are broken is backed up too: it is all there is. The links say so.

    Args:
        url: The database.
        file: A name that is not taken.

    Raises:
        BadRequest: The name is taken, or its folder is not there.
        NoData: Nothing was ever kept in the database.
        SettingsError: The file cannot be written, or a newer version of the program made the database.
        BadData: The database is damaged.
        SourceDown: The server does not answer.
    """
    where = address(url)
    if file.exists():
        raise BadRequest(
            f"{file} is there already, and no backup is written over another: choose a new name."
        )
    if not file.parent.is_dir():
        raise BadRequest(f"there is no folder {file.parent}.")
    source = existing(where)
    try:
        with whole_file(file) as partial:
            if where.file is None:
                _dump(source, where, partial)
            else:
                copy_file(where.file, partial)
            made = look_at(partial, shown=str(file))
    finally:
        source.dispose()
    return made


def look_at(file: Path, shown: str) -> Kept:
    """How a database on disk stands, and whether its chains hold.

    Args:
        file: The database.
        shown: What it is called.
    """
    where = Address(address_of(file).url, shown, file)
    engine = make_engine(where)
    try:
        with spoken(where), engine.connect() as connection:
            return Kept(standing_of(connection, where), links_of(connection, where))
    finally:
        engine.dispose()


def _dump(source: Engine, where: Address, partial: Path) -> None:
    """One state of the server's tables, as a file of the same schema."""
    target = make_engine(address_of(partial))
    try:
        with spoken(where), source.connect() as reading:
            old = reading.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            schema = schema_of(old, where)
            if schema is None:
                raise nothing(where)
            migrate(target, address_of(partial), schema)
            with spoken(address_of(partial)), target.connect().execution_options(**WRITES) as new:
                copy_rows(old, new)
                new.commit()
    finally:
        target.dispose()
