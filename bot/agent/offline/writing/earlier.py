"""What was said before: earlier answers with their sessions, and the reports of that time."""

from bot.agent.offline.values import Ask, Block, Outcome, Outcomes
from bot.agent.offline.writing.figures import bullets, outcomes_of, paragraphs, put
from bot.agent.offline.writing.quoted import excerpt, in_quotes
from bot.agent.offline.writing.reports import found_passages
from bot.agent.offline.writing.trouble import trouble
from tools.grounds import Said

_MOST = 3
_FACTS = 6


def write_earlier(_ask: Ask, outcomes: Outcomes) -> Block:
    """Answers first, then reports."""
    texts = [_answers(outcome) for _, outcome in outcomes_of(outcomes, "earlier_answers")]
    searched = outcomes_of(outcomes, "search_reports")
    texts += [found_passages(outcome) for _, outcome in searched[:1]]
    return Block(paragraphs(*texts))


def _answers(outcome: Outcome) -> str:
    if outcome.grounds is None:
        return trouble(outcome)
    said = outcome.grounds.said
    if not said:
        return "**No earlier answer of this conversation is from that time.**"
    return paragraphs("**What was answered then**", bullets(_one(each) for each in said[:_MOST]))


def _one(said: Said) -> str:
    figures = "; ".join(put(fact) for fact in said.facts[:_FACTS])
    asked = in_quotes(excerpt(said.question, 120))
    head = f"{said.day.isoformat()}, on session {said.session.isoformat()}, asked {asked}"
    return f"{head}: {figures}" if figures else f"{head}: {excerpt(said.text, 280)}"
