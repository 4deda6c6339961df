"""Changes recomputed: from one figure to another, in dollars and per cent, since the close before."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.quote_patterns import Said
from knowledge.claims.checks.quotes import Quote, Quotes, quotes_of
from knowledge.claims.checks.reading import (
    FIGURE,
    NUMBER,
    OTHER,
    PER_CENT,
    SCORE,
    USD,
    Line,
    Reading,
    reading_of,
)
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Finding, Measure, Span
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_NO_FIGURE = rf"[^{USD}-{OTHER}.;]"
_PLAIN = f"[{USD}{NUMBER}{OTHER}]"
_FROM_TO = re.compile(
    rf"\bfrom[ ](?:a[ ]|an[ ]|its[ ]|the[ ])?(?P<gap>(?:[A-Za-z'-]+[ ]){{0,5}}?)"
    rf"(?P<one>{_PLAIN}+){_NO_FIGURE}{{0,40}}?\bto[ ]"
    rf"(?:a[ ]|an[ ]|its[ ]|the[ ])?(?:[A-Za-z'-]+[ ]){{0,4}}?(?P<two>{_PLAIN}+)"
)
_TO_FROM = re.compile(rf"\bto[ ](?P<two>{_PLAIN}+)[ ]?,?[ ]?from[ ](?P<one>{_PLAIN}+)")
_SINCE = re.compile(
    rf"\b(?:since|from)[ ]{_NO_FIGURE}{{0,40}}?(?P<one>{USD}+){_NO_FIGURE}{{1,60}}?"
    rf"(?P<percent>{PER_CENT}+){_NO_FIGURE}{{0,16}}?\bto[ ](?P<two>{USD}+)",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"\b(?:rose|rise[ns]?|rising|grew|grow(?:n|s|th)?|gain(?:ed|s)?|climb(?:ed|s)?|rall(?:y|ied|ies)"
    r"|jump(?:ed|s)?|increase[ds]?"
    r"|up|advance[ds]?|surge[ds]?|fell|fall(?:en|s|ing)?|drop(?:ped|s)?|decline[ds]?|declin\w+|slid|slide"
    r"|lost|los[es]|down|decrease[ds]?|shrank"
    r"|tumble[ds]?|plunge[ds]?|slump(?:ed)?|doubled|tripled|quadrupled|halved|shed|added|tacked on|eased"
    r"|slipped|cut|drawdown|rebound(?:ed)?|recover(?:ed|y)|move[ds]?|change[ds]?|swing)\b",
    re.IGNORECASE,
)
_FALL = re.compile(
    r"\b(?:shed|eased|slipped|retreated|fell|fall(?:en|s|ing)?|drop(?:ped|s)?|declin\w+|slid|slide|lost"
    r"|los[es]|down|decrease[ds]?|shrank|tumble[ds]?|plunge[ds]?"
    r"|slump(?:ed)?|cut|drawdown)\b",
    re.IGNORECASE,
)
_OTHER_BASE = re.compile(
    r"\b(?:annuali[sz]ed|per year|a year|cagr|yield|points|year-over-year|yoy|of the|since|which|versus|vs"
    r"|compared|while|index)\b",
    re.IGNORECASE,
)
_DOLLARS_AND_SHARE = re.compile(
    rf"(?P<change>[{USD}{NUMBER}{SCORE}]+)[ ]?(?:\(|,[ ]or[ ]|[ ]or[ ]|[ ]/[ ]|/)[ ]?(?P<percent>{PER_CENT}+)"
    r"(?:[ ]?\)?,?[ ](?:to|at|and closed at|to close at|to finish at"
    rf"|to end at)[ ](?P<price>[{USD}{NUMBER}]+))?"
)
_MULTIPLIED = re.compile(
    r"\b(?P<loose>more than |over |nearly |almost |roughly |about )?(?P<word>doubled|tripled|quadrupled"
    r"|halved)\b",
    re.IGNORECASE,
)
_WAY = re.compile(
    rf"(?P<one>{USD}+){_NO_FIGURE}{{1,60}}?\b(?:and|then|to)[ ](?P<two>{USD}+){_NO_FIGURE}{{0,50}}?,[ ]"
    rf"(?P<way>up|down|gaining|losing)[ ](?P<percent>{PER_CENT}+)",
    re.IGNORECASE,
)
_OF_THE_DAY = re.compile(r"\b(?:day|session|today|change)\b", re.IGNORECASE)
_COUNTED = frozenset({Measure.COUNT, Measure.SHARES, Measure.CONTRACTS})
_FACTORS = {"doubled": 2.0, "tripled": 3.0, "quadrupled": 4.0, "halved": 0.5}


def check_changes(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check the per cent that goes with two figures of one line, or with the close before."""
    entity_of = entities(document, claims)
    reading, quotes = reading_of(document), quotes_of(document, claims)
    for line in reading.lines:
        entity = entity_of(line.whole)
        yield from _from_to(document, line, entity)
        yield from _in_dollars(reading, quotes, line, entity)
        yield from _wrong_way(document, line, entity)
    yield from _since_previous(quotes, claims)


def _from_to(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    if not _MOVE.search(line.text):
        return
    for pattern in (_FROM_TO, _TO_FROM, _SINCE):
        for match in pattern.finditer(line.masked):
            one, two = line.figure_at(match.start("one")), line.figure_at(match.start("two"))
            if one is None or two is None or not _comparable(one, two):
                continue
            yield from _multiplied(document, line, match, one, two, entity)
            shares = [
                figure
                for figure in line.figures
                if figure.unit is Measure.PERCENT and not figure.bounded and _next_to(line, match, figure)
            ]
            if len(shares) == 1:
                yield from _moved(document, line, one, two, shares[0], entity)


def _moved(
    document: Document, line: Line, one: Figure, two: Figure, percent: Figure, entity: str
) -> Iterator[Finding]:
    change = two.shown.over(one.shown)
    if change is None:
        return
    way = Interval(100 * (change.low - 1), 100 * (change.high - 1))
    stated = percent.size.shown
    at = percent.span.start - line.start
    falls = percent.low < 0 or bool(_FALL.search(line.text[max(0, at - 24) : at + 30]))
    sides = [Interval(-way.high, -way.low)] if falls else [way, Interval(-way.high, -way.low)]
    if any(side.meets(stated) for side in sides):
        return
    figure = f"{shown(100 * (two.low / one.low - 1), 1)} %"
    words = [document.text[end.span.start : end.span.end] for end in (one, two, percent)]
    yield wrong(
        "percent_change",
        "change from one figure to another",
        entity,
        (said(document, line.whole), ours("arithmetic", figure)),
        f"From {words[0]} to {words[1]} is {figure}, the document says {words[2]}.",
    )


def _comparable(one: Figure, two: Figure) -> bool:
    if one.unit is not two.unit and not {one.unit, two.unit} <= _COUNTED:
        return False
    if one.unit in {Measure.PERCENT, Measure.MULTIPLE, Measure.SCORE}:
        return False
    return not (one.bounded or two.bounded or one.is_range or two.is_range) and one.low > 0 and two.low > 0


def _next_to(line: Line, match: re.Match[str], percent: Figure) -> bool:
    """Whether the per cent is said of this very move: right before it, inside it, or right behind it."""
    at, until = percent.span.start - line.start, percent.span.end - line.start
    if match.start() < at < match.end():
        return match.re is _SINCE
    between = line.masked[until : match.start()] if until <= match.start() else line.masked[match.end() : at]
    if len(between) > 45 or re.search(FIGURE, between) or re.search(r"[.;]\s|\bwhile\b", between):
        return False
    return not _OTHER_BASE.search(between + line.text[until : until + 16])


def _multiplied(
    document: Document, line: Line, match: re.Match[str], one: Figure, two: Figure, entity: str
) -> Iterator[Finding]:
    word = _MULTIPLIED.search(line.text)
    if word is None or not -40 <= match.start() - word.end() <= 40:
        return
    factor = _FACTORS[word["word"].lower()]
    true, loose = two.low / one.low, (word["loose"] or "").strip().lower()
    low, high = 0.93 * factor, 1.075 * factor
    if loose in {"more than", "over"}:
        low, high = (0.0, factor) if factor < 1 else (factor, 1.5 * factor)
    elif loose:
        low, high = 0.85 * factor, 1.15 * factor
    if low <= true <= high:
        return
    ends = [document.text[end.span.start : end.span.end] for end in (one, two)]
    yield wrong(
        "percent_change",
        "multiple of one figure",
        entity,
        (said(document, line.whole), ours("arithmetic", f"{shown(true)} times")),
        f"{ends[1]} is {shown(true)} times {ends[0]}, the document says {word[0].strip()}.",
    )


def _in_dollars(reading: Reading, quotes: Quotes, line: Line, entity: str) -> Iterator[Finding]:
    """A change in dollars and per cent against the price that it led to."""
    document = reading.document
    for match in _DOLLARS_AND_SHARE.finditer(line.masked):
        change, percent = line.figure_at(match.start("change")), line.figure_at(match.start("percent"))
        before = line.text[max(0, match.start() - 30) : match.start()]
        if change is None or percent is None or change.is_range or percent.is_range or percent.bounded:
            continue
        signed = line.text[change.span.start - line.start :][:2].lstrip("~ ")[:1] in {"-", "+"}
        if not (signed or _MOVE.search(before)) or _OTHER_BASE.search(
            line.text[match.end() : match.end() + 20]
        ):
            continue
        of = topic(reading, line, match.start())
        led_to = line.figure_at(match.start("price")) if match["price"] else None
        prices = [q.figure for q in quotes.current_in(line) if q.span != change.span]
        prices = [led_to] if led_to else prices
        if not prices and _OF_THE_DAY.search(line.text):
            prices = [q.figure for q in quotes.current(of)]
        falls = change.low < 0 or percent.low < 0 or bool(_FALL.search(before))
        if not prices or any(_is_change(price, change, percent, falls=falls) for price in prices):
            continue
        price = prices[0]
        move = -abs(change.low) if falls else abs(change.low)
        figure = f"{shown(100 * move / (price.low - move))} %"
        yield wrong(
            "day_change",
            "change in dollars and per cent",
            of or entity,
            (said(document, line.whole), said(document, price.span), ours("arithmetic", figure)),
            f"A change of {shown(move)} to {document.text[price.span.start : price.span.end]} is {figure}, "
            "the "
            f"document says {document.text[percent.span.start : percent.span.end]}.",
        )


def _wrong_way(document: Document, line: Line, entity: str) -> Iterator[Finding]:
    """Two prices and a move of the right size in the wrong direction."""
    for match in _WAY.finditer(line.masked):
        one, two, percent = (line.figure_at(match.start(name)) for name in ("one", "two", "percent"))
        if one is None or two is None or percent is None or not _comparable(one, two) or percent.bounded:
            continue
        up = match["way"].lower() in {"up", "gaining", "higher by"}
        true = 100 * (two.low / one.low - 1)
        if percent.low <= 0 or true == 0 or (true > 0) == up or not percent.shown.has(abs(true)):
            continue
        words = [document.text[f.span.start : f.span.end] for f in (one, two)]
        yield wrong(
            "percent_change",
            "direction of a change",
            entity,
            (
                said(document, line.span(match.start("one"), match.end())),
                ours("arithmetic", f"{shown(true)} %"),
            ),
            f"From {words[0]} to {words[1]} is {shown(true)} %, the document says {match['way'].lower()}.",
        )


def _is_change(price: Figure, change: Figure, percent: Figure, *, falls: bool) -> bool:
    size = change.size.shown
    move = Interval(-size.high, -size.low) if falls else size
    start = Interval(price.shown.low - move.high, price.shown.high - move.low)
    share = move.over(start)
    stated = percent.size.shown
    stated = Interval(-stated.high, -stated.low) if falls else stated
    return share is None or share.times(Interval(100.0, 100.0)).meets(stated)


def _since_previous(quotes: Quotes, claims: Sequence[Claim]) -> Iterator[Finding]:
    """A per cent beside the current close, where the close before is stated too."""
    document = quotes.document
    reading = reading_of(document)
    seen: set[Span] = set()
    for before in (quote for quote in quotes.all if quote.said is Said.PREVIOUS):
        moves = [move for now in quotes.current(before.topic) if (move := _day_move(now))]
        moves += [
            figure
            for claim in claims
            if claim.metric == "day_change" and claim.entity == before.topic
            if (line := reading.around(claim.quantity.span.start)) is not None
            if (figure := line.figure_at(claim.quantity.span.end - 1 - line.start)) is not None
            and figure.unit is Measure.PERCENT
        ]
        for percent in moves:
            if percent.span in seen or percent.bounded or percent.is_range:
                continue
            seen.add(percent.span)
            yield from _day(quotes, before, percent)


def _day(quotes: Quotes, before: Quote, percent: Figure) -> Iterator[Finding]:
    document = quotes.document
    now = [one for one in quotes.current(before.topic) if one.figure.low != before.figure.low]
    ways = [one.figure.shown.over(before.figure.shown) for one in now]
    stated = percent.size.shown
    for way in ways:
        change = Interval(100 * (way.low - 1), 100 * (way.high - 1)) if way else None
        if change is None or change.meets(stated) or Interval(-change.high, -change.low).meets(stated):
            return
    if not now:
        return
    figure = f"{shown(100 * (now[0].figure.low / before.figure.low - 1))} %"
    words = [document.text[span.start : span.end] for span in (before.span, now[0].span, percent.span)]
    spans = dict.fromkeys((percent.span, now[0].line.whole, before.span))
    yield wrong(
        "day_change",
        "change from the close before",
        before.topic,
        (*(said(document, span) for span in spans), ours("arithmetic", figure)),
        f"From {words[0]} to {words[1]} is {figure}, the document says {words[2]}.",
    )


def _day_move(now: Quote) -> Figure | None:
    """The only per cent of a price's line, when it is said of the day or stands in brackets behind it."""
    shares = [figure for figure in now.line.figures if figure.unit is Measure.PERCENT]
    if len(shares) != 1 or shares[0].bounded or shares[0].is_range:
        return None
    text = now.line.text
    gap = text[now.span.end - now.line.start : shares[0].span.start - now.line.start]
    by_day = re.search(r"\b(?:on the day|day|session|today|daily|change)\b", text, re.IGNORECASE)
    week = re.search(
        r"\b(?:week|month|year|ytd|quarter|since|below|above|upside|downside)\b", text, re.IGNORECASE
    )
    return shares[0] if (by_day or gap.strip(" ") in {"(", ",", "/"}) and not week else None
