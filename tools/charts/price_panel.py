"""Price: candles (or closes), the trend's averages, support and resistance."""

from collections.abc import Iterator, Sequence

import numpy as np

from tools.charts.canvas import Style
from tools.charts.data import PricePanel
from tools.charts.panel import EdgeLabel, Panel, Plan
from tools.charts.scale import round_ticks
from tools.charts.theme import Palette
from tools.phrases import written
from tools.types import Fact, Reading

_AVERAGES: Sequence[Style] = ("dashed", "dashdot")

_HOLLOW_FROM = 7.0
"""Pixels of a candle's body from which a rising one is hollow, so that colour is not all that tells."""


def price_plan(data: PricePanel, palette: Palette) -> Plan:
    """The plan of the price panel; its limits hold every bar, average and level."""
    levels = list(_levels(data, palette))
    averages = [
        (line, colour, style)
        for line, colour, style in zip(data.averages, (palette.first, palette.second), _AVERAGES, strict=True)
        if np.isfinite(line.points).any()
    ]
    shown = [data.close, data.low, data.high, *(line.points for line, _, _ in averages)]
    marked = [label.value for label, _ in levels]
    if isinstance(data.last, Fact):
        marked.append(data.last.number)
    values = np.concatenate([*shown, marked])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    # a price that never moved still needs a scale
    room = 0.04 * (high - low) or 0.01 * high
    low, high = low - room, high + room

    def paint(panel: Panel) -> None:
        for label, style in levels:
            panel.across_all(label.value, label.colour, 1.8, style)
        if data.closes_only:
            panel.line(data.close, palette.close, 3)
        else:
            _candles(panel, data)
        for line, colour, style in averages:
            panel.line(line.points, colour, 3, style, level=4.5)

    labels = [label for label, _ in levels]
    labels += [
        EdgeLabel(f"{line.name} {written(line.last)}", line.last.number, colour)
        for line, colour, _ in averages
        if isinstance(line.last, Fact)
    ]
    if isinstance(data.last, Fact):
        labels.append(EdgeLabel(written(data.last), data.last.number, palette.close, filled=True))
    return Plan("Price", _notes(data), low, high, round_ticks(low, high, 6), tuple(labels), paint)


def _notes(data: PricePanel) -> tuple[str, ...]:
    drawn = "closes only" if data.closes_only else "daily candles"
    gone = [f"{line.name}: {line.last.reason}" for line in data.averages if not isinstance(line.last, Fact)]
    sides = (("dashed R: resistance", data.resistance), ("dotted S: support", data.support))
    named = [words for words, side in sides if any(isinstance(price, Fact) for price in side)]
    return (drawn, *named, *gone)


def _levels(data: PricePanel, palette: Palette) -> Iterator[tuple[EdgeLabel, Style]]:
    sides: tuple[tuple[str, tuple[Reading, ...], str, Style], ...] = (
        ("R", data.resistance, palette.resistance, "dashed"),
        ("S", data.support, palette.support, "dotted"),
    )
    for letter, prices, colour, style in sides:
        for rank, price in enumerate(prices, start=1):
            if isinstance(price, Fact):
                yield EdgeLabel(f"{letter}{rank} {written(price)}", price.number, colour), style


def _candles(panel: Panel, data: PricePanel) -> None:
    palette = panel.palette
    xs = panel.across(np.arange(panel.count, dtype=np.float64))
    rising = data.close >= data.open
    colours = [palette.up if up else palette.down for up in rising]
    body = min(max(0.66 * panel.step, 1.6), 16.0)
    panel.canvas.bars(xs, panel.down(data.high), panel.down(data.low), colours, max(1.2, body / 6))
    tops, bottoms = panel.down(np.fmax(data.open, data.close)), panel.down(np.fmin(data.open, data.close))
    # an unchanged price is a stroke, not nothing
    thin = np.maximum(1.6 - (bottoms - tops), 0.0) / 2
    panel.canvas.bars(xs, tops - thin, bottoms + thin, colours, body, level=3.5)
    if body >= _HOLLOW_FROM:
        hollow = rising & (bottoms - tops > 6)
        ground = [palette.panel] * int(hollow.sum())
        panel.canvas.bars(xs[hollow], tops[hollow] + 2, bottoms[hollow] - 2, ground, body - 4, level=3.6)
