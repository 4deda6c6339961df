"""The nearest chunks from a store that ranks windows and filters slowly. Pure but for the asking."""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass

from knowledge.ports import Near

_FIRST = 32
"""Windows asked for at the least."""

_UNFILTERED = 600
"""Windows asked for without a filter, at most: about where asking with one begins to be faster."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which chunks may be found.

    Attributes:
        known_by: Only those known on or before this day, an ordinal.
        documents: Only those of these documents; None means all.
    """

    known_by: int
    documents: Collection[str] | None

    def passes(self, found: "Found") -> bool:
        """Whether a window is one of them."""
        return found.known_from <= self.known_by and (
            self.documents is None or found.document in self.documents
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A window that was found."""

    chunk: str
    document: str
    known_from: int
    cosine: float


def nearest(
    ask: Callable[[int, Narrowing | None], list[Found]], limit: int, narrowing: Narrowing
) -> list[Near]:
    """The nearest chunks that may be found, best first, each once with its best window.

    A filter costs Chroma about 2 us per row it lets through (30 ms for 10,000, against 3 ms without one), and
    most questions look from today over everything. So it is asked without one first and the filter is applied
    here, on twice as many windows as wanted; where that leaves too few, on as many more as should be enough.
    Only where those would be very many is the filter passed on.

    Args:
        ask: Gives so many windows, best first, fewer only when there are no more; the filter may be applied
            loosely, what does not pass is dropped here.
        limit: Chunks at most.
        narrowing: Which chunks may be found.
    """
    if limit < 1 or (narrowing.documents is not None and not narrowing.documents):
        return []
    take, passed_on = max(2 * limit, _FIRST), None
    while True:
        found = ask(take, passed_on)
        passing = [window for window in found if narrowing.passes(window)]
        best: dict[str, Near] = {}
        for window in passing:
            near = Near(window.chunk, window.document, window.cosine)
            if window.chunk not in best or near.cosine > best[window.chunk].cosine:
                best[window.chunk] = near
        if len(best) >= limit or len(found) < take:
            return sorted(best.values(), key=lambda near: (-near.cosine, near.chunk))[:limit]
        more = math.ceil(1.5 * take * limit / max(len(best), 1))
        if passed_on is None and len(passing) < len(found) and more > _UNFILTERED:
            passed_on = narrowing
        else:
            take = more
