"""Charts: a picture of one symbol at one session, or of the record, with a text that says its numbers."""

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
from tools.charts.kept import KeptCharts
from tools.charts.reliability import reliability_chart

__all__ = [
    "BreadthPanel",
    "Chart",
    "ChartData",
    "ChartKind",
    "KeptCharts",
    "Line",
    "MomentumPanel",
    "PricePanel",
    "RatioPanel",
    "Theme",
    "draw",
    "reliability_chart",
]
