"""Plain text to pieces: which short lines are headings, and of what rank."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from knowledge.documents.line_shapes import ends_sentence, outline
from knowledge.documents.markers import resolve
from knowledge.documents.pieces import KnownFrom, Piece, Reading
from knowledge.documents.plain_lines import Line, Unit, units
from knowledge.types import BlockKind

_KINDS = {
    "prose": BlockKind.PARAGRAPH,
    "candidate": BlockKind.PARAGRAPH,
    "heading": BlockKind.HEADING,
    "list": BlockKind.LIST,
    "table": BlockKind.TABLE,
}

# Short lines in a row beyond this many are a menu, an address or a column of labels.
_LONGEST_CHAIN = 2

# What may stand before the title: a date, a byline, an eyebrow.
_SHORT = 100

_TITLE, _SECTION = 1, 2


def read_text(text: str) -> Reading:
    """Pieces of a cleaned plain text whose front matter was taken off."""
    pieces, notes = resolve(segment(Line(line) for line in text.split("\n")))
    return Reading(pieces, notes=notes)


def segment(lines: Iterable[Line]) -> Iterator[Piece | KnownFrom]:
    """Pieces in reading order.

    A heading is a short line without a stop that something longer follows. Its rank is told by a rule below
    it or by its number; without them the first is the title and the others are sections, except that of two
    headings with nothing between them the second belongs to the first.
    """
    titled = False
    opening = True  # nothing but short lines so far
    for is_chain, group in groupby(_with_next(units(lines)), key=_is_candidate):
        chain = list(group)
        if not is_chain:
            for item, _ in chain:
                yield item if isinstance(item, KnownFrom) else _piece(item)
                if isinstance(item, Unit):
                    titled = titled or (item.kind == "heading" and item.level == _TITLE)
                    opening = opening and item.kind == "prose" and len(item.text) < _SHORT
            continue
        candidates = [item for item, _ in chain if isinstance(item, Unit)]
        after = chain[-1][1]
        for item in _ranked(candidates, after, title=opening and not titled):
            titled = titled or (item.kind == "heading" and item.level == _TITLE)
            opening = opening and item.kind != "heading"
            yield _piece(item)


def _with_next(
    items: Iterable[Unit | KnownFrom],
) -> Iterator[tuple[Unit | KnownFrom, Unit | KnownFrom | None]]:
    previous: Unit | KnownFrom | None = None
    for item in items:
        if previous is not None:
            yield previous, item
        previous = item
    if previous is not None:
        yield previous, None


def _is_candidate(item: tuple[Unit | KnownFrom, object]) -> bool:
    return isinstance(item[0], Unit) and item[0].kind == "candidate"


def _ranked(chain: Sequence[Unit], after: Unit | KnownFrom | None, *, title: bool) -> list[Unit]:
    """Which of the short lines in a row are headings."""
    if title and isinstance(after, Unit) and after.kind == "heading":
        title = False  # what stands over a title with a rule below it is no title
        if after.level == _TITLE:
            return list(chain)
    long = len(chain) > _LONGEST_CHAIN
    ranked: list[Unit] = []
    above = 0
    for at, unit in enumerate(chain):
        last = at == len(chain) - 1
        heads = _leads(unit, after) if last else not long and _leads(chain[-1], after)
        if title and at == 0:
            heads = heads or (long and unit.alone)
        if not heads:
            ranked.append(unit)
            continue
        level = _level(unit, title=title and at == 0, above=above)
        above = level
        ranked.append(Unit("heading", unit.text, unit.page, level))
    return ranked


def _leads(unit: Unit, after: Unit | KnownFrom | None) -> bool:
    """Whether what follows a short line can be what it announces."""
    if after is None:
        return False
    if isinstance(after, KnownFrom) or after.kind != "prose":
        return True
    return len(after.text) > len(unit.text) or ends_sentence(after.text)


def _level(unit: Unit, *, title: bool, above: int) -> int:
    depth = outline(unit.text)
    if depth is not None:
        return _TITLE + depth
    return _TITLE if title else max(_SECTION, above + 1)


def _piece(unit: Unit) -> Piece:
    return Piece(_KINDS[unit.kind], unit.text, unit.level if unit.kind == "heading" else 0, unit.page)
