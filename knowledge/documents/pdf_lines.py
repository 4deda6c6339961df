"""Pages of lines to lines of a text: running heads out, words joined, headings ranked, paragraphs parted."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from knowledge.documents.line_shapes import ends_sentence, looks_like_heading
from knowledge.documents.pdf_pages import PageLine
from knowledge.documents.plain_lines import Line

_NUMBER = re.compile(r"\d{1,6}")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|[-\u2013])?\s{0,3}\d{1,4}\s{0,3}(?:(?:of|/)\s{0,3}\d{1,4}|[-\u2013])?", re.IGNORECASE
)
_BROKEN_WORD = re.compile(r"([A-Za-z]*[a-z])[-\xad]$")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")

_EDGE = 2  # lines at the top and the bottom of a page that may run through all pages
_FEWEST_PAGES = 3
_LARGER = 1.12
_PARTED = 1.3
_LONGEST_HEADING = 200
_LOWEST_RANK = 4


@dataclass(frozen=True, slots=True)
class Laid:
    """Lines for the segmenter, and how many running lines were left out."""

    lines: tuple[Line, ...]
    running: int


def lay(pages: Sequence[Sequence[PageLine]]) -> Laid:
    """Lines in reading order with blank ones between paragraphs. Pages count from 1."""
    kept, running = _without_running(pages)
    kept = _joined_words(kept)
    rank = _ranks(kept)
    lines = list(_parted(kept, rank))
    if any(line.level > 0 for line in lines):  # where type faces tell headings, short lines are none
        lines = [line if line.level else replace(line, level=-1) for line in lines]
    return Laid(tuple(lines), running)


def _without_running(pages: Sequence[Sequence[PageLine]]) -> tuple[list[list[PageLine]], int]:
    """Leave out edge lines that most pages share but for the page's number, and bare page numbers.

    The first page keeps its head, which often has the date.
    """
    body = _body_size(pages)
    edges = [_edges(page, body) for page in pages]
    shared: Counter[str] = Counter()
    for number, (page, (top, bottom)) in enumerate(zip(pages, edges, strict=True)):
        shared.update({key for at in top | bottom for key in _likeness(page[at].text, number)})
    fewest = max(_FEWEST_PAGES, len(pages) // 2 + 1)
    kept: list[list[PageLine]] = []
    for number, (page, (top, bottom)) in enumerate(zip(pages, edges, strict=True)):
        lines = []
        for at, line in enumerate(page):
            numbered = _PAGE_NUMBER.fullmatch(line.text) is not None
            runs = numbered or any(shared[key] >= fewest for key in _likeness(line.text, number))
            if at not in top | bottom or not runs:
                lines.append(line)
            elif number == 0 and at in top and not numbered:
                lines.append(replace(line, running=True))
        kept.append(lines)
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _edges(page: Sequence[PageLine], body: float) -> tuple[set[int], set[int]]:
    """The highest and lowest lines of a page, whenever they were drawn; in larger type they are headings."""
    downwards = sorted(range(len(page)), key=lambda at: -page[at].y)
    plain = {at for at in downwards if page[at].size <= _LARGER * body}
    return plain.intersection(downwards[:_EDGE]), plain.intersection(downwards[-_EDGE:])


def _body_size(pages: Sequence[Sequence[PageLine]]) -> float:
    """The type size of most characters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _likeness(text: str, page: int) -> set[str]:
    """What a line has in common with its like on other pages: itself, and itself less the page's number."""
    found = list(_NUMBER.finditer(text))
    keys = {text}
    for number in found[:1] + found[-1:]:
        keys.add(f"{text[: number.start()]}#{int(number[0]) - page}{text[number.end() :]}")
    return keys


def _joined_words(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """Put words that were divided at the end of a line together on the first of the two lines.

    A hyphen stays where the document writes the word with one elsewhere, or writes both halves as words but
    never the whole.
    """
    words = Counter(word.lower() for page in pages for line in page for word in _WORD.findall(line.text))
    result: list[list[PageLine]] = []
    for page in pages:
        lines = list(page)
        for at in range(len(lines) - 1):
            head = _BROKEN_WORD.search(lines[at].text[-60:])
            tail, _, rest = lines[at + 1].text.partition(" ")
            if head is None or not tail[:1].islower() or "\t" in lines[at].text + lines[at + 1].text:
                continue
            first = head[1].lower()
            second = match[0].lower() if (match := _WORD.match(tail)) else ""
            soft = lines[at].text.endswith("\xad")
            hyphenated = words[f"{first}-{second}"] > 0 or (
                words[first + second] == 0 and words[first] > 1 and words[second] > 1
            )
            joint = "-" if hyphenated and not soft else ""
            lines[at] = replace(lines[at], text=lines[at].text[:-1] + joint + tail)
            lines[at + 1] = replace(lines[at + 1], text=rest)
        result.append([line for line in lines if line.text.strip()])
    return result


@dataclass(frozen=True, slots=True)
class _Rank:
    """How headings are told: sizes above the body's, largest first, then bold type of the body's size."""

    sizes: tuple[float, ...]
    body: float
    bold: bool

    def level(self, line: PageLine) -> int:
        letters = sum(map(str.isalpha, line.text))
        if len(line.text) > _LONGEST_HEADING or letters < 3 or "\t" in line.text:
            return 0
        if line.size in self.sizes:
            return min(self.sizes.index(line.size) + 1, _LOWEST_RANK)
        if line.running or line.size < self.body:
            return -1
        if self.bold and line.bold and line.size >= self.body and looks_like_heading(line.text):
            return min(len(self.sizes) + 1, _LOWEST_RANK)
        return 0


def _ranks(pages: Sequence[Sequence[PageLine]]) -> _Rank:
    lines = [line for page in pages for line in page]
    body = _body_size(pages)
    heavy = sum(len(line.text) for line in lines if line.bold)
    larger = sorted({line.size for line in lines if line.size > _LARGER * body}, reverse=True)
    return _Rank(tuple(larger), body, bold=4 * heavy < sum(len(line.text) for line in lines))


def _parted(pages: Sequence[Sequence[PageLine]], rank: _Rank) -> Iterator[Line]:
    leading = _leading(pages)
    above: PageLine | None = None
    page_above = 0
    for number, page in enumerate(pages, start=1):
        for line in page:
            if above is not None and (
                _turns(above, line) if number != page_above else _parts(above, line, leading)
            ):
                yield Line("", number)
            yield Line(line.text, number, rank.level(line))
            above, page_above = line, number


def _leading(pages: Sequence[Sequence[PageLine]]) -> dict[float, float]:
    """Usual distance of lines, by type size."""
    steps: dict[float, list[float]] = {}
    for page in pages:
        for above, line in pairwise(page):
            if above.size == line.size and 0.5 * line.size < above.y - line.y < 2.5 * line.size:
                steps.setdefault(line.size, []).append(above.y - line.y)
    return {size: median(found) for size, found in steps.items()}


def _parts(above: PageLine, line: PageLine, leading: dict[float, float]) -> bool:
    """Whether a line of the same page begins a paragraph."""
    down = above.y - line.y
    if above.size != line.size and abs(above.size - line.size) >= 1:
        return True
    if down < -0.5 * line.size:  # up again: the next column
        return _turns(above, line)
    return down > _PARTED * leading.get(line.size, 1.3 * line.size)


def _turns(above: PageLine, line: PageLine) -> bool:
    """Whether a line of another page or column begins a paragraph: the one above was complete."""
    return ends_sentence(above.text) or not line.text[:1].islower() or above.size != line.size
