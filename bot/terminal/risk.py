"""Risk of holding, and reward against risk with its arithmetic."""

from collections.abc import Sequence
from datetime import date

from rich.console import Group

from bot.terminal.facts import facts_list
from bot.terminal.layout import PHRASE, Head, Row, Rows, section
from bot.terminal.words import STRONG, figure, plain, said
from tools.risk import RewardRisk, Risk


def risk_section(risk: Risk, session: date) -> Group:
    """Every figure of the risk."""
    return section("Risk", facts_list(tuple(risk.facts()), session))


def reward_section(rows: Sequence[RewardRisk]) -> Group:
    """The ratio to each resistance, and how it came about."""
    return section(
        "Reward / risk of a long entry at the close",
        Rows(
            (Head("To"), Head("Ratio", "right")),
            [
                Row((plain(f"R{rank}"), figure(row.ratio, STRONG)), said(row.arithmetic))
                for rank, row in enumerate(rows, start=1)
            ],
            "(target - entry) / (entry - stop)",
            least=PHRASE,
        ),
    )
