"""The distance from the close to the stop, in dollars a share; no size, no advice."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, first, notices, paragraphs, put
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.results import Analysis, LevelsReport

_NO_ADVICE = (
    "That is arithmetic per share for anybody who enters at the close and leaves at the rule's stop; a gap "
    "can make it more. How large a position is right, or whether to enter, is not said here."
)


def write_risk(_ask: Ask, outcomes: Outcomes) -> Block:
    """Risk and reward of an entry at the close."""

    def one(grounds: Grounds) -> str:
        report = grounds.result
        if not isinstance(report, LevelsReport | Analysis):
            return grounds.text
        rows = report.reward_risk
        head = f"{put(report.price.close)}; {put(report.risk.stop)}"
        risk = f"{put(rows[0].risk)}; {head}" if rows else head
        return paragraphs(
            notices(grounds, members=False),
            f"**{report.header.symbol} {risk}.**",
            bullets(f"{first(row.ratio.label)}: {row.arithmetic}" for row in rows),
            first(f"{put(report.risk.worst_gap)}."),
            _NO_ADVICE,
        )

    block = each(outcomes, "levels", one)
    return Block(block.text, block.title, ("General market commentary, not financial advice.",))
