"""Shares said in one sentence: x of y as a per cent, two halves of a whole, a ratio of two shares."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.reading import NUMBER, OTHER, PER_CENT, TIMES, Line, reading_of
from knowledge.claims.checks.tables import Row, Table, tables_of
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_COUNT = f"[{NUMBER}{OTHER}]"
_X_OF_Y = re.compile(
    rf"(?P<x>{_COUNT}+)(?:[ ](?:[a-z]{{1,12}}[ ]){{0,2}}|[ ])(?:out[ ])?of[ ](?:the[ ]|its[ ]"
    rf"|all[ ])?(?P<y>{_COUNT}+)"
)
_SHARE_AFTER = re.compile(
    rf"(?:[ ][A-Za-z'-]{{1,20}}){{0,4}}?[ ]?(?:\(|,[ ](?:or|about|that is)[ ]|[ ]or[ ]|[ ]=[ ]|:[ ])"
    rf"(?:or[ ])?(?P<p>{PER_CENT}+)(?![ ]of[ ](?!them|all|the (?:total|group|list|sample|universe|members"
    r"|stocks)))"
)
_SHARE_BEFORE = re.compile(rf"(?P<p>{PER_CENT}+)(?:[ ][A-Za-z'-]{{1,20}}){{0,3}}[ ]?\((?:or[ ])?\Z")
_ROWS = (
    ("ratio", re.compile(r"\bput[/ -](?:to-)?call\b", re.IGNORECASE)),
    ("total", re.compile(r"\A(?:- )?total\b(?!.*\binterest\b)", re.IGNORECASE)),
    ("puts", re.compile(r"\A(?:- )?puts?\b(?!.*\binterest\b)", re.IGNORECASE)),
    ("calls", re.compile(r"\A(?:- )?calls?\b(?!.*\binterest\b)", re.IGNORECASE)),
)
_COUNT_UNITS = frozenset({Measure.COUNT, Measure.SHARES, Measure.CONTRACTS, Measure.SESSIONS, Measure.DAYS})
_WHOLE = re.compile(
    r"\b(?:[Oo]f|[Oo]ut of|[Aa]mong|[Pp]ast|[Ll]ast)[ ](?:the[ ]|its[ ]|all[ ]"
    rf"|some[ ])?(?P<whole>{_COUNT}+)(?![ ]?\()"
    rf"|\b[Tt]otal[ ]of[ ](?P<whole2>{_COUNT}+)"
)
_COUNT_WITH_SHARE = re.compile(
    rf"(?P<part>{_COUNT}+)(?:[ ][A-Za-z0-9'-]{{1,16}}){{0,7}}[ ]?\((?P<share>{PER_CENT}+)\)"
)
_WHOLES: tuple[dict[str, re.Pattern[str]], ...] = (
    {
        "puts": re.compile(r"\bputs?\b(?![/ -](?:to-)?call)", re.IGNORECASE),
        "calls": re.compile(r"(?<!put/)(?<!put-)(?<!put )(?<!to-)\bcalls?\b", re.IGNORECASE),
    },
    {"bulls": re.compile(r"\bbulls\b", re.IGNORECASE), "bears": re.compile(r"\bbears\b", re.IGNORECASE)},
    {
        "up volume": re.compile(r"\bup[ -]volume\b", re.IGNORECASE),
        "down volume": re.compile(r"\bdown[ -]volume\b", re.IGNORECASE),
    },
    {word: re.compile(rf"\b{word}\b", re.IGNORECASE) for word in ("bullish", "neutral", "bearish")},
)
_SHARE_OF_WHOLE = re.compile(
    r"\b(?:volume|made up|makes? up|account(?:ed|s|ing)?|comprised?|share|split|mix|of (?:all|the|that"
    r"|total))\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:(?<!made )(?<!makes )(?<!make )up(?![ -]volume)|rose|fell|down(?![ -]volume)|gain\w*|declin\w*"
    r"|open interest|implied"
    r"|volatility|skew|delta|iv)\b",
    re.IGNORECASE,
)
_THIRD = re.compile(
    r"\b(?:neutral|rest|remainder|remaining|other|unchanged|undecided|undetermined)\b", re.IGNORECASE
)
_PUT_CALL = re.compile(
    rf"\bput[/ -](?:to-)?call[ ]ratio\b[^{PER_CENT}.;]{{0,30}}?(?P<r>[{NUMBER}{TIMES}]+)", re.IGNORECASE
)
_SURVEY = re.compile(r"\b(?:survey|respondents|poll|aaii|investors|sentiment)\b", re.IGNORECASE)


def check_shares(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check shares that a sentence gives together with what they are shares of."""
    entity_of = entities(document, claims)
    for line in reading_of(document).lines:
        entity = entity_of(line.whole)
        yield from _x_of_y(document, line, entity)
        yield from _counted(document, line, entity)
        yield from _parts(document, line, entity)
        yield from _put_call_counts(document, line, entity)
    for table in tables_of(document):
        yield from _in_rows(document, table, entity_of(table.span) if table.rows else "")


def _x_of_y(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    for match in _X_OF_Y.finditer(line.masked):
        part, whole = line.figure_at(match.start("x")), line.figure_at(match.start("y"))
        after = _SHARE_AFTER.match(line.masked, match.end())
        before = _SHARE_BEFORE.search(line.masked[: match.start()])
        stated = (
            line.figure_at(after.start("p"))
            if after
            else line.figure_at(before.start("p"))
            if before
            else None
        )
        if part is None or whole is None or stated is None or stated.bounded or part.bounded or whole.bounded:
            continue
        if part.is_range or whole.is_range or not 0 <= part.low <= whole.low or whole.low < 2:
            continue
        share = _inputs(part).over(_inputs(whole))
        counts = [one for one in line.figures if one.unit in {part.unit, Measure.COUNT} and not one.is_range]
        shares = [one for count in counts if (one := _inputs(count).over(_inputs(whole)))]
        if share is None or any(one.times(Interval(100.0, 100.0)).meets(stated.shown) for one in shares):
            continue
        value = shown(100.0 * part.low / whole.low)
        words = document.text[stated.span.start : stated.span.end]
        yield wrong(
            "share_of",
            "share of a count",
            entity,
            (said(document, line.whole), ours("arithmetic", f"{value} %")),
            f"{shown(part.low)} of {shown(whole.low)} is {value} %, not {words}.",
        )


def _counted(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    """Counts beside a whole that is named as one: of 1,820 companies 1,129 (62 %) beat, 528 (29 %) missed."""
    named = _WHOLE.search(line.masked)
    whole = (
        line.figure_at(named.start("whole") if named["whole"] else named.start("whole2")) if named else None
    )
    if whole is None or whole.is_range or whole.bounded or whole.low < 5:
        return
    if len(_WHOLE.findall(line.masked)) > 1:
        return
    counts = [f for f in line.figures if f.unit in _COUNT_UNITS and not f.is_range and not f.bounded]
    for match in _COUNT_WITH_SHARE.finditer(line.masked):
        part, stated = line.figure_at(match.start("part")), line.figure_at(match.start("share"))
        if (
            part is None
            or stated is None
            or stated.bounded
            or part.span == whole.span
            or part.low > whole.low
        ):
            continue
        wholes = [one for one in counts if one.low >= part.low and one.span != part.span] + [whole]
        shares = [share for one in wholes if (share := _inputs(part).over(_inputs(one)))]
        both = sum(one.low for one in counts if one.span != whole.span)
        shares += [Interval(part.low / both, part.low / both)] if both > part.low else []
        if any(share.times(Interval(100.0, 100.0)).meets(stated.shown) for share in shares):
            continue
        value = shown(100.0 * part.low / whole.low)
        words = document.text[stated.span.start : stated.span.end]
        yield wrong(
            "share_of",
            "share of a count",
            entity,
            (said(document, line.whole), ours("arithmetic", f"{value} %")),
            f"{shown(part.low)} of {shown(whole.low)} is {value} %, not {words}.",
        )


def _inputs(figure: Figure) -> Interval:
    """Counts are exact unless said to be about or scaled ("1.2 million")."""
    return figure.shown if figure.about or figure.step != 1.0 else figure.exact


def _parts(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    """Puts and calls, bulls and bears, or the three stances of a survey: parts of one whole."""
    shares = [figure for figure in line.figures if figure.unit is Measure.PERCENT]
    if any(f.bounded or f.is_range or f.low < 0 for f in shares) or _OTHERWISE.search(line.text):
        return
    for labels in _WHOLES:
        named = _in_order(line, labels)
        if len(named) != len(labels) or len(shares) != len(labels):
            continue
        if len(labels) == 2 and (_THIRD.search(line.text) or not _SHARE_OF_WHOLE.search(line.text)):
            continue
        if len(labels) == 3 and not _SURVEY.search(line.text):
            continue
        low, high = sum(f.shown.low for f in shares), sum(f.shown.high for f in shares)
        total = shown(sum(f.low for f in shares))
        if not Interval(low, high).has(100.0):
            listed = " and ".join(f"{shown(f.low)} %" for f in shares)
            yield wrong(
                "shares_sum",
                "shares of one whole",
                entity,
                (said(document, line.whole), ours("arithmetic", f"{total} %")),
                f"{listed} add up to {total} %, not to 100 %.",
            )
        if named[0] == "puts" or named[-1] == "puts":
            by_name = dict(zip(named, shares, strict=True))
            yield from _put_call(document, line, by_name["puts"], by_name["calls"], entity)


def _in_rows(document: Document, table: Table, entity: str) -> Iterator[Finding]:
    """Rows for the total, the puts, the calls and their ratio, each with its own figure."""
    rows: dict[str, Row] = {}
    for row in table.rows:
        name = next((key for key, label in _ROWS if label.search(row.label)), None)
        if name:
            rows.setdefault(name, row)
    counts = {name: count for name, row in rows.items() if name != "ratio" and (count := _count_in(row))}
    for name in ("puts", "calls"):
        if name in counts and "total" in counts:
            yield from _row_share(document, rows[name], rows["total"], counts[name], counts["total"], entity)
    stated = (
        next((f for cell in rows["ratio"].cells[1:] for f in cell.figures), None) if "ratio" in rows else None
    )
    if stated is None or stated.bounded or not {"puts", "calls"} <= counts.keys():
        return
    puts, calls = counts["puts"], counts["calls"]
    ratio = _inputs(puts).over(_inputs(calls))
    if ratio is None or ratio.meets(stated.shown):
        return
    value = shown(puts.low / calls.low)
    sides = [said(document, rows[name].line.whole) for name in ("puts", "calls", "ratio")]
    yield wrong(
        "put_call_ratio",
        "put/call ratio",
        entity,
        (*sides, ours("arithmetic", value)),
        f"{shown(puts.low)} puts to {shown(calls.low)} calls is {value}, not "
        f"{document.text[stated.span.start : stated.span.end]}.",
    )


def _row_share(
    document: Document, row: Row, total_row: Row, part: Figure, total: Figure, entity: str
) -> Iterator[Finding]:
    """The per cent beside a count, against the row of the total."""
    stated = [f for cell in row.cells[1:] for f in cell.figures if f.unit is Measure.PERCENT]
    share = _inputs(part).over(_inputs(total))
    if len(stated) != 1 or share is None or part.low > total.low:
        return
    if share.times(Interval(100.0, 100.0)).meets(stated[0].shown):
        return
    value = f"{shown(100.0 * part.low / total.low)} %"
    words = document.text[stated[0].span.start : stated[0].span.end]
    yield wrong(
        "share_of",
        f"share of {row.label.lower()}",
        entity,
        (said(document, row.line.whole), said(document, total_row.line.whole), ours("arithmetic", value)),
        f"{shown(part.low)} of {shown(total.low)} is {value}, not {words}.",
    )


def _count_in(row: Row) -> Figure | None:
    counts = [f for cell in row.cells[1:] for f in cell.figures if f.unit in _COUNT_UNITS and not f.is_range]
    return counts[0] if counts and counts[0].low >= 100 and not counts[0].bounded else None


def _put_call_counts(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    """The ratio of two counts of contracts."""
    labels = _WHOLES[0]
    counts = [f for f in line.figures if f.unit in {Measure.COUNT, Measure.CONTRACTS} and f.low >= 100]
    named = _in_order(line, labels)
    if len(named) != 2 or len(counts) != 2 or any(f.is_range or f.bounded for f in counts):
        return
    by_name = dict(zip(named, counts, strict=True))
    yield from _put_call(document, line, by_name["puts"], by_name["calls"], entity)


def _in_order(line: Line, labels: dict[str, re.Pattern[str]]) -> list[str]:
    """The labels that the line has, in the order in which it has them."""
    places = {name: match.start() for name, label in labels.items() if (match := label.search(line.text))}
    return sorted(places, key=places.__getitem__)


def _put_call(document: Document, line: Line, puts: Figure, calls: Figure, entity: str) -> Iterator[Finding]:
    match = _PUT_CALL.search(line.masked)
    stated = line.figure_at(match.start("r")) if match else None
    ratio = puts.shown.over(calls.shown)
    if stated is None or stated.bounded or ratio is None or ratio.meets(stated.shown):
        return
    value = shown(puts.low / calls.low)
    yield wrong(
        "put_call_ratio",
        "put/call ratio",
        entity,
        (said(document, line.whole), ours("arithmetic", value)),
        f"{document.text[puts.span.start : puts.span.end]} puts to "
        f"{document.text[calls.span.start : calls.span.end]} calls is {value}, not "
        f"{document.text[stated.span.start : stated.span.end]}.",
    )
