"""Numbers as a document shows them, and which true values they can honestly stand for."""

import re
from dataclasses import dataclass, replace
from typing import Self

from knowledge.claims.model import Bound, Measure, Quantity, Span
from knowledge.claims.quantities import out_of, quantities

_EPSILON = 1e-9
_ABOUT_SHARE = 0.08
"""How far "about" reaches, as a share of the figure: "about 10 %" for 9.2, not for 8.5."""

_ABOUT_SHARE_OF_MONEY = 0.02
"""The same for dollars: "about $250" for $247."""

_TILDE = re.compile(r"[~\u2248\u223c]\s{1,2}\Z")
_CORE = re.compile(r"[~\u2248\u223c]?[ ]?[-+(]?(?:USD?)?[ ]?\$?[ ]?[-+]?\.?[0-9]")


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("an interval runs from its lower end to its upper end")

    def meets(self, other: Self) -> bool:
        """Whether a number is in both; rounding errors of floats do not count."""
        slack = _EPSILON * max(1.0, abs(self.low), abs(self.high))
        return self.low <= other.high + slack and other.low <= self.high + slack

    def has(self, value: float) -> bool:
        """Whether the number is inside."""
        return self.meets(type(self)(value, value))

    def plus(self, other: Self) -> Self:
        """Every sum of a number here and a number there."""
        return type(self)(self.low + other.low, self.high + other.high)

    def times(self, other: Self) -> Self:
        """Every product of a number here and a number there."""
        products = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return type(self)(min(products), max(products))

    def over(self, other: Self) -> Self | None:
        """Every quotient; None when the divisor may be zero."""
        if other.low <= 0.0 <= other.high:
            return None
        return self.times(type(self)(1 / other.high, 1 / other.low))

    def joined(self, other: Self) -> Self:
        """The smallest interval around both."""
        return type(self)(min(self.low, other.low), max(self.high, other.high))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or range with finite ends, as written.

    Attributes:
        low: Lower end.
        high: Upper end.
        unit: What it is measured in.
        bound: Said as exact, about, or a limit ("over", "below"); both ends of a limit are the limit itself.
        step: The last digit written, in the unit.
        of: Highest score possible, for `43/100`.
        span: Where the digits stand, with sign, currency and unit, without words before them.
    """

    low: float
    high: float
    unit: Measure
    bound: Bound
    step: float
    of: float | None
    span: Span

    @property
    def about(self) -> bool:
        """Whether it is said as an approximation."""
        return self.bound == "about"

    @property
    def bounded(self) -> bool:
        """Whether it is said as a limit."""
        return self.bound in {"at least", "at most"}

    @property
    def is_range(self) -> bool:
        """Whether two different ends were written."""
        return self.high > self.low

    @property
    def exact(self) -> Interval:
        """The figure itself, ends included."""
        return Interval(self.low, self.high)

    def slack(self, value: float) -> float:
        """How far a true value may lie from an end shown like this one.

        Half the last digit; for "about" a whole one, or a share of a single figure (a range has said how
        uncertain it is).
        """
        half = self.step / 2
        if not self.about:
            return half
        share = _ABOUT_SHARE_OF_MONEY if self.unit is Measure.USD else _ABOUT_SHARE
        return half + max(half, 0.0 if self.is_range else share * abs(value))

    @property
    def as_price(self) -> Interval:
        """What it can be as a price one counts from: cents are rounded, whole dollars are meant."""
        slack = self.step / 2 if self.about or self.step < 1.0 else 0.0
        return Interval(self.low - slack, self.high + slack)

    @property
    def shown(self) -> Interval:
        """The true values this figure can honestly stand for."""
        return Interval(self.low - self.slack(self.low), self.high + self.slack(self.high))

    def end_shown(self, value: float) -> Interval:
        """The true values that an end of this figure can honestly stand for."""
        return Interval(value - self.slack(value), value + self.slack(value))

    @property
    def size(self) -> "Figure":
        """The same without its sign."""
        low, high = sorted((abs(self.low), abs(self.high)))
        return replace(self, low=low, high=high)


def figures(text: str, start: int, end: int) -> tuple[Figure, ...]:
    """The figures of a stretch of text, in order."""
    return tuple(_figure(text, quantity) for quantity in quantities(text, start, end))


def _figure(text: str, quantity: Quantity) -> Figure:
    low = quantity.low if abs(quantity.low) != float("inf") else quantity.high
    high = quantity.high if abs(quantity.high) != float("inf") else quantity.low
    core = _CORE.search(text, quantity.span.start, quantity.span.end)
    begin = quantity.span.start
    tilde = _TILDE.search(text, max(0, begin - 3), begin)
    about = quantity.bound == "about" or (quantity.bound == "exact" and tilde is not None)
    if tilde and about:
        begin = tilde.start()
    elif core and not about:
        begin = core.start()
    while begin < quantity.span.end and text[begin] in " (":
        begin += 1
    return Figure(
        low=low,
        high=high,
        unit=quantity.unit,
        bound="about" if about else quantity.bound,
        step=quantity.step,
        of=out_of(text, quantity),
        span=Span(begin, quantity.span.end),
    )


def shown(value: float, digits: int = 2) -> str:
    """A number of ours in words: at most so many decimals, no needless zeros, large ones by the million."""
    for least, unit, word in ((1e9, 1e9, "billion"), (1e7, 1e6, "million")):
        if abs(value) >= least:
            return f"{shown(value / unit, digits)} {word}"
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
