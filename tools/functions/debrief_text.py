"""A debrief in lines: whose call, what came of it, which layers, the warning, and the lesson."""

from tools.debrief.called import LayerThen
from tools.functions.lines import line
from tools.results import DebriefReport
from tools.types import Missing


def debrief_lines(report: DebriefReport) -> list[str]:
    """All of it, in the order that a person reads it."""
    found = report.debrief
    numbers = (found.score, found.points)
    return [
        str(found.sealing),
        "; ".join((f"{line(found.rating)} (sealed at {found.before.isoformat()})", *map(line, numbers))),
        *(f"  {_layer(layer)}" for layer in found.layers),
        line(found.atr),
        f"{line(found.close_to_close)}; {line(found.verdict_close)}",
        f"{line(found.open_to_close)}; {line(found.verdict_open)}",
        str(found.outcome),
        str(found.blamed),
        str(found.warning.said),
        *(f"  {note}" for note in found.warning.notes),
        f"lesson: {found.lesson.said}",
        *(str(note) for note in found.notes),
    ]


def _layer(layer: LayerThen) -> str:
    """State and score; where it abstained the reason once."""
    return (
        line(layer.state) if isinstance(layer.state, Missing) else f"{line(layer.state)}; {line(layer.score)}"
    )
