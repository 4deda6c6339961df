"""What a report claims in numbers, and what is found when claims are held against each other."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text: `document.text[start:end]`."""

    start: int
    end: int


class Measure(StrEnum):
    """The unit of a quantity, after scaling words ("billion", "bps") were worked in."""

    USD = "USD"
    PERCENT = "%"
    MULTIPLE = "x"
    SCORE = "points"
    SHARES = "shares"
    CONTRACTS = "contracts"
    COUNT = "count"
    DAYS = "days"
    SESSIONS = "sessions"


Bound = Literal["exact", "about", "at least", "at most"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with its unit.

    Attributes:
        low: Lower end; for `at most` without a lower end, minus infinity.
        high: Upper end, equal to `low` for a single number; for `at least`, infinity.
        unit: What it is measured in. Dollars are dollars (not billions), per cent are per cent (25 bps are
            0.25).
        bound: Whether it was said as exact, about ("~", "roughly", "around"), or one-sided ("over", "below").
        step: The last digit written, in the unit: 0.1 for 43.8, 1 for 43, 1e7 for $2.78 billion. Two
            figures that differ by no more than rounding at this step agree.
        span: Where it stands.
    """

    low: float
    high: float
    unit: Measure
    bound: Bound
    step: float
    span: Span


class Method(StrEnum):
    """How the document comes by the figure, as far as its words tell."""

    STATED = "stated"
    COMPUTED = "computed"
    ESTIMATED = "estimated"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True)
class Claim:
    """One numeric claim of one document.

    Attributes:
        id: `<document id>@<start of the quantity>`; two metrics on one number add `/<metric>`.
        document: The document's id.
        metric: What is measured, from the metric table: `price`, `sma`, `floating_rate_debt_share`.
        variant: What makes it another figure of the same metric: `200` for a 200-session average,
            `trailing`/`forward` for P/E, `weekly`; None when there is none.
        entity: What it is measured on, from the entity table: `IWM`, `RUSSELL2000`, `SP500`.
        quantity: The number or range.
        denominator: Of what it is a share or average, when it says so.
        as_of: The day it holds for: said beside it, or the document's publication day; None if unknown.
        as_of_said: Whether the sentence itself names the day or period.
        horizon: The stretch it speaks of ("5 years", "2026", "3-6 months"), as written; None if it does not.
        method: How the document comes by it.
        attributed_to: Whom the sentence credits ("Goldman Sachs Asset Management"), as written; None if
            nobody.
        sentence: The sentence or table row around it.
        section: The headings above it.
    """

    id: str
    document: str
    metric: str
    variant: str | None
    entity: str
    quantity: Quantity
    denominator: str | None
    as_of: date | None
    as_of_said: bool
    horizon: str | None
    method: Method
    attributed_to: str | None
    sentence: Span
    section: tuple[str, ...]


class Verdict(StrEnum):
    """What holding two things against each other gives."""

    CONTRADICTION = "contradiction"
    SUPERSEDED = "superseded"
    DIFFERENT_DEFINITION = "different definition"
    DOES_NOT_RECOMPUTE = "does not recompute"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a finding: a document's words, or what we computed.

    Attributes:
        document: Id; None for a figure of ours (bars, calendar, arithmetic).
        title: The document's title, or where our figure comes from ("calendar", "arithmetic", "bars").
        day: The day it holds for; None when not known.
        span: Where it stands; None for a figure of ours.
        quote: Exactly the words of the span, or our figure as text.
    """

    document: str | None
    title: str
    day: date | None
    span: Span | None
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Two or more sides that do not go together, and why.

    Attributes:
        verdict: What kind of disagreement.
        rule: The rule that found it (`same_metric`, `weighted_sum`, `percent_to_level`, ...).
        subject: What it is about, in words: "floating-rate share of debt, Russell 2000".
        entity: What it is measured on.
        sides: What disagrees, the older or stated side first; at least one, usually two.
        why: One sentence with the numbers of both sides.
    """

    verdict: Verdict
    rule: str
    subject: str
    entity: str
    sides: tuple[Side, ...]
    why: str
