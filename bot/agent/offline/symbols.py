"""Which tickers a text names: as typed, with a dollar sign, in lower case, or in words."""

import re
from dataclasses import dataclass

from bot.agent.offline.lists import words_in
from bot.agent.offline.words import plain

DEFAULT = "IWM"
"""What a question is about that names nothing."""

_IN_WORDS = (
    (r"small[\s-]?caps?|russell[\s-]?2000|russell 2k|\bthe russell\b|\brut\b|\br2k\b", "IWM"),
    (r"\bs\s?&\s?p(?:[\s-]?500)?\b|\bsp500\b|\bspx\b|\blarge[\s-]?caps\b|\bsnp\b", "SPY"),
    (r"\bnasdaq(?:[\s-]?100)?\b|\bnaz\b|\bndx\b|\btech index\b", "QQQ"),
    (r"\bdow jones\b|\bthe dow\b|\bdjia\b", "DIA"),
    (r"\bmid[\s-]?caps?\b|\bmidcaps?\b", "MDY"),
)
_INDICES = {"SPX": "SPY", "NDX": "QQQ", "RUT": "IWM"}
"""Indices that a dollar sign may stand before, by the funds that follow them."""

_STATES = re.compile(r"small[\s-]?cap leadership|large[\s-]?cap (?:flight|leadership)|nasdaq close")
_CASHTAG = re.compile(r"\$(\^?[A-Za-z][A-Za-z.\-]{0,6})\b")
_UPPER = re.compile(r"(?<![\w$&])(\^?[A-Z]{2,5}(?:[.-][A-Z])?)(?![\w&])")
_WORD = re.compile(r"[a-z]+(?:-[a-z])?")
_HELD_AGAINST = re.compile(
    r"(?:\b(?:against|versus|vs\.?|than|beat(?:s|ing)?|lag(?:s|ging|ged)?(?: behind)?|trail(?:s|ing)?"
    r"|(?:out|under)perform(?:s|ing|ed)?|relative to|compared (?:to|with)|over)|/)\s*(?:the\s+)?$"
)
_WITH = re.compile(r"\b(?:with|to)\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Named:
    """The tickers of a text: what it is about, and what that is held against."""

    symbols: tuple[str, ...]
    against: tuple[str, ...]


def named(text: str) -> Named:
    """Find tickers; words in capitals count as tickers unless the whole text is written so."""
    whole = plain(text)
    # states of the rotation have the names of markets in them
    lowered = _STATES.sub(lambda state: "#" * len(state[0]), whole)
    found: dict[int, str] = {}
    for expression, symbol in _IN_WORDS:
        for hit in re.finditer(expression, lowered):
            found[hit.start()] = symbol
    for hit in _CASHTAG.finditer(text[: len(lowered)]):
        found[hit.start()] = _INDICES.get(hit[1].upper(), hit[1].upper())
    for hit in _WORD.finditer(lowered):
        if hit[0] in words_in("tickers"):
            found.setdefault(hit.start(), hit[0].upper())
    if text != text.upper() or len(text.split()) <= 2:
        for hit in _UPPER.finditer(text):
            if hit[1] not in words_in("not_tickers"):
                found.setdefault(hit.start(), hit[1])
    comparing = "compar" in lowered or "beta" in lowered
    symbols: list[str] = []
    against: list[str] = []
    for place in sorted(found):
        before = lowered[max(0, place - 24) : place]
        held = _HELD_AGAINST.search(before) or (comparing and _WITH.search(before))
        (against if held else symbols).append(found[place])
    first = tuple(dict.fromkeys(symbols))
    return Named(first, tuple(one for one in dict.fromkeys(against) if one not in first))
