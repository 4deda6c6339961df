"""The one entry: data in, a finished picture out."""

from tools.charts.alt_text import alt_text, title
from tools.charts.data import Chart, ChartData, ChartKind, Theme


def draw(data: ChartData, kind: ChartKind, theme: Theme) -> Chart:
    """Draw a chart; equal data give equal bytes.

    Thread-safe: every picture is a figure of its own, and no state of matplotlib's is changed.

    Args:
        data: What to show.
        kind: Which panels.
        theme: Colours for a dark or a light page.
    """
    from tools.charts.picture import paint  # noqa: PLC0415 - matplotlib takes 0.6 s that start-up need not pay

    png, width, height = paint(data, kind, theme)
    return Chart(png, alt_text(data, kind), title(data), width, height)
