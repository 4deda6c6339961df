"""A web page to pieces. Nothing is fetched; what a reader would not see is left out."""

import re
from collections.abc import Iterator

from bs4.element import Tag

from knowledge.documents.limits import Limits
from knowledge.documents.pieces import Piece, Reading
from knowledge.documents.web_head import day_shown, header_of
from knowledge.documents.web_parts import Parts
from knowledge.documents.web_tables import is_data, is_prose, rows_of
from knowledge.documents.web_tree import tree_of
from knowledge.types import BlockKind

# fmt: off
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div",
     "dl", "dt", "fieldset", "figcaption", "figure", "form", "header", "hr", "html", "main", "p",
     "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr")
)
# fmt: on
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol"))
_NO_LIST = ("h1", "h2", "h3", "h4", "h5", "h6", "table", "pre")

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_NOTE_MARK = re.compile(r"[\d*†‡,; ]{1,8}")


def read_page(text: str, limits: Limits) -> Reading:
    """Pieces of a page, and what it declares about itself.

    Headings, paragraphs, lists, tables and preformatted text become pieces. Links keep their text; pictures
    are left out. A raised footnote mark is put in brackets, so that it is not read as a digit of the figure
    before it.

    Raises:
        Refused: Elements are nested deeper than `limits.nesting`.
    """
    soup = tree_of(text, limits)
    parts = Parts()
    pieces = tuple(_Walk(parts).pieces(soup))
    count = parts.hidden
    notes = (
        f"{count} hidden part{'s' * (count != 1)} of the page {'were' if count != 1 else 'was'} left out.",
    )
    return Reading(pieces, header_of(soup), day_shown(soup), notes=notes if count else ())


class _Walk:
    """Where a walk over the page stands."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._inline: list[str] = []
        self._heading = 0
        self._verbatim = 0
        self._lists: list[int | None] = []  # next number; None for bullets
        self._prefix = ""
        self._entries: list[str] = []
        self._raised: list[int] = []  # where the text of each open `sup` begins
        self._tables: list[list[list[str]]] = []

    def pieces(self, root: Tag) -> Iterator[Piece]:
        skip: Tag | None = None
        for event, node in self._parts.events(root):
            if skip is not None:
                skip = None if event == "leave" and node is skip else skip
            elif not isinstance(node, Tag):
                self._inline.append(str(node) if self._verbatim else _SPACE.sub(" ", str(node)))
            elif event == "leave":
                yield from self._leave(node)
            elif node.name == "table" and is_data(node) and (rows := self._rows(node)):
                yield from self._flush()
                yield from self._list()
                yield from _table(node, rows)
                skip = node
            else:
                yield from self._enter(node)

    def _rows(self, table: Tag) -> list[list[str]]:
        rows = rows_of(table, Parts())
        return [] if is_prose(rows) else rows

    def _enter(self, tag: Tag) -> Iterator[Piece]:
        name = tag.name
        if name == "br":
            self._inline.append("\n")
        elif name == "sup":
            self._raised.append(len(self._inline))
        elif name in _BLOCKS:
            yield from self._flush()
        elif name in _HEADINGS:
            yield from self._flush()
            yield from self._list()
            self._heading = _HEADINGS[name]
        elif name == "pre":
            yield from self._flush()
            self._verbatim += 1
        elif name in _LISTS:
            yield from self._flush()
            if tag.find(_NO_LIST) is None:
                self._lists.append(1 if name == "ol" else None)
        elif name == "li":
            yield from self._flush()
            self._item()

    def _leave(self, tag: Tag) -> Iterator[Piece]:
        name = tag.name
        if name == "sup" and self._raised:
            self._bracket(self._raised.pop())
        elif name in _BLOCKS or name == "li":
            yield from self._flush()
        elif name in _HEADINGS:
            yield from self._flush()
            self._heading = 0
        elif name == "pre":
            yield from self._flush()
            self._verbatim = max(self._verbatim - 1, 0)
        elif name in _LISTS:
            yield from self._flush()
            if self._lists:
                self._lists.pop()
            if not self._lists:
                yield from self._list()

    def _item(self) -> None:
        number = self._lists[-1] if self._lists else None
        self._prefix = "- " if number is None else f"- {number}. "
        if number is not None:
            self._lists[-1] = number + 1

    def _bracket(self, start: int) -> None:
        raised = "".join(self._inline[start:]).strip()
        if _NOTE_MARK.fullmatch(raised):
            self._inline[start:] = [f"[{raised}]"]

    def _flush(self) -> Iterator[Piece]:
        """The text since the last edge of a block."""
        text = "".join(self._inline)
        self._inline.clear()
        self._raised.clear()
        if not self._verbatim:
            text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
        if not text.strip():
            return
        if self._heading:
            yield Piece(BlockKind.HEADING, text, self._heading)
        elif self._verbatim:
            yield from self._list()
            yield Piece(BlockKind.CODE, text)
        elif self._lists:
            self._entries.append(self._prefix + text)
            self._prefix = ""
        else:
            yield Piece(BlockKind.PARAGRAPH, text)

    def _list(self) -> Iterator[Piece]:
        if self._entries:
            yield Piece(BlockKind.LIST, "\n".join(self._entries))
        self._entries = []


def _table(table: Tag, rows: list[list[str]]) -> Iterator[Piece]:
    caption = table.find("caption")
    if caption is not None and (text := Parts().text_of(caption)):
        yield Piece(BlockKind.PARAGRAPH, text)
    if len(rows) == 1:
        yield Piece(BlockKind.PARAGRAPH, " ".join(cell for cell in rows[0] if cell))
    else:
        yield Piece(BlockKind.TABLE, "\n".join("\t".join(row) for row in rows))
