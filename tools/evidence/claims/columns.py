"""The columns that several claims read: set-ups, returns ahead, rates as they were known."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from tools.bars import Bars, RateSeries
from tools.evidence.claims.claim import ClaimInputs, Group, Trial
from tools.evidence.forward import NO_OPEN, forward_returns
from tools.indicators.alignment import on_index
from tools.indicators.momentum import roc
from tools.indicators.rolling import rolling_max
from tools.layers import breadth_history, trend
from tools.layers.base import Inputs, LayerHistory
from tools.profile import Profile
from tools.types import Absent, BoolArray, FloatArray

BREAKOUT = 20
"""Sessions before, whose highest close a breakout closes above."""

BASIS_POINTS = 100.0

Count = Callable[[FloatArray], FloatArray]
"""From returns to 1 where one counts, 0 where not, NaN where there is none."""


def onto(values: FloatArray, index: pd.DatetimeIndex, target: pd.DatetimeIndex) -> FloatArray:
    """Values of `index` on the same sessions of `target`, NaN elsewhere."""
    places = index.get_indexer(target)
    return np.where(places >= 0, values[places], np.nan)


def ahead(bars: Bars, horizon: int, target: pd.DatetimeIndex) -> FloatArray:
    """Return in per cent from the next open to the close `horizon` sessions on; NaN where not known."""
    found = forward_returns(bars, horizon)
    made = np.full(len(bars), np.nan) if isinstance(found, Absent) else 100.0 * found
    return onto(made, bars.index, target)


def other_of(inputs: ClaimInputs, other: Bars | Absent) -> Bars | Absent:
    """The other symbol where a purchase of it can be judged against one of the symbol."""
    if isinstance(other, Absent):
        return other
    if other.symbol == inputs.market.bars.symbol:
        return Absent(f"{other.symbol} is the symbol itself")
    return Absent(f"{other.symbol}: {NO_OPEN}") if other.fields == "close" else other


def rose(returns: FloatArray) -> FloatArray:
    """1 where a return is above zero, 0 where not, NaN where there is none."""
    return np.where(np.isfinite(returns), (returns > 0).astype(np.float64), np.nan)


def fell(returns: FloatArray) -> FloatArray:
    """1 where a return is below zero, 0 where not, NaN where there is none."""
    return rose(-returns)


def not_higher(returns: FloatArray) -> FloatArray:
    """1 where a return is zero or less, 0 where it is more, NaN where there is none: a failed purchase."""
    return 1.0 - rose(returns)


def against_base(
    name: str,
    holds: BoolArray,
    known: BoolArray,
    returns: Mapping[int, FloatArray],
    whose: str,
    decides: tuple[int, ...],
    count: Count = rose,
) -> tuple[Trial, ...]:
    """A condition against every session at which it is known, one comparison per horizon."""
    return between((name, holds & known), ("all sessions", known), returns, whose, decides, count)


def between(
    case: tuple[str, BoolArray],
    base: tuple[str, BoolArray],
    returns: Mapping[int, FloatArray],
    whose: str,
    decides: tuple[int, ...],
    count: Count = rose,
) -> tuple[Trial, ...]:
    """Two conditions against each other, one comparison per horizon.

    Args:
        case: Name and sessions of what the claim speaks of.
        base: Name and sessions of what it is compared with.
        returns: Horizon -> returns in per cent.
        whose: Whose returns they are.
        decides: The horizons that the verdict rests on.
        count: What of a return counts.
    """
    return tuple(
        Trial(
            horizon,
            whose,
            Group(*case, count(made), made),
            Group(*base, count(made), made),
            horizon in decides,
        )
        for horizon, made in returns.items()
    )


def returns_of(bars: Bars, horizons: Iterable[int], target: pd.DatetimeIndex) -> dict[int, FloatArray]:
    """Horizon -> returns ahead in per cent, on the rows of `target`."""
    return {horizon: ahead(bars, horizon, target) for horizon in horizons}


def leads_of(inputs: ClaimInputs, other: Bars, horizons: Iterable[int]) -> dict[int, FloatArray]:
    """Horizon -> the symbol's returns ahead less the other's, in points."""
    bars = inputs.market.bars
    return {h: ahead(bars, h, bars.index) - ahead(other, h, bars.index) for h in horizons}


def breakouts(bars: Bars, window: int = BREAKOUT) -> BoolArray:
    """Closes above the highest close of the `window` sessions before."""
    before = np.full(len(bars), np.nan)
    before[1:] = rolling_max(bars.close, window)[:-1]
    with np.errstate(invalid="ignore"):
        return np.asarray(bars.close > before)


def setups(bars: Bars, profile: Profile) -> BoolArray:
    """A plain framework for buying: the first session of a breakout, or a cross of the averages upwards."""
    high = breakouts(bars)
    fresh = high & ~np.concatenate(([False], high[:-1]))
    return fresh | crosses(bars, profile)


def crosses(bars: Bars, profile: Profile) -> BoolArray:
    """Sessions at which the fast average came from below the slow one to above it."""
    separation = trend.history(_alone(bars, profile)).columns["separation"]
    with np.errstate(invalid="ignore"):
        return np.concatenate(([False], (separation[1:] > 0) & (separation[:-1] <= 0)))


def _alone(bars: Bars, profile: Profile) -> Inputs:
    nothing = Absent("not read")
    return Inputs(bars, nothing, nothing, nothing, profile, np.ones(len(bars)))


def relative(inputs: ClaimInputs, other: Bars, period: int) -> tuple[FloatArray, FloatArray]:
    """(the symbol's return less the other's in points, the other's in per cent) over `period` sessions."""
    bars = inputs.market.bars
    theirs = onto(roc(other.adj_close, period), other.index, bars.index)
    return roc(bars.adj_close, period) - theirs, theirs


def breadth_of(inputs: ClaimInputs) -> LayerHistory | Absent:
    """The breadth layer's columns on the rows of the bars, NaN where there is no panel."""
    found = breadth_history.history(inputs.market)
    if not isinstance(found, Absent) and not np.isfinite(found.columns["percent"]).any():
        return Absent("the panel has no session in common with the bars")
    return found


def rate_before(inputs: ClaimInputs, name: str) -> FloatArray | Absent:
    """A rate as it was known at each close: the one of the session before, since it is published after it."""
    series = inputs.rates.get(name, Absent(f"{name} was not asked for"))
    if isinstance(series, Absent):
        return series
    level = level_of(series, inputs)
    return np.concatenate(([np.nan], level[:-1]))


def level_of(series: RateSeries, inputs: ClaimInputs) -> FloatArray:
    """A rate on the sessions of the bars, no older than the credit overlay allows."""
    age = inputs.market.profile.credit.max_age
    return on_index(series.level, series.index, inputs.market.bars.index, age)


def change(values: FloatArray, sessions: int) -> FloatArray:
    """Today's value less the one `sessions` before."""
    found = np.full(len(values), np.nan)
    if sessions < len(values):
        found[sessions:] = values[sessions:] - values[:-sessions]
    return found
