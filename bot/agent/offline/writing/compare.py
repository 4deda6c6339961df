"""Symbols side by side: who leads, each one's line, and the differences."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, first, outcomes_of, paragraphs, sentence
from bot.agent.offline.writing.trouble import trouble
from tools.grounds import Grounds

_DIFFERENCES = 6


def write_compare(ask: Ask, outcomes: Outcomes) -> Block:
    """One comparison."""
    for _, outcome in outcomes_of(outcomes, "compare"):
        if outcome.grounds is None:
            return Block(trouble(outcome, "Each symbol can be asked for by itself."))
        return Block(_told(outcome.grounds, len(ask.symbols)), _title(outcome.grounds))
    return Block("")


def _title(grounds: Grounds) -> str:
    session = f", session {grounds.session.isoformat()}" if grounds.session else ""
    return " and ".join(dict(grounds.arguments).get("symbols", "").rsplit(", ", 1)) + session


def _told(grounds: Grounds, count: int) -> str:
    """The tool's lines: leaders up to the first symbol, then a paragraph a symbol, then the differences."""
    lines = grounds.text.split("\n")
    own: list[str] = []
    blocks: list[list[str]] = []
    differences: list[str] = []
    for line in lines[1:]:
        if line.endswith(":") and ", session " in line:
            blocks.append([line.partition(",")[0]])
        elif line.startswith("  ") and blocks:
            blocks[-1].append(line.strip())
        elif blocks:
            differences.append(line)
        elif not line.startswith("note: "):
            own.append(line)
    leaders = "\n".join(
        f"**{sentence(line)}**" if place == 0 else f"- {sentence(line)}" for place, line in enumerate(own)
    )
    texts = [f"**{name}**\n{bullets(first(line) for line in rest)}" for name, *rest in blocks]
    shown = differences[:_DIFFERENCES] if count == 2 else differences[:3]
    return paragraphs(
        leaders,
        *texts,
        "**Differences**\n" + bullets(first(line) for line in shown) if shown else "",
    )
