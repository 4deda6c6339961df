"""Prices that a document states: the current one, closes, ranges, averages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from knowledge.claims.checks.figures import Figure
from knowledge.claims.checks.quote_patterns import (
    AVERAGE_WORD,
    AVERAGES,
    COUNTS,
    HEADED_AVERAGE,
    HEADED_PRICE,
    HIGH_AND_LOW,
    NOT_NOW,
    NOT_THE_PRICE,
    PATTERNS,
    SCENARIO,
    Said,
)
from knowledge.claims.checks.reading import Line, Reading, reading_of
from knowledge.claims.checks.tables import Table, tables_of
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Measure, Span
from knowledge.types import BlockKind, Document

_METRICS = {
    "price": Said.CURRENT,
    "range_52w": Said.RANGE_52W,
    "high_52w": Said.HIGH_52W,
    "low_52w": Said.LOW_52W,
    "record_high": Said.RECORD,
    "day_range": Said.DAY_RANGE,
    "sma": Said.AVERAGE,
    "ema": Said.AVERAGE,
}
_OTHER_METRICS = frozenset(
    """
    target stop entry support resistance pivot trigger level gap_level vwap strike max_pain sma ema
    open_price nav
    """.split()  # noqa: SIM905 - one word a line would take a page
)
_DEAREST = 200_000.0
_SAME_SIZE = 4.0
_CURRENT_FOR = timedelta(days=10)
"""How old a price may be to be spoken of as the current one."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One stated price.

    Attributes:
        said: What it is said to be.
        topic: The ticker it belongs to; empty when not known.
        figure: The price or range.
        line: The line it stands in.
        period: Sessions of an average; 0 for anything else.
        exponential: Whether the average is said to be an exponential one.
        closing: Whether a current price is said to be a close.
    """

    said: Said
    topic: str
    figure: Figure
    line: Line
    period: int = 0
    exponential: bool = False
    closing: bool = False

    @property
    def span(self) -> Span:
        """Where its figure stands."""
        return self.figure.span


class Quotes:
    """The prices a document states.

    Attributes:
        document: The document.
        all: The prices in order; the same figure once for each thing it is said to be.
    """

    def __init__(self, document: Document, found: tuple[Quote, ...]) -> None:
        self.document = document
        self.all = found
        self._of: dict[tuple[Said, str], list[Quote]] = {}
        self._in: dict[int, list[Quote]] = {}
        for quote in found:
            self._of.setdefault((quote.said, quote.topic), []).append(quote)
            if quote.said is Said.CURRENT:
                self._in.setdefault(quote.line.start, []).append(quote)

    @property
    def topics(self) -> list[str]:
        """The tickers with prices."""
        return sorted({topic for _, topic in self._of})

    def of(self, kind: Said, topic: str) -> list[Quote]:
        """The prices of one kind for one ticker."""
        return self._of.get((kind, topic), [])

    def current(self, topic: str) -> list[Quote]:
        """The current prices of one ticker."""
        return self.of(Said.CURRENT, topic)

    def current_in(self, line: Line) -> list[Quote]:
        """The current prices that a line itself gives."""
        return self._in.get(line.start, [])


def quotes_of(document: Document, claims: Sequence[Claim]) -> Quotes:
    """The prices a document states, by its words and by the claims that were read from it."""
    return _quotes(document, tuple(claims))


@lru_cache(maxsize=8)
def _quotes(document: Document, claims: tuple[Claim, ...]) -> Quotes:
    reading = reading_of(document)
    found = [quote for line in reading.lines for quote in _in_line(reading, line)]
    found += [quote for table in tables_of(document) for quote in _in_columns(table)]
    metrics = {claim.quantity.span.end: claim for claim in claims}
    found = [quote for quote in found if not _otherwise(quote, metrics.get(quote.figure.span.end), document)]
    found += [quote for claim in claims if (quote := _claimed(reading, claim))]
    found = _of_their_size([quote for quote in found if _is_a_price(quote)])
    unique = {(quote.said, quote.period, quote.figure.span.end): quote for quote in reversed(found)}
    return Quotes(document, tuple(sorted(unique.values(), key=lambda quote: quote.figure.span)))


def _is_a_price(quote: Quote) -> bool:
    """Not a volume, a count of stocks, or a sum of money."""
    at = quote.figure.span.start - quote.line.start
    before = quote.line.text[max(0, at - 80) : at]
    return quote.figure.high < _DEAREST and not _is_count(quote, before)


def _is_count(quote: Quote, before: str) -> bool:
    """Whether the figure behind an average counts something: `above their 50-day average (336 of 1,629)`."""
    if quote.said is not Said.AVERAGE:
        return False
    after = quote.line.text[quote.figure.span.end - quote.line.start :][:12]
    return bool(COUNTS.search(before[-70:]) or re.match(r"[ ]of[ ](?:the[ ])?[0-9]", after))


def _of_their_size(found: Sequence[Quote]) -> list[Quote]:
    """Those that can be prices of the same thing as the first current price of their ticker."""
    first: dict[str, float] = {}
    for quote in sorted(found, key=lambda one: one.figure.span):
        if quote.said is Said.CURRENT:
            first.setdefault(quote.topic, quote.figure.low)
    return [
        quote
        for quote in found
        if first.get(quote.topic, quote.figure.low) / _SAME_SIZE
        <= quote.figure.low
        <= first.get(quote.topic, quote.figure.low) * _SAME_SIZE
    ]


def _otherwise(quote: Quote, claim: Claim | None, document: Document) -> bool:
    """Whether the claim on the same figure says that it is no current price."""
    if quote.said is not Said.CURRENT or claim is None:
        return False
    return claim.metric in _OTHER_METRICS or _is_old(claim, document)


def _is_old(claim: Claim, document: Document) -> bool:
    day = document.published.day
    return claim.as_of is not None and day is not None and abs(day - claim.as_of) > _CURRENT_FOR


def _claimed(reading: Reading, claim: Claim) -> Quote | None:
    kind, line = _METRICS.get(claim.metric), reading.around(claim.quantity.span.start)
    if kind is None or line is None or _is_old(claim, reading.document):
        return None
    figure = line.figure_at(claim.quantity.span.end - 1 - line.start)
    if figure is None or figure.bounded or figure.unit not in {Measure.USD, Measure.COUNT}:
        return None
    if kind is not Said.AVERAGE and figure.is_range != (kind in {Said.RANGE_52W, Said.DAY_RANGE}):
        return None
    period = int(claim.variant) if claim.variant and claim.variant.isdigit() else 0
    if (kind is Said.AVERAGE and period == 0) or _is_another_time(line, figure, kind):
        return None
    return Quote(kind, claim.entity, figure, line, period=period, exponential=claim.metric == "ema")


def _is_another_time(line: Line, figure: Figure, kind: Said) -> bool:
    """Whether the words before a price say that it is not of now, or not the price itself."""
    at = figure.span.start - line.start
    if NOT_NOW.search(line.text[:at]):
        return True
    if kind is not Said.CURRENT:
        return False
    of_scenario = line.kind is BlockKind.TABLE and SCENARIO.search(line.text.split("\t")[0])
    return bool(of_scenario or NOT_THE_PRICE.search(line.text[max(0, at - 40) : at]))


def _in_line(reading: Reading, line: Line) -> Iterator[Quote]:
    for kind, closing, pattern in PATTERNS:
        for match in pattern.finditer(line.masked):
            figure = line.figure_at(match.start("price"))
            if figure is None or figure.bounded or (figure.is_range and kind is Said.CURRENT):
                continue
            if figure.is_range != (kind in {Said.RANGE_52W, Said.DAY_RANGE}):
                continue
            plainly = "current" in line.text[match.start() : match.end()].lower()
            if (
                kind in {Said.CURRENT, Said.PREVIOUS}
                and not plainly
                and NOT_NOW.search(line.text[: match.start()])
            ):
                continue
            yield Quote(kind, topic(reading, line, match.start()), figure, line, closing=closing)
    both = HIGH_AND_LOW.search(line.masked)
    if both:
        kinds = [Said.HIGH_52W, Said.LOW_52W]
        if both["first"].lower() == "low":
            kinds.reverse()
        for kind, name in zip(kinds, ("one", "two"), strict=True):
            end = line.figure_at(both.start(name))
            if end is not None and not end.is_range:
                yield Quote(kind, topic(reading, line, both.start()), end, line)
    yield from _averages(reading, line)


def _averages(reading: Reading, line: Line) -> Iterator[Quote]:
    listed = line.kind in {BlockKind.TABLE, BlockKind.LIST}
    about = f"{line.text} {reading.introduction(line)}" if listed else line.text
    for pattern in AVERAGES:
        for match in pattern.finditer(line.masked):
            figure = line.figure_at(match.start("price"))
            words = f"{match['kind'] or ''} {match['link']}"
            if figure is None or figure.bounded or not AVERAGE_WORD.search(about):
                continue
            yield Quote(
                Said.AVERAGE,
                topic(reading, line, match.start()),
                figure,
                line,
                period=int(match["n"]),
                exponential="EMA" in words or "exponential" in words.lower(),
            )


def _in_columns(table: Table) -> Iterator[Quote]:
    """Averages and prices that stand under a header, one ticker a row."""
    for column, name in enumerate(table.header):
        headed = HEADED_AVERAGE.match(name.strip())
        price = HEADED_PRICE.fullmatch(name.strip())
        if column == 0 or not (headed or price) or table.listed:
            continue
        for row in table.rows:
            figure = row.figure(column)
            ticker = re.fullmatch(r"\$?([A-Z]{1,5})", row.label.strip())
            if figure is None or figure.is_range or ticker is None:
                continue
            period = int(headed["n"] or headed["m"]) if headed else 0
            kind = Said.AVERAGE if headed else Said.CURRENT
            yield Quote(kind, ticker[1], figure, row.line, period=period, exponential="EMA" in name)
