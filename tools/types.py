"""The currency of the product: facts, the sentences made from them, and typed absence.

A number reaches a person only inside a `Fact`. Where there is no number there is a `Missing` with its
reason; zero is never absence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

EXCHANGE_ZONE = ZoneInfo("America/New_York")
"""Where a session's day begins and ends."""

FloatArray = npt.NDArray[np.float64]
"""One float64 per session, NaN where there is no reading."""

BoolArray = npt.NDArray[np.bool_]
StateArray = npt.NDArray[np.int8]
"""One of -1 (bearish), 0 (neutral), +1 (bullish) or `ABSTAIN` per session."""

ABSTAIN = -128
"""The int8 in a `StateArray` where a layer says nothing; far from every state, so no arithmetic hides it."""

State = Literal["bullish", "neutral", "bearish"]
Rating = Literal["strong bearish", "bearish", "neutral", "bullish", "strong bullish"]


class Unit(StrEnum):
    """What a value counts; decides how it is written for people (`tools.phrases`)."""

    USD = "USD"
    PERCENT = "%"
    POINTS = "percentage points"
    BASIS_POINTS = "bp"
    ATR = "ATR"
    SIGMA = "sigma"
    YIELD = "% a year"
    """A rate, or the difference of two: small differences matter."""
    RATIO = "ratio"
    """A ratio of prices: small differences matter."""
    TIMES = "times"
    """A multiple of something."""
    VOTE = "vote"
    """-1, 0 or +1."""
    SCORE = "score"
    """A position on a scale from -1 to +1."""
    POINTS_100 = "of 100"
    INDEX = "index points"
    SESSIONS = "sessions"
    SHARES = "shares"
    COUNT = "count"
    USD_PER_SESSION = "USD per session"
    TEXT = "text"
    FLAG = "true/false"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with everything needed to check it.

    Attributes:
        id: Stable dotted name, e.g. `iwm.trend.ema21`.
        label: The field's name for it, e.g. "21-session EMA".
        value: The unrounded value.
        unit: What the value counts.
        as_of: The session the value belongs to (its own date: a membership list or a rate may be older
            than the card).
        source: Where the inputs came from, e.g. "yfinance".
        method: How it was made, with variant and price basis, e.g. "EMA(21), adjusted close".
        notes: Caveats that travel with the value: staleness, sampling, provisional, simulated.
    """

    id: str
    label: str
    value: float | str | bool
    unit: Unit
    as_of: date
    source: str
    method: str
    notes: tuple[str, ...] = ()

    @property
    def number(self) -> float:
        """The value as a float.

        Raises:
            TypeError: When the value is text.
        """
        if isinstance(self.value, str):
            raise TypeError(f"{self.id} is text")
        return float(self.value)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is not there, and why. Written for people as "not known (reason)"."""

    id: str
    label: str
    reason: str


Reading = Fact | Missing


@dataclass(frozen=True, slots=True)
class Absent:
    """An input that is not there, and why; what is computed from it becomes `Missing` or abstains."""

    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Text made only from facts; `facts` are the ids it quotes, in order."""

    text: str
    facts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Flag:
    """A named condition of the specification, true or false, with the numbers it was decided on.

    Attributes:
        id: Its fact id.
        label: For people.
        on: Whether it holds.
        because: One sentence made from its numbers.
        facts: What the sentence quotes beyond the facts of the reading it stands in.
    """

    id: str
    label: str
    on: bool
    because: Sentence
    facts: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Flip:
    """What would change a state: one number in the layer's own unit, and the next close that would do it.

    Attributes:
        to: The state it would change to.
        reading: The threshold in the layer's own unit.
        price: The next session's close (unadjusted, comparable with a chart) at which the state changes
            with everything else held; `Missing` where no positive close does it, or where price is not
            what the layer reads.
    """

    to: str
    reading: Reading
    price: Reading


@dataclass(frozen=True, slots=True)
class LayerReading:
    """One layer at one session.

    Attributes:
        name: The layer's key in the profile, e.g. "trend".
        title: Its name on cards.
        weight: Its share of the composite before renormalising.
        state: Its state, or `Absent` where it abstains.
        score: In [-1, +1].
        rationale: One sentence made from the facts.
        facts: What it was decided on, in the order of a card.
        flips: What would change its state.
        flags: Named conditions beside the state.
    """

    name: str
    title: str
    weight: Reading
    state: State | Absent
    score: Reading
    rationale: Sentence
    facts: tuple[Reading, ...]
    flips: tuple[Flip, ...] = ()
    flags: tuple[Flag, ...] = ()

    def present(self) -> Iterator[Fact]:
        """The facts that are there."""
        return (fact for fact in (self.score, *self.facts) if isinstance(fact, Fact))
