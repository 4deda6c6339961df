"""How a document, or all of a tenant, goes: first out of sight, then step by step out of every file.

Each step may be done again. What a kill leaves is known by the shelf's `removed` folder and the catalogue's
`leaving` column, for a tenant by its mark, and finished by `Library.resume`.
"""

from knowledge.errors import CorpusBusy
from knowledge.library.chroma_vectors import ChromaVectors
from knowledge.library.shelf import Mark
from knowledge.library.store import Store
from knowledge.library.writing import delete, forget_words, hide
from knowledge.types import Entry

_PATIENCE = 5.0
"""Seconds to wait for readers that still see the state before."""


def remove(store: Store, vectors: ChromaVectors, wanted: str) -> Entry:
    """Remove a document. As `knowledge.library.Library.remove`."""
    with store.writing():
        entry = store.entries.find(wanted)
        hide(store.database, entry.document)
        store.shelf.take_away(entry.document)
        finish_removal(store, vectors, entry.document, store.leaving()[entry.document])
    return entry


def finish_removal(store: Store, vectors: ChromaVectors, document: str, replaced: str | None) -> None:
    """Do what is left of a document's removal; the caller is writing.

    Args:
        store: Its tenant's.
        vectors: Where its vectors are.
        document: Its id.
        replaced: The version it had replaced, which becomes the one before what replaced it.

    Raises:
        CorpusBusy: Somebody has been reading the old state for five seconds; the rest waits for `resume`.
    """
    hide(store.database, document)
    store.shelf.take_away(document)
    vectors.delete_document(store.tenant, document)
    waiting = {about.document for about in store.described(store.pending()) if about.replaces == document}
    for newer in store.entries.replacing(document) | waiting:
        store.shelf.pass_over(newer, document, replaced)
    delete(store.database, document, replaced)
    forget_words(store.database)
    # the write-ahead log still has the pages as they were
    if not store.database.truncate_log(_PATIENCE):
        raise CorpusBusy(
            "the document is no longer found; its last traces go when the corpus is next opened."
        )
    store.shelf.forget(document)


def finish_tenant(store: Store, vectors: ChromaVectors) -> None:
    """Do what is left of a tenant's removal; the caller is writing."""
    store.shelf.mark(Mark.LEAVING)
    vectors.delete_tenant(store.tenant)
    store.discard_catalogue()
    store.shelf.clear()
