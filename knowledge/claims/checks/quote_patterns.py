"""How documents word their prices: the patterns of `quotes`, over lines whose figures are masked."""

import re
from enum import StrEnum

from knowledge.claims.checks.reading import NUMBER, OTHER, PER_CENT, USD

PRICE_FIGURE = f"[{USD}{NUMBER}]"
"""A character of a figure that may be a price."""


class Said(StrEnum):
    """What a price is said to be."""

    CURRENT = "price"
    PREVIOUS = "previous close"
    HIGH_52W = "52-week high"
    LOW_52W = "52-week low"
    RANGE_52W = "52-week range"
    RECORD = "record high"
    DAY_RANGE = "day range"
    DAY_HIGH = "day high"
    DAY_LOW = "day low"
    AVERAGE = "average"


_P = rf"(?P<price>{PRICE_FIGURE}+)"
_DOLLARS = rf"(?P<price>{USD}+)"
_NO_FIGURE = rf"[^{USD}-{OTHER}.;\n]"
_LINK = r"(?:[ ]?[:=(\t][ ]?|[ ](?:of|at|is|was|near|around|stands at|sits at|now|currently)[ ]|[ ])[ (]{0,3}"
_DAY = r"(?:on )?(?:the (?:day|session|week)|today|yesterday|(?:Mon|Tues|Wednes|Thurs|Fri)day)"
_DAY_MOVE = rf"(?:[ ](?:up|down|higher|lower|flat|{_DAY}(?:'s session)?)){{0,3}}"
_YEAR = r"(?:52[- ]?(?:week|wk|w)|12-month|one-year|1-year)"
_SET = rf"(?:set{_NO_FIGURE}{{0,25}}at[ ])?"
_MOVED = (
    r"(?:up|down|gain(?:ed|ing)|lost|los(?:es|ing)|rose|rising|fell|falling|added|adding|shed(?:ding)?"
    r"|slipp(?:ed|ing)|eas(?:ed|ing)"
    r"|climb(?:ed|ing)|dropp(?:ed|ing)|jump(?:ed|ing)|advanc(?:ed|ing)|declin(?:ed|ing)|slid|tacked on)"
)


def _words(
    kind: Said, pattern: str, *, closing: bool = False, exact_case: bool = False
) -> tuple[Said, bool, re.Pattern[str]]:
    return kind, closing, re.compile(pattern, 0 if exact_case else re.IGNORECASE)


PATTERNS = (
    _words(
        Said.CURRENT,
        r"\b(?:trading|trades|traded|changing hands|changes hands|quoted|priced|hovering)"
        rf"(?:[ ](?:right|just|back|now|currently|today|flat|lower|higher)){{0,2}}(?:[ ](?:at|around|near"
        rf"|for))?[ ]{{1,3}}{_DOLLARS}",
    ),
    _words(
        Said.CURRENT,
        r"(?<!previous )(?<!prior )(?<!entry )(?<!target )(?<!strike )(?<!average )(?<!stop )"
        r"\b(?:current|last|latest|spot|share|market|stock|ETF|reference"
        r"|underlying)[ ](?:trading[ ])?(?:price|level|quote|reference)"
        rf"(?![ ]target){_LINK}{_P}",
    ),
    _words(Said.CURRENT, rf"\b(?:the|its) current[ ]{{1,2}}{_DOLLARS}"),
    _words(Said.CURRENT, rf"(?:\A|[|\t])(?:- )?(?:price|last|spot|last trade)[ ]?[:=\t|][ ]{{0,3}}{_P}"),
    _words(Said.CURRENT, rf"\A(?:with |the )?(?:price|shares) (?:at|of) {{1,3}}{_DOLLARS}"),
    _words(Said.CURRENT, rf"\bprice of [A-Z]{{2,5}}(?: is| at|:) {{1,3}}{_P}", exact_case=True),
    _words(
        Said.CURRENT,
        rf"\b[A-Z]{{2,5}}(?:,)? (?:is |now |stands |sits )?(?:at|@) {{1,3}}{_DOLLARS}",
        exact_case=True,
    ),
    _words(Said.CURRENT, rf"\b[A-Z]{{2,5}} \( ?{_DOLLARS} ?[,;)]", exact_case=True),
    _words(
        Said.CURRENT,
        rf"\bwith (?:[A-Z]{{2,5}}|shares|the (?:ETF|fund|stock|price)) (?:now |currently )?(?:at|near"
        rf"|around) {{1,3}}{_DOLLARS}",
        exact_case=True,
    ),
    _words(
        Said.CURRENT,
        rf"(?:\b(?:is|was) )?\b{_MOVED}\b{_NO_FIGURE}{{0,20}}{PER_CENT}+\)?{_NO_FIGURE}{{0,20}}? (?:at"
        rf"|to)(?: (?:trade|close|finish|settle) at)? {{1,3}}{_DOLLARS}",
    ),
    _words(
        Said.CURRENT,
        rf"\b(?:closed|closes|closing|settled|finished|ended){_DAY_MOVE}(?:[ ](?:at|near"
        rf"|around))?:?[ ]{{1,3}}{_DOLLARS}",
        closing=True,
    ),
    _words(
        Said.CURRENT,
        rf"\bVIX (?:closed|settled|finished|ended|is|stands|sits|was)(?: [a-z]+)? ?at {{1,3}}{_P}",
        closing=True,
        exact_case=True,
    ),
    _words(
        Said.CURRENT,
        r"(?<!previous )(?<!prior )(?<!prev\. )(?<!prev )(?:\A(?:- )?|[|\t]|\b(?:last|latest|friday's"
        r"|today's|the) )(?:close|closing price)"
        rf"(?:d at)?{_LINK}{_P}",
        closing=True,
    ),
    _words(
        Said.PREVIOUS,
        r"\b(?:previous|prior|prev\.?|yesterday's|preceding)(?:[ ](?:day's|session's|session))?[ ](?:close"
        r"|closing price|settlement)"
        rf"{_LINK}{_P}",
        closing=True,
    ),
    _words(Said.PREVIOUS, rf"\bpreviously closed(?: at)? {{1,3}}{_DOLLARS}", closing=True),
    _words(Said.RANGE_52W, rf"\b{_YEAR}[ ]range{_NO_FIGURE}{{0,20}}{_P}"),
    _words(Said.HIGH_52W, rf"\b{_YEAR}[ ](?:intraday[ ]|closing[ ])?(?:high|peak)s?{_LINK}{_SET}{_P}"),
    _words(Said.LOW_52W, rf"\b{_YEAR}[ ](?:intraday[ ]|closing[ ])?(?:low|trough)s?{_LINK}{_SET}{_P}"),
    _words(Said.RECORD, rf"\b(?:all-time|record)[ ](?:closing[ ]|intraday[ ])?(?:high|peak){_LINK}{_P}"),
    _words(
        Said.DAY_RANGE,
        r"\b(?:day|day's|daily|today's|session|session's|intraday)[ ]"
        rf"(?:trading[ ])?range{_NO_FIGURE}{{0,20}}{_P}",
    ),
    _words(Said.DAY_HIGH, rf"\b(?:day|day's|today's|session|session's|intraday)[ ]high{_LINK}{_P}"),
    _words(Said.DAY_LOW, rf"\b(?:day|day's|today's|session|session's|intraday)[ ]low{_LINK}{_P}"),
)
"""What is said, whether it is a close, and the words that say it with the figure in the group `price`."""

HIGH_AND_LOW = re.compile(
    rf"\b{_YEAR}[ ](?P<first>high|low)[ ]?(?:/|and|-)[ ]?(?:{_YEAR}[ ])?(?:high|low)"
    rf"{_NO_FIGURE}{{0,20}}(?P<one>{PRICE_FIGURE}+)(?:[ ]?/[ ]?|[ ]and[ ]|[ ]?-[ ]?|\t"
    rf"|,[ ])(?P<two>{PRICE_FIGURE}+)",
    re.IGNORECASE,
)
_AVERAGE_LINK = (
    r"(?P<link>(?:[ :=()\t\u2014|-]|,[ ](?=at\b|now\b|near\b|currently\b)|\b(?:simple|exponential|moving"
    r"|averages?|avg|SMA|EMA|MA|DMA"
    r"|price|at|of|near|around|is|are|sits|stands|currently|line|now|the|its|estimated|in|zone|area|located"
    r"|rising|falling|flat|support"
    r"|resistance)\b){0,14})"
)
AVERAGES = (
    re.compile(
        r"\b(?P<n>[1-9][0-9]{0,2})(?:[- ]?(?:day|d|session|period)\b|[- ]?(?P<kind>SMA|EMA|DMA|MA|dma)s?\b)"
        rf"{_AVERAGE_LINK}{_P}"
    ),
    re.compile(
        rf"\b(?P<kind>SMA|EMA|DMA|MA)[ -]?\(?(?P<n>[1-9][0-9]{{0,2}})\)?(?=[ :=(\t|-]){_AVERAGE_LINK}{_P}"
    ),
)
"""A moving average with its period `n`."""

HEADED_AVERAGE = re.compile(
    r"\A(?:(?P<n>[1-9][0-9]{0,2})[- ]?(?:day|d)?[ ]?(?:SMA|EMA|MA|DMA|moving average)"
    r"|(?:SMA|EMA|MA|DMA)[ -]?\(?(?P<m>[1-9][0-9]{0,2})\)?)\Z"
)
HEADED_PRICE = re.compile(r"(?:last |current |closing )?(?:price|close|last)", re.IGNORECASE)
NOT_NOW = re.compile(
    r"\b(?:if|would|could|should|unless|until|once|were to|target|by year-end|previously|last (?:year|month"
    r"|quarter)|in 20[0-9]{2}"
    r"|a year ago|months? ago|weeks? ago|strike|IPO|offered|entry|was|closes? above"
    r"|closes? below)\b[^.;]{0,50}\Z",
    re.IGNORECASE,
)
"""Words before a price that say it is not the current one."""

NOT_THE_PRICE = re.compile(
    r"\b(?:previous|prior|prev|yesterday|last week|above|below|over|under|high|low|opened|open)\b",
    re.IGNORECASE,
)
SCENARIO = re.compile(
    r"\b(?:bull|base|bear|case|scenario|upside|downside|target|stop|entry|support|resistance|R[1-4]"
    r"|S[1-4])\b",
    re.IGNORECASE,
)
"""Rows whose prices are not the current one."""

AVERAGE_WORD = re.compile(r"average|\b(?:SMA|EMA|DMA|MA|dma|sma|ema|ma)s?\b", re.IGNORECASE)
COUNTS = re.compile(
    r"\b(?:volume|shares|contracts|turnover|members|stocks|components|constituents|breadth|interest)\b",
    re.IGNORECASE,
)
