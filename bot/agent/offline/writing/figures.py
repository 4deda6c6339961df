"""Figures in an answer: always a label and a fact as `tools.phrases` writes it, never a number of our own."""

from collections.abc import Iterable, Iterator

from bot.agent.offline.values import Outcome, Outcomes
from tools.grounds import Grounds
from tools.phrases import written
from tools.results import Header
from tools.types import Absent, Fact, LayerReading, Missing, Reading, Sentence, Unit

_WORDED = frozenset({Unit.TEXT, Unit.DATE, Unit.FLAG, Unit.SESSIONS})
"""Units whose values read as words: a colon stands before them."""


def put(reading: Reading, name: str | None = None) -> str:
    """Label and value: `21-session EMA $198.32`, `RSI 14 at 64.1`, `rating: neutral`."""
    label = name or reading.label
    worded = isinstance(reading, Missing) or reading.unit in _WORDED
    between = ":" if worded and not label.endswith(":") else " at" if label[-1:].isdigit() else ""
    return f"{label}{between} {written(reading)}"


def known(readings: Iterable[Reading]) -> Iterator[Fact]:
    """Those that are there."""
    return (reading for reading in readings if isinstance(reading, Fact))


def find(grounds: Grounds, key: str) -> Reading | None:
    """The reading whose id ends in `.key`, the first of them."""
    return next((one for one in grounds.facts if one.id.partition(".")[2] == key), None)


def figure(grounds: Grounds, *keys: str) -> list[str]:
    """Label and value of readings by key, those that the grounds have."""
    found = (find(grounds, key) for key in keys)
    return [put(reading) for reading in found if reading is not None]


def first(text: str) -> str:
    """With a capital letter."""
    return text[:1].upper() + text[1:]


def bullets(lines: Iterable[str]) -> str:
    """A Markdown list of the lines that say something."""
    return "\n".join(f"- {line}" for line in lines if line)


def paragraphs(*parts: str) -> str:
    """What says something, with an empty line between."""
    return "\n\n".join(part for part in parts if part)


def title(grounds: Grounds) -> str:
    """`IWM, session 2025-05-15`, with what must not be overlooked."""
    header = header_of(grounds)
    if header is None:
        symbol = dict(grounds.arguments).get("symbol", "")
        return ", ".join([*([symbol] if symbol else []), *_session(grounds)])
    marks = [
        word for word, on in (("SIMULATED", header.simulated), ("provisional", header.provisional)) if on
    ]
    ending = f" ({', '.join(marks)})" if marks else ""
    return f"{header.symbol}, session {header.as_of.isoformat()}{ending}"


def _session(grounds: Grounds) -> list[str]:
    return [f"session {grounds.session.isoformat()}"] if grounds.session else []


def header_of(grounds: Grounds) -> Header | None:
    """The header of a result, where there is one."""
    return grounds.result.header if grounds.result is not None else None


def notices(grounds: Grounds, *, members: bool = True) -> str:
    """What a reader must know first: another session than asked for, stale or dropped rows.

    Args:
        grounds: What the tool gave.
        members: Whether the answer reads the members; without them their list's bias does not matter.
    """
    said = [line.removeprefix("note: ") for line in grounds.text.split("\n") if line.startswith("note: ")]
    return "\n".join(f"*{line}*" for line in said if members or "survivorship" not in line)


def caveats(grounds: Grounds, readings: Iterable[Reading]) -> str:
    """The notes that travel with the facts shown, once each; what title and notices say is left out."""
    notes = dict.fromkeys(note for fact in known(readings) for note in fact.notes)
    above = notices(grounds)
    told = [
        note
        for note in notes
        if not note.startswith(("SIMULATED", "provisional", "stale", "from "))
        and note.partition(":")[0] not in above
    ]
    return f"*Caveat: {'; '.join(told)}.*" if told else ""


def state_of(layer: LayerReading) -> str:
    """A layer's state in a word; "abstains" where it says nothing."""
    return "abstains" if isinstance(layer.state, Absent) else layer.state


def sentence(said: Sentence | str) -> str:
    """A sentence as it stands, ended as one."""
    text = str(said).strip()
    return text if text.endswith((".", "!", "?", ".)")) else f"{text}."


def gone(reading: Reading) -> bool:
    """Whether it is not known."""
    return isinstance(reading, Missing)


def outcomes_of(outcomes: Outcomes, tool: str) -> list[tuple[str, Outcome]]:
    """What came of the calls of one tool, with the symbol each was about."""
    return [
        (str(dict(call.arguments).get("symbol", "")), outcome)
        for call, outcome in outcomes.items()
        if call.name == tool
    ]
