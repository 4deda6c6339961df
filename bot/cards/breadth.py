"""The breadth card: is the move of the price carried by the members, and what would change that?"""

from bot.cards.actions import beside, pinned
from bot.cards.blocks import Block, Card, Rule, Text
from bot.cards.facts import facts_lines
from bot.cards.layers import flags_text, flips_text, layers_text
from bot.cards.request import Request
from bot.cards.states import state_of, tone_of
from bot.cards.words import footer_of, lines, notices_of, price_line, said, title_of, told
from tools.results import BreadthReport


def breadth_card(report: BreadthReport, request: Request) -> Card:
    """Verdict and its threshold, the layer, its counts, its conditions."""
    header, layer, asked = report.header, report.layer, pinned(request, report.header)
    verdict = (
        f"**{state_of(report.verdict)}**",
        said(report.rationale),
        told(report.threshold.label, report.threshold),
    )
    parts: list[Block] = [
        Text(lines((notices_of(header), price_line(report.price), *verdict))),
        Rule(),
        Text(layers_text((layer,))),
    ]
    if layer.facts:
        parts += [
            Text(lines((flips_text((layer,)), flags_text(layer.flags)))),
            Rule(),
            Text(lines(("**Counts**", facts_lines(layer.facts, header.as_of)))),
        ]
    return Card(
        title_of(header, "breadth"),
        tuple(parts),
        footer_of(header),
        tone_of(report.verdict),
        beside(asked),
        asked,
    )
