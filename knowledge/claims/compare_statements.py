"""Whether a figure is a reading of its day: no condition, forecast, average or memory of another time."""

import re

from knowledge.claims.entities import entity_hits
from knowledge.claims.extract_tokens import tokens, word_set
from knowledge.claims.metrics import Metric, metrics, sectors
from knowledge.claims.model import Claim, Measure
from knowledge.claims.quantities_names import MONTH
from knowledge.types import Document

_IF = re.compile(
    r"\b(?:if|would|unless|were to|suppose|assuming|in a world where|could|might|imagine"
    r"|hypothetical(?:ly)?"
    r"|what if)\b|\A(?:should|were)\b",
    re.IGNORECASE,
)
_FLIPS = re.compile(
    r"\b(?:if|would|what could|flips?|invalidat\w+|what[- ]ifs?|stress tests?)\b", re.IGNORECASE
)
_SCENARIO = re.compile(r"\b(?:case|scenarios?)\b", re.IGNORECASE)
_MEAN = re.compile(
    r"(?<!weighted )(?<!weighted-)\b(?:averages?|averaged|averaging|avg\.?|means?|medians?|norm"
    r"|typical(?:ly)?"
    r"|usual(?:ly)?)\b[^,;:.()]{0,24}\Z",
    re.IGNORECASE,
)
_MEAN_BEHIND = re.compile(r"[ ](?:[\w-]+[ ])?(?:average|median|mean|norm)\b", re.IGNORECASE)
_OF_MEANS = word_set(
    "sma ema sma_distance breadth average_volume relative_volume dollar_volume average_gain atr return"
    " annualized_return hit_rate market_cap correlation fund_flow earnings_growth revenue_growth"
)
"""Metrics that are averages by their nature, or whose wording has one in it."""
_PAST = re.compile(
    r"\b(?:ago|formerly|previously|used to be|back (?:in|then)|at the time|a (?:week|month|quarter"
    r"|year) (?:before|earlier)"
    r"|(?:week|fortnight|month|quarter|year|day|session)s? (?:before|earlier)"
    r"|last (?:week|month|quarter|year|spring|summer|autumn|fall|winter)|the (?:week|month|quarter|year"
    r"|day) before"
    r"|peaked|bottomed|troughed|at (?:its|the|their) (?:peak|trough|height|low|worst|best))\b",
    re.IGNORECASE,
)
_WALL = re.compile(r"[.;:!?]\s|\n|\t|[()]|,\s(?:and|but|while|whereas|which|so)\s|\s[-\u2013\u2014]\s|\u2014")
_NEAR = 70
"""Characters of its clause that are looked at on either side of a figure."""
_SIZED = 3.0
"""A bare number is in dollars only if it is within this factor of the figure in dollars."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_OUTLOOK = re.compile(
    r"\b(?:we|I|they|economists|analysts|strategists|consensus|markets?|desk|team) (?:still |now )?"
    r"(?:has|have|prices?|priced|sees?|expects?|expected|forecasts?|projects?|looks? for|thinks?|pencil)\b"
    r"|\b(?:forecasts?|projected|projections?|is expected|are expected|expected to|will be|should"
    r"|by (?:the )?(?:year[- ]end|end of"
    r"|mid|next)|year[- ]end|next (?:year|quarter|month))\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom[ ]\Z")
_ABROAD = re.compile(
    r"\b(?:ECB|BoE|BoJ|SNB|PBoC|Bank of (?:England|Japan|Canada)|[Ee]uro(?:pean|zone| area|[- ]area)"
    r"|German|U\.?K\.?"
    r"|British|Japan(?:ese)?|China|Chinese|Canad(?:a|ian))\b"
)
_OTHER_TIME = re.compile(
    rf"\b(?:[Ii]n|[Dd]uring|[Ss]ince|[Oo]f)[ ](?:(?:early|mid|late)[- ])?"
    rf"(?:(?P<month>{MONTH})(?![A-Za-z])[ ]?)?(?P<year>(?:19|20)[0-9]{{2}})?"
)
_OF_A_SESSION = word_set("price volume options_volume day_change day_range dollar_volume")
_PART_OF_DAY = re.compile(
    r"\b(?:(?:first|last|opening|final) (?:half[- ])?(?:hours?|minutes)"
    r"|(?:at|by|before|around) (?:noon|lunch|midday)|midday"
    r"|intraday|so far|overnight"
    r"|pre-?market|after[- ]hours|early trading|in the (?:morning|afternoon)|at the open)\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:among|amongst|within)[ ](?!the (?:Russell|S&P|index|members|constituents)|Russell|S&P|its "
    r"|their |all |members"
    r"|constituents|index)|\b(?:largest|smallest|biggest|top|bottom)[ ](?:[0-9]+|ten|fifty|hundred"
    r"|names|companies|members|stocks"
    r"|decile|quintile|quartile|half|third)\b",
    re.IGNORECASE,
)


def is_reading(claim: Claim, document: Document) -> bool:
    """Whether a figure says how it is (or, of a plan, what is planned), and may be held against another's."""
    metric = metrics()[claim.metric]
    if metric.time != "plan" and any(_SCENARIO.search(head) or _FLIPS.search(head) for head in claim.section):
        return False
    upto = document.text[claim.sentence.start : claim.quantity.span.start].replace("\n", " ")
    if _IF.search(upto):
        return False
    if metric.time == "window":
        return True
    before, after = clause(claim, document.text)
    if _PAST.search(before) or _PAST.search(after) or _FROM.search(before):
        return False
    times = _OTHER_TIME.finditer(f"{before}|{after}")
    dated = metric.time == "daily" and not claim.metric.endswith("probability")
    if dated and any(_not_of_its_month(match, claim) for match in times):
        return False
    return metric.time == "plan" or not _another_figure(metric, upto, before, after)


def _not_of_its_month(said: re.Match[str], claim: Claim) -> bool:
    """Whether words name a month or a year that the day of the figure is not in."""
    if claim.as_of is None:
        return False
    if said["year"] and int(said["year"]) != claim.as_of.year:
        return True
    return said["month"] is not None and not f"{claim.as_of:%B}".startswith(said["month"][:3])


def _another_figure(metric: Metric, upto: str, before: str, after: str) -> bool:
    """Whether the words make it an outlook, a figure of part of a day or of some members, or an average."""
    if metric.of in {"fed", "economy"} and _ABROAD.search(before + after):
        return True
    outlook = _OUTLOOK.search(before) or _OUTLOOK.match(after)
    if outlook and (metric.time in {"daily", "structural"} or metric.key == "policy_rate"):
        return True
    if metric.key in _OF_A_SESSION and (_PART_OF_DAY.search(upto) or _PART_OF_DAY.search(after)):
        return True
    if metric.of == "constituents" and (_SOME.search(upto) or sectors().find(tokens(before + after))):
        return True
    return metric.key not in _OF_MEANS and bool(_MEAN.search(before) or _MEAN_BEHIND.match(after))


def clause(claim: Claim, text: str) -> tuple[str, str]:
    """What stands before and behind a figure in its own clause, without line breaks."""
    span = claim.quantity.span
    before = text[max(claim.sentence.start, span.start - _NEAR) : span.start].replace("\n", " ")
    after = text[span.end : min(claim.sentence.end, span.end + _NEAR)].replace("\n", " ")
    walls = list(_WALL.finditer(before))
    wall = _WALL.search(after)
    return before[walls[-1].end() if walls else 0 :], after[: wall.start() if wall else None]


def forecast(claim: Claim) -> str:
    """The year to come of which a figure speaks; empty where it speaks of none."""
    if claim.horizon is None or claim.as_of is None:
        return ""
    years = [year for year in _YEAR.findall(claim.horizon) if int(year) > claim.as_of.year]
    return max(years, default="")


def one_scale(first: Claim, second: Claim) -> bool:
    """Whether a bare number beside dollars can be dollars: it has their size."""
    units = {first.quantity.unit, second.quantity.unit}
    if units != {Measure.USD, Measure.COUNT}:
        return True
    sizes = sorted(max(abs(one.quantity.low), abs(one.quantity.high)) for one in (first, second))
    return sizes[1] <= _SIZED * sizes[0]


def sure_of_entity(claim: Claim, document: Document, others: frozenset[str]) -> bool:
    """Whether it is plain whose figure it is.

    Its sentence names the entity, or no other before the figure, or nothing else there has the metric.

    Args:
        claim: The figure.
        document: Its document.
        others: Entities of which the document gives the same metric.
    """
    if others <= {claim.entity}:
        return True
    words = tokens(document.text, claim.sentence.start, claim.sentence.end)
    hits = entity_hits(words, document.symbols)
    if any(claim.entity in hit.names for hit in hits):
        return True
    return not any(words[hit.first].start < claim.quantity.span.start for hit in hits)
