"""Moving averages against the price, each other, and the range of the prices they are made of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import contradiction, ours, said, wrong
from knowledge.claims.checks.quote_patterns import Said
from knowledge.claims.checks.quotes import Quote, Quotes, quotes_of
from knowledge.claims.checks.reading import NUMBER, USD, Line, reading_of
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Finding
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_SESSIONS_A_YEAR = 250
"""An average of no more sessions is made of prices of the last 52 weeks."""

_PERIOD = r"[1-9][0-9]{0,2}"
_UNIT = r"[- ]?(?:day|d\b|DMA|SMA|EMA|MA|dma|session)"
_SIDE = re.compile(r"\b(?P<side>above|below|under|over|beneath)\b(?P<rest>[^.;]{0,160})", re.IGNORECASE)
_ALL = re.compile(
    r"\A[ ](?:all|every)[ ](?:of[ ])?(?:its[ ]|the[ ]|three[ ]|four[ ]|major[ ]|key[ ]|daily[ ]"
    r"|short- and long-term[ ]|important[ ]|of[ ]){0,4}(?:simple[ ])?(?:moving averages|SMAs|EMAs|DMAs|MAs"
    r"|averages)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\A[ ](?:all|both|its|the|each|of|key|rising|falling|declining|major|estimated|moving|averages|simple"
    rf"|three|two|and| |\(|:)*?(?P<periods>{_PERIOD}(?:{_UNIT})?"
    rf"(?:[^A-Za-z0-9.;]{{0,3}}\([^()]{{0,30}}\))?(?:(?:,[ ]and[ ]|,[ ]?|[ ]and[ ]|/|[ ]&[ ])(?:its[ ]"
    rf"|the[ ])?(?:{_PERIOD})(?:{_UNIT})?"
    rf"(?:[^A-Za-z0-9.;]{{0,3}}\([^()]{{0,30}}\))?){{0,4}})(?P<unit>[- ]?(?:day|DMA|SMA|EMA|MA|session"
    r"|simple|moving|\)))?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"(?<![0-9$.,])({_PERIOD})(?={_UNIT}|,|/|[ ]and|[ ]&|\)|[ ]moving|-,)", re.IGNORECASE)
_OF_PRICE = re.compile(
    r"\b(?:price|prices|trading|trades|traded|sits?|sitting|stands?|remains?|holds?|holding|closed|shares|it"
    r"|fund|etf|[A-Z]{2,5})\b",
    re.IGNORECASE,
)
_NOT_OF_PRICE = re.compile(
    r"\b(?:components?|stocks|constituents|members|names|holdings|companies|breadth|percent\w*|%|day|dma|sma"
    r"|ema|volume|rsi|macd|if|would|could|should"
    r"|until|unless|when|reclaim\w*|break\w*|needs?|requires?|not|no longer|crosse[sd]|crossing|close|move"
    r"|was|were|had|back|once)\b|%",
    re.IGNORECASE,
)
_TWO = re.compile(
    rf"(?<![0-9$.,])(?P<one>{_PERIOD}){_UNIT}(?:[ ,()]|[{USD}{NUMBER}]|\b(?:simple|exponential|moving"
    r"|average|SMA|EMA|line|is|was|sits|stands|remains|stays|trades|has|have|now|still|and|at|near"
    r"|crossed|crosses|crossing|moved|moves|dropped|fallen|slipped|risen|climbed|back|well|just"
    rf"|far)\b){{0,14}}?\b(?P<side>above|below|under|over)\b[ ](?:the[ ]|its[ ]|a[ ])?(?:rising[ ]"
    r"|falling[ ]|declining[ ])?"
    rf"(?P<two>{_PERIOD}){_UNIT}",
    re.IGNORECASE,
)
_CHAIN = re.compile(
    rf"(?<![0-9$.,])(?:SMA|EMA|MA|DMA)?[ ]?(?P<one>{_PERIOD})(?:{_UNIT})?[ ]?(?P<side>[<>])[ ]?(?:SMA|EMA|MA"
    rf"|DMA)?[ ]?(?P<two>{_PERIOD})(?:{_UNIT})?"
    rf"(?:[ ]?(?P=side)[ ]?(?:SMA|EMA|MA|DMA)?[ ]?(?P<three>{_PERIOD}))?(?![0-9%.])"
)
_STACK = re.compile(
    r"\b(?P<kind>bullish|bearish|bull|bear|positive|negative)[ ](?:moving[- ]average[ ]|MA[ ])?(?:stack"
    r"|stacking|alignment|ordering)\b",
    re.IGNORECASE,
)
_STACKED = re.compile(
    r"\b(?:stack|alignment|ordering|order)[ ](?:is|remains|stays|looks"
    r"|turned)[ ](?:\w+ly[ ])?(?P<kind>bullish|bearish)\b",
    re.IGNORECASE,
)
_CROSS = re.compile(r"\b(?P<kind>death|golden)[ ]cross\b", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:if|would|could|should|may|might|not|no|never|without|risk\w*|threat\w*|avoid\w*|potential"
    r"|possible|imminent|loom\w*|approach\w*|near\w*|pending"
    r"|until|unless|yet|eventual|last|previous|prior|earlier|in 20[0-9]{2}|in (?:jan|feb|mar|apr|may|jun|jul"
    r"|aug|sep|oct|nov|dec)\w*|about to|set to|next)\b",
    re.IGNORECASE,
)


def check_averages(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check what is said of stated averages: sides, order, crosses, and the range they must lie in."""
    reading, quotes = reading_of(document), quotes_of(document, claims)
    by_topic: dict[str, dict[int, Quote]] = {}
    for of in quotes.topics:
        yield from _outside_the_year(quotes, of)
    for line in reading.lines:
        of = topic(reading, line)
        if of not in by_topic:
            by_topic[of] = {quote.period: quote for quote in reversed(quotes.of(Said.AVERAGE, of))}
        stated = by_topic[of]
        if not stated:
            continue
        yield from _sides(quotes, line, of, stated)
        yield from _orders(document, line, of, stated)


def _outside_the_year(quotes: Quotes, of: str) -> Iterator[Finding]:
    """An average of up to a year cannot be above the highest price of that year, nor below the lowest."""
    document, year = quotes.document, quotes.of(Said.RANGE_52W, of)
    highs = [*year, *quotes.of(Said.HIGH_52W, of)]
    lows = [*year, *quotes.of(Said.LOW_52W, of)]
    for average in quotes.of(Said.AVERAGE, of):
        if average.period > _SESSIONS_A_YEAR:
            continue
        limits = [
            (high, 1)
            for high in highs
            if average.figure.shown.low > high.figure.high + high.figure.slack(high.figure.high)
        ]
        limits += [
            (low, -1)
            for low in lows
            if average.figure.shown.high < low.figure.low - low.figure.slack(low.figure.low)
        ]
        if not limits:
            continue
        limit, side = limits[0]
        words = [document.text[quote.span.start : quote.span.end] for quote in (average, limit)]
        edge = limit.figure.high if side > 0 else limit.figure.low
        yield wrong(
            "average_outside_range",
            f"{average.period}-session average against the 52-week range",
            of,
            (
                said(document, average.line.whole),
                said(document, limit.line.whole),
                ours("arithmetic", shown(edge)),
            ),
            f"The {average.period}-session average {words[0]} is {'above' if side > 0 else 'below'} every "
            "price of its "
            f"period: the 52-week {'high' if side > 0 else 'low'} is {shown(edge)}.",
        )


def _sides(quotes: Quotes, line: Line, of: str, stated: dict[int, Quote]) -> Iterator[Finding]:
    """Below its 50-day and 200-day, against the stated figures."""
    document = quotes.document
    for match in _SIDE.finditer(line.text):
        before = line.text[max(0, match.start() - 45) : match.start()]
        if not _OF_PRICE.search(before) or _NOT_OF_PRICE.search(before):
            continue
        whole = _ALL.match(match["rest"])
        listed = None if whole else _LISTED.match(match["rest"])
        periods = (
            sorted(stated)
            if whole
            else [int(n) for n in _NUMBERED.findall(listed["periods"] + (listed["unit"] or ""))]
            if listed
            else []
        )
        prices = quotes.current_in(line) or quotes.current(of)
        above = match["side"].lower() in {"above", "over"}
        for period in dict.fromkeys(periods):
            average = stated.get(period)
            if (
                average is None
                or not prices
                or any(_agrees(p.figure, average.figure, above=above) for p in prices)
            ):
                continue
            words = [document.text[q.span.start : q.span.end] for q in (prices[0], average)]
            yield contradiction(
                "price_and_average",
                f"price against the {period}-session average",
                of,
                (
                    said(document, line.span(match.start(), min(match.start() + 60, len(line.text)))),
                    said(document, average.line.whole),
                ),
                f"The price {words[0]} is said to be {match['side'].lower()} the {period}-session average, "
                f"which is given as {words[1]}.",
            )


def _agrees(price: Figure, average: Figure, *, above: bool) -> bool:
    """Whether the price can be on that side, with the last digits of both in doubt."""
    near = (
        Interval(average.low - average.step, average.high + average.step) if average.about else average.exact
    )
    return price.high >= near.low if above else price.low <= near.high


def _orders(document: Document, line: Line, of: str, stated: dict[int, Quote]) -> Iterator[Finding]:
    """The first pair of averages that stands against a statement, for every statement."""
    for start, end, pairs in (*_compared(line), *_stacked(line, sorted(stated))):
        for higher, lower in pairs:
            top, bottom = stated.get(higher), stated.get(lower)
            if top is None or bottom is None or top.exponential != bottom.exponential:
                continue
            if top.figure.high + top.figure.step >= bottom.figure.low:
                continue
            figures = [document.text[q.span.start : q.span.end] for q in (top, bottom)]
            lines = dict.fromkeys((top.line.whole, bottom.line.whole))
            yield contradiction(
                "average_order",
                f"{higher}- and {lower}-session averages",
                of,
                (said(document, line.span(start, end)), *(said(document, span) for span in lines)),
                f"{line.text[start:end]!r} puts the {higher}-session average above the {lower}-session one; "
                f"they are given as {figures[0]} and {figures[1]}.",
            )
            break


def _compared(line: Line) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Averages held against each other by number: "the 50-day is below the 200-day", "20 > 50 > 200"."""
    for match in _TWO.finditer(line.masked):
        if not _UNREAL.search(line.text[max(0, match.start() - 40) : match.end()]):
            one, two = int(match["one"]), int(match["two"])
            up = match["side"].lower() in {"above", "over"}
            yield *match.span(), [(one, two) if up else (two, one)]
    for match in _CHAIN.finditer(line.text):
        periods = [int(match[name]) for name in ("one", "two", "three") if match[name]]
        falling = match["side"] == ">"
        yield *match.span(), [(one, two) if falling else (two, one) for one, two in pairwise(periods)]


def _stacked(line: Line, periods: Sequence[int]) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """A bullish stack, a death cross: the order of all averages, or of the 50 and 200."""
    for pattern, rising in ((_STACK, ("bull", "posi")), (_STACKED, ("bull",)), (_CROSS, ("gold",))):
        for match in pattern.finditer(line.text):
            if _UNREAL.search(line.text[max(0, match.start() - 40) : match.end() + 25]):
                continue
            up = match["kind"].lower().startswith(rising)
            ordered = [50, 200] if pattern is _CROSS else list(periods)
            pairs = [(short, long) if up else (long, short) for short, long in combinations(ordered, 2)]
            yield *match.span(), pairs
