"""Rotation: the state of the price ratio, since when, and the ratio that would flip it."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, first, notices, paragraphs, put, sentence
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.overlays.rotation import Rotation
from tools.phrases import written
from tools.results import RotationReport
from tools.types import Fact, Missing

_NO_VETO = "Rotation is context beside the stack, never a veto; it bears on size, not on the composite."


def write_rotation(ask: Ask, outcomes: Outcomes) -> Block:
    """Rotation of each symbol."""

    def one(grounds: Grounds) -> str:
        report = grounds.result
        if not isinstance(report, RotationReport):
            return grounds.text
        return _told(grounds, report, ask.angles)

    return each(outcomes, "rotation", one, "The stack of the symbol can still be asked for.")


def _told(grounds: Grounds, report: RotationReport, angles: frozenset[str]) -> str:
    rotation = report.rotation
    if isinstance(rotation.state, Missing):
        return paragraphs(
            notices(grounds, members=False), f"**{sentence(rotation.rationale)}**", _credit(report)
        )
    head = f"**{first(written(rotation.state))}.** {sentence(rotation.rationale)}"
    if "since" in angles:
        head = f"{first(put(rotation.sessions_in_state))}. {head}"
    figures = (rotation.ratio, rotation.mean, rotation.band, rotation.slope, rotation.sessions_in_state)
    return paragraphs(
        notices(grounds, members=False),
        head,
        bullets(put(fact) for fact in figures),
        f"**What would flip {report.header.symbol}**\n" + bullets(_flips(rotation)),
        _credit(report),
        _NO_VETO,
    )


def _flips(rotation: Rotation) -> list[str]:
    lines = []
    for flip in rotation.flips:
        stays = isinstance(rotation.state, Fact) and flip.to == rotation.state.value
        does = "would stay" if stays else "would turn"
        lines.append(f"**Rotation {does} {flip.to}**: {put(flip.ratio)}; {put(flip.change)}")
    return lines


def _credit(report: RotationReport) -> str:
    return f"Beside it: {sentence(report.credit.rationale)}"
