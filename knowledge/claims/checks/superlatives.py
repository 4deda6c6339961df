"""The weakest component, the largest sector, all five above 50: held against the table they speak of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.claims.checks.figures import Figure, shown
from knowledge.claims.checks.found import contradiction, entities, said
from knowledge.claims.checks.reading import Line, Reading, reading_of
from knowledge.claims.checks.scorecards import COMPOSITE
from knowledge.claims.checks.tables import Row, Table, tables_of
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import BlockKind, Document

_NOUN = (
    r"(?P<noun>(?:score|weight|weighting|allocation|reading|component|dimension|factor|pillar|category|layer"
    r"|sub-score|input"
    r"|sector|industry|holding|position|rating|contributor|performer|area|element|part|metric|exposure)s?)"
)
_LOWEST = r"weakest|lowest|worst|smallest|least"
_HIGHEST = r"strongest|highest|best|largest|biggest|greatest|heaviest|top"
_SUPERLATIVE = re.compile(
    rf"\b(?P<rank>second[- ]|third[- ]|second-?|third-?)?(?P<word>{_LOWEST}|{_HIGHEST})(?:[- ](?P<by>scoring"
    r"|scored|weighted|weight"
    rf"|rated|ranked|performing|single))?[ ](?:of[ ](?:the|our|its|all)[ ](?:[a-z]{{3,6}}[ ])?"
    rf"|(?:[a-z-]{{2,12}}[ ]){{0,2}}?){_NOUN}\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"\b(?:one of|among|some of|two|three|four|ever|since|history|year|month|week|historically|if|would"
    r"|could)\b",
    re.IGNORECASE,
)
_LOW = frozenset(_LOWEST.split("|"))
_COLUMNS = (
    (
        re.compile(r"weight|allocation|holding|position|exposure|sector|industry", re.IGNORECASE),
        re.compile(r"\b(?:weights?|weightings?|allocations?|exposure|share|% of \w+)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"perform|return", re.IGNORECASE),
        re.compile(r"\b(?:return|performance|change|ytd|gain|chg)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"contribut", re.IGNORECASE),
        re.compile(r"\b(?:weighted|contribution|contrib)\b", re.IGNORECASE),
    ),
    (
        re.compile(
            r"scor|rat|component|dimension|factor|pillar|categor|layer|input|area|element|part|metric"
            r"|reading",
            re.IGNORECASE,
        ),
        re.compile(r"\b(?:scores?|ratings?|readings?)\b", re.IGNORECASE),
    ),
)
_ALL = re.compile(
    r"\b(?P<how>all|each|every one|none|no|only (?P<few>one|two|three|four|five|six)|(?P<some>one|two|three"
    r"|four|five|six))"
    r"(?:[ ]of)?(?:[ ]the)?(?:[ ](?P<count>two|three|four|five|six|seven|eight|nine|ten|[2-9]|10))?[ ]"
    r"(?:weighted[ ]|scored[ ]|scoring[ ]|composite[ ])?(?P<noun>components|dimensions|factors|pillars"
    r"|categories|layers|sub-scores|inputs"
    r"|sectors|component|dimension|factor|pillar|category|layer)\b(?P<rest>[^.;]{0,60}?)\b(?P<side>below"
    r"|above|under|over|at least|at or above|at or below)[ ]",
    re.IGNORECASE,
)
_SCORES = re.compile(
    r"\b(?:scores?|scored|scoring|rates?|rated|reads?|come in|came in|sits?|stands?|is|are|fall|falls)\b",
    re.IGNORECASE,
)
_WORDS = {
    word: at
    for at, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
_COUNTED = re.compile(
    r"\b(?P<count>two|three|four|five|six|seven|eight|nine|ten|[2-9]|10)[ -](?:weighted |scored |scoring "
    r"|composite |equally weighted )?"
    r"(?P<noun>components|dimensions|factors|pillars|categories|layers|sub-scores|inputs|component|dimension"
    r"|factor|pillar|layer)\b",
    re.IGNORECASE,
)
_OF_THE_WHOLE = re.compile(
    r"\b(?:composite|scorecard|dashboard|overall score|total score|weighted)\b", re.IGNORECASE
)
_CLAUSE_END = re.compile(r";|\bwhile\b|\bwhereas\b|\bbut\b|\bfollowed by\b")
_CONJUNCTION = re.compile(r"\band\b|,")
_GENERIC = frozenset(
    """
    score scores rating profile quality strength analysis overall and the total other
    """.split()  # noqa: SIM905 - one word a line would take a page
)


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of figures of a table, the rows of a total left out."""

    table: Table
    rows: tuple[tuple[Row, Figure], ...]

    def of(self, row: Row) -> Figure | None:
        return next((figure for one, figure in self.rows if one is row), None)


def check_superlatives(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check what sentences say of the rows of a table; silent when more than one table may be meant."""
    entity_of = entities(document, claims)
    reading = reading_of(document)
    tables = [table for table in tables_of(document) if len(table.rows) >= 2]
    for line in reading.lines:
        if line.kind is BlockKind.TABLE:
            continue
        entity = entity_of(line.whole)
        for match in _SUPERLATIVE.finditer(line.text):
            yield from _superlative(reading, tables, line, match, entity)
        yield from _all(document, tables, line, entity)
        yield from _count(document, tables, line, entity)


def _superlative(
    reading: Reading, tables: Sequence[Table], line: Line, match: re.Match[str], entity: str
) -> Iterator[Finding]:
    around = line.text[max(0, match.start() - 25) : match.start()] + line.text[match.end() : match.end() + 40]
    if match["rank"] or _SINGLE.search(around):
        return
    kind = f"{match['by'] or ''} {match['noun']}".lower()
    wanted = next((header for words, header in _COLUMNS if words.search(kind)), None)
    candidates = []
    for table in tables:
        for column in _columns(table, wanted, kind):
            row = _subject(column, line, match)
            if row is not None:
                candidates.append((column, row))
    if len(candidates) != 1:
        return
    column, row = candidates[0]
    own = column.of(row)
    if own is None:
        return
    low = match["word"].lower() in _LOW
    beats = [
        (other, figure)
        for other, figure in column.rows
        if other is not row and (figure.high < own.low if low else figure.low > own.high)
    ]
    if not beats:
        return
    other, figure = (min if low else max)(beats, key=lambda pair: pair[1].low)
    document = reading.document
    stated, better = (document.text[f.span.start : f.span.end] for f in (own, figure))
    yield contradiction(
        "superlative",
        f"{match[0]}: {row.label}",
        entity,
        (
            said(document, line.whole),
            said(document, row.line.whole),
            said(document, other.line.whole),
        ),
        f"{row.label} at {stated} is said to be the {match[0]}, but {other.label} is at {better}.",
    )


def _columns(table: Table, wanted: re.Pattern[str] | None, kind: str) -> Iterator[_Column]:
    """The columns that such words may speak of."""
    if table.listed:
        columns = [1] if wanted and (wanted.search(table.intro) or _names(table.intro, kind)) else []
    else:
        columns = table.named(wanted) if wanted else []
        if wanted and wanted.pattern.startswith(r"\b(?:scores"):
            columns = [at for at in columns if "weight" not in table.header[at].lower()]
    for at in columns:
        rows = tuple(
            (row, figure)
            for row in table.rows
            if (figure := row.figure(at)) is not None
            and not COMPOSITE.search(row.label)
            and not figure.bounded
        )
        if len(rows) >= 2 and len({figure.unit for _, figure in rows}) == 1:
            yield _Column(table, rows)


def _names(intro: str, kind: str) -> bool:
    return any(word.rstrip("s") in intro.lower() for word in kind.split() if len(word) > 4)


def _subject(column: _Column, line: Line, match: re.Match[str]) -> Row | None:
    """The only row that the sentence names, or whose figure it gives, near the superlative."""
    clause = _CLAUSE_END.split(line.text[: match.start()])[-1]
    named = [row for row, _ in column.rows if _mentions(clause, row.label)]
    if len(named) > 1:
        last = _CONJUNCTION.split(clause)[-1]
        named = [row for row in named if _mentions(last, row.label)] or named
    for text in (_CLAUSE_END.split(line.text[match.end() :])[0], line.text):
        if len(named) != 1:
            named = [row for row, _ in column.rows if _mentions(text, row.label)]
    if len(named) == 1:
        given = column.of(named[0])
        told = [f for f in line.figures if given and f.unit is given.unit and f.of == given.of]
        if told and given and not any(f.shown.meets(given.shown) for f in told):
            return None
        return named[0]
    return None


def _mentions(text: str, label: str) -> bool:
    """Whether a text names a row: by a word of its label that is its own."""
    every = {word.lower() for word in re.findall(r"[A-Za-z]{4,}", label)}
    words = (every - _GENERIC) or every
    said_words = {word.lower() for word in re.findall(r"[A-Za-z]{4,}", text)}
    return bool(words & said_words) if len(words) <= 2 else len(words & said_words) >= 2


def _all(document: Document, tables: Sequence[Table], line: Line, entity: str) -> Iterator[Finding]:
    """All five dimensions score below 50; only one component is above 60."""
    for match in _ALL.finditer(line.text):
        limit = next((f for f in line.figures if f.span.start - line.start >= match.end() - 12), None)
        columns = [c for t in tables if not t.listed for c in _columns(t, _COLUMNS[3][1], "score")]
        if limit is None or limit.is_range or len(columns) != 1 or not _SCORES.search(match["rest"]):
            continue
        if (
            limit.unit not in {Measure.COUNT, Measure.SCORE}
            or limit.span.start - line.start > match.end() + 10
        ):
            continue
        rows = columns[0].rows
        side = match["side"].lower()
        over = [row for row, f in rows if _passes(f.low, side, limit.low)]
        how = match["how"].lower()
        wanted = _wanted(how, match, len(rows))
        total = _WORDS.get((match["count"] or "").lower(), len(rows))
        if wanted is None or (len(over) == wanted and total == len(rows)):
            continue
        scores = ", ".join(f"{row.label} {shown(f.low)}" for row, f in rows)
        yield contradiction(
            "count_of_rows",
            match[0].strip(),
            entity,
            (
                said(document, line.span(match.start(), limit.span.end - line.start)),
                said(document, rows[0][0].line.whole),
            ),
            f"{len(over)} of {len(rows)} are {side} {shown(limit.low)}: {scores}.",
        )


def _passes(value: float, side: str, limit: float) -> bool:
    return {
        "below": value < limit,
        "under": value < limit,
        "above": value > limit,
        "over": value > limit,
        "at least": value >= limit,
        "at or above": value >= limit,
        "at or below": value <= limit,
    }[side]


def _wanted(how: str, match: re.Match[str], rows: int) -> int | None:
    """How many rows must pass for the sentence to hold."""
    if how in {"all", "each", "every one"}:
        return rows
    if how in {"none", "no"}:
        return 0
    return _WORDS.get((match["few"] or match["some"] or "").lower())


def _count(document: Document, tables: Sequence[Table], line: Line, entity: str) -> Iterator[Finding]:
    """The five components of the composite, where the table has another number of them."""
    for match in _COUNTED.finditer(line.text):
        near = line.text[max(0, match.start() - 40) : match.end() + 40]
        noun = match["noun"].lower().rstrip("s")
        noun = "category" if noun == "categorie" else noun
        of_header = [t for t in tables if t.header and noun in t.header[0].lower() and not t.listed]
        if len(of_header) != 1 or not _OF_THE_WHOLE.search(near):
            continue
        rows = [row for row in of_header[0].rows if not COMPOSITE.search(row.label)]
        word = match["count"].lower()
        count = _WORDS.get(word) or int(word) if word.isdigit() or word in _WORDS else 0
        before = line.text[max(0, match.start() - 12) : match.start()].lower()
        if count == len(rows) or (count < len(rows) and not re.search(r"\b(?:all|the|its)[ ]\Z", before)):
            continue
        if count < len(rows) and re.search(r"\bof the[ ]\Z", before):
            continue
        yield contradiction(
            "count_of_rows",
            f"number of {match['noun'].lower()}",
            entity,
            (said(document, line.span(*match.span())), said(document, rows[0].line.whole)),
            f"The text counts {match['count']} {match['noun'].lower()}, the table has {len(rows)}.",
        )
