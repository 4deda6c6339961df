"""One stretch of text taken apart: its words, quantities, metrics named, and entities named."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.claims.entities import entity_hits
from knowledge.claims.extract_tokens import Hit, Token, tokens, word_set
from knowledge.claims.metrics import BEHIND, SECTOR, metric_hits, sectors
from knowledge.claims.model import Measure, Quantity

_SPELLED = {
    "two": (("two", "hundred"), "200"),
    "one": (("one", "hundred"), "100"),
    "fifty": (("fifty",), "50"),
    "twenty": (("twenty",), "20"),
    "ten": (("ten",), "10"),
}
_GLUED = re.compile(r"(?P<before>sma|ema|dma|vwma|ma)?(?P<number>[0-9]{1,3})(?P<after>d|day|dma|ema|sma|ma)?")
_SPAN_WORDS = frozenset({"day", "session", "period", "d", "week", "bar"})
_AVERAGES = {
    "sma": "sma",
    "dma": "sma",
    "ma": "sma",
    "simple": "sma",
    "moving": "sma",
    "ema": "ema",
    "exponential": "ema",
}
_OTHER_FIGURE = word_set(
    "rate return volume volatility yield rsi high low basis range change window performance "
    "atr beta average roc momentum lookback correlation bill note bond treasury sec put call "
    "rolling trading"
)
_TO_FIGURE = word_set("at of is near around ( : stand sit")
_AROUND_AVERAGES = frozenset({"breadth", "sma_distance"})
"""Metrics whose wording has a moving average in it."""
_NAMES_RIVAL = frozenset({"relative_pe"})
"""Metrics whose wording names what is compared with, not whose figure it is."""
_ABOUT_SECTORS = re.compile(
    r"weight|sector|alloca|exposure|holdings|composition|breakdown|of the (?:fund|index|portfolio)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a metric, tokens `first` to `last` (one past).

    Attributes:
        keys: Metrics that these words may stand for.
        variant: What the words themselves settle: the period of an average, the sector.
        behind: Of the metrics those whose words must stand behind the number.
    """

    first: int
    last: int
    keys: tuple[str, ...]
    variant: str | None = None
    behind: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of text taken apart.

    Attributes:
        text: The whole text.
        start: Where the stretch begins.
        end: One past its last character.
        words: Its words and marks.
        quantities: Its quantities.
        mentions: Metrics named, in order.
        entities: Entities named, in order; not those inside a mention.
        inside: For every word the quantity it is part of, else None.
        named: Words that are part of an entity's name.
    """

    text: str
    start: int
    end: int
    words: tuple[Token, ...]
    quantities: tuple[Quantity, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Hit, ...]
    inside: tuple[int | None, ...]
    named: frozenset[int]

    def at(self, position: int) -> int:
        """Index of the first word that begins at or after a position of the text."""
        return bisect_left(self.words, position, key=lambda word: word.start)


def read(
    text: str, start: int, end: int, quantities: tuple[Quantity, ...], symbols: Sequence[str], context: str
) -> Reading:
    """Take `text[start:end]` apart; `context` is what stands around it (headings, leads)."""
    words = tuple(tokens(text, start, end))
    inside = _inside(words, quantities)
    dollars = frozenset(
        at for at, index in enumerate(inside) if index is not None and quantities[index].unit is Measure.USD
    )
    mentions = _mentions(words, inside, dollars, text[start:end], context)
    covered = {
        at
        for mention in mentions
        if not _NAMES_RIVAL.isdisjoint(mention.keys)
        for at in range(mention.first, mention.last)
    }
    hits = tuple(
        hit for hit in entity_hits(words, symbols) if not covered.issuperset(range(hit.first, hit.last))
    )
    named = frozenset(at for hit in hits for at in range(hit.first, hit.last))
    return Reading(text, start, end, words, quantities, mentions, hits, inside, named)


def _inside(words: Sequence[Token], quantities: Sequence[Quantity]) -> tuple[int | None, ...]:
    found: list[int | None] = []
    at = 0
    for word in words:
        while at < len(quantities) and quantities[at].span.end <= word.start:
            at += 1
        within = at < len(quantities) and quantities[at].span.start < word.end
        found.append(at if within else None)
    return tuple(found)


def _mentions(
    words: Sequence[Token], inside: Sequence[int | None], dollars: frozenset[int], text: str, context: str
) -> tuple[Mention, ...]:
    periods = _periods(words, inside, dollars)
    taken = {at for mention in periods for at in range(mention.first, mention.last)}
    found = list(periods)
    for hit in metric_hits(words, context):
        keys = tuple(dict.fromkeys(name.removeprefix(BEHIND) for name in hit.names))
        apart = taken.isdisjoint(range(hit.first, hit.last)) and not (periods and set(keys) & {"sma", "ema"})
        if apart or _AROUND_AVERAGES & set(keys):
            behind = frozenset(keys).difference(hit.names)
            found.append(Mention(hit.first, hit.last, keys, None, behind))
    if _ABOUT_SECTORS.search(text) or _ABOUT_SECTORS.search(context):
        taken.update(at for mention in found for at in range(mention.first, mention.last))
        found.extend(
            Mention(hit.first, hit.last, (SECTOR,), hit.names[0])
            for hit in sectors().find(words)
            if taken.isdisjoint(range(hit.first, hit.last))
        )
    return tuple(sorted(found, key=lambda mention: (mention.first, mention.last)))


def _periods(words: Sequence[Token], inside: Sequence[int | None], dollars: frozenset[int]) -> list[Mention]:
    """Moving averages by their period: 20-day SMA, SMA(50), 21-EMA, the 200-day where averages are meant."""
    found: list[Mention] = []
    kind = next((_AVERAGES[word.form] for word in words if word.form in {"ema", "exponential"}), None)
    kind = kind or ("sma" if any(word.form in {"sma", "dma", "ma", "moving"} for word in words) else None)
    at = 0
    while at < len(words):
        mention = _period_at(words, at, kind, inside) if inside[at] is None else None
        if mention is None and inside[at] is None:
            mention = _average_of_prices(words, at, dollars)
        if mention is None and words[at].form in _SPELLED:
            mention = _in_words(words, at)
        if mention:
            found.append(mention)
        at = mention.last if mention else at + 1
    return found


def _average_of_prices(words: Sequence[Token], at: int, dollars: frozenset[int]) -> Mention | None:
    """The "50-day average" that dollars are given for, or that is all of a head: no word says "moving"."""
    glued = _GLUED.fullmatch(words[at].form)
    if not glued or glued["before"] or (glued["after"] or "d") not in {"d", "day"}:
        return None
    last = at + (1 if glued["after"] else 2)
    if not glued["after"] and _form(words, at + 1) not in _SPAN_WORDS:
        return None
    if _form(words, last) != "average":
        return None
    whole = at == 0 and last + 1 == len(words)
    period = glued["number"] + ("w" if _form(words, last - 1) == "week" else "")
    following = last + 1 + (_form(words, last + 1) in _TO_FIGURE)
    return Mention(at, last + 1, ("sma",), period) if whole or following in dollars else None


def _in_words(words: Sequence[Token], at: int) -> Mention | None:
    """An average by its period in words: "two-hundred day moving average"."""
    spelled, period = _SPELLED[words[at].form]
    last = at + len(spelled)
    if tuple(word.form for word in words[at:last]) != spelled or _form(words, last) != "day":
        return None
    ends = _end(words, last + 1)
    return Mention(at, ends, (_named(words, last + 1),), period) if ends > last + 1 else None


def _period_at(  # noqa: C901, PLR0911 - a form, a return
    words: Sequence[Token], at: int, kind: str | None, inside: Sequence[int | None]
) -> Mention | None:
    """The average named at a word: "50dma", "SMA(50)", "21-EMA", "50-day moving average", "the 50-day"."""
    form = words[at].form
    glued = _GLUED.fullmatch(form)
    if glued and (name := _AVERAGES.get(glued["before"] or glued["after"] or "")):
        return Mention(at, at + 1, (name,), glued["number"])
    if form in _AVERAGES and form not in {"moving", "simple", "exponential"}:
        skip = 1 if _form(words, at + 1) in {"(", "-"} else 0
        number = _form(words, at + 1 + skip)
        standard = number.isdigit() and len(number) <= 3 and words[at + 1 + skip].start - words[at].end <= 2
        if standard and (
            skip or number in {"5", "8", "9", "10", "20", "21", "34", "50", "63", "100", "150", "200"}
        ):
            closing = 1 if skip and _form(words, at + 2 + skip) == ")" else 0
            return Mention(at, at + 2 + skip + closing, (_AVERAGES[form],), number)
        return None
    if not glued or glued["before"] or (glued["after"] or "d") not in {"d", "day"}:
        return None
    last = at + 1
    if not glued["after"]:
        if _form(words, last) in _AVERAGES:
            return Mention(at, _end(words, last), (_named(words, last),), glued["number"])
        if _form(words, last) not in _SPAN_WORDS:
            return None
        last += 1
    period = glued["number"] + ("w" if _form(words, last - 1) == "week" else "")
    if _form(words, last) in _AVERAGES:
        return Mention(at, _end(words, last), (_named(words, last),), period)
    if _form(words, last) in _OTHER_FIGURE:
        return None
    if kind is None and not _given_a_price(words, last, inside):
        return None
    kind = kind or "sma"
    return Mention(at, last, (kind,), period)


def _given_a_price(words: Sequence[Token], at: int, inside: Sequence[int | None]) -> bool:
    """Whether a period stands for an average because a figure is given for it: "the 50-day ($255)"."""
    return _form(words, at) in {"(", ":"} and at + 1 < len(words) and inside[at + 1] is not None


def _named(words: Sequence[Token], at: int) -> str:
    following = {_form(words, step) for step in range(at, at + 3)}
    return "ema" if following & {"ema", "exponential"} else "sma"


def _end(words: Sequence[Token], at: int) -> int:
    while _form(words, at) in _AVERAGES or _form(words, at) == "average":
        at += 1
    return at


def _form(words: Sequence[Token], at: int) -> str:
    return words[at].form if at < len(words) else ""
