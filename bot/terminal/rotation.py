"""Rotation: the price ratio's state, and the ratio that would flip it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.credit import credit_section
from bot.terminal.facts import facts_table
from bot.terminal.footer import footer_of
from bot.terminal.header import header_of
from bot.terminal.layout import section
from bot.terminal.words import said, state, state_of, told, value
from tools.overlays.rotation import Rotation
from tools.results import RotationReport
from tools.types import Fact, Missing


def rotation_card(report: RotationReport) -> Group:
    """Rotation with its figures, and credit beside it."""
    header, rotation = report.header, report.rotation
    figures = (rotation.ratio, rotation.mean, rotation.band, rotation.slope, rotation.sessions_in_state)
    known = [one for one in figures if isinstance(one, Fact)]
    return Group(
        header_of(header, report.price),
        rotation_section(rotation),
        *([facts_table(known, header.as_of)] if known else []),
        credit_section(report.credit, header.as_of),
        footer_of(header),
    )


def rotation_section(rotation: Rotation) -> Group:
    """The state, its sentence, its flips."""
    return section("Rotation", *_parts(rotation))


def _parts(rotation: Rotation) -> Iterator[RenderableType]:
    if isinstance(rotation.state, Fact):
        yield state_of(rotation.state)
    yield said(rotation.rationale)
    for flip in rotation.flips:
        if isinstance(flip.ratio, Missing):
            yield told(flip.ratio.label, flip.ratio)
            continue
        yield Text.assemble(
            "stays " if isinstance(rotation.state, Fact) and flip.to == rotation.state.value else "flips to ",
            state(flip.to),
            " at a ratio of ",
            value(flip.ratio, "bold"),
            ", ",
            value(flip.change),
            " from today's",
            overflow="fold",
        )
