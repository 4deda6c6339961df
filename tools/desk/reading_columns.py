"""Which readings have a history, and the column of the card that each is read from."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from tools.chart_prices import ADJUSTED, CHART, price_unit
from tools.desk.column import Column
from tools.desk.snapshot import Snapshot
from tools.desk.stack_columns import (
    Maker,
    average_column,
    composite_column,
    layer_column,
    separation_column,
    share_column,
    strength_column,
)
from tools.indicators.momentum import roc
from tools.layers.registry import LAYERS
from tools.overlays.positioning import plain_atr
from tools.overlays.rotation import on_bars, rotation_history, state_names
from tools.types import ABSTAIN, Absent, Unit
from tools.votes.columns import vote_history


def column_of(shot: Snapshot, name: str) -> Column:
    """The column of a reading named in `READINGS`."""
    return READINGS[name](shot)


def _rate(period: int) -> Maker:
    def column(shot: Snapshot) -> Column:
        return Column(
            f"momentum.roc{period}", f"{period}-session rate of change", Unit.PERCENT,
            f"ROC({period}), adjusted close", roc(shot.bars.adj_close, period),
        )  # fmt: skip

    return column


def _rotation(which: str) -> Maker:
    def column(shot: Snapshot) -> Column:
        benchmark, rules, name = (
            shot.other(shot.profile.benchmark),
            shot.profile.rotation,
            shot.profile.benchmark,
        )
        key, label, unit = {
            "ratio": ("rotation.ratio", f"price ratio to {name}", Unit.RATIO),
            "state": ("rotation.state", "rotation", Unit.TEXT),
        }[which]
        method = (
            f"adjusted close / adjusted close of {name}"
            if which == "ratio"
            else f"{rules.window}-session band, slope and mean of the price ratio"
        )
        unknown = np.full(len(shot.bars), np.nan)
        if isinstance(benchmark, Absent):
            return Column(key, label, unit, method, unknown, benchmark.reason)
        if benchmark.symbol == shot.bars.symbol:
            return Column(key, label, unit, method, unknown, f"{name} is the benchmark itself")
        past = rotation_history(shot.bars, benchmark, rules)
        codes, ratio = on_bars(past, shot.bars)
        names = state_names(rules)
        return Column(
            key, label, unit, method,
            ratio if which == "ratio" else np.where(codes == ABSTAIN, np.nan, codes.astype(np.float64)),
            f"needs {rules.window} sessions in common with {name}",
            names=names if which == "state" else None,
            states=[int(code) for code in codes], state_label="rotation", state_names=names,
        )  # fmt: skip

    return column


def _vote(which: str, key: str, label: str, method: str) -> Maker:
    units = {"macd_histogram": None, "percent_b": Unit.TIMES, "volume_ratio": Unit.TIMES}

    def column(shot: Snapshot) -> Column:
        history = vote_history(shot.bars, shot.profile.votes, wings=shot.profile.levels.wings)
        values = history.score if which == "score" else history.numbers[which]
        period = shot.profile.votes.rsi_period
        unit = units.get(which, Unit.POINTS_100) or price_unit(shot.bars)
        return Column(
            key.format(period=period), label.format(period=period), unit, method.format(period=period), values
        )

    return column


def _price(shot: Snapshot) -> Column:
    return Column(
        "close", "close", price_unit(shot.bars), "split-adjusted close, unadjusted for dividends",
        shot.bars.close,
    )  # fmt: skip


def _adjusted(shot: Snapshot) -> Column:
    return Column(
        "adj_close", "adjusted close", price_unit(shot.bars), "adjusted for splits and dividends",
        shot.bars.adj_close,
    )  # fmt: skip


def _range(shot: Snapshot) -> Column:
    period = shot.profile.risk.atr_period
    basis = f"ATR({period}, Wilder)" + (" of closes only" if shot.bars.fields == "close" else "")
    return Column(
        f"atr{period}", f"ATR {period}", price_unit(shot.bars), f"{basis}, {CHART}",
        plain_atr(shot.bars, period),
    )  # fmt: skip


READINGS: Final[Mapping[str, Maker]] = {
    "composite score": composite_column(
        "composite.score", "composite score", Unit.SCORE, "weighted mean of the layers that did not abstain"
    ),
    "composite points": composite_column(
        "composite.points", "composite of 100", Unit.POINTS_100, "50 + 50 x score"
    ),
    "rating": composite_column(
        "composite.rating", "rating", Unit.TEXT, "score against composite.bullish and .strong"
    ),
    **{
        f"{one.title.lower()} {'state' if state else 'score'}": layer_column(
            one.name, one.title, one.method, state=state
        )
        for one in LAYERS
        for state in (False, True)
    },
    "rotation": _rotation("state"),
    "price ratio": _rotation("ratio"),
    "breadth short": share_column("percent"),
    "breadth long": share_column("long_percent"),
    "close": _price,
    "adjusted close": _adjusted,
    "fast ema": average_column("fast"),
    "slow ema": average_column("slow"),
    "ema separation": separation_column,
    "roc 10": _rate(10),
    "roc 21": _rate(21),
    "return against benchmark": strength_column,
    "atr": _range,
    "rsi": _vote("rsi", "rsi{period}", "RSI {period}", f"RSI({{period}}, Wilder), {ADJUSTED}"),
    "macd histogram": _vote(
        "macd_histogram", "macd_histogram", "MACD histogram",
        f"MACD line - signal, 12, 26, 9 sessions, {ADJUSTED}",
    ),
    "adx": _vote("adx", "adx14", "ADX", f"ADX, Wilder, 14 sessions, high, low and close {CHART}"),
    "stochastic": _vote(
        "stoch_k", "stoch_k", "%K",
        f"stochastic %K, slow, 14, 3, 3 sessions, high, low and close {CHART}",
    ),
    "percent b": _vote("percent_b", "percent_b", "%B", f"Bollinger %B(20, 2), {ADJUSTED}"),
    "volume ratio": _vote(
        "volume_ratio", "volume_ratio", "volume against its mean", "volume / mean of the sessions before"
    ),
    "eight indicator score": _vote("score", "votes.score", "eight-indicator score", "50 + 50 * sum / cast"),
}  # fmt: skip
"""Name -> the column it is read from. "breadth short" and "breadth long" are the shares above the profile's
two averages (50 and 200 sessions), "fast ema" and "slow ema" those of the trend layer (21 and 63)."""
