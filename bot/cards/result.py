"""The card of a result, whichever it is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from bot.cards.analysis import analysis_card
from bot.cards.blocks import Card, Picture
from bot.cards.breadth import breadth_card
from bot.cards.chart import picture
from bot.cards.claims import claims_card
from bot.cards.debrief import debrief_card
from bot.cards.evidence import evidence_card
from bot.cards.levels import levels_card
from bot.cards.record import record_card
from bot.cards.request import Request
from bot.cards.rotation import rotation_card
from bot.cards.scan import scan_card
from bot.cards.why import why_card
from tools.charts import Chart
from tools.results import (
    Analysis,
    BreadthReport,
    ClaimsReport,
    DebriefReport,
    EvidenceReport,
    LevelsReport,
    RecordReport,
    Result,
    RotationReport,
    Scan,
)


class _Charted(Protocol):
    def __call__(self, result: Any, request: Request, /, *, chart: Picture | None = None) -> Card: ...  # noqa: ANN401


_CARDS: Final[Mapping[type, Callable[[Any, Request], Card]]] = {
    BreadthReport: breadth_card,
    RotationReport: rotation_card,
    LevelsReport: levels_card,
    Scan: scan_card,
    EvidenceReport: evidence_card,
    DebriefReport: debrief_card,
    ClaimsReport: claims_card,
}

_CHARTED: Final[Mapping[type, _Charted]] = {
    Analysis: analysis_card,
    RecordReport: record_card,
}
"""Those that have a place of their own for a picture."""


def card_of(result: Result, request: Request, *, chart: Chart | None = None) -> Card:
    """The card of a result.

    Args:
        result: What the desk returned.
        request: What was asked; "why" shows all that is behind an analysis.
        chart: A picture of the same symbol and session.
    """
    shown = None if chart is None else picture(chart, request)
    charted = _CHARTED.get(type(result))
    if isinstance(result, Analysis) and request.kind == "why":
        card = why_card(result, request)
    elif charted is not None:
        return charted(result, request, chart=shown)
    else:
        card = _CARDS[type(result)](result, request)
    return card if shown is None else replace(card, blocks=(*card.blocks, shown))
