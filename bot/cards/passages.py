"""The card of what reports said: the passages that were found, in their words."""

from collections.abc import Iterator

from bot.cards.blocks import Block, Card, Text
from bot.cards.conflicts import conflicts_card
from bot.cards.documents import added_card, documents_card, refused_words, removed_card
from bot.cards.quoting import citation_line, dotted, quoted, shortened
from bot.cards.request import Request
from bot.cards.words import escaped, lines, small
from bot.document_words import counted, scored, when_published
from knowledge.tenants import PUBLIC
from knowledge.types import Passage, Query, SearchResult

__all__ = [
    "added_card",
    "conflicts_card",
    "documents_card",
    "passages_card",
    "passages_parts",
    "refused_words",
    "removed_card",
]


def passages_card(result: SearchResult, request: Request | None) -> Card:
    """Passages, best first; or why there is none."""
    asked = f"asked as of {result.query.as_of.isoformat()}"
    return Card(
        f"**Reports** · {shortened(result.query.text)}",
        tuple(passages_parts(result)),
        small(f"{asked} · What reports said is theirs."),
        request=request,
    )


def passages_parts(result: SearchResult) -> Iterator[Block]:
    """Each passage with who said it, when and where, and its words as they stand."""
    if not result.passages:
        yield Text(escaped(result.nothing or "No passage was found."))
    for passage in result.passages:
        yield Text(_passage(passage, result.query))
    if result.later:
        yield Text(
            f"⚠ {counted(result.later, 'later passage')} left out: published or known only after "
            f"{result.query.as_of.isoformat()}."
        )


def _passage(passage: Passage, query: Query) -> str:
    one = passage.cited
    facts = [one.source, when_published(passage, query), ", ".join(passage.symbols)]
    if one.tenant != PUBLIC:
        facts.append(one.tenant.name)
    return lines(
        (
            f"**{shortened(one.title)}**",
            dotted(facts),
            quoted(passage.text),
            small(escaped(f"{passage.place} · {passage.id}: {scored(passage)}")),
            *(small(f"also in {citation_line(other)}") for other in passage.also_in),
        )
    )
