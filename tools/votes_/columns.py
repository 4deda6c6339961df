"""The eight indicators and their votes over whole history; `tools.votes` puts the last row into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from tools.bars import Bars
from tools.chart_prices import extremes
from tools.indicators.levels import fibonacci_position, last_swing
from tools.indicators.momentum import roc, rsi, stochastic
from tools.indicators.trend import adx, directional, macd, sma
from tools.indicators.volatility import bollinger_percent_b
from tools.indicators.volume import volume_ratio
from tools.profile import VotesProfile
from tools.types import BoolArray, FloatArray

ADX_PERIOD: Final = 14
STACK: Final = (20, 50, 200)
"""Windows of the moving-average stack."""

MIN_VOTES: Final = 5
"""Of eight; with fewer there is no score."""


@dataclass(frozen=True, slots=True, eq=False)
class VoteHistory:
    """The votes over history; every array is as long as the bars.

    Attributes:
        votes: By name, in the order of a card: `rsi`, `macd`, `fibonacci`, `volume`, `stochastic`,
            `percent_b`, `adx`, `stack`. -1, 0 or +1, NaN where the vote cannot be cast.
        numbers: What they were cast on: `rsi`, `macd`, `macd_signal`, `macd_histogram`,
            `fibonacci_position`, `volume_ratio`, `change` (per cent), `stoch_k`, `stoch_d`,
            `percent_b`, `adx`, `plus_di`, `minus_di`, `price` (the adjusted close), `sma20`, `sma50`,
            `sma200`.
        total: Sum of the votes cast; NaN with fewer than five.
        cast: How many could be cast.
        score: 50 + 50 * total / cast, in [0, 100]; NaN with fewer than five.
    """

    votes: Mapping[str, FloatArray]
    numbers: Mapping[str, FloatArray]
    total: FloatArray
    cast: FloatArray
    score: FloatArray


def vote_history(bars: Bars, profile: VotesProfile, *, wings: int = 5) -> VoteHistory:
    """The eight votes of every session, each from that session and those before it.

    Bullish (+1), bearish (-1), else 0:

    - `rsi`: Wilder's RSI above `rsi_high`; below `rsi_low`.
    - `macd`: MACD(12, 26, 9) line above its signal; below.
    - `fibonacci`: the close at `fibonacci_high` (0.618) of the way from the last confirmed swing low to the
      last confirmed swing high, or above; at `fibonacci_low` (0.382) or below.
    - `volume`: at least the mean of the `volume_window` sessions before on a day that closed up; on one
      that closed down. A quiet day or an unchanged close is 0.
    - `stochastic`: slow %K(14, 3) above %D and %K below `stochastic_high`; %K below %D and %K above
      `stochastic_low`. So an overbought rise and an oversold fall are 0, neither chased nor faded.
    - `percent_b`: Bollinger %B(20, 2) above `band_high`; below `band_low`.
    - `adx`: +DI above -DI; below; only where ADX(14) is at least `adx_trending`, else 0.
    - `stack`: price > SMA 20 > SMA 50 > SMA 200; price < SMA 20 < SMA 50 < SMA 200.

    A vote is NaN in the warm-up of its numbers, where one of them is undefined, or where the source lacks
    their inputs; with closes only the swings are those of closes. RSI, MACD, %B, the stack and the day's
    direction are of dividend-adjusted closes; stochastic, ADX and swings of prices unadjusted for dividends.

    Args:
        bars: Daily.
        profile: Thresholds.
        wings: Sessions on each side of a swing pivot, as in the profile's `levels.wings`.
    """
    numbers = _numbers(bars, profile, wings)
    votes = _votes(numbers, profile)
    ballots = np.vstack(list(votes.values()))
    present = ~np.isnan(ballots)
    cast = present.sum(axis=0).astype(np.float64)
    total = np.where(cast >= MIN_VOTES, np.where(present, ballots, 0.0).sum(axis=0), np.nan)
    score = 50 + 50 * total / np.maximum(cast, 1.0)
    return VoteHistory(MappingProxyType(votes), MappingProxyType(numbers), total, cast, score)


def _numbers(bars: Bars, profile: VotesProfile, wings: int) -> dict[str, FloatArray]:
    adjusted = bars.adj_close
    line, signal, histogram = macd(adjusted)
    top, bottom, _ = last_swing(*extremes(bars), wings)
    k, d = stochastic(bars.high, bars.low, bars.close)
    plus, minus = directional(bars.high, bars.low, bars.close, ADX_PERIOD)
    return {
        "rsi": rsi(adjusted, profile.rsi_period),
        "macd": line,
        "macd_signal": signal,
        "macd_histogram": histogram,
        "fibonacci_position": fibonacci_position(bars.close, top, bottom),
        "volume_ratio": volume_ratio(bars.volume, profile.volume_window),
        "change": roc(adjusted, 1),
        "stoch_k": k,
        "stoch_d": d,
        "percent_b": bollinger_percent_b(adjusted),
        "adx": adx(bars.high, bars.low, bars.close, ADX_PERIOD),
        "plus_di": plus,
        "minus_di": minus,
        "price": adjusted,
        **{f"sma{window}": sma(adjusted, window) for window in STACK},
    }


def _votes(n: Mapping[str, FloatArray], profile: VotesProfile) -> dict[str, FloatArray]:
    k, d, plus, minus = n["stoch_k"], n["stoch_d"], n["plus_di"], n["minus_di"]
    price, short, middle, long = n["price"], n["sma20"], n["sma50"], n["sma200"]
    busy = n["volume_ratio"] >= 1
    trending = n["adx"] >= profile.adx_trending
    position, percent_b = n["fibonacci_position"], n["percent_b"]
    return {
        "rsi": _vote(n["rsi"] > profile.rsi_high, n["rsi"] < profile.rsi_low, n["rsi"]),
        "macd": _vote(n["macd"] > n["macd_signal"], n["macd"] < n["macd_signal"], n["macd_signal"]),
        "fibonacci": _vote(position >= profile.fibonacci_high, position <= profile.fibonacci_low, position),
        "volume": _vote(busy & (n["change"] > 0), busy & (n["change"] < 0), n["volume_ratio"] + n["change"]),
        "stochastic": _vote(
            (k > d) & (k < profile.stochastic_high), (k < d) & (k > profile.stochastic_low), k + d
        ),
        "percent_b": _vote(percent_b > profile.band_high, percent_b < profile.band_low, percent_b),
        "adx": _vote(trending & (plus > minus), trending & (plus < minus), n["adx"] + plus + minus),
        "stack": _vote(
            (price > short) & (short > middle) & (middle > long),
            (price < short) & (short < middle) & (middle < long),
            long,
        ),
    }


def _vote(bullish: BoolArray, bearish: BoolArray, read: FloatArray) -> FloatArray:
    """+1, -1 or 0, NaN where `read` is: a comparison with NaN is false, which must not pass for a 0."""
    vote = bullish.astype(np.float64) - bearish
    vote[np.isnan(read)] = np.nan
    return vote
