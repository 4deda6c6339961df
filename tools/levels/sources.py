"""Where support and resistance can come from: named prices, before any of them is clustered or ranked."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from tools.bars import Bars
from tools.chart_prices import CHART, extremes, extremes_basis, price_unit, why_missing
from tools.facts import FactSheet
from tools.indicators.levels import swing_highs, swing_lows
from tools.indicators.trend import sma
from tools.indicators.volume import volume_by_price
from tools.profile import LevelsProfile
from tools.types import Fact, Missing, Reading

YEAR = 252
"""Sessions of the "52-week" extremes."""

_NEIGHBOURS = 2
"""Bins on each side that a shelf must exceed, so that one broad shelf is one level."""

_ROUND_SHARE = 0.025
"""Round numbers closer together than this share of the price are not remarkable."""


def candidates(
    bars: Bars, profile: LevelsProfile, sheet: FactSheet, atr: float
) -> tuple[tuple[Fact, ...], tuple[Missing, ...]]:
    """Every price within reach of the close that could hold it, each as a fact whose label is its name.

    - confirmed swing highs and lows (fractals of `wings` sessions on each side) of the `lookback` window;
    - the simple moving averages `averages`;
    - the highest high and lowest low of 252 sessions;
    - volume shelves: slices of the window's volume profile with at least `volume_shelf` times the mean
      slice and more than their two neighbours on each side, at the middle of the slice;
    - round numbers: multiples of the smallest of 1, 5, 10, 50, ... that is at least 2.5 % of the price and
      `cluster_atr` ATR, but only where the window has traded.

    Reach is as far as a walk of one ATR a session gets in `recency_half_life` sessions: ATR * sqrt(63) =
    7.9 ATR.

    Args:
        bars: Cut at the session; at least one row.
        profile: Parameters.
        sheet: Makes the facts.
        atr: ATR in the unit of price, above 0.

    Returns:
        The candidates in ascending price, and what could not be looked for, with the reason.
    """
    reach = atr * math.sqrt(profile.recency_half_life)
    close = float(bars.close[-1])
    step = round_step(max(close * _ROUND_SHARE, atr * profile.cluster_atr))
    readings = [
        *_swings(bars, profile, sheet),
        *_averages(bars, profile, sheet),
        *year_extremes(bars, sheet),
        *_shelves(bars, profile, sheet),
        *_round_numbers(bars, profile, sheet, step, reach),
    ]
    facts = [
        reading for reading in readings if isinstance(reading, Fact) and abs(reading.number - close) <= reach
    ]
    facts.sort(key=lambda fact: (fact.number, fact.id))
    return tuple(facts), tuple(reading for reading in readings if isinstance(reading, Missing))


def year_extremes(bars: Bars, sheet: FactSheet) -> tuple[Reading, Reading]:
    """The 52-week high and low (252 sessions), each dated by its newest session.

    Args:
        bars: Cut at the session.
        sheet: Makes the facts.

    Returns:
        High and low; `Missing` with fewer than 252 sessions.
    """
    high, low = extremes(bars)
    readings = []
    for name, values, best in (("high", high, np.argmax), ("low", low, np.argmin)):
        enough = len(values) >= YEAR
        row = len(values) - 1 - int(best(values[::-1][:YEAR]))
        readings.append(
            sheet.number(
                f"{name}_52w",
                f"52-week {name}",
                float(values[row]) if enough else math.nan,
                price_unit(bars),
                f"extreme of {YEAR} sessions, {extremes_basis(bars)}",
                as_of=pd.Timestamp(bars.index[row]).date(),
            )
        )
    return readings[0], readings[1]


def _swings(bars: Bars, profile: LevelsProfile, sheet: FactSheet) -> Iterator[Reading]:
    first = len(bars) - profile.lookback
    high, low = extremes(bars)
    method = f"fractal of {profile.wings} sessions on each side, {extremes_basis(bars)}"
    for name, pivots in (
        ("high", swing_highs(high, profile.wings)),
        ("low", swing_lows(low, profile.wings)),
    ):
        for confirmed in np.flatnonzero(~np.isnan(pivots)):
            row = int(confirmed) - profile.wings
            if row < first:
                continue
            day = pd.Timestamp(bars.index[row]).date()
            yield sheet.number(
                f"level.swing_{name}.{day}",
                f"swing {name} of {day}",
                float(pivots[confirmed]),
                price_unit(bars),
                method,
                as_of=day,
            )


def _averages(bars: Bars, profile: LevelsProfile, sheet: FactSheet) -> Iterator[Reading]:
    for window in profile.averages:
        yield sheet.number(
            f"level.sma{window}",
            f"{window}-session SMA",
            float(sma(bars.close, window)[-1]),
            price_unit(bars),
            f"SMA({window}) of closes, {CHART}",
        )


def _shelves(bars: Bars, profile: LevelsProfile, sheet: FactSheet) -> Iterator[Reading]:
    if bars.fields != "ohlcv":
        yield sheet.missing("level.shelf", "volume shelf", why_missing(bars, volume=True))
        return
    window = slice(-profile.lookback, None)
    edges, volumes = volume_by_price(
        bars.high[window], bars.low[window], bars.volume[window], profile.volume_bins
    )
    method = (
        f"volume by price, {profile.volume_bins} slices of {min(profile.lookback, len(bars))} sessions, "
        f"at least {profile.volume_shelf:g} times the mean slice, {CHART}"
    )
    least = profile.volume_shelf * float(volumes.mean())
    for position in np.flatnonzero(volumes >= least):
        start = max(0, int(position) - _NEIGHBOURS)
        peak = start + int(volumes[start : position + _NEIGHBOURS + 1].argmax())
        if volumes[position] > 0 and peak == position:
            middle = float(edges[position] + edges[position + 1]) / 2
            yield sheet.number(f"level.shelf.{position}", "volume shelf", middle, price_unit(bars), method)


def _round_numbers(
    bars: Bars, profile: LevelsProfile, sheet: FactSheet, step: float, reach: float
) -> Iterator[Reading]:
    high, low = extremes(bars)
    close = float(bars.close[-1])
    lowest = max(float(low[-profile.lookback :].min()), close - reach)
    highest = min(float(high[-profile.lookback :].max()), close + reach)
    for multiple in range(math.ceil(lowest / step), math.floor(highest / step) + 1):
        yield sheet.number(
            f"level.round.{multiple}",
            "round number",
            multiple * step,
            price_unit(bars),
            f"multiple of {step:g}",
        )


def round_step(least: float) -> float:
    """Distance between round numbers: the smallest 1 or 5 times a power of ten that is at least `least`.

    Args:
        least: Above 0.
    """
    decade = float(f"1e{math.floor(math.log10(least))}")
    return next(step for step in (decade, 5 * decade, 10 * decade) if step >= least)
