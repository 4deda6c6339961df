"""Symbols side by side: who leads, each one's line, and the differences."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import (
    bullets,
    first,
    notices,
    outcomes_of,
    paragraphs,
    sentence,
)
from bot.agent.offline.writing.trouble import trouble
from tools.grounds import Grounds
from tools.types import Fact, Missing

_DIFFERENCES = 6
_PAIR = 2
_LAYERS = ("trend", "momentum", "breadth", "relative_strength")


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
    # every pair or none: with three symbols the pairs would fill the answer
    shown = differences[:_DIFFERENCES] if count == _PAIR else []
    return paragraphs(
        notices(grounds),
        leaders,
        unlike(grounds),
        *texts,
        "**Differences**\n" + bullets(first(line) for line in shown) if shown else "",
    )


def unlike(grounds: Grounds) -> str:
    """Which composites rest on fewer layers than others beside them; "" where all rest on the same."""
    named = [symbol.strip().lower() for symbol in dict(grounds.arguments).get("symbols", "").split(",")]
    rated = {
        one.id.partition(".")[0]
        for one in grounds.facts
        if one.id.endswith(".composite.points") and isinstance(one, Fact)
    }
    gone = {one.id for one in grounds.facts if isinstance(one, Missing)}
    silent = {
        symbol: [layer for layer in _LAYERS if f"{symbol}.{layer}.state" in gone]
        for symbol in named
        if symbol in rated
    }
    if len({tuple(layers) for layers in silent.values()}) < _PAIR:
        return ""
    told = "; ".join(
        f"{symbol.upper()}'s {layer.replace('_', ' ')} abstains"
        for symbol in silent
        for layer in silent[symbol]
    )
    return f"**Not like for like:** {told}, so the composites do not rest on the same layers."
