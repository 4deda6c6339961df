"""How a document comes in: read, put on the shelf, cut, embedded, and made searchable in one commit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from knowledge.errors import BadQuery, CorpusDown, NotThere, Refused
from knowledge.library.about import About, digest_of
from knowledge.library.chroma_vectors import ChromaVectors
from knowledge.library.removal import finish_removal
from knowledge.library.rows import vector_rows
from knowledge.library.store import Store
from knowledge.library.versions import report_key
from knowledge.library.writing import commit
from knowledge.ports import Embedder, Progress, Vectors
from knowledge.types import Added, Chunk, Document, Given

ReadDocument = Callable[[bytes, Given], Document]
ChunkDocument = Callable[[Document, Embedder], tuple[Chunk, ...]]

_AT_ONCE = 64
"""Windows embedded between two signs of progress."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What documents are made searchable with.

    Attributes:
        embedder: Text to vectors.
        vectors: Where they are kept.
        read: Bytes to a document.
        chunk: A document to passages.
    """

    embedder: Embedder
    vectors: ChromaVectors
    read: ReadDocument
    chunk: ChunkDocument


def add(
    store: Store,
    parts: Parts,
    data: bytes,
    given: Given,
    *,
    added: date,
    replaces: str | None,
    progress: Progress,
) -> Added:
    """Take a document in. As `knowledge.library.Library.add`."""
    progress("reading", 0, 1)
    document = _storable(parts.read(data, given))
    about = About(store.tenant, digest_of(data), given, added, report=report_key(document))
    progress("storing", 0, 1)
    with store.writing():
        store.prepare()
        if document.id in (leaving := store.leaving()):
            finish_removal(store, parts.vectors, document.id, leaving[document.id])
        there = store.entries.get(document.id)
        if there is not None:
            notes = _nothing_replaced(store, document.id, replaces)
            return Added(there, new=False, notes=notes)
        older, notes = _older(store, about, replaces)
        about = replace(about, replaces=older)
        try:
            store.shelf.put(about, data)
        except OSError as error:
            raise CorpusDown(f"the document cannot be stored: {error.strerror}.") from error
    try:
        return index(store, parts, about, document, progress, notes)
    except Refused:
        with store.writing():
            if store.entries.get(document.id) is None:
                store.shelf.discard(document.id)
        raise


def index(
    store: Store,
    parts: Parts,
    about: About,
    document: Document,
    progress: Progress,
    notes: tuple[str, ...] = (),
) -> Added:
    """Make a document that is on the shelf searchable.

    Everything slow is done before the lock is taken. Vectors first, the catalogue last: until its commit
    nothing of the document is found, from then on all of it.

    Raises:
        Refused: There is nothing in it to be found.
        NotThere: It was removed meanwhile.
    """
    progress("cutting into passages", 0, 1)
    chunks = parts.chunk(document, parts.embedder)
    if not chunks:
        raise Refused(f"{document.title}: there is no text in it.")
    vectors = _embedded(parts.embedder, [window for chunk in chunks for window in chunk.windows], progress)
    with store.writing():
        if not store.shelf.has(document.id):
            raise NotThere(f"document {document.id} was removed while it was being added.")
        progress("storing vectors", 0, 1)
        parts.vectors.upsert(store.tenant, vector_rows(document, chunks, about.added), vectors)
        progress("making it searchable", 0, 1)
        new = commit(store.database, about, document, chunks)
    progress("making it searchable", 1, 1)
    entry = store.entries.get(document.id)
    if entry is None:
        raise NotThere(f"document {document.id} was removed while it was being added.")
    older = None if about.replaces is None else store.entries.get(about.replaces)
    supersedes = older if older is not None and older.superseded_by == document.id else None
    return Added(entry, new, supersedes, notes)


def _storable(document: Document) -> Document:
    """The document, if it can be written down; a file name that is no text, for one, cannot."""
    said = (document.title, document.source, document.licence or "", *document.symbols, document.text)
    try:
        "\n".join(said).encode()
    except UnicodeEncodeError:
        raise Refused("its name, title or text has broken characters; give it a title.") from None
    return document


def _embedded(embedder: Embedder, windows: Sequence[str], progress: Progress) -> Vectors:
    progress("embedding", 0, len(windows))
    made = [np.empty((0, embedder.dimension), dtype=np.float32)]
    for first in range(0, len(windows), _AT_ONCE):
        part = windows[first : first + _AT_ONCE]
        made.append(embedder.embed(part))
        progress("embedding", first + len(part), len(windows))
    return np.concatenate(made)


def _older(store: Store, about: About, wanted: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The version a new document takes the place of, and what to say about that.

    Named by the person: that one, or, where it has been replaced already, the version current now. Else the
    current document of the same title, source and publication day; one that is stored but not searchable yet
    counts.
    """
    if wanted is not None:
        named = entry = store.entries.find(wanted)
        while entry.superseded_by is not None and (newer := store.entries.get(entry.superseded_by)):
            entry = newer
        if entry == named:
            return named.document, ()
        note = f"{named.document} had been replaced already; this replaces its current version."
        return entry.document, (note,)
    if about.report is None:
        return None, ()
    waiting = store.described(store.pending() - {about.document})
    same = store.entries.of_report(about.report)
    # one that waits may have been replaced already, by another that waits or by one that came through faster
    same += [
        other.document
        for other in waiting
        if other.report == about.report and not store.entries.replacing(other.document)
    ]
    passed = {other.replaces for other in waiting}
    return next((document for document in reversed(same) if document not in passed), None), ()


def _nothing_replaced(store: Store, document: str, wanted: str | None) -> tuple[str, ...]:
    """What to say when a document that is there already was to replace another."""
    if wanted is None:
        return ()
    named = store.entries.find(wanted).document
    if named == document:
        raise BadQuery(f"document {document} cannot replace itself: the bytes are the same.")
    return (f"the same bytes were here already; nothing changed, and {named} was not replaced.",)
