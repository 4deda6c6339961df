"""The measures behind the horizon signals: how each is computed, called and scaled."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from tools.bars import Bars
from tools.chart_prices import ADJUSTED, CHART
from tools.indicators.momentum import roc, stochastic
from tools.indicators.trend import ema, macd, sma
from tools.layers.base import adjusted_atr, atr_method
from tools.profile import HorizonsProfile
from tools.types import FloatArray, Unit

ATR_PERIOD = 14


class Measure(NamedTuple):
    """How a measure is read: (value - centre) / full_scale, clipped to [-1, +1]; `warm_up` in sessions."""

    key: str
    label: str
    unit: Unit
    method: str
    full_scale: float
    warm_up: int
    centre: float = 0.0


class Term(NamedTuple):
    """A horizon: how far it looks in words, its sentence, and its measures by name."""

    span: str
    template: str
    measures: Mapping[str, Measure]


def measured(bars: Bars, profile: HorizonsProfile) -> dict[str, Mapping[str, FloatArray]]:
    """The measures over history, by horizon and name. Rules: `tools.horizons.horizon_history`.

    Args:
        bars: Daily.
        profile: Periods.
    """
    close = bars.adj_close
    unit = adjusted_atr(bars, ATR_PERIOD)
    unit = np.where(unit > 0, unit, np.nan)

    def in_sigma(period: int) -> FloatArray:
        scaled: FloatArray = roc(close, period) / 100 * close / (unit * math.sqrt(period))
        return scaled

    long_mean = sma(close, 200)
    return {
        "near": {
            "roc": in_sigma(profile.near_period),
            "stochastic": stochastic(bars.high, bars.low, bars.close)[0],
            "distance": (close - sma(close, profile.near_period)) / unit,
        },
        "mid": {
            "separation": (ema(close, 21) - ema(close, 63)) / unit,
            "histogram": macd(close)[2] / unit,
            "roc": in_sigma(21),
        },
        "long": {
            "distance": (close - long_mean) / unit,
            "separation": (sma(close, 50) - long_mean) / unit,
            "roc": in_sigma(profile.long_period),
        },
    }


def terms(bars: Bars, profile: HorizonsProfile) -> dict[str, Term]:
    """What each measure is called and how it is scaled, by horizon, in the order of a card.

    Args:
        bars: For what the methods say of them.
        profile: Periods.
    """
    near, long = profile.near_period, profile.long_period
    basis = f"{ADJUSTED}, {atr_method(bars, ATR_PERIOD)}"

    def change(sessions: int, full_scale: float) -> Measure:
        method = f"ROC({sessions}) / (ATR / close * sqrt({sessions})), {basis}"
        return Measure(
            f"roc{sessions}",
            f"{sessions}-session ROC",
            Unit.SIGMA,
            method,
            full_scale,
            max(sessions, ATR_PERIOD),
        )

    def gap(key: str, label: str, formula: str, full_scale: float, warm_up: int) -> Measure:
        return Measure(key, label, Unit.ATR, f"{formula} / ATR, {basis}", full_scale, warm_up)

    k = f"slow %K(14, 3), high, low and close {CHART}"
    return {
        "near": Term(
            "1-5 sessions",
            "Near {score}: price changed by {roc}, %K is {stochastic}, and the close is {distance} from its "
            "mean.",
            {
                "roc": change(near, 1.25),
                "stochastic": Measure("stochastic", "%K", Unit.POINTS_100, k, 50.0, 15, 50.0),
                "distance": gap(
                    "distance",
                    f"distance from the {near}-session mean",
                    f"close - SMA({near})",
                    1.5,
                    max(near - 1, ATR_PERIOD),
                ),
            },
        ),
        "mid": Term(
            "5-20 sessions",
            "Mid {score}: the averages are {separation} apart, the MACD histogram is {histogram}, and price "
            "changed by {roc}.",
            {
                "separation": gap("separation", "EMA 21 less EMA 63", "EMA(21) - EMA(63)", 3.0, 62),
                "histogram": gap("histogram", "MACD histogram", "MACD(12, 26, 9) histogram", 0.4, 33),
                "roc": change(21, 1.25),
            },
        ),
        "long": Term(
            "20 sessions and more",
            "Long {score}: the close is {distance} from its long average, the averages are {separation} "
            "apart, and price changed by {roc}.",
            {
                "distance": gap(
                    "distance", "distance from the 200-session mean", "close - SMA(200)", 10.0, 199
                ),
                "separation": gap("separation", "SMA 50 less SMA 200", "SMA(50) - SMA(200)", 8.0, 199),
                "roc": change(long, 1.5),
            },
        ),
    }


def lacking(bars: Bars, part: str) -> bool:
    """Whether the source can never give the measure; in the warm-up it will.

    Args:
        bars: Of that source.
        part: The measure's name.
    """
    return part == "stochastic" and bars.fields == "close"
