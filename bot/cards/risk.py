"""Risk of holding, and reward against risk with its arithmetic."""

from collections.abc import Sequence
from datetime import date

from bot.cards.facts import facts_lines
from bot.cards.words import figure, lines, said, small
from tools.risk import RewardRisk, Risk


def risk_text(risk: Risk, session: date) -> str:
    """Every figure of the risk."""
    return lines(("**Risk**", facts_lines(tuple(risk.facts()), session)))


def reward_text(rows: Sequence[RewardRisk]) -> str:
    """The ratio to each resistance, and how it came about."""
    return lines(
        (
            "**Reward / risk of a long entry at the close**",
            *(
                f"to R{rank}: **{figure(row.ratio)}**\n{small(said(row.arithmetic))}"
                for rank, row in enumerate(rows, start=1)
            ),
        )
    )
