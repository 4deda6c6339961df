"""The shape of a claim's test: two groups of sessions, what is counted at each, and what would support it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import pandas as pd

from tools.bars import RateSeries
from tools.layers.base import NOT_ASKED, Inputs
from tools.profile import Profile
from tools.types import Absent, BoolArray, FloatArray, Unit

Statistic = Literal["share", "ratio", "mean"]
"""What the groups are compared by: the difference of shares in points, the ratio of shares, or the
difference of means in the unit of the outcome."""

Subject = Literal["price", "breadth", "rates"]
"""What the condition is read from."""


class Term(NamedTuple):
    """A number that a claim or its test names."""

    label: str
    value: float
    unit: Unit


@dataclass(frozen=True, slots=True, eq=False)
class ClaimInputs:
    """Everything the tests read, on the rows of the symbol's bars.

    Attributes:
        market: The symbol, its benchmark and growth index; the breadth may end before the bars do.
        rates: FRED id -> the series, or why not.
        decisions: Sessions of FOMC decisions, or why not.
    """

    market: Inputs
    rates: Mapping[str, RateSeries | Absent] = field(default_factory=dict)
    decisions: pd.DatetimeIndex | Absent = NOT_ASKED


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Sessions, and what followed each.

    Attributes:
        name: For people, e.g. "set-ups in large-cap flight".
        holds: The sessions, on the rows of the bars; known at their close.
        outcome: 1 or 0 for a share, a number for a mean; NaN where it is not settled or not known.
        returns: What the outcome was counted on, per cent; None where the outcome is the number itself.
    """

    name: str
    holds: BoolArray
    outcome: FloatArray
    returns: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One comparison.

    Attributes:
        horizon: Sessions from the next open to the outcome, or the length of the window it is counted over.
        whose: Whose outcome it is, e.g. "SPY".
        case: The sessions the claim speaks of.
        base: What they are compared with.
        decides: Whether the verdict rests on it; the others are shown beside.
    """

    horizon: int
    whose: str
    case: Group
    base: Group
    decides: bool = True


Design = Callable[[ClaimInputs], "tuple[Trial, ...] | Absent"]


def no_terms(profile: Profile) -> Mapping[str, Term]:
    """For a claim that names no numbers."""
    del profile
    return {}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and its test.

    Attributes:
        key: Unique, e.g. "flight_fails_more".
        title: A few words, for a table.
        claim: What is claimed, in our words; `{names}` are those of `terms`.
        test: How it is tested, likewise.
        outcome: What is counted, e.g. "fell".
        design: The comparisons; `Absent` where an input is not there.
        terms: The numbers that the texts name.
        statistic: What the groups are compared by.
        more: Whether the claim says the case has more of it than the base.
        unit: Of the outcome's mean; the statistic "mean" only.
        size: The ratio claimed, where one is; the test must not exclude it.
        subject: What the condition is read from; breadth carries survivorship.
        open: What the test leaves open.
    """

    key: str
    title: str
    claim: str
    test: str
    outcome: str
    design: Design
    terms: Callable[[Profile], Mapping[str, Term]] = no_terms
    statistic: Statistic = "share"
    more: bool = True
    unit: Unit = Unit.PERCENT
    size: float | None = None
    subject: Subject = "price"
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untested:
    """A claim that no data here can test, and why."""

    key: str
    title: str
    claim: str
    reason: str
