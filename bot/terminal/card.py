"""The card of a result, whichever it is."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from rich.console import RenderableType

from bot.terminal.analysis import analysis_card
from bot.terminal.breadth import breadth_card
from bot.terminal.debrief import debrief_card
from bot.terminal.evidence import evidence_card
from bot.terminal.levels import levels_card
from bot.terminal.record import record_card
from bot.terminal.rotation import rotation_card
from bot.terminal.scan import scan_card
from bot.terminal.seed_claims import seed_claims_card
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

_CARDS: Final[Mapping[type, Callable[[Any], RenderableType]]] = {
    Analysis: analysis_card,
    BreadthReport: breadth_card,
    RotationReport: rotation_card,
    LevelsReport: levels_card,
    EvidenceReport: evidence_card,
    DebriefReport: debrief_card,
    ClaimsReport: seed_claims_card,
    RecordReport: record_card,
}


def card(result: Result, *, top: int = 20) -> RenderableType:
    """The card of a result, for any console; it adapts to the console's width and needs no colour.

    Args:
        result: What the desk returned.
        top: How many of the best and how many of the worst a scan shows.
    """
    if isinstance(result, Scan):
        return scan_card(result, top)
    return _CARDS[type(result)](result)
