"""Per cents from a price to a level, recomputed from the prices that the document states."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.quote_patterns import PRICE_FIGURE, Said
from knowledge.claims.checks.quotes import Quotes, quotes_of
from knowledge.claims.checks.reading import OTHER, PER_CENT, USD, Line, Reading, reading_of
from knowledge.claims.checks.setups import setups_of
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Finding, Measure, Span
from knowledge.ports import EventDays, Prices
from knowledge.types import BlockKind, Document

_NO_FIGURE = rf"[^{USD}-{OTHER}]"
_NOW = (
    r"(?:the[ ]|its[ ]|our[ ]|today's[ ]|where[ ])?"
    r"(?:current|last|latest|spot|present|prevailing|market|here|today|now)\b"
)
_CUE = (
    r"(?:(?:of[ ])?(?:potential[ ]|implied[ ]|further[ ]|possible[ ]|additional[ ]|total[ ])?(?:upside"
    r"|downside)\b"
    rf"|(?:above|below|over|under|beneath|higher than|lower than|away from|from|off)[ ](?:{_NOW}|(?:the[ ]"
    r"|our[ ])?entry\b)"
    r"|(?:risk|loss|gain|drawdown|decline|drop)[ ]from[ ](?:the[ ])?(?:current|entry|here|spot|last)\b"
    r"|(?:risk|loss)\b(?=[ ]?[);,.]|\Z))"
)
_INSIDE_CUE = (
    rf"(?:{_CUE}|(?:above|below|higher|lower|away|up|down|gain|loss|risk|off)\b(?!\s+(?:the|its|their|a)\b))"
)
_SIGNED = re.compile(r"[-+]")
_ROLE = re.compile(
    r"\b(?:stops?|stop-?loss|targets?|objective|support|resistance|level|bull|bear|base|pivot|invalidation"
    r"|R[1-4]|S[1-4]"
    r"|upside|downside|fair value|entry)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:closed|closes|trading|trades|traded|settled|finished|ended|price|fell|rose|gained|lost|jumped"
    r"|dropped|slid"
    r"|year|ytd|week|month|day|session|today|yield|dividend|annual|since|return|average|weight|probability"
    r"|chance|odds)\b",
    re.IGNORECASE,
)
_UP = re.compile(r"\b(?:upside|above|higher|up|gain|over)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:downside|below|lower|down|loss|under|beneath|drop|decline|drawdown|off)\b", re.IGNORECASE
)
_OF_ENTRY = re.compile(r"\bentry\b", re.IGNORECASE)
_OF_NOW = re.compile(
    r"\b(?:current|last|latest|spot|present|prevailing|market|here|today|now)\b", re.IGNORECASE
)
_IN_BRACKETS = re.compile(rf"(?P<level>{PRICE_FIGURE}+)[ ]{{0,6}}\((?P<inside>[^()]{{0,120}})\)")
_THEN = re.compile(
    rf"(?P<level>{PRICE_FIGURE}+)(?P<gap>{_NO_FIGURE}{{1,80}}?)(?P<percent>{PER_CENT}+)[ -]?(?P<cue>{_CUE})",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"(?P<percent>{PER_CENT}+)[ -](?P<cue>{_CUE}){_NO_FIGURE}{{0,40}}?\b(?:to|at|toward"
    rf"|towards)\b{_NO_FIGURE}{{0,24}}?"
    rf"(?P<level>{PRICE_FIGURE}+)",
    re.IGNORECASE,
)
_RISK_OF = re.compile(
    rf"(?P<level>{PRICE_FIGURE}+),?[ ](?:for |or |is |leaves )?(?:an? )?(?:initial |maximum "
    r"|total )?(?P<cue>risk|upside|downside|gain|loss|reward)[ ](?:of[ ])?"
    rf"(?P<percent>{PER_CENT}+)",
    re.IGNORECASE,
)
_RISK_AT = re.compile(
    r"\b(?P<cue>risk)[ ](?:at|to|down to|with)[ ](?:our|the|a"
    rf"|its)[ ](?P<level>{PRICE_FIGURE}+)[ ]stop[ ](?:is|of|would be)[ ](?P<percent>{PER_CENT}+)",
    re.IGNORECASE,
)
_OF_TO = re.compile(
    r"\b(?P<cue>upside|downside)(?:[ ]potential|[ ]risk)?[ ]of[ ]"
    rf"(?P<percent>{PER_CENT}+){_NO_FIGURE}{{0,30}}?\b(?:to|toward|towards)\b"
    rf"{_NO_FIGURE}{{0,24}}?(?P<level>{PRICE_FIGURE}+)",
    re.IGNORECASE,
)
_PLAIN_ENTRY = re.compile(
    r"\b(?:entry|entries|enter(?:ed)?|buy(?:ing)?|bought)\b[^.;]{0,24}\Z", re.IGNORECASE
)
_ALTERNATIVE = re.compile(
    r"\b(?:alternatives?|alternatively|instead|otherwise|would|could|might|if|versions?|variants?|options?|another"
    r"|plan [A-Z0-9]|rather than|scenarios?|hypothetical(?:ly)?|tranches?|parts|thirds)\b",
    re.IGNORECASE,
)
_SAME_SIZE = 50.0
_BEFORE = 120
"""Characters before an entry in which an alternative may be announced."""
_BREAK = re.compile(r"[.;!?\n](?:\s|\Z)|\b(?:while|whereas|but|versus|vs)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Distance:
    """A stated per cent to a level.

    Attributes:
        level: The price or zone.
        percent: How far it is said to be.
        direction: +1 up, -1 down, 0 not said.
        words: What is said of the base: around the per cent.
        line: Where it stands.
    """

    level: Figure
    percent: Figure
    direction: int
    words: str
    line: Line


def check_distances(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check every per cent that is said of the way from a price to a level."""
    entity_of = entities(document, claims)
    reading = reading_of(document)
    quotes = quotes_of(document, claims)
    plain = _plain_entries(reading)
    own = {quote.span for quote in quotes.all if quote.said in {Said.CURRENT, Said.PREVIOUS}}
    for line in reading.lines:
        seen: set[Span] = set()
        for stated in _stated(line):
            if stated.percent.span in seen or stated.level.span in own or stated.percent.bounded:
                continue
            seen.add(stated.percent.span)
            yield from _check(reading, quotes, stated, plain, entity_of(line.whole))


def _stated(line: Line) -> Iterator[Distance]:
    for match in _IN_BRACKETS.finditer(line.masked):
        level = line.figure_at(match.start("level"))
        found = re.search(rf"{PER_CENT}+", match["inside"])
        percent = line.figure_at(match.start("inside") + found.start()) if found else None
        if level is None or percent is None or found is None:
            continue
        inside = line.text[match.start("inside") : match.end("inside")]
        words = inside[: found.start()] + " " + inside[found.end() :]
        cue = re.search(_INSIDE_CUE, words, re.IGNORECASE)
        before = line.text[max(0, match.start() - 60) : match.start()]
        signed = _SIGNED.match(line.text[percent.span.start - line.start :].lstrip("~ "))
        role = _ROLE.search(before[-24:] if not signed else before)
        if not cue and not (role and not _MOVED.search(before + words) and not words.strip()):
            continue
        yield _distance(line, level, percent, cue[0] if cue else "", words)
    for pattern in (_THEN, _TO, _OF_TO, _RISK_OF, _RISK_AT):
        for match in pattern.finditer(line.masked):
            level, percent = (line.figure_at(match.start(name)) for name in ("level", "percent"))
            gap = match.groupdict().get("gap") or ""
            if level is None or percent is None or (line.kind is not BlockKind.TABLE and _BREAK.search(gap)):
                continue
            if line.kind is BlockKind.TABLE and "\n" in gap:
                continue
            yield _distance(line, level, percent, match["cue"], match["cue"] + line.text[match.end() :][:30])


def _distance(line: Line, level: Figure, percent: Figure, cue: str, words: str) -> Distance:
    written = line.text[percent.span.start - line.start : percent.span.end - line.start]
    direction = 1 if _UP.search(cue) else -1 if _DOWN.search(cue) else 0
    if percent.low < 0 or percent.high < 0:
        direction = -1
    elif direction == 0 and "+" in written[:3]:
        direction = 1
    return Distance(level, percent.size, direction, words, line)


def _plain_entries(reading: Reading) -> list[Figure]:
    """Prices that the document calls its entry in so many words, those of alternatives left out."""
    return [
        figure
        for line in reading.lines
        if not _ALTERNATIVE.search(line.text)
        for figure in line.figures
        if figure.unit is Measure.USD
        and _PLAIN_ENTRY.search(
            line.text[max(0, figure.span.start - line.start - 40) : figure.span.start - line.start]
        )
    ]


def _check(
    reading: Reading, quotes: Quotes, stated: Distance, plain: Sequence[Figure], entity: str
) -> Iterator[Finding]:
    document = reading.document
    if _ALTERNATIVE.search(stated.line.text):
        return
    of = topic(reading, stated.line, stated.level.span.start - stated.line.start)
    bases = [base for base in _bases(quotes, stated, of, plain) if _same_size(stated.level, base)]
    others = (*plain, *_beside(stated))
    if not bases or any(_comes_out(stated, base.as_price) for base in (*bases, *others)):
        return
    if _ends_come_out(stated, [base.as_price for base in bases]):
        return
    base = bases[0]
    true = _way(stated.level, base.as_price)
    figure = _range(true)
    quote = document.text[stated.percent.span.start : stated.percent.span.end]
    level = document.text[stated.level.span.start : stated.level.span.end]
    first, last = sorted((stated.level.span, stated.percent.span))
    yield wrong(
        "percent_to_level",
        f"per cent to {level}",
        of or entity,
        (said(document, Span(first.start, last.end)), said(document, base.span), ours("arithmetic", figure)),
        f"From {document.text[base.span.start : base.span.end]} to {level} is {figure}, the document says "
        f"{quote}.",
    )


def _same_size(level: Figure, base: Figure) -> bool:
    """Whether both can be prices of one thing; a ratio or an index is none of a fund."""
    return base.low > 0 and 1 / _SAME_SIZE < level.low / base.low < _SAME_SIZE


def _bases(quotes: Quotes, stated: Distance, of: str, plain: Sequence[Figure]) -> list[Figure]:
    """The prices the per cent may be counted from, the likeliest first."""
    current = [quote.figure for quote in quotes.current(of)]
    here = [quote.figure for quote in quotes.current_in(stated.line) if quote.span != stated.level.span]
    entries = [
        level.figure
        for setup in setups_of(quotes.document)
        if setup.topic == of
        for level in setup.entries
        if not _of_alternative(quotes.document.text, level.figure)
    ]
    if not entries and len({(one.low, one.high) for one in plain}) == 1:
        entries = list(plain)[:1]
    if _OF_ENTRY.search(stated.words):
        return entries
    if _OF_NOW.search(stated.words):
        return here or current
    return (here or current) + entries if current or here or entries else []


def _of_alternative(text: str, entry: Figure) -> bool:
    """Whether the words before an entry, in its sentence, make it one that is not the plan's."""
    before = text[max(0, entry.span.start - _BEFORE) : entry.span.start]
    return bool(_ALTERNATIVE.search(re.split(r"[.;!?]\s|\n\n", before)[-1]))


def _beside(stated: Distance) -> list[Figure]:
    """Other prices of the line: the per cent may be counted from them when it does not say from where."""
    if _OF_ENTRY.search(stated.words) or _OF_NOW.search(stated.words):
        return []
    unit = stated.level.unit
    return [one for one in stated.line.figures if one.unit is unit and one.span != stated.level.span]


def _way(level: Figure, base: Interval) -> Interval:
    """Per cent from anywhere in the base to anywhere in the level."""
    ends = [
        100.0 * (price / start - 1.0) for price in (level.low, level.high) for start in (base.low, base.high)
    ]
    return Interval(min(ends), max(ends))


def _directed(interval: Interval, direction: int) -> list[Interval]:
    """The way as it may be said: its size in the stated direction, or in either when none is stated."""
    up = interval
    down = Interval(-interval.high, -interval.low)
    return [up] if direction > 0 else [down] if direction < 0 else [up, down]


def _comes_out(stated: Distance, base: Interval) -> bool:
    """Whether some price of the level lies that far from some price of the base; not for two ranges."""
    if stated.percent.is_range and stated.level.is_range:
        return False
    way = _way(_loosened(stated.level, stated.level.low, stated.level.high), base)
    return any(side.meets(stated.percent.shown) for side in _directed(way, stated.direction))


def _ends_come_out(stated: Distance, bases: Sequence[Interval]) -> bool:
    """For two ranges: the nearer end of one is the nearer end of the other, and the farther the farther."""
    if not (stated.percent.is_range and stated.level.is_range):
        return False
    for direction in (stated.direction,) if stated.direction else (1, -1):
        ends = (stated.level.low, stated.level.high)
        near, far = ends if direction > 0 else ends[::-1]
        if all(
            any(
                _directed(_way(_loosened(stated.level, price, price), base), direction)[0].meets(
                    stated.percent.end_shown(percent)
                )
                for base in bases
            )
            for price, percent in ((near, stated.percent.low), (far, stated.percent.high))
        ):
            return True
    return False


def _loosened(level: Figure, low: float, high: float) -> Figure:
    """A stretch of a level, as wide as its last digit leaves open."""
    slack = level.as_price.high - level.high
    return replace(level, low=low - slack, high=high + slack)


def _range(way: Interval) -> str:
    low, high = shown(way.low, 1), shown(way.high, 1)
    return f"{low} %" if low == high else f"{low} % to {high} %"
