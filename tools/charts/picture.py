"""The page: title, stacked panels, time axis and footer."""

import textwrap
from collections.abc import Mapping
from typing import Final

from tools.charts.alt_text import MAX_NAME, badges, shortened
from tools.charts.breadth_panel import breadth_plan
from tools.charts.canvas import Canvas
from tools.charts.data import ChartData, ChartKind, Theme
from tools.charts.momentum_panel import momentum_plan
from tools.charts.panel import HEADING, SMALL, TEXT, Panel, Plan, widest_label, widest_tick
from tools.charts.price_panel import price_plan
from tools.charts.ratio_panel import ratio_plan
from tools.charts.scale import session_ticks
from tools.charts.theme import PALETTES, Palette
from tools.phrases import written
from tools.types import Absent

WIDTH: Final = 1100
"""Pixels: twice what Discord shows, for sharp screens."""

_MARGIN: Final = 28
_TITLE: Final = 36
_TOP: Final = 110
"""Height of title and subtitle."""

_TIME: Final = 40
"""Height of the time axis."""

_BOTTOM: Final = 48
"""Height of the footer."""

_STACKED: Final = {"price": 460, "ratio": 190, "breadth": 190, "momentum": 170}
_ALONE: Final = {"price": 560, "ratio": 400, "breadth": 400, "momentum": 400}
"""Heights of the panels, together and alone."""

_EMPTY: Final = 120

_MAX_SOURCE: Final = 28
"""Characters that fit beside the disclaimer."""


def paint(data: ChartData, kind: ChartKind, theme: Theme) -> tuple[bytes, int, int]:
    """The PNG with its width and height in pixels."""
    palette = PALETTES[theme]
    heights = _heights(data, kind)
    height = _TOP + sum(HEADING + rows for rows in heights.values()) + _TIME + _BOTTOM
    canvas = Canvas(WIDTH, height, palette.background)
    shown = {name: _plan(name, data, palette, rows) for name, rows in heights.items()}
    left = max(widest_tick(canvas, plan) for plan in shown.values()) + 12 + _MARGIN / 2
    left = max(left, _MARGIN)
    right = WIDTH - max(widest_label(canvas, plan) for plan in shown.values()) - _MARGIN / 2
    right = min(right, WIDTH - _MARGIN)
    times = session_ticks(data.sessions)
    y = float(_TOP)
    for name, plan in shown.items():
        y += HEADING
        panel = Panel(canvas, palette, plan, len(data.sessions), left, y, right - left, heights[name])
        panel.frame(times)
        if data.simulated:
            watermark(panel)
        plan.paint(panel)
        panel.edge_labels()
        y += heights[name]
    for place, text in times:
        canvas.text(
            left + panel.step * (place + 1), y + _TIME / 2, text, palette.muted, SMALL, align="center"
        )
    _header(canvas, palette, data, kind)
    _footer(canvas, palette, data)
    return canvas.png(), WIDTH, height


def _heights(data: ChartData, kind: ChartKind) -> Mapping[str, int]:
    heights = _STACKED if kind == "all" else {kind: _ALONE[kind]}
    return {
        name: _EMPTY if isinstance(getattr(data, name), Absent) else rows for name, rows in heights.items()
    }


def _plan(name: str, data: ChartData, palette: Palette, height: int) -> Plan:
    if name == "price":
        return price_plan(data.price, palette)
    if name == "ratio":
        ratio = data.ratio
        return (
            empty_plan("Price ratio", ratio)
            if isinstance(ratio, Absent)
            else ratio_plan(ratio, palette, height)
        )
    if name == "breadth":
        breadth = data.breadth
        return (
            empty_plan("Breadth", breadth) if isinstance(breadth, Absent) else breadth_plan(breadth, palette)
        )
    momentum = data.momentum
    return (
        empty_plan("Momentum", momentum) if isinstance(momentum, Absent) else momentum_plan(momentum, palette)
    )


def empty_plan(name: str, absent: Absent) -> Plan:
    """A panel that says why there is nothing in it."""

    def paint(panel: Panel) -> None:
        said = f"{name}: not known — {absent.reason.rstrip('.')}."
        lines = textwrap.wrap(said, 58, max_lines=3, placeholder=" …")
        middle = panel.y + panel.height / 2
        for place, line in enumerate(lines):
            y = middle + (place - (len(lines) - 1) / 2) * 1.5 * TEXT
            panel.canvas.text(panel.x + panel.width / 2, y, line, panel.palette.muted, TEXT, align="center")

    return Plan(name, (), 0.0, 1.0, (), (), paint)


def watermark(panel: Panel) -> None:
    """The large word behind simulated data."""
    size = min(0.5 * panel.height, panel.width / 9)
    x, y = panel.x + panel.width / 2, panel.y + panel.height / 2
    panel.canvas.text(
        x, y, "SIMULATED", panel.palette.watermark, size, weight="bold", align="center", level=2.2
    )


def _header(canvas: Canvas, palette: Palette, data: ChartData, kind: ChartKind) -> None:
    x, y = float(_MARGIN), 42.0
    words = badges(data)
    boxes = [canvas.measure(word, TEXT, "bold") + 28 for word in words]
    room = WIDTH - 2 * _MARGIN - sum(boxes) - 12 * len(boxes)
    symbol, close = shortened(data.symbol, MAX_NAME), written(data.price.last)
    said = f"{symbol} · {data.as_of.isoformat()} · close {close}"
    size = min(_TITLE, _TITLE * room / canvas.measure(said, _TITLE, "bold"))
    canvas.text(x, y, said, palette.text, size, weight="bold")
    right = float(WIDTH - _MARGIN)
    for word, width in zip(reversed(words), reversed(boxes), strict=True):
        canvas.box(right - width, y - 19, width, 38, palette.badge, level=5, rounding=6)
        canvas.text(right - width / 2, y, word, palette.on_badge, TEXT, weight="bold", align="center")
        right -= width + 12
    quoted = "prices as quoted, EMAs dividend-adjusted"
    basis = quoted if kind in ("all", "price") else "dividend-adjusted closes"
    late = "" if data.expected is None else f" · data end before {data.expected.isoformat()}"
    change = f"change {written(data.price.change)}"
    canvas.text(x, 86, f"{change} · {written(data.shown)} · {basis}{late}", palette.muted, SMALL)


def _footer(canvas: Canvas, palette: Palette, data: ChartData) -> None:
    y = canvas.height - _BOTTOM / 2
    canvas.text(_MARGIN, y, f"Source: {shortened(data.source, _MAX_SOURCE)}", palette.muted, SMALL)
    canvas.text(WIDTH - _MARGIN, y, data.disclaimer, palette.muted, SMALL, align="right")
