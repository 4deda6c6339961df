"""Markdown to pieces: headings, paragraphs, lists, tables and code, free of markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from knowledge.documents.limits import Limits
from knowledge.documents.markdown_inline import plain
from knowledge.documents.markers import marker, resolve
from knowledge.documents.pieces import KnownFrom, Piece, Reading
from knowledge.errors import Refused
from knowledge.types import BlockKind

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

# Private use characters are gone from a cleaned text, so this one is ours.
_EMPTY_CELL = "\ue000"

_BULLET = re.compile(r"[•‣▪●◦][ \t]+")
_LIST_MARK = re.compile(r"[-*+•]\s|\d{1,9}[.)]\s")

# What a reader of the rendered page never sees. A longer one is searched for no further.
_UNSEEN = {"<!--": "-->", "<script": "</script>", "<style": "</style>"}
_LONGEST_UNSEEN = 5_000


def read_markdown(text: str, limits: Limits) -> Reading:
    """Pieces of a cleaned Markdown text whose front matter was taken off.

    Raises:
        Refused: Quotes or lists are nested deeper than `limits.nesting`.
    """
    env: dict[str, Any] = {}
    try:
        tokens = _blocks("\n".join(map(_kept_first_cell, text.split("\n"))), env, limits)
        pieces, notes = resolve(_Walk(env.get("references", {})).items(tokens))
    except RecursionError:
        tokens = None
    # the parser drops what lies deeper than its limit without a word
    if tokens is None or any(token.level >= limits.nesting - 1 for token in tokens):
        raise Refused(f"Its quotes or lists are nested deeper than {limits.nesting} levels.")
    return Reading(pieces, notes=notes)


def _kept_first_cell(line: str) -> str:
    """Mark the empty first cell of a tab table's row, which would be taken for an indent."""
    if not line.startswith("\t"):
        return line
    inner = line.strip("\t ")
    return line if "\t" not in inner or _LIST_MARK.match(inner) else _EMPTY_CELL + line


def _blocks(text: str, env: dict[str, Any], limits: Limits) -> "list[Token]":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 40 ms that only Markdown pays

    parser = MarkdownIt("commonmark", {"maxNesting": limits.nesting}).enable("table")
    # Inline text is parsed block by block later; an indent in a report is seldom code; blocks of HTML would
    # hide the text inside their tags.
    parser.disable(["inline", "code", "html_block"])
    parser.block.ruler.before(
        "fence", "unseen", _unseen, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    return parser.parse(text, env)


def _unseen(state: "StateBlock", start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's
    """A comment, script or style sheet that fills whole lines."""
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", at):
        return False
    head = state.src[at : at + 8].lower()
    close = next((close for mark, close in _UNSEEN.items() if head.startswith(mark)), None)
    if close is None:
        return False
    stop = state.src.find(close, at, at + _LONGEST_UNSEEN)
    if stop < 0:
        return False
    stop += len(close)
    line = start
    while line < end and state.eMarks[line] < stop:
        line += 1
    if line >= end or state.src[stop : state.eMarks[line]].strip():
        return False
    if not silent:
        token = state.push("unseen", "", 0)
        token.content = state.src[at:stop]
        state.line = line + 1
    return True


@dataclass(slots=True)
class _Walk:
    """Where a walk over the block tokens stands."""

    references: dict[str, Any]
    lists: list[int | None] = field(default_factory=list)  # next number; None for bullets
    entries: list[str] = field(default_factory=list)
    prefix: str = ""  # of a list item that has no text yet
    rows: list[str] = field(default_factory=list)
    cells: list[str] | None = None
    heading: "Token | None" = None

    def items(self, tokens: "list[Token]") -> Iterator[Piece | KnownFrom]:
        for token in tokens:
            self._enter(token)
            yield from self._leave(token)

    def _enter(self, token: "Token") -> None:
        match token.type:
            case "bullet_list_open":
                self.lists.append(None)
            case "ordered_list_open":
                self.lists.append(int(token.attrs.get("start", 1)))
            case "list_item_open":
                self._item()
            case "heading_open":
                self.heading = token
            case "heading_close":
                self.heading = None
            case "tr_open":
                self.cells = []

    def _leave(self, token: "Token") -> Iterator[Piece | KnownFrom]:
        match token.type:
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
                if not self.lists:
                    yield from self._list()
            case "tr_close":
                self.rows.append("\t".join(self.cells or ()))
                self.cells = None
            case "table_close":
                yield from self._list()
                yield Piece(BlockKind.TABLE, "\n".join(self.rows))
                self.rows = []
            case "fence":
                yield from self._list()
                yield Piece(BlockKind.CODE, token.content.replace(_EMPTY_CELL, ""))
            case "unseen" if (found := marker(token.content)) is not None:
                yield from self._list()
                yield found
            case "inline":
                yield from self._inline(token)

    def _inline(self, token: "Token") -> Iterator[Piece]:
        text = plain(token.content, self.references).replace(_EMPTY_CELL, "")
        if self.cells is not None:
            self.cells.append(" ".join(text.split()))
        elif self.heading is not None and not (self.heading.markup in "-=" and "\n" in token.content):
            yield from self._list()
            yield Piece(BlockKind.HEADING, text, level=int(self.heading.tag[1:]))
        elif self.lists:
            self.entries.append(self.prefix + text)
            self.prefix = ""
        else:  # lines over a rule, which Markdown calls a heading, are a paragraph
            yield from _paragraph(text)

    def _item(self) -> None:
        number = self.lists[-1]
        self.prefix = "- " if number is None else f"- {number}. "
        if number is not None:
            self.lists[-1] = number + 1

    def _list(self) -> Iterator[Piece]:
        if self.entries:
            yield Piece(BlockKind.LIST, "\n".join(self.entries))
        self.entries = []


def _paragraph(text: str) -> Iterator[Piece]:
    """A paragraph, or the tab tables and bullets that were pasted into one."""
    for kind, group in groupby(text.split("\n"), key=_line_kind):
        lines = list(group)
        if kind is BlockKind.LIST:
            lines = [_BULLET.sub("- ", line.lstrip(), count=1) for line in lines]
        alone = kind is BlockKind.TABLE and len(lines) == 1
        yield Piece(BlockKind.PARAGRAPH if alone else kind, "\n".join(lines))


def _line_kind(line: str) -> BlockKind:
    if "\t" in line:
        return BlockKind.TABLE
    return BlockKind.LIST if _BULLET.match(line.lstrip()) else BlockKind.PARAGRAPH
