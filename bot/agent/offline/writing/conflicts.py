"""Contradictions between reports: both sides in their own words, and why they do not go together."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, outcomes_of, paragraphs, sentence
from bot.agent.offline.writing.quoted import excerpt, in_quotes
from bot.agent.offline.writing.trouble import trouble
from knowledge.claims.model import Finding, Side

_MOST = 4


def write_conflicts(_ask: Ask, outcomes: Outcomes) -> Block:
    """The findings, or that there are none."""
    texts = []
    for _, outcome in outcomes_of(outcomes, "conflicts"):
        if outcome.grounds is None:
            texts.append(trouble(outcome))
        elif not outcome.grounds.findings:
            texts.append(
                "**No contradiction is found in the stored reports.** Only reports that people added are "
                "held against each other, against arithmetic and the calendar; without any, none disagree."
            )
        else:
            found = outcome.grounds.findings[:_MOST]
            told = bullets(map(_finding, found))
            texts.append(paragraphs("**Yes, the reports disagree:**", told))
    return Block(paragraphs(*texts))


def _finding(finding: Finding) -> str:
    sides = "; ".join(_side(side) for side in finding.sides)
    why = sentence(excerpt(finding.why))
    return f"**{excerpt(finding.subject, 120)}** ({finding.verdict.value}): {why} {sides}"


def _side(side: Side) -> str:
    day = f", {side.day.isoformat()}" if side.day else ""
    return f"{excerpt(side.title, 80)}{day}: {in_quotes(excerpt(side.quote, 160))}"
