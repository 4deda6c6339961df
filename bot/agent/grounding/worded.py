"""Numbers in words: "two thirds of the members", "half an ATR", "nine in ten", "minus five points"."""

import re

from bot.agent.grounding.units import BEFORE, KINDS, SCALES, UNIT, Kind, Quantity, bound_before

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_HALF_KINDS = {
    "atr": Kind.ATR, "percent": Kind.PERCENT, "per cent": Kind.PERCENT, "percentage point": Kind.POINTS,
    "point": Kind.POINTS, "sigma": Kind.SIGMA, "basis point": Kind.BP,
}  # fmt: skip

_ONE_TO_NINE = "|".join(list(_ONES)[1:10])
_ANY_ONE = "|".join(_ONES)
_ANY_TEN = "|".join(_TENS)
_TENS_AND_ONES = rf"(?:{_ANY_TEN})(?:[- ](?:{_ONE_TO_NINE}))?"
_HALF_A = re.compile(
    r"\b(?P<about>about |around |roughly |nearly |almost |some |close to )?(?P<n>half|a quarter of) "
    r"(?:a|an|one) (?P<unit>ATR|per ?cent|percentage point|point|sigma|basis point)\b",
    re.IGNORECASE,
)
_WORD_NUMBER = re.compile(
    rf"\b(?P<sign>minus |negative |plus )?(?P<w>(?:{_TENS_AND_ONES}|{_ANY_ONE})"
    rf"(?P<half> and a half)?(?: (?:hundred|thousand|million|billion)(?: and)?(?: {_TENS_AND_ONES})?)*"
    rf"(?: point(?: (?:{_ANY_ONE}))+)?)\b",
    re.IGNORECASE,
)
_FRACTION_WORDS = re.compile(
    r"(?:(?P<over>more than|over|just over|a little over|better than)"
    r"|(?P<under>less than|under|just under|fewer than|not even)"
    r"|(?P<about>about|around|roughly|nearly|almost|some|close to|approximately)|exactly)?[ ]?"
    r"\b(?P<n>a|one|two|three|four|nine)?[- ]?(?P<part>half|thirds?|quarters?|fifths?|tenths?)"
    r"(?= of\b| the (?:members|index|stocks|names)\b|[.,;]"
    r"| (?:are|is|above|below|from|what|its|under|over)\b)",
    re.IGNORECASE,
)
_IN = re.compile(
    rf"(?:(?P<over>more than|over|better than)|(?P<under>less than|under|fewer than|not even)"
    rf"|(?P<about>about|around|roughly|nearly|almost|some|close to|approximately))?[ ]?"
    rf"\b(?P<n>{'|'.join(list(_ONES)[1:])})"
    rf"(?: (?:members?|stocks|names|constituents|of them|companies|cases))?"
    rf" (?:in|out of|of every|in every) (?:every )?"
    rf"(?P<m>{'|'.join([*list(_ONES)[2:], *_TENS, 'hundred'])})\b",
    re.IGNORECASE,
)
_LATER = re.compile(r" (?:ago|away|from now|ahead|earlier|back|out)\b")

Span = tuple[int, int]


def worded(text: str, start: int, end: int, busy: list[Span]) -> list[Quantity]:
    """The quantities of `text[start:end]` that are written in words.

    Args:
        text: The whole text.
        start: First character looked at.
        end: One past the last.
        busy: Stretches that are names, dates or numbers in digits.
    """
    words = _halves(text, start, end)
    # each way of saying a number is looked for in what the ones before it left
    for step in (_fractions, _shares, _counts):
        words += step(text, start, end, [*busy, *((one.start, one.end) for one in words)])
    return words


def _is_busy(match: re.Match[str], busy: list[Span]) -> bool:
    return any(first < match.end() and match.start() < last for first, last in busy)


def _halves(text: str, start: int, end: int) -> list[Quantity]:
    """Halves and quarters of one unit: "half an ATR", "about a quarter of a point"."""
    return [
        Quantity(
            match.start(),
            match.end(),
            match.span("n"),
            0.5 if match["n"].lower() == "half" else 0.25,
            0.2,
            _HALF_KINDS[match["unit"].lower()],
            about=bool(match["about"]),
            bound=bound_before(text, start, match.start()),
            worded=True,
        )
        for match in _HALF_A.finditer(text, start, end)
    ]


def _fraction(match: re.Match[str], digits: str, percent: float, step: float) -> Quantity:
    """A share in per cent; `digits` is the group that holds its number."""
    return Quantity(
        match.start(),
        match.end(),
        match.span(digits),
        percent,
        step,
        Kind.FRACTION,
        about=bool(match["about"]),
        bound=">" if match["over"] else "<" if match["under"] else "",
        worded=True,
    )


def _fractions(text: str, start: int, end: int, busy: list[Span]) -> list[Quantity]:
    """Shares as fractions: "just over two thirds of the members"; a bare "third" is an ordinal."""
    found = []
    for match in _FRACTION_WORDS.finditer(text, start, end):
        part = match["part"].lower().rstrip("s")
        if _is_busy(match, busy) or (match["n"] is None and part != "half"):
            continue
        if match["over"] and text[max(start, match.start() - 2) : match.start()].strip() == "%":
            # "5.9 % over a quarter": a span
            continue
        times = _ONES.get((match["n"] or "one").lower(), 1)
        found.append(_fraction(match, "part", 100.0 * _PARTS[part] * times, 4.0))
    return found


def _shares(text: str, start: int, end: int, busy: list[Span]) -> list[Quantity]:
    """Shares as counts: "nearly nine in ten", "three out of four members"."""
    found = []
    for match in _IN.finditer(text, start, end):
        if _is_busy(match, busy):
            continue
        whole = {**_ONES, **_TENS, "hundred": 100}[match["m"].lower()]
        # a share of ten is coarser than one of a hundred
        found.append(_fraction(match, "n", 100.0 * _ONES[match["n"].lower()] / whole, 60.0 / whole))
    return found


def _counts(text: str, start: int, end: int, busy: list[Span]) -> list[Quantity]:
    """Counts with their unit: "minus five points", "two and a half million shares", "ten sessions"."""
    found = []
    for match in _WORD_NUMBER.finditer(text, start, end):
        if _is_busy(match, busy):
            continue
        unit = UNIT.match(text, match.end(), end)
        kind = KINDS.get(unit.lastgroup or "", Kind.PLAIN) if unit else Kind.PLAIN
        stop = unit.end() if unit else match.end()
        if kind is Kind.OTHER and not _LATER.match(text[stop:end]):
            # "two weeks" is a way of speaking, "two weeks ago" a date that can be wrong
            continue
        value, step = _worth(match)
        if unit and unit.lastgroup == "cent":
            value, step, kind = value / 100, step / 100, Kind.USD
        sign = -1 if (match["sign"] or "").strip().lower() in ("minus", "negative") else 0
        before = BEFORE.search(text, max(start, match.start() - 40), match.start())
        found.append(
            Quantity(
                match.start(),
                stop,
                match.span("w"),
                sign * value if sign else value,
                step,
                kind,
                sign,
                about=bool(before and before["about"]),
                bound=bound_before(text, start, match.start()),
                worded=True,
            )
        )
    return found


_LARGEST = 1e30
"""As in figures: "hundred hundred hundred ..." stays finite."""


def _worth(match: re.Match[str]) -> tuple[float, float]:
    """The value and the worth of the last digit, the half of "two and a half million" included."""
    said = match["w"].lower()
    value, step = _value_of(said.replace(" and a half", ""))
    if not match["half"] or value > _LARGEST:
        return min(value, _LARGEST), step
    scale = value / (_ONES.get(said.split()[0]) or value or 1)
    return value + 0.5 * scale, 0.5 * scale


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
            total += (part or 1) * SCALES[word]
            part = 0.0
    value = total + part
    if decimals:
        digits = "".join(str(_ONES[word]) for word in decimals.split())
        return value + float(f"0.{digits}"), 10.0 ** -len(digits)
    return value, 1.0
