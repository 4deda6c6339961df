"""Predictions are not made; what the signal reads now, and what would flip it, is said instead."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, notices, paragraphs, sentence
from bot.agent.offline.writing.flips import flip_lines
from bot.agent.offline.writing.stack import headline, rotation_line
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.results import Analysis

_NONE = (
    "**No forecast: where a price will be, by when, or whether it will crash is not known here**, and "
    "nobody's guess is put in its place. What is known is what the signal reads, and what would flip it."
)


def write_forecast(_ask: Ask, outcomes: Outcomes) -> Block:
    """The refusal, the signal, the flips."""

    def one(grounds: Grounds) -> str:
        card = grounds.result
        if not isinstance(card, Analysis):
            return grounds.text
        return paragraphs(
            notices(grounds),
            headline(card),
            bullets(
                (
                    rotation_line(card),
                    f"**Credit:** {sentence(card.credit.rationale)}",
                )
            ),
            f"**What would flip {card.header.symbol}**\n"
            + bullets(flip_lines(card.layers, only_prices=True)),
        )

    block = each(outcomes, "signal_stack", one)
    return Block(paragraphs(_NONE, block.text), block.title)
