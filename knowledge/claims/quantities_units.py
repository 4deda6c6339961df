"""Units, scaling words and bounds around a number, as anchored patterns of bounded length."""

import re
from typing import NamedTuple

from knowledge.claims.model import Bound, Measure

SPACE = "[ \u00a0\u2009\u202f]"
DASH = "[-\u2010\u2011\u2012\u2013\u2014\u2212]"
_WORD_SPACE = "[ \u00a0\u2009\u202f\n]"

_SCALES = {
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "mm": 1e6,
    "m": 1e6,
    "mln": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "t": 1e12,
}
_SCALE = re.compile(
    rf"(?:{_WORD_SPACE}|{DASH})?(?P<word>thousand|million|mln|billion|trillion|mn|bn|tn|mm|MM)(?![A-Za-z0-9])"
    r"|(?P<letter>[KMBTk])(?![A-Za-z0-9])|(?P<small>[mb])(?![A-Za-z0-9])"
)
_SCORE = re.compile(
    r"(?:[ ]?/[ ]?|[ ]out of[ ])(?P<of>100|50|25|20|10|5)(?![0-9/A-Za-z]|[.,][0-9]|-[A-Za-z])"
)

_UNITS: tuple[tuple[re.Pattern[str], Measure, float], ...] = tuple(
    (re.compile(rf"\+?(?:{pattern})"), unit, factor)
    for pattern, unit, factor in (
        (
            rf"(?:{_WORD_SPACE}|{DASH})?(?:bps?|basis{_WORD_SPACE}points?|basis-points?)(?![A-Za-z])",
            Measure.PERCENT,
            0.01,
        ),
        (
            (
                rf"{SPACE}?%(?:{_WORD_SPACE}points?(?![A-Za-z])|-points?(?![A-Za-z]))?"
                rf"|(?:{_WORD_SPACE}|-)(?:percent(?:age)?|per{_WORD_SPACE}cent)(?:[ -]points?)?(?![A-Za-z])"
                rf"|{SPACE}?(?:ppts?|pps?|pct(?:{SPACE}pts?)?)(?![A-Za-z])"
            ),
            Measure.PERCENT,
            1.0,
        ),
        (
            (
                rf"{SPACE}?[x\u00d7](?![A-Za-z0-9]|{SPACE}?[0-9])|{_WORD_SPACE}times(?![A-Za-z])|{DASH}fold(?![A-Za-z])"
                r"|:1(?![0-9:]|\.[0-9])|-to-(?:1|one)(?![0-9])"
                r"|[ ]to[ ](?:1|one)(?![0-9A-Za-z%\u2013-]|[.,:/][0-9]|[ ](?:%|[a-z]*(?:per|bp|times|million"
                r"|billion|day|week|month|quarter|year|point|cut|share)))"
            ),
            Measure.MULTIPLE,
            1.0,
        ),
        (rf"{SPACE}?(?:USD|US{SPACE}dollars|dollars)(?![A-Za-z])", Measure.USD, 1.0),
        (rf"(?:{SPACE}?\u00a2|{_WORD_SPACE}cents(?![A-Za-z]))", Measure.USD, 0.01),
        (rf"(?:{_WORD_SPACE}|-)shares?(?![A-Za-z])", Measure.SHARES, 1.0),
        (rf"(?:{_WORD_SPACE}|{DASH})contracts?(?![A-Za-z])", Measure.CONTRACTS, 1.0),
        (
            rf"{_WORD_SPACE}(?:trading{_WORD_SPACE}(?:days?|sessions?)|sessions?)(?![A-Za-z])",
            Measure.SESSIONS,
            1.0,
        ),
        (rf"{_WORD_SPACE}(?:calendar{_WORD_SPACE})?days?(?![A-Za-z])", Measure.DAYS, 1.0),
        (rf"{_WORD_SPACE}points?(?![A-Za-z])", Measure.SCORE, 1.0),
    )
)
_NOUN_FURTHER_ON = re.compile(
    r"(?:[ ](?:[A-Z]{2,5}|option|options|put|puts|call|calls|total|outstanding|net|ETF)){1,3}[ ]"
    r"(?P<noun>shares|contracts|puts|calls)\b"
)
_FOREIGN = re.compile(
    rf"{SPACE}?(?:EUR|GBP|JPY|CHF|CAD|AUD|CNY|RMB|HKD|euros?|pounds?|yen|yuan|\u20ac|\u00a3|\u00a5|\u00b0"
    r"|ATRs?\b|sigmas?\b|standard deviations?)"
)

_EDGE = r"(?<![A-Za-z0-9])"
_LINK = rf"(?:{SPACE}(?:a|an|the|just))?{_WORD_SPACE}?"
_JUST = re.compile(
    rf"{_EDGE}(?:just|slightly|a little|marginally)[ ](?:over|above|under|below|shy of){_LINK}\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"(?:[~\u2248\u223c]|{_EDGE}(?:about|around|roughly"
    rf"|approximately|approx\.?|near|nearly|almost|close to|circa|ca?\.|some|or so){_LINK})\Z",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    rf"(?:>=?{SPACE}?|\u2265{SPACE}?|{_EDGE}(?:at least|no (?:less|fewer) than|not (?:less|fewer) than"
    rf"|more than|over|above|greater than|higher than|in excess of|exceed(?:s|ed|ing)?|upwards? of|north of"
    rf"|at or above|a minimum of|minimum of){_LINK})\Z",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    rf"(?:<=?{SPACE}?|\u2264{SPACE}?|{_EDGE}sub{DASH}|{_EDGE}(?:at most|no (?:more|greater|higher) than"
    rf"|not more than|up to|less than|fewer than|lower than|below|under|beneath|as (?:much|many|high) as"
    rf"|south of|at or below|a maximum of|maximum of|capped at){_LINK})\Z",
    re.IGNORECASE,
)
_BOUNDS: tuple[tuple[re.Pattern[str], Bound], ...] = (
    (_JUST, "about"),
    (_AT_LEAST, "at least"),
    (_AT_MOST, "at most"),
    (_ABOUT, "about"),
)
_AND_UP = re.compile(
    rf"\+(?![0-9$])|{SPACE}(?:or|and){SPACE}(?:more|higher|above|greater|better|up)(?![A-Za-z])"
)
_AND_DOWN = re.compile(rf"{SPACE}(?:or|and){SPACE}(?:less|lower|below|fewer|under)(?![A-Za-z])")


class Tail(NamedTuple):
    """What stands behind a number: where it ends, its unit (None: none said), its factor."""

    end: int
    unit: Measure | None
    factor: float
    scaled: bool


def tail(text: str, at: int, end: int, *, dollars: bool) -> Tail | None:
    """Read scale and unit behind a number that ends at `at`; None when its unit is none of `Measure`."""
    if _FOREIGN.match(text, at, end):
        return None
    score = _SCORE.match(text, at, end)
    if score and not dollars:
        return Tail(score.end(), Measure.SCORE, 1.0, scaled=False)
    factor, scaled = 1.0, False
    scale = _SCALE.match(text, at, end)
    if scale and (
        scale["small"] is None or dollars or re.match(r"[mb] (?:shares|contracts)", text[at : at + 12])
    ):
        factor = _SCALES[(scale["word"] or scale["letter"] or scale["small"]).lower()]
        at, scaled = scale.end(), True
    if dollars:
        return Tail(at, Measure.USD, factor, scaled)
    for pattern, unit, unit_factor in _UNITS:
        match = pattern.match(text, at, end)
        if match:
            return Tail(match.end(), unit, factor * unit_factor, scaled)
    further = _NOUN_FURTHER_ON.match(text, at, end)
    if further:
        unit = Measure.SHARES if further["noun"] == "shares" else Measure.CONTRACTS
        return Tail(at, unit, factor, scaled)
    return Tail(at, None, factor, scaled)


def bound_before(text: str, start: int, at: int) -> tuple[int, Bound]:
    """Where the words that bound a figure beginning at `at` begin, and what they say."""
    begin = at
    bound: Bound = "exact"
    for _ in range(2):
        piece = text[max(start, begin - 24) : begin]
        for pattern, says in _BOUNDS:
            match = pattern.search(piece)
            if match:
                begin -= len(piece) - match.start()
                bound = says if bound in {"exact", "about"} else bound
                break
        else:
            break
    return begin, bound


def bound_after(text: str, at: int, end: int) -> tuple[int, Bound | None]:
    """The same for words behind a figure that ends at `at`: `70%+`, `50% or more`."""
    up = _AND_UP.match(text, at, end)
    if up:
        return up.end(), "at least"
    down = _AND_DOWN.match(text, at, end)
    return (down.end(), "at most") if down else (at, None)
