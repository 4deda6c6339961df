"""A text as the checker reads it: words in one spelling, each with its place.

"21-day", "21 session" and "21-sessions" are the same words; articles and emphasis are none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+|(?<![\w.])\.\d+)"
    r"|(?P<word>%[KDBkdb](?![a-zA-Z])|(?<![\w+-])[+-]DI(?![a-zA-Z])|S&P|s&p|[Pp]/[EeBb](?![a-zA-Z])"
    r"|[Pp]ut/[Cc]all|[^\W\d_]+(?:['\u2019][^\W\d_]+)?)"
    r"|(?P<mark>[.,;:()|/=<>\u2264\u2265\u2192!?\u2014\u2013\u2212%$&+*\u00d7\u00f7-])"
)

_SKIPPED = frozenset((
    "the", "a", "an", "its", "their", "own", "current", "currently", "latest", "daily", "trading",
    "today's", "simple",
))  # fmt: skip
"""Words that change no name: "the 50-day average" and "its 50-session simple average" are one."""

_SAME = {
    "day": "session", "days": "session", "sessions": "session", "dma": "sma", "averages": "average",
    "avg": "average", "mean": "average", "exponential": "ema", "emas": "ema", "smas": "sma",
    "percentage": "percent", "pct": "percent", "resistances": "resistance", "supports": "support",
    "stochastics": "stochastic", "indices": "index", "highs": "high", "lows": "low", "members": "member",
    "components": "member", "constituents": "member", "stocks": "member", "names": "member",
    "companies": "member", "issues": "member", "weeks": "week", "months": "month", "years": "year",
    "yr": "year", "momo": "momentum", "till": "until", "pts": "point", "w/": "with",
}  # fmt: skip
"""Words that mean one thing to the desk, in the spelling that the names are written in."""

_ABBREVIATED = {"d": "session", "w": "week", "y": "year"}
"""Letters that right after a number are its unit."""

_KEPT = frozenset((
    "bias", "parity", "plus", "minus", "loss", "atr", "ties", "series", "basis", "versus", "less", "bps",
    "means",
    "vs", "is", "was", "whereas", "perhaps", "always", "has", "this", "us", "confirms", "yes", "across", "s",
))  # fmt: skip
"""Words whose last letter is no plural."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark.

    Attributes:
        start: First character.
        end: One past the last.
        norm: In the checker's spelling.
        kind: "number", "word" or "mark".
        led: Whether an article or a possessive stands right before it: "the 200", "its 50".
    """

    start: int
    end: int
    norm: str
    kind: str
    led: bool = False


def normal(word: str) -> str:
    """A word in the checker's spelling: lower case, no possessive, no plural, one word per meaning."""
    low = word.lower().replace("\u2019", "'")
    low = low.removesuffix("'s")
    if low in _SAME:
        return _SAME[low]
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")) and low not in _KEPT:
        low = _singular(low)
    return _SAME.get(low, low)


def _singular(low: str) -> str:
    """A word that ends in "s" without it: "crosses" is "cross", "carries" "carry", "goes" "go"."""
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    return low[:-2] if low.endswith(("sses", "shes", "ches", "xes", "oes")) else low[:-1]


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words, numbers and marks of `text[start:end]`, without articles; positions are those in `text`."""
    found: list[Token] = []
    led = False
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind = match.lastgroup or "mark"
        raw = match.group()
        if raw == "*" and text[match.start() - 1 : match.end() + 1] != " * ":
            # emphasis is no word; between blanks it multiplies
            continue
        norm = normal(raw) if kind == "word" else raw
        if kind == "number":
            norm = raw.replace(",", "")
        if kind == "word" and raw in _ABBREVIATED and found and found[-1].end == match.start():
            # "252d", "52w"
            norm = _ABBREVIATED[raw] if found[-1].kind == "number" else norm
        if kind == "word" and (norm in _SKIPPED or raw.lower() in _SKIPPED):
            led = True
            continue
        found.append(Token(match.start(), match.end(), norm, kind, led))
        led = False
    return _named_spans(found)


def unbracketed(words: Sequence[Token]) -> list[Token]:
    """Words without what stands in brackets that are opened and closed among them."""
    kept: list[Token] = []
    inside: list[Token] | None = None
    for word in words:
        if word.norm == "(" and inside is None:
            inside = [word]
        elif inside is not None:
            inside.append(word)
            inside = None if word.norm == ")" else inside
        else:
            kept.append(word)
    return kept + (inside or [])


_SPANS = {
    "five": "5", "ten": "10", "twenty": "20", "fifty": "50", "sixty": "60", "fourteen": "14", "eight": "8",
    "two": "2",
}  # fmt: skip
"""Spans in words that names are made of."""

_COMPOUND_SPANS = {("twenty", "one"): "21", ("sixty", "three"): "63"}


def _named_spans(found: list[Token]) -> list[Token]:
    """Spell "ten-session" as "10-session": a span in words is part of a name as its figure is."""
    out: list[Token] = []
    at = 0
    while at < len(found):
        span = _span(found, at)
        if span is None:
            out.append(found[at])
            at += 1
            continue
        digits, after = span
        out.append(Token(found[at].start, found[after - 1].end, digits, "number"))
        at = after
    return out


def _span(found: list[Token], at: int) -> tuple[str, int] | None:
    """The figure of a span in words before "-session", and the place after it: "twenty-one" is 21."""
    token = found[at]
    if token.kind != "word" or token.norm not in _SPANS:
        return None
    digits, after = _SPANS[token.norm], at + 1
    tail = [one.norm for one in found[at + 1 : at + 3]]
    if len(tail) == 2 and tail[0] == "-" and (token.norm, tail[1]) in _COMPOUND_SPANS:
        digits, after = _COMPOUND_SPANS[token.norm, tail[1]], at + 3
    return (digits, after) if [one.norm for one in found[after : after + 2]] == ["-", "session"] else None


@lru_cache(maxsize=8192)
def phrase(text: str) -> tuple[str, ...]:
    """The words and numbers of a name, as `tokens` spells them, without marks but signs that belong."""
    return tuple(token.norm for token in tokens(text) if token.kind != "mark")
