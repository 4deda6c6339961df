"""A person's own money: the general signal, and plainly no advice."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, notices, paragraphs
from bot.agent.offline.writing.flips import flip_lines
from bot.agent.offline.writing.stack import headline, posture_line, rotation_line
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.results import Analysis

_REFUSAL = (
    "**That is a decision about your own money, and this desk does not make it:** it knows neither your "
    "position nor your horizon nor what you can afford to lose. What it can say is what the signal reads for "
    "everybody."
)


def write_money(_ask: Ask, outcomes: Outcomes) -> Block:
    """The refusal first, then the signal."""

    def one(grounds: Grounds) -> str:
        card = grounds.result
        if not isinstance(card, Analysis):
            return grounds.text
        return paragraphs(
            notices(grounds),
            headline(card),
            bullets(
                (
                    posture_line(card),
                    rotation_line(card),
                )
            ),
            f"**What would flip {card.header.symbol}**\n"
            + bullets(flip_lines(card.layers, only_prices=True)),
        )

    block = each(outcomes, "signal_stack", one)
    return Block(
        paragraphs(_REFUSAL, block.text), block.title, ("General market commentary, not financial advice.",)
    )
