"""The library: every tenant's documents, put in, found again and taken out."""

import threading
from contextlib import ExitStack, nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from knowledge.errors import BadQuery, NotThere
from knowledge.library import ingest, inspection, recovery, removal
from knowledge.library.catalogue import Catalogue
from knowledge.library.chroma_vectors import ChromaVectors
from knowledge.library.ingest import ChunkDocument, Parts, ReadDocument
from knowledge.library.lock import CorpusLock, tenant_lock
from knowledge.library.recovery import Rebuilt
from knowledge.library.schema import MadeWith
from knowledge.library.store import Store
from knowledge.library.vector_files import VectorFiles
from knowledge.ports import Embedder, Progress, VectorStore, no_progress
from knowledge.tenants import Tenant
from knowledge.types import Added, Chunk, Document, Entry, Given

_VECTORS = "vectors"
_PROBE = "probe"
"""What is embedded to see whether that works."""


class Library:
    """The corpus. Any thread may call any method; a search never waits for a document that is being added.

    Everything of a tenant is in its own folder, catalogue and collection. Made by `open_library`; a context
    manager, which closes it.
    """

    def __init__(
        self,
        root: Path,
        embedder: Embedder,
        *,
        read: ReadDocument,
        chunk: ChunkDocument,
        chunker: str,
        chroma_url: str | None = None,
    ) -> None:
        """Set up and take the lock; as `open_library`, which also looks whether the corpus is sound."""
        self._root = root
        self._lock = None if chroma_url else CorpusLock(root)
        self._embedder = embedder
        self._made_with = MadeWith(embedder.model, embedder.dimension, chunker)
        self._stores: dict[Tenant, Store] = {}
        self._arrivals = threading.Lock()
        self._vectors = ChromaVectors(
            chroma_url or root / _VECTORS, self._made_with, lambda tenant: self._store(tenant).expected()
        )
        self._parts = Parts(embedder, self._vectors, read, chunk)

    @property
    def embedder(self) -> Embedder:
        """What turns text into the vectors of this corpus."""
        return self._embedder

    @property
    def vectors(self) -> VectorStore:
        """The vectors of all tenants. What the catalogue does not know is not to be shown."""
        return self._vectors

    def catalogue(self, tenant: Tenant) -> Catalogue | None:
        """The passages of a tenant, to be searched; None when it has none.

        Raises:
            CorpusDamaged: Its catalogue is broken, or being rebuilt.
            CorpusMismatch: It was made with another model or chunker.
        """
        store = self._store(tenant)
        return store.catalogue if store.is_there() and store.entries.any() else None

    def tenants(self) -> list[Tenant]:
        """Who has documents here, by name."""
        return [store.tenant for store in self._on_disk() if store.shelf.ids() and not store.leaves]

    def entries(self, tenant: Tenant, *, superseded: bool = False) -> list[Entry]:
        """The documents of a tenant, newest first.

        Args:
            tenant: Whose.
            superseded: With the versions that newer ones have replaced.
        """
        store = self._store(tenant)
        return store.entries.all(superseded=superseded) if store.is_there() else []

    def entry(self, tenant: Tenant, document: str) -> Entry:
        """A document by its id, or at least the first four digits of it.

        Raises:
            BadQuery: Too short, or the beginning of several.
            NotThere: No such document.
        """
        return self._with(tenant, document).entries.find(document)

    def document(self, tenant: Tenant, document: str) -> Document:
        """A document with its text, read again from its stored bytes.

        Raises:
            As `entry`.
            CorpusDamaged: Its bytes have changed.
            Refused: It cannot be read any more.
        """
        store = self._with(tenant, document)
        found = store.entries.find(document).document
        return self._parts.read(store.shelf.data(found), store.shelf.about(found).given)

    def chunks(self, tenant: Tenant, document: str) -> tuple[Chunk, ...]:
        """The passages of a document in order. What was embedded of them is not kept: they have no windows.

        Raises:
            As `entry`.
        """
        store = self._with(tenant, document)
        return store.entries.chunks(store.entries.find(document).document)

    def add(
        self,
        data: bytes,
        given: Given,
        tenant: Tenant,
        *,
        added: date,
        replaces: str | None = None,
        progress: Progress = no_progress,
    ) -> Added:
        """Take a document in. When this returns, it is stored for good and searchable.

        The same bytes again change nothing. A document takes the place of an older version when `replaces`
        names that, or when a current one has its title, source and publication day; the same title on
        another day is a series. The older version stays, for questions that look from a day before the newer
        one was known.

        Args:
            data: Its bytes.
            given: What is said about it.
            tenant: Whose it is to be.
            added: Today.
            replaces: The older version: its id or the first digits of it. If that has been replaced itself,
                its current version is meant.
            progress: Told of each stage.

        Raises:
            Refused: It cannot be read, or has no text; nothing is kept of it.
            BadQuery: `replaces` is unclear, or is this document.
            NotThere: `replaces` is not there.
            CorpusBusy, CorpusDown, CorpusDamaged, CorpusMismatch: The corpus cannot take it now. If it had
                been stored by then, `pending` counts it and `resume` completes it.
        """
        with self._arrivals:
            store = self._store(tenant)
        if store.leaves:
            with store.writing():
                removal.finish_tenant(store, self._vectors)
        return ingest.add(store, self._parts, data, given, added=added, replaces=replaces, progress=progress)

    def remove(self, tenant: Tenant, document: str) -> Entry:
        """Remove a document, its passages, words and vectors; the text is in no file afterwards.

        If it had replaced an older version, that one is current again, or, where a newer one replaced this
        one, is replaced by that.

        Raises:
            As `entry`.
            CorpusBusy, CorpusDown: It is no longer found; the rest of its removal waits for `resume`.
        """
        return removal.remove(self._with(tenant, document), self._vectors, document)

    def remove_tenant(self, tenant: Tenant) -> int:
        """Remove everything of a tenant.

        Returns:
            How many documents there were.
        """
        store = self._store(tenant)
        with store.writing():
            documents = len(store.shelf.ids())
            if store.shelf.folder.is_dir():
                removal.finish_tenant(store, self._vectors)
        return documents

    def pending(self) -> int:
        """How many documents wait for `resume`: a run was killed while it added or removed them."""
        return sum(recovery.unfinished(store) for store in self._on_disk())

    def resume(self, progress: Progress = no_progress) -> list[Added]:
        """Complete what killed runs left: documents half added, documents and tenants half removed.

        A stored document that cannot be read stays pending; `check` names it.
        """
        return [done for store in self._on_disk() for done in recovery.resume(store, self._parts, progress)]

    def check(self) -> list[str]:
        """Everything that is wrong, in words; looks at every byte and vector, so it takes its time.

        Nothing is mended, and no vector store is made where there is none.
        """
        return [
            problem
            for store in self._on_disk()
            for problem in inspection.problems(store, self._vectors, self._parts.read)
        ]

    def rebuild(self, progress: Progress = no_progress, tenant: Tenant | None = None) -> Rebuilt:
        """Make catalogues and vectors anew from the stored documents.

        Until it is done the documents are not found. Killed, it goes on where it stopped when called again;
        the next `open_library` says so.

        Args:
            progress: Told of each document.
            tenant: Whose; None does all, and deletes an embedded vector store with all its files.

        Raises:
            CorpusDown: The vector store does not answer; nothing has changed, unless it went later.
            KnowledgeError: What the embedder raises. It is tried first: nothing has changed.
        """
        self._embedder.embed([_PROBE])
        self._vectors.probe(kept=tenant is not None)
        # nobody new may begin to write between the list of tenants and the end of clearing
        with self._arrivals, ExitStack() as held:
            if tenant is None:
                self._on_disk()
                stores = sorted(self._stores.values(), key=lambda store: store.tenant)
            else:
                stores = [self._store(tenant)]
            for store in stores:
                held.enter_context(store.writing())
            going = [store for store in stores if store.leaves]
            staying = [store for store in stores if store.shelf.folder.is_dir() and not store.leaves]
            recovery.clear(staying, self._vectors, everything=tenant is None)
            for store in going:
                removal.finish_tenant(store, self._vectors)
        return recovery.rebuild(staying, self._parts, progress)

    def verify(self) -> None:
        """A quick look at whether the corpus can be used; never reads all of it.

        The number of a tenant's vectors is compared when they are first used.

        Raises:
            CorpusDamaged: A catalogue or the vector store is broken, or a rebuild was cut short.
            CorpusMismatch: The corpus was made with another model or chunker.
        """
        needed = [store.is_there() and store.expected().rows > 0 for store in self._on_disk()]
        if self._lock is not None:
            VectorFiles(self._root / _VECTORS).verify(needed=any(needed))

    def close(self) -> None:
        """Let go of all files and connections."""
        self._vectors.close()
        for store in self._stores.values():
            store.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _store(self, tenant: Tenant) -> Store:
        store = self._stores.get(tenant)
        if store is None:
            made = Store(
                self._root / tenant.slug,
                tenant,
                self._made_with,
                partial(tenant_lock, self._root, tenant) if self._lock is None else nullcontext,
            )
            store = self._stores.setdefault(tenant, made)
        return store

    def _with(self, tenant: Tenant, document: str) -> Store:
        """The store of a tenant that has documents."""
        store = self._store(tenant)
        if not store.is_there():
            raise NotThere(f"no document {document[:16]} in {tenant}.")
        return store

    def _on_disk(self) -> list[Store]:
        """The stores of all tenants that have a folder, by name."""
        found = []
        for folder in self._root.iterdir() if self._root.is_dir() else ():
            try:
                tenant = Tenant(folder.name.replace("-", ":"))
            except BadQuery:
                continue  # a folder of ours, of no tenant
            found.append(self._store(tenant))
        return sorted(found, key=lambda store: store.tenant)
