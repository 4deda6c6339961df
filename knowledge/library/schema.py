"""The tables of a catalogue, and what it was made with."""

import sqlite3
from dataclasses import dataclass

from knowledge.errors import CorpusDamaged, CorpusMismatch
from knowledge.library.advice import REBUILD

_VERSION = 1
"""Raised with every change to the tables."""

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How a text becomes the words it is found by."""

# Days are ordinals (`date.toordinal()`), lists are JSON. The full-text table keeps an index alone and reads
# the text from `passages`.
_TABLES = f"""
create table made_with (name text primary key, value text not null) without rowid;

create table documents (
    number integer primary key,
    id text not null unique,
    title text not null,
    source text not null,
    source_folded text not null,
    published integer,
    known_by text not null,
    symbols text not null,
    licence text,
    media text not null,
    characters integer not null,
    passages integer not null,
    windows integer not null,
    notes text not null,
    added integer not null,
    report text,
    known_from integer not null,
    first_known integer not null,
    replaces text,
    superseded_by text,
    superseded_since integer,
    leaving integer not null default 0
);
create index documents_of_a_report on documents (report);
create index documents_that_replace on documents (replaces) where replaces is not null;

create table symbols (
    symbol text not null,
    document integer not null references documents (number) on delete cascade,
    primary key (symbol, document)
) without rowid;
create index symbols_of_a_document on symbols (document);

create table passages (
    number integer primary key,
    id text not null unique,
    document integer not null references documents (number) on delete cascade,
    position integer not null,
    start integer not null,
    stop integer not null,
    section text not null,
    page integer,
    kind text not null,
    said_known_from integer,
    known_from integer not null,
    windows integer not null,
    heading text not null,
    body text not null
);
create index passages_of_a_document on passages (document, position);
create index passages_by_day on passages (known_from);

create virtual table words using fts5 (
    heading, body, content = 'passages', content_rowid = 'number', tokenize = '{TOKENIZER}'
);
"""


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What an index depends on: with any of it changed, it has to be made anew.

    Attributes:
        model: Identity of the embedding model.
        dimension: Length of its vectors.
        chunker: Version of the rules that cut documents into passages.
        metric: How vectors are compared.
    """

    model: str
    dimension: int
    chunker: str
    metric: str = "cosine"

    def as_text(self) -> dict[str, str]:
        """By name, as it is stored."""
        return {
            "model": self.model,
            "dimension": str(self.dimension),
            "chunker": self.chunker,
            "metric": self.metric,
        }


def create(connection: sqlite3.Connection, made_with: MadeWith) -> None:
    """Make the tables, unless they are there; inside a transaction of the caller's."""
    if connection.execute("pragma user_version").fetchone()[0]:
        return
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    connection.executemany("insert into made_with values (?, ?)", made_with.as_text().items())
    connection.execute(f"pragma user_version = {_VERSION}")


def verify(connection: sqlite3.Connection, whose: str, made_with: MadeWith) -> None:
    """Make sure that the catalogue is one of ours and fits the model and chunker in use.

    Raises:
        CorpusDamaged: There are no tables.
        CorpusMismatch: It was made with something else.
    """
    (version,) = connection.execute("pragma user_version").fetchone()
    if version == 0:
        raise CorpusDamaged(f"the catalogue of {whose} is empty; {REBUILD}")
    if version != _VERSION:
        raise CorpusMismatch(
            f"the catalogue of {whose} was made by another version of this program; {REBUILD}"
        )
    agree(dict(connection.execute("select name, value from made_with")), whose, made_with)


def agree(found: dict[str, str], whose: str, made_with: MadeWith) -> None:
    """Hold what an index says it was made with against what is in use.

    Raises:
        CorpusMismatch: They differ; says in what.
    """
    for name, wanted in made_with.as_text().items():
        if found.get(name) != wanted:
            raise CorpusMismatch(
                f"the index of {whose} was made with {name} {found.get(name, 'unknown')!r}, and {wanted!r} "
                f"is in use: set it back, or {REBUILD}"
            )
