"""Columns of a table against their total row, and shares that come to more than the whole."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.scorecards import scorecards
from knowledge.claims.checks.tables import Row, Table, tables_of
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_TOTAL = re.compile(
    r"\A(?:-[ ]|\u2022[ ])?(?:grand[ ])?(?:totals?|sum)\b(?!.*\b(?:return|score|yield)\b)", re.IGNORECASE
)
_LIKE_A_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_OF_YEARS = re.compile(
    r"\b(?:years?|ended|ending|as of|fiscal|december|june|quarter|period)\b", re.IGNORECASE
)
_SUBTOTAL = re.compile(r"\bsub-?totals?\b", re.IGNORECASE)
_NOT_ADDITIVE = re.compile(
    r"\b(?:price|return|yield|ratio|p/?e|beta|average|avg|mean|median|rate|change|growth|margin|score|rsi"
    r"|per share"
    r"|level|cost|target|cap|volatility|sharpe|duration|rank|year|date|weighted)\b|%[ ]?(?:chg|change)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:weights?|weightings?|allocations?|share|exposure)\b|%[ ]of\b|\bpercent of\b", re.IGNORECASE
)
_SHARES_OF_ONE = re.compile(
    r"\b(?:sector|industry|country|asset|portfolio|index|fund|region)\b.{0,30}"
    r"\b(?:weights?|weightings?|allocations?|breakdown|composition|mix)\b",
    re.IGNORECASE,
)
_OVERLAPPING = re.compile(
    r"\b(?:leverag\w*|gross|overlap\w*|notional|short|multiple|not mutually|may exceed|limits?|max\w*|caps?"
    r"|bands?)\b",
    re.IGNORECASE,
)
_PROBABILITY = re.compile(r"\b(?:probabilit(?:y|ies)|odds|likelihood|chance)\b", re.IGNORECASE)
_SCENARIO = re.compile(
    r"\b(?:bull|bear|base|upside|downside|tail|case|scenario|soft landing|hard landing|no landing)\b",
    re.IGNORECASE,
)
_ONLY_PER_CENT = frozenset({Measure.PERCENT})
_PER_CENT_UNITS = frozenset({Measure.PERCENT, Measure.COUNT})
_PARTIAL = re.compile(r"\b(?:top|largest|selected|main|key|other)\b", re.IGNORECASE)


def check_totals(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check total rows, and that shares of one whole stay within it."""
    entity_of = entities(document, claims)
    carded = {card.table.rows[0].line.start for card in scorecards(document)}
    for table in tables_of(document):
        if not table.rows or table.rows[0].line.start in carded:
            continue
        for column in range(1, table.width):
            entity = entity_of(table.span)
            yield from _total(document, table, column, entity)
            yield from _over_whole(document, table, column, entity)


def _total(document: Document, table: Table, column: int, entity: str) -> Iterator[Finding]:
    title = table.header[column]
    at = next((at for at, row in enumerate(table.rows) if _TOTAL.search(row.label)), None)
    if (
        at is None
        or at < 2
        or _NOT_ADDITIVE.search(title)
        or any(_SUBTOTAL.search(r.label) for r in table.rows)
    ):
        return
    stated = _number(table.rows[at], column)
    parts = [_number(row, column, first=row is table.rows[0]) for row in table.rows[:at]]
    given = [part for part in parts if part is not None and not part.is_range and not part.bounded]
    if stated is None or stated.is_range or stated.bounded or len(given) < len(parts):
        return
    if any(not _one_kind(part, stated) for part in given) or not _adds_up_in_kind(stated, title):
        return
    low, high = sum(part.shown.low for part in given), sum(part.shown.high for part in given)
    plain = sum(part.low for part in given)
    partial = _PARTIAL.search(" ".join((*table.section[-1:], table.intro, title)))
    if Interval(low, high).meets(stated.shown) or (partial and high < stated.low):
        return
    yield wrong(
        "column_total",
        f"{table.rows[at].label}: {title or table.header[0] or 'sum of the rows'}",
        entity,
        (said(document, table.rows[at].line.whole), ours("arithmetic", shown(plain))),
        f"The {len(given)} rows above add up to {_in_words(plain, stated)}, the total says "
        f"{document.text[stated.span.start : stated.span.end]}.",
    )


def _number(row: Row, column: int, *, first: bool = False) -> Figure | None:
    """The figure of a cell; four bare digits are a number too, unless the row may be one of years."""
    cell = row.cell(column)
    if cell is None or not _LIKE_A_YEAR.fullmatch(cell.text):
        return row.figure(column)
    years = [other for other in row.cells[1:] if _LIKE_A_YEAR.fullmatch(other.text)]
    if not row.label or len(years) > 1 or first or _OF_YEARS.search(row.label):
        return None
    value = float(cell.text)
    return Figure(value, value, Measure.COUNT, "exact", 1.0, None, cell.span)


def _one_kind(part: Figure, total: Figure) -> bool:
    bare = {Measure.COUNT}
    return part.unit is total.unit or {part.unit, total.unit} <= bare | {Measure.SHARES, Measure.CONTRACTS}


def _adds_up_in_kind(total: Figure, title: str) -> bool:
    """Per cents add up only where they are shares of something."""
    if total.unit in {Measure.MULTIPLE, Measure.SCORE}:
        return False
    return total.unit is not Measure.PERCENT or bool(_SHARE.search(title)) or abs(total.low - 100.0) < 1.0


def _over_whole(document: Document, table: Table, column: int, entity: str) -> Iterator[Finding]:
    title = table.header[column]
    about = " ".join((*table.section[-1:], table.intro, title))
    named = bool(_SHARES_OF_ONE.search(about) if table.listed else _SHARE.search(title))
    if _PROBABILITY.search(title):
        named = _are_scenarios(table)
    if not named or _OVERLAPPING.search(about):
        return
    bare = re.search(r"\(%\)|\(in %\)|\bper ?cent\b", about)
    shares = list(_shares(table.rows, column, _PER_CENT_UNITS if bare else _ONLY_PER_CENT))
    low, high = sum(share.shown.low for _, share in shares), sum(share.shown.high for _, share in shares)
    whole = bool(_PROBABILITY.search(title))
    if len(shares) < 3 or (low <= 100.0 + 1e-9 and (not whole or high >= 100.0 - 1e-9)):
        return
    total = shown(sum(share.low for _, share in shares))
    yield wrong(
        "weights_sum",
        f"sum of {title.lower() or 'the shares'}",
        entity,
        (*(said(document, share.span) for _, share in shares), ours("arithmetic", f"{total} %")),
        f"The {len(shares)} shares of one whole add up to {total} %.",
    )


def _are_scenarios(table: Table) -> bool:
    """Whether the rows are cases of which exactly one comes true."""
    named = [row for row in table.rows if _SCENARIO.search(row.label)]
    return len(named) >= 3 and len(named) == len([r for r in table.rows if not _TOTAL.search(r.label)])


def _shares(rows: Sequence[Row], column: int, units: frozenset[Measure]) -> Iterator[tuple[Row, Figure]]:
    for row in rows:
        share = row.figure(column)
        if _TOTAL.search(row.label) or _SUBTOTAL.search(row.label):
            return
        if share is None or share.unit not in units or share.low < 0:
            continue
        yield row, share


def _in_words(value: float, like: Figure) -> str:
    return f"{shown(value)} %" if like.unit is Measure.PERCENT else shown(value)
