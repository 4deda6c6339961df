"""Numbers beside a metric's words that count or measure something else."""

import re

from knowledge.claims.extract_tokens import word_set
from knowledge.claims.metrics import Metric
from knowledge.claims.model import Measure, Quantity

_COUNTED = re.compile(
    r"[ ](?:of|out[ ]of|with|in[ ][0-9]|ATRs?|R|sigmas?|standard[ ]deviations?|bars?|candles?|sessions?"
    r"|touches"
    r"|(?:[a-z-]+[ ])?(?:members|constituents|stocks|names|companies|compan(?:y|ies)|firms|holdings|issues"
    r"|securities|funds|investors|analysts|trades|signals|cases|times|weeks|months|quarters|years))\b"
)
"""Words that show a bare number to be a count or a multiple, not dollars."""
_PART = re.compile(r"[0-9][ ](?:of|out[ ]of)[ ]\Z")
_LEVELS = word_set(
    "price open_price day_high day_low day_range target stop entry support resistance pivot trigger level"
)
_AN_AVERAGE = re.compile(
    r"\b(?:average|mean|median|SMA|EMA|DMA|sma|ema|dma|VWAP|vwap)(?:[ ](?:is|was|now))?"
    r"(?:[ ](?:at|of|near|around|about|sits[ ]at|stands[ ]at))?[ ]?\(?\Z"
)
_OF_VOLUME = re.compile(r"\b(?:volume|turnover|shares changed hands)\b", re.IGNORECASE)
_FLOW_BEFORE = re.compile(
    r"\b(?:bought|buys?|sold|sells?|add(?:s|ed|ing)?|dropp?(?:s|ed|ing)?|remov(?:es|ed|ing)|delet(?:es"
    r"|ed|ing)"
    r"|join(?:s|ed)?|lost|los(?:es|ing)|gain(?:s|ed|ing)|replac(?:es|ed|ing)|promot(?:es|ed)"
    r"|exclud(?:es|ed|ing)|new|another"
    r"|further|extra|additional|other|remaining|top|largest|biggest|smallest|screened|sampled?"
    r"|lists?[ ]of)[ ](?:(?:a|the|some|about|around|another|as[ ]many[ ]as)[ ])?\Z",
    re.IGNORECASE,
)
_FLOW_BEHIND = re.compile(
    r"[ ](?:left\b|joined\b|dropped\b|were\b|of[ ](?:the|its|these|those|them)\b|more\b|fewer\b|less\b"
    r"|new\b|additional\b|other\b|additions?\b"
    r"|deletions?\b|changes?\b|net\b|(?:[A-Za-z-]+[ ]){1,4}(?:were|was|have|had|are|will)?[ ]?(?:been[ ])?"
    r"(?:dropp|join|left\b|leav|enter|exit|graduat|migrat|added|removed|deleted|replaced|promoted|moved"
    r"|bought"
    r"|sold|reported|beat|missed|fell|rose|gained|lost\b|lose|losing|declined|advanced|trade|traded"
    r"|above|below"
    r"|without|with\b|that\b|whose|which|carry|pay\b))"
)


def counts_else(metric: Metric, quantity: Quantity, text: str, start: int) -> bool:
    """Whether a figure that a metric's words stand beside is of something else.

    A bare number of sessions, members or ATRs is no price; an average's dollars are not the price's; members
    that came and went are not the number of members.

    Args:
        metric: The metric named.
        quantity: The figure.
        text: The whole text.
        start: Where its sentence begins.
    """
    before, after = (
        text[max(start, quantity.span.start - 40) : quantity.span.start],
        text[quantity.span.end :][:60],
    )
    bare = metric.units[0] is Measure.USD and quantity.unit is Measure.COUNT
    if bare and (_COUNTED.match(after) or _PART.search(before)):
        return True
    if metric.key in _LEVELS and _AN_AVERAGE.search(before):
        return metric.key in {"price", "open_price", "day_high", "day_low", "trigger"}
    if metric.key == "sma_distance":
        return bool(_OF_VOLUME.search(text, start, quantity.span.start))
    return metric.key == "holdings_count" and bool(_FLOW_BEFORE.search(before) or _FLOW_BEHIND.match(after))
