"""A statement about odds, laid out: owners, horizons, symbols, and which of them a place belongs to."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.agent.grounding.odds_facts import Cell, Owner
from bot.agent.grounding.odds_horizons import Span, horizons_named
from bot.agent.grounding.odds_owners import Named, families_named, owners_named, speaks_of_lesson
from bot.agent.grounding.odds_topic import Topic
from bot.agent.grounding.reading import Read

_PART = re.compile(
    r"[;:,.!?]\s|\s[\u2013\u2014|-]\s|[()|]|\s(?:while|whereas|but|and|though|although|so|because|since"
    r"|which)\s"
)
_FILLER = re.compile(
    r"(?:[ *]|of|the|time|cases|all|in|for|after|over|at|with|under|an?|following|by|percentage|points?"
    r"|were|was"
    r"|calls)*"
)
_RANGE = re.compile(r"\binterval\b|\bbetween\b|\branges?\b|\bfrom\b")
_NOT_THERE = re.compile(r"\b(?:no|not|nothing|neither|without|nor)(?: a| any)? \Z")
_MARKS = str.maketrans(dict.fromkeys("*_`\u00a0\u202f", " ") | {"\u2212": "-", "\u2019": "'"})


class Placed(Protocol):
    """Something with a place in a text."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """One past the last."""


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True)
class SymbolSaid:
    """A symbol where it is said."""

    start: int
    end: int
    symbol: str


@dataclass(slots=True)
class Scene:
    """A statement laid out.

    Attributes:
        text: Lower case, emphasis blanked; a cell's column and row stand before it.
        shift: Place in the whole text of a character is its place here plus this.
        parts: Where its parts begin, in order.
        owners: States and books it names.
        horizons: Horizons it names.
        symbols: Symbols it names.
        topic: What it goes on with.
        symbol: The symbol it goes on with.
        cells: The figures of the run, of the sessions spoken of.
        lesson: Whether it tells what a lesson rests on.
    """

    text: str
    shift: int
    parts: list[int]
    owners: list[Named]
    horizons: list[Span]
    symbols: list[SymbolSaid]
    topic: Topic
    symbol: str | None
    cells: Sequence[Cell]
    lesson: bool

    def owner_at(self, start: int, end: int) -> Owner | None:
        """Whose a figure at a place is; None where nothing tells it."""
        if self.lesson and any(one.owner.kind == "lesson" for one in self.cells):
            return Owner("lesson", "")
        named = self.bound(self.owners, start, end)
        if named is not None:
            return named.owner
        if self.topic.owners:
            return self.topic.owners[-1]
        owners = {one.owner for one in self.cells if one.owner.kind in ("evidence", "record")}
        return owners.pop() if len(owners) == 1 else None

    def listed(self, start: int, joined: int) -> Owner | None:
        """The owner of one of two figures told in the order of two owners: "bases of 59.0 and 59.5 %"."""
        before = [one.owner for one in self.owners if one.end <= start]
        inside = self.part_of(start)
        if not joined or len(before) < 2 or any(inside[0] <= one.start < inside[1] for one in self.owners):
            return None
        return None if _RANGE.search(self.text) else before[-2 if joined < 0 else -1]

    def horizon_at(self, start: int, end: int, owner: Owner) -> int:
        """The horizon of a figure at a place; 0 where nothing tells it."""
        span = self.bound(self.horizons, start, end)
        if span is not None:
            return span.sessions
        if self.topic.horizon:
            return self.topic.horizon
        own = {one.horizon for one in self.cells if one.owner == owner and one.horizon}
        return own.pop() if len(own) == 1 else 0

    def symbol_at(self, start: int, end: int) -> str | None:
        """The symbol of a figure at a place; None where the run has one only."""
        said = self.bound(self.symbols, start, end)
        return said.symbol if said is not None else self.symbol

    def cell(self, symbol: str | None, owner: Owner, horizon: int, name: str) -> Cell | None:
        """The figure of an owner; None where the run has none, or two symbols could be meant."""
        found = [
            one
            for one in self.cells
            if (one.owner, one.horizon, one.field) == (owner, horizon, name) and symbol in (None, one.symbol)
        ]
        return found[0] if len({one.symbol for one in found}) == 1 else None

    def part_of(self, at: int) -> tuple[int, int]:
        """The part of the statement that a place is in."""
        return part_at(self.parts, at, len(self.text))

    def bound(self, cues: Sequence[P], start: int, end: int) -> P | None:
        """The cue that a place belongs to: right behind it, in its own part, else before, else after."""
        for one in cues:
            if one.start >= end and _FILLER.fullmatch(self.text[end : one.start]):
                return one
        first, last = self.part_of(start)
        inside = [one for one in cues if first <= one.start < last]
        for group in (inside, cues):
            before = [one for one in group if one.end <= start]
            after = [one for one in group if one.start >= end]
            if before or after:
                return before[-1] if before else after[0]
        return next((one for one in cues if one.start < end and start < one.end), None)

    def denied(self, one: Named) -> bool:
        """Whether a book is only named to say that nothing is in it."""
        return _NOT_THERE.search(self.text[: one.start]) is not None


def scene_of(
    read: Read, cells: Sequence[Cell], topic: Topic, symbol: str | None, known: AbstractSet[int]
) -> Scene:
    """Lay a statement out.

    Args:
        read: The statement.
        cells: Figures of the run, of the sessions spoken of.
        topic: What it goes on with.
        symbol: The symbol it goes on with; None for the run's only one.
        known: The horizons of the run.
    """
    lead = f"{read.statement.lead} | " if read.statement.lead else ""
    text = lowered(f"{lead}{read.body}")
    shift = read.statement.start - len(lead)
    symbols = [
        SymbolSaid(
            one.start - shift if one.start >= 0 else 0, one.end - shift if one.start >= 0 else 0, one.symbol
        )
        for one in read.symbols
    ]
    mine = {one.symbol for one in cells}
    symbols = [one for one in symbols if one.symbol in mine or one.symbol != "SPY"]
    if topic.alive and not symbols and symbol not in mine:
        symbol = None
    return Scene(
        text,
        shift,
        parts_of(text),
        _owners(text, cells, topic),
        horizons_named(text, known),
        symbols,
        topic,
        symbol if symbol in mine else None,
        cells,
        speaks_of_lesson(text),
    )


def _owners(text: str, cells: Sequence[Cell], topic: Topic) -> list[Named]:
    """The owners that a text names, of the kinds that the run has figures of."""
    kinds = {one.owner.kind for one in cells}
    found = [one for one in owners_named(text, topic.owners) if one.owner.kind in kinds]
    for one in families_named(text, {cell.owner for cell in cells}):
        if not any(other.start < one.end and one.start < other.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def parts_of(text: str) -> list[int]:
    """Where the parts of a sentence begin, the first at 0."""
    return [0, *(match.end() for match in _PART.finditer(text))]


def part_at(parts: Sequence[int], at: int, size: int) -> tuple[int, int]:
    """The part that a place is in, of a text of some size."""
    later = [begin for begin in parts if begin > at]
    return max((one for one in parts if one <= at), default=0), later[0] if later else size


def lowered(text: str) -> str:
    """A text in lower case, as long as it was, without marks of emphasis."""
    low = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return low.translate(_MARKS)
