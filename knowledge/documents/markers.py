"""Lines that say since when a part of a document was known."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from knowledge.documents.dates import day_of
from knowledge.documents.pieces import KnownFrom, Piece
from knowledge.types import BlockKind

_MARKER = re.compile(r"[ \t]{0,8}<!--[ \t]{0,8}known from:([^\n<>]{0,60}?)-->[ \t]*", re.IGNORECASE)


def marker(line: str) -> KnownFrom | None:
    """The marker that a line is, and nothing beside it; None when it is none."""
    found = _MARKER.fullmatch(line)
    return KnownFrom(found[1].strip()) if found else None


def resolve(items: Iterable[Piece | KnownFrom]) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Give the pieces after a marker, up to the next heading, its day.

    Returns:
        The pieces, and notes: a marker whose day cannot be read is ignored, one with nothing between it and a
        heading dates nothing.
    """
    pieces: list[Piece] = []
    notes: list[str] = []
    day: date | None = None
    idle = False
    for item in items:
        if isinstance(item, KnownFrom):
            read = day_of(item.said)
            if read is None:
                notes.append("A `known from` line has no day that can be read (write 2026-05-17); ignored.")
            else:
                day, idle = read, True
            continue
        if item.kind is BlockKind.HEADING:
            if idle:
                notes.append("A `known from` line stands right before a heading, where it dates nothing.")
            day, idle = None, False
        else:
            idle = False
        pieces.append(item if day is None else replace(item, known_from=day))
    if idle:
        notes.append("A `known from` line at the end of the document dates nothing.")
    return tuple(pieces), tuple(dict.fromkeys(notes))
