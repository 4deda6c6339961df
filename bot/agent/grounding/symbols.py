"""Whose figures a statement speaks of: tickers, names of indices, and things the desk has no card of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.agent.grounding.known import Index
from bot.agent.grounding.statements import Statement
from bot.agent.grounding.words import Token

_SYMBOL_WORDS = {
    ("russell", "2000"): "IWM", ("small", "cap"): "IWM", ("s&p", "500"): "SPY", ("s&p",): "SPY",
    ("nasdaq", "100"): "QQQ", ("nasdaq",): "QQQ", ("large", "cap"): "SPY",
}  # fmt: skip
_ELSEWHERE = re.compile(
    r"\b(?:gold|silver|oil|crude|copper|bitcoin|ether(?:eum)?|nvidia|apple|tesla|microsoft|amazon|alphabet"
    r"|google|meta|netflix"
    r"|the nikkei|nikkei|the dow|dow jones industrial|the dax|dax|ftse 100|euro stoxx|hang seng"
    r"|emerging[- ]markets?|the dollar|dollar index"
    r"|investment[- ]grade|mid[- ]caps?|micro[- ]caps?|russell 1000|russell 3000)\b",
    re.IGNORECASE,
)
"""Things people trade that the desk has no card of: a figure of theirs is ours only if a passage says it."""

_POSSESSIVE = re.compile(
    r"\b(HYG|IEF|KRE|LQD|VIX)(?=['\u2019]s\b"
    r"| (?:fell|rose|closed|gained|lost|dropped|trades?|traded|ended|has|is at|was at|slid|climbed)\b)"
)
"""Funds whose ratios cards show, where a figure of the fund itself is told: "KRE fell 2 %"."""

_NOT_SYMBOLS = frozenset((
    "EMA", "SMA", "RSI", "ATR", "MACD", "ADX", "DI", "ROC", "FOMC", "CPI", "PCE", "ETF", "VIX", "OAS", "HY",
    "US", "USD", "AM", "PM", "NYSE", "R", "S", "P", "RS", "II", "III", "A", "B", "C", "D", "F", "I", "MA",
    "NFP", "PPI", "GDP", "FED", "DMA", "OK", "NO", "YES", "ON", "OFF", "TO", "OF", "AND", "OR", "THE", "IT",
    "IS", "AS", "AT", "BY", "IN", "IF", "SO", "UP", "BUT", "NOT", "FOR", "ALL", "ONE", "TWO", "BP", "BPS",
    "HYG", "IEF", "KRE", "TLDR", "NB", "PS", "FYI", "PIVOT", "DEMARK", "VWAP", "EPS", "PE", "AUM", "IV",
    "MFI", "OBV", "CCI", "ET", "EST", "EDT", "OPEX", "FAQ", "TODAY", "WHY", "DGS", "YTD", "SIMULATED",
    "STALE", "NOTE", "K", "VS", "BREADTH", "TREND", "MOMENTUM", "ROTATION", "COMPOSITE", "NEUTRAL",
    "ABOVE", "BELOW", "OVER", "UNDER", "HIGH", "LOW", "MORE", "LESS", "STILL", "ONLY", "JUST", "EVEN", "VERY",
    "EVERY", "BOTH", "NEVER", "NOW", "LAST", "NEXT", "FULL", "HALF", "SIZE", "STACK", "SCORE", "RISK", "STOP",
    "FADE", "RALLY", "FLAT", "CLOSE", "OPEN", "GAP", "MEAN", "CASE", "BOTTOM", "LINE", "WATCH", "KEY", "BUY",
    "SELL",
    "BULLISH", "BEARISH", "API", "CSV", "AI", "LLM", "BLS", "BEA", "FRB", "ISM", "NBER",
))  # fmt: skip
"""Capitals that are no tickers: units, indicators, agencies, and words somebody shouts."""

_TICKER = re.compile(r"(?<![A-Za-z0-9$/])\$?\^?([A-Z]{2,5})(?![A-Za-z0-9])")
_HELD_AGAINST = re.compile(r"\b(?:to|vs|versus|against|than) \Z")
_STATE_PHRASE = re.compile(
    r"small-?[ ]?cap leadership|large-?[ ]?cap flight|small caps? lead|(?:in)?to large[- ]caps?"
    r"|(?:back )?to small[- ]caps?|small[- ]cap (?:funds?|weight|companies|stocks)",
    re.IGNORECASE,
)
"""Words of the rotation's states, and kinds of companies: they speak of no index."""


@dataclass(frozen=True, slots=True)
class SymbolAt:
    """A symbol in a statement.

    Attributes:
        symbol: Upper case; with "?" before it a thing that has no ticker here.
        index: The word it stands at.
        start: First character; -1 where it stands in a table's head.
        end: One past the last.
    """

    symbol: str
    index: int
    start: int
    end: int


def symbols(
    text: str, statement: Statement, words: Sequence[Token], lead: int, index: Index
) -> list[SymbolAt]:
    """The symbols of a statement and its lead, in order.

    Args:
        text: The whole text.
        statement: Where the statement stands.
        words: Its words, those of its lead first.
        lead: How many of the words are the lead's.
        index: The facts: what the run is about.
    """
    found = [
        *_in_lead(statement.lead, index),
        *_tickers(text, statement, words, lead, index),
        *_in_words(text, statement, words, lead),
    ]
    found += _elsewhere(text, statement, words, lead, index, found)
    return sorted(found, key=lambda one: one.index)


def _is_ticker(letters: str, index: Index) -> bool:
    return letters not in _NOT_SYMBOLS or letters in index.symbols


def _word_at(words: Sequence[Token], lead: int, end: int) -> int:
    """The index of the word that reaches to a character."""
    return next((at for at in range(lead, len(words)) if words[at].end >= end), len(words))


def _in_lead(lead: str, index: Index) -> Iterator[SymbolAt]:
    """Tickers of a table's head and row; what a column holds others against is not whose row it is."""
    for match in _TICKER.finditer(lead):
        if not _HELD_AGAINST.search(lead[: match.start()]) and _is_ticker(match[1], index):
            yield SymbolAt(match[1], 0, -1, -1)


def _tickers(
    text: str, statement: Statement, words: Sequence[Token], lead: int, index: Index
) -> Iterator[SymbolAt]:
    for match in _TICKER.finditer(text, statement.start, statement.end):
        if _is_ticker(match[1], index):
            yield SymbolAt(match[1], _word_at(words, lead, match.end()), match.start(), match.end())


_FIRST_WORDS = frozenset(name[0] for name in _SYMBOL_WORDS)


def _in_words(text: str, statement: Statement, words: Sequence[Token], lead: int) -> Iterator[SymbolAt]:
    """Indices by name: "the Russell 2000", "the S&P 500", "small caps"."""
    body = text[statement.start : statement.end]
    states = [
        (statement.start + match.start(), statement.start + match.end())
        for match in _STATE_PHRASE.finditer(body)
    ]
    for at in range(lead, len(words)):
        if any(first <= words[at].start < last for first, last in states):
            continue
        if words[at].norm not in _FIRST_WORDS:
            continue
        for name, symbol in _SYMBOL_WORDS.items():
            said = tuple(word.norm for word in words[at : at + len(name) + 1])
            # "S&P" of "S&P 500" is not told twice
            twice = len(name) == 1 and said == ("s&p", "500")
            if said[: len(name)] == name and not twice:
                yield SymbolAt(symbol, at, words[at].start, words[at + len(name) - 1].end)


def _elsewhere(
    text: str,
    statement: Statement,
    words: Sequence[Token],
    lead: int,
    index: Index,
    known: Sequence[SymbolAt],
) -> list[SymbolAt]:
    """Things that no card is about, unless a quoted passage speaks of them."""
    found: list[SymbolAt] = []
    for pattern in (_ELSEWHERE, _POSSESSIVE):
        for match in pattern.finditer(text, statement.start, statement.end):
            name = match[1] if pattern is _POSSESSIVE else f"?{match.group().lower()}"
            taken = any(one.start <= match.start() < one.end for one in (*known, *found) if one.start >= 0)
            # the credit card shows the level of the VIX
            if taken or name == "VIX" or _quoted(name, index):
                continue
            found.append(SymbolAt(name, _word_at(words, lead, match.end()), match.start(), match.end()))
    return found


def _quoted(name: str, index: Index) -> bool:
    return name[0] == "?" and any(name[1:] in passage.text.lower() for passage in index.passages)
