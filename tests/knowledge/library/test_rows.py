"""What is read of a Chroma collection while others write to it."""

from typing import TYPE_CHECKING, cast

import numpy as np

from knowledge.library.chroma_rows import ranked

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

VECTOR = np.ones(2, dtype=np.float32)
WHOLE = {"chunk": "c1", "document": "d1", "known_from": 10}


class Changing:
    """A collection whose second row has its vector, and in the first answers not yet what it belongs to."""

    def __init__(self, half: int) -> None:
        self.half = half
        self.asked = 0

    def query(self, **_: object) -> dict[str, object]:
        self.asked += 1
        second = None if self.asked <= self.half else WHOLE | {"chunk": "c2"}
        return {"metadatas": [[WHOLE, second]], "distances": [[0.1, 0.2]]}


def chunks(collection: Changing) -> list[str]:
    return [found.chunk for found in ranked(cast("Collection", collection), VECTOR, 2, None)]


def test_a_row_that_is_just_being_added_is_asked_for_again() -> None:
    collection = Changing(half=1)
    assert chunks(collection) == ["c1", "c2"]
    assert collection.asked == 2


def test_a_row_that_stays_half_is_left_out() -> None:
    collection = Changing(half=99)
    assert chunks(collection) == ["c1"]
    assert collection.asked == 3
