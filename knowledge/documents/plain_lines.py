"""Lines of text to units: tables, lists, rules and prose, before it is known what is a heading."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.documents.line_shapes import (
    Bullet,
    bullet,
    ends_sentence,
    is_rule,
    looks_like_heading,
    underline,
)
from knowledge.documents.markers import marker
from knowledge.documents.pieces import KnownFrom
from knowledge.documents.text_tables import Table, tables_in

# Text whose longest line is longer was not broken to a width: each of its lines is a paragraph.
_WIDEST_WRAP = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was found.

    Attributes:
        text: Its text, with its indent.
        page: Page of a PDF.
        level: Rank as a heading, where its type face tells; 0 where it does not, -1 for none.
    """

    text: str
    page: int | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of lines that belong together.

    Attributes:
        kind: `candidate` for a single line that may be a heading.
        text: Its text.
        page: Page of its first line.
        level: Rank of a heading.
        alone: Set apart by blank lines on both sides.
        numbers: First and last number of a numbered list.
    """

    kind: Literal["prose", "candidate", "heading", "list", "table"]
    text: str
    page: int | None
    level: int = 0
    alone: bool = False
    numbers: tuple[int, int] | None = None


def units(lines: Iterable[Line]) -> Iterator[Unit | KnownFrom]:
    """Units in reading order. Linear in the text."""
    waiting: list[Unit] = []  # parts of a list whose items blank lines set apart
    for item in _groups(lines):
        if waiting and not (isinstance(item, Unit) and _continues(waiting[-1], item)):
            yield _joined(waiting)
            waiting = []
        if isinstance(item, Unit) and item.kind == "list":
            waiting.append(item)
        else:
            yield item
    if waiting:
        yield _joined(waiting)


def _continues(above: Unit, item: Unit) -> bool:
    if item.kind != "list" or above.numbers is None or item.numbers is None:
        return item.kind == "list" and above.numbers == item.numbers
    return item.numbers[0] == above.numbers[1] + 1


def _joined(parts: Sequence[Unit]) -> Unit:
    """One list. A lone item with a number is a sentence or a heading that begins with one."""
    only = parts[0]
    if len(parts) == 1 and only.numbers is not None and "\n- " not in only.text:
        text = only.text.removeprefix("- ")
        return replace(only, kind="candidate" if looks_like_heading(text) else "prose", text=text)
    return replace(only, text="\n".join(part.text for part in parts))


def _groups(lines: Iterable[Line]) -> Iterator[Unit | KnownFrom]:
    group: list[Line] = []
    for line in lines:
        mark = marker(line.text)
        if mark is None and line.text.strip():
            group.append(line)
            continue
        yield from _Group(group).units()
        group = []
        if mark is not None:
            yield mark
    yield from _Group(group).units()


class _Group:
    """Lines without a blank one between them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._texts = [line.text for line in lines]
        self._width = max((len(text.strip()) for text in self._texts), default=0)
        self._tables: dict[int, Table] = tables_in(self._texts)
        self._alone = len(lines) == 1

    def units(self) -> Iterator[Unit]:
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            if (table := self._tables.get(at)) is not None:
                yield Unit("table", table.rows, line.page)
                at = table.end
            elif line.level > 0:
                end = self._heading_end(at)
                yield Unit("heading", " ".join(self._texts[at:end]), line.page, line.level)
                at = end
            elif (level := self._underlined(at)) is not None:
                yield Unit("heading", line.text, line.page, level)
                at += 2
            elif is_rule(line.text):
                at += 1
            elif (first := bullet(line.text)) is not None:
                at, found = self._list(at, first)
                yield found
            else:
                end = self._prose_end(at)
                yield from self._prose(at, end)
                at = end

    def _heading_end(self, at: int) -> int:
        """A heading of one size goes over several lines if it must."""
        end = at + 1
        while end < len(self._lines) and self._lines[end].level == self._lines[at].level:
            end += 1
        return end

    def _underlined(self, at: int) -> int | None:
        return underline(self._texts[at], self._texts[at + 1]) if at + 1 < len(self._texts) else None

    def _list(self, at: int, first: Bullet) -> tuple[int, Unit]:
        items = [f"- {first.text}"]
        last = first
        end = at + 1
        while end < len(self._lines) and end not in self._tables and self._lines[end].level <= 0:
            text = self._texts[end]
            item = bullet(text)
            if item is not None and (item.number is None) == (last.number is None):
                items.append(f"- {item.text}")
                last = item
            elif item is None and self._goes_on(end, last.indent):
                items.append(text.strip())
            elif item is not None and item.indent > first.indent:  # another kind of list inside this one
                items.append(f"- {item.text}")
            else:
                break
            end += 1
        numbers = None if first.number is None or last.number is None else (first.number, last.number)
        return end, Unit("list", "\n".join(items), self._lines[at].page, alone=self._alone, numbers=numbers)

    def _goes_on(self, at: int, indent: int) -> bool:
        """Whether a line without a bullet belongs to the item above it."""
        text = self._texts[at]
        return not is_rule(text) and (_indent(text) > indent or not self._broken_after(at - 1))

    def _prose_end(self, at: int) -> int:
        end = at + 1
        while end < len(self._lines):
            item = bullet(self._texts[end])
            # a wrapped sentence may put a figure and a full stop at the start of a line
            begins_list = item is not None and item.number in (None, 1)
            if end in self._tables or self._lines[end].level > 0 or is_rule(self._texts[end]) or begins_list:
                break
            if self._underlined(end) is not None:
                break
            end += 1
        return end

    def _prose(self, at: int, end: int) -> Iterator[Unit]:
        start = at
        for last in range(at, end):
            text = self._texts[last]
            broken = last == end - 1 or self._broken_after(last)
            may_head = start == last and broken and self._lines[last].level == 0
            goes_on = last + 1 < end and self._texts[last + 1].lstrip()[:1].islower()
            if may_head and not goes_on and looks_like_heading(text):
                yield Unit("candidate", text.strip(), self._lines[last].page, alone=self._alone)
            elif last == end - 1 or self._width > _WIDEST_WRAP or (broken and ends_sentence(text)):
                prose = "\n".join(line.strip() for line in self._texts[start : last + 1])
                yield Unit("prose", prose, self._lines[start].page, alone=self._alone)
            else:
                continue
            start = last + 1

    def _broken_after(self, at: int) -> bool:
        """Whether the line was ended on purpose: the next word would still have fitted."""
        if self._width > _WIDEST_WRAP or at + 1 >= len(self._texts):
            return True
        next_word = self._texts[at + 1].split(None, 1)[0]
        return len(self._texts[at].rstrip()) + 1 + len(next_word) <= self._width


def _indent(text: str) -> int:
    expanded = text.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())
