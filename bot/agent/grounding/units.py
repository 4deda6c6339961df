"""What a number is counted in, and how the words around it tell: unit, scale, hedge and bound."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a quantity is counted in, as far as its words tell."""

    PLAIN = "plain"
    USD = "USD"
    PERCENT = "%"
    POINTS = "points"
    BP = "bp"
    ATR = "ATR"
    SIGMA = "sigma"
    SESSIONS = "sessions"
    TIMES = "times"
    OF_100 = "of 100"
    SHARES = "shares"
    MEMBERS = "members"
    FRACTION = "fraction"
    OTHER = "other"
    """A unit no fact has: weeks, euros, contracts."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number.

    Attributes:
        start: First character, sign and currency included.
        end: One past the last, unit included.
        digits: First and last of the number itself.
        value: Size with its written sign, scaled (2.78 billion is 2.78e9).
        step: Worth of the last digit written.
        kind: Its unit.
        sign: -1 or +1 where a sign is written, else 0.
        about: Whether a hedge stands before it.
        bound: ">" or "<" for "more than", "under", else "".
        worded: Whether it is written in words.
    """

    start: int
    end: int
    digits: tuple[int, int]
    value: float
    step: float
    kind: Kind
    sign: int = 0
    about: bool = False
    bound: str = ""
    worded: bool = False


SPACE = r"\*{0,2}[ \u00a0\u202f]?"
"""What may stand between a number and its unit: the end of its emphasis, and a space of any width."""

SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
    "billion": 1e9, "t": 1e12, "tn": 1e12, "trillion": 1e12,
}  # fmt: skip
SCALED = re.compile(
    rf"{SPACE}(?P<scale>(?:k|m|mm|mn|b|bn|tn|K|M|MM|B|BN|T)(?![\w%])"
    r"|[- ]?(?:thousand|million|billion|trillion)\b)"
)
UNIT = re.compile(
    rf"{SPACE}-?(?:(?P<pp>(?:percentage|percent|pct|%)[ -]?points?\b|ppts?\b|p\.?p\.?\b(?!\w))"
    rf"|(?P<pct>%|percent\b|per cent\b|pct\b)"
    rf"|(?P<bp>bps?\b|basis[ -]points?\b)"
    rf"|-?(?P<atr>ATRs?\b|average true ranges?\b)"
    rf"|-?(?P<sig>sigmas?\b|\u03c3|standard deviations?\b|std devs?\b)"
    rf"|(?P<of>/{SPACE}100\b|out of (?:a )?(?:possible )?100\b|of 100\b"
    rf"|on (?:the )?(?:0|zero)[- ](?:to[- ])?100(?: scale)?|on (?:the |a )?100[- ]point scale)"
    rf"|(?P<x>[x\u00d7](?!\w)|-?times\b|-?fold\b)"
    rf"|(?P<usd>-?(?:dollars?|USD|bucks)\b)"
    rf"|(?P<cent>-?cents?\b)"
    rf"|-?(?P<sess>(?:consecutive |straight |trading |more |full |further |completed )*"
    rf"(?:sessions?|days?|d)\b"
    rf"(?! (?:moving |simple |exponential )?(?:average|EMA|SMA|MA)))"
    rf"|-?(?P<points>points?\b|pts?\b)"
    rf"|(?P<shares>(?:million |billion )?shares\b)"
    rf"|(?P<members>(?:of (?:the |its )?)?(?:members?|stocks|constituents|companies)\b)"
    rf"|-?(?P<other>weeks?\b|months?\b|years?\b|hours?\b|minutes?\b|contracts?\b|euros?\b|pounds?\b|yen\b"
    rf"|\u20ac|\u00a3))",
    re.IGNORECASE,
)
KINDS = {
    "pp": Kind.POINTS, "pct": Kind.PERCENT, "bp": Kind.BP, "atr": Kind.ATR, "sig": Kind.SIGMA,
    "of": Kind.OF_100, "x": Kind.TIMES, "usd": Kind.USD, "sess": Kind.SESSIONS, "points": Kind.POINTS,
    "shares": Kind.SHARES, "members": Kind.MEMBERS, "other": Kind.OTHER,
}  # fmt: skip
"""The groups of `UNIT`; cents are missing: they are dollars once their number is divided."""

BEFORE = re.compile(
    rf"(?P<about>(?:\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|close to|just over"
    rf"|just under|just above|just below|a little over|a little under|near|circa|ca\.)(?: a)?{SPACE}"
    rf"(?:the )?)"
    rf"|~{SPACE}|\u2248{SPACE})?"
    rf"(?P<sign>[-+\u2212\u2013]?)(?P<money>(?:US)?\${SPACE}|USD )?(?P<inner>[-+\u2212]?)\Z",
    re.IGNORECASE,
)
"""What belongs to a number and stands before it: hedge, sign, currency, and a sign after that ("$-3")."""

_BOUND = re.compile(
    r"(?:\b(?:(?P<more>more than|over|above|at least|exceeds?|greater than|upwards of|north of|no less than"
    r"|not less than)"
    r"|(?P<less>less than|under|below|at most|fewer than|south of|no more than|not more than|up to|within))"
    r"|(?P<gt>>=?|\u2265)|(?P<lt><=?|\u2264))[ ]?(?:the |a |its )?\Z",
    re.IGNORECASE,
)


def bound_before(text: str, lowest: int, at: int) -> str:
    """The bound that ends right before a number: ">" for "more than", "<" for "under", else ""."""
    limit = _BOUND.search(text, max(lowest, at - 30), at)
    if not limit:
        return ""
    return ">" if limit["more"] or limit["gt"] else "<"
