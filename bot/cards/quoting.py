"""What came from outside, made visible and inert: quotes, titles, citations."""

from collections.abc import Sequence

from bot.agent.types import Cited
from bot.cards.words import escaped
from bot.document_words import cited, published
from bot.printable import printable, printable_lines
from knowledge.tenants import PUBLIC
from knowledge.types import Citation

TITLE = 180
"""Characters of a title, its Markdown included."""

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def shortened(text: str, most: int = TITLE) -> str:
    """Text from outside on one line, escaped, of at most `most` characters; a cut is marked."""
    raw = printable(text)
    shown, size = escaped(raw), min(len(raw), most)
    while len(shown) > most:
        # escaping lengthens, so the room is found by trying
        size = min(size - 1, size * 9 // 10)
        shown = escaped(raw[:size].rstrip() + _ELLIPSIS)
    return shown


def quoted(text: str, most: int | None = None) -> str:
    """A stretch of a document as a block quote, line by line; a table keeps its cells.

    Args:
        text: As stored.
        most: Characters of it that are shown; None: all.
    """
    cut = text.strip("\n")
    if most is not None and len(cut) > most:
        cut = cut[:most].rstrip() + _ELLIPSIS
    rows = [" · ".join(cell.strip() for cell in line.split("\t")) for line in cut.split("\n")]
    return "\n".join(f"> {escaped(line)}" for line in rows if line.strip())


def words_of(text: str) -> str:
    """Several lines from outside, each escaped; empty ones are left out."""
    return "\n".join(escaped(line) for line in printable_lines(text) if line.strip())


def source_of(one: Citation, place: str = "") -> str:
    """Source, day, place, and whose document it is where it is not everybody's."""
    parts = [one.source, f"published {published(one.published)}", place]
    if one.tenant != PUBLIC:
        parts.append(one.tenant.name)
    return dotted(parts)


def citation_line(one: Citation) -> str:
    """A document in one line."""
    return escaped(cited(one))


def citation(one: Cited, most: int) -> str:
    """A citation with its number, title, source, day, place, and the beginning of its words."""
    head = rf"**\[{one.number}\] {escaped(one.cited.title)}**"
    return "\n".join((head, f"-# {source_of(one.cited, one.place)}", quoted(one.quote, most)))


def dotted(parts: Sequence[str]) -> str:
    """Texts from outside on one line."""
    return " · ".join(escaped(part) for part in parts if part)
