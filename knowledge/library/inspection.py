"""A complete look at a corpus: everything that is wrong, in words."""

from collections.abc import Callable, Iterator

from knowledge.errors import CorpusDamaged, CorpusDown, KnowledgeError
from knowledge.library.advice import COMPLETE, NEXT, REBUILD
from knowledge.library.agreement import is_unit
from knowledge.library.chroma_vectors import ChromaVectors
from knowledge.library.ingest import ReadDocument
from knowledge.library.store import Store

_AT_ONCE = 1_000
"""Vectors looked at in one go."""


def problems(store: Store, vectors: ChromaVectors, read: ReadDocument) -> list[str]:
    """What is wrong with a tenant's documents, catalogue and vectors; empty when nothing is."""
    if store.leaves:
        return [f"{store.tenant}: its removal was cut short; {NEXT}"]
    found = list(_shelf(store))
    unreadable = [*_said(store, store.is_there), *_said(store, store.verify)]
    found += dict.fromkeys(unreadable)
    if not unreadable:
        about_vectors, usable = _about_vectors(store, vectors)
        found += _said(store, lambda: found.extend(_catalogue(store)))
        found += _said(store, lambda: found.extend(_unfinished(store, read, NEXT if usable else COMPLETE)))
        found += about_vectors
    return list(dict.fromkeys(found))


def _said(store: Store, look: Callable[[], object]) -> list[str]:
    """What went wrong while looking."""
    try:
        look()
    except KnowledgeError as error:
        return [f"{store.tenant}: {error}"]
    return []


def _shelf(store: Store) -> Iterator[str]:
    for document in sorted(store.shelf.ids()):
        yield from _said(store, lambda document=document: store.shelf.data(document))  # type: ignore[misc]


def _catalogue(store: Store) -> Iterator[str]:
    yield from _said(store, lambda: _intact(store))
    yield from _said(store, lambda: _words_agree(store))
    there, stored = store.entries.ids(), store.shelf.ids()
    leaving = store.leaving().keys()
    for document in sorted(there - stored - leaving):
        yield f"{store.tenant}: {document} is searchable and its bytes are missing; remove it"


def _unfinished(store: Store, read: ReadDocument, completed: str) -> Iterator[str]:
    """What was cut short, and how it is completed."""
    leaving = store.leaving().keys()
    for document in sorted(store.pending() - leaving):
        try:
            read(store.shelf.data(document), store.shelf.about(document).given)
        except KnowledgeError as error:
            yield f"{store.tenant}: {document} is stored and cannot be made searchable: {error}"
        else:
            yield f"{store.tenant}: {document} is stored and not searchable; {completed}"
    for document in sorted(leaving):
        yield f"{store.tenant}: the removal of {document} was cut short; {completed}"


def _intact(store: Store) -> None:
    with store.database.reading() as connection:
        results = [row[0] for row in connection.execute("pragma integrity_check(5)")]
    if results != ["ok"]:
        raise CorpusDamaged(f"the catalogue is broken ({'; '.join(results)}); {REBUILD}")


def _words_agree(store: Store) -> None:
    """FTS5's own comparison of its index with the text."""
    with store.database.writing() as connection:
        connection.execute("insert into words (words, rank) values ('integrity-check', 1)")


def _about_vectors(store: Store, vectors: ChromaVectors) -> tuple[list[str], bool]:
    """What is wrong with the vectors, and whether a command can use them (once their server is there)."""
    found: list[str] = []
    try:
        found.extend(_vectors(store, vectors))
    except KnowledgeError as error:
        return [*found, f"{store.tenant}: {error}"], isinstance(error, CorpusDown)
    return found, not found


def _vectors(store: Store, vectors: ChromaVectors) -> Iterator[str]:
    wanted, found = store.entries.vector_ids(), vectors.ids(store.tenant)
    under_way = store.pending() | store.leaving().keys()
    extra = [row for row in sorted(found - wanted) if row.partition(":")[0] not in under_way]
    if missing := sorted(wanted - found):
        yield f"{store.tenant}: {len(missing):,} vectors are missing, the first is {missing[0]}"
    if extra:
        yield f"{store.tenant}: {len(extra):,} vectors belong to nothing, the first is {extra[0]}"
    there = sorted(wanted & found)
    broken = []
    for first in range(0, len(there), _AT_ONCE):
        part = there[first : first + _AT_ONCE]
        got = vectors.fetch(store.tenant, part)
        broken += [row for row in part if row not in got or not is_unit(got[row])]
    if broken:
        yield f"{store.tenant}: {len(broken):,} vectors are broken, the first is {broken[0]}"
