"""The components of the credit overlay: one rule each, over history, on the sessions of the card."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.bars import Bars, RateSeries
from tools.indicators.alignment import on_index
from tools.indicators.relative_strength import price_ratio
from tools.indicators.rolling import percentile_rank, rolling_std
from tools.indicators.trend import slope
from tools.profile import CreditProfile
from tools.types import Absent, FloatArray, Unit


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """One component over history, on the sessions of the card's symbol.

    Attributes:
        key, title: For ids and people.
        vote: -1, 0, +1, NaN where it abstains.
        columns: Name -> (label, values, unit, method), in the order of a card.
        dates: The component's own dates on which it could vote.
        source: Where it came from.
    """

    key: str
    title: str
    vote: FloatArray
    columns: Mapping[str, tuple[str, FloatArray, Unit, str]]
    dates: pd.DatetimeIndex
    source: str


def ratio_component(
    key: str,
    title: str,
    top: Bars | Absent,
    bottom: Bars | Absent,
    index: pd.DatetimeIndex,
    profile: CreditProfile,
) -> Component | Absent:
    """A total-return ratio: its slope against the slope's own trailing deviation."""
    if isinstance(top, Absent):
        return top
    if isinstance(bottom, Absent):
        return bottom
    places = bottom.index.get_indexer(top.index)
    rows = np.flatnonzero(places >= 0)
    if not len(rows):
        return Absent("no sessions in common")
    own = top.index[rows]
    ratio = price_ratio(top.adj_close[rows], bottom.adj_close[places[rows]])
    drift = 1e4 * slope(ratio, profile.slope_window) / ratio
    deviation = rolling_std(drift, profile.history)
    with np.errstate(divide="ignore", invalid="ignore"):
        sigma = np.where(deviation > 0, drift / deviation, np.nan)
    vote = np.where(np.isnan(sigma), np.nan, np.sign(sigma) * (np.abs(sigma) >= profile.slope_sigma))
    window = profile.slope_window
    return _component(
        key,
        title,
        vote,
        {
            "ratio": ("ratio", ratio, Unit.RATIO, "adjusted closes (total return)"),
            "slope": (
                f"{window}-session slope",
                drift,
                Unit.BASIS_POINTS,
                "least squares, bp of the ratio per session",
            ),
            "sigma": (
                "slope against its own history",
                sigma,
                Unit.SIGMA,
                f"slope / its {profile.history}-session deviation; votes beyond {profile.slope_sigma:g}",
            ),
        },
        own,
        top.source,
        index,
        profile,
    )


def spread_component(
    series: RateSeries | Absent, index: pd.DatetimeIndex, profile: CreditProfile
) -> Component | Absent:
    """High-yield spread over Treasuries: widening or a high level stresses, narrowing supports."""
    if isinstance(series, Absent):
        return series
    change = 100.0 * _change(series.level, profile.change_sessions)
    with np.errstate(invalid="ignore"):
        vote = np.where(
            change >= profile.oas_change_bp, -1.0, np.where(change <= -profile.oas_change_bp, 1.0, 0.0)
        )
        # a level under stress is not supportive because it came from a worse one
        vote = np.where(series.level >= profile.oas_stressed, -1.0, vote)
    vote[np.isnan(change)] = np.nan
    return _component(
        "oas",
        "high-yield spread",
        vote,
        {
            "level": ("option-adjusted spread", series.level, Unit.YIELD, series.name),
            "change": (
                f"{profile.change_sessions}-session change",
                change,
                Unit.BASIS_POINTS,
                f"votes at {profile.oas_change_bp:g} bp, or at a level of {profile.oas_stressed:g} %",
            ),
        },
        series.index,
        series.source,
        index,
        profile,
    )


def curve_component(
    series: RateSeries | Absent, index: pd.DatetimeIndex, profile: CreditProfile
) -> Component | Absent:
    """10-year minus 2-year yield: inverted or flattening stresses, steepening from above zero supports."""
    if isinstance(series, Absent):
        return series
    change = 100.0 * _change(series.level, profile.change_sessions)
    limit = profile.curve_change_bp
    with np.errstate(invalid="ignore"):
        vote = np.where(change >= limit, 1.0, np.where(change <= -limit, -1.0, 0.0))
        vote = np.where(series.level < 0, -1.0, vote)
    vote[np.isnan(change)] = np.nan
    return _component(
        "curve",
        "10y-2y curve",
        vote,
        {
            "level": ("10-year minus 2-year yield", series.level, Unit.YIELD, series.name),
            "change": (
                f"{profile.change_sessions}-session change",
                change,
                Unit.BASIS_POINTS,
                f"votes at {limit:g} bp; inverted counts as stressed",
            ),
        },
        series.index,
        series.source,
        index,
        profile,
    )


def volatility_component(
    bars: Bars | Absent, index: pd.DatetimeIndex, profile: CreditProfile
) -> Component | Absent:
    """The VIX's place in its own trailing history."""
    if isinstance(bars, Absent):
        return bars
    place = percentile_rank(bars.close, profile.history)
    with np.errstate(invalid="ignore"):
        vote = np.where(
            place >= profile.vix_stressed, -1.0, np.where(place <= profile.vix_supportive, 1.0, 0.0)
        )
    vote[np.isnan(place)] = np.nan
    return _component(
        "vix",
        "VIX",
        vote,
        {
            "level": ("VIX", bars.close, Unit.INDEX, "close"),
            "percentile": (
                f"percentile over {profile.history} sessions",
                place,
                Unit.PERCENT,
                (
                    f"trailing closes at or below today's; stressed from {profile.vix_stressed:g}, "
                    f"supportive to {profile.vix_supportive:g}"
                ),
            ),
        },
        bars.index,
        bars.source,
        index,
        profile,
    )


def _change(values: FloatArray, rows: int) -> FloatArray:
    change = np.full_like(values, np.nan)
    change[rows:] = values[rows:] - values[:-rows]
    return change


def _component(
    key: str,
    title: str,
    vote: FloatArray,
    columns: Mapping[str, tuple[str, FloatArray, Unit, str]],
    own: pd.DatetimeIndex,
    source: str,
    index: pd.DatetimeIndex,
    profile: CreditProfile,
) -> Component:
    return Component(
        key,
        title,
        on_index(vote, own, index, profile.max_age),
        {
            name: (label, on_index(values, own, index, profile.max_age), unit, method)
            for name, (label, values, unit, method) in columns.items()
        },
        own[np.isfinite(vote)],
        source,
    )
