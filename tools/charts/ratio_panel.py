"""The price ratio with its mean, over the rotation states as shaded bands with their words."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from tools.charts.data import RatioPanel
from tools.charts.panel import SMALL, EdgeLabel, Panel, Plan
from tools.charts.scale import round_ticks
from tools.charts.theme import Palette
from tools.phrases import written
from tools.types import ABSTAIN, Fact, StateArray

_WORDS: Mapping[int, tuple[str, ...]] = {
    1: ("ahead", "A"),
    0: ("parity", "P"),
    -1: ("behind", "B"),
}
"""The longest that fits its band is written."""

_STRIP = 34
"""Pixels at the foot of the panel that are kept free for the words."""


def ratio_plan(data: RatioPanel, palette: Palette, height: int) -> Plan:
    """The plan of a ratio panel of a height in pixels."""
    values = np.concatenate((data.ratio.points, data.mean.points))
    least, most = float(np.nanmin(values)), float(np.nanmax(values))
    room = 0.06 * (most - least) or 0.01 * most
    high = most + room
    low = least - room - (high - least + room) * _STRIP / (height - _STRIP)

    def paint(panel: Panel) -> None:
        _bands(panel, data.states)
        panel.line(data.mean.points, palette.second, 2.6, "dashed")
        panel.line(data.ratio.points, palette.first, 3.2)

    labels = tuple(
        EdgeLabel(f"{line.name} {written(line.last)}", line.last.number, colour)
        for line, colour in ((data.ratio, palette.first), (data.mean, palette.second))
        if isinstance(line.last, Fact)
    )
    name = f"Ratio to {data.benchmark}"
    return Plan(name, _notes(data), low, high, round_ticks(least - room, high, 4), labels, paint)


def _notes(data: RatioPanel) -> tuple[str, ...]:
    sure = isinstance(data.confirmed, Fact) and bool(data.confirmed.value)
    state = f"{written(data.state)} for {written(data.sessions)}"
    return (state if sure else f"{state}, unconfirmed", "A ahead, P parity, B behind")


def runs(states: StateArray) -> Iterator[tuple[int, int, int]]:
    """Start, end (exclusive) and state of each run, abstentions left out."""
    edges = np.flatnonzero(np.diff(states.astype(np.int64))) + 1
    for start, stop in pairwise((0, *edges, len(states))):
        if states[start] != ABSTAIN:
            yield int(start), int(stop), int(states[start])


def _bands(panel: Panel, states: StateArray) -> None:
    canvas, palette = panel.canvas, panel.palette
    for start, stop, state in runs(states):
        left, right = panel.across(np.array([start - 0.5, stop - 0.5]))
        left = panel.x if start == 0 else float(left)
        right = panel.x + panel.width if stop == len(states) else float(right)
        canvas.box(left, panel.y, right - left, panel.height, palette.states[state], level=1.5)
        y = panel.y + panel.height - _STRIP
        canvas.box(left, y, right - left, _STRIP, palette.strips[state], level=2.3)
        if start:
            # beside each other the grounds differ by colour alone
            canvas.line([left, left], [panel.y, panel.y + panel.height], palette.background, 2, level=2.4)
        for word in _WORDS[state]:
            if canvas.measure(word, SMALL) + 12 <= right - left:
                canvas.text((left + right) / 2, y + _STRIP / 2, word, palette.text, SMALL, align="center")
                break
