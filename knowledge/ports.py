"""What the corpus needs from outside, as behaviour: an embedder, a vector store, prices."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.tenants import Tenant

Vectors = NDArray[np.float32]
"""Rows of unit length, shape (texts, dimension)."""

Progress = Callable[[str, int, int], None]
"""Told of long work: what is being done, how many are done, how many there are."""


def no_progress(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


class Embedder(Protocol):
    """Turns text into vectors of unit length; the same text always gives the same vector.

    The model itself is loaded at the first `tokens` or `embed`, not before.
    """

    @property
    def model(self) -> str:
        """Identity of the model: its name and, where known, a digest of its weights."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def window(self) -> int:
        """Tokens of one text that the model reads, its own marks left out; what is beyond is not seen."""
        ...

    @property
    def background(self) -> float:
        """The mean cosine of texts that have nothing to do with each other, below 1: this model's zero."""
        ...

    def tokens(self, text: str) -> int:
        """How many tokens of the window the text takes, without the model's own marks. Cheap."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector per text, in order; shape (0, dimension) for none. Texts past the window are cut."""
        ...


@dataclass(frozen=True, slots=True)
class VectorRow:
    """One vector as it is stored.

    Attributes:
        id: `<chunk id>#<window>`; writing the same id again replaces it.
        chunk: The chunk it belongs to.
        document: The document it belongs to.
        known_from: First day on which it may be quoted, as `date.toordinal()`.
    """

    id: str
    chunk: str
    document: str
    known_from: int


@dataclass(frozen=True, slots=True)
class Near:
    """A chunk near a question: its best window's cosine."""

    chunk: str
    document: str
    cosine: float


class VectorStore(Protocol):
    """Vectors by tenant. One tenant's rows are never seen through another's name.

    Trouble raises `CorpusDown` (not reachable) or `CorpusDamaged` (unreadable).
    """

    def upsert(self, tenant: Tenant, rows: Sequence[VectorRow], vectors: Vectors) -> None:
        """Write rows; when it returns they survive a crash. Writing them again changes nothing."""
        ...

    def near(
        self,
        tenant: Tenant,
        vector: Vectors,
        limit: int,
        *,
        known_by: int,
        documents: Collection[str] | None = None,
    ) -> list[Near]:
        """The nearest chunks known on or before `known_by` (an ordinal), best first, each chunk once.

        `vector` has shape (dimension,). `documents` restricts to those ids; None means all. A tenant without
        rows gives an empty list.
        """
        ...

    def fetch(self, tenant: Tenant, ids: Sequence[str]) -> dict[str, Vectors]:
        """Stored vectors by row id; ids that are not there are left out."""
        ...

    def ids(self, tenant: Tenant, document: str | None = None) -> set[str]:
        """Row ids of a tenant, or of one of its documents."""
        ...

    def delete_document(self, tenant: Tenant, document: str) -> None:
        """Remove a document's rows; no error when there are none."""
        ...

    def delete_tenant(self, tenant: Tenant) -> None:
        """Remove everything of a tenant; no error when there is nothing."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class Prices(Protocol):
    """Real bars against which a report's figures can be checked. Absence is None, never an estimate."""

    def close(self, symbol: str, day: date) -> float | None:
        """Split-adjusted close of that session; None when it is no session or not on file."""
        ...

    def range_52w(self, symbol: str, day: date) -> tuple[float, float] | None:
        """Lowest low and highest high of the 252 sessions up to that day."""
        ...

    def sma(self, symbol: str, period: int, day: date) -> float | None:
        """Simple moving average of the split-adjusted closes up to that day."""
        ...

    def change(self, symbol: str, day: date) -> float | None:
        """Per cent from the close before to that session's close."""
        ...


class EventDays(Protocol):
    """Days of scheduled events. None means that the table does not cover the time, not that there is none."""

    def days(self, kind: str, first: date, last: date) -> tuple[date, ...] | None:
        """Days of events of this kind (`fomc`, `cpi`, `payrolls`, `opex`, `reconstitution`) in the stretch.

        Returns:
            Ascending days; None when the stretch is not covered by the table for that kind.
        """
        ...

    def is_session(self, day: date) -> bool | None:
        """Whether the exchange trades on that day; None when the calendar does not reach it."""
        ...
