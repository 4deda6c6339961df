"""The rotation card: the price ratio's state, what would flip it, and credit beside it."""

from bot.cards.actions import beside, pinned
from bot.cards.blocks import Card, Rule, Text
from bot.cards.context import credit_text, rotation_figures, rotation_text
from bot.cards.request import Request
from bot.cards.states import tone_of
from bot.cards.words import footer_of, lines, notices_of, price_line, title_of
from tools.results import RotationReport


def rotation_card(report: RotationReport, request: Request) -> Card:
    """Rotation with its figures, and credit."""
    header, asked = report.header, pinned(request, report.header)
    return Card(
        title_of(header, "rotation"),
        (
            Text(lines((notices_of(header), price_line(report.price), rotation_text(report.rotation)))),
            Text(rotation_figures(report.rotation, header.as_of)),
            Rule(),
            Text(credit_text(report.credit, header.as_of)),
        ),
        footer_of(header),
        tone_of(report.rotation.state),
        beside(asked),
        asked,
    )
