"""The ledger kept: `tools.ledger.port.Ledger` in a database, one chain of hashes per table."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, or_, select, text

from bot.store.address import Address
from bot.store.engine import WRITES
from bot.store.failures import spoken
from bot.store.ledger_reading import Question, checked, stored, stored_rows
from bot.store.ledger_rows import ROWS, DebriefRow, SealRow, SettlementRow
from bot.store.ledger_writing import insert_rows, last_of, must_agree, settled_pairs
from tools.errors import BadRequest
from tools.ledger.chain import append, read
from tools.ledger.codec import to_text
from tools.ledger.entries import DebriefEntry, Seal, Settlement
from tools.ledger.port import Chain, Entry, Link, Row, Wanted

_AT_ONCE = 100
"""So many seals in one question: SQLite takes no expression that is deeper than 1,000."""

_Key = tuple[str, date, str, bool]


class KeptLedger:
    """Seals, settlements and debriefs; what has returned survives the end of the process.

    A row is read only where its hash and its columns fit its text: nothing that was altered is ever shown.
    """

    def __init__(self, engine: Engine, where: Address) -> None:
        self._engine = engine
        self._where = where
        self._server = engine.dialect.name == "postgresql"

    def seal(self, seals: Sequence[Seal]) -> Sequence[Row[Seal]]:
        """Append seals, all or none; a session that was sealed before keeps the row it has.

        Returns:
            One row per seal, in the order given.

        Raises:
            ValueError: A seal cannot be written as it is.
            BadData: A row that was there before is damaged.
            SourceDown: The database did not serve; nothing was written.
        """
        texts = [(one, to_text(one)) for one in seals]
        with self._appending("seals") as connection:
            there = {_key(row.entry): row for row in self._sealed(connection, seals)}
            new = {_key(one): (one, body) for one, body in reversed(texts) if _key(one) not in there}
            linked = append("seals", last_of(connection, "seals"), reversed(new.values()))
            insert_rows(connection, "seals", linked)
        there |= {_key(each.row.entry): each.row for each in linked}
        return tuple(there[_key(one)] for one in seals)

    def settle(self, settlements: Sequence[Settlement]) -> int:
        """Append settlements, all or none; what is settled already is left as it is.

        Returns:
            How many were written.

        Raises:
            ValueError: A settlement cannot be written as it is.
            BadRequest: One names a seal that is not there, or that it does not agree with.
            SourceDown: The database did not serve; nothing was written.
        """
        texts = [(one, to_text(one)) for one in settlements]
        with self._appending("settlements") as connection:
            must_agree(connection, settlements)
            done = settled_pairs(connection, (one.seal for one in settlements))
            new = {
                (one.seal, one.horizon): (one, body)
                for one, body in reversed(texts)
                if (one.seal, one.horizon) not in done
            }
            linked = append("settlements", last_of(connection, "settlements"), reversed(new.values()))
            insert_rows(connection, "settlements", linked)
        return len(linked)

    def write_debrief(self, entry: DebriefEntry) -> Row[DebriefEntry]:
        """Append a debrief; where the seal has one and `corrects` is None, its newest is returned.

        Raises:
            ValueError: It cannot be written as it is.
            BadRequest: It names a seal that is not there or that it does not agree with, or corrects an entry
                that is not the seal's newest.
            BadData: The row that was there before is damaged.
            SourceDown: The database did not serve; nothing was written.
        """
        body = to_text(entry)
        with self._appending("debriefs") as connection:
            must_agree(connection, [entry])
            question = stored_rows(connection, "debriefs").where(DebriefRow.seal == entry.seal)
            found = connection.execute(question.order_by(DebriefRow.number.desc()).limit(1)).first()
            newest = None if found is None else read("debriefs", DebriefEntry, stored("debriefs", found))
            if entry.corrects is None and newest is not None:
                return newest
            if entry.corrects != (newest and newest.hash):
                raise BadRequest("a correction names the newest debrief of its seal; this one names another.")
            (linked,) = append("debriefs", last_of(connection, "debriefs"), [(entry, body)])
            insert_rows(connection, "debriefs", [linked])
        return linked.row

    def seals(self, wanted: Wanted) -> Sequence[Row[Seal]]:
        """Seals by session, then by number.

        Raises:
            BadData: A row is damaged.
            SourceDown: The database did not serve.
        """
        with self._reading() as connection:
            question = stored_rows(connection, "seals").where(*_narrowed("seals", wanted))
            return _rows(connection, "seals", Seal, question.order_by(SealRow.session, SealRow.number))

    def settlements(self, wanted: Wanted) -> Sequence[Row[Settlement]]:
        """Settlements by the seals' session, then by horizon, then by number.

        Raises:
            BadData: A row is damaged.
            SourceDown: The database did not serve.
        """
        order = (SettlementRow.session, SettlementRow.horizon, SettlementRow.number)
        with self._reading() as connection:
            question = stored_rows(connection, "settlements").where(*_narrowed("settlements", wanted))
            return _rows(connection, "settlements", Settlement, question.order_by(*order))

    def debriefs(self, wanted: Wanted) -> Sequence[Row[DebriefEntry]]:
        """Debriefs by the judged session, then by number; of a corrected one both rows.

        Raises:
            BadData: A row is damaged.
            SourceDown: The database did not serve.
        """
        order = (DebriefRow.session, DebriefRow.number)
        with self._reading() as connection:
            question = stored_rows(connection, "debriefs").where(*_narrowed("debriefs", wanted))
            return _rows(connection, "debriefs", DebriefEntry, question.order_by(*order))

    def unsettled(
        self, horizons: Sequence[int], wanted: Wanted
    ) -> Sequence[tuple[Row[Seal], tuple[int, ...]]]:
        """Seals that lack a settlement at one of the horizons, with those horizons; by session.

        Raises:
            BadData: A row is damaged.
            SourceDown: The database did not serve.
        """
        asked = tuple(dict.fromkeys(horizons))
        of_seal = and_(SettlementRow.seal == SealRow.hash, SettlementRow.horizon.in_(asked))
        count = select(func.count()).where(of_seal).correlate(SealRow).scalar_subquery()
        lacking = (*_narrowed("seals", wanted), count < len(asked))
        with self._reading() as connection:
            question = stored_rows(connection, "seals").where(*lacking)
            rows = _rows(connection, "seals", Seal, question.order_by(SealRow.session, SealRow.number))
            pairs = select(SealRow.hash, SettlementRow.horizon).join(SettlementRow, of_seal).where(*lacking)
            done = {(each[0], each[1]) for each in connection.execute(pairs)}
        open_ = ((row, tuple(each for each in asked if (row.hash, each) not in done)) for row in rows)
        return tuple((row, left) for row, left in open_ if left)

    def heads(self) -> Mapping[Chain, str]:
        """Hash of the last row of each chain that has rows.

        Raises:
            SourceDown: The database did not serve.
        """
        with self._reading() as connection:
            last = {chain: last_of(connection, chain) for chain in ROWS}
        return {chain: found[1] for chain, found in last.items() if found is not None}

    def verify(self, heads: Mapping[Chain, str] | None = None) -> Sequence[Link]:
        """Read every row, and recompute every hash and every reference; a damaged row raises nothing.

        Args:
            heads: Heads noted earlier and kept elsewhere.

        Raises:
            SourceDown: The database did not serve.
        """
        with self._reading() as connection:
            return checked(connection, self._where, heads)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One state of the database for all questions."""
        with spoken(self._where), self._engine.connect() as connection:
            if self._server:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901
            yield connection

    @contextmanager
    def _appending(self, chain: Chain) -> Iterator[Connection]:
        """A transaction that alone adds to a chain; what is raised in it writes nothing."""
        with spoken(self._where), self._engine.connect().execution_options(**WRITES) as connection:
            if self._server:
                # whoever waited for the lock has to see what was written meanwhile
                connection.execution_options(isolation_level="READ COMMITTED")
                # SQLite has one writer at a time as it is; this lock ends with the transaction
                lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
                connection.execute(lock, {"name": f"plumbline ledger {chain}"})
            yield connection
            connection.commit()

    def _sealed(self, connection: Connection, seals: Sequence[Seal]) -> Iterator[Row[Seal]]:
        """The rows that stand where these seals would."""
        wanted = sorted({_key(one) for one in seals})
        for start in range(0, len(wanted), _AT_ONCE):
            keys = [
                and_(
                    SealRow.symbol == symbol,
                    SealRow.session == session,
                    SealRow.kind == kind,
                    SealRow.simulated == simulated,
                )
                for symbol, session, kind, simulated in wanted[start : start + _AT_ONCE]
            ]
            yield from _rows(connection, "seals", Seal, stored_rows(connection, "seals").where(or_(*keys)))


def _key(seal: Seal) -> _Key:
    return seal.symbol, seal.session, seal.kind, seal.simulated


def _rows(
    connection: Connection, chain: Chain, kind: type[Entry], question: Question
) -> Sequence[Row[Entry]]:
    return tuple(read(chain, kind, stored(chain, values)) for values in connection.execute(question))


def _narrowed(chain: Chain, wanted: Wanted) -> list[ColumnElement[bool]]:
    rows, conditions = ROWS[chain], []
    if wanted.symbol is not None:
        conditions.append(rows.symbol == wanted.symbol)
    if wanted.kind is not None:
        conditions.append(rows.kind == wanted.kind)
    if wanted.simulated is not None:
        conditions.append(rows.simulated == wanted.simulated)
    if wanted.first is not None:
        conditions.append(rows.session >= wanted.first)
    if wanted.last is not None:
        conditions.append(rows.session <= wanted.last)
    return conditions
