"""Rows of a Chroma collection as the values they stand for, and back."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from knowledge.errors import CorpusDamaged
from knowledge.library.advice import REBUILD
from knowledge.library.nearest import Found, Narrowing
from knowledge.ports import VectorRow, Vectors

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Metadata, Where

T = TypeVar("T")

_NAMED = 1_000
"""Documents that are passed on as a filter; of more, what does not pass is dropped here."""

_TRIES = 3
"""Times a query is asked while rows are changed under it."""


def parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in runs of at most so many."""
    for first in range(0, len(items), size):
        yield items[first : first + size]


def write(collection: "Collection", rows: Sequence[VectorRow], vectors: Vectors, batch: int) -> None:
    """Write rows, replacing those of the same ids."""
    for part in parts(range(len(rows)), batch):
        collection.upsert(
            ids=[rows[at].id for at in part],
            embeddings=vectors[part[0] : part[-1] + 1],
            metadatas=[
                {
                    "chunk": rows[at].chunk,
                    "document": rows[at].document,
                    "known_from": rows[at].known_from,
                }
                for at in part
            ],
        )


def vectors_of(collection: "Collection", ids: Sequence[str], batch: int) -> dict[str, Vectors]:
    """Stored vectors by row id; ids that are not there are left out."""
    found: dict[str, Vectors] = {}
    for part in parts(ids, batch):
        answer = collection.get(ids=list(part), include=["embeddings"])
        found.update(zip(answer["ids"], np.asarray(answer["embeddings"], dtype=np.float32), strict=True))
    return found


def ids_of(collection: "Collection", document: str | None) -> list[str]:
    """Row ids, of all documents or of one."""
    where: Where | None = None if document is None else {"document": document}
    return collection.get(where=where, include=[])["ids"]


def ranked(collection: "Collection", vector: Vectors, take: int, narrowing: Narrowing | None) -> list[Found]:
    """So many windows near a vector, best first.

    Args:
        collection: Where to look.
        vector: Shape (dimension,).
        take: How many.
        narrowing: Which may be found; of very many documents, only the day is applied.

    Returns:
        Windows that are whole: Chroma finds a row by its vector and then looks up what it belongs to, which
        is not there for a row that is just being added or removed. It is asked again, and what is still not
        whole then is left out.
    """
    found: list[Found] = []
    for _ in range(_TRIES):
        answer = collection.query(
            query_embeddings=vector[np.newaxis, :],
            n_results=take,
            where=None if narrowing is None else _where(narrowing),
            include=["metadatas", "distances"],
        )
        metadatas, distances = answer["metadatas"], answer["distances"]
        if metadatas is None or distances is None:
            raise CorpusDamaged(f"the vector store has lost what its vectors belong to; {REBUILD}")
        # Chroma's own types do not say that one can be missing
        rows: list[tuple[Metadata | None, float]] = list(zip(metadatas[0], distances[0], strict=True))
        found = [_found(metadata, distance) for metadata, distance in rows if metadata is not None]
        if len(found) == len(rows):
            break
    return found


def _found(metadata: "Metadata", distance: float) -> Found:
    return Found(
        chunk=str(metadata["chunk"]),
        document=str(metadata["document"]),
        known_from=int(str(metadata["known_from"])),
        cosine=min(max(1.0 - distance, -1.0), 1.0),
    )


def _where(narrowing: Narrowing) -> "Where":
    known: Where = {"known_from": {"$lte": narrowing.known_by}}  # type: ignore[dict-item]
    if narrowing.documents is None or len(narrowing.documents) > _NAMED:
        return known
    named: Where = {"document": {"$in": sorted(narrowing.documents)}}  # type: ignore[dict-item]
    return {"$and": [known, named]}
