"""One question to the corpus: candidates, one order, a threshold, a varied list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.errors import BadQuery
from knowledge.library import Library
from knowledge.search.candidates import Candidate, candidates
from knowledge.search.diversity import Wording, spread
from knowledge.search.fusion import LEAST, fused, likeness
from knowledge.search.words import Asked
from knowledge.tenants import Tenant, visible_to
from knowledge.types import Citation, Passage, Query, Scores, SearchMode, SearchResult

_SYMBOL = re.compile(r"\^?[A-Z0-9][A-Z0-9.\-]{0,11}")
_LONGEST = 2_000
_MOST = 50

_LOOKED_AT = 4
"""For every passage that is shown, how many are held against one another for repetitions."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    candidate: Candidate
    score: float
    also_in: tuple[Citation, ...] = ()


def search(library: Library, query: Query, tenant: Tenant) -> SearchResult:
    """What the corpus says to a question.

    Passages of the tenant and the public ones, nobody else's; nothing that became known after
    `query.as_of`; best first. Where two passages score the same to two decimals the newer one is first:
    age plays no other part in the order, and stands beside each passage.

    Args:
        library: The corpus.
        query: The question.
        tenant: Who asks.

    Returns:
        Passages, or the reason why there is none.

    Raises:
        BadQuery: Empty or too long a question, a limit outside 1 to 50, no ticker, an empty stretch of time.
        CorpusDown: The vector store did not answer.
        CorpusDamaged: The index cannot be read.
    """
    _check(query)
    asked = Asked.by(query.text)
    vector = None if query.mode is SearchMode.LEXICAL else library.embedder.embed([query.text])[0]

    def found(as_of: date) -> list[_Ranked]:
        brought = candidates(library, query, asked, vector, tenant, as_of)
        return _ranked(brought, query.mode, library.embedder.background)

    chosen = _varied(found(query.as_of), query.limit)
    latest = [catalogue.latest() for owner in visible_to(tenant) if (catalogue := library.catalogue(owner))]
    hidden = any(day > query.as_of for day in latest if day)
    later = sum(_known(one) > query.as_of for one in found(date.max)[: query.limit]) if hidden else 0
    return SearchResult(
        query=query,
        passages=tuple(_passage(one, query.as_of) for one in chosen),
        nothing=None if chosen else _nothing(empty=not latest, later=later, query=query),
        later=later,
    )


def _check(query: Query) -> None:
    if not query.text.strip():
        raise BadQuery("an empty question finds nothing; ask in a few words.")
    if len(query.text) > _LONGEST:
        raise BadQuery(f"the question has {len(query.text):,} characters; {_LONGEST:,} are allowed.")
    if not 1 <= query.limit <= _MOST:
        raise BadQuery(f"limit {query.limit}: allowed are 1 to {_MOST} passages.")
    if query.symbol is not None and not _SYMBOL.fullmatch(query.symbol):
        raise BadQuery(f"{query.symbol[:20]!r} is no ticker; tickers look like IWM or BRK.B.")
    if query.since is not None and query.since > query.as_of:
        raise BadQuery(f"since {query.since} lies after {query.as_of}, the day the question looks from.")


def _ranked(found: Sequence[Candidate], mode: SearchMode, background: float) -> list[_Ranked]:
    """What reaches the threshold, best first."""
    scored = [_Ranked(one, fused(likeness(one.cosine, background), one.covered, mode)) for one in found]
    return sorted(
        (one for one in scored if one.score >= LEAST[mode]),
        key=lambda one: (-round(one.score, 2), -_known(one).toordinal(), -one.score, one.candidate.stored.id),
    )


def _known(ranked: _Ranked) -> date:
    return ranked.candidate.stored.known_from


def _varied(ranked: Sequence[_Ranked], limit: int) -> list[_Ranked]:
    """The list without repetitions: what says the same as a better one is named there."""
    heads: list[tuple[_Ranked, Wording]] = []
    for one in ranked[: limit * _LOOKED_AT]:
        wording = Wording.of(one.candidate.stored.text)
        for at, (head, said) in enumerate(heads):
            if said.says_the_same(wording):
                heads[at] = (_with_copy(head, one), said)
                break
        else:
            heads.append((one, wording))
    return spread([head for head, _ in heads], limit, lambda one: one.candidate.stored.document)


def _with_copy(head: _Ranked, copy: _Ranked) -> _Ranked:
    cited = copy.candidate.stored.entry.cited
    if cited == head.candidate.stored.entry.cited or cited in head.also_in:
        return head
    return _Ranked(head.candidate, head.score, (*head.also_in, cited))


def _passage(ranked: _Ranked, as_of: date) -> Passage:
    candidate = ranked.candidate
    stored = candidate.stored
    published = stored.entry.cited.published.day
    return Passage(
        id=stored.id,
        text=stored.text,
        cited=stored.entry.cited,
        symbols=stored.entry.symbols,
        section=stored.section,
        position=stored.position,
        of=stored.entry.chunks,
        page=stored.page,
        start=stored.start,
        end=stored.end,
        known_from=stored.known_from,
        age=None if published is None else (as_of - published).days,
        scores=Scores(fused=ranked.score, dense=candidate.cosine, lexical=candidate.bm25),
        also_in=ranked.also_in,
    )


def _nothing(*, empty: bool, later: int, query: Query) -> str:
    if empty:
        return "The corpus is empty."
    if later:
        return (
            f"Nothing relevant was known on {query.as_of}; {later} relevant "
            f"{'passage' if later == 1 else 'passages'} became known later."
        )
    limits = [
        f"about {query.symbol}" if query.symbol else "",
        f"from {query.source}" if query.source else "",
        f"published since {query.since}" if query.since else "",
    ]
    said = " ".join(part for part in limits if part)
    return f"Nothing relevant to this question is in the corpus{f' {said}' if said else ''}."
