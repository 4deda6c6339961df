"""Tickers: those a person gave, and those a text is about."""

import re
from collections import Counter
from collections.abc import Iterable

from knowledge.errors import BadQuery

MOST = 10

_SHAPE = re.compile(r"\^?[A-Z][A-Z0-9]{0,6}(?:[.-][A-Z]{1,2})?")

_WORD = re.compile(r"(?<![\w.$@#-])\$?[A-Z][A-Z0-9]{0,6}(?:[.-][A-Z]{1,2})?(?![\w@])")
_NAMED = re.compile(
    r"\(\s{0,3}(?:ticker|symbol|NYSE\s?ARCA|NYSE\s?AMERICAN|NYSE|NASDAQ(?:GS|GM|CM)?|AMEX|BATS|CBOE|ARCA|OTC)"
    r"\s{0,3}:\s{0,3}([A-Z][A-Z0-9]{0,6}(?:[.-][A-Z]{1,2})?)\s{0,3}\)",
    re.IGNORECASE,
)

# Index and bond funds whose tickers are no words of English; a bare ticker of another fund might be one.
_FUNDS = frozenset(
    ("DIA", "HYG", "IEF", "IJR", "IWM", "KRE", "LQD", "MDY", "QQQ", "SHY", "SPY", "TLT", "VTI")
)

# "in $M", "$USD": what a dollar sign goes with besides tickers.
_UNITS = frozenset(("B", "BN", "EUR", "K", "M", "MM", "MN", "T", "TN", "US", "USD"))


def checked_symbols(symbols: Iterable[str]) -> tuple[str, ...]:
    """Tickers as given, upper case, each once.

    Raises:
        BadQuery: One is not shaped like a ticker, or there are more than 10.
    """
    found: list[str] = []
    for symbol in symbols:
        upper = symbol.strip().upper()
        if not _SHAPE.fullmatch(upper):
            raise BadQuery(f"{symbol[:20]!r} is not a symbol; allowed are tickers such as IWM or BRK.B.")
        if upper not in found:
            found.append(upper)
    if len(found) > MOST:
        raise BadQuery(f"A document is about at most {MOST} symbols; {len(found)} were given.")
    return tuple(found)


def symbols_in(text: str) -> tuple[str, ...]:
    """Tickers that a text is about, the most often named first, then in order of mention; at most 10.

    A ticker is a cashtag (`$IWM`), a named one (`(ticker: IWM)`, `(NYSEARCA: IWM)`) or the bare word of a
    well-known index fund. Once one is known, each bare mention counts.
    """
    named = {match[1] for match in _NAMED.finditer(text) if match[1].isupper()}
    counts: Counter[str] = Counter()
    for match in _WORD.finditer(text):
        word = match[0].removeprefix("$")
        if word != match[0] and word not in _UNITS:
            named.add(word)
        counts[word] += 1
    about = [symbol for symbol in counts if symbol in named or symbol in _FUNDS]
    return tuple(sorted(about, key=lambda symbol: -counts[symbol])[:MOST])
