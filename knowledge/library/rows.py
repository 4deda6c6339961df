"""Rows of the catalogue as the values they stand for, and back."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date

from knowledge.library.about import About
from knowledge.library.versions import folded
from knowledge.ports import VectorRow
from knowledge.tenants import Tenant
from knowledge.types import BlockKind, Chunk, Citation, Document, Entry, Media, Published

ENTRY = """documents.id as document_id, documents.title, documents.source, documents.published,
documents.known_by, documents.symbols, documents.licence, documents.media, documents.added,
documents.passages, documents.characters, documents.superseded_by, documents.superseded_since,
documents.notes"""
"""Columns of `entry_of`."""

PASSAGE = """passages.id as passage_id, passages.position, passages.start, passages.stop, passages.section,
passages.page, passages.kind, passages.said_known_from, passages.known_from, passages.windows,
passages.body"""
"""Columns of `chunk_of` and, with `ENTRY`, of `passage_of`."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the catalogue has it.

    Attributes:
        id: The chunk's id.
        document: Its document's id.
        position: 0 for the first of its document.
        start: First character in the document's text.
        end: One past the last.
        section: The headings above it.
        page: Page of a PDF on which it begins.
        kind: TABLE when it is a table.
        text: The text itself.
        windows: How many vectors it has: rows `<id>#0` to `<id>#<windows - 1>`.
        known_from: First day on which it may be quoted.
        superseded_since: First day on which a newer version of its document was known; None while its
            document is the current version.
        entry: Its document.
    """

    id: str
    document: str
    position: int
    start: int
    end: int
    section: tuple[str, ...]
    page: int | None
    kind: BlockKind
    text: str
    windows: int
    known_from: date
    superseded_since: date | None
    entry: Entry

    @property
    def of(self) -> int:
        """How many passages its document has."""
        return self.entry.chunks


def known_from(published: Published, added: date) -> date:
    """First day on which a document may be quoted: when it came out, else when it was added."""
    return published.day or added


def passage_known_from(chunk: Chunk, published: Published, added: date) -> date:
    """First day on which a passage may be quoted: its own, never before its document came out."""
    if chunk.known_from is None:
        return known_from(published, added)
    return max(chunk.known_from, published.day) if published.day else chunk.known_from


def vector_rows(document: Document, chunks: tuple[Chunk, ...], added: date) -> list[VectorRow]:
    """One row per window, in the order of the windows."""
    return [
        VectorRow(
            f"{chunk.id}#{window}",
            chunk.id,
            document.id,
            passage_known_from(chunk, document.published, added).toordinal(),
        )
        for chunk in chunks
        for window in range(len(chunk.windows))
    ]


def document_row(about: About, document: Document, chunks: tuple[Chunk, ...]) -> dict[str, object]:
    """A document's columns by name; what other documents decide (`superseded_…`) is not in it."""
    first = min(passage_known_from(chunk, document.published, about.added) for chunk in chunks)
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "source_folded": folded(document.source),
        "published": _ordinal(document.published.day),
        "known_by": document.published.known_by,
        "symbols": json.dumps(document.symbols),
        "licence": document.licence,
        "media": document.media.value,
        "characters": len(document.text),
        "passages": len(chunks),
        "windows": sum(len(chunk.windows) for chunk in chunks),
        "notes": json.dumps(document.notes, ensure_ascii=False),
        "added": about.added.toordinal(),
        "report": about.report,
        "known_from": known_from(document.published, about.added).toordinal(),
        "first_known": first.toordinal(),
        "replaces": about.replaces,
    }


def passage_row(number: int, about: About, document: Document, chunk: Chunk) -> dict[str, object]:
    """A passage's columns by name.

    Args:
        number: Its document's number in the catalogue.
        about: How the document came here.
        document: Its document.
        chunk: The passage.
    """
    headings = (document.title, *(heading for heading in chunk.section if heading != document.title))
    return {
        "id": chunk.id,
        "document": number,
        "position": chunk.position,
        "start": chunk.start,
        "stop": chunk.end,
        "section": json.dumps(chunk.section, ensure_ascii=False),
        "page": chunk.page,
        "kind": chunk.kind.value,
        "said_known_from": _ordinal(chunk.known_from),
        "known_from": passage_known_from(chunk, document.published, about.added).toordinal(),
        "windows": len(chunk.windows),
        "heading": "\n".join(headings),
        "body": chunk.text,
    }


def entry_of(row: sqlite3.Row, tenant: Tenant) -> Entry:
    """The entry in the `ENTRY` columns of a row."""
    return Entry(
        document=row["document_id"],
        cited=Citation(
            document=row["document_id"],
            title=row["title"],
            source=row["source"],
            published=Published(_day(row["published"]), row["known_by"]),
            tenant=tenant,
        ),
        symbols=tuple(json.loads(row["symbols"])),
        licence=row["licence"],
        media=Media(row["media"]),
        added=date.fromordinal(row["added"]),
        chunks=row["passages"],
        characters=row["characters"],
        superseded_by=row["superseded_by"],
        notes=tuple(json.loads(row["notes"])),
    )


def chunk_of(row: sqlite3.Row) -> Chunk:
    """The chunk in the `ENTRY` and `PASSAGE` columns of a row; its windows are not kept, so it has none."""
    return Chunk(
        id=row["passage_id"],
        document=row["document_id"],
        position=row["position"],
        start=row["start"],
        end=row["stop"],
        section=tuple(json.loads(row["section"])),
        page=row["page"],
        kind=BlockKind(row["kind"]),
        known_from=_day(row["said_known_from"]),
        text=row["body"],
        windows=(),
    )


def passage_of(row: sqlite3.Row, tenant: Tenant) -> StoredPassage:
    """The passage in the `ENTRY` and `PASSAGE` columns of a row."""
    chunk = chunk_of(row)
    return StoredPassage(
        id=chunk.id,
        document=chunk.document,
        position=chunk.position,
        start=chunk.start,
        end=chunk.end,
        section=chunk.section,
        page=chunk.page,
        kind=chunk.kind,
        text=chunk.text,
        windows=row["windows"],
        known_from=date.fromordinal(row["known_from"]),
        superseded_since=_day(row["superseded_since"]),
        entry=entry_of(row, tenant),
    )


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
