"""A text in statements: sentences, bullets and table cells, each with what its surroundings lend it.

A cell says little by itself: its row's first cell and its column's head say what the figure is. A bullet or a
sentence leans on the heading above and on the sentence before.
"""

import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"\u201d')\]*_]*\s+(?=[\"\u201c'(\[*_]*[A-Z0-9$+\-\u2212%<@])|(?<=[.!?][*_])\s+(?=[A-Z])"
)
_ABBREVIATED = re.compile(r"\b(?:vs|e\.g|i\.e|approx|St|No|Inc|Corp|Mr|Dr|U\.S|cf|est|resp)\.[\"')]*\s+\Z")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+|\s*\*\*[^*]{1,90}\*\*\s*:?\s*\Z|\s*__[^_]{1,90}__\s*:?\s*\Z")
_BULLET = re.compile(r"\s*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+")
_RULE_ROW = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-*:?\s*)*\Z")


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch that is checked as one.

    Attributes:
        start: First character in the text.
        end: One past the last.
        lead: Words that stand elsewhere but belong to it: the head of its column and row, as text.
        heading: The nearest heading above, or the bullet's parent line, as text.
        block: Number of its paragraph or list: what is carried over does not cross to another one's heading.
        cell: Whether it is a cell of a table.
    """

    start: int
    end: int
    lead: str = ""
    heading: str = ""
    block: int = 0
    cell: bool = False


def statements(text: str) -> list[Statement]:
    """The statements of a text, in order and without overlap."""
    found: list[Statement] = []
    heading, block = "", 0
    table: list[str] = []
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        body = line.rstrip()
        if not body.strip():
            block += 1
            table = []
            continue
        end = start + len(body)
        if body.lstrip().startswith("|") and body.count("|") >= 2:
            if _RULE_ROW.match(body):
                continue
            cells = _cells(text, start, end)
            if not table:
                table = [text[a:b] for a, b in cells]
                if _next_is_rule(text, at):
                    found += [Statement(a, b, "", heading, block, cell=True) for a, b in cells]
                    continue
            found += _row(text, cells, table, heading, block)
            continue
        table = []
        if _HEADING.match(body):
            heading = body.strip(" #*_:")
            block += 1
            found.append(Statement(start, end, "", "", block))
            continue
        bullet = _BULLET.match(body)
        first = start + (bullet.end() if bullet else 0)
        found += [Statement(a, b, "", heading, block) for a, b in _sentences(text, first, end)]
    return found


def _next_is_rule(text: str, at: int) -> bool:
    """Whether the line that begins here parts a table's head from its rows: "|---|---|"."""
    line = text[at:].split("\n", 1)[0]
    return bool(line.strip()) and _RULE_ROW.match(line) is not None


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a table's line begin and end, without the blanks around them."""
    found = []
    at = start
    while text[at] in " \t":
        at += 1
    at += 1
    while at < end:
        stop = text.find("|", at, end)
        stop = end if stop < 0 else stop
        first, last = at, stop
        while first < last and text[first] in " \t":
            first += 1
        while last > first and text[last - 1] in " \t":
            last -= 1
        if stop < end or last > first:
            found.append((first, last))
        at = stop + 1
    return found


def _row(
    text: str, cells: list[tuple[int, int]], head: list[str], heading: str, block: int
) -> list[Statement]:
    """The cells of a row as statements: "64.1" leans on its column "RSI 14" and its row "IWM"."""
    row = text[cells[0][0] : cells[0][1]] if cells else ""
    found = []
    for index, (a, b) in enumerate(cells):
        if b <= a:
            continue
        column = head[index] if index < len(head) else ""
        lead = "" if index == 0 else f"{column} {row}".strip()
        found.append(Statement(a, b, lead, heading, block, cell=True))
    return found


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the sentences of a line begin and end; "vs. 43" and "U.S. funds" end none."""
    found = []
    first = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if _ABBREVIATED.search(text, first, match.end()):
            continue
        found.append((first, match.start()))
        first = match.end()
    if first < end:
        found.append((first, end))
    return found
