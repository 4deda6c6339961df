"""What a search asks of one tenant's catalogue: words, filters, passages. Reads only."""

# ruff: noqa: S608 - statements are put together from constants of this package; values are bound

import sqlite3
from collections.abc import Sequence
from datetime import date

from knowledge.errors import BadQuery
from knowledge.library.database import Database
from knowledge.library.rows import ENTRY, PASSAGE, StoredPassage, passage_of
from knowledge.library.versions import folded
from knowledge.tenants import Tenant

_AT_ONCE = 500
"""Ids asked for in one statement."""

_CURRENT = (
    "documents.leaving = 0 and (documents.superseded_since is null or documents.superseded_since > :as_of)"
)

_MATCHES = """from words
join passages on passages.number = words.rowid
join documents on documents.number = passages.document
where words match :match"""


class Catalogue:
    """One tenant's passages, by their words and by their documents' dates, symbols and sources.

    A passage is visible on a day when it was known by then and no newer version of its document was; the
    passages of a document that is being removed never are. Every method may be called from any thread.
    """

    def __init__(self, database: Database, tenant: Tenant) -> None:
        """Set up.

        Args:
            database: The catalogue's file.
            tenant: Whose it is.
        """
        self._database = database
        self._tenant = tenant

    def lexical(
        self,
        match: str,
        limit: int,
        *,
        as_of: date,
        symbol: str | None = None,
        source: str | None = None,
        since: date | None = None,
        weights: tuple[float, float] = (1.0, 1.0),
    ) -> list[tuple[str, float]]:
        """Passages by their words.

        Args:
            match: An FTS5 expression over the columns `heading` and `body`.
            limit: Passages at most.
            as_of: Only passages visible on that day.
            symbol: Only documents about this ticker.
            source: Only documents of this source; case and spacing do not matter.
            since: Only documents published on or after this day.
            weights: What a word counts for in the headings and in the text.

        Returns:
            Chunk ids with BM25 as a positive number, best first; equals in the order they were added.

        Raises:
            BadQuery: The expression cannot be understood.
        """
        where, values = _filtered(symbol, source, since)
        rows = self._matching(
            f"select passages.id, -bm25(words, :heading, :body) as bm25 {_MATCHES} "
            f"and passages.known_from <= :as_of and {_CURRENT} {where} "
            "order by bm25 desc, passages.number limit :limit",
            values
            | {
                "match": match,
                "as_of": as_of.toordinal(),
                "limit": limit,
                "heading": weights[0],
                "body": weights[1],
            },
        )
        return [(row["id"], row["bm25"]) for row in rows]

    def documents(
        self,
        *,
        as_of: date,
        symbol: str | None = None,
        source: str | None = None,
        since: date | None = None,
    ) -> set[str]:
        """Ids of the documents that pass the filters and have something visible on that day."""
        where, values = _filtered(symbol, source, since)
        with self._database.reading() as connection:
            rows = connection.execute(
                f"select id from documents where first_known <= :as_of and {_CURRENT} {where}",
                values | {"as_of": as_of.toordinal()},
            ).fetchall()
        return {row["id"] for row in rows}

    def passages(self, ids: Sequence[str], *, as_of: date | None = None) -> dict[str, StoredPassage]:
        """Passages by id, in the order of the ids.

        Ids that are not there, or not visible on `as_of` where that is given, are left out; those of a
        document that is being removed always are.
        """
        day = date.max if as_of is None else as_of
        seen = "documents.leaving = 0" if as_of is None else f"passages.known_from <= :as_of and {_CURRENT}"
        found: dict[str, StoredPassage] = {}
        with self._database.reading() as connection:
            for first in range(0, len(ids), _AT_ONCE):
                part = {f"id{at}": identity for at, identity in enumerate(ids[first : first + _AT_ONCE])}
                rows = connection.execute(
                    f"select {ENTRY}, {PASSAGE} from passages "
                    "join documents on documents.number = passages.document "
                    f"where passages.id in ({', '.join(f':{name}' for name in part)}) and {seen}",
                    part | {"as_of": day.toordinal()},
                )
                found.update((row["passage_id"], passage_of(row, self._tenant)) for row in rows)
        return {identity: found[identity] for identity in dict.fromkeys(ids) if identity in found}

    def counts(self) -> tuple[int, int]:
        """How many documents and passages there are, superseded ones included."""
        with self._database.reading() as connection:
            row = connection.execute(
                "select count(*) as documents, coalesce(sum(passages), 0) as passages from documents "
                "where leaving = 0"
            ).fetchone()
        return row["documents"], row["passages"]

    def latest(self) -> date | None:
        """The last day on which a passage became known; None when there is none."""
        with self._database.reading() as connection:
            (latest,) = connection.execute("select max(known_from) from passages").fetchone()
        return None if latest is None else date.fromordinal(latest)

    def frequencies(self, words: Sequence[str]) -> tuple[int, ...]:
        """In how many passages each word stands, as BM25 counts it: a number with a point is a phrase."""
        with self._database.reading() as connection:
            return tuple(
                connection.execute(
                    "select count(*) from words where words match ?", (f'"{word.replace(chr(34), " ")}"',)
                ).fetchone()[0]
                for word in words
            )

    def _matching(self, statement: str, values: dict[str, object]) -> list[sqlite3.Row]:
        with self._database.reading() as connection:
            try:
                return connection.execute(statement, values).fetchall()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                    raise
                raise BadQuery("the words to look for are no full-text expression.") from error


def _filtered(symbol: str | None, source: str | None, since: date | None) -> tuple[str, dict[str, object]]:
    """The filters on documents as SQL, and their values."""
    conditions = {
        "symbol": (
            "and documents.number in (select document from symbols where symbol = :symbol)",
            symbol and symbol.upper(),
        ),
        "source": ("and documents.source_folded = :source", source and folded(source)),
        "since": ("and documents.published >= :since", since and since.toordinal()),
    }
    wanted = {name: (sql, value) for name, (sql, value) in conditions.items() if value}
    return " ".join(sql for sql, _ in wanted.values()), {name: value for name, (_, value) in wanted.items()}
