"""What a chart is drawn from: arrays and facts, with nothing left to compute but positions."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from tools.types import Absent, Fact, FloatArray, Reading, StateArray

ChartKind = Literal["all", "price", "ratio", "breadth", "momentum"]
"""Which panels: "all" stacks the four."""

Theme = Literal["dark", "light"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished picture.

    Attributes:
        png: The file.
        alt: What the picture says, in sentences made from facts; at most 1,024 characters.
        title: One line: symbol, session, close, and whether it is simulated or provisional.
        width, height: Pixels.
    """

    png: bytes
    alt: str
    title: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One drawn line.

    Attributes:
        name: What stands at its end, e.g. "EMA 21".
        points: One value per session shown, NaN where there is none.
        last: The last value as a reading.
    """

    name: str
    points: FloatArray
    last: Reading


@dataclass(frozen=True, slots=True, eq=False)
class PricePanel:
    """Price on the scale of the last session: the last close is the quoted one.

    Attributes:
        open, high, low, close: USD (or index points), as quoted; the first three
            are NaN throughout with closes only.
        closes_only: Whether a line is drawn instead of candles.
        last: The quoted close.
        change: Per cent against the close before.
        averages: The trend's two averages, re-anchored in the same way.
        resistance, support: Prices of the levels, the nearest first; missing ones with their reason.
    """

    open: FloatArray
    high: FloatArray
    low: FloatArray
    close: FloatArray
    closes_only: bool
    last: Reading
    change: Reading
    averages: tuple[Line, ...]
    resistance: tuple[Reading, ...]
    support: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RatioPanel:
    """The price ratio to the benchmark and the rotation state.

    Attributes:
        benchmark: Its symbol.
        ratio, mean: The ratio and its window's mean.
        states: Rotation per session: +1 leadership, 0 parity, -1 flight, `ABSTAIN` where unknown.
        state, sessions, confirmed: Today's state, how long, and whether today's readings confirm it.
    """

    benchmark: str
    ratio: Line
    mean: Line
    states: StateArray
    state: Reading
    sessions: Reading
    confirmed: Reading


@dataclass(frozen=True, slots=True, eq=False)
class BreadthPanel:
    """Shares of the members above their own averages, per cent.

    Attributes:
        short, long: The two shares.
        low, high: The interval of the short share; equal to it where it is counted.
        estimated: Whether today's share is an estimate from a sample.
        floor, middle, ceiling: The shares that score -1, 0 and +1.
        above, eligible, coverage: Numerator, denominator and coverage of today's short share.
        caveats: What else to know of the members, e.g. survivorship bias.
    """

    short: Line
    long: Line
    low: FloatArray
    high: FloatArray
    estimated: bool
    floor: Fact
    middle: Fact
    ceiling: Fact
    above: Reading
    eligible: Reading
    coverage: Reading
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MomentumPanel:
    """The momentum score and what it was made from.

    Attributes:
        score: In [-1, +1].
        unchecked: The score before the volume check, per session.
        bottom, top: Limits of the neutral zone today, calendar included.
        short, long: The two rates of change with their periods in sessions.
        sigma: Their mean in units of the symbol's noise.
    """

    score: Line
    unchecked: FloatArray
    bottom: Fact
    top: Fact
    short: tuple[int, Reading]
    long: tuple[int, Reading]
    sigma: Reading


@dataclass(frozen=True, slots=True, eq=False)
class ChartData:
    """Everything a chart of one symbol at one session shows.

    Attributes:
        symbol: As resolved.
        as_of: The last session.
        source: Where the bars came from.
        disclaimer: What every result says of itself.
        simulated: Whether the picture must say SIMULATED.
        provisional: Whether the last session is unfinished.
        expected: The session that should have been there, where the bars end before it.
        sessions: The sessions shown, oldest first; every array is as long.
        shown: How many sessions are shown.
        price: Always there.
        ratio, breadth, momentum: `Absent` where they abstain: drawn as an empty panel that says why.
    """

    symbol: str
    as_of: date
    source: str
    disclaimer: str
    simulated: bool
    provisional: bool
    expected: date | None
    sessions: pd.DatetimeIndex
    shown: Fact
    price: PricePanel
    ratio: RatioPanel | Absent
    breadth: BreadthPanel | Absent
    momentum: MomentumPanel | Absent
