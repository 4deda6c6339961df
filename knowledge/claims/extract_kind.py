"""Which figure of its metric it is, and of which stretch of time: variants and horizons."""

import re
from dataclasses import replace

from knowledge.claims.extract_bind import Bound
from knowledge.claims.extract_links import BEFORE
from knowledge.claims.extract_reading import Reading
from knowledge.claims.extract_tokens import tokens, word_set
from knowledge.claims.extract_words import conditional
from knowledge.claims.horizon import is_day, nearest
from knowledge.claims.metrics import metrics

THRESHOLD = "threshold"
"""The variant of a figure that is a condition, not a reading."""

_MAY_BE_CONDITION = word_set(
    "rsi stochastic adx breadth inflation vix treasury_yield unemployment put_call_ratio "
    "credit_spread iv_rank macd"
)
_THIS_YEAR = re.compile(r"ytd|year.to.date|this year|(?:for|on) the year|since january", re.IGNORECASE)
_FROM_PEAK = re.compile(r"[ ](?:from|below)[ ](?:its[ ]|the[ ]|their[ ])?(?:[\w-]+[ ]){0,2}?(?:peak|top)\b")
_PEAK_BEFORE = re.compile(r"\b[Ff]rom[ ](?:its|the|their|a)[ ][^.;,]{0,30}\b(?:peak|high)\b[^.;,]{0,40}\Z")
_A_YEAR = re.compile(r"[ ](?:a|per)[ ]year\b|[ ](?:annually|annualized|annualised|per annum)\b")
_OF_VOLUME = re.compile(
    r"[ ](?:from|above|below|than|over|under)[ ](?:the[ ]|its[ ])?(?:[\w-]+[ ]){0,4}?(?:volume|turnover)\b"
)
_ONE_YEAR = re.compile(r"(?:past|last) (?:year|12 months|twelve months)|\b(?:1|one).year", re.IGNORECASE)
_OVER_TIME = word_set(
    "target level_distance lookback day_change ytd_return return_1y options_volume volume atr"
    " rate_cut_probability"
)
"""Plans and daily figures that speak of a stretch of time nonetheless."""
_OWN_STRETCH = frozenset(
    {"sma", "ema", "range_52w", "high_52w", "low_52w", "average_volume", "treasury_yield"}
)
_SAYS_STRETCH = frozenset({"ytd_return", "return_1y", "day_change", "return", "annualized_return"})
_CLOSE = 4
"""Words before the wording among which a comma ends what belongs to it."""
_LABEL = 40
"""Characters of a row's first cell that is a label, not a sentence."""
_PERIOD = re.compile(
    r"\b(?P<a>[0-9]{1,3})[- \u2010\u2011]?(?:day|d|session|period|week|DMA|dma|EMA|SMA|MA)\b"
    r"|\b(?P<c>two|three|five|seven|nine|ten|fourteen|twenty)[- ](?:day|session|period|week)\b"
    r"|\b(?:RSI|ATR|ADX)[- ]?\(?(?P<b>[0-9]{1,2})\)?(?![0-9.])"
)


def horizon_of(reading: Reading, bound: Bound, named: list[tuple[int, int]]) -> str | None:
    """The stretch of time that a figure speaks of; not the period of an average, nor another metric's.

    Args:
        reading: The sentence.
        bound: The figure and its metric.
        named: Every stretch of time that the sentence names.
    """
    metric, quantity = bound.metric, reading.quantities[bound.quantity]
    if metric.time in {"plan", "daily"} and metric.key not in _OVER_TIME:
        return None
    owned = [
        (reading.words[mention.first].start, reading.words[mention.last - 1].end)
        for mention in reading.mentions
        if (mention is not bound.mention and not _SAYS_STRETCH & set(mention.keys))
        or _OWN_STRETCH & set(mention.keys)
    ]
    free = [
        (first, last)
        for first, last in named
        if not any(first < end and start <= last + 1 for start, end in owned)
    ]
    others = [(other.span.start, other.span.end) for other in reading.quantities if other is not quantity]
    stretch = nearest(free, quantity.span.start, quantity.span.end, others)
    return reading.text[slice(*stretch)].strip() if stretch else None


def named_around(reading: Reading, bound: Bound) -> Bound | None:
    """A move by what is said around it: from a peak it is a drawdown, "a year" makes it annualised.

    Returns:
        None for a share of average volume, which is no move of the fund.
    """
    if bound.metric.key != "return":
        return bound
    span = reading.quantities[bound.quantity].span
    before = reading.text[reading.start : span.start]
    if _FROM_PEAK.match(reading.text, span.end, reading.end) or _PEAK_BEFORE.search(before):
        return replace(bound, metric=metrics()["drawdown"])
    if _A_YEAR.match(reading.text, span.end, reading.end):
        return replace(bound, metric=metrics()["annualized_return"])
    return None if _OF_VOLUME.match(reading.text, span.end, reading.end) else bound


def by_horizon(bound: Bound, horizon: str | None) -> Bound:
    """A move over one day is the day's change, one since January the year's."""
    if bound.metric.key != "return" or not horizon:
        return bound
    if is_day(horizon):
        return replace(bound, metric=metrics()["day_change"])
    if _THIS_YEAR.search(horizon):
        return replace(bound, metric=metrics()["ytd_return"])
    return replace(bound, metric=metrics()["return_1y"]) if _ONE_YEAR.search(horizon) else bound


def variant_of(reading: Reading, bound: Bound, said: str | None, label: str) -> str | None:
    """What makes it another figure of its metric: a period, a basis, an episode, a condition.

    Args:
        reading: The sentence.
        bound: The figure and its metric.
        said: What a link to the figure before says of it.
        label: The first cell of its table row, empty elsewhere.
    """
    quantity = reading.quantities[bound.quantity]
    if said == BEFORE:
        return BEFORE
    if bound.metric.key in _MAY_BE_CONDITION and conditional(reading.text, reading.start, quantity):
        return THRESHOLD
    if bound.mention and bound.mention.variant and bound.metric.key in bound.mention.keys:
        return bound.mention.variant
    first, settled, last = _window(reading, bound)
    shown = bound.metric.variant(reading.words[first:settled])
    shown = shown or bound.metric.variant(reading.words[first:last])
    if shown is None and len(label) <= _LABEL:
        shown = bound.metric.variant(tokens(label))
    if shown is None and bound.metric.key == "score":
        shown = _scored(reading, begin=first)
    if bound.metric.period and shown is None:
        return _period(reading, bound)
    return shown


def _scored(reading: Reading, begin: int) -> str | None:
    """What is scored in "Relative strength: 55/100": a known dimension, else the label's own words."""
    words = reading.words[:begin]
    if not words or words[-1].form not in {":", "=", "-", "\u2013"}:
        return None
    named = metrics()["score"].variant(words[-5:])
    own = [word.form for word in words[:-1] if word.word]
    return named or (" ".join(own) if 0 < len(own) <= 3 else None)


def _window(reading: Reading, bound: Bound) -> tuple[int, int, int]:
    """The words that may show a variant: from before the wording to the number's end, then a few behind."""
    begin = reading.at(reading.quantities[bound.quantity].span.start)
    finish = begin
    while finish < len(reading.words) and reading.inside[finish] == bound.quantity:
        finish += 1
    first, last = begin, finish
    if bound.mention:
        first, last = min(bound.mention.first, begin), max(bound.mention.last, finish)
    ahead = bound.metric.ahead if bound.mention else _CLOSE
    for _ in range(ahead):
        word = reading.words[first - 1] if first else None
        comma = word is not None and word.form == "," and ahead > _CLOSE
        if word and bound.mention is None and word.form in {"and", "or"}:
            # what stands before is the other figure's
            break
        if word and reading.inside[first - 1] is None and (word.word or comma):
            first -= 1
    settled = last
    for _ in range(bound.metric.behind):
        if (
            last < len(reading.words)
            and reading.inside[last] is None
            and reading.words[last].form not in {",", ";", ".", "|"}
        ):
            last += 1
    return first, settled, last


def _period(reading: Reading, bound: Bound) -> str | None:
    """The period of an indicator: 14 in "RSI-14" and "14-day RSI", 50 in "above their 50-day average"."""
    if bound.mention is None:
        return None
    begin = reading.words[max(0, bound.mention.first - 2)].start
    following = [other.span.start for other in reading.quantities[bound.quantity + 1 :]]
    finish = min([reading.end, *following[:1]])
    figures = [(quantity.span.start, quantity.span.end) for quantity in reading.quantities]
    for match in _PERIOD.finditer(reading.text, begin, finish):
        place = match.span(match.lastgroup or 0)
        if not any(start < place[1] and place[0] < end for start, end in figures):
            return match["a"] or match["b"] or match["c"]
    return None
