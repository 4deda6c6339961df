"""Breadth over history: the share of the universe's members above their own averages, scored and flagged."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from tools.indicators.momentum import roc
from tools.indicators.proportion import wilson_interval
from tools.indicators.rolling import rolling_max, rolling_min
from tools.indicators.trend import ema
from tools.layers.base import Inputs, LayerHistory, adjusted_atr
from tools.profile import BreadthProfile
from tools.types import Absent, BoolArray, FloatArray


def history(inputs: Inputs) -> LayerHistory | Absent:
    """Linear from `floor` (-1) through `middle` (0) to `ceiling` (+1), plus the change as a tie-breaker.

    The tie-breaker is the `change_sessions` change over `change_full_scale`, clipped, times
    `change_weight`. Below `min_coverage` the measure carries the score of the interval's ends, so that a
    state needs the whole interval. Columns: `percent`, `percent_low`, `percent_high`, `long_percent`,
    `coverage` (per cent), `change` (points), `above`, `eligible`, `long_above`, `long_eligible` (members).
    Warm-up: the short window plus `change_sessions`.
    """
    if isinstance(inputs.breadth, Absent):
        return inputs.breadth
    breadth, profile = inputs.breadth, inputs.profile.breadth
    counts, short, long = breadth.counts, profile.short_window, profile.long_window
    on = _onto(breadth.index, inputs.bars.index)
    members = len(breadth.membership.symbols)
    percent = counts.percent(short)
    coverage = 100.0 * counts.eligible[short] / members
    low, high = wilson_interval(
        counts.above[short].astype(np.float64), counts.eligible[short].astype(np.float64), population=members
    )
    counted = coverage >= profile.min_coverage
    low, high = np.where(counted, percent, low), np.where(counted, percent, high)
    then = np.full_like(percent, np.nan)
    then[profile.change_sessions :] = percent[: -profile.change_sessions]
    columns = {
        "percent": percent,
        "percent_low": low,
        "percent_high": high,
        "long_percent": counts.percent(long),
        "coverage": coverage,
        "change": percent - then,
        "above": counts.above[short].astype(np.float64),
        "eligible": counts.eligible[short].astype(np.float64),
        "long_above": counts.above[long].astype(np.float64),
        "long_eligible": counts.eligible[long].astype(np.float64),
    }
    columns = {name: on(values) for name, values in columns.items()}
    change = columns["change"]
    score = score_of(columns["percent"], change, profile)
    return LayerHistory(
        score=score,
        measure=score,
        band=profile.band,
        columns=columns,
        measure_low=score_of(columns["percent_low"], change, profile),
        measure_high=score_of(columns["percent_high"], change, profile),
        silence="too few members have the prices that the average needs at this session",
    )


def score_of(percent: FloatArray, change: FloatArray, profile: BreadthProfile) -> FloatArray:
    """The score of a percentage and its change, in [-1, +1]."""
    falling = (percent - profile.middle) / (profile.middle - profile.floor)
    rising = (percent - profile.middle) / (profile.ceiling - profile.middle)
    linear = np.clip(np.where(percent < profile.middle, falling, rising), -1.0, 1.0)
    tie = profile.change_weight * np.clip(change / profile.change_full_scale, -1.0, 1.0)
    return np.clip(linear + tie, -1.0, 1.0)


def _onto(index: pd.DatetimeIndex, target: pd.DatetimeIndex) -> Callable[[FloatArray], FloatArray]:
    """A function that puts values of `index` on the same sessions of `target`, NaN elsewhere."""
    places = index.get_indexer(target)

    def put(values: FloatArray) -> FloatArray:
        if not len(values):
            return np.full(len(target), np.nan)
        return np.where(places >= 0, values[places], np.nan)

    return put


def flags(inputs: Inputs, history: LayerHistory) -> Mapping[str, BoolArray]:
    """`divergence_warning`, `washed_out_repair` and `thrust` per session; false where not known.

    An estimated share counts as below a threshold only when its whole interval is.
    """
    profile, bars, columns = inputs.profile.breadth, inputs.bars, history.columns
    adjusted, percent, high = bars.adj_close, columns["percent"], columns["percent_high"]
    with np.errstate(invalid="ignore"):
        at_high = bars.close >= rolling_max(bars.close, profile.return_sessions)
        rallying = (roc(adjusted, profile.return_sessions) > 0) | at_high
        washed = _any_within(high < profile.washed_out_below, profile.washed_out_within)
        rising = _all_within(np.diff(percent, prepend=np.nan) > 0, profile.rising_sessions)
        floor = rolling_min(bars.close, profile.low_window)
        scale = bars.close / adjusted
        near_low = (
            bars.close - floor
            <= profile.near_low_atr * adjusted_atr(bars, inputs.profile.trend.atr_period) * scale
        )
        return {
            "divergence_warning": rallying & (high < profile.divergence_below),
            "washed_out_repair": washed & rising & near_low,
            "thrust": _thrust(inputs, profile),
        }


def _any_within(condition: BoolArray, sessions: int) -> BoolArray:
    """Whether the condition held on any of the last `sessions`, today included."""
    totals = np.concatenate(([0], np.cumsum(condition)))
    start = np.maximum(np.arange(len(condition)) + 1 - sessions, 0)
    return np.asarray(totals[1:] - totals[start] > 0)


def _all_within(condition: BoolArray, sessions: int) -> BoolArray:
    """Whether the condition held on every one of the last `sessions`, today included."""
    totals = np.concatenate(([0], np.cumsum(condition)))
    start = np.maximum(np.arange(len(condition)) + 1 - sessions, 0)
    return np.asarray(totals[1:] - totals[start] == sessions)


def _thrust(inputs: Inputs, profile: BreadthProfile) -> BoolArray:
    """Zweig's thrust: the average advancing share climbs through both thresholds within the window."""
    share = advancing_share(inputs, profile)
    low = _any_within(share < profile.thrust_from, profile.thrust_window)
    before = np.concatenate(([np.nan], share[:-1]))
    return np.asarray(low & (share > profile.thrust_to) & (before <= profile.thrust_to))


def advancing_share(inputs: Inputs, profile: BreadthProfile) -> FloatArray:
    """EMA of advancing / (advancing + declining) members, per cent, on the sessions of the bars."""
    if isinstance(inputs.breadth, Absent):
        return np.full(len(inputs.bars), np.nan)
    counts = inputs.breadth.counts
    moved = (counts.advancing + counts.declining).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(moved > 0, 100.0 * counts.advancing / moved, np.nan)
    if not np.isfinite(share).any():
        return np.full(len(inputs.bars), np.nan)
    # a session on which nothing moved repeats the one before it
    last = np.maximum.accumulate(np.where(np.isfinite(share), np.arange(len(share)), 0))
    share = share[last]
    return _onto(inputs.breadth.index, inputs.bars.index)(ema(share, profile.thrust_window))
