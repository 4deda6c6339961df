"""Symbols and pairs that nothing in this run is about: a figure said of them cannot rest on anything."""

import re

from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.symbols import SymbolAt

_PAIR = re.compile(r"\b([A-Z]{2,5})/([A-Z]{2,5})\b")
_INDICATORS = frozenset(("ADX", "DI", "RSI", "MACD", "ATR", "EMA", "SMA", "ROC", "VIX"))
"""Names that a slash joins without making a ratio of them: "ADX/DI"."""

_CARRIED = frozenset(("SPY", "QQQ", "HYG", "IEF", "KRE", "VIX"))
"""Symbols that the cards of other symbols carry: benchmarks, and what credit is read from."""


def strangers(read: Read, index: Index) -> list[SymbolAt]:
    """Symbols that nothing in this run is about, in a statement that states figures."""
    if not read.numbers:
        return []
    return [
        one
        for one in read.symbols
        if one.symbol not in index.symbols
        and one.symbol not in _CARRIED
        and one.symbol[0] != "?"
        and not any(re.search(rf"\b{re.escape(one.symbol)}\b", text) for text in index.texts)
        and not any(one.symbol in passage.text for passage in index.passages)
        and not _spoken_of(read.text[max(one.start, 0) : max(one.end, 0)], index)
    ]


def _spoken_of(name: str, index: Index) -> bool:
    """Whether a report of this run speaks of it by these words: "the Russell 2000"."""
    low = name.lower()
    return len(low) > 5 and (
        any(low in text.lower() for text in index.texts)
        or any(low in passage.text.lower() for passage in index.passages)
    )


def strange_pairs(read: Read, index: Index) -> list[tuple[int, int, str]]:
    """Pairs such as LQD/TLT whose ratio no card has, with their place, where figures are stated."""
    if not read.numbers:
        return []
    known = {(name, "SPY") for name in index.symbols} | {("HYG", "IEF"), ("KRE", "SPY")}
    return [
        (read.statement.start + match.start(), read.statement.start + match.end(), match.group())
        for match in _PAIR.finditer(read.body)
        if (match[1], match[2]) not in known and _INDICATORS.isdisjoint(match.groups())
    ]
