"""The page of the reliability picture: title, one panel with its diagonal, axis and footer."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from tools.charts.canvas import Canvas
from tools.charts.data import Theme
from tools.charts.panel import HEADING, SMALL, TEXT, Panel, Plan
from tools.charts.picture import WIDTH, empty_plan, watermark
from tools.charts.reliability import score_of, why_empty
from tools.charts.scale import Tick, spread
from tools.charts.theme import PALETTES, Palette
from tools.phrases import written
from tools.record import Book, HorizonScore, Record, ReliabilityBin
from tools.types import Absent

_MARGIN: Final = 28
_LEFT: Final = 96
_RIGHT: Final = 48
_TITLE: Final = 34
_TOP: Final = 110
_HEIGHT: Final = 560
_EMPTY: Final = 160
_AXIS: Final = 76
_BOTTOM: Final = 48
_RADIUS: Final = 9.0

_LOW, _HIGH = 30.0, 80.0
"""Stated probabilities that are always in sight, per cent; further ones widen the axis."""

_ROOM: Final = 120.0
"""Upper limit of the scale: above all calls there is room for their number."""

_COUNTS: Final = (115.0, 107.5)
"""Where on the scale the number of calls stands, and of those apart."""

_LABEL: Final = 112
"""Least pixels between two such numbers."""


def paint(record: Record, book: Book, heading: str, disclaimer: str, theme: Theme) -> tuple[bytes, int, int]:
    """The PNG with its width and height in pixels."""
    palette = PALETTES[theme]
    score = score_of(book, record.shown)
    bins = score.stated.bins if score else ()
    rows = _HEIGHT if bins else _EMPTY
    height = _TOP + HEADING + rows + (_AXIS if bins else 0) + _BOTTOM
    canvas = Canvas(WIDTH, height, palette.background)
    low, high = _limits(bins)
    plan = (
        _plan(record, bins, low, palette.first if book.kind == "forward" else palette.second)
        if bins
        else empty_plan("Reliability", Absent(why_empty(score)))
    )
    panel = Panel(
        canvas, palette, plan, round(high - low) - 1, _LEFT, _TOP + HEADING, WIDTH - _LEFT - _RIGHT, rows
    )
    times = _ticks(low, high)
    panel.frame(times)
    if book.simulated:
        watermark(panel)
    plan.paint(panel)
    if bins:
        _axis(panel, times)
    _header(canvas, palette, book, heading, score)
    y = height - _BOTTOM / 2
    canvas.text(_MARGIN, y, "Source: ledger", palette.muted, SMALL)
    canvas.text(WIDTH - _MARGIN, y, disclaimer, palette.muted, SMALL, align="right")
    return canvas.png(), WIDTH, height


def _limits(bins: Sequence[ReliabilityBin]) -> tuple[float, float]:
    """The span of the axis of stated probabilities, in whole tens."""
    stated = [one.stated.number for one in bins]
    low = 10 * math.floor(min([_LOW, *stated]) / 10)
    return float(low), float(10 * math.ceil(max([_HIGH, *stated]) / 10))


def _ticks(low: float, high: float) -> tuple[Tick, ...]:
    """Every ten per cent, as places of the panel: its first place is one step from its edge."""
    return tuple((percent - low - 1, f"{percent:.0f} %") for percent in np.arange(low, high + 1, 10))


def _plan(record: Record, bins: Sequence[ReliabilityBin], low: float, colour: str) -> Plan:
    notes = (
        "dashed: stated is what comes",
        f"bars: {written(record.confidence)} intervals",
        "hollow: too few cases",
    )
    ticks = tuple((percent, f"{percent:.0f} %") for percent in np.arange(0.0, 101.0, 20.0))

    def paint_bins(panel: Panel) -> None:
        _diagonal(panel, low)
        xs = panel.across(np.array([one.stated.number for one in bins]) - low - 1)
        for x, one in zip(xs, bins, strict=True):
            _point(panel, float(x), one, colour)
        _counts(panel, [float(x) for x in xs], bins)

    return Plan("Share that rose", notes, 0.0, _ROOM, ticks, (), paint_bins)


def _diagonal(panel: Panel, low: float) -> None:
    ends = np.array([low, low + panel.count + 1])
    panel.canvas.line(
        panel.across(ends - low - 1), panel.down(ends), panel.palette.muted, 2.0, "dashed", level=2.5
    )


def _point(panel: Panel, x: float, one: ReliabilityBin, colour: str) -> None:
    top, bottom = panel.at(one.high.number), panel.at(one.low.number)
    canvas = panel.canvas
    canvas.line([x, x], [top, bottom], colour, 2.0 if one.few else 3.0, level=4)
    for y in (top, bottom):
        canvas.line([x - 6, x + 6], [y, y], colour, 2.0, level=4)
    inside = panel.palette.panel if one.few else colour
    canvas.dot(x, panel.at(one.observed.number), _RADIUS, colour, inside, level=5)


def _counts(panel: Panel, xs: Sequence[float], bins: Sequence[ReliabilityBin]) -> None:
    """The number of calls above each point, apart from each other and joined to it."""
    half = _LABEL / 2
    places = spread(xs, _LABEL, panel.x + half, panel.x + panel.width - half)
    above, below = (panel.at(value) for value in _COUNTS)
    canvas, palette = panel.canvas, panel.palette
    for x, place, one in zip(xs, places, bins, strict=True):
        canvas.text(place, above, f"n {written(one.count)}", palette.muted, SMALL, align="center")
        canvas.text(place, below, f"{written(one.apart)} apart", palette.muted, SMALL, align="center")
        ends = [below + 14, below + 19, panel.at(100.0), panel.at(one.high.number)]
        canvas.line([place, place, x, x], ends, palette.muted, 1.0, level=3)


def _axis(panel: Panel, times: Sequence[Tick]) -> None:
    canvas, muted = panel.canvas, panel.palette.muted
    bottom = panel.y + panel.height
    for place, text in times:
        x = float(panel.across(np.array([place]))[0])
        canvas.text(x, bottom + 20, text, muted, SMALL, align="center")
    middle = panel.x + panel.width / 2
    canvas.text(middle, bottom + 52, "stated probability of a rise", muted, SMALL, align="center")


def _header(canvas: Canvas, palette: Palette, book: Book, heading: str, score: HorizonScore | None) -> None:
    room = float(WIDTH - 2 * _MARGIN)
    text = heading.removeprefix("SIMULATED · ")
    if book.simulated:
        width = canvas.measure("SIMULATED", TEXT, "bold") + 28
        left = WIDTH - _MARGIN - width
        canvas.box(left, 23, width, 38, palette.badge, level=5, rounding=6)
        canvas.text(left + width / 2, 42, "SIMULATED", palette.on_badge, TEXT, weight="bold", align="center")
        room -= width + 12
    size = min(_TITLE, _TITLE * room / canvas.measure(text, _TITLE, "bold"))
    canvas.text(_MARGIN, 42, text, palette.text, size, weight="bold")
    said = book.heading.text.removeprefix("SIMULATED: ").partition(": ")[2]
    notes = [said.rstrip(".")]
    if score:
        notes += [f"{written(score.stated.count)} stated", f"{written(score.stated.apart)} apart in time"]
    canvas.text(_MARGIN, 86, " · ".join(notes), palette.muted, SMALL)
