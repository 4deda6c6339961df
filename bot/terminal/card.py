"""The card of a result, whichever it is."""

from rich.console import RenderableType

from bot.terminal.analysis import analysis_card
from bot.terminal.breadth import breadth_card
from bot.terminal.evidence import evidence_card
from bot.terminal.levels import levels_card
from bot.terminal.rotation import rotation_card
from bot.terminal.scan import scan_card
from bot.terminal.seed_claims import seed_claims_card
from tools.results import (
    Analysis,
    BreadthReport,
    ClaimsReport,
    EvidenceReport,
    LevelsReport,
    Result,
    RotationReport,
)


def card(result: Result, *, top: int = 20) -> RenderableType:
    """The card of a result, for any console; it adapts to the console's width and needs no colour.

    Args:
        result: What the desk returned.
        top: How many of the best and how many of the worst a scan shows.
    """
    if isinstance(result, Analysis):
        return analysis_card(result)
    if isinstance(result, BreadthReport):
        return breadth_card(result)
    if isinstance(result, RotationReport):
        return rotation_card(result)
    if isinstance(result, LevelsReport):
        return levels_card(result)
    if isinstance(result, EvidenceReport | ClaimsReport):
        return evidence_card(result) if isinstance(result, EvidenceReport) else seed_claims_card(result)
    return scan_card(result, top)
