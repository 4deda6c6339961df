"""Trend: the fast exponential average against the slow one, in units of ATR."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from tools.facts import FactSheet
from tools.indicators.rolling import rolling_quantile
from tools.indicators.trend import ema, run_length
from tools.layers.base import Inputs, Layer, LayerHistory, Words, adjusted_atr, atr_method
from tools.layers.next_close import next_close_fact, transitions
from tools.phrases import say
from tools.types import BoolArray, Flag, Flip, FloatArray, Reading, State, Unit


def history(inputs: Inputs) -> LayerHistory:
    """`separation = (EMA fast - EMA slow) / ATR`, clipped at the full scale and scaled to [-1, +1].

    Columns: `fast`, `slow` (USD, adjusted), `atr` (USD, adjusted), `separation` (ATR). Warm-up:
    `slow_span - 1` sessions; the averages carry less than 1e-6 of their seed after 500.
    """
    profile = inputs.profile.trend
    fast = ema(inputs.bars.adj_close, profile.fast_span)
    slow = ema(inputs.bars.adj_close, profile.slow_span)
    range_ = adjusted_atr(inputs.bars, profile.atr_period)
    with np.errstate(divide="ignore", invalid="ignore"):
        separation = np.where(range_ > 0, (fast - slow) / range_, np.nan)
    return LayerHistory(
        score=np.clip(separation / profile.full_scale, -1.0, 1.0),
        measure=separation,
        band=profile.band * inputs.profile.atr_threshold_multiple,
        columns={"fast": fast, "slow": slow, "atr": range_, "separation": separation},
        strength=separation / profile.full_scale,
        silence=f"needs {profile.slow_span} sessions that moved",
    )


def flags(inputs: Inputs, history: LayerHistory) -> Mapping[str, BoolArray]:
    """`converging`, `diverging` and `fresh_cross` per session; false in the warm-up.

    Converging: the distance shrank over `cross_sessions` after at least `run_sessions` on one side whose
    peak lies in the top share (1 - `peak_quantile`) of the trailing `peak_window`. Diverging: the distance
    grew over `cross_sessions` on one side. Fresh cross: the side changed within `cross_sessions`.
    """
    profile = inputs.profile.trend
    separation = history.columns["separation"]
    size = np.abs(separation)
    known = np.isfinite(separation)
    run = run_length(np.where(known, np.sign(separation), 0.0))
    before = np.full_like(size, np.nan)
    before[profile.cross_sessions :] = size[: -profile.cross_sessions]
    with np.errstate(invalid="ignore"):
        settled = known & (run > profile.cross_sessions)
        peak_is_high = _run_peak(size, run) >= rolling_quantile(
            size, profile.peak_window, profile.peak_quantile
        )
        first_run = run >= np.cumsum(known)
        return {
            "converging": settled & (size < before) & (run >= profile.run_sessions) & peak_is_high,
            "diverging": settled & (size > before),
            "fresh_cross": known & (run <= profile.cross_sessions) & ~first_run,
        }


def _run_peak(size: FloatArray, run: FloatArray) -> FloatArray:
    """The largest value since the run began, at each session of it."""
    peak = np.empty_like(size)
    starts = np.flatnonzero(run == 1.0)
    edges = np.append(starts, len(size))
    if len(starts) == 0 or starts[0] > 0:
        edges = np.insert(edges, 0, 0)
    for start, stop in pairwise(edges):
        np.maximum.accumulate(size[start:stop], out=peak[start:stop])
    return peak


def read(inputs: Inputs, history: LayerHistory, state: State, sheet: FactSheet) -> Words:
    """The last session in facts and words."""
    profile = inputs.profile.trend
    columns = history.columns
    bars = inputs.bars
    back = profile.cross_sessions
    fast, slow = profile.fast_span, profile.slow_span
    separation = columns["separation"]
    then = separation[-1 - back] if len(bars) > back else np.nan
    method = f"(EMA({fast}) - EMA({slow})) / {atr_method(bars, profile.atr_period)}"
    fast_fact = sheet.number(
        f"trend.ema{fast}",
        f"{fast}-session EMA",
        columns["fast"][-1],
        Unit.USD,
        f"EMA({fast}), adjusted close",
    )
    slow_fact = sheet.number(
        f"trend.ema{slow}",
        f"{slow}-session EMA",
        columns["slow"][-1],
        Unit.USD,
        f"EMA({slow}), adjusted close",
    )
    now_fact = sheet.number("trend.separation", "EMA separation", separation[-1], Unit.ATR, method)
    then_fact = sheet.number(
        f"trend.separation_{back}_ago", f"EMA separation {back} sessions ago", then, Unit.ATR, method
    )
    distances = tuple(
        sheet.number(
            f"trend.close_vs_ema{span}",
            f"close against the {span}-session EMA",
            100.0 * (bars.adj_close[-1] / columns[name][-1] - 1.0),
            Unit.PERCENT,
            f"adjusted close / EMA({span}) - 1",
        )
        for name, span in (("fast", fast), ("slow", slow))
    )
    run_fact = sheet.number(
        "trend.sessions_on_side",
        "sessions since the averages crossed",
        run_length(np.sign(np.nan_to_num(separation)))[-1],
        Unit.SESSIONS,
        f"sessions in a row with EMA({fast}) on this side of EMA({slow})",
    )
    side = "above" if separation[-1] >= 0 else "below"
    rationale = say(
        f"On adjusted closes EMA {fast} ({{fast}}) is {side} EMA {slow} ({{slow}}): separation {{now}}, "
        f"against {{then}} {back} sessions earlier.",
        fast=fast_fact,
        slow=slow_fact,
        now=now_fact,
        then=then_fact,
    )
    conditions = flags(inputs, history)
    return Words(
        rationale,
        (fast_fact, slow_fact, now_fact, then_fact, *distances, run_fact),
        _flips(inputs, history, state, sheet),
        tuple(
            Flag(
                sheet.id(f"trend.{name}"),
                label,
                bool(conditions[name][-1]),
                say(
                    "Separation {now} after {then}, {run} on this side.",
                    now=now_fact,
                    then=then_fact,
                    run=run_fact,
                ),
            )
            for name, label in (
                ("converging", "averages converging"),
                ("diverging", "averages diverging"),
                ("fresh_cross", "fresh cross"),
            )
        ),
    )


def _flips(inputs: Inputs, history: LayerHistory, state: State, sheet: FactSheet) -> tuple[Flip, ...]:
    """Solved for the next close P, ATR held: `EMA' = EMA + k (P - EMA)` for both averages."""
    profile = inputs.profile.trend
    band = float(history.band * inputs.multiples[-1])
    quick, slow_k = 2.0 / (profile.fast_span + 1), 2.0 / (profile.slow_span + 1)
    columns = history.columns
    carried = (1 - quick) * columns["fast"][-1] - (1 - slow_k) * columns["slow"][-1]
    found = []
    for to, target in transitions(state, band):
        reading: Reading = sheet.number(
            f"trend.flip.{to}",
            f"separation for {to}",
            target,
            Unit.ATR,
            "trend.band x ATR threshold multiple x calendar multiple",
        )
        price = next_close_fact(
            inputs.bars,
            (target * columns["atr"][-1] - carried) / (quick - slow_k),
            f"trend.flip_close.{to}",
            f"next close for trend {to}",
            sheet,
        )
        found.append(Flip(to, reading, price))
    return tuple(found)


LAYER = Layer(
    "trend", "Trend", "EMA separation in ATR / trend.full_scale, clipped to [-1, +1]", history, read, flags
)
