"""The main card: the decision first, then what it rests on, on one page that a phone can show."""

from collections.abc import Iterator

from bot.cards.actions import about, follow, pinned, refresh
from bot.cards.blocks import Block, Button, Card, Picture, Rule, Text
from bot.cards.composite import composite_text
from bot.cards.context import credit_line, events_line, rotation_line
from bot.cards.ladder import nearest_text
from bot.cards.layers import flags_on, flips_text, layers_text
from bot.cards.request import Request
from bot.cards.states import tone_of
from bot.cards.words import footer_of, lines, notices_of, price_line, said, small, title_of
from tools.results import Analysis


def analysis_card(result: Analysis, request: Request, *, chart: Picture | None = None) -> Card:
    """What the symbol reads at the session, and why; the rest is behind its buttons.

    Args:
        result: The analysis.
        request: What was asked.
        chart: Of the same symbol and session.
    """
    header, asked = result.header, pinned(request, result.header)
    parts: list[Block] = [Text(part) for part in (notices_of(header),) if part]
    parts += [
        Text(lines((price_line(result.price), composite_text(result.composite, result.sizing)))),
        Rule(),
        Text(lines((layers_text(result.layers), *_conditions(result)))),
        Rule(),
        Text(flips_text(result.layers)),
        Rule(),
        Text(_context(result)),
    ]
    if chart is not None:
        parts.append(chart)
    return Card(
        title_of(header, "analysis"),
        tuple(parts),
        footer_of(header),
        tone_of(result.composite.rating),
        tuple(_buttons(asked)),
        asked,
    )


def _conditions(result: Analysis) -> Iterator[str]:
    """Flags that hold; those that do not are on the longer card."""
    flags = [flag for layer in result.layers for flag in layer.flags]
    yield from flags_on((*flags, result.positioning.fade_risk, result.votes.spike))


def _context(result: Analysis) -> str:
    return lines(
        (
            rotation_line(result.rotation),
            credit_line(result.credit),
            events_line(result.calendar),
            nearest_text(result.levels, result.price.close),
            *(
                f"**Evidence**\n{small(said(line.said))}"
                for line in result.evidence
                if line.subject == "composite"
            ),
        )
    )


def _buttons(asked: Request) -> Iterator[Button]:
    yield about("Why?", "why", asked, strong=True)
    for label in ("Levels", "Breadth", "Evidence", "Chart"):
        yield about(label, label.lower(), asked)
    yield refresh(asked)
    yield about("Ask…", "ask", asked)
    yield follow(asked)
