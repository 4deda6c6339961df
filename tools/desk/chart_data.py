"""From a snapshot to what its chart shows: the last year of sessions, with the facts that are quoted."""

import numpy as np
import pandas as pd

from tools.chart_prices import price_unit
from tools.charts import (
    BreadthPanel,
    ChartData,
    ChartKind,
    Line,
    MomentumPanel,
    PricePanel,
    RatioPanel,
)
from tools.desk.snapshot import Snapshot
from tools.levels import Level, Levels
from tools.overlays.rotation import read_rotation, rotation_history
from tools.types import ABSTAIN, Absent, Fact, FloatArray, LayerReading, Missing, Reading, Unit

__all__ = ["ChartKind", "chart_data"]

SHOWN = 252
"""Sessions: a year, the window of levels and of relative strength's sigma."""


def chart_data(snapshot: Snapshot, levels: Levels) -> ChartData:
    """Everything a chart of this symbol shows.

    Prices are as quoted (adjusted for splits only), as the levels are, so that a level touches the pivots
    it was made of. The averages are of dividend-adjusted closes, re-anchored by `close / adj_close` of the
    last session, so that they end on the scale of the quoted close.

    Args:
        snapshot: The symbol at its session.
        levels: Its levels at the same session.
    """
    bars, header, asked = snapshot.bars, snapshot.header, snapshot.gathered.asked
    sessions = bars.index[-SHOWN:]
    return ChartData(
        symbol=snapshot.symbol,
        as_of=header.as_of,
        source=bars.source,
        disclaimer=header.disclaimer,
        simulated=header.simulated,
        provisional=header.provisional,
        expected=asked.session if asked.session > bars.last_session else None,
        sessions=sessions,
        shown=snapshot.sheet.fact(
            "chart.sessions", "sessions shown", len(sessions), Unit.SESSIONS, "the newest sessions"
        ),
        price=_price(snapshot, levels),
        ratio=_ratio(snapshot, sessions),
        breadth=_breadth(snapshot),
        momentum=_momentum(snapshot),
    )


def _price(snapshot: Snapshot, levels: Levels) -> PricePanel:
    bars, profile = snapshot.bars, snapshot.profile.trend
    anchor = bars.close[-1] / bars.adj_close[-1]
    averages = tuple(
        _average(snapshot, span, anchor * snapshot.column("trend", name))
        for name, span in (("fast", profile.fast_span), ("slow", profile.slow_span))
    )
    return PricePanel(
        open=bars.open[-SHOWN:],
        high=bars.high[-SHOWN:],
        low=bars.low[-SHOWN:],
        close=bars.close[-SHOWN:],
        closes_only=bars.fields == "close",
        last=snapshot.price.close,
        change=snapshot.price.change_percent,
        averages=averages,
        resistance=_prices(levels.resistance),
        support=_prices(levels.support),
    )


def _average(snapshot: Snapshot, span: int, values: FloatArray) -> Line:
    return Line(
        f"EMA {span}",
        values[-SHOWN:],
        snapshot.sheet.number(
            f"chart.ema{span}",
            f"{span}-session EMA, re-anchored",
            values[-1],
            price_unit(snapshot.bars),
            f"EMA({span}), adjusted close x close / adjusted close of the last session",
        ),
    )


def _prices(side: tuple[Level | Missing, ...]) -> tuple[Reading, ...]:
    return tuple(level.price if isinstance(level, Level) else level for level in side)


def _ratio(snapshot: Snapshot, sessions: pd.DatetimeIndex) -> RatioPanel | Absent:
    profile, bars = snapshot.profile, snapshot.bars
    benchmark = snapshot.other(profile.benchmark)
    today = read_rotation(bars, benchmark, profile.rotation, profile.benchmark, snapshot.sheet)
    if isinstance(benchmark, Absent) or isinstance(today.state, Missing):
        return Absent(today.state.reason if isinstance(today.state, Missing) else "no benchmark")
    history = rotation_history(bars, benchmark, profile.rotation)
    places = pd.DatetimeIndex(history.index).get_indexer(sessions)

    def shown(values: FloatArray) -> FloatArray:
        return np.where(places >= 0, values[places], np.nan)

    return RatioPanel(
        benchmark=profile.benchmark,
        ratio=Line("ratio", shown(history.ratio), today.ratio),
        mean=Line(f"SMA {profile.rotation.window}", shown(history.mean), today.mean),
        states=np.where(places >= 0, history.state[places], ABSTAIN).astype(np.int8),
        state=today.state,
        sessions=today.sessions_in_state,
        confirmed=today.confirmed,
    )


def _breadth(snapshot: Snapshot) -> BreadthPanel | Absent:
    reading = _reading(snapshot, "breadth")
    if isinstance(reading.state, Absent):
        return reading.state
    profile, sheet = snapshot.profile.breadth, snapshot.sheet
    facts = {fact.id: fact for fact in reading.facts}

    def line(window: int, name: str) -> Line:
        values = snapshot.column("breadth", name)[-SHOWN:]
        return Line(f"SMA {window}", values, facts[sheet.id(f"breadth.above_sma{window}")])

    def threshold(name: str, value: float) -> Fact:
        key = f"breadth.{name}"
        return sheet.fact(f"chart.{key}", f"breadth {name}", value, Unit.PERCENT, f"profile key {key}")

    share = facts[sheet.id(f"breadth.above_sma{profile.short_window}")]
    estimated = sheet.id("breadth.low") in facts
    own = share.notes[len(sheet.notes) :] if isinstance(share, Fact) else ()
    return BreadthPanel(
        short=line(profile.short_window, "percent"),
        long=line(profile.long_window, "long_percent"),
        low=snapshot.column("breadth", "percent_low")[-SHOWN:],
        high=snapshot.column("breadth", "percent_high")[-SHOWN:],
        estimated=estimated,
        floor=threshold("floor", profile.floor),
        middle=threshold("middle", profile.middle),
        ceiling=threshold("ceiling", profile.ceiling),
        above=facts[sheet.id("breadth.above_count")],
        eligible=facts[sheet.id("breadth.eligible")],
        coverage=facts[sheet.id("breadth.coverage")],
        caveats=own[1:] if estimated else own,
    )


def _momentum(snapshot: Snapshot) -> MomentumPanel | Absent:
    reading = _reading(snapshot, "momentum")
    if isinstance(reading.state, Absent):
        return reading.state
    profile, sheet = snapshot.profile.momentum, snapshot.sheet
    facts = {fact.id: fact for fact in reading.facts}
    sigma = snapshot.column("momentum", "sigma")[-SHOWN:]
    history = snapshot.stack.layers["momentum"]
    score = history.score[-SHOWN:] if not isinstance(history, Absent) else np.full(len(sigma), np.nan)

    def limit(name: str, sign: float) -> Fact:
        return sheet.fact(
            f"chart.momentum.{name}",
            f"{name} of momentum's neutral zone",
            sign * profile.band * snapshot.inputs.multiples[-1],
            Unit.SCORE,
            "momentum.band x calendar multiple",
        )

    return MomentumPanel(
        score=Line("score", score, reading.score),
        unchecked=np.clip(sigma, -profile.clip, profile.clip) / profile.clip,
        bottom=limit("bottom", -1.0),
        top=limit("top", 1.0),
        short=(profile.short_period, facts[sheet.id(f"momentum.roc{profile.short_period}")]),
        long=(profile.long_period, facts[sheet.id(f"momentum.roc{profile.long_period}")]),
        sigma=facts[sheet.id("momentum.sigma")],
    )


def _reading(snapshot: Snapshot, name: str) -> LayerReading:
    return next(reading for reading in snapshot.readings if reading.name == name)
