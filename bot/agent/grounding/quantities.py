"""Every number of a text as a person means it: value, last digit, unit, sign, and whether it is a bound.

Nothing with a digit escapes: what is part of a name or a date is taken out before, by whoever calls.
"""

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


_S = r"[ \u00a0\u202f]?"
_NUMBER = re.compile(r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)")
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
          "billion": 1e9, "t": 1e12, "tn": 1e12, "trillion": 1e12}  # fmt: skip
_SCALED = re.compile(
    rf"{_S}(?P<scale>(?:k|m|mm|mn|b|bn|tn|K|M|MM|B|BN|T)(?![\w%])|[- ]?(?:thousand|million|billion|trillion)\b)"
)
_UNIT = re.compile(
    rf"{_S}(?:(?P<pp>(?:percentage|percent|pct|%)[ -]?points?\b|ppts?\b|p\.?p\.?\b(?!\w))"
    rf"|(?P<pct>%|percent\b|per cent\b|pct\b)"
    rf"|(?P<bp>bps?\b|basis[ -]points?\b)"
    rf"|-?(?P<atr>ATRs?\b|average true ranges?\b)"
    rf"|-?(?P<sig>sigmas?\b|\u03c3|standard deviations?\b|std devs?\b)"
    rf"|(?P<of>/{_S}100\b|out of (?:a )?(?:possible )?100\b|of 100\b|on (?:the )?(?:0|zero)[- ](?:to[- ])?100(?: scale)?)"
    rf"|(?P<x>[x\u00d7](?!\w)|-?times\b|-?fold\b)"
    rf"|(?P<usd>-?(?:dollars?|USD|bucks)\b)"
    rf"|(?P<cent>-?cents?\b)"
    rf"|-?(?P<sess>(?:consecutive |straight |trading |more |full |further |completed )*(?:sessions?|days?)\b(?! (?:moving |simple |exponential )?(?:average|EMA|SMA|MA)))"
    rf"|-?(?P<points>points?\b|pts?\b)"
    rf"|(?P<shares>(?:million |billion )?shares\b)"
    rf"|(?P<members>(?:of (?:the |its )?)?(?:members?|stocks|constituents|companies)\b)"
    rf"|-?(?P<other>weeks?\b|months?\b|years?\b|hours?\b|minutes?\b|contracts?\b|euros?\b|pounds?\b|yen\b|\u20ac|\u00a3))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?P<about>(?:\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|close to|just over|just under|just above|just below|a little over|a little under|near|circa|ca\.)(?: a)?{_S}(?:the )?)|~{_S}|\u2248{_S})?"
    rf"(?P<sign>[-+\u2212\u2013]?)(?P<money>(?:US)?\${_S}|USD )?(?P<inner>[-+\u2212]?)\Z",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:\b(?:(?P<more>more than|over|above|at least|exceeds?|greater than|upwards of|north of|no less than|not less than)"
    r"|(?P<less>less than|under|below|at most|fewer than|south of|no more than|not more than|up to))"
    r"|(?P<gt>>=?|\u2265)|(?P<lt><=?|\u2264))[ ]?(?:the |a |its )?\Z",
    re.IGNORECASE,
)
_KINDS = {
    "pp": Kind.POINTS, "pct": Kind.PERCENT, "bp": Kind.BP, "atr": Kind.ATR, "sig": Kind.SIGMA, "of": Kind.OF_100,
    "x": Kind.TIMES, "usd": Kind.USD, "sess": Kind.SESSIONS, "points": Kind.POINTS, "shares": Kind.SHARES,
    "members": Kind.MEMBERS, "other": Kind.OTHER,
}  # fmt: skip
_NEGATIVE_WORD = re.compile(r"\b(?:minus|negative)[ ]\Z", re.IGNORECASE)
_POSITIVE_WORD = re.compile(r"\b(?:plus|positive)[ ]\Z", re.IGNORECASE)


def quantities(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[Quantity]:
    """The quantities of `text[start:end]` in order, written in digits or in words.

    Args:
        text: The whole text.
        start: First character looked at.
        end: One past the last.
        taken: Stretches that are names or dates; numbers that begin in them are left out.
    """
    found = []
    last = start
    for match in _NUMBER.finditer(text, start, end):
        a, b = match.span("n")
        if a < last or any(x <= a < y for x, y in taken):
            continue
        if a > start and (text[a - 1].isalpha() or text[a - 1] == "_"):
            # "R1", "sma50": part of a word, and a name is taken out before
            continue
        one = _quantity(text, match["n"], a, b, last, end)
        found.append(one)
        last = one.end
    return _with_shared_units(text, found) + _worded(text, start, end, taken, found)


def _quantity(text: str, written: str, a: int, b: int, last: int, end: int) -> Quantity:
    digits = written.replace(",", "")
    decimals = len(digits.partition(".")[2])
    value, step = float(digits), 10.0**-decimals
    stop = b
    scaled = _SCALED.match(text, b, end)
    if scaled:
        factor = _SCALE[scaled["scale"].strip(" -").lower()]
        value, step, stop = value * factor, step * factor, scaled.end()
    kind = Kind.PLAIN
    unit = _UNIT.match(text, stop, end)
    if unit:
        name = unit.lastgroup or ""
        stop = unit.end()
        if name == "cent":
            value, step, kind = value / 100, step / 100, Kind.USD
        else:
            kind = _KINDS[name]
    before = _BEFORE.search(text, max(last, a - 40), a)
    begin, sign, about = a, 0, False
    if before:
        begin = before.start()
        if before["money"]:
            kind = Kind.USD if kind in (Kind.PLAIN, Kind.USD) else kind
        mark = before["sign"] or before["inner"]
        if before["sign"] and _joins(text, before.start("sign")):
            begin = before.end("sign")
        if mark and not (before["sign"] and _joins(text, before.start("sign"))):
            sign = 1 if mark == "+" else -1
        about = bool(before["about"])
    if not sign:
        sign = -1 if _NEGATIVE_WORD.search(text, max(last, begin - 12), begin) else 0
        sign = sign or (1 if _POSITIVE_WORD.search(text, max(last, begin - 12), begin) else 0)
    bound = ""
    limit = _BOUND.search(text, max(last, begin - 30), begin)
    if limit:
        bound = ">" if limit["more"] or limit["gt"] else "<"
    return Quantity(begin, stop, (a, b), sign * value if sign else value, step, kind, sign, about, bound)


def _joins(text: str, at: int) -> bool:
    """Whether a dash stands between two words or numbers, and is no sign."""
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] in ")%")


_RANGE = re.compile(rf"{_S}(?:-|\u2013|\u2014|to|and|or|/){_S}(?:~|about )?")
_SPAN_BEFORE = re.compile(r"\b(?:over|in|last|past|after|during|within)(?: the)? \Z", re.IGNORECASE)


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give `8` of "8-10 %" and "between 8 and 10 %" the unit that is written once, after the last."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        between = text[left.end : right.digits[0]]
        if (
            left.kind is Kind.PLAIN
            and right.kind not in (Kind.PLAIN, Kind.USD, Kind.OF_100)
            and left.end == left.digits[1]
            and not _SPAN_BEFORE.search(text, max(0, left.start - 12), left.start)
            and _RANGE.fullmatch(between)
        ):
            shared[index] = Quantity(
                left.start, left.end, left.digits, left.value, left.step, right.kind, left.sign, left.about,
                left.bound,
            )  # fmt: skip
    return shared


_ONES = {word: value for value, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split()
)}  # fmt: skip
_TENS = {word: 10 * value for value, word in enumerate(
    "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
)}  # fmt: skip
_PARTS = {
    "half": 0.5,
    "third": 1 / 3,
    "thirds": 2 / 3,
    "quarter": 0.25,
    "quarters": 0.75,
    "fifth": 0.2,
    "tenth": 0.1,
}
_HALF_A = re.compile(
    r"\b(?P<about>about |around |roughly |nearly |almost |some |close to )?(?P<n>half|a quarter of) (?:a|an|one) (?P<unit>ATR|per ?cent|percentage point|point|sigma|basis point)\b",
    re.IGNORECASE,
)
_HALF_KINDS = {"atr": Kind.ATR, "percent": Kind.PERCENT, "per cent": Kind.PERCENT, "percentage point": Kind.POINTS,
               "point": Kind.POINTS, "sigma": Kind.SIGMA, "basis point": Kind.BP}  # fmt: skip
_WORD_NUMBER = re.compile(
    rf"\b(?P<sign>minus |negative |plus )?(?P<w>(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[1:10])}))?|{'|'.join(_ONES)})"
    rf"(?P<half> and a half)?(?: (?:hundred|thousand|million|billion)(?: and)?(?: (?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[1:10])}))?)?)*"
    rf"(?: point(?: (?:{'|'.join(_ONES)}))+)?)\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<over>more than|over|just over|a little over|better than)|(?P<under>less than|under|just under|fewer than|not even)"
    r"|(?P<about>about|around|roughly|nearly|almost|some|close to|approximately)) "
    r"|(?P<w>\b(?:a |one[- ])?(?:half|third|quarter|fifth|tenth)\b|\b(?:two|three|four|nine)[- ](?:thirds|quarters|fifths|tenths)\b)",
    re.IGNORECASE,
)
_FRACTION_WORDS = re.compile(
    r"(?:(?P<over>more than|over|just over|a little over|better than)|(?P<under>less than|under|just under|fewer than|not even)"
    r"|(?P<about>about|around|roughly|nearly|almost|some|close to|approximately)|exactly)?[ ]?"
    r"\b(?P<n>a|one|two|three|four|nine)?[- ]?(?P<part>half|thirds?|quarters?|fifths?|tenths?)"
    r"(?= of\b| the (?:members|index|stocks|names)\b|[.,;]| (?:are|is|above|below|from|what|its|under|over)\b)",
    re.IGNORECASE,
)


_IN = re.compile(
    rf"(?:(?P<over>more than|over|better than)|(?P<under>less than|under|fewer than|not even)|(?P<about>about|around|roughly|nearly|almost|some|close to|approximately))?[ ]?"
    rf"\b(?P<n>{'|'.join(list(_ONES)[1:])})(?: (?:members?|stocks|names|constituents|of them|companies|cases))? (?:in|out of|of every|in every) (?:every )?(?P<m>{'|'.join([*list(_ONES)[2:], *_TENS, 'hundred'])})\b",
    re.IGNORECASE,
)


def _worded(
    text: str, start: int, end: int, taken: list[tuple[int, int]], found: list[Quantity]
) -> list[Quantity]:
    """Numbers in words that carry a unit or stand where only a figure can: after "at", "of", "is"."""
    words = []
    busy = [*taken, *((one.start, one.end) for one in found)]
    for match in _HALF_A.finditer(text, start, end):
        size = 0.5 if match["n"].lower() == "half" else 0.25
        words.append(
            Quantity(match.start(), match.end(), match.span("n"), size, 0.2, _HALF_KINDS[match["unit"].lower()], 0, bool(match["about"]), worded=True)
        )  # fmt: skip
        busy.append(match.span())
    for match in _FRACTION_WORDS.finditer(text, start, end):
        if any(x < match.end() and match.start() < y for x, y in busy):
            continue
        if match["n"] is None and match["part"].lower() != "half":
            continue
        part = match["part"].lower().rstrip("s") if match["part"].lower() != "half" else "half"
        share = (
            100.0
            * _PARTS[part]
            * _ONES.get(
                (match["n"] or "one").lower().replace("a", "one", 1)
                if (match["n"] or "one").lower() == "a"
                else (match["n"] or "one").lower(),
                1,
            )
        )
        bound = ">" if match["over"] else "<" if match["under"] else ""
        words.append(
            Quantity(match.start(), match.end(), match.span("part"), share, 4.0, Kind.FRACTION, 0, bool(match["about"]), bound, worded=True)
        )  # fmt: skip
        busy.append(match.span())
    for match in _IN.finditer(text, start, end):
        if any(x < match.end() and match.start() < y for x, y in busy):
            continue
        whole = {**_ONES, **_TENS, "hundred": 100}[match["m"].lower()]
        share = 100.0 * _ONES[match["n"].lower()] / whole
        bound = ">" if match["over"] else "<" if match["under"] else ""
        words.append(
            Quantity(match.start(), match.end(), match.span("n"), share, 60.0 / whole, Kind.FRACTION, 0, bool(match["about"]), bound, worded=True)
        )  # fmt: skip
        busy.append(match.span())
    for match in _WORD_NUMBER.finditer(text, start, end):
        if any(x < match.end() and match.start() < y for x, y in busy):
            continue
        value, step = _value_of(match["w"].lower().replace(" and a half", ""))
        if match["half"]:
            scale = value / _ONES.get(match["w"].lower().split()[0], value or 1)
            value, step = value + 0.5 * scale, 0.5 * scale
        unit = _UNIT.match(text, match.end(), end)
        kind = _KINDS.get(unit.lastgroup or "", Kind.PLAIN) if unit else Kind.PLAIN
        if kind is Kind.OTHER and not re.match(
            r" (?:ago|away|from now|ahead|earlier|back|out)\b", text[unit.end() if unit else 0 : end]
        ):
            continue
        sign = -1 if (match["sign"] or "").strip().lower() in ("minus", "negative") else 0
        stop = unit.end() if unit else match.end()
        limit = _BOUND.search(text, max(start, match.start() - 30), match.start())
        bound = "" if not limit else ">" if limit["more"] or limit["gt"] else "<"
        before = _BEFORE.search(text, max(start, match.start() - 40), match.start())
        about = bool(before and before["about"])
        words.append(
            Quantity(match.start(), stop, match.span("w"), sign * value if sign else value, step, kind, sign, about, bound, worded=True)
        )  # fmt: skip
    return words


def _value_of(words: str) -> tuple[float, float]:
    """The value of a number in words, and the worth of its last digit."""
    whole, _, decimals = words.partition(" point ")
    total, part = 0.0, 0.0
    for word in re.split(r"[- ]+", whole):
        if word in _ONES:
            part += _ONES[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in ("thousand", "million", "billion"):
            total += (part or 1) * _SCALE[word]
            part = 0.0
    value = total + part
    if decimals:
        digits = "".join(str(_ONES[word]) for word in decimals.split())
        return value + float(f"0.{digits}"), 10.0 ** -len(digits)
    return value, 1.0
