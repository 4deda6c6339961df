"""Rows from one database into another of the same schema."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table, func, inspect, select, text

from bot.store.standing import tables_of

_AT_ONCE = 1_000


def copy_rows(source: Connection, target: Connection) -> Mapping[str, int]:
    """Copy everything in our tables.

    Args:
        source: In a transaction that sees one state of the database throughout.
        target: In a transaction, its tables empty.

    Returns:
        How many rows were copied, by table.
    """
    copied = {}
    for table in tables_of(source):
        there = {column["name"] for column in inspect(source).get_columns(table.name)}
        columns = [column for column in table.columns if column.name in there]
        # in the order of their numbers: a chain takes a row only after the last one
        question = select(*columns).order_by(*table.primary_key.columns)
        count = 0
        for some in source.execution_options(yield_per=_AT_ONCE).execute(question).mappings().partitions():
            target.execute(table.insert(), [dict(each) for each in some])
            count += len(some)
        copied[table.name] = count
        if target.dialect.name == "postgresql":
            _count_on(target, table)
    return copied


def _count_on(target: Connection, table: Table) -> None:
    """Let the server number new rows after those that came with their numbers."""
    column = table.autoincrement_column
    if column is None:
        return
    which = {"table": table.name, "column": column.name}
    sequence = target.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), which)
    last = target.scalar(select(func.max(column)))
    if sequence is not None and last is not None:
        target.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
