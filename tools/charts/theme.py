"""Colours: every text reaches a contrast of 4.5 on its ground and every line one of 3 (WCAG 2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.charts.data import Theme


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as `#rrggbb`.

    Attributes:
        background: The page.
        panel: The ground of a panel.
        grid: Grid lines; decoration, so without a contrast to keep.
        text: Titles and values.
        muted: Notes, ticks and the footer.
        close: The close, and its label.
        on_close: Text on a label filled with `close`.
        up, down: Candles, and the two signs of a score.
        first, second: A panel's lines, and the labels at their ends.
        resistance, support: Levels and their labels.
        shade: The ground of a neutral zone or an interval.
        states: The ground of each rotation state.
        strips: The stronger ground under its word.
        badge, on_badge: A word of warning and its ground.
        watermark: The large word behind simulated data.
    """

    background: str
    panel: str
    grid: str
    text: str
    muted: str
    close: str
    on_close: str
    up: str
    down: str
    first: str
    second: str
    resistance: str
    support: str
    shade: str
    states: Mapping[int, str]
    strips: Mapping[int, str]
    badge: str
    on_badge: str
    watermark: str


PALETTES: Mapping[Theme, Palette] = {
    "dark": Palette(
        background="#2b2d31",
        panel="#232428",
        grid="#383a40",
        text="#f2f3f5",
        muted="#b5bac1",
        close="#f2f3f5",
        on_close="#232428",
        up="#4cc9a0",
        down="#f07f74",
        first="#ffc857",
        second="#86b6ff",
        resistance="#ff9d8c",
        support="#72d6ae",
        shade="#34363d",
        states={1: "#20342f", 0: "#2c2e34", -1: "#38282b"},
        strips={1: "#245747", 0: "#45474f", -1: "#6b353a"},
        badge="#ffc857",
        on_badge="#232428",
        watermark="#3d3a33",
    ),
    "light": Palette(
        background="#ffffff",
        panel="#f6f7f9",
        grid="#e1e4e9",
        text="#1e1f22",
        muted="#55585f",
        close="#1e1f22",
        on_close="#ffffff",
        up="#0b7a5a",
        down="#c2362b",
        first="#8f5b00",
        second="#2459c4",
        resistance="#b3301f",
        support="#0a6b4f",
        shade="#e9ebef",
        states={1: "#e6f5ef", 0: "#eff0f3", -1: "#fcedeb"},
        strips={1: "#bfe6d7", 0: "#d5d8de", -1: "#f6cbc5"},
        badge="#8f2d00",
        on_badge="#ffffff",
        watermark="#ece4d6",
    ),
}
