"""What a typed result holds, however deep: cards are dataclasses in tuples in dataclasses."""

import dataclasses
from collections.abc import Iterator
from datetime import date

from tools.types import Fact


def parts(value: object) -> Iterator[object]:
    """A result and everything in it, outermost first; a fact is a leaf."""
    yield value
    if isinstance(value, Fact):
        return
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from parts(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from parts(part)


def strings(value: object) -> Iterator[str]:
    """The words of a result: sentences, sources, reasons, days, and facts that are words themselves."""
    for part in parts(value):
        if isinstance(part, str):
            yield part
        elif isinstance(part, date):
            yield part.isoformat()
        elif isinstance(part, Fact):
            yield part.source
            worded = isinstance(part.value, str)
            yield f"{part.label} {part.value} {part.method}" if worded else part.method
