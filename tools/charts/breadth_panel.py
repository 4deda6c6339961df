"""Breadth: the shares of members above their own short and long averages, against the score's thresholds."""

import numpy as np

from tools.charts.data import BreadthPanel
from tools.charts.panel import EdgeLabel, Panel, Plan
from tools.charts.theme import Palette
from tools.phrases import written
from tools.types import Fact

_ROOM = 4.0
"""Per cent beyond the scale, so that a line at its end is seen whole."""


def breadth_plan(data: BreadthPanel, palette: Palette) -> Plan:
    """The plan of the breadth panel: 0 to 100 per cent, marked where the score is -1, 0 and +1."""
    thresholds = (data.floor, data.middle, data.ceiling)

    def paint(panel: Panel) -> None:
        if np.any(data.high > data.low):
            xs = panel.across(np.arange(panel.count, dtype=np.float64))
            panel.canvas.area(xs, panel.down(data.high), panel.down(data.low), palette.shade)
        for threshold in thresholds:
            panel.across_all(threshold.number, palette.muted, 1.5, "dotted")
        panel.line(data.long.points, palette.second, 2.6, "dashed")
        panel.line(data.short.points, palette.first, 3.2)

    labels = tuple(
        EdgeLabel(f"{line.name} {written(line.last)}", line.last.number, colour)
        for line, colour in ((data.short, palette.first), (data.long, palette.second))
        if isinstance(line.last, Fact)
    )
    ticks = tuple((threshold.number, f"{threshold.number:g} %") for threshold in thresholds)
    return Plan("Breadth", _notes(data), -_ROOM, 100.0 + _ROOM, ticks, labels, paint)


def _notes(data: BreadthPanel) -> tuple[str, ...]:
    counted = f"{written(data.above)} of {written(data.eligible)} above {data.short.name}"
    coverage = f"coverage {written(data.coverage)}"
    estimate = ("estimate from a sample",) if data.estimated else ()
    # the picture has room for what a caveat is, the alt text for why
    caveats = (caveat.partition(":")[0] for caveat in data.caveats)
    return (*estimate, counted, *caveats, coverage)
