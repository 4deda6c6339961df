"""The levels card: the ladder around the price, every other level, risk."""

from bot.cards.actions import beside, pinned
from bot.cards.blocks import Card, Rule, Text
from bot.cards.facts import facts_lines
from bot.cards.ladder import ladder_text
from bot.cards.request import Request
from bot.cards.risk import reward_text, risk_text
from bot.cards.words import footer_of, lines, notices_of, price_line, title_of
from tools.results import LevelsReport


def levels_card(report: LevelsReport, request: Request) -> Card:
    """The ladder, pivots, the last swing and the year, risk, and reward against risk."""
    header, found, asked = report.header, report.levels, pinned(request, report.header)
    session = header.as_of
    swing = (found.swing_direction, found.swing_high, found.swing_low, *found.fibonacci)
    dated = (*swing, found.year_high, found.year_low)
    return Card(
        title_of(header, "levels"),
        (
            Text(lines((notices_of(header), price_line(report.price)))),
            Text(ladder_text(found, report.price.close)),
            Rule(),
            Text(reward_text(report.reward_risk)),
            Rule(),
            Text(
                lines(
                    ("**Pivots for the next session**", facts_lines((*found.pivots, *found.demark), session))
                )
            ),
            Rule(),
            Text(lines(("**Last swing and year**", facts_lines(dated, session)))),
            Rule(),
            Text(risk_text(report.risk, session)),
        ),
        footer_of(header),
        "plain",
        beside(asked),
        asked,
    )
