"""A chart as a card, and as a picture in another one."""

import re
from typing import Final, get_args

from bot.cards.actions import about, refresh
from bot.cards.blocks import Button, Card, Picture, Text
from bot.cards.request import Request
from bot.cards.words import escaped, footer_of, notices_of, small
from tools.charts import Chart, ChartKind
from tools.results import DISCLAIMER, Header

_OTHER: Final = re.compile(r"[^a-z0-9]+")


def chart_card(chart: Chart, request: Request, header: Header | None = None) -> Card:
    """The picture under its own title; source and session are in it and in its alt text.

    Args:
        chart: As drawn.
        request: What was asked: its `more` is the kind of chart, empty for all panels.
        header: Of what it was drawn from: its notices stand above the picture, its sources below.
    """
    notices = notices_of(header) if header is not None else ""
    kinds = [kind for kind in get_args(ChartKind) if kind != (request.more or "all")]
    others = (
        Button(kind.capitalize(), Request("chart", request.symbol, request.as_of, more=kind))
        for kind in kinds
    )
    return Card(
        f"**{escaped(chart.title)}**",
        (*([Text(notices)] if notices else []), picture(chart, request)),
        footer_of(header) if header is not None else small(DISCLAIMER),
        buttons=(*others, about("Analysis", "analyze", request, strong=True), refresh(request)),
        request=request,
    )


def picture(chart: Chart, request: Request) -> Picture:
    """The chart with a file name that says of what."""
    name = _OTHER.sub("-", f"{request.symbol} {request.more or 'chart'}".lower()).strip("-")
    return Picture(f"{name}.png", chart.png, chart.alt)
