"""Long Markdown in pieces: at line ends where there are any, and never inside an open code block."""

import re
from collections.abc import Iterator
from typing import Final

from bot.cards.length import fitting, units

FENCE: Final = "```"
_OPENING = re.compile(rf"{FENCE}(?:[A-Za-z0-9+-]{{0,20}}\n)?")
_CLOSING: Final = f"\n{FENCE}"
_RUN = re.compile(r"`+")

LEAST: Final = 60
"""Units a piece needs at least: an opening, a closing, and room in between."""


def broken(markdown: str, first: int, whole: int) -> Iterator[str]:
    """The text in pieces, each of which renders as its part of the whole does.

    A line end at which it is broken is left out. A code block that is broken is closed, and opened again in
    the next piece as it was. A line that is too long is broken at a space, or anywhere where it has none.

    Args:
        markdown: Of any length.
        first: Units of the first piece, at least `LEAST`.
        whole: Units of the others, at least `LEAST`.
    """
    rest, room = markdown, first
    while units(rest) > room:
        head, rest = _parted(rest, room - len(_CLOSING))
        opening = _left_open(head)
        if opening is not None:
            head, rest = _closed(head, rest, opening)
        if head.strip():
            yield head
            room = whole
    if rest.strip():
        yield rest


def _parted(text: str, room: int) -> tuple[str, str]:
    """The text before and after the best place to break it within so many units."""
    end = fitting(text, room)
    opening = _OPENING.match(text)
    least = opening.end() if opening else 0
    place = text.rfind("\n", least + 1, end + 1)
    if place >= 0:
        return text[:place], text[place + 1 :]
    place = text.rfind(" ", least + 1, end)
    if place >= 0:
        return text[: place + 1], text[place + 1 :]
    for run in _RUN.finditer(text, least, end):
        if run.end() == end:
            # never through the middle of a fence
            end -= (end - run.start()) % len(FENCE)
    return text[:end], text[end:]


def _left_open(head: str) -> re.Match[str] | None:
    """The opening of the code block that is not closed at the end of the text."""
    fences = list(re.finditer(FENCE, head))
    if len(fences) % 2 == 0:
        return None
    return _OPENING.match(f"{head}\n", fences[-1].start())


def _closed(head: str, rest: str, opening: re.Match[str]) -> tuple[str, str]:
    if rest.startswith(FENCE):
        return head + _CLOSING, rest.removeprefix(FENCE).removeprefix("\n")
    again = opening[0].rstrip("\n")
    if opening.end() >= len(head):
        # nothing of the block is before the break
        return head[: opening.start()].removesuffix("\n"), f"{again}\n{rest}"
    return head + _CLOSING, f"{again}\n{rest}"
