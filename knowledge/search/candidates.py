"""What each side of the index brings for a question, of every tenant the asker may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge.library import Library, StoredPassage
from knowledge.library.catalogue import Catalogue
from knowledge.ports import Vectors
from knowledge.search.fusion import OTHER_WORDS, coverage, most_bm25
from knowledge.search.words import Asked, match
from knowledge.tenants import Tenant, visible_to
from knowledge.types import Query, SearchMode

PER_SIDE = 30
"""Passages each side brings per tenant, or as many as are asked for; more changed nothing on a judged set."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage one side or both brought.

    Attributes:
        tenant: Whose it is.
        stored: The passage.
        cosine: Of question and passage; None in a search by words alone.
        bm25: None where no word of the question stands in it.
        covered: Share of the question's information its words carry, 0 to 1.
    """

    tenant: Tenant
    stored: StoredPassage
    cosine: float | None
    bm25: float | None
    covered: float


def candidates(
    library: Library,
    query: Query,
    asked: Asked,
    vector: Vectors | None,
    tenant: Tenant,
    as_of: date,
) -> list[Candidate]:
    """Passages worth ranking, in no order.

    Args:
        library: The corpus.
        query: The question, for its filters and mode.
        asked: Its words.
        vector: Its vector; None in a search by words alone.
        tenant: Who asks. Only `visible_to` decides whose documents are looked at.
        as_of: The day to look from.
    """
    found: list[Candidate] = []
    for owner in visible_to(tenant):
        catalogue = library.catalogue(owner)
        if catalogue is not None:
            found.extend(_of(library, catalogue, owner, query, asked, vector, as_of))
    return found


def _of(
    library: Library,
    catalogue: Catalogue,
    owner: Tenant,
    query: Query,
    asked: Asked,
    vector: Vectors | None,
    as_of: date,
) -> Iterator[Candidate]:
    cosines: dict[str, float] = {}
    if vector is not None:
        filtered = query.symbol or query.source or query.since
        only = (
            catalogue.documents(as_of=as_of, symbol=query.symbol, source=query.source, since=query.since)
            if filtered
            else None
        )
        near = library.vectors.near(owner, vector, _enough(query), known_by=as_of.toordinal(), documents=only)
        cosines = {hit.chunk: hit.cosine for hit in near}
    bm25, covered = _by_words(catalogue, query, asked, as_of)
    # the catalogue is what decides: a vector without its committed passage, or of a version that is
    # superseded on that day, is not found there
    stored = catalogue.passages([*dict.fromkeys([*cosines, *covered])], as_of=as_of)
    if vector is not None:
        cosines |= _missing(library, owner, vector, {i: stored[i] for i in stored if i not in cosines})
    for identity, passage in stored.items():
        yield Candidate(owner, passage, cosines.get(identity), bm25.get(identity), covered.get(identity, 0.0))


def _by_words(
    catalogue: Catalogue, query: Query, asked: Asked, as_of: date
) -> tuple[dict[str, float], dict[str, float]]:
    """BM25 of the question's own words, and coverage with the field's other words for them, by passage."""
    if query.mode is SearchMode.DENSE or not asked.words:
        return {}, {}
    passages = catalogue.counts()[1]

    def ask(words: tuple[str, ...]) -> dict[str, float]:
        return dict(
            catalogue.lexical(
                match(words),
                _enough(query),
                as_of=as_of,
                symbol=query.symbol,
                source=query.source,
                since=query.since,
            )
        )

    every = tuple(dict.fromkeys([*asked.words, *(word for row in asked.others for word in row)]))
    frequency = dict(zip(every, catalogue.frequencies(every), strict=True))
    own = ask(asked.words)
    most = most_bm25([frequency[word] for word in asked.words], passages)
    covered = {identity: coverage(score, most) for identity, score in own.items()}
    if not asked.others:
        return own, covered
    # what the question names counts by the rarest word there is for it
    named = {row[0]: min(frequency[word] for word in row) for row in asked.others}
    wide_most = most_bm25(
        [named.pop(word, frequency[word]) for word in asked.words] + list(named.values()), passages
    )
    wide = {identity: coverage(score, wide_most) for identity, score in ask(every).items()}
    return own, {
        identity: (1 - OTHER_WORDS) * covered.get(identity, 0.0) + OTHER_WORDS * wide.get(identity, 0.0)
        for identity in {**covered, **wide}
    }


def _enough(query: Query) -> int:
    return max(PER_SIDE, query.limit)


def _missing(
    library: Library, owner: Tenant, vector: Vectors, passages: dict[str, StoredPassage]
) -> dict[str, float]:
    """Cosines of passages that only the words brought: the best of each one's windows."""
    rows = {f"{i}#{window}": i for i, passage in passages.items() for window in range(passage.windows)}
    best: dict[str, float] = {}
    for row, stored in library.vectors.fetch(owner, list(rows)).items():
        cosine = float(np.dot(stored, vector))
        best[rows[row]] = max(cosine, best.get(rows[row], -1.0))
    return best
