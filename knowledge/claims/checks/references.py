"""A figure said to be so many per cent above, below or from another, and on the side it is said to be."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.quote_patterns import Said
from knowledge.claims.checks.quotes import Quotes, quotes_of
from knowledge.claims.checks.reading import NUMBER, OTHER, PER_CENT, USD, Line, Reading, reading_of
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_NO_FIGURE = rf"[^{USD}-{OTHER}.;]"
_SIDE = (
    r"(?P<side>below|above|under|over|beneath|off|from|higher than|lower than|more than|less than"
    r"|shy of|short of|north of|south of)"
)
_RELATION = re.compile(
    rf"(?P<percent>{PER_CENT}+)(?:,|\))?[ ]{_SIDE}[ ](?P<words>{_NO_FIGURE}{{0,60}}?)"
    rf"(?P<reference>[{USD}{NUMBER}{OTHER}]+)",
    re.IGNORECASE,
)
_NAME = (
    r"(?P<name>(?:52[- ]?(?:week|wk)|12-month|all-time|record|high\b|low\b|(?P<n>[1-9][0-9]{1,2})[- ]?(?:day"
    r"|DMA|SMA|MA|EMA|d)\b)"
    r"(?:[ ](?:closing|intraday|simple|exponential|moving))*(?:[ ](?:high|low|peak|average|SMA|EMA|MA))?)"
)
_NAMED = re.compile(
    rf"(?P<percent>{PER_CENT}+)[ ]{_SIDE}[ ](?:the|its|their|an|a)?[ ]?{_NAME}(?=[ ]?(?:[.;,)\n]|and\b|\Z))"
    r"|\b(?:distance|gap)[ ](?:to|from)[ ](?:the[ ]"
    rf"|its[ ])?{_NAME.replace('?P<name>', '?P<name2>').replace('?P<n>', '?P<n2>')}[ ]?[:=][ ]?"
    rf"(?P<percent2>{PER_CENT}+)",
    re.IGNORECASE,
)
_IT = re.compile(
    rf"(?P<reference>[{USD}{NUMBER}]+){_NO_FIGURE}{{1,60}}?(?P<percent>{PER_CENT}+)[ ](?P<side>above"
    r"|below)[ ](?:it|that|this|that level|this level)\b",
    re.IGNORECASE,
)
_HIGH = re.compile(r"\b(?:high|peak)s?\b", re.IGNORECASE)
_LOW = re.compile(r"\b(?:low|trough|bottom)s?\b", re.IGNORECASE)
_UP = frozenset({"above", "over", "higher than", "more than", "north of"})
_RISE = re.compile(
    r"\b(?:up|rise|rose|risen|gain(?:ed|s)?|increase[ds]?|higher|advance[ds]?|rall(?:y|ied)|jump(?:ed)?"
    r"|climb(?:ed)?|rebound(?:ed)?|recover(?:ed|y))\b",
    re.IGNORECASE,
)
_FALL = re.compile(
    r"\b(?:down|fall|fell|fallen|drop(?:ped)?|declin\w+|decrease[ds]?|lower|los[st]|lost|slid|slump(?:ed)?"
    r"|pullback|drawdown|retreat(?:ed)?|off|shed"
    r"|eased|slipped)\b",
    re.IGNORECASE,
)
_OTHER_BASE = re.compile(
    r"\b(?:annuali[sz]ed|per year|a year|cagr|yield|of the|probability|odds|chance)\b", re.IGNORECASE
)
_STANDS = re.compile(
    r"\b(?:trades?|trading|is|sits?|stands?|remains?|now|currently|closed|leaves|puts|still|roughly|about"
    r"|and|by|week|day)\b[^.;]{0,24}\Z",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:if|would|could|should|must|until|unless|once|close|break|move|set|place[ds]?|stops?|targets?"
    r"|rally to|needs?|requires?|within"
    r"|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|in 20[0-9]{2}|last year|years? ago|earlier"
    r"|had|was|were)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:and|but|while|whereas|with|where|so|then|yet)\b|[:\u2014\u2013]", re.IGNORECASE)
"""Words behind which another statement begins: a figure there is not the one that is measured from."""
_COUNTED = frozenset({Measure.COUNT, Measure.SHARES, Measure.CONTRACTS})
_SAME_SIZE = 5.0


def check_references(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check "2 % below its 52-week high of ...", "down 1 % from Friday's ...", "4 % above it"."""
    entity_of = entities(document, claims)
    reading, quotes = reading_of(document), quotes_of(document, claims)
    for line in reading.lines:
        entity = entity_of(line.whole)
        relations = list(_RELATION.finditer(line.masked))
        references = {match.start("reference") for match in relations}
        for match in relations:
            yield from _relation(reading, quotes, line, match, references, entity)
        for match in _NAMED.finditer(line.masked):
            yield from _named(reading, quotes, line, match, entity)
        for match in _IT.finditer(line.masked):
            yield from _it(reading, quotes, line, match, entity)


def _relation(
    reading: Reading, quotes: Quotes, line: Line, match: re.Match[str], others: set[int], entity: str
) -> Iterator[Finding]:
    percent, reference = (line.figure_at(match.start(name)) for name in ("percent", "reference"))
    if percent is None or reference is None or percent.bounded or reference.bounded:
        return
    before = line.text[max(0, match.start() - 48) : match.start()]
    direction = _direction(match["side"].lower(), before, percent)
    if re.match(r"[ ]?to\b", line.text[match.end() : match.end() + 4]):
        return  # from one figure to another: a change, checked as such
    between = line.text[match.start("words") : match.start("reference")]
    if direction == 0 or reference.low <= 0 or _OTHER_BASE.search(between) or _ANOTHER.search(between):
        return
    beside = [
        figure
        for figure in line.figures
        if figure.span != percent.span
        and figure.span.start - line.start not in others
        and not figure.bounded
        and (figure.unit is reference.unit or {figure.unit, reference.unit} <= _COUNTED)
        and 1 / _SAME_SIZE < figure.low / reference.low < _SAME_SIZE
    ]
    current = [quote.figure for quote in quotes.current(topic(reading, line, match.start()))]
    values = [figure for figure in reversed(beside) if figure.span.start - line.start < match.start()]
    if not values:
        if not _STANDS.search(before) or _UNREAL.search(before):
            return
        values = current
        if reference.unit not in {Measure.USD, Measure.COUNT}:
            return
        values = [value for value in values if 1 / _SAME_SIZE < value.low / reference.low < _SAME_SIZE]
    words = f"{match['side']} {line.text[match.start('words') : match.end('words')]}".strip()
    if any(_stands(value, reference, percent, direction) for value in (*current, *beside)):
        return
    yield from _hold(reading.document, line, percent, direction, values, [reference], (words, entity))


def _direction(side: str, before: str, percent: Figure) -> int:
    """+1 when the figure is said to be higher than the reference, -1 lower; 0 when the words do not say."""
    if side in _UP:
        return 1
    if side not in {"from", "off"}:
        return -1
    if side == "off" and not _RISE.search(before):
        return -1
    last = (
        max(
            (match.start(), sign)
            for sign, pattern in ((1, _RISE), (-1, _FALL))
            for match in [None, *pattern.finditer(before)][-1:]
            if match is not None
        )
        if _RISE.search(before) or _FALL.search(before)
        else None
    )
    if last:
        return last[1]
    return -1 if percent.low < 0 else 0


def _named(
    reading: Reading, quotes: Quotes, line: Line, match: re.Match[str], entity: str
) -> Iterator[Finding]:
    """The same against a high, a low or an average that stands elsewhere in the document."""
    form = "" if match["percent"] else "2"
    percent = line.figure_at(match.start(f"percent{form}"))
    of = topic(reading, line, match.start())
    before = line.text[max(0, match.start() - 48) : match.start()]
    if percent is None or percent.bounded or _UNREAL.search(before):
        return
    name = line.text[match.start(f"name{form}") : match.end(f"name{form}")]
    references = _known(quotes, name, match[f"n{form}"], of)
    if name.lower() in {"high", "low"}:
        here = [quote for quote in quotes.of(Said.RANGE_52W, of) if quote.line.start == line.start]
        references = [_end(q.figure, q.figure.high if name.lower() == "high" else q.figure.low) for q in here]
    own = [quote.figure for quote in quotes.current_in(line)]
    values = own or [quote.figure for quote in quotes.current(of)]
    if not references or not values:
        return
    if form:
        direction = 0
    else:
        side = match["side"].lower()
        direction = 1 if side in _UP else -1
    yield from _hold(reading.document, line, percent, direction, values, references, (name, of or entity))


def _known(quotes: Quotes, name: str, period: str | None, of: str) -> list[Figure]:
    """What the document says elsewhere of the reference that the words name."""
    words = name.lower()
    if period:
        return [quote.figure for quote in quotes.of(Said.AVERAGE, of) if quote.period == int(period)]
    if words.startswith(("52", "12")):
        high, low = bool(_HIGH.search(words)), bool(_LOW.search(words))
        if high == low:
            return []
        found = [quote.figure for quote in quotes.of(Said.HIGH_52W if high else Said.LOW_52W, of)]
        ranges = [quote.figure for quote in quotes.of(Said.RANGE_52W, of)]
        return found + [_end(one, one.high if high else one.low) for one in ranges]
    return [quote.figure for quote in quotes.of(Said.RECORD, of)] if _HIGH.search(words) else []


def _end(figure: Figure, value: float) -> Figure:
    return Figure(value, value, figure.unit, figure.bound, figure.step, figure.of, figure.span)


def _it(reading: Reading, quotes: Quotes, line: Line, match: re.Match[str], entity: str) -> Iterator[Finding]:
    percent, reference = (line.figure_at(match.start(name)) for name in ("percent", "reference"))
    of = topic(reading, line, match.start())
    values = [quote.figure for quote in quotes.current(of)]
    if percent is None or reference is None or percent.bounded or reference.bounded or not values:
        return
    if not 1 / _SAME_SIZE < values[0].low / max(reference.low, 1e-9) < _SAME_SIZE:
        return
    direction = 1 if match["side"].lower() == "above" else -1
    if any(_stands(reference, value, percent, direction) for value in values):
        return  # the level is what stands above or below, and "it" is the price
    yield from _hold(reading.document, line, percent, direction, values, [reference], ("it", of or entity))


def _hold(
    document: Document,
    line: Line,
    percent: Figure,
    direction: int,
    values: Sequence[Figure],
    references: Sequence[Figure],
    about: tuple[str, str],
) -> Iterator[Finding]:
    """Report when no value stands that far from any reference; counted from the reference."""
    if not values or not references:
        return
    if any(_stands(value, reference, percent, direction) for value in values for reference in references):
        return
    value, reference = values[0], references[0]
    middle = (reference.low + reference.high) / 2
    figure = f"{shown(100 * (value.low / middle - 1), 1)} %"
    words = [document.text[one.span.start : one.span.end] for one in (value, reference, percent)]
    sides_said = dict.fromkeys((line.whole, value.span) if not _inside(value, line) else (line.whole,))
    yield wrong(
        "percent_to_reference",
        f"against {about[0].strip(' (,')}"[:80],
        about[1],
        (*(said(document, span) for span in sides_said), ours("arithmetic", figure)),
        f"{words[0]} against {words[1]} is {figure}, the document says {words[2]}.",
    )


def _stands(value: Figure, reference: Figure, percent: Figure, direction: int) -> bool:
    """Whether the value is that far from the reference, on that side (0: on either)."""
    near, far = _input(value), _input(reference)
    if far.low <= 0:
        return False
    way = Interval(100 * (near.low / far.high - 1), 100 * (near.high / far.low - 1))
    flipped = Interval(-way.high, -way.low)
    sides = [way] if direction > 0 else [flipped] if direction < 0 else [way, flipped]
    return any(side.meets(percent.size.shown) for side in sides)


def _inside(figure: Figure, line: Line) -> bool:
    return line.start <= figure.span.start < line.end


def _input(figure: Figure) -> Interval:
    """What a figure can be as an input: prices are exact, counts and sums rounded as shown."""
    if figure.unit is Measure.USD and figure.high < 100_000:
        return figure.as_price
    slack = figure.step / 2
    return Interval(figure.low - slack, figure.high + slack)
