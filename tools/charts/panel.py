"""One panel: what it holds (`Plan`), and its ground, scale, ticks and labels on a canvas (`Panel`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from tools.charts.canvas import Canvas, Style, Weight
from tools.charts.scale import Tick, spread
from tools.charts.theme import Palette
from tools.types import FloatArray

TEXT: Final = 22
"""Pixels; Discord shows the picture at half its width, so people see half of this."""

SMALL: Final = 20
HEADING: Final = 44
"""Height of the line above a panel."""

CONNECTOR: Final = 26
"""Width between a panel and its labels, in which each is joined to its value."""

_LABEL_GAP: Final = 27


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """What stands at the right edge, beside its value.

    Attributes:
        text: Name and value.
        value: In the panel's unit.
        colour: That of its line.
        filled: Whether it is the one to see first: a filled box.
    """

    text: str
    value: float
    colour: str
    filled: bool = False

    @property
    def weight(self) -> Weight:
        """Bold where it is the one to see first."""
        return "bold" if self.filled else "regular"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a panel shows, before there is a place for it.

    Attributes:
        name: Its heading.
        notes: What follows the heading, the most important first; those that do not fit are left out.
        low, high: Limits of its scale.
        ticks: Values marked at the left.
        labels: What stands at the right.
        paint: Draws the data.
    """

    name: str
    notes: tuple[str, ...]
    low: float
    high: float
    ticks: tuple[Tick, ...]
    labels: tuple[EdgeLabel, ...]
    paint: "Callable[[Panel], None]"


@dataclass(frozen=True, slots=True)
class Panel:
    """A plan's rectangle on a canvas, in pixels.

    Attributes:
        canvas, palette: What to draw on, and with.
        plan: What to draw.
        count: Sessions shown.
        x, y, width, height: The rectangle, without heading and labels.
    """

    canvas: Canvas
    palette: Palette
    plan: Plan
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def step(self) -> float:
        """Width of one session."""
        return self.width / (self.count + 1)

    def across(self, places: FloatArray) -> FloatArray:
        """Pixels of positions among the sessions; half a session is left free at each end."""
        return self.x + self.step * (places + 1.0)

    def down(self, values: FloatArray) -> FloatArray:
        """Pixels of values."""
        share = (values - self.plan.low) / (self.plan.high - self.plan.low)
        return self.y + self.height * (1.0 - share)

    def at(self, value: float) -> float:
        """The pixel of one value."""
        return float(self.down(np.array([value]))[0])

    def line(
        self, values: FloatArray, colour: str, width: float, style: Style = "solid", *, level: float = 4
    ) -> None:
        """Draw one value per session; a session alone between gaps is a dot."""
        xs, ys = self.across(np.arange(self.count, dtype=np.float64)), self.down(values)
        self.canvas.line(xs, ys, colour, width, style, level=level)
        there = np.isfinite(np.concatenate(([np.nan], values, [np.nan])))
        alone = np.flatnonzero(there[1:-1] & ~there[:-2] & ~there[2:])
        half = width + 1
        for place in alone:
            self.canvas.box(xs[place] - half, ys[place] - half, 2 * half, 2 * half, colour, level=level)

    def across_all(
        self, value: float, colour: str, width: float, style: Style = "solid", *, level: float = 2.5
    ) -> None:
        """Draw a horizontal line at a value."""
        y = self.at(value)
        self.canvas.line([self.x, self.x + self.width], [y, y], colour, width, style, level=level)

    def frame(self, times: tuple[Tick, ...]) -> None:
        """Draw the ground, heading, grid and ticks."""
        canvas, palette, plan = self.canvas, self.palette, self.plan
        canvas.box(self.x, self.y, self.width, self.height, palette.panel, level=1)
        # lines would run through the words of an empty panel
        for place, _ in times if plan.ticks else ():
            x = float(self.across(np.array([place]))[0])
            canvas.line([x, x], [self.y, self.y + self.height], palette.grid, 1.5, level=2)
        for value, text in plan.ticks:
            self.across_all(value, palette.grid, 1.5, level=2)
            canvas.text(self.x - 12, self.at(value), text, palette.muted, SMALL, align="right")
        self._heading()

    def _heading(self) -> None:
        canvas, palette, plan = self.canvas, self.palette, self.plan
        y = self.y - HEADING / 2 + 2
        left = self.x
        canvas.text(left, y, plan.name, palette.text, TEXT, weight="bold")
        left += canvas.measure(plan.name, TEXT, "bold") + 18
        kept = ""
        for note in plan.notes:
            longer = f"{kept} · {note}" if kept else note
            if left + canvas.measure(longer, SMALL) > canvas.width - 28:
                break
            kept = longer
        canvas.text(left, y, kept, palette.muted, SMALL)

    def edge_labels(self) -> None:
        """Write the labels at the right, apart from each other, each joined to its value."""
        labels = self.plan.labels
        edge = self.x + self.width
        half = _LABEL_GAP / 2
        places = spread(
            [self.at(label.value) for label in labels], _LABEL_GAP, self.y + half, self.y + self.height - half
        )
        for label, place in zip(labels, places, strict=True):
            left, value = edge + CONNECTOR, self.at(label.value)
            self.canvas.line(
                [edge, edge + 6, left - 8, left - 3], [value, value, place, place], label.colour, 1.5
            )
            colour = label.colour
            if label.filled:
                width = self.canvas.measure(label.text, TEXT, "bold") + 12
                box = (left - 3, place - half + 1, width, _LABEL_GAP - 2)
                self.canvas.box(*box, label.colour, level=5, rounding=4)
                colour = self.palette.on_close
            self.canvas.text(left + 3, place, label.text, colour, TEXT, weight=label.weight)


def widest_label(canvas: Canvas, plan: Plan) -> float:
    """Pixels that the widest label of a plan needs, connector included; 0 without labels."""
    widths = [canvas.measure(label.text, TEXT, label.weight) for label in plan.labels]
    return max(widths, default=-CONNECTOR - 12) + CONNECTOR + 12


def widest_tick(canvas: Canvas, plan: Plan) -> float:
    """Pixels that the widest tick of a plan needs; 0 without ticks."""
    return max((canvas.measure(text, SMALL) for _, text in plan.ticks), default=0.0)
