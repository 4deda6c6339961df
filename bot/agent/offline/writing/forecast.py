"""Predictions are not made; what the signal reads now, and what would flip it, is said instead."""

from bot.agent.offline.horizons import horizon_in
from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.evidence import HISTORY, lead_study
from bot.agent.offline.writing.figures import bullets, notices, outcomes_of, paragraphs, put, sentence
from bot.agent.offline.writing.flips import flip_lines
from bot.agent.offline.writing.stack import headline, rotation_line
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.results import Analysis, EvidenceReport
from tools.types import Sentence

_NONE = (
    "**No forecast: where a price will be, by when, or whether it will crash is not known here**, and "
    "nobody's guess is put in its place. What is known is what the signal reads, and what would flip it."
)


def write_forecast(ask: Ask, outcomes: Outcomes) -> Block:
    """The refusal, the signal, what followed such a rating before, the flips."""
    before = _before(ask, outcomes)

    def one(grounds: Grounds) -> str:
        card = grounds.result
        if not isinstance(card, Analysis):
            return grounds.text
        return paragraphs(
            notices(grounds),
            headline(card),
            before if card.header.symbol == ask.symbol else "",
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


def _before(ask: Ask, outcomes: Outcomes) -> str:
    """What followed the rating in force, at the horizon asked for; nothing where it was not studied."""
    reports = [outcome.grounds.result for _, outcome in outcomes_of(outcomes, "evidence") if outcome.grounds]
    told: list[Sentence | str] = []
    for report in reports:
        if isinstance(report, EvidenceReport):
            for study in report.states:
                lead = lead_study(study, horizon_in(ask.heard.text))
                told += [f"{put(study.holds)}. {lead.said}", *study.caveats]
            told.append(report.tried.said)
    return f"**What followed such a rating before.** {HISTORY}\n{bullets(map(str, told))}" if told else ""
