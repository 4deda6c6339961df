"""Levels in their order: supports below the price, resistances above, targets and stops on their sides."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.claims.checks.figures import Figure
from knowledge.claims.checks.found import contradiction, said
from knowledge.claims.checks.quote_patterns import PRICE_FIGURE
from knowledge.claims.checks.quotes import Quote, Quotes, quotes_of
from knowledge.claims.checks.reading import USD, Line, reading_of
from knowledge.claims.checks.setups import Level, Setup, setups_of
from knowledge.claims.checks.tables import Row, Table, tables_of
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import BlockKind, Document

_RANKED = re.compile(r"(?<![A-Za-z0-9])(?P<kind>[RS])(?P<rank>[1-4])(?![0-9A-Za-z])")
_WORDED = re.compile(
    r"\b(?:(?P<rank>first|second|third|nearest|immediate|near-term|near|key|next|initial|major|strong"
    r"|overhead|primary)[ ])?(?P<kind>support|resistance)\b",
    re.IGNORECASE,
)
_PROSE_RANKED = re.compile(
    r"(?<![A-Za-z0-9&])(?P<kind>[RS])(?P<rank>[1-4])(?:[ ](?:at|near|is|sits at|around)"
    rf"|[ ]?[:=(])?[ (]{{1,3}}(?P<price>{PRICE_FIGURE}+)"
)
_PROSE_WORDED = re.compile(
    r"(?:\A(?:- )?|[:,;][ ]|\b(?:with|and|sees?|see|key)[ ]|\b(?P<rank>immediate|near-term|nearest|first"
    r"|next|initial|overhead|key|major|strong)[ ])(?P<kind>support|resistance)(?:[ ](?:level|zone|area|band"
    r"|is|sits|lies|stands"
    rf"|comes in|seen|at|near|around|now|currently|remains)){{0,4}}[ :(]{{1,3}}(?P<price>{USD}+)",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:former|prior|broken|reclaim\w*|old|previous|turned|flip\w*|lost|breached|breach|broke|cleared"
    r"|once|if|above which|retest\w*|was|had|failed|if broken|would|found|bounced|held|tested|rebounded|fell"
    r"|dropped)\b",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\b(?:pivots?|fibonacci|demark|camarilla|woodie)\b", re.IGNORECASE)
_SCENARIO = re.compile(
    r"\b(?P<kind>bull|bear)(?:ish)?(?:[- ]case)?(?:[ ](?:price|case|scenario))?[ ](?:target|objective|case"
    rf"|scenario)(?:[ ](?:at|of|is|to|near))?[ :(]{{1,4}}(?P<price>{USD}+)",
    re.IGNORECASE,
)
_PRICES = frozenset({Measure.USD, Measure.COUNT})


@dataclass(frozen=True, slots=True)
class _Placed:
    """One level: a support (-1) or a resistance (+1), its rank where it has one.

    Pivot points come from a formula and may be passed by the price without being wrong.
    """

    side: int
    rank: int
    name: str
    figure: Figure
    line: Line
    topic: str
    by_formula: bool


def check_levels(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check levels against the price and each other, and trades for sides that cannot be."""
    quotes = quotes_of(document, claims)
    placed = [*_in_tables(document), *_in_prose(document)]
    yield from _beyond_price(quotes, placed)
    yield from _ranks(document, placed)
    for setup in setups_of(document):
        yield from _trade(quotes, setup)
    yield from _scenarios(quotes)


def _in_tables(document: Document) -> Iterator[_Placed]:
    reading = reading_of(document)
    for table in tables_of(document):
        about = " ".join((*table.header, *table.section[-1:], table.intro))
        if _LEFT.search(about):
            continue
        by_formula = bool(_FORMULA.search(about))
        for row in table.rows:
            found = _of_row(table, row)
            match = _RANKED.search(row.label) or _WORDED.search(row.label)
            if found is None or match is None or _LEFT.search(row.label) or row.cells[0].figures:
                continue
            ranked = match["rank"] if match["rank"] and match["rank"].isdigit() else "0"
            side = 1 if match["kind"].lower() in {"r", "resistance"} else -1
            by_rule = by_formula or bool(_FORMULA.search(row.line.text))
            yield _Placed(side, int(ranked), row.label, found, row.line, topic(reading, row.line), by_rule)


def _of_row(_table: Table, row: Row) -> Figure | None:
    """The price of a row: the first figure behind its label, if it is a price."""
    first = next((figure for cell in row.cells[1:] for figure in cell.figures), None)
    return first if first and first.unit in _PRICES and not first.bounded else None


def _in_prose(document: Document) -> Iterator[_Placed]:
    reading = reading_of(document)
    for line in reading.lines:
        if line.kind in {BlockKind.TABLE, BlockKind.HEADING}:
            continue
        for pattern in (_PROSE_RANKED, _PROSE_WORDED):
            for match in pattern.finditer(line.masked):
                figure = line.figure_at(match.start("price"))
                around = line.text[max(0, match.start() - 40) : match.end() + 20]
                if figure is None or figure.bounded or _LEFT.search(around):
                    continue
                if figure.unit is not Measure.USD and figure.step == 1.0:
                    continue
                side = 1 if match["kind"].lower() in {"r", "resistance"} else -1
                rank = int(match["rank"]) if (match["rank"] or "").isdigit() else 0
                name = (
                    f"{match['kind']}{match['rank']}"
                    if rank
                    else line.text[match.start() : match.start("price")]
                )
                of = topic(reading, line, match.start())
                yield _Placed(
                    side, rank, name.strip(" :("), figure, line, of, bool(_FORMULA.search(line.text))
                )


def _beyond_price(quotes: Quotes, placed: Sequence[_Placed]) -> Iterator[Finding]:
    document = quotes.document
    for level in placed:
        prices = quotes.current(level.topic)
        if level.by_formula or not prices or not all(_wrong_side(level, price.figure) for price in prices):
            continue
        kind, where = ("resistance", "below") if level.side > 0 else ("support", "above")
        yield _off(
            document,
            "level_side",
            f"{kind} on the wrong side of the price",
            level,
            (level.line, prices[0].line),
            f"{_words(document, level.figure)} is called {kind} but is {where} the price "
            f"{_words(document, prices[0].figure)}.",
        )


def _wrong_side(level: _Placed, price: Figure) -> bool:
    if level.side > 0:
        return level.figure.high + level.figure.slack(0.0) < price.low
    return level.figure.low - level.figure.slack(0.0) > price.high


def _ranks(document: Document, placed: Sequence[_Placed]) -> Iterator[Finding]:
    """R1 below R2 below R3; S1 above S2 above S3; within one table or paragraph."""
    for side in (1, -1):
        ranked = [level for level in placed if level.side == side and level.rank]
        for block in dict.fromkeys(level.line.block for level in ranked):
            together = sorted((one for one in ranked if one.line.block == block), key=lambda one: one.rank)
            for near, far in pairwise(together):
                if near.rank == far.rank or near.topic != far.topic:
                    continue
                inner, outer = (near, far) if side > 0 else (far, near)
                if inner.figure.low > outer.figure.low and inner.figure.high > outer.figure.high:
                    yield _off(
                        document,
                        "level_order",
                        "order of the levels",
                        near,
                        (near.line, far.line),
                        f"{near.name} at {_words(document, near.figure)} and {far.name} at "
                        f"{_words(document, far.figure)} stand in the wrong order.",
                    )


def _off(
    document: Document, rule: str, subject: str, level: _Placed, lines: Sequence[Line], why: str
) -> Finding:
    spans = dict.fromkeys(line.whole for line in lines)
    return contradiction(rule, subject, level.topic, [said(document, span) for span in spans], why)


def _trade(quotes: Quotes, setup: Setup) -> Iterator[Finding]:
    """Stop and targets on one side of the entry; a further target nearer than the first."""
    document = quotes.document
    entries = [level.figure for level in setup.entries] or [
        quote.figure for quote in quotes.current(setup.topic)[:1]
    ]
    if not entries:
        return
    low, high = min(entry.low for entry in entries), max(entry.high for entry in entries)
    stops, targets = setup.stops[:1], setup.targets
    if setup.entries and stops and targets and not setup.moving_stop:
        stop = stops[0].figure
        above = stop.low > high and all(target.figure.low > high for target in targets)
        below = stop.high < low and all(target.figure.high < low for target in targets)
        if above or below:
            yield _setup_off(
                document,
                setup,
                "stop and target on one side",
                (setup.entries[0], stops[0], targets[0]),
                f"Stop {_words(document, stop)} and target {_words(document, targets[0].figure)} are both "
                f"{'above' if above else 'below'} the entry {_words(document, entries[0])}.",
            )
    numbered = [(int(match[0]), target) for target in targets if (match := re.search(r"[1-4]", target.label))]
    for (first, near), (second, far) in pairwise(numbered):
        if second <= first:
            continue
        up = near.figure.low > high and far.figure.low > high and far.figure.high < near.figure.low
        down = near.figure.high < low and far.figure.high < low and far.figure.low > near.figure.high
        if up or down:
            yield _setup_off(
                document,
                setup,
                "order of the targets",
                (near, far),
                f"{far.label} at {_words(document, far.figure)} is nearer than {near.label} at "
                f"{_words(document, near.figure)}.",
            )


def _setup_off(document: Document, setup: Setup, subject: str, used: Sequence[Level], why: str) -> Finding:
    spans = dict.fromkeys(level.line.whole for level in used)
    return contradiction("trade_sides", subject, setup.topic, [said(document, span) for span in spans], why)


def _scenarios(quotes: Quotes) -> Iterator[Finding]:
    """A bull target below the price, a bear target above it."""
    document = quotes.document
    reading = reading_of(document)
    for line in reading.lines:
        for match in _SCENARIO.finditer(line.masked):
            figure = line.figure_at(match.start("price"))
            of = topic(reading, line, match.start())
            prices = quotes.current(of)
            if figure is None or figure.bounded or not prices:
                continue
            bull = match["kind"].lower() == "bull"
            if not all(_past(figure, price, bull=bull) for price in prices):
                continue
            yield contradiction(
                "scenario_side",
                f"{match['kind'].lower()} target",
                of,
                (said(document, line.span(*match.span())), said(document, prices[0].line.whole)),
                f"The {match['kind'].lower()} target {_words(document, figure)} is "
                f"{'below' if bull else 'above'} the price {_words(document, prices[0].figure)}.",
            )


def _past(target: Figure, price: Quote, *, bull: bool) -> bool:
    return target.high < price.figure.low if bull else target.low > price.figure.high


def _words(document: Document, figure: Figure) -> str:
    return document.text[figure.span.start : figure.span.end]
