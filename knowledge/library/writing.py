"""Changes to a catalogue. Each function is one transaction: all of it is on the disk, or none."""

# ruff: noqa: S608 - statements are put together from constants of this package; values are bound

import sqlite3

from knowledge.library.about import About
from knowledge.library.database import Database
from knowledge.library.rows import document_row, passage_row
from knowledge.library.schema import MadeWith, create
from knowledge.library.versions import Version, superseded
from knowledge.types import Chunk, Document


def make(database: Database, made_with: MadeWith) -> None:
    """Make the tables, unless they are there."""
    with database.writing() as connection:
        create(connection, made_with)


def commit(database: Database, about: About, document: Document, chunks: tuple[Chunk, ...]) -> bool:
    """Make a document searchable, with all its passages and words.

    Returns:
        Whether this did it; False when the document was there already.
    """
    with database.writing() as connection:
        if connection.execute("select 1 from documents where id = ?", (document.id,)).fetchone():
            return False
        number = _insert(connection, "documents", document_row(about, document, chunks))
        connection.executemany(
            "insert or ignore into symbols values (?, ?)",
            [(symbol.upper(), number) for symbol in document.symbols],
        )
        for chunk in chunks:
            row = passage_row(number, about, document, chunk)
            passage = _insert(connection, "passages", row)
            connection.execute(
                "insert into words (rowid, heading, body) values (?, ?, ?)",
                (passage, row["heading"], row["body"]),
            )
        _relink(connection)
        return True


def hide(database: Database, document: str) -> None:
    """Make a document that is to be removed invisible; the versions around it join up."""
    with database.writing() as connection:
        connection.execute("update documents set leaving = 1 where id = ?", (document,))
        _relink(connection)


def delete(database: Database, document: str, replaced: str | None) -> None:
    """Delete a document's rows and words; what replaced it replaces `replaced` from now on."""
    with database.writing() as connection:
        connection.execute("update documents set replaces = ? where replaces = ?", (replaced, document))
        connection.execute(
            "insert into words (words, rowid, heading, body) select 'delete', number, heading, body "
            "from passages where document = (select number from documents where id = ?)",
            (document,),
        )
        connection.execute("delete from documents where id = ?", (document,))
        _relink(connection)


def forget_words(database: Database) -> None:
    """Rewrite the word index without the words of deleted passages.

    FTS5 only notes that a passage is gone and drops its words when it merges; until then they could be read
    in the file. (Its `secure-delete` option does the same at once, from SQLite 3.42 on.)
    """
    with database.writing() as connection:
        connection.execute("insert into words (words) values ('optimize')")


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, object]) -> int:
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    number = connection.execute(f"insert into {table} ({names}) values ({places})", row).lastrowid
    assert number is not None  # noqa: S101 - an insert that succeeds has a row id
    return number


def _relink(connection: sqlite3.Connection) -> None:
    """Work out anew which documents are superseded, from what each says it replaces."""
    gone = {
        row["id"]: row["replaces"]
        for row in connection.execute("select id, replaces from documents where leaving = 1")
    }
    versions = [
        Version(row["id"], row["replaces"], row["known_from"])
        for row in connection.execute(
            "select id, replaces, known_from from documents where leaving = 0 and (replaces is not null "
            "or id in (select replaces from documents where replaces is not null))"
        )
    ]
    found = superseded(versions, gone)
    old = {
        row["id"]: (row["superseded_by"], row["superseded_since"])
        for row in connection.execute(
            "select id, superseded_by, superseded_since from documents where superseded_by is not null"
        )
    }
    new = {document: (fate.by, fate.since) for document, fate in found.items()}
    connection.executemany(
        "update documents set superseded_by = ?, superseded_since = ? where id = ?",
        [
            (*new.get(document, (None, None)), document)
            for document in old.keys() | new.keys()
            if old.get(document) != new.get(document)
        ],
    )
