"""The lines of a tool's text: labels with values as people read them, notices first, and never too long."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tools.functions.day_words import Day
from tools.phrases import written
from tools.results import Header
from tools.types import Fact, Reading, Sentence

SHORT, LONG = 2_500, 4_300
"""Characters of a tool's text: of most, and of the whole stack."""


def line(reading: Reading, label: str | None = None) -> str:
    """`label: value`, with the caveats that belong to this fact alone.

    Args:
        reading: The fact, or why it is not known.
        label: Another name, where the fact's own needs what it belongs to.
    """
    notes = reading.notes if isinstance(reading, Fact) else ()
    own = [note for note in notes if not note.startswith(_COMMON)]
    caveat = f" ({'; '.join(own)})" if own else ""
    return f"{label or reading.label}: {written(reading)}{caveat}"


_COMMON = ("SIMULATED", "not adjusted", "provisional", "stale by", "survivorship-biased")
"""How notes begin that the first lines say once for all."""


def heading(header: Header, day: Day) -> list[str]:
    """Symbol, session and source, then what a reader must know first."""
    source = header.sources[0].source if header.sources else "no source"
    marks = "SIMULATED, " if header.simulated else ""
    lines = [f"{header.symbol}, session {header.as_of.isoformat()} ({marks}source: {source})"]
    lines += [f"note: {said}" for said in notices(header, day)]
    return lines


def notices(header: Header, day: Day) -> tuple[Sentence, ...]:
    """What the words of the date and the data make necessary to say."""
    own = (day.notice,) if day.notice else ()
    return own + header.notices


def fitted(lines: Sequence[str], limit: int = SHORT) -> str:
    """Lines as a text within a limit: whole lines are left out at the end, and that is said."""
    text = "\n".join(lines)
    if len(text) <= limit:
        return text
    ending = "(shortened: further readings were computed and left out of this text)"
    kept: list[str] = []
    room = limit - len(ending)
    for one in lines:
        room -= len(one) + 1
        if room < 0:
            break
        kept.append(one)
    return "\n".join([*kept, ending])


def sentences_in(part: object) -> Iterator[Sentence]:
    """Every sentence of a result, in the order of its fields."""
    if isinstance(part, Sentence):
        yield part
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        for own in dataclasses.fields(part):
            yield from sentences_in(getattr(part, own.name))
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from sentences_in(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from sentences_in(value)


def once(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Readings without repetitions, by id and day, in order."""
    seen: dict[object, Reading] = {}
    for reading in readings:
        seen.setdefault((reading.id, getattr(reading, "as_of", None)), reading)
    return tuple(seen.values())
