"""What a killed run left is completed, and what is broken is made anew from the shelf."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from knowledge.errors import CorpusDamaged, CorpusMismatch, NotThere, Refused
from knowledge.library.chroma_vectors import ChromaVectors
from knowledge.library.durable import remove_partial
from knowledge.library.ingest import Parts, index
from knowledge.library.removal import finish_removal, finish_tenant
from knowledge.library.shelf import Mark
from knowledge.library.store import Store
from knowledge.library.versions import report_key
from knowledge.ports import Progress, no_progress
from knowledge.tenants import Tenant
from knowledge.types import Added


@dataclass(frozen=True, slots=True)
class NotRead:
    """A stored document that could not be made searchable; it stays on the shelf.

    Attributes:
        tenant: Whose it is.
        document: Its id.
        why: In words.
    """

    tenant: Tenant
    document: str
    why: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made.

    Attributes:
        documents: Documents that are searchable again.
        chunks: Their passages.
        refused: Documents that could not be read again, with the reason.
    """

    documents: int
    chunks: int
    refused: tuple[NotRead, ...] = ()


def unfinished(store: Store) -> int:
    """How many documents wait for `resume`; a tenant that goes counts once.

    Of a tenant whose catalogue is missing, broken or being rebuilt there are none: they wait for a rebuild.
    """
    if store.leaves:
        return 1
    try:
        store.is_there()
        return len(store.pending() | store.leaving().keys())
    except (CorpusDamaged, CorpusMismatch):
        return 0


def resume(store: Store, parts: Parts, progress: Progress) -> list[Added]:
    """Complete what was cut short for one tenant. As `knowledge.library.Library.resume`."""
    if store.leaves:
        with store.writing():
            finish_tenant(store, parts.vectors)
    if not store.is_there():
        with store.writing():
            _forget_leaving(store)
        return []
    with store.writing():
        remove_partial(store.shelf.folder / "documents")
        for document, replaced in store.leaving().items():
            finish_removal(store, parts.vectors, document, replaced)
    return [done for done in _index_pending(store, parts, progress) if isinstance(done, Added)]


def rebuild(stores: Sequence[Store], parts: Parts, progress: Progress) -> Rebuilt:
    """Make catalogues and vectors anew, once they are cleared (`clear`); marks are taken away at the end."""
    total = sum(len(store.pending()) for store in stores)
    refused: list[NotRead] = []
    begun = 0
    for store in stores:
        with store.writing():
            store.prepare()
        waiting = len(store.pending())
        done = _index_pending(store, parts, partial(_shifted, progress, begun, total))
        refused += [left for left in done if isinstance(left, NotRead)]
        begun += waiting
    for store in stores:
        with store.writing():
            store.shelf.unmark(Mark.REBUILDING)
    counts = [store.catalogue.counts() for store in stores]
    return Rebuilt(sum(one for one, _ in counts), sum(two for _, two in counts), tuple(refused))


def clear(stores: Sequence[Store], vectors: ChromaVectors, *, everything: bool) -> None:
    """Throw away catalogues and vectors, so that a rebuild begins from nothing; the caller is writing to all.

    A rebuild that was cut short is left as it is, to go on where it stopped, if what it made is sound.

    Args:
        stores: The tenants to do.
        vectors: The vector store.
        everything: Whether these are all tenants there are. An embedded vector store is then deleted as a
            whole, readable or not.
    """
    if stores and all(store.shelf.marked(Mark.REBUILDING) for store in stores) and _sound(stores, vectors):
        return
    for store in stores:
        store.shelf.unmark(Mark.REBUILDING)
        store.shelf.mark(Mark.CLEARING)
        _take_away_hidden(store)
    if everything:
        vectors.discard()
    for store in stores:
        vectors.delete_tenant(store.tenant)
        store.discard_catalogue()
        _forget_leaving(store)
        store.shelf.mark(Mark.REBUILDING)
        store.shelf.unmark(Mark.CLEARING)


def _sound(stores: Iterable[Store], vectors: ChromaVectors) -> bool:
    try:
        for store in stores:
            store.verify()
            vectors.verify(store.tenant)
    except (CorpusDamaged, CorpusMismatch):
        return False
    return True


def _take_away_hidden(store: Store) -> None:
    """Go on with removals that only the catalogue knows of, if it can still be read."""
    with suppress(CorpusDamaged):
        for document in store.entries.leaving() if store.database.path.exists() else ():
            store.shelf.take_away(document)


def _forget_leaving(store: Store) -> None:
    """Finish removals: without catalogue and vectors, only the shelf still knows the documents."""
    for document, replaced in store.shelf.leaving().items():
        for about in store.described(store.shelf.ids()):
            store.shelf.pass_over(about.document, document, replaced)
        store.shelf.forget(document)


def _index_pending(store: Store, parts: Parts, progress: Progress) -> list[Added | NotRead]:
    done: list[Added | NotRead] = []
    waiting = sorted(store.pending())
    for at, document in enumerate(waiting):
        progress("making documents searchable", at, len(waiting))
        try:
            about = store.shelf.about(document)
            read = parts.read(store.shelf.data(document), about.given)
        except NotThere:
            continue  # removed meanwhile
        except (Refused, CorpusDamaged) as error:
            done.append(NotRead(store.tenant, document, str(error)))
            continue
        try:
            done.append(index(store, parts, replace(about, report=report_key(read)), read, no_progress))
        except Refused as error:
            done.append(NotRead(store.tenant, document, str(error)))
        except NotThere:
            continue
    progress("making documents searchable", len(waiting), len(waiting))
    return done


def _shifted(progress: Progress, begun: int, total: int, what: str, done: int, _of: int) -> None:
    progress(what, begun + done, total)
