"""Hindsight in lines; the first says that it is no debrief."""

from tools.debrief.called import LayerThen
from tools.desk.hindsight import Hindsight
from tools.functions.lines import line
from tools.types import Missing


def hindsight_lines(found: Hindsight) -> list[str]:
    """What the session before reads, what the session did, and what follows."""
    return [
        f"hindsight, not a debrief: {found.not_sealed}",
        line(found.before),
        f"{line(found.rating)} (of the session before); {line(found.score)}; {line(found.points)}",
        *(f"  {_layer(layer)}" for layer in found.layers),
        f"{line(found.atr)} (of the session before)",
        f"{line(found.close_to_close)}; {line(found.verdict_close)}",
        f"{line(found.open_to_close)}; {line(found.verdict_open)}",
        str(found.said),
        str(found.blamed),
        str(found.warning),
        f"lesson: {found.lesson}",
    ]


def _layer(layer: LayerThen) -> str:
    """State and score; where it abstains the reason once."""
    return (
        line(layer.state) if isinstance(layer.state, Missing) else f"{line(layer.state)}; {line(layer.score)}"
    )
