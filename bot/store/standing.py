"""How a database stands: its schema, its rows, the heads of its chains, its size."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table, func, inspect, select, text

from bot.store.address import Address, address
from bot.store.engine import make_engine
from bot.store.failures import spoken
from bot.store.ledger_reading import checked
from bot.store.ledger_rows import ROWS
from bot.store.ledger_writing import last_of
from bot.store.migrating import VERSIONS, newest_schema, schema_of
from bot.store.rows import Rows
from tools.errors import NoData
from tools.ledger.chain import GENESIS
from tools.ledger.port import Chain, Link


@dataclass(frozen=True, slots=True)
class Standing:
    """How a database stands.

    Attributes:
        where: The file, or the database and its host.
        schema: Its own.
        newest: That of this version of the program, to which it is brought when it is opened.
        rows: How many rows each of our tables has.
        heads: Number and hash of the last row of each chain.
        size: Of our tables on a server, of the file with what is beside it otherwise, in bytes.
    """

    where: str
    schema: str
    newest: str
    rows: Mapping[str, int]
    heads: Mapping[Chain, tuple[int, str]]
    size: int


def standing(url: str) -> Standing:
    """Look at a database; nothing is made or brought forward.

    Raises:
        NoData: Nothing was ever kept there.
        SettingsError: A newer version of the program made it, or it cannot be opened.
        BadData: The file is damaged.
        SourceDown: The server does not answer.
    """
    where = address(url)
    engine = existing(where)
    try:
        with spoken(where), engine.connect() as connection:
            return standing_of(connection, where)
    finally:
        engine.dispose()


def standing_of(connection: Connection, where: Address) -> Standing:
    """The same over an open connection."""
    schema = schema_of(connection, where)
    if schema is None:
        raise nothing(where)
    tables = tables_of(connection)
    names = {table.name for table in tables}
    rows = {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    heads = {chain: last_of(connection, chain) or (0, GENESIS[chain]) for chain in ROWS if chain in names}
    return Standing(where.shown, schema, newest_schema(), rows, heads, _size(connection, where, names))


def links_of(connection: Connection, where: Address) -> tuple[Link, ...]:
    """The chains of a database, walked from end to end; none where its schema has none yet."""
    names = {table.name for table in tables_of(connection)}
    return checked(connection, where, None) if names.issuperset(ROWS) else ()


def tables_of(connection: Connection) -> list[Table]:
    """Those of our tables that are there, each after those it refers to."""
    there = set(inspect(connection).get_table_names())
    return [table for table in Rows.metadata.sorted_tables if table.name in there]


def existing(where: Address) -> Engine:
    """Connections to a database that is there.

    Raises:
        NoData: There is no such file.
    """
    if where.file is not None and not where.file.is_file():
        raise nothing(where)
    return make_engine(where)


def nothing(where: Address) -> NoData:
    """What to say of a database in which nothing was ever kept."""
    return NoData(f"nothing is kept in {where.shown} yet.")


def _size(connection: Connection, where: Address, names: set[str]) -> int:
    if where.file is not None:
        parts = (where.file, where.file.with_name(f"{where.file.name}-wal"))
        return sum(part.stat().st_size for part in parts if part.exists())
    size = text("SELECT pg_total_relation_size(to_regclass(:name))")
    return sum(connection.scalar(size, {"name": name}) or 0 for name in sorted({*names, VERSIONS}))
