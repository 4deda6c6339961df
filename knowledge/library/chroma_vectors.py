"""Vectors in Chroma: a collection per tenant, on disk or on a server. No text is given to it."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from knowledge.errors import CorpusDamaged, CorpusDown
from knowledge.library.chroma_collections import Collections
from knowledge.library.chroma_errors import Gone, translated
from knowledge.library.chroma_rows import ids_of, parts, ranked, vectors_of, write
from knowledge.library.entries import Expected
from knowledge.library.nearest import Narrowing, nearest
from knowledge.library.schema import MadeWith
from knowledge.ports import Near, VectorRow, Vectors
from knowledge.tenants import Tenant

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as Stored

T = TypeVar("T")


class ChromaVectors:
    """A `knowledge.ports.VectorStore` in Chroma.

    Chroma is imported and opened when a vector is first wanted. The first time a tenant's vectors are used,
    their number and a few of them are held against what the catalogue says.

    Removing is Chroma's: rows are no longer found and their ids are gone, but the bare numbers of a vector
    may stay in its files until these are made anew (`discard`, as a rebuild of everything does).
    """

    def __init__(
        self,
        where: Path | str,
        made_with: MadeWith,
        expected: Callable[[Tenant], Expected],
    ) -> None:
        """Set up; nothing is opened.

        Args:
            where: The folder of an embedded store, or the address of a server.
            made_with: What the vectors are made with; kept with each collection.
            expected: What the catalogue says should be there.
        """
        self._collections = Collections(where, made_with, expected)

    def upsert(self, tenant: Tenant, rows: Sequence[VectorRow], vectors: Vectors) -> None:
        """As `knowledge.ports.VectorStore.upsert`."""

        def work(stored: "Stored") -> None:
            with self._collections.writing(tenant):
                write(stored, rows, vectors, self._collections.batch)

        if rows:
            self._do(tenant, work, None, make=True)

    def near(
        self,
        tenant: Tenant,
        vector: Vectors,
        limit: int,
        *,
        known_by: int,
        documents: Collection[str] | None = None,
    ) -> list[Near]:
        """As `knowledge.ports.VectorStore.near`."""
        narrowing = Narrowing(known_by, documents)

        def work(stored: "Stored") -> list[Near]:
            return nearest(lambda take, passed_on: ranked(stored, vector, take, passed_on), limit, narrowing)

        return self._do(tenant, work, [])

    def fetch(self, tenant: Tenant, ids: Sequence[str]) -> dict[str, Vectors]:
        """As `knowledge.ports.VectorStore.fetch`."""
        if not ids:
            return {}
        return self._do(tenant, lambda stored: vectors_of(stored, ids, self._collections.batch), {})

    def ids(self, tenant: Tenant, document: str | None = None) -> set[str]:
        """As `knowledge.ports.VectorStore.ids`."""
        return self._do(tenant, lambda stored: set(ids_of(stored, document)), set())

    def delete_document(self, tenant: Tenant, document: str) -> None:
        """As `knowledge.ports.VectorStore.delete_document`."""

        def work(stored: "Stored") -> None:
            with self._collections.writing(tenant):
                for part in parts(ids_of(stored, document), self._collections.batch):
                    stored.delete(ids=list(part))

        self._do(tenant, work, None)

    def delete_tenant(self, tenant: Tenant) -> None:
        """As `knowledge.ports.VectorStore.delete_tenant`."""
        self._collections.delete(tenant)

    def verify(self, tenant: Tenant) -> None:
        """Hold a tenant's vectors against the catalogue, whatever was found before.

        Raises:
            CorpusDamaged: They do not agree.
            CorpusMismatch: They were made with another model or chunker.
        """
        self._collections.forget(tenant)
        self._collections.get(tenant)

    def probe(self, *, kept: bool) -> None:
        """Make sure that the store answers, before anything is thrown away; nothing is changed.

        Args:
            kept: Whether an embedded store is to be used as it is, and not deleted as a whole.

        Raises:
            CorpusDown: The server did not answer.
            CorpusDamaged: The store on disk cannot be read.
        """
        self._collections.probe(kept=kept)

    def discard(self) -> None:
        """Delete an embedded store with all its files, readable or not; a server's collections stay."""
        self._collections.discard()

    def close(self) -> None:
        """As `knowledge.ports.VectorStore.close`."""
        self._collections.close()

    def _do(self, tenant: Tenant, work: "Callable[[Stored], T]", nothing: T, *, make: bool = False) -> T:
        """Work on a tenant's collection; `nothing` where it has none."""
        for last in (False, True):
            stored = self._collections.get(tenant, make=make)
            if stored is None:
                break
            try:
                with translated(self._collections.server):
                    return work(stored)
            except AttributeError:
                # Chroma takes its insides away when it is closed
                if self._collections.still_has(tenant, stored):
                    raise
                raise CorpusDown(f"the vectors of {tenant} were closed while they were used.") from None
            except Gone:
                # another process has made the collection anew, and the old handle leads nowhere
                self._collections.forget(tenant)
                if last:
                    raise CorpusDamaged(f"the vectors of {tenant} vanish while they are used.") from None
        return nothing
