"""Lines of a PDF with what the page tells about them: place, size, weight, columns."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\d{1,2}(?:,\d{1,2}){0,3}")

# A figure in smaller type that stands higher than its line is a footnote's mark.
_RAISED_SIZE = 0.8
_RAISED_BY = 0.15


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text as it stands on its page.

    Attributes:
        text: Its text.
        y: Height of its base line over the bottom of the page, in points.
        size: Type size of most of it, in points.
        bold: Whether most of it is bold.
        running: It runs through all pages.
    """

    text: str
    y: float
    size: float
    bold: bool
    running: bool = False


@dataclass(slots=True)
class _Run:
    text: str
    y: float
    size: float
    bold: bool


@dataclass(slots=True)
class _Collector:
    """Told of every run of text in the order it is drawn; a run that ends in a line break ends its line."""

    lines: list[PageLine] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)

    def visit(
        self,
        text: str,
        cm: Sequence[float],
        tm: Sequence[float],
        font: Mapping[str, object] | None,
        size: float,
    ) -> None:
        across = tm[2] * cm[0] + tm[3] * cm[2]
        upwards = tm[2] * cm[1] + tm[3] * cm[3]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        bold = font is not None and _BOLD.search(str(font.get("/BaseFont", ""))) is not None
        *ended, rest = text.split("\n")
        for part in ended:
            self._add(part, y, abs(size) * math.hypot(across, upwards), bold)
            self.end_line()
        self._add(rest, y, abs(size) * math.hypot(across, upwards), bold)

    def _add(self, text: str, y: float, size: float, bold: bool) -> None:  # noqa: FBT001
        if not text:
            return
        last = self.runs[-1] if self.runs else None
        raised = (
            last is not None
            and last.text[-1:].isalnum() | (last.text[-1:] in "%.,)”\"'")
            and 0 < size < _RAISED_SIZE * last.size
            and y > last.y + _RAISED_BY * last.size
            and _NOTE_MARK.fullmatch(text.strip())
        )
        self.runs.append(_Run(f"[{text.strip()}]" if raised else text, y, size, bold))

    def end_line(self) -> None:
        text = "".join(run.text for run in self.runs).strip()
        if text:
            weights: dict[tuple[float, bool], int] = {}
            for run in self.runs:
                key = (round(2 * run.size) / 2, run.bold)
                weights[key] = weights.get(key, 0) + len(run.text.strip())
            size, bold = max(weights, key=lambda key: weights[key])
            first = next(run for run in self.runs if run.text.strip())
            self.lines.append(PageLine(text, first.y, size, bold))
        self.runs = []


def lines_of(page: "PageObject") -> list[PageLine]:
    """Lines in the order they are drawn, which keeps columns of prose apart."""
    collector = _Collector()
    page.extract_text(visitor_text=collector.visit)
    collector.end_line()
    return collector.lines


def laid_out(page: "PageObject") -> list[str]:
    """Lines as they stand side by side, with spaces for the gaps between columns."""
    return page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False).split("\n")
