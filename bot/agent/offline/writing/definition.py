"""Definitions: the playbook's words, cited."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import outcomes_of, paragraphs
from bot.agent.offline.writing.quoted import quotation
from bot.agent.offline.writing.trouble import trouble
from knowledge.types import Passage

_LONGEST = 700
_SHORT = frozenset(
    ("rsi", "macd", "adx", "atr", "ema", "sma", "fomc", "cpi", "pce", "oas", "vix", "di", "roc")
)
_INSTEAD = (
    "The playbook explains the layers, breadth, rotation, credit, levels, sizing, the calendar and evidence."
)


def _names(passage: Passage, term: str) -> bool:
    return term.lower() in f"{' '.join(passage.section)} {passage.text}".lower()


def _title(term: str) -> str:
    """With a capital letter; abbreviations in capitals."""
    words = [word.upper() if word.lower() in _SHORT else word for word in term.split()]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def write_definition(_ask: Ask, outcomes: Outcomes) -> Block:
    """The best passage in full, further ones in brief."""
    texts = []
    for _, outcome in outcomes_of(outcomes, "explain"):
        if outcome.grounds is None or not outcome.grounds.passages:
            texts.append(trouble(outcome, _INSTEAD))
            continue
        term = dict(outcome.grounds.arguments).get("term", "this")
        best, *more = outcome.grounds.passages
        head = best.section[-1] if best.section else best.cited.title
        texts.append(
            paragraphs(
                f"**{_title(term)}** \N{EM DASH} {head}",
                quotation(best, _LONGEST),
                *(f"See also: {quotation(passage, 200)}" for passage in more[:1] if _names(passage, term)),
            )
        )
    return Block("\n\n".join(dict.fromkeys(texts)))
