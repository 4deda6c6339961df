"""The columns of the composite and its layers, with the states that their scores are of."""

from collections.abc import Callable
from datetime import date

import numpy as np

from tools.desk.column import Column
from tools.desk.snapshot import Snapshot
from tools.layers.base import STATE_NAMES, Breadth, atr_method
from tools.stack import RATING_NAMES
from tools.types import ABSTAIN, Absent, Unit

Maker = Callable[[Snapshot], Column]


def composite_column(key: str, label: str, unit: Unit, method: str) -> Maker:
    """Score, points or rating of the composite; the run is that of the rating."""

    def column(shot: Snapshot) -> Column:
        score = shot.stack.score
        ratings = shot.stack.ratings(shot.profile.composite, shot.inputs.multiples).astype(np.float64)
        known = np.isfinite(score)
        made = {
            "composite.score": score,
            "composite.points": 50.0 + 50.0 * score,
            "composite.rating": np.where(known, ratings, np.nan),
        }
        codes = np.where(known, ratings, ABSTAIN).astype(int)
        return Column(
            key, label, unit, method, made[key], "too few layers have data",
            names=RATING_NAMES if unit is Unit.TEXT else None,
            states=[int(code) for code in codes], state_label="rating", state_names=RATING_NAMES,
        )  # fmt: skip

    return column


def layer_column(name: str, title: str, method: str, *, state: bool) -> Maker:
    """Score or state of a layer; the run is that of the state."""
    label = f"{title.lower()} {'state' if state else 'score'}"
    key = f"{name}.{'state' if state else 'score'}"

    def column(shot: Snapshot) -> Column:
        history = shot.stack.layers[name]
        if isinstance(history, Absent):
            unknown = np.full(len(shot.bars), np.nan)
            return Column(key, label, Unit.TEXT if state else Unit.SCORE, method, unknown, history.reason)
        codes = history.states(shot.inputs.multiples)
        words = np.where(codes == ABSTAIN, np.nan, codes.astype(np.float64))
        return Column(
            key, label, Unit.TEXT if state else Unit.SCORE,
            "the layer's measure against its neutral band" if state else method,
            words if state else history.score, history.silence,
            names=STATE_NAMES if state else None,
            states=[int(code) for code in codes],
            state_label=f"{title.lower()} state", state_names=STATE_NAMES,
        )  # fmt: skip

    return column


def average_column(which: str) -> Maker:
    """The "fast" or "slow" average of the trend layer."""

    def column(shot: Snapshot) -> Column:
        span = shot.profile.trend.fast_span if which == "fast" else shot.profile.trend.slow_span
        return Column(
            f"trend.ema{span}", f"{span}-session EMA", Unit.USD, f"EMA({span}), adjusted close",
            shot.column("trend", which),
        )  # fmt: skip

    return column


def separation_column(shot: Snapshot) -> Column:
    """The distance of the two averages."""
    rules = shot.profile.trend
    method = f"(EMA({rules.fast_span}) - EMA({rules.slow_span})) / {atr_method(shot.bars, rules.atr_period)}"
    return Column("trend.separation", "EMA separation", Unit.ATR, method, shot.column("trend", "separation"))


def strength_column(shot: Snapshot) -> Column:
    """The return against the benchmark."""
    period, other = shot.profile.relative_strength.period, shot.profile.benchmark
    history = shot.stack.layers["relative_strength"]
    return Column(
        f"relative_strength.vs_{other.lower().lstrip('^')}_{period}",
        f"{period}-session return against {other}", Unit.POINTS,
        f"ROC({period}) minus {other}'s, adjusted closes",
        shot.column("relative_strength", "difference"),
        history.reason if isinstance(history, Absent) else "not enough sessions",
    )  # fmt: skip


def share_column(which: str) -> Maker:
    """The share above the short ("percent") or long ("long_percent") average, with each row's caveats."""

    def column(shot: Snapshot) -> Column:
        rules, counted = shot.profile.breadth, shot.inputs.breadth
        window = rules.short_window if which == "percent" else rules.long_window
        key, label = f"breadth.above_sma{window}", f"members above their {window}-session average"
        method = f"share of members with {window} sessions whose adjusted close is above SMA({window})"
        if isinstance(counted, Absent):
            gone = np.full(len(shot.bars), np.nan)
            return Column(key, label, Unit.PERCENT, method, gone, counted.reason)
        coverage = shot.column("breadth", "coverage")
        return Column(
            key, label, Unit.PERCENT,
            f"{method}; list of {counted.membership.as_of.isoformat()} for every session of the history",
            shot.column("breadth", which), source=counted.source,
            notes=lambda row, day: _caveats(counted, day, estimated=coverage[row] < rules.min_coverage),
        )  # fmt: skip

    return column


def _caveats(counted: Breadth, day: date, *, estimated: bool) -> tuple[str, ...]:
    notes: tuple[str, ...] = ("estimate from a sample",) if estimated else ()
    if counted.biased or counted.membership.as_of > day:
        notes += ("survivorship-biased: the member list is later than this session",)
    return notes
