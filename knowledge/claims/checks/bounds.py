"""Readings outside their scale: an RSI of 120, 130 % of the members, 11 of 10; a move against the ATR."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Figure, shown
from knowledge.claims.checks.found import contradiction, entities, ours, said, wrong
from knowledge.claims.checks.quotes import Quotes, quotes_of
from knowledge.claims.checks.reading import NUMBER, OTHER, PER_CENT, SCORE, USD, Line, Reading, reading_of
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_NO_FIGURE = rf"[^{USD}-{OTHER}.;\n]"
_OSCILLATOR = re.compile(
    r"(?<![A-Za-z])(?P<name>RSI|Stochastics?|stochastics?|%K|%D|MFI|ADX|RSI-\d+"
    r"|Money Flow Index)\b(?:[- ]?\(?\d{1,2}(?:,[ ]?\d{1,2}){0,2}\)?)?"
    rf"(?P<gap>{_NO_FIGURE}{{0,24}}?)(?P<value>[{NUMBER}{SCORE}{PER_CENT}]+)"
)
_NOT_A_READING = re.compile(
    r"\b(?:day|session|period|points?|window|and|with|while|weekly volume|sma|ema|price|line)\b",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    rf"(?P<value>{PER_CENT}+)(?:[ ]of)(?:[ ](?:the|its|all|Russell|index|S&P"
    rf"|\d+))*{_NO_FIGURE}{{0,20}}?\b(?:constituents|components|members|stocks|holdings|names|companies)\b",
    re.IGNORECASE,
)
_CHANCE = re.compile(
    r"(?:\b(?:probability|chance|odds|likelihood|hit rate|win rate"
    rf"|percentile)\b{_NO_FIGURE}{{0,16}}?(?P<after>{PER_CENT}+)"
    rf"|(?P<before>{PER_CENT}+)[ ](?:probability|chance|odds|likelihood|hit rate|win rate|percentile)\b)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:advantage|increase|more|higher|up|rise|growth|relative|gain|of its|of their|average)\b",
    re.IGNORECASE,
)
_SCORED = re.compile(
    r"\b(?:score[sd]?|scoring|rating|rated|grade[sd]?|conviction|rank(?:ed)?)\b", re.IGNORECASE
)
_DRAWDOWN = re.compile(rf"\bdrawdowns?\b{_NO_FIGURE}{{0,24}}?(?P<value>{PER_CENT}+)", re.IGNORECASE)
_AS_USUAL = re.compile(
    r"\b(?:consistent with|in line with|within|in keeping with|inside|no larger than|smaller than"
    r"|normal (?:for|given)|typical (?:for|of)|well within)\b",
    re.IGNORECASE,
)
_ATR = re.compile(
    rf"\b(?:ATR|average true range)\b(?:[- ]?\(?\d{{1,2}}\)?)?{_NO_FIGURE}{{0,16}}?"
    rf"(?P<value>[{USD}{PER_CENT}]+)",
    re.IGNORECASE,
)


def check_bounds(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check that readings lie on their scales."""
    entity_of = entities(document, claims)
    reading, quotes = reading_of(document), quotes_of(document, claims)
    for line in reading.lines:
        entity = entity_of(line.whole)
        for figure, name, top in _readings(line):
            if figure.high <= top and figure.low >= 0:
                continue
            words = document.text[figure.span.start : figure.span.end]
            yield wrong(
                "outside_scale",
                f"{name} outside its scale",
                entity,
                (said(document, figure.span), ours("arithmetic", f"0 to {shown(top)}")),
                f"{name[0].upper()}{name[1:]} runs from 0 to {shown(top)}; the document says {words}.",
            )
        yield from _against_atr(reading, quotes, line, entity)


def _readings(line: Line) -> Iterator[tuple[Figure, str, float]]:
    """Readings of the line with what they are readings of and the upper end of its scale."""
    for match in _OSCILLATOR.finditer(line.masked):
        figure = _limitless(line, match.start("value"))
        if figure and not _NOT_A_READING.search(match["gap"]) and figure.low > -100:
            yield figure, match["name"], 100.0
    yield from _shares(line)
    for match in _DRAWDOWN.finditer(line.masked):
        figure = _limitless(line, match.start("value"))
        if figure:
            yield figure.size, "a drawdown", 100.0
    for figure in line.figures:
        before = line.text[max(0, figure.span.start - line.start - 40) : figure.span.start - line.start]
        if figure.of and not figure.bounded and _SCORED.search(before):
            yield figure, f"a score of {shown(figure.of)}", figure.of


def _shares(line: Line) -> Iterator[tuple[Figure, str, float]]:
    """Shares and probabilities."""
    for match in _OF_ALL.finditer(line.masked):
        figure = _limitless(line, match.start("value"))
        if figure and not _MORE.search(line.text[: match.end()]):
            yield figure, "a share of all members", 100.0
    for match in _CHANCE.finditer(line.masked):
        figure = _limitless(line, match.start("after" if match["after"] else "before"))
        if figure and not _MORE.search(line.text[max(0, match.start() - 20) : match.end() + 20]):
            yield figure, "a probability", 100.0


def _limitless(line: Line, offset: int) -> Figure | None:
    figure = line.figure_at(offset)
    return figure if figure and not figure.bounded else None


def _against_atr(reading: Reading, quotes: Quotes, line: Line, entity: str) -> Iterator[Finding]:
    """A move said to be as usual, against the average true range of the same sentence."""
    document = reading.document
    match = _ATR.search(line.masked)
    usual = _AS_USUAL.search(line.text)
    atr = line.figure_at(match.start("value")) if match else None
    moves = [f for f in line.figures if f.unit is Measure.PERCENT and not (atr and f.span == atr.span)]
    if atr is None or usual is None or match is None or atr.bounded or len(moves) != 1 or moves[0].is_range:
        return
    if not moves[0].span.end - line.start <= usual.start() <= match.start("value"):
        return
    size, unit = abs(moves[0].low), " %"
    if atr.unit is Measure.USD:
        prices = quotes.current(topic(reading, line))
        if not prices:
            return
        # the move led to the stated price, so it counts from the price before it
        start = prices[0].figure.low / (1 + moves[0].low / 100)
        size, unit = abs(prices[0].figure.low - start), " USD"
    if size <= atr.shown.high:
        return
    words = document.text[atr.span.start : atr.span.end]
    yield contradiction(
        "move_against_atr",
        "move against the average true range",
        entity,
        (said(document, line.whole), ours("arithmetic", f"{shown(size)}{unit}")),
        f"{document.text[moves[0].span.start : moves[0].span.end]} is {shown(size)}{unit}, more than the "
        f"range {words} it is said to be {usual[0].lower()}.",
    )
