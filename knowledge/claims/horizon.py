"""The stretch of time a figure speaks of, as written: "over the past five years", "in 2026", "1-year"."""

import re
from datetime import date

from knowledge.claims.extract_tokens import word_set
from knowledge.claims.quantities_names import MONTH

_DASH = "[-\u2010\u2011\u2012\u2013\u2014]"
_NUMBER = (
    rf"(?:[0-9]{{1,3}}(?:[ ]?(?:{_DASH}|to)[ ]?[0-9]{{1,3}})?\+?|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|twelve|several|few|many)"
)
_UNIT = r"(?:trading[ ]days?|days?|sessions?|weeks?|months?|quarters?|years?|yrs?|decades?)"
_DAY = rf"(?:{MONTH}[ ][0-9]{{1,2}}(?:,?[ ](?:19|20)[0-9]{{2}})?)"
_SEASON = rf"(?:(?:early|mid|late)[- \u2010\u2011]?)?(?:{_DAY}|{MONTH}(?:[ ](?:19|20)[0-9]{{2}})?)"

_YEAR_WORD = r"(?:19|20)[0-9]{2}"
_PATTERNS = (
    rf"\b[Ff]rom[ ]{_SEASON}[ ](?:to|through|until)[ ]{_SEASON}",
    rf"\b[Ss]ince[ ](?:the[ ])?(?:{_SEASON}|[0-9]{{4}}|start[ ]of[ ](?:the[ ]year|[0-9]{{4}})|inception)",
    (
        r"\b(?:[Oo]ver|[Ii]n|[Dd]uring|[Ff]or|[Ww]ithin)[ ](?:the[ ])?"
        rf"(?:past|last|next|coming|trailing|prior|previous|following)[ ](?:{_NUMBER}[ ])?{_UNIT}"
    ),
    rf"\b(?:[Oo]ver|[Ii]n|[Ww]ithin)[ ](?:a[ ]single|one|a|{_NUMBER})[ ]{_UNIT}",
    (
        r"\b(?:in[ ]a|in[ ]one)[ ](?:single[ ]|key[ ])?(?:week|day|session|month)\b"
        r"(?:[ ](?:this|last)[ ](?:past[ ])?week)?"
    ),
    rf"\bweek[ ]ending[ ]{_DAY}|\bweek[ ]of[ ]{_DAY}",
    r"\b(?:in|that|this|the)[ ]single[ ](?:week|day|session|month)\b",
    r"\b(?:on|over|for|during)[ ]the[ ](?:day|week|month|quarter|session|year)\b",
    rf"\bsingle{_DASH}(?:session|day|week)\b",
    rf"\byear{_DASH}to{_DASH}date\b|\byear to date\b|\bYTD\b|\bytd\b|\bso far this year\b|\bthis year\b",
    (
        rf"\b{_NUMBER}{_DASH}(?:day|week|month|quarter|year|decade|session)\b"
        r"(?![- ]?(?:SMA|MA|moving|EMA|average))"
    ),
    (
        r"\b(?:[Ii]n|[Ff]or|[Bb]y|[Dd]uring|[Tt]hroughout)[ ]"
        r"(?:(?:calendar|fiscal|all[ ]of|the[ ]full|full|the)[ ])?(?:year[ ])?"
        rf"{_YEAR_WORD}(?![0-9]|[-\u2013/][0-9])"
    ),
    rf"\b[Ii]n[ ]the[ ](?:first|second|third|fourth)[ ](?:quarter|half)(?:[ ]of[ ]{_YEAR_WORD})?",
    r"\b(?:Q[1-4]|H[12]|[1-4]Q|[12]H)[ ]?['\u2019]?(?:20)?[0-9]{2}\b",
    r"\bFY[ ]?(?:20)?[0-9]{2}\b|\b20[0-9]{2}E\b",
    rf"\b(?:[Ff]or|[Ii]n)[ ]{MONTH}(?:[ ]and[ ]{MONTH})?(?:[ ]{_YEAR_WORD})?(?![ ][0-9])(?:[ ]overall)?",
    rf"\b{_NUMBER}[ ](?:months?|weeks?|years?|quarters?|decades?)\b",
    r"\b(?:today|yesterday|this past week|(?:last|this|next)[ ](?:week|month|quarter|year))\b",
    r"\bin[ ](?:contractions|contractionary[ ]environments|recessions|downturns|(?:bear|bull)[ ]markets)\b",
    r"\bper[ ]day\b|\ba[ ]day\b|/day\b",
)
_HORIZON = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_FAR = 60
_NAMES_DAY = re.compile(r"\b(?:day|session|today|intraday)\b|\bdaily\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_EMPTY = word_set("in on the over for a during by of calendar year full all throughout")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_QUARTER = re.compile(r"\b(first|second|third|fourth) quarter\b")
_WHOLE = re.compile(r"(?:q[1-4] )?(?P<year>(?:19|20)[0-9]{2})")


def horizons(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Every stretch of time named in `text[start:end]`, in order."""
    return [
        (match.start(), match.end() - match[0].endswith(".")) for match in _HORIZON.finditer(text, start, end)
    ]


def nearest(
    found: list[tuple[int, int]], start: int, end: int, walls: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """The horizon that belongs to the figure at `start` to `end`.

    Args:
        found: From `horizons`.
        start: Where the figure begins.
        end: One past its last character.
        walls: Other figures; a horizon beyond one is not this figure's.

    Returns:
        Behind the figure if there is one near, else before it; None when none is within reach.
    """
    best: tuple[float, tuple[int, int]] | None = None
    for first, last in found:
        if first < end and last > start:
            continue
        behind = first >= end
        gap = (end, first) if behind else (last, start)
        away = float(gap[1] - gap[0])
        if away > _FAR or any(gap[0] <= wall < gap[1] for wall, _ in walls):
            continue
        if behind and any(0 <= wall - last <= 2 for wall, _ in walls):
            # "41 %, in 2022 32 %": it leads into the next figure
            continue
        away += 0.0 if behind else 12.0
        if best is None or away < best[0]:
            best = (away, (first, last))
    return best[1] if best else None


def is_day(horizon: str) -> bool:
    """Whether a horizon is one day."""
    return bool(_NAMES_DAY.search(horizon)) and not re.search(r"[0-9]{2}", horizon)


def same_stretch(horizon: str | None) -> str:
    """A horizon in a form that can be compared: its words without those that change nothing."""
    if horizon is None:
        return ""
    words = re.sub(r"[^a-z0-9]+", " ", horizon.lower()).split()
    plain = " ".join(word for word in words if word not in _EMPTY)
    return _QUARTER.sub(lambda match: f"q{_ORDINALS[match[1]]}", plain)


def year_of(horizon: str | None) -> str:
    """The year that a horizon names, whatever months or meetings of it; else as `same_stretch`."""
    years = _YEAR.findall(horizon or "")
    return years[-1] if years else same_stretch(horizon)


def is_past_year(stretch: str, day: date) -> bool:
    """Whether a stretch, as `same_stretch` gives it, is a calendar year (or a quarter) of a year gone by."""
    match = _WHOLE.fullmatch(stretch)
    return match is not None and int(match["year"]) < day.year
