"""What reports say: quotations with their sources; nothing is added to them."""

from bot.agent.offline.values import Ask, Block, Outcome, Outcomes
from bot.agent.offline.writing.figures import bullets, outcomes_of, paragraphs
from bot.agent.offline.writing.quoted import quotation
from bot.agent.offline.writing.trouble import trouble

_MOST = 4
_THEIRS = "Figures in quotations are those of their authors and days, not readings of today."


def write_reports(_ask: Ask, outcomes: Outcomes) -> Block:
    """The passages found, best first."""
    texts = [found_passages(outcome) for _, outcome in outcomes_of(outcomes, "search_reports")]
    return Block(paragraphs(*texts))


def found_passages(outcome: Outcome) -> str:
    """Quotations of one search, or why there are none."""
    if outcome.grounds is None:
        return trouble(outcome, "The signal itself can still be asked for.")
    passages = outcome.grounds.passages
    if not passages:
        told = [line for line in outcome.grounds.text.split("\n") if line.startswith("nothing found: ")]
        why = told[0].removeprefix("nothing found: ") if told else "no passage fits"
        return f"**The stored reports say nothing on this.** {why[:1].upper()}{why[1:]}"
    return paragraphs(
        "**What the stored reports say**",
        bullets(quotation(passage) for passage in passages[:_MOST]),
        _THEIRS,
    )
