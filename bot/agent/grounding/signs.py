"""The sign of a quantity, told in marks or in words: "down 0.7 %", "0.7 % below", "a gap of 3 ATR"."""

from collections.abc import Sequence

from bot.agent.grounding.movement import PLACES, falls, rises
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.words import Token

_LINKS = frozenset((
    "by", "about", "roughly", "around", "some", "nearly", "almost", "just", "only", "another", "of", "a",
    "further", "-", "(", "~", "\u2248", "$", "+", "approximately",
))  # fmt: skip


_UNSIGNED = frozenset((
    "gap", "apart", "wide", "distance", "between", "spread", "wider", "narrower", "width", "difference",
    "drawdown", "distant",
))  # fmt: skip
"""Words that speak of a size alone."""


_PARTS = frozenset((
    "third", "bound", "half", "band", "end", "limit", "quartile", "decile", "side", "threshold", "line",
))  # fmt: skip
"""Nouns that make "lower" a name: "the lower third"."""


_FALLING_VERBS = frozenset(
    [("up", verb) for verb in ("gave", "give", "giving", "given")]
    + [("in", verb) for verb in ("come", "came", "coming", "pulled", "pull")]
)
"""Two words that tell of falling: a price gives up, a spread comes in."""


_AGO = frozenset(("ago", "earlier", "before", "back"))
_BREAKS = frozenset((
    "is", "are", "was", "were", "and", "but", "with", "which", "while", "stand", "sit", "at", "has",
))  # fmt: skip


def sign_told(quantity: Quantity, read: Read) -> int:
    """The sign a quantity is written with, in marks or in words that stand right at it; 0 if none."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    # "fell -0.7 %" repeats itself; where word and mark differ the mark is what is checked
    return (
        quantity.sign
        or _sign_before(read.words, first)
        or _sign_after(read.words, last, placed=quantity.kind is Kind.USD)
    )


def both_ways(quantity: Quantity, read: Read) -> bool:
    """Whether a size is told for both sides: "one point either way", "within 1.0 points on either side"."""
    last = read.at(quantity.end - 1)
    after = [word.norm for word in read.words[last + 1 : last + 4]]
    return any(after[at : at + 2] in (["either", "way"], ["either", "side"]) for at in range(2))


def _sign_before(words: Sequence[Token], first: int) -> int:
    """The sign of "fell by about 0.7 %": a verb, and at most three links to the number."""
    for at in range(first - 1, max(first - 5, -1), -1):
        word = words[at].norm
        if (word, words[at - 1].norm if at else "") in _FALLING_VERBS:
            return -1
        if word not in PLACES and (falls(word) or rises(word)):
            return -1 if falls(word) else 1
        if word not in _LINKS and not (word in (",", "*") and words[at + 1].norm in ("by", ",", "*")):
            return 0
    return 0


def _sign_after(words: Sequence[Token], last: int, *, placed: bool) -> int:
    """The sign of "0.7 % below" and "0.7 % lower", but not of "the 0.7 % lower bound".

    Where it is placed, a price under another is none below zero: "MACD is $2.20 under a signal of $2.75".
    """
    for place, word in enumerate(words[last + 1 : last + 3], start=last + 1):
        after = words[place + 1].norm if place + 1 < len(words) else ""
        crossed = placed and word.norm in PLACES and after not in ("", ",", ".", ";")
        if after in _PARTS or word.norm in _BREAKS or crossed:
            return 0
        told = _sign_of(place, after, words)
        if told is not None:
            return told
    return 0


def _sign_of(place: int, after: str, words: Sequence[Token]) -> int | None:
    """The sign that one word behind a number tells; None where the next one may tell it."""
    word = words[place]
    if word.norm == "off" and any(one.norm == "low" for one in words[place : place + 6]):
        # "2.83 ATR off its 5-session low" is above it
        return 1
    later = [one.norm for one in words[place + 1 : place + 4]]
    if len(later) == 3 and later[0].isdecimal() and later[1] == "session" and later[2] in _AGO:
        # "was 71.9 points higher 21 sessions earlier": it has fallen since
        return -1 if rises(word.norm) else 1 if falls(word.norm) else None
    if word.norm == "off" and after in ("", "at", ",", ".", ";", "and"):
        # "half an ATR off at $244.46" lies somewhere, not below
        return None
    if falls(word.norm):
        return -1
    led_on = word.norm == "over" and after not in ("market", "price", "close", "it")
    more = word.norm == "more" and not (
        after == "than" and any(one.norm in _AGO for one in words[place : place + 6])
    )
    if rises(word.norm) and not more and not led_on:
        return 1
    return 0 if led_on or (word.kind == "mark" and word.norm not in "%-") else None


def negative_near(quantity: Quantity, read: Read) -> bool:
    """Whether words of falling or lying below stand near enough to make an unsigned number negative."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    begin = max(0, first - 22)
    around = read.words[begin : last + 8]
    sized = quantity.kind is not Kind.PERCENT or not any(
        word.norm in ("curve", "year", "yield") for word in read.words
    )
    for place, word in enumerate(around):
        after = around[place + 1].norm if place + 1 < len(around) else ""
        if (falls(word.norm) and after not in _PARTS) or (sized and word.norm in _UNSIGNED):
            return True
    return False
