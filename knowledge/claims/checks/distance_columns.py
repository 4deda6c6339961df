"""Tables of levels with a distance beside each: in a column of its own, or in the cell behind the level."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.quotes import Quotes, quotes_of
from knowledge.claims.checks.reading import Reading, reading_of
from knowledge.claims.checks.setups import setups_of
from knowledge.claims.checks.tables import Row, Table, tables_of
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_DISTANCE = re.compile(
    r"\b(?:distance|away|upside|downside|gap)\b|\b(?:price|close|spot)[ ](?:vs\.?|versus|to|from"
    r"|relative to)(?=[ ])|(?:%|pct|percent|\u0394)?[ ]?\b(?:from|vs\.?|to)[ ](?:current|price|spot|last"
    r"|close|here|entry)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\b(?:level|price|zone|target|value|strike)\b", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:targets?|T[1-4]|TP[1-4]?|stops?|stop-?loss|support|resistance|R[1-4]|S[1-4])\b", re.IGNORECASE
)
_SAME_SIZE = 50.0
_SIGNED = re.compile(r"[~\u2248]?[ ]?[-+][ ]?[0-9.]+[ ]?%")


def check_distance_columns(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check the distances that tables give for their levels."""
    entity_of = entities(document, claims)
    reading, quotes = reading_of(document), quotes_of(document, claims)
    for table in tables_of(document):
        if not table.rows or table.listed:
            continue
        pairs = list(_by_header(table)) or list(_by_sign(table))
        of = topic(reading, table.rows[0].line)
        yield from _column(reading, quotes, pairs, of or entity_of(table.span), of)


def _by_header(table: Table) -> Iterator[tuple[Row, Figure, Figure]]:
    distances = table.named(_DISTANCE)
    levels = [at for at in table.named(_LEVEL) if at not in distances]
    if len(distances) != 1 or not levels:
        return
    for row in table.rows:
        level, percent = row.figure(levels[0]), row.figure(distances[0])
        if level and percent and _is_pair(level, percent):
            yield row, level, percent


def _by_sign(table: Table) -> Iterator[tuple[Row, Figure, Figure]]:
    """A row of a target, stop, support or resistance: the level, and right behind it only `+4.5%`."""
    for row in table.rows:
        if not _ROLE.search(row.label):
            continue
        for left, right in zip(row.cells[1:], row.cells[2:], strict=False):
            level, percent = left.figure, right.figure
            if level and percent and _is_pair(level, percent) and _SIGNED.fullmatch(right.text.strip()):
                yield row, level, percent


def _is_pair(level: Figure, percent: Figure) -> bool:
    prices = {Measure.USD, Measure.COUNT}
    return level.unit in prices and percent.unit is Measure.PERCENT and not (level.bounded or percent.bounded)


def _column(
    reading: Reading, quotes: Quotes, pairs: Sequence[tuple[Row, Figure, Figure]], entity: str, of: str
) -> Iterator[Finding]:
    """Half of the column must come out from the price or an entry, or there are at most two rows."""
    document = reading.document
    bases = [quote.figure for quote in quotes.current(of)]
    bases += [level.figure for setup in setups_of(document) if setup.topic == of for level in setup.entries]
    pairs = [
        pair
        for pair in pairs
        if all(1 / _SAME_SIZE < pair[1].low / b.low < _SAME_SIZE for b in bases if b.low > 0)
    ]
    if not bases or not pairs:
        return
    off = [pair for pair in pairs if not any(_fits(pair[1], pair[2], base) for base in bases)]
    if len(pairs) > 2 and 2 * len(off) > len(pairs):
        return
    for row, level, percent in off:
        way = (level.low + level.high) / 2 / bases[0].low
        signs = [100 * (way - 1), 100 * (1 / way - 1)]
        figure = f"{shown(min(signs, key=lambda one: abs(one - percent.low)), 1)} %"
        words = [document.text[one.span.start : one.span.end] for one in (bases[0], level, percent)]
        yield wrong(
            "percent_to_level",
            f"distance to {row.label}",
            entity,
            (said(document, row.line.whole), said(document, bases[0].span), ours("arithmetic", figure)),
            f"From {words[0]} to {words[1]} is {figure}, the table says {words[2]}.",
        )


def _fits(level: Figure, percent: Figure, base: Figure) -> bool:
    """By either convention: from the price to the level, or from the level to the price."""
    stated = percent.size.shown
    for start, end in ((base.as_price, level.as_price), (level.as_price, base.as_price)):
        way = Interval(100 * (end.low / start.high - 1), 100 * (end.high / start.low - 1))
        if way.meets(stated) or Interval(-way.high, -way.low).meets(stated):
            return True
    return False
