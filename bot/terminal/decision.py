"""The decision: the composite on its scale, and the posture it leads to."""

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.text import Text

from bot.state_marks import mark
from bot.terminal.bars import score_bar
from bot.terminal.words import NO_READING, STRONG, plain, said, style_of, told, value
from tools.phrases import written
from tools.sizing import Sizing
from tools.stack import Composite
from tools.types import Missing

_ENDS = 15
"""Cells beside the wide bar: the ends of the scale and the score."""

_WIDEST = 36
_NARROWEST = 4


class _WideBar:
    """The composite's bar, as wide as there is room."""

    def __init__(self, composite: Composite, style: str) -> None:
        self._composite, self._style = composite, style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Decide by the width at hand."""
        score = self._composite.score
        half = max(min((options.max_width - _ENDS) // 2, _WIDEST), _NARROWEST)
        bar = score_bar(score, half, self._style)
        yield Text.assemble("-1 ", bar, " +1  ", value(score, STRONG), overflow="fold")


def decision_panel(composite: Composite, sizing: Sizing) -> Panel:
    """Rating, points and letter, posture, bar, and the sentence why."""
    parts: list[RenderableType] = [_headline(composite, sizing)]
    if not isinstance(composite.rating, Missing):
        parts.append(_WideBar(composite, style_of(written(composite.rating))))
    parts += [said(composite.rationale), said(sizing.rationale)]
    parts.append(told("Layers present", composite.coverage))
    return Panel(Group(*parts), box=box.ROUNDED, padding=(0, 1), title=Text("Composite"), title_align="left")


def _headline(composite: Composite, sizing: Sizing) -> Text:
    if isinstance(composite.rating, Missing):
        verdict = plain(f"{NO_READING} No composite", STRONG)
    else:
        rating = written(composite.rating)
        words = (
            f"{mark(rating)} {rating.capitalize()}  "
            f"{written(composite.points)} / 100 · {written(composite.letter)}"
        )
        verdict = Text(words, f"bold {style_of(rating)}".strip())
    return Text.assemble(verdict, "     Size: ", value(sizing.posture, STRONG), overflow="fold")
