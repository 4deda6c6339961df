"""A figure in pixels from its top left corner, with text that is measured and never interpreted."""

import io
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Rectangle

_DPI: Final = 72
"""At which a point, matplotlib's unit of sizes, is one pixel."""

Weight = Literal["regular", "bold"]
Align = Literal["left", "center", "right"]


@lru_cache(maxsize=2)
def _font_file(weight: Weight) -> str:
    """The font matplotlib brings along: named by file, so nothing is looked up among the system's."""
    name = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}[weight]
    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / name)


def font(size: float, weight: Weight = "regular") -> FontProperties:
    """The chart's font.

    Args:
        size: Pixels.
        weight: Regular or bold.
    """
    return FontProperties(fname=_font_file(weight), size=size)


def drawable(text: str, weight: Weight = "regular") -> str:
    """One line of text with "?" for what the font cannot show: names and reasons come from outside."""
    face = get_font(_font_file(weight))
    return "".join(letter if face.get_char_index(ord(letter)) else "?" for letter in " ".join(text.split()))


class Canvas:
    """A figure of a given size.

    Attributes:
        width, height: Pixels.
    """

    def __init__(self, width: int, height: int, background: str) -> None:
        self.width = width
        self.height = height
        self._figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor=background)
        self._agg = FigureCanvasAgg(self._figure)
        self._renderer = self._agg.get_renderer()

    def measure(self, text: str, size: float, weight: Weight = "regular") -> float:
        """The width of a text in pixels."""
        width, _, _ = self._renderer.get_text_width_height_descent(
            drawable(text, weight), font(size, weight), ismath=False
        )
        return float(width)

    def text(  # noqa: PLR0913 - place, words and looks
        self,
        x: float,
        y: float,
        text: str,
        colour: str,
        size: float,
        *,
        weight: Weight = "regular",
        align: Align = "left",
        level: float = 5,
    ) -> None:
        """Write one line, vertically centred on `y`; a `$` is a dollar sign."""
        self._figure.text(
            x / self.width,
            1 - y / self.height,
            drawable(text, weight),
            color=colour,
            fontproperties=font(size, weight),
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,
            usetex=False,
            zorder=level,
        )

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, *, level: float, round_: float = 0
    ) -> None:
        """Fill a rectangle whose top left corner is at (x, y)."""
        corner, size = (x, self.height - y - height), (width, height)
        patch = (
            FancyBboxPatch(corner, *size, boxstyle=f"round,pad=0,rounding_size={round_}")
            if round_
            else Rectangle(corner, *size)
        )
        patch.set(facecolor=colour, edgecolor="none", zorder=level, transform=None)
        self._figure.add_artist(patch)

    def line(self, xs: list[float], ys: list[float], colour: str, width: float, *, level: float = 4) -> None:
        """Draw a polyline through points in pixels."""
        self._figure.add_artist(
            Line2D(xs, [self.height - y for y in ys], color=colour, linewidth=width, zorder=level, transform=None)
        )

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Data coordinates on a rectangle, without matplotlib's own ticks, frame and labels."""
        axes = self._figure.add_axes(
            (x / self.width, 1 - (y + height) / self.height, width / self.width, height / self.height)
        )
        axes.set_axis_off()
        axes.set_zorder(2)
        return axes

    def png(self) -> bytes:
        """The picture; without the metadata that would name matplotlib's version."""
        file = io.BytesIO()
        self._agg.print_png(file, metadata={"Software": None})
        return file.getvalue()
