"""What every layer is given and gives back.

A layer is a pure function from inputs to a history; today's reading is the last row of it, put into
words. States are decided here, once, from a layer's measure and band, so that the calendar overlay can
tighten or loosen every layer in the same way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from tools.bars import Bars, Membership
from tools.facts import FactSheet
from tools.indicators.breadth import Participation
from tools.indicators.volatility import atr, atr_from_closes
from tools.profile import Profile
from tools.types import (
    ABSTAIN,
    Absent,
    BoolArray,
    Flag,
    Flip,
    FloatArray,
    Reading,
    Sentence,
    State,
    StateArray,
)

NOT_ASKED = Absent("not asked for")

STATE_NAMES: Mapping[int, State] = {1: "bullish", 0: "neutral", -1: "bearish"}


@dataclass(frozen=True, slots=True, eq=False)
class Breadth:
    """A universe's participation with what is needed to judge it.

    Attributes:
        index: Sessions of the counts.
        counts: The counts themselves.
        membership: The list whose length is the denominator of coverage.
        biased: True when the list is later than the sessions (survivorship bias).
        source: Where the prices came from.
    """

    index: pd.DatetimeIndex
    counts: Participation
    membership: Membership
    biased: bool
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Everything the layers may read, already cut at the session of the card.

    Attributes:
        bars: The symbol.
        benchmark: What it is measured against (SPY), or why not.
        growth: The second comparison (QQQ), or why not.
        breadth: Participation of the symbol's universe, or why not.
        profile: Parameters.
        multiples: Factor on every neutral band per session of `bars` (calendar overlay); ones without.
        intraday: 5-minute bars of the last sessions, or why not; reported beside, never scored, since
            no source has them for the whole history that the score is judged by.
        volume_check: What momentum's volume check is taken to be on the last row, where that bar's volume is
            not whole: 1 weak, 0 confirmed, NaN not known. None: it is computed, as for every whole bar.
    """

    bars: Bars
    benchmark: Bars | Absent
    growth: Bars | Absent
    breadth: Breadth | Absent
    profile: Profile
    multiples: FloatArray
    intraday: Bars | Absent = NOT_ASKED
    volume_check: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LayerHistory:
    """One layer over whole history; every array is as long as the bars.

    Attributes:
        score: In [-1, +1], NaN where the layer abstains.
        measure: What is compared with the band, in the layer's own unit.
        band: Half-width of the neutral zone of `measure`, before the calendar's multiple.
        columns: The layer's readings by name, in their units.
        measure_low, measure_high: Bounds of an estimated measure; equal to it where it is counted.
        silence: Why the last row has no score, for people.
        strength: The score before it was clipped, for ranking what the clip makes equal; the score itself
            where nothing is clipped.
    """

    score: FloatArray
    measure: FloatArray
    band: FloatArray | float
    columns: Mapping[str, FloatArray]
    measure_low: FloatArray | None = None
    measure_high: FloatArray | None = None
    silence: str = "not enough sessions"
    strength: FloatArray | None = None

    def states(self, multiples: FloatArray) -> StateArray:
        """The state per session: beyond the band on the whole of the measure's interval, else neutral."""
        low = self.measure if self.measure_low is None else self.measure_low
        high = self.measure if self.measure_high is None else self.measure_high
        band = self.band * multiples
        with np.errstate(invalid="ignore"):
            states = np.where(low > band, 1, np.where(high < -band, -1, 0)).astype(np.int8)
        states[np.isnan(self.score) | np.isnan(band)] = ABSTAIN
        return states


def no_flags(inputs: Inputs, history: LayerHistory) -> Mapping[str, BoolArray]:
    """For layers without named conditions."""
    del inputs, history
    return {}


@dataclass(frozen=True, slots=True)
class Words:
    """What a layer says of its last row; the stack adds name, weight, state and score."""

    rationale: Sentence
    facts: tuple[Reading, ...]
    flips: tuple[Flip, ...]
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A line of the registry.

    Attributes:
        name: Key of its weight in the profile and prefix of its fact ids.
        title: Its name on cards.
        method: How the score is made, for its fact.
        history: Inputs to columns; `Absent` when an input it needs is not there.
        read: The last row in facts and words: (inputs, history, state, sheet) to a reading. It is
            called only where the last row has a score.
        flags: Named conditions over history.
    """

    name: str
    title: str
    method: str
    history: Callable[[Inputs], LayerHistory | Absent]
    read: Callable[[Inputs, LayerHistory, State, FactSheet], Words]
    flags: Callable[[Inputs, LayerHistory], Mapping[str, BoolArray]] = field(default=no_flags)


def adjusted_atr(bars: Bars, period: int) -> FloatArray:
    """ATR of dividend-adjusted bars, USD, so that it is on the scale of the adjusted averages.

    Bars are scaled by `adj_close / close`; with closes only, the true range is the distance between
    closes, and `atr_method` says so.
    """
    if bars.fields == "close":
        return atr_from_closes(bars.adj_close, period)
    scale = bars.adj_close / bars.close
    return atr(bars.high * scale, bars.low * scale, bars.adj_close, period)


def atr_method(bars: Bars, period: int) -> str:
    """How `adjusted_atr` was made, for the method of a fact."""
    basis = "closes only" if bars.fields == "close" else "adjusted bars"
    return f"ATR({period}, Wilder) of {basis}"
