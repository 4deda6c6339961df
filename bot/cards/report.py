"""A long report of one symbol: everything computed and everything cited, as a card and as a file."""

import re
from collections.abc import Iterator, Sequence

from bot.cards.actions import about, pinned
from bot.cards.blocks import Attached, Block, Card, Rule, Text
from bot.cards.claims import verdict_of
from bot.cards.composite import composite_text, conditions_text
from bot.cards.conflicts import conflicts_parts
from bot.cards.context import credit_text, events_text, positioning_text, rotation_text
from bot.cards.evidence import titled
from bot.cards.inputs import inputs_text
from bot.cards.ladder import ladder_text
from bot.cards.layers import flags_text, layer_text
from bot.cards.passages import passages_parts
from bot.cards.request import Request
from bot.cards.risk import reward_text, risk_text
from bot.cards.sections import section
from bot.cards.signals import horizons_text, votes_text
from bot.cards.states import state_of, tone_of
from bot.cards.words import escaped, footer_of, lines, notices_of, price_line, title_of, told
from bot.cards.words import said as said_of
from bot.checked import Checked
from knowledge.types import SearchResult
from tools.evidence.results import EvidenceLine
from tools.results import Analysis, BreadthReport, ClaimsReport
from tools.types import Missing

_BESIDE = (("Analysis", "analyze"), ("Evidence", "evidence"), ("Ask…", "ask"))
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
    header = analysis.header
    asked = pinned(request, header)
    title, footer = title_of(header, "report"), footer_of(header)
    blocks = tuple(_parts(analysis, breadth, claims, said, checked))
    name = _ODD.sub("-", f"{header.symbol} {header.as_of} report".lower()).strip("-")
    return Card(
        title,
        blocks,
        footer,
        tone_of(analysis.composite.rating),
        (
            about("Analysis", "analyze", asked),
            about("Evidence", "evidence", asked),
            about("Ask…", "ask", asked),
        ),
        asked,
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
    for title, parts in _computed(card, breadth):
        yield Rule()
        yield section(title)
        yield from (Text(part) for part in parts if part)
    if claims:
        yield Rule()
        yield section("Claims of other systems", *_claims(claims))
    yield Rule()
    yield from _reports(said, checked)
    yield Text(inputs_text(card.header, card.composite.coverage, card.composite.min_coverage))


def _computed(card: Analysis, breadth: BreadthReport | None) -> Iterator[tuple[str, Sequence[str]]]:
    """What the desk computed, section by section."""
    session, composite = card.header.as_of, card.composite
    yield "Decision", (composite_text(composite, card.sizing), conditions_text(card.sizing))
    flags = flags_text((card.positioning.fade_risk, card.votes.spike))
    yield "Layers", (*(layer_text(layer, session) for layer in card.layers), flags)
    if breadth:
        yield "Breadth and price", (_breadth(breadth),)
    yield "Rotation and credit", (rotation_text(card.rotation), credit_text(card.credit, session))
    yield (
        "Levels and risk",
        (
            ladder_text(card.levels, card.price.close),
            reward_text(card.reward_risk),
            risk_text(card.risk, session),
            positioning_text(card.positioning, session),
        ),
    )
    ratings = (
        () if isinstance(composite.rating, Missing) else (composite.rating, composite.rating_without_calendar)
    )
    yield "Events", (events_text(card.calendar, *ratings),)
    yield "Indicators and horizons", (votes_text(card.votes), horizons_text(card.horizons))
    if card.evidence:
        yield "Evidence for the states in force", [_evidence(line) for line in card.evidence]


def _breadth(report: BreadthReport) -> str:
    """The verdict; the layer's own figures stand with the layers."""
    return lines(
        (
            f"**{state_of(report.verdict)}**",
            said_of(report.rationale),
            told(report.threshold.label, report.threshold),
        )
    )


def _evidence(line: EvidenceLine) -> str:
    return f"**{escaped(titled(line.subject))}** {said_of(line.said)}"


def _claims(report: ClaimsReport) -> Iterator[str]:
    yield said_of(report.said)
    yield from (f"- {escaped(one.title)}: **{escaped(verdict_of(one))}**" for one in report.claims)
    yield said_of(report.tried.said)


def _reports(said: SearchResult | None, checked: Checked | None) -> Iterator[Block]:
    if said is not None:
        yield section("What reports said", f"Asked as of {said.query.as_of.isoformat()}.")
        yield from passages_parts(said)
        yield Rule()
    if checked is not None:
        yield section("Conflicts between sources")
        yield from conflicts_parts(checked)
        yield Rule()
