"""What was said before: earlier answers with their sessions, and the reports of that time."""

from collections.abc import Sequence

from bot.agent.offline.cues import match
from bot.agent.offline.values import Ask, Block, Heard, Outcome, Outcomes
from bot.agent.offline.writing.figures import bullets, outcomes_of, paragraphs, put
from bot.agent.offline.writing.quoted import excerpt, in_quotes
from bot.agent.offline.writing.reports import found_passages
from bot.agent.offline.writing.trouble import trouble
from tools.grounds import Said
from tools.types import Fact

_MOST = 3
_FACTS = 6
_TOPICS = frozenset(
    [
        "composite",
        "rating",
        "letter",
        "trend",
        "momentum",
        "breadth",
        "strength",
        "rotation",
        "credit",
        "stop",
        "support",
        "resistance",
        "atr",
        "rsi",
        "macd",
        "close",
        "price",
        "volume",
        "beta",
        "drawdown",
        "sizing",
        "posture",
        "flip",
        "threshold",
        "stochastic",
        "adx",
        "parity",
        "fomc",
        "cpi",
    ]
)
"""Words that say what an earlier answer was about."""


def write_earlier(ask: Ask, outcomes: Outcomes) -> Block:
    """Answers first, then reports."""
    texts = [_answers(outcome, ask.heard) for _, outcome in outcomes_of(outcomes, "earlier_answers")]
    searched = outcomes_of(outcomes, "search_reports")
    texts += [found_passages(outcome) for _, outcome in searched[:1]]
    return Block(paragraphs(*texts))


def _answers(outcome: Outcome, heard: Heard) -> str:
    if outcome.grounds is None:
        return trouble(outcome)
    said = sorted(outcome.grounds.said, key=lambda one: one.day, reverse=True)
    if not said:
        return "**No earlier answer of this conversation is from that time.**"
    if match(heard.words, (("first|beginning|originally", 1),)).score:
        return paragraphs("**What was answered first**", bullets([_one(_first(outcome.grounds.said))]))
    topic = topic_of(heard)
    about = [(each, _facts_about(each, topic)) for each in said if mentions(each, topic)]
    if topic and not about:
        return paragraphs(
            "**No earlier answer of this conversation speaks of that.** What was answered:",
            bullets(_one(each) for each in said[:_MOST]),
        )
    told = [_one(each, facts) for each, facts in about[:_MOST]]
    return paragraphs("**What was answered then**", bullets(told))


def _first(said: Sequence[Said]) -> Said:
    """The oldest; the tool gives the newest first."""
    return min(reversed(said), key=lambda one: one.day)


def topic_of(heard: Heard) -> frozenset[str]:
    """The words of the field that an earlier answer is asked about."""
    return frozenset(heard.words.split()) & _TOPICS | frozenset(one.lower() for one in heard.symbols)


def mentions(said: Said, topic: frozenset[str]) -> bool:
    """Whether an earlier answer, or its question, speaks of all of it."""
    text = f"{said.question} {said.text} {' '.join(fact.label for fact in said.facts)}".lower()
    return all(word in text for word in topic)


def _facts_about(said: Said, topic: frozenset[str]) -> tuple[Fact, ...]:
    """The facts of the topic first asked about; all of them where none bears its name."""
    named = tuple(fact for fact in said.facts if any(word in fact.label.lower() for word in topic))
    return named or said.facts


def _one(said: Said, facts: Sequence[Fact] | None = None) -> str:
    figures = "; ".join(put(fact) for fact in (said.facts if facts is None else facts)[:_FACTS])
    asked = in_quotes(excerpt(said.question, 120))
    head = f"{said.day.isoformat()}, on session {said.session.isoformat()}, asked {asked}"
    return f"{head}: {figures}" if figures else f"{head}: {excerpt(said.text, 280)}"
