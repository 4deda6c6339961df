"""The debrief: whose call it was, what the session made of it, the layers, the warning, and the lesson."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.bars import scale, score_bar
from bot.terminal.footer import footer_of
from bot.terminal.header import header_of
from bot.terminal.layout import PHRASE, Head, Row, Rows, section
from bot.terminal.words import ABSENT, STRONG, figure, listed, plain, said, state_of, style_of, told, value
from tools.debrief.called import LayerThen
from tools.debrief.types import Debrief, Warned
from tools.phrases import written
from tools.results import DebriefReport
from tools.types import Fact, Missing, Reading

_LAYERS = (Head("Layer"), Head("State"), Head(scale()), Head("Score", "right"))
_MOVES = (Head("Move"), Head("In ATR", "right"), Head("Outcome"))
_STYLES = {"resolved as predicted": "bold green", "failed": "bold red"}


def debrief_card(report: DebriefReport) -> Group:
    """A debrief with the judged session's header."""
    found = report.debrief
    return Group(
        header_of(report.header, report.price),
        section("Sealed call", *_call(found)),
        section("Outcome", *_outcome(found)),
        section("Earliest warning", *_warning(found.warning)),
        section("Lesson", said(found.lesson.said)),
        footer_of(report.header),
    )


def _call(found: Debrief) -> Iterator[RenderableType]:
    word = "FORWARD" if found.kind == "forward" else "BACK-FILLED"
    yield Text.assemble((f"{word}  ", STRONG), said(found.sealing), overflow="fold")
    yield listed(
        [
            plain(f"session {found.before.isoformat()}"),
            state_of(found.rating),
            told("score", found.score),
            told("of 100", found.points),
            told("ATR 14", found.atr),
        ]
    )
    yield Rows(_LAYERS, [_layer(layer, found) for layer in found.layers], "", least=PHRASE)
    for note in found.notes:
        yield said(note)
    yield Text.assemble(("seal ", ABSENT), plain(found.seal, ABSENT), overflow="fold")


def _layer(layer: LayerThen, found: Debrief) -> Row:
    word = written(layer.state) if isinstance(layer.state, Fact) else ""
    cells = (
        plain(layer.title),
        state_of(layer.state) if word else plain("abstains", ABSENT),
        score_bar(layer.score, style=style_of(word)),
        figure(layer.score, STRONG),
    )
    name = layer.title.lower()
    if isinstance(layer.state, Missing):
        return Row(cells, plain(layer.state.reason, ABSENT))
    tie = ("most right", "green") if name in found.most_right else ("most wrong", "red")
    return Row(cells, plain(*tie) if name in (*found.most_right, *found.most_wrong) else Text())


def _outcome(found: Debrief) -> Iterator[RenderableType]:
    moves: Sequence[tuple[str, Reading, Reading]] = (
        ("close to close", found.close_to_close, found.verdict_close),
        ("open to close", found.open_to_close, found.verdict_open),
    )
    yield Rows(
        _MOVES,
        [Row((plain(name), figure(move, STRONG), _verdict(verdict))) for name, move, verdict in moves],
    )
    yield said(found.outcome)
    yield said(found.blamed)


def _verdict(reading: Reading) -> Text:
    return value(reading, _STYLES.get(written(reading), STRONG))


def _warning(warning: Warned) -> Iterator[RenderableType]:
    yield said(warning.said)
    for note in warning.notes:
        yield said(note, ABSENT)
