"""What a typed result holds, however deep: cards are dataclasses in tuples in dataclasses."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from tools.types import Fact


class _One:
    """A result, equal to itself alone: to compare the parts of two would cost more than to walk them."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _One) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


def parts(value: object) -> tuple[object, ...]:
    """A result and everything in it, outermost first; a fact is a leaf."""
    return _walked(_One(value))


@lru_cache(maxsize=16)
def _walked(one: _One) -> tuple[object, ...]:
    """The parts of a result, kept while its answer is indexed: flags, states and sentences each want them."""
    found = []
    # walked with a stack of our own: a card has thousands of parts
    waiting = [one.value]
    while waiting:
        part = waiting.pop()
        found.append(part)
        if isinstance(part, tuple):
            waiting.extend(reversed(part))
        else:
            # mypy takes the `__hash__` of what a class makes for the class's own
            waiting.extend([getattr(part, name) for name in _fields(type(part))])  # type: ignore[arg-type]
    return tuple(found)


@cache
def _fields(kind: type[object]) -> tuple[str, ...]:
    """The fields of a typed part, last first; none of a fact and of what has no parts."""
    if kind is Fact or not dataclasses.is_dataclass(kind):
        return ()
    return tuple(field.name for field in reversed(dataclasses.fields(kind)))


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
