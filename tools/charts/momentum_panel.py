"""Momentum: the score per session as bars, with what it was before the volume check."""

import numpy as np

from tools.charts.data import MomentumPanel
from tools.charts.panel import EdgeLabel, Panel, Plan
from tools.charts.theme import Palette
from tools.phrases import written
from tools.types import Fact

_ROOM = 1.15
"""Limits of the scale: the score ends at 1."""


def momentum_plan(data: MomentumPanel, palette: Palette) -> Plan:
    """The plan of the momentum panel: a score from -1 to +1 with today's neutral zone."""
    halved = bool(np.any(np.isfinite(data.unchecked) & (data.unchecked != data.score.points)))

    def paint(panel: Panel) -> None:
        top, bottom = panel.at(data.top.number), panel.at(data.bottom.number)
        panel.canvas.box(panel.x, top, panel.width, bottom - top, palette.shade, level=1.5)
        xs = panel.across(np.arange(panel.count, dtype=np.float64))
        ends, zero = panel.down(data.score.points), np.full(panel.count, panel.at(0.0))
        colours = [palette.up if value >= 0 else palette.down for value in data.score.points]
        body = min(max(0.66 * panel.step, 1.6), 16.0)
        panel.canvas.bars(xs, np.minimum(ends, zero), np.maximum(ends, zero), colours, body)
        panel.across_all(0.0, palette.muted, 1.5)
        if halved:
            panel.line(data.unchecked, palette.first, 2.2)

    labels: tuple[EdgeLabel, ...] = ()
    if isinstance(data.score.last, Fact):
        score = data.score.last
        colour = palette.up if score.number >= 0 else palette.down
        labels = (EdgeLabel(f"{data.score.name} {written(score)}", score.number, colour),)
    ticks = ((-1.0, "-1"), (0.0, "0"), (1.0, "+1"))
    return Plan("Momentum", _notes(data, halved=halved), -_ROOM, _ROOM, ticks, labels, paint)


def _notes(data: MomentumPanel, *, halved: bool) -> tuple[str, ...]:
    rates = (f"ROC {period} {written(rate)}" for period, rate in (data.short, data.long))
    line = ("line: before volume check",) if halved else ()
    return (*rates, written(data.sigma), *line, "shaded: neutral")
