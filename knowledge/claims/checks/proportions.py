"""Proportions of one sentence: a discount, a multiple of an average, a move in dollars, a sum, a mean."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.quotes import Quotes, quotes_of
from knowledge.claims.checks.reading import (
    NUMBER,
    OTHER,
    PER_CENT,
    SCORE,
    TIMES,
    USD,
    Line,
    Reading,
    reading_of,
)
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Finding, Measure
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_NO_FIGURE = rf"[^{USD}-{OTHER}.;]"
_DISCOUNT = re.compile(
    rf"(?P<percent>{PER_CENT}+)[ ](?:valuation[ ])?(?P<word>discount|premium)\b"
    rf"|\b(?P<word2>discount|premium)[ ]of[ ](?P<percent2>{PER_CENT}+)",
    re.IGNORECASE,
)
_THIS = re.compile(r"\b(?:this|that)[ ](?:[a-z]+[ ]){0,2}\Z", re.IGNORECASE)
_REACH = 120
"""The two multiples of a discount stand within so many characters of it."""

_MOVE = re.compile(
    rf"(?P<percent>{PER_CENT}+)(?:[ ](?:implied[ ]|expected[ ])?(?:move|swing))?,?[ ](?:or|which is"
    rf"|i\.e\.)[ ](?:\+/-[ ]?)?(?P<money>{USD}+)"
    rf"|(?P<money2>{USD}+)(?:[ ](?:implied[ ]|expected[ ])?(?:move|swing))?,?[ ](?:\("
    rf"|or[ ])(?P<percent2>{PER_CENT}+)",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:expected|implied|implies|imply|straddle)\b[^.;]{0,40}\b(?:move|swing)\b|\b(?:move"
    r"|swing)\b[^.;]{0,30}\b(?:implied|priced)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:together|combined(?=[ ](?:for|to|they|account|make|represent|weight|share))|in total|totall?ing"
    rf"|sum to|add up to|which total)\b{_NO_FIGURE}{{0,40}}?(?P<total>{PER_CENT}+)",
    re.IGNORECASE,
)
_ALTOGETHER = re.compile(
    r"\b(?:together|altogether|for a (?:combined |grand )?total of|a combined|which adds up to|adding up to"
    rf"|in total)\b{_NO_FIGURE}{{0,30}}?"
    rf"(?P<total>[{USD}{NUMBER}]+)",
    re.IGNORECASE,
)
_SPLITS = re.compile(
    r"\b(?:splits?|split into|consists? of|composed of|made up of|weights are"
    rf"|weighted)[ :]{_NO_FIGURE}{{0,20}}?"
    rf"(?P<parts>{PER_CENT}+(?:[ ][A-Za-z&/-]+){{1,3}}(?:,?[ ](?:and[ ])?{PER_CENT}+"
    rf"(?:[ ][A-Za-z&/-]+){{1,3}}){{2,8}})",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:rest|remainder|remaining|other|including|mainly|mostly|top|largest|leveraged?|overlap\w*)\b",
    re.IGNORECASE,
)
_AVERAGING = re.compile(
    rf"\b(?:an|simple|equal-weighted|the)[ ](?:average|mean)(?:[ ]score)?[ ](?:of|is)[ ](?P<mean>{SCORE}+)",
    re.IGNORECASE,
)
_MAKE_UP = re.compile(
    rf"\b(?:make up|makes up|account for|represent|comprise)[ ]{_NO_FIGURE}{{0,16}}?(?P<total>{PER_CENT}+)",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"\b(?:top|largest|biggest|the)[ -](?P<count>two|three|four|five|six|seven|ten|[2-9]|10)\b", re.IGNORECASE
)
_NUMBERS = {word: at for at, word in enumerate(("two", "three", "four", "five", "six", "seven"), start=2)} | {
    "ten": 10,
    **{str(n): n for n in range(2, 11)},
}
_TIMES_AVERAGE = re.compile(
    rf"(?P<value>[{NUMBER}{OTHER}]+){_NO_FIGURE}{{0,40}}?(?P<times>[{TIMES}{PER_CENT}]+)[ ](?:of[ ])?(?:the"
    rf"|its|their)[ ]{_NO_FIGURE}{{0,20}}?"
    rf"average(?:[ ](?:volume|open interest|turnover))?[ ](?:of[ ]|\()(?P<usual>[{NUMBER}{OTHER}]+)",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:above|below|over|under|higher|lower|more|less)\b", re.IGNORECASE)


def check_proportions(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check proportions whose parts stand beside them."""
    entity_of = entities(document, claims)
    reading, quotes = reading_of(document), quotes_of(document, claims)
    for line in reading.lines:
        entity = entity_of(line.whole)
        yield from _discounts(reading, line, entity)
        yield from _moves(reading, quotes, line, entity)
        yield from _sums(reading, line, entity)
        yield from _means(document, line, entity)
        yield from _amounts(document, line, entity)
        yield from _split(document, line, entity)
        yield from _times_average(document, line, entity)


def _discounts(reading: Reading, line: Line, entity: str) -> Iterator[Finding]:
    """A discount beside the only two multiples of its sentence, or of the one before it points back to."""
    document = reading.document
    multiples = [figure for figure in line.figures if figure.unit is Measure.MULTIPLE and not figure.bounded]
    match = _DISCOUNT.search(line.masked)
    form = "" if match and match["percent"] else "2"
    percent = line.figure_at(match.start(f"percent{form}")) if match else None
    if match is None or percent is None or percent.bounded:
        return
    word = match[f"word{form}"].lower()
    back = reading.before(line) if not multiples and _THIS.search(line.masked[: match.start()]) else ()
    multiples += [f for one in back for f in one.figures if f.unit is Measure.MULTIPLE and not f.bounded]
    if len(multiples) != 2:
        return
    if not back and any(abs(f.span.start - line.start - match.start()) > _REACH for f in multiples):
        return
    sign = -1 if word == "discount" else 1
    ratios = [one.shown.over(two.shown) for one, two in (multiples, multiples[::-1])]
    ways = [Interval(*sorted((sign * 100 * (r.low - 1), sign * 100 * (r.high - 1)))) for r in ratios if r]
    if any(way.meets(percent.size.shown) for way in ways):
        return
    low, high = sorted(figure.low for figure in multiples)
    figure = f"{shown(100 * (1 - low / high) if sign < 0 else 100 * (high / low - 1), 1)} %"
    quotes = [document.text[f.span.start : f.span.end] for f in (*multiples, percent)]
    why = f"{quotes[0]} against {quotes[1]} is a {word} of {figure}, not of {quotes[2]}."
    yield _off(document, line, entity, word, figure, why)


def _moves(reading: Reading, quotes: Quotes, line: Line, entity: str) -> Iterator[Finding]:
    """An expected move in per cent and dollars, against the price."""
    prices = quotes.current(topic(reading, line))
    if not prices or not _EXPECTED.search(line.masked):
        return
    for match in _MOVE.finditer(line.masked):
        form = "" if match["percent"] else "2"
        percent, money = (line.figure_at(match.start(f"{name}{form}")) for name in ("percent", "money"))
        if percent is None or money is None or percent.bounded or money.bounded:
            continue
        true = [percent.size.shown.times(p.figure.exact).times(Interval(0.01, 0.01)) for p in prices]
        if any(one.meets(money.size.shown) for one in true):
            continue
        figure = shown(percent.size.low * prices[0].figure.low / 100)
        document = reading.document
        words = [document.text[f.span.start : f.span.end] for f in (percent, prices[0].figure, money)]
        yield _off(
            document,
            line,
            entity,
            "expected move",
            figure,
            f"{words[0]} of {words[1]} is {figure}, not {words[2]}.",
        )


def _sums(reading: Reading, line: Line, entity: str) -> Iterator[Finding]:
    """Shares of a sentence, or the largest of the sentence before, that are said to make so much together."""
    match = _TOGETHER.search(line.masked) or _MAKE_UP.search(line.masked)
    total = line.figure_at(match.start("total")) if match else None
    if match is None or total is None or total.bounded or total.is_range or "respectively" in line.text:
        return
    parts = _shares([f for f in line.figures if f.span != total.span])
    count = _TOP.search(line.text)
    wanted = _NUMBERS.get(count["count"].lower(), 0) if count else 0
    if match.re is _TOGETHER and len(parts) < 2 and wanted >= 2:
        listed = [_shares(list(one.figures)) for one in reading.before(line, 2)]
        parts = sorted(next((one for one in reversed(listed) if len(one) >= wanted), []), key=_low)[-wanted:]
    if len(parts) < 2 or (wanted and len(parts) != wanted) or (match.re is _MAKE_UP and not wanted):
        return
    low, high = sum(f.shown.low for f in parts), sum(f.shown.high for f in parts)
    if Interval(low, high).meets(total.shown):
        return
    figure = f"{shown(sum(f.low for f in parts))} %"
    document = reading.document
    words = document.text[total.span.start : total.span.end]
    why = f"The {len(parts)} shares are {figure} together, not {words}."
    yield _off(document, line, entity, "shares together", figure, why)


def _means(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    """Scores of one scale in a sentence, and what they are said to be on average."""
    match = _AVERAGING.search(line.masked)
    mean = line.figure_at(match.start("mean")) if match else None
    if match is None or mean is None or mean.of is None or mean.bounded:
        return
    parts = [f for f in line.figures if f.of == mean.of and f.span.end <= line.start + match.start()]
    if len(parts) < 3 or any(f.bounded or f.is_range for f in parts):
        return
    low, high = sum(f.shown.low for f in parts) / len(parts), sum(f.shown.high for f in parts) / len(parts)
    plain = sum(f.low for f in parts) / len(parts)
    true = Interval(plain, plain) if all(f.step == 1.0 for f in parts) else Interval(low, high)
    if true.meets(mean.shown):
        return
    words = document.text[mean.span.start : mean.span.end]
    why = f"The {len(parts)} scores average {shown(plain)}, not {words}."
    yield _off(document, line, entity, "average of scores", shown(plain), why)


def _amounts(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    """Two to four amounts of a sentence and what they are said to be together."""
    match = _ALTOGETHER.search(line.masked)
    total = line.figure_at(match.start("total")) if match else None
    if match is None or total is None or total.bounded or total.is_range or "respectively" in line.text:
        return
    parts = [f for f in line.figures if f.span.end <= line.start + match.start() and f.unit is total.unit]
    if not 2 <= len(parts) <= 4 or any(f.bounded or f.is_range for f in parts):
        return
    low, high = sum(f.shown.low for f in parts), sum(f.shown.high for f in parts)
    if Interval(low, high).meets(total.shown) or any(f.low >= total.low for f in parts):
        return
    figure = shown(sum(f.low for f in parts))
    words = document.text[total.span.start : total.span.end]
    why = f"The {len(parts)} amounts are {figure} together, not {words}."
    yield _off(document, line, entity, "amounts together", figure, why)


def _split(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    """Parts of one whole, each with its name behind it: 40 % value, 35 % momentum and 25 % quality."""
    match = _SPLITS.search(line.masked)
    if match is None or _OPEN.search(line.text):
        return
    parts = [
        line.figure_at(match.start("parts") + one.start())
        for one in re.finditer(f"{PER_CENT}+", match["parts"])
    ]
    shares = [part for part in parts if part and not part.bounded and not part.is_range]
    if len(shares) < 3 or len(shares) != len(parts):
        return
    low, high = sum(f.shown.low for f in shares), sum(f.shown.high for f in shares)
    if Interval(low, high).has(100.0):
        return
    figure = f"{shown(sum(f.low for f in shares))} %"
    why = f"The {len(shares)} parts add up to {figure}, not to 100 %."
    yield _off(document, line, entity, "parts of one whole", figure, why)


def _shares(figures: Sequence[Figure]) -> list[Figure]:
    """The per cents, when there is nothing else among the figures that could be one; else none."""
    shares = [
        f for f in figures if f.unit is Measure.PERCENT and not f.bounded and not f.is_range and f.low > 0
    ]
    return shares if len(shares) <= 12 else []


def _low(figure: Figure) -> float:
    return figure.low


def _times_average(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    for match in _TIMES_AVERAGE.finditer(line.masked):
        value, times, usual = (line.figure_at(match.start(name)) for name in ("value", "times", "usual"))
        if value is None or times is None or usual is None or value.bounded or usual.bounded or times.bounded:
            continue
        if _COMPARES.search(line.text[match.start() : match.end()]) or not _alike(value, usual):
            continue
        ratio = value.shown.over(usual.shown)
        scale = 100.0 if times.unit is Measure.PERCENT else 1.0
        if ratio is None or ratio.times(Interval(scale, scale)).meets(times.shown):
            continue
        real = scale * value.low / usual.low
        figure = f"{shown(real)} %" if times.unit is Measure.PERCENT else f"{shown(real)} times"
        words = [document.text[f.span.start : f.span.end] for f in (value, usual, times)]
        yield _off(
            document,
            line,
            entity,
            "multiple of an average",
            figure,
            f"{words[0]} is {figure} of {words[1]}, not {words[2]}.",
        )


def _alike(one: Figure, other: Figure) -> bool:
    counted = {Measure.COUNT, Measure.SHARES, Measure.CONTRACTS}
    return one.unit is other.unit or {one.unit, other.unit} <= counted


def _off(document: Document, line: Line, entity: str, subject: str, figure: str, why: str) -> Finding:
    return wrong("proportion", subject, entity, (said(document, line.whole), ours("arithmetic", figure)), why)
