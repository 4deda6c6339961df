"""A long report of one symbol: everything computed and everything cited, as a card and as a file."""

import re
from collections.abc import Iterator, Sequence

from bot.cards import report_market
from bot.cards.blocks import Attached, Block, Button, Card, Rule, Text
from bot.cards.conflicts import conflicts_parts
from bot.cards.evidence import tried_section
from bot.cards.passages import passages_parts
from bot.cards.request import Request
from bot.cards.sections import inputs_of, section
from bot.cards.words import footer_of, lines, notices_of, price_line, title_of, tone
from bot.checked import Checked
from knowledge.types import SearchResult
from tools.phrases import written
from tools.results import Analysis, BreadthReport, ClaimsReport
from tools.types import Fact

_BREAK = "\N{ZERO WIDTH SPACE}"
_ODD = re.compile(r"[^a-z0-9]+")


def report_card(
    analysis: Analysis,
    request: Request,
    *,
    breadth: BreadthReport | None = None,
    claims: ClaimsReport | None = None,
    said: SearchResult | None = None,
    checked: Checked | None = None,
) -> Card:
    """Facts and quotes alone, section by section, with the same text as a Markdown file.

    Args:
        analysis: The symbol's card.
        request: What the card answers.
        breadth: Of the same session, where there is one.
        claims: Of other systems, tested.
        said: What reports said; None: the corpus was not asked.
        checked: Where sources disagree; None: they were not held together.
    """
    header, rating = analysis.header, analysis.composite.rating
    title, footer = title_of(header, "report"), footer_of(header)
    blocks = tuple(_parts(analysis, breadth, claims, said, checked))
    name = _ODD.sub("-", f"{header.symbol} {header.as_of} report".lower()).strip("-")
    return Card(
        title,
        blocks,
        footer,
        tone(written(rating)) if isinstance(rating, Fact) else "plain",
        (
            Button("Analysis", Request("analyze", header.symbol, request.as_of)),
            Button("Evidence", Request("evidence", header.symbol, request.as_of)),
        ),
        request,
        (Attached(f"{name}.md", as_file(title, blocks, footer)),),
    )


def as_file(title: str, blocks: Sequence[Block], footer: str) -> bytes:
    """The same text as a document: what only chat needs is left out, and each line stays a line."""
    parts = [f"# {title}", *(one.markdown for one in blocks if isinstance(one, Text)), footer]
    text = "\n\n".join(part.replace(_BREAK, "") for part in parts)
    kept = (line.removeprefix("-# ").rstrip() for line in text.split("\n"))
    return "".join(f"{line}  \n" if line else "\n" for line in kept).encode()


def _parts(
    card: Analysis,
    breadth: BreadthReport | None,
    claims: ClaimsReport | None,
    said: SearchResult | None,
    checked: Checked | None,
) -> Iterator[Block]:
    yield Text(lines((notices_of(card.header), price_line(card.price))))
    yield report_market.decision(card)
    yield report_market.layers(card)
    if breadth:
        yield report_market.breadth(breadth)
    yield report_market.rotation(card)
    yield report_market.levels(card)
    yield report_market.positioning(card)
    yield report_market.events(card)
    yield report_market.indicators(card)
    if card.evidence:
        yield report_market.evidence(card)
    if claims:
        yield report_market.tested(claims)
        yield tried_section(claims.tried)
    yield Rule()
    yield from _reports(said, checked)
    yield inputs_of(card.header)


def _reports(said: SearchResult | None, checked: Checked | None) -> Iterator[Block]:
    if said is not None:
        yield section("What reports said", f"Asked as of {said.query.as_of.isoformat()}.")
        yield from passages_parts(said)
    if checked is not None:
        yield section("Conflicts between sources")
        yield from conflicts_parts(checked)
