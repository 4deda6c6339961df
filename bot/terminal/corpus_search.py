"""Passages as cards: who said it, when, where in the document, the words, and why it stands there."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from bot.document_words import scored, when_published
from bot.terminal.corpus_words import cited, counted, indented, quote
from bot.terminal.words import ABSENT, STRONG, listed, plain
from knowledge.tenants import PUBLIC
from knowledge.types import Passage, Query, SearchResult


def search_page(result: SearchResult) -> Group:
    """Passages, best first; or why there is none."""
    return Group(*_parts(result))


def _parts(result: SearchResult) -> Iterator[RenderableType]:
    if result.nothing is not None:
        yield plain(result.nothing)
    for rank, passage in enumerate(result.passages, start=1):
        yield from _card(rank, passage, result.query)
    if result.passages and result.later:
        yield plain(
            f"{counted(result.later, 'later passage')} left out: published or known only after "
            f"{result.query.as_of.isoformat()}.",
            "yellow",
        )
    if result.passages:
        yield plain(f"Asked as of {result.query.as_of.isoformat()}. What reports said is theirs.", ABSENT)


def _card(rank: int, passage: Passage, query: Query) -> Iterator[RenderableType]:
    one = passage.cited
    yield Text.assemble((f"{rank:>2}  ", ABSENT), plain(one.title, STRONG), overflow="fold")
    facts = [plain(one.source), plain(when_published(passage, query))]
    if passage.symbols:
        facts.append(plain(", ".join(passage.symbols)))
    if one.tenant != PUBLIC:
        facts.append(plain(one.tenant.name))
    yield indented(listed(facts))
    yield indented(plain(f"{passage.place}; characters {passage.start:,} to {passage.end:,}", ABSENT))
    yield Text()
    yield indented(quote(passage.text), 6)
    yield Text()
    yield indented(plain(f"{passage.id}: {scored(passage)}", ABSENT))
    for other in passage.also_in:
        yield indented(plain(f"also in {cited(other)}", ABSENT))
    yield Text()
