"""Horizon signals: a score each for the next sessions, weeks and months, from three measures each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from tools.bars import Bars
from tools.chart_prices import why_missing
from tools.facts import FactSheet
from tools.horizon_measures import Measure, Term, lacking, measured, terms
from tools.layers.base import STATE_NAMES
from tools.phrases import say
from tools.profile import HorizonsProfile
from tools.types import ABSTAIN, Absent, FloatArray, Missing, Reading, Sentence, State, StateArray, Unit


@dataclass(frozen=True, slots=True)
class Horizon:
    """One horizon at one session.

    Attributes:
        name: "near", "mid" or "long".
        span: How far it looks, in words.
        state: Beyond the band bullish or bearish, within it neutral, `Absent` without a score.
        score: In [-1, +1].
        facts: What it was made from.
        because: One sentence made from the facts.
    """

    name: str
    span: str
    state: State | Absent
    score: Reading
    facts: tuple[Reading, ...]
    because: Sentence


@dataclass(frozen=True, slots=True, eq=False)
class HorizonHistory:
    """The three horizons over history; every array is as long as the bars.

    Attributes:
        scores: By horizon, in [-1, +1], NaN in the warm-up.
        states: By horizon, -1, 0, +1 or `ABSTAIN`.
        measures: What the scores are means of, by horizon and name, in their own units.
    """

    scores: Mapping[str, FloatArray]
    states: Mapping[str, StateArray]
    measures: Mapping[str, Mapping[str, FloatArray]]


def horizon_history(bars: Bars, profile: HorizonsProfile) -> HorizonHistory:
    """The scores of every session, each from that session and those before it.

    A score is the plain mean of its measures, each divided by its full scale and clipped to [-1, +1]. A full
    scale is about what broad funds exceed in one session of twenty, so the three weigh alike. ATR is
    Wilder's over 14 sessions of dividend-adjusted bars; "sigma" is ROC / (ATR / close * sqrt(sessions)).

    | horizon | measure | full scale |
    |---|---|---|
    | near (1-5 sessions) | `roc`: ROC over `near_period` | 1.25 sigma |
    | | `stochastic`: slow %K(14, 3) less 50 | 50 |
    | | `distance`: close less its mean of `near_period` sessions | 1.5 ATR |
    | mid (5-20) | `separation`: EMA 21 less EMA 63 | 3 ATR |
    | | `histogram`: MACD(12, 26, 9) histogram | 0.4 ATR |
    | | `roc`: ROC over 21 sessions | 1.25 sigma |
    | long (20 and more) | `distance`: close less its SMA 200 | 10 ATR |
    | | `separation`: SMA 50 less SMA 200 | 8 ATR |
    | | `roc`: ROC over `long_period` | 1.5 sigma |

    Warm-up: 15 sessions, 62 and 199, or `near_period` and `long_period` where these are longer. With closes
    only there is no stochastic, and near is the mean of the other two. Prices are dividend-adjusted, except
    in the stochastic.

    Args:
        bars: Daily.
        profile: Periods and the neutral band of the scores.
    """
    measures = measured(bars, profile)
    scores, states = {}, {}
    for name, term in terms(bars, profile).items():
        parts = [
            np.clip((measures[name][part] - measure.centre) / measure.full_scale, -1.0, 1.0)
            for part, measure in term.measures.items()
            if not lacking(bars, part)
        ]
        score: FloatArray = sum(parts[1:], parts[0]) / len(parts)
        state = np.where(score > profile.band, 1, np.where(score < -profile.band, -1, 0)).astype(np.int8)
        state[np.isnan(score)] = ABSTAIN
        scores[name], states[name] = score, state
    return HorizonHistory(MappingProxyType(scores), MappingProxyType(states), MappingProxyType(measures))


def horizons(
    bars: Bars, profile: HorizonsProfile, sheet: FactSheet, history: HorizonHistory | None = None
) -> tuple[Horizon, ...]:
    """The near, mid and long signal of the last session. Formula: `horizon_history`.

    Args:
        bars: Cut at the session; at least one row.
        profile: Periods and band.
        sheet: Makes the facts, `horizon.near`, `horizon.near.roc` and so on.
        history: Of the same bars and profile, where it is at hand.
    """
    history = history or horizon_history(bars, profile)
    return tuple(_told(name, term, bars, sheet, history) for name, term in terms(bars, profile).items())


def _told(name: str, term: Term, bars: Bars, sheet: FactSheet, history: HorizonHistory) -> Horizon:
    facts = {
        part: sheet.number(
            f"horizon.{name}.{measure.key}",
            measure.label,
            float(history.measures[name][part][-1]),
            measure.unit,
            measure.method,
            missing=_reason(bars, part, measure),
        )
        for part, measure in term.measures.items()
    }
    absent = next(
        (one.reason for part, one in facts.items() if isinstance(one, Missing) and not lacking(bars, part)),
        "",
    )
    score = sheet.number(
        f"horizon.{name}",
        f"{name} signal",
        float(history.scores[name][-1]),
        Unit.SCORE,
        "mean of its measures, each over its full scale: "
        + ", ".join(f"{measure.label} / {measure.full_scale:g}" for measure in term.measures.values()),
        missing=absent,
    )
    state: State | Absent = (
        Absent(score.reason) if isinstance(score, Missing) else STATE_NAMES[int(history.states[name][-1])]
    )
    template = f"No {name} signal: {{score}}." if isinstance(score, Missing) else term.template
    because = say(template, score=score, **facts)
    return Horizon(name, term.span, state, score, tuple(facts.values()), because)


def _reason(bars: Bars, part: str, measure: Measure) -> str:
    if lacking(bars, part):
        return why_missing(bars)
    return "not enough sessions" if len(bars) <= measure.warm_up else "the price did not move"
