"""Everything behind an analysis, as long as it needs."""

from collections.abc import Iterator, Sequence

from bot.cards.actions import about, pinned, refresh
from bot.cards.blocks import Block, Card, Rule, Text
from bot.cards.composite import composite_text, conditions_text
from bot.cards.context import credit_text, events_text, positioning_text, rotation_text
from bot.cards.inputs import inputs_text
from bot.cards.layers import flags_text, layer_text
from bot.cards.request import Request
from bot.cards.risk import reward_text, risk_text
from bot.cards.signals import horizons_text, votes_text
from bot.cards.states import tone_of
from bot.cards.words import escaped, footer_of, lines, notices_of, price_line, said, small, title_of
from tools.evidence.results import EvidenceLine
from tools.results import Analysis
from tools.types import Missing


def why_card(result: Analysis, request: Request) -> Card:
    """Every layer with its facts, every condition, every overlay, and where it all came from."""
    header, asked = result.header, pinned(request, result.header)
    return Card(
        title_of(header, "why"),
        tuple(_ruled(list(_parts(result)))),
        footer_of(header),
        tone_of(result.composite.rating),
        (
            about("Analysis", "analyze", asked, strong=True),
            about("Evidence", "evidence", asked),
            about("Levels", "levels", asked),
            refresh(asked),
            about("Ask…", "ask", asked),
        ),
        asked,
    )


def _parts(result: Analysis) -> Iterator[str]:
    session, composite = result.header.as_of, result.composite
    ratings = (
        () if isinstance(composite.rating, Missing) else (composite.rating, composite.rating_without_calendar)
    )
    yield lines(
        (notices_of(result.header), price_line(result.price), composite_text(composite, result.sizing))
    )
    for layer in result.layers:
        yield layer_text(layer, session)
    yield lines(("**Other flags**", flags_text((result.positioning.fade_risk, result.votes.spike))))
    yield conditions_text(result.sizing)
    if result.evidence:
        yield _evidence(result.evidence)
    yield events_text(result.calendar, *ratings)
    yield rotation_text(result.rotation)
    yield credit_text(result.credit, session)
    yield positioning_text(result.positioning, session)
    yield votes_text(result.votes)
    yield horizons_text(result.horizons)
    yield risk_text(result.risk, session)
    yield reward_text(result.reward_risk)
    yield inputs_text(result.header, composite.coverage, composite.min_coverage)


def _evidence(found: Sequence[EvidenceLine]) -> str:
    rows = (
        f"{escaped(line.subject.replace('_', ' ').capitalize())}\n{small(said(line.said))}" for line in found
    )
    return lines(("**Evidence for the states in force**", *rows))


def _ruled(texts: Sequence[str]) -> Iterator[Block]:
    for place, text in enumerate(texts):
        if place:
            yield Rule()
        yield Text(text)
