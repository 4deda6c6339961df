"""One tenant's shelf and catalogue, kept in step."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from knowledge.errors import CorpusDamaged, NotThere
from knowledge.library.about import About
from knowledge.library.advice import COMPLETE, REBUILD
from knowledge.library.catalogue import Catalogue
from knowledge.library.database import Database
from knowledge.library.durable import make_folder, remove, sync_folder
from knowledge.library.entries import Entries, Expected
from knowledge.library.schema import MadeWith, verify
from knowledge.library.shelf import Mark, Shelf
from knowledge.library.writing import make
from knowledge.tenants import Tenant

_CATALOGUE = "catalogue.sqlite"


class Store:
    """What is on disk of one tenant, but for its vectors.

    Attributes:
        tenant: Whose it is.
        shelf: The documents.
        database: The catalogue's file.
        entries: Its documents, as listed.
        catalogue: Its passages, as searched.
    """

    def __init__(
        self,
        folder: Path,
        tenant: Tenant,
        made_with: MadeWith,
        between_processes: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """Set up; nothing is read or made.

        Args:
            folder: The tenant's own.
            tenant: Whose it is.
            made_with: The model and chunker in use.
            between_processes: The lock to hold against other processes while writing.
        """
        self.tenant = tenant
        self.shelf = Shelf(folder)
        self.database = Database(folder / _CATALOGUE, str(tenant))
        self.entries = Entries(self.database, tenant)
        self.catalogue = Catalogue(self.database, tenant)
        self._made_with = made_with
        self._between_threads = threading.RLock()
        self._between_processes = between_processes
        self._verified = False

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep others from writing here: for moments, never while a document is read or embedded."""
        with self._between_threads, self._between_processes():
            yield

    @property
    def leaves(self) -> bool:
        """Whether the tenant is being removed, or that was cut short."""
        return self.shelf.marked(Mark.LEAVING)

    def is_there(self) -> bool:
        """Whether the tenant has a catalogue, made sure of to fit the model in use.

        Raises:
            CorpusDamaged: It is broken or missing, or a rebuild was cut short.
            CorpusMismatch: It was made with another model or chunker.
        """
        if self.leaves:
            return False
        if self.shelf.marked(Mark.CLEARING) or self.shelf.marked(Mark.REBUILDING):
            raise CorpusDamaged(
                f"the index of {self.tenant} is being rebuilt, or that was cut short; {COMPLETE}"
            )
        return self._is_made()

    def verify(self) -> None:
        """Look at the catalogue again, whatever was found before, and whether or not a rebuild is under way.

        Raises:
            As `is_there`.
        """
        self._verified = False
        self._is_made()

    def prepare(self) -> None:
        """Make the catalogue if there is none yet; the caller is writing."""
        if not self._is_made():
            make_folder(self.shelf.folder)
            make(self.database, self._made_with)
            sync_folder(self.shelf.folder)
            self._verified = True

    def pending(self) -> set[str]:
        """Documents on the shelf that are not in the catalogue: their adding was cut short."""
        there = self.entries.ids() if self.database.path.exists() else set()
        return self.shelf.ids() - there

    def described(self, documents: Iterable[str]) -> list[About]:
        """The descriptions of documents on the shelf, as far as they can be read."""
        found = []
        for document in sorted(documents):
            with suppress(NotThere, CorpusDamaged):
                found.append(self.shelf.about(document))
        return found

    def leaving(self) -> dict[str, str | None]:
        """Documents whose removal was cut short, with the version each had replaced."""
        return (self.entries.leaving() if self.database.path.exists() else {}) | self.shelf.leaving()

    def expected(self) -> Expected:
        """What the vector store should hold of this tenant."""
        if not self.database.path.exists():
            return Expected(0, (), settled=not self.shelf.ids())
        settled = not self.pending() and not self.leaving()
        return self.entries.expected(settled=settled)

    def discard_catalogue(self) -> None:
        """Delete the catalogue, readable or not."""
        self.database.close()
        for ending in ("", "-wal", "-shm"):
            remove(self.database.path.with_name(_CATALOGUE + ending))
        self._verified = False

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def _is_made(self) -> bool:
        if self._verified and self.database.path.exists():
            return True
        there = self.database.path.exists()
        with_documents = bool(self.shelf.ids())
        if not there and with_documents and not self.shelf.marked(Mark.REBUILDING):
            raise CorpusDamaged(f"the catalogue of {self.tenant} is missing; {REBUILD}")
        if not there:
            return False
        with self.database.reading() as connection:
            (version,) = connection.execute("pragma user_version").fetchone()
            if version == 0 and (not with_documents or self.shelf.marked(Mark.REBUILDING)):
                return False  # killed before its tables were made
            verify(connection, str(self.tenant), self._made_with)
        self._verified = True
        return True
