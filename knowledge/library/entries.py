"""What people and the library itself ask of one tenant's catalogue: its documents. Reads only."""

# ruff: noqa: S608 - statements are put together from constants of this package; values are bound

import re
import sqlite3
from dataclasses import dataclass

from knowledge.errors import BadQuery, NotThere
from knowledge.library.database import Database
from knowledge.library.rows import ENTRY, PASSAGE, chunk_of, entry_of
from knowledge.tenants import Tenant
from knowledge.types import Chunk, Entry

_SAMPLE = 16
"""Passages whose vectors are looked at when a tenant's are first used."""

_PREFIX = re.compile(r"[0-9a-f]{4,16}")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the vector store should hold of a tenant.

    Attributes:
        rows: How many rows.
        sample: A few of their ids, the oldest and the newest among them.
        settled: Whether nothing is being added or removed, so that there should not be any others.
    """

    rows: int
    sample: tuple[str, ...]
    settled: bool


class Entries:
    """One tenant's documents, as the catalogue lists them."""

    def __init__(self, database: Database, tenant: Tenant) -> None:
        """Set up.

        Args:
            database: The catalogue's file.
            tenant: Whose it is.
        """
        self._database = database
        self._tenant = tenant

    def all(self, *, superseded: bool) -> list[Entry]:
        """The documents, newest first (by publication, else by the day they were added).

        Args:
            superseded: With the older versions that others have replaced.
        """
        where = "" if superseded else "and superseded_by is null"
        with self._database.reading() as connection:
            rows = connection.execute(
                f"select {ENTRY} from documents where leaving = 0 {where} "
                "order by known_from desc, added desc, number desc"
            ).fetchall()
        return [entry_of(row, self._tenant) for row in rows]

    def any(self) -> bool:
        """Whether there is a document, superseded or not."""
        return bool(self._rows("select 1 from documents where leaving = 0 limit 1"))

    def get(self, document: str) -> Entry | None:
        """The entry of a document by its whole id; None when it is not there."""
        with self._database.reading() as connection:
            row = connection.execute(
                f"select {ENTRY} from documents where id = ? and leaving = 0", (document,)
            ).fetchone()
        return None if row is None else entry_of(row, self._tenant)

    def find(self, wanted: str) -> Entry:
        """The entry of a document by its id or the beginning of it.

        Raises:
            BadQuery: Fewer than four digits, or the beginning of several ids.
            NotThere: No such document.
        """
        prefix = wanted.strip().lower()
        if not _PREFIX.fullmatch(prefix):
            raise BadQuery(
                f"{wanted[:40]!r} is no document id; an id is 16 hexadecimal digits; 4 are enough."
            )
        with self._database.reading() as connection:
            rows = connection.execute(
                f"select {ENTRY} from documents where substr(id, 1, ?) = ? and leaving = 0 "
                "order by id limit 5",
                (len(prefix), prefix),
            ).fetchall()
        if not rows:
            raise NotThere(f"no document {prefix} in {self._tenant}.")
        if len(rows) > 1:
            several = ", ".join(row["document_id"] for row in rows)
            raise BadQuery(f"{prefix} is the beginning of several ids ({several}); give more of it.")
        return entry_of(rows[0], self._tenant)

    def chunks(self, document: str) -> tuple[Chunk, ...]:
        """The passages of a document in order; their windows are not kept."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"select {ENTRY}, {PASSAGE} from passages "
                "join documents on documents.number = passages.document "
                "where documents.id = ? order by passages.position",
                (document,),
            ).fetchall()
        return tuple(chunk_of(row) for row in rows)

    def ids(self) -> set[str]:
        """Ids of all documents, those being removed included."""
        return {row["id"] for row in self._rows("select id from documents")}

    def leaving(self) -> dict[str, str | None]:
        """Documents that are being removed, with the version each had replaced."""
        rows = self._rows("select id, replaces from documents where leaving = 1")
        return {row["id"]: row["replaces"] for row in rows}

    def replacing(self, document: str) -> set[str]:
        """Ids of the documents that say they replace this one."""
        return {row["id"] for row in self._rows("select id from documents where replaces = ?", document)}

    def of_report(self, report: str) -> list[str]:
        """Ids of the current documents with this report key."""
        rows = self._rows(
            "select id from documents where report = ? and superseded_by is null and leaving = 0 "
            "order by number",
            report,
        )
        return [row["id"] for row in rows]

    def expected(self, *, settled: bool) -> Expected:
        """What the vector store should hold, documents being removed left out.

        Args:
            settled: Whether nothing is under way; passed on.
        """
        with self._database.reading() as connection:
            (rows,) = connection.execute(
                "select coalesce(sum(windows), 0) from documents where leaving = 0"
            ).fetchone()
            low, high = connection.execute("select min(number), max(number) from passages").fetchone()
            spread = [low + (high - low) * at // (_SAMPLE - 1) for at in range(_SAMPLE)] if rows else []
            passages = connection.execute(
                "select passages.id from passages join documents on documents.number = passages.document "
                "where documents.leaving = 0 and passages.windows > 0 "
                f"and passages.number in ({', '.join('?' * len(spread))})",
                spread,
            ).fetchall()
        return Expected(rows, tuple(f"{row['id']}#0" for row in passages), settled)

    def vector_ids(self) -> set[str]:
        """Ids of all rows that the vector store should hold."""
        rows = self._rows(
            "select passages.id, passages.windows from passages "
            "join documents on documents.number = passages.document where documents.leaving = 0"
        )
        return {f"{row['id']}#{window}" for row in rows for window in range(row["windows"])}

    def _rows(self, statement: str, *values: str) -> list[sqlite3.Row]:
        with self._database.reading() as connection:
            return connection.execute(statement, values).fetchall()
