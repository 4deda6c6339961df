"""Chroma's collections, one per tenant: opened when first used, made sure of, kept at hand, let go of."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import CorpusDamaged
from knowledge.library.advice import REBUILD
from knowledge.library.agreement import verify
from knowledge.library.chroma_client import close, open_folder, open_server
from knowledge.library.chroma_errors import Gone, translated
from knowledge.library.chroma_rows import vectors_of
from knowledge.library.entries import Expected
from knowledge.library.schema import MadeWith, agree
from knowledge.library.vector_files import VectorFiles
from knowledge.tenants import Tenant

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_BREADTH = 200
"""How widely Chroma's graph is built and searched: its defaults lose a part of the nearest."""


class Collections:
    """The collections of one Chroma, on disk or on a server.

    The first use of a tenant's compares it with the catalogue. On disk that is also when Chroma lays out the
    files of an index that is not written yet, and their unused room has whatever stood in the memory of this
    process before, texts included: it is emptied (`VectorFiles.empty_unused`) while nobody writes.
    """

    def __init__(
        self, where: Path | str, made_with: MadeWith, expected: Callable[[Tenant], Expected]
    ) -> None:
        """Set up; nothing is opened. As `ChromaVectors`."""
        self.server = where if isinstance(where, str) else None
        self._files = None if isinstance(where, str) else VectorFiles(where)
        self._made_with = made_with
        self._expected = expected
        self._guard = threading.RLock()
        self._writes = threading.Lock()
        self._client: ClientAPI | None = None
        self._batch = 1
        self._known: dict[Tenant, Collection] = {}
        self._unwritten: set[Tenant] = set()

    @property
    def batch(self) -> int:
        """Rows Chroma takes at once; known once a collection was got."""
        return self._batch

    def get(self, tenant: Tenant, *, make: bool = False) -> "Collection | None":
        """A tenant's collection; None where it has none.

        Args:
            tenant: Whose.
            make: Make it if it is not there.

        Raises:
            CorpusDown: The server did not answer.
            CorpusDamaged: The store cannot be read, or does not agree with the catalogue.
            CorpusMismatch: The collection was made with another model or chunker.
        """
        with self._guard:
            collection = self._known.get(tenant)
            if collection is None:
                with translated(self.server):
                    collection = self._first(tenant, make=make)
                if collection is not None:
                    self._known[tenant] = collection
            return collection

    @contextmanager
    def writing(self, tenant: Tenant) -> Iterator[None]:
        """To be held while rows of a collection are written or deleted."""
        with self._writes:
            yield
            if tenant in self._unwritten:
                self._empty_unused()
                self._unwritten.discard(tenant)

    def forget(self, tenant: Tenant) -> None:
        """Look it up again at its next use: another process has made it anew, or it is to be verified."""
        with self._guard:
            self._known.pop(tenant, None)

    def still_has(self, tenant: Tenant, collection: "Collection") -> bool:
        """Whether this is the tenant's collection, and not one that was closed."""
        return self._known.get(tenant) is collection

    def probe(self, *, kept: bool) -> None:
        """Make sure that the store answers; nothing is changed.

        Args:
            kept: Whether an embedded store is to be used as it is, and not deleted as a whole.

        Raises:
            CorpusDown: The server did not answer.
            CorpusDamaged: The store on disk cannot be read.
        """
        if self._files is not None and not (kept and self._files.begun):
            return
        with self._guard, translated(self.server):
            self._open(noted=False).count_collections()

    def delete(self, tenant: Tenant) -> None:
        """Delete a tenant's collection; no error when there is none."""
        if self._files is not None:
            self._files.forget_note()
        with self._guard, self._writes, suppress(Gone), translated(self.server):
            self._known.pop(tenant, None)
            self._open().delete_collection(_name(tenant))

    def discard(self) -> None:
        """Delete an embedded store with all its files, readable or not; a server's collections stay."""
        with self._guard, self._writes:
            self._let_go()
            if self._files is not None:
                self._files.delete()

    def close(self) -> None:
        """Let go of files and connections."""
        with self._guard, self._writes:
            opened = self._client is not None
            self._let_go()
            if opened and self._files is not None:
                self._empty_unused()
                self._files.note()

    def _first(self, tenant: Tenant, *, make: bool) -> "Collection | None":
        if self._client is None and self._files is not None and not self._files.begun:
            if self._expected(tenant).rows:
                raise CorpusDamaged(f"the vectors of {tenant} are missing; {REBUILD}")
            if not make:
                return None
        client = self._open()
        try:
            with translated(self.server):
                collection = client.get_collection(_name(tenant), embedding_function=None)
        except Gone:
            verify(tenant, lambda: self._expected(tenant), lambda: 0, lambda _: {})
            return self._make(client, tenant) if make else None
        found = {name: str(value) for name, value in (collection.metadata or {}).items()}
        agree(found, str(tenant), self._made_with)
        with self._writes:
            verify(
                tenant,
                lambda: self._expected(tenant),
                collection.count,
                lambda ids: vectors_of(collection, ids, self._batch),
            )
            self._empty_unused()
        self._unwritten.add(tenant)
        return collection

    def _make(self, client: "ClientAPI", tenant: Tenant) -> "Collection":
        self._unwritten.add(tenant)
        return client.get_or_create_collection(
            _name(tenant),
            embedding_function=None,
            metadata=dict(self._made_with.as_text()),
            configuration={
                "hnsw": {"space": "cosine", "ef_construction": _BREADTH, "ef_search": _BREADTH},
            },
        )

    def _open(self, *, noted: bool = True) -> "ClientAPI":
        """Chroma; with `noted`, its files on disk are first held against the note of them."""
        if self._client is None:
            if self._files is None:
                self._client = open_server(self.server or "")
            else:
                if noted:
                    self._files.verify(needed=False)
                self._client = open_folder(self._files.folder)
            self._batch = self._client.get_max_batch_size()
        return self._client

    def _let_go(self) -> None:
        self._known.clear()
        self._unwritten.clear()
        client, self._client = self._client, None
        if client is not None:
            close(client)

    def _empty_unused(self) -> None:
        if self._files is not None:
            self._files.empty_unused()


def _name(tenant: Tenant) -> str:
    return f"plumb-{tenant.slug}"
