"""Prices against the ranges a document states: 52 weeks, the day, the record; and "near its highs"."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims.checks.figures import Interval, shown
from knowledge.claims.checks.found import contradiction, said
from knowledge.claims.checks.quote_patterns import Said
from knowledge.claims.checks.quotes import Quote, Quotes, quotes_of
from knowledge.claims.checks.reading import Line, Reading, reading_of
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Claim, Finding
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_LEFT_BEHIND = re.compile(
    r"\b(?:above|below|under|through|past|beyond|clear(?:ed|s|ing)|surpass\w*|exceed\w*|broke\w*|breaks?"
    r"|breaking|undercut|took out"
    r"|prior|previous|old|former|then|new)\b[^.;,]{0,25}\Z",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:near|close to|nearing|within (?:a whisker|striking distance|reach) of|just (?:below|under|above"
    r"|off)|at or near|hovering at)[ ]"
    r"(?:its|the|their|a|fresh)?[ ]?(?P<span>52[- ]?(?:week|wk)[ ]|one-year[ ]|12-month[ ]"
    r"|yearly[ ])?(?P<end>highs?|lows?|peak|top|bottom)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|no longer|nowhere|far from|isn't|never|from|when|if|after)\b[^.;,]{0,20}\Z", re.IGNORECASE
)
_OTHER_SPAN = re.compile(
    r"\b(?:session|intraday|day's|daily|today's|week's|weekly|month|monthly|swing|recent|range|record"
    r"|all-time|entry|initiate|buy|multi-\w+)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:in|at|near|within)[ ](?:the[ ])?(?P<side>lower|upper|bottom|top|low|high)[ ](?P<part>half|third"
    r"|quarter|end)[ ]of[ ](?:the|its)[ ]"
    r"(?:(?P<kind>day's|day|daily|session|session's|today's|intraday|52[- ]week|yearly|annual|one-year"
    r"|12-month)[ ])?(?:trading[ ])?range\b",
    re.IGNORECASE,
)
_RANGES = frozenset({Said.DAY_RANGE, Said.RANGE_52W})
_PART_LEEWAY = 0.05
_FAR = 0.5
"""In the wrong half of its range a price is not near that end."""


def check_stated_ranges(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check every stated price against the ranges stated for the same ticker."""
    reading, quotes = reading_of(document), quotes_of(document, claims)
    for of in quotes.topics:
        yearly = _year(quotes, of)
        current = _distinct(quotes.current(of))
        day = quotes.of(Said.DAY_RANGE, of)
        for price in current:
            yield from _beyond(document, price, yearly, "52-week range")
            if price.closing:
                yield from _beyond(document, price, [(one, one) for one in day], "day's range")
            for record in quotes.of(Said.RECORD, of):
                if not _left_behind(record) and price.figure.low > record.figure.shown.high:
                    yield _excluded(document, price, record, "record high", of)
        for one in day:
            yield from _beyond(document, one, yearly, "52-week range")
        yield from _near_an_end(reading, of, current, yearly)
    yield from _in_part(reading, quotes)


def _year(quotes: Quotes, of: str) -> list[tuple[Quote | None, Quote | None]]:
    """Lows and highs of 52 weeks: both from one range, or each as stated alone."""
    found: list[tuple[Quote | None, Quote | None]] = [
        (quote, quote) for quote in quotes.of(Said.RANGE_52W, of)
    ]
    found += [(None, quote) for quote in quotes.of(Said.HIGH_52W, of) if not _left_behind(quote)]
    found += [(quote, None) for quote in quotes.of(Said.LOW_52W, of) if not _left_behind(quote)]
    return found


def _left_behind(quote: Quote) -> bool:
    """Whether the words before say that the price is already beyond that level."""
    at = quote.span.start - quote.line.start
    return bool(_LEFT_BEHIND.search(quote.line.text[max(0, at - 60) : at]))


def _beyond(
    document: Document, inner: Quote, outer: Sequence[tuple[Quote | None, Quote | None]], name: str
) -> Iterator[Finding]:
    for low, high in outer:
        if high and high.span != inner.span and inner.figure.high > high.figure.high + high.figure.slack(0.0):
            yield _excluded(document, inner, high, name, inner.topic)
        elif low and low.span != inner.span and inner.figure.low < low.figure.low - low.figure.slack(0.0):
            yield _excluded(document, inner, low, name, inner.topic)


def _excluded(document: Document, inner: Quote, outer: Quote, name: str, of: str) -> Finding:
    words = [document.text[quote.span.start : quote.span.end] for quote in (inner, outer)]
    return contradiction(
        "outside_range",
        f"{inner.said.value} against {outer.said.value}",
        of,
        (said(document, outer.line.whole), said(document, inner.line.whole)),
        f"The {inner.said.value} {words[0]} is outside the {name} {words[1]} of the same document.",
    )


def _near_an_end(
    reading: Reading, of: str, current: Sequence[Quote], yearly: Sequence[tuple[Quote | None, Quote | None]]
) -> Iterator[Finding]:
    lows = [low.figure.low for low, _ in yearly if low]
    highs = [high.figure.high for _, high in yearly if high]
    if not lows or not highs or not current or max(highs) <= min(lows):
        return
    whole = Interval(min(lows), max(highs))
    places = [(price.figure.low - whole.low) / (whole.high - whole.low) for price in current]
    for line in reading.lines:
        match = _NEAR.search(line.text)
        if not match or topic(reading, line, match.start()) != of or not _is_said_of_price(line, match):
            continue
        high = match["end"].lower() in {"high", "highs", "peak", "top"}
        if any((place >= _FAR) == high for place in places):
            continue
        place = places[0]
        document = reading.document
        yield contradiction(
            "range_position",
            f"{of} near its {match['end']}",
            of,
            (said(document, line.span(*match.span())), said(document, current[0].span)),
            f"{document.text[current[0].span.start : current[0].span.end]} stands {shown(100 * place, 0)} % "
            "of the way up "
            f"the stated range of {shown(whole.low)} to {shown(whole.high)}.",
        )


def _is_said_of_price(line: Line, match: re.Match[str]) -> bool:
    before = line.text[max(0, match.start() - 40) : match.start()]
    around = line.text[max(0, match.start() - 25) : match.end() + 25]
    return not _NOT.search(before) and (bool(match["span"]) or not _OTHER_SPAN.search(around))


def _distinct(quotes: Sequence[Quote]) -> list[Quote]:
    """One quote for each price."""
    return list({(quote.figure.low, quote.closing): quote for quote in reversed(quotes)}.values())[::-1]


def _kind_of(words: str | None) -> Said | None:
    if words is None:
        return None
    return (
        Said.DAY_RANGE if words.lower().startswith(("da", "session", "intraday", "today")) else Said.RANGE_52W
    )


def _in_part(reading: Reading, quotes: Quotes) -> Iterator[Finding]:
    """In the lower third of the day's range, where price and range stand elsewhere."""
    document = reading.document
    for line in reading.lines:
        for match in _PART.finditer(line.text):
            of = topic(reading, line, match.start())
            kind, prices = _kind_of(match["kind"]), _distinct(quotes.current(of))
            ranges = quotes.of(kind, of) if kind else []
            if kind is None:
                ranges = [one for one in quotes.all if one.line.start == line.start and one.said in _RANGES]
            if (
                len(ranges) != 1
                or not prices
                or _NOT.search(line.text[max(0, match.start() - 40) : match.start()])
            ):
                continue
            low, high = ranges[0].figure.low, ranges[0].figure.high
            places = [(price.figure.low - low) / (high - low) for price in prices]
            lower = match["side"].lower() in {"lower", "bottom", "low"}
            reach = {"third": 1 / 3, "quarter": 0.25}.get(match["part"].lower(), 0.5) + _PART_LEEWAY
            if any((place if lower else 1 - place) <= reach for place in places):
                continue
            where = f"{shown(100 * places[0], 0)} %"
            words = [document.text[one.span.start : one.span.end] for one in (prices[0], ranges[0])]
            yield contradiction(
                "range_position",
                f"{match['side'].lower()} {match['part'].lower()} of the {ranges[0].said.value}",
                of,
                (
                    said(document, line.span(*match.span())),
                    said(document, prices[0].line.whole),
                    said(document, ranges[0].line.whole),
                ),
                f"{words[0]} stands {where} of the way up {words[1]}, not in its {match['side'].lower()} "
                f"{match['part'].lower()}.",
            )
