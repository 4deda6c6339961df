"""Charts: a picture of one symbol at one session, with a text that says its numbers."""

from tools.charts.data import (
    BreadthPanel,
    Chart,
    ChartData,
    ChartKind,
    Line,
    MomentumPanel,
    PricePanel,
    RatioPanel,
    Theme,
)
from tools.charts.draw import draw

__all__ = [
    "BreadthPanel",
    "Chart",
    "ChartData",
    "ChartKind",
    "Line",
    "MomentumPanel",
    "PricePanel",
    "RatioPanel",
    "Theme",
    "draw",
]
