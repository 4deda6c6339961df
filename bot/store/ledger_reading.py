"""Rows of the ledger as they stand in the database, whatever somebody else may have put there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    LargeBinary,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.store.address import Address
from bot.store.failures import spoken
from bot.store.ledger_rows import ROWS, DebriefRow, SealRow, SettlementRow
from tools.errors import BadData
from tools.ledger.chain import KINDS, Stored, check
from tools.ledger.port import Chain, Link
from tools.ledger.references import FOUND_BY, disagreement

Question: TypeAlias = Select[*tuple[Any, ...]]
"""What is asked of a table, column by column."""

_CHUNK = 1_000
_LINK = ("previous", "hash", "body")
_TRUTH = {"1": "true", "0": "false"}
"""How SQLite keeps truth."""


def stored_rows(connection: Connection, chain: Chain) -> Question:
    """What is asked of a chain, to be narrowed: the columns that `stored` reads."""
    rows = ROWS[chain]
    return select(rows.number, *(_raw(connection, getattr(rows, name)) for name in _names(chain)))


def stored(chain: Chain, values: Sequence[object]) -> Stored:
    """One row of `stored_rows`."""
    names = _names(chain)
    read = {name: _text(name, value) for name, value in zip(names, values[1:], strict=False)}
    previous, hash_, body = (read.pop(name) for name in _LINK)
    number = values[0]
    return Stored(number if isinstance(number, int) else 0, previous, hash_, body, read)


def checked(connection: Connection, where: Address, heads: Mapping[Chain, str] | None) -> tuple[Link, ...]:
    """Every chain, walked from its first row to its last within one transaction.

    Args:
        connection: In a transaction that sees one state of the database throughout.
        where: The database.
        heads: Heads noted earlier, by chain.

    Raises:
        SourceDown: The database did not serve.
    """
    links = []
    for chain in KINDS:
        unread: list[str] = []
        link = check(chain, _walk(connection, where, chain, unread), (heads or {}).get(chain))
        links.append(Link(link.chain, link.rows, link.head, (*link.broken, *unread), link.noted))
    return tuple(links)


def _walk(connection: Connection, where: Address, chain: Chain, unread: list[str]) -> Iterator[Stored]:
    """The rows of a chain with what does not hold between them and the rows they name; bounded in memory."""
    question = _with_named(connection, chain).order_by(ROWS[chain].number).limit(_CHUNK)
    last: int | None = None
    while True:
        chunk = question if last is None else question.where(ROWS[chain].number > last)
        try:
            with spoken(where):
                found = connection.execute(chunk).all()
        except BadData as error:
            unread.append(f"{chain}: after row {last or 0:,} nothing more can be read: {error}")
            return
        for values in found:
            yield _named(chain, values)
        if len(found) < _CHUNK:
            return
        last = found[-1][0]


def _with_named(connection: Connection, chain: Chain) -> Question:
    question = stored_rows(connection, chain)
    if chain == "seals":
        return question
    rows = SettlementRow if chain == "settlements" else DebriefRow
    seal = [_raw(connection, getattr(SealRow, name)) for name in FOUND_BY["seals"]]
    question = question.add_columns(*seal).outerjoin(SealRow, SealRow.hash == rows.seal)
    if chain == "debriefs":
        earlier = aliased(DebriefRow)
        question = question.add_columns(earlier.number).outerjoin(
            earlier, and_(earlier.hash == DebriefRow.corrects, earlier.seal == DebriefRow.seal)
        )
    return question


def _named(chain: Chain, values: Sequence[object]) -> Stored:
    row = stored(chain, values)
    if chain == "seals":
        return row
    names = FOUND_BY["seals"]
    there = values[len(_names(chain)) + 1 :]
    seal = {name: _text(name, value) for name, value in zip(names, there, strict=False)}
    later = chain == "debriefs"
    named = seal if any(value is not None for value in seal.values()) else None
    wrong = [disagreement(row.columns, named, later=later)]
    if later and row.columns["corrects"] is not None:
        earlier = there[len(names)]
        if not isinstance(earlier, int) or earlier >= row.number:
            wrong.append("it corrects a debrief of its seal that is not there")
    return Stored(
        row.number, row.previous, row.hash, row.body, row.columns, tuple(why for why in wrong if why)
    )


def _names(chain: Chain) -> tuple[str, ...]:
    return (*_LINK, *FOUND_BY[chain])


def _raw(connection: Connection, column: InstrumentedAttribute[object]) -> ColumnElement[object]:
    """A column in a form that can be read whatever is in it."""
    if connection.dialect.name == "postgresql":
        # its own text depends on the server's settings
        return func.to_char(column, "YYYY-MM-DD AD") if isinstance(column.type, Date) else cast(column, Text)
    # SQLite keeps any type in any column, and text that is none
    kind = "text" if isinstance(column.type, Text | Date) else "integer"
    return case((func.typeof(column) == kind, cast(column, LargeBinary)))


def _text(name: str, value: object) -> str | None:
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            return None
    if not isinstance(value, str):
        return None
    if name == "simulated":
        return _TRUTH.get(value, value)
    return value.removesuffix(" AD") if name == "session" else value
