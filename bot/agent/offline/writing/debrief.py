"""The debrief: what was sealed or that nothing was, the outcome, the layers, the warning, and one lesson."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import (
    bullets,
    first,
    notices,
    outcomes_of,
    paragraphs,
    put,
)
from bot.agent.offline.writing.hindsight import hindsight
from bot.agent.offline.writing.trouble import trouble
from tools.debrief.called import LayerThen
from tools.debrief.types import Debrief, Warned
from tools.grounds import Grounds
from tools.results import DebriefReport
from tools.types import Fact, Missing


def write_debrief(_ask: Ask, outcomes: Outcomes) -> Block:
    """One debrief per symbol."""
    texts, titles = [], []
    for _, outcome in outcomes_of(outcomes, "debrief"):
        if outcome.grounds is None:
            texts.append(trouble(outcome, "The stack of that session can be asked for."))
            continue
        titles.append(outcome.grounds.text.partition(" (")[0])
        texts.append(_told(outcome.grounds))
    if len(titles) == 1:
        return Block(paragraphs(*texts), titles[0])
    return Block(paragraphs(*texts))


def _told(grounds: Grounds) -> str:
    report = grounds.result
    return _sealed(grounds, report.debrief) if isinstance(report, DebriefReport) else hindsight(grounds)


def _sealed(grounds: Grounds, found: Debrief) -> str:
    """The points of a debrief one by one, the sealing first."""
    layers = [str(found.blamed), *map(_layer, found.layers)]
    opening = "; ".join((f"{put(found.rating)} (sealed at {found.before.isoformat()})", put(found.points)))
    return paragraphs(
        notices(grounds),
        f"**{found.sealing}**",
        "**Opening rating against the move**\n"
        + bullets(
            [
                first(opening),
                first(f"{put(found.open_to_close)}; {put(found.verdict_open)}"),
                first(f"{put(found.close_to_close)}; {put(found.verdict_close)}"),
            ]
        ),
        f"**Outcome**\n{bullets([str(found.outcome)])}",
        f"**Layers, most accurate and most wrong**\n{bullets(layers)}",
        f"**Earliest warning**\n{bullets(_warning(found.warning))}",
        f"**Lesson for tomorrow's set-up**\n{bullets([str(found.lesson.said)])}",
        bullets(str(note) for note in found.notes),
    )


def _layer(layer: LayerThen) -> str:
    """State and score as sealed; the reason of an abstention once."""
    score = [put(layer.score)] if isinstance(layer.state, Fact) else []
    return first(", ".join([put(layer.state), *score]))


def _warning(warning: Warned) -> list[str]:
    """The warning with its time and price, or why one of them is not known."""
    told = [str(warning.said)]
    if warning.layers:
        told += [first(put(one)) for one in (warning.time, warning.price) if isinstance(one, Missing)]
    return [*told, *map(str, warning.notes)]
