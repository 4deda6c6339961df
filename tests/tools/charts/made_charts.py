"""Chart data made by hand: a year of an invented market, and what differs in each test."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tools.charts import BreadthPanel, ChartData, Line, MomentumPanel, PricePanel, RatioPanel
from tools.facts import FactSheet
from tools.types import ABSTAIN, Fact, Missing, Reading, Unit

AS_OF = date(2026, 3, 6)
SHEET = FactSheet("IWM", AS_OF, "made")


def fact(key: str, value: float, unit: Unit) -> Fact:
    return SHEET.fact(key, key, value, unit, "by hand")


def last(key: str, values: np.ndarray, unit: Unit) -> Reading:
    return SHEET.number(key, key, float(values[-1]), unit, "by hand")


def mean_of(values: np.ndarray, window: int) -> np.ndarray:
    return pd.Series(values).rolling(window).mean().to_numpy()


def made(
    sessions: int = 252, *, price: float = 240.0, seed: int = 7, closes_only: bool = False, **changes: Any
) -> ChartData:
    """A chart's data that agree with each other; `changes` replace fields of the whole."""
    draw = np.random.default_rng(seed)
    close = np.exp(np.cumsum(draw.normal(0, 0.014, sessions)))
    close *= price / close[-1]
    opened = np.r_[close[0], close[:-1]]
    nothing = np.full(sessions, np.nan)
    spread = np.abs(draw.normal(0, 0.006, (2, sessions)))
    whole = ChartData(
        symbol="IWM",
        as_of=AS_OF,
        source="made",
        disclaimer="General market commentary, not financial advice.",
        simulated=False,
        provisional=False,
        expected=None,
        sessions=pd.bdate_range(end=AS_OF, periods=sessions),
        shown=fact("shown", sessions, Unit.SESSIONS),
        price=PricePanel(
            open=nothing if closes_only else opened,
            high=nothing if closes_only else np.maximum(opened, close) * (1 + spread[0]),
            low=nothing if closes_only else np.minimum(opened, close) * (1 - spread[1]),
            close=close,
            closes_only=closes_only,
            last=last("close", close, Unit.USD),
            change=fact("change", 0.9, Unit.PERCENT),
            averages=tuple(
                Line(f"EMA {span}", mean_of(close, span), last("ema", mean_of(close, span), Unit.USD))
                for span in (21, 63)
            ),
            resistance=tuple(fact(f"r{rank}", price * (1 + 0.004 * rank), Unit.USD) for rank in (1, 2, 3)),
            support=(
                fact("s1", price * 0.995, Unit.USD),
                fact("s2", price * 0.93, Unit.USD),
                Missing("s3", "S3", "no further level below within reach"),
            ),
        ),
        ratio=_ratio(close),
        breadth=_breadth(draw, sessions),
        momentum=_momentum(draw, sessions),
    )
    return replace(whole, **changes)


def _ratio(close: np.ndarray) -> RatioPanel:
    ratio = close / (500.0 + np.arange(len(close)))
    mean = mean_of(ratio, 20)
    states = np.where(np.isnan(mean), ABSTAIN, np.where(ratio > mean, 1, -1)).astype(np.int8)
    states[40:60] = 0
    return RatioPanel(
        benchmark="SPY",
        ratio=Line("ratio", ratio, last("ratio", ratio, Unit.RATIO)),
        mean=Line("SMA 20", mean, last("mean", mean, Unit.RATIO)),
        states=states,
        state=SHEET.text("state", "rotation", "small-cap leadership", "by hand"),
        sessions=fact("run", 28, Unit.SESSIONS),
        confirmed=SHEET.flag("confirmed", "confirmed", value=False, method="by hand"),
    )


def _breadth(draw: np.random.Generator, sessions: int) -> BreadthPanel:
    short = 50 + 40 * np.sin(np.arange(sessions) / 20)
    long = np.clip(short + draw.normal(0, 4, sessions), 0, 100)
    return BreadthPanel(
        short=Line("SMA 50", short, last("short", short, Unit.PERCENT)),
        long=Line("SMA 200", long, last("long", long, Unit.PERCENT)),
        low=short - 3,
        high=short + 3,
        estimated=True,
        floor=fact("floor", 30, Unit.PERCENT),
        middle=fact("middle", 50, Unit.PERCENT),
        ceiling=fact("ceiling", 70, Unit.PERCENT),
        above=fact("above", 1_104, Unit.COUNT),
        eligible=fact("eligible", 1_762, Unit.COUNT),
        coverage=fact("coverage", 71.5, Unit.PERCENT),
        caveats=("survivorship-biased: the member list is later than this session",),
    )


def _momentum(draw: np.random.Generator, sessions: int) -> MomentumPanel:
    unchecked = np.clip(draw.normal(0, 0.6, sessions), -1, 1)
    score = unchecked * draw.choice([0.5, 1.0], sessions)
    return MomentumPanel(
        score=Line("score", score, last("score", score, Unit.SCORE)),
        unchecked=unchecked,
        bottom=fact("bottom", -0.2, Unit.SCORE),
        top=fact("top", 0.2, Unit.SCORE),
        short=(10, fact("roc10", 2.1, Unit.PERCENT)),
        long=(21, fact("roc21", -4.4, Unit.PERCENT)),
        sigma=fact("sigma", 0.84, Unit.SIGMA),
    )
