"""The card of a debrief: whose call it was, what the session made of it, the warning, and the lesson."""

from collections.abc import Mapping
from typing import Final

from bot.cards.blocks import Card
from bot.cards.request import Request
from bot.cards.sections import between, market_card, section
from bot.cards.states import state_of
from bot.cards.words import escaped, figure, lines, said, score_bar, small, told, value
from tools.debrief.called import LayerThen
from tools.debrief.types import Debrief, Lesson, Warned
from tools.phrases import written
from tools.results import DebriefReport
from tools.types import Fact, Missing, Reading

_MARKS: Final[Mapping[str, str]] = {"resolved as predicted": "✓ ", "failed": "✗ "}


def debrief_card(report: DebriefReport, request: Request) -> Card:
    """A debrief with the judged session's header."""
    found, header = report.debrief, report.header
    parts = (
        section("Sealed call", *_call(found)),
        section("Layers as they were sealed", *(_layer(layer, found) for layer in found.layers)),
        section("What happened", *_outcome(found)),
        section("Earliest warning", *_warning(found.warning)),
        section("Lesson", said(found.lesson.said), _cases(found.lesson)),
    )
    return market_card(
        header,
        "debrief",
        parts,
        request,
        price=report.price,
        tone="warning" if written(found.verdict_close) == "failed" else "plain",
        beside=(("Analysis", "analyze"), ("Record", "record")),
    )


def _call(found: Debrief) -> tuple[str, ...]:
    word = "FORWARD" if found.kind == "forward" else "BACK-FILLED"
    figures = (told("score", found.score), told("of 100", found.points), told("ATR 14", found.atr))
    return (
        f"**{word}** {said(found.sealing)}",
        f"Session {found.before.isoformat()}: {state_of(found.rating)}",
        " · ".join(figures),
        *map(said, found.notes),
        small(f"seal `{escaped(found.seal)}`"),
    )


def _layer(layer: LayerThen, found: Debrief) -> str:
    title = f"**{escaped(layer.title)}**"
    if isinstance(layer.state, Missing):
        return f"{title} abstains: {escaped(layer.state.reason)}"
    name = layer.title.lower()
    tie = "most right" if name in found.most_right else "most wrong" if name in found.most_wrong else ""
    line = f"{title} {state_of(layer.state)} {score_bar(layer.score)} {figure(layer.score)}"
    return f"{line} · {tie}" if tie else line


def _outcome(found: Debrief) -> tuple[str, ...]:
    moves = (
        ("close to close", found.close_to_close, found.verdict_close),
        ("open to close", found.open_to_close, found.verdict_open),
    )
    return (
        *(f"{name} **{value(move)}**: {_verdict(verdict)}" for name, move, verdict in moves),
        said(found.outcome),
        said(found.blamed),
    )


def _verdict(reading: Reading) -> str:
    word = written(reading)
    return f"{_MARKS.get(word, '')}**{escaped(word)}**"


def _warning(warning: Warned) -> tuple[str, ...]:
    return (said(warning.said), *(small(said(note)) for note in warning.notes))


def _cases(lesson: Lesson) -> str:
    """The cases of the lesson; a share only where they are enough."""
    shares = ""
    if isinstance(lesson.rate, Fact):
        shares = f" · share {value(lesson.rate)} ({between(lesson.low, lesson.high)})"
        shares += f" · base {figure(lesson.base)}"
    return lines((f"Cases {value(lesson.cases)}{shares}",))
