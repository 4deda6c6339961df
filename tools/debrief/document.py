"""A debrief as a Markdown document, so that it can be searched and quoted like any report."""

from tools.debrief.called import LayerThen
from tools.debrief.types import Debrief
from tools.phrases import written
from tools.types import Missing

SOURCE = "Plumbline debrief"
LICENCE = "MIT"
_SIMULATED = "SIMULATED"


def title_of(debrief: Debrief) -> str:
    """One title per seal: a back-filled or simulated debrief is never taken for a forward or a real one."""
    made_up = f"{_SIMULATED} " if debrief.simulated else ""
    sort = "" if debrief.kind == "forward" else "back-filled "
    return f"{made_up}{debrief.symbol} {sort}debrief, session {debrief.session.isoformat()}"


def source_of(debrief: Debrief) -> str:
    """The source that the corpus gives; the simulated market has one of its own."""
    return f"{SOURCE} ({_SIMULATED})" if debrief.simulated else SOURCE


def write_document(debrief: Debrief) -> str:
    """The document: front matter, and a section each for signal, outcome, layers, warning and lesson.

    Every figure is one of the debrief's facts, written as cards write it; equal debriefs give equal texts.
    A forward debrief is published on its session. A back-filled one was not there on that day and names no
    day: whoever takes it in says when that was.
    """
    title = title_of(debrief)
    front = (
        "---",
        f"title: {title}",
        f"source: {source_of(debrief)}",
        *((f"published: {debrief.session.isoformat()}",) if debrief.kind == "forward" else ()),
        f"symbols: {debrief.symbol}",
        f"licence: {LICENCE}",
        "---",
    )
    sections = (
        ("Signal", _signal(debrief)),
        ("Outcome", _marked(debrief, debrief.outcome.text)),
        ("Layers", _layers(debrief)),
        ("Earliest warning", _warning(debrief)),
        ("Lesson", _marked(debrief, debrief.lesson.said.text)),
    )
    body = [f"# {title}", *(f"## {heading}\n\n{text}" for heading, text in sections)]
    return "\n".join(front) + "\n\n" + "\n\n".join(body) + "\n"


def _marked(debrief: Debrief, text: str) -> str:
    """A passage may be quoted without its title, so each says itself that its market is made up."""
    return f"{_SIMULATED}: {text}" if debrief.simulated else text


def _signal(debrief: Debrief) -> str:
    rating = (
        f"rated {written(debrief.rating)}, score {written(debrief.score)}, {written(debrief.points)} of 100"
    )
    if isinstance(debrief.rating, Missing):
        rating = f"without a rating ({debrief.rating.reason})"
    said = (
        f"The call on {debrief.symbol} of {debrief.before.isoformat()}, for {debrief.session.isoformat()}: "
        f"{rating}. {debrief.sealing} ATR of the session before: {written(debrief.atr)}. "
        f"Seal: {debrief.seal}."
    )
    notes = " ".join(note.text for note in debrief.notes)
    return _marked(debrief, f"{said} {notes}".rstrip())


def _layers(debrief: Debrief) -> str:
    lines = "\n".join(f"- {_marked(debrief, _layer(layer))}" for layer in debrief.layers)
    return f"{lines}\n\n{_marked(debrief, debrief.blamed.text)}"


def _layer(layer: LayerThen) -> str:
    if isinstance(layer.state, Missing):
        return f"{layer.title}: abstained ({layer.state.reason})"
    return f"{layer.title}: {written(layer.state)}, score {written(layer.score)}"


def _warning(debrief: Debrief) -> str:
    parts = (debrief.warning.said, *debrief.warning.notes)
    return _marked(debrief, " ".join(part.text for part in parts))
