"""Documents written for the tests, from a small Markdown: headings, paragraphs, lists, tables."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from knowledge.claims.checks import CHECKS
from knowledge.claims.model import Finding
from knowledge.ports import EventDays, Prices
from knowledge.types import Block, BlockKind, Document, Media, Published


def document(
    text: str,
    *,
    published: date | None = None,
    symbols: Sequence[str] = ("IWM",),
    title: str = "A note",
) -> Document:
    """The document that a reader of files would make of this Markdown."""
    pieces: list[str] = []
    blocks: list[Block] = []
    section: tuple[str, ...] = ()
    at = 0
    for kind, lines in _stretches(text):
        if kind is BlockKind.HEADING:
            marks, _, words = lines[0].partition(" ")
            section = (*section[: len(marks) - 1], words.strip())
            body = words.strip()
        elif kind is BlockKind.TABLE:
            body = "\n".join(_row(line) for line in lines if not re.fullmatch(r"[|:\s-]+", line))
        elif kind is BlockKind.LIST:
            body = "\n".join("- " + line.strip()[2:] for line in lines)
        else:
            body = "\n".join(lines)
        body = body.replace("**", "")
        pieces.append(body)
        blocks.append(Block(kind, at, at + len(body), section))
        at += len(body) + 2
    whole = "\n\n".join(pieces)
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return Document(
        id=digest[:16],
        digest=digest,
        title=title,
        source="tests",
        published=Published(published, "given") if published else Published(),
        symbols=tuple(symbols),
        licence=None,
        media=Media.MARKDOWN,
        text=whole,
        blocks=tuple(blocks),
    )


def found(
    text: str,
    *,
    published: date | None = None,
    symbols: Sequence[str] = ("IWM",),
    prices: Prices | None = None,
    events: EventDays | None = None,
) -> list[Finding]:
    """What all checks find in a document, every quote held against the document's words."""
    report = document(text, published=published, symbols=symbols)
    findings = [one for check in CHECKS for one in check(report, (), prices, events)]
    for finding in findings:
        assert finding.why
        assert any(side.document == report.id for side in finding.sides)
        for side in finding.sides:
            assert (side.span is None) == (side.document is None)
            if side.span is not None:
                assert report.text[side.span.start : side.span.end] == side.quote
    return findings


def rules(findings: Iterable[Finding]) -> list[str]:
    """The names of the rules, sorted."""
    return sorted(finding.rule for finding in findings)


def _stretches(text: str) -> Iterable[tuple[BlockKind, list[str]]]:
    def kind(line: str) -> BlockKind | None:
        if not line.strip():
            return None
        if re.match(r"#{1,6} ", line):
            return BlockKind.HEADING
        if line.lstrip().startswith(("- ", "* ")):
            return BlockKind.LIST
        if line.startswith("|") or "\t" in line:
            return BlockKind.TABLE
        return BlockKind.PARAGRAPH

    for of_kind, lines in groupby(text.strip().splitlines(), kind):
        if of_kind is BlockKind.HEADING:
            for line in lines:
                yield of_kind, [line]
        elif of_kind is not None:
            yield of_kind, list(lines)


def _row(line: str) -> str:
    if "\t" in line:
        return line
    return "\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))


class Days:
    """A hand-written table of events: what is covered, and the days."""

    def __init__(
        self,
        days: Mapping[str, Sequence[date]],
        *,
        first: date,
        last: date,
        closed: Sequence[date] = (),
    ) -> None:
        self._days, self._first, self._last, self._closed = days, first, last, frozenset(closed)

    def days(self, kind: str, first: date, last: date) -> tuple[date, ...] | None:
        if kind not in self._days or first < self._first or last > self._last:
            return None
        return tuple(day for day in sorted(self._days[kind]) if first <= day <= last)

    def is_session(self, day: date) -> bool | None:
        if not self._first <= day <= self._last:
            return None
        return day.weekday() < 5 and day not in self._closed


class Bars:
    """Hand-written bars of one symbol: a close for every weekday of a stretch."""

    def __init__(self, symbol: str, closes: Mapping[date, float], spread: float = 0.0) -> None:
        self._symbol, self._closes, self._spread = symbol, dict(sorted(closes.items())), spread

    def close(self, symbol: str, day: date) -> float | None:
        return self._closes.get(day) if symbol == self._symbol else None

    def range_52w(self, symbol: str, day: date) -> tuple[float, float] | None:
        window = self._window(symbol, day, 252)
        return (min(window) - self._spread, max(window) + self._spread) if window else None

    def sma(self, symbol: str, period: int, day: date) -> float | None:
        window = self._window(symbol, day, period)
        return sum(window) / period if window else None

    def change(self, symbol: str, day: date) -> float | None:
        window = self._window(symbol, day, 2)
        return 100 * (window[1] / window[0] - 1) if window else None

    def _window(self, symbol: str, day: date, count: int) -> list[float] | None:
        if symbol != self._symbol or day not in self._closes:
            return None
        until = [value for each, value in self._closes.items() if each <= day]
        return until[-count:] if len(until) >= count else None


def weekdays(first: date, count: int) -> list[date]:
    """So many weekdays from a day on."""
    days: list[date] = []
    while len(days) < count:
        if first.weekday() < 5:
            days.append(first)
        first += timedelta(days=1)
    return days
