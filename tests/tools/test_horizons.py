"""Horizon signals: the documented formula recomputed, bounds, states, and no look-ahead."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.made_bars import (
    REAL_SESSIONS,
    bars_of,
    fact,
    is_sound,
    random_bars,
    real_bars,
    sheet_of,
    some_bars,
)
from tools.bars import Bars
from tools.horizons import Horizon, HorizonHistory, horizon_history, horizons
from tools.profile import load_profile
from tools.types import ABSTAIN, Absent, Missing

PROFILE = load_profile("default").horizons
NAMES = ("near", "mid", "long")


def horizons_of(bars: Bars) -> dict[str, Horizon]:
    return {one.name: one for one in horizons(bars, PROFILE, sheet_of(bars))}


def columns(history: HorizonHistory) -> dict[str, np.ndarray]:
    found = {
        f"{name} {part}": values for name, parts in history.measures.items() for part, values in parts.items()
    }
    return {
        **found,
        **history.scores,
        **{f"state of {name}": values for name, values in history.states.items()},
    }


def recomputed(bars: Bars) -> dict[str, float]:
    """The documented formula in pandas, for bars whose adjusted closes are their closes."""
    close, high, low = (pd.Series(values) for values in (bars.close, bars.high, bars.low))
    before = close.shift()
    reach = pd.concat([high - low, (high - before).abs(), (low - before).abs()], axis=1).max(axis=1)[1:]
    smoothed = pd.concat([pd.Series([reach[:14].mean()]), reach[14:]]).ewm(alpha=1 / 14, adjust=False).mean()
    atr, last = smoothed.iloc[-1], close.iloc[-1]
    floor, top = low.rolling(14).min(), high.rolling(14).max()
    percent_k = (100 * (close - floor) / (top - floor)).rolling(3).mean().iloc[-1]

    def seeded(values: pd.Series, span: int) -> pd.Series:
        head = pd.Series([values[:span].mean()], index=[values.index[span - 1]])
        return pd.concat([head, values[span:]]).ewm(span=span, adjust=False).mean()

    def sigma(sessions: int) -> float:
        return float((last / close.iloc[-1 - sessions] - 1) * last / (atr * np.sqrt(sessions)))

    line = (seeded(close, 12) - seeded(close, 26)).dropna()
    histogram = line.iloc[-1] - seeded(line.reset_index(drop=True), 9).iloc[-1]
    long_mean = close.rolling(200).mean().iloc[-1]
    middle = close.rolling(50).mean().iloc[-1]
    terms = {
        "near": [sigma(5) / 1.25, (percent_k - 50) / 50, (last - close[-5:].mean()) / atr / 1.5],
        "mid": [
            (seeded(close, 21).iloc[-1] - seeded(close, 63).iloc[-1]) / atr / 3,
            histogram / atr / 0.4,
            sigma(21) / 1.25,
        ],
        "long": [(last - long_mean) / atr / 10, (middle - long_mean) / atr / 8, sigma(126) / 1.5],
    }
    return {name: float(np.clip(values, -1, 1).mean()) for name, values in terms.items()}


def unadjusted(bars: Bars) -> Bars:
    frame = bars.frame()
    return bars_of(**{name: list(frame[name]) for name in ("open", "high", "low", "close")})


@pytest.mark.data
@pytest.mark.parametrize("session", REAL_SESSIONS, ids=str)
def test_real_sessions_score_as_documented(data_dir: Path, session: date) -> None:
    bars = unadjusted(real_bars(data_dir, "IWM").until(session))
    # EMAs and MACD seeded in 2000 have forgotten their seeds
    scores = {name: fact(one.score).value for name, one in horizons_of(bars).items()}
    assert scores == pytest.approx(recomputed(bars), abs=1e-6)


@pytest.mark.data
def test_dividends_move_no_horizon_score_by_themselves(data_dir: Path) -> None:
    """Scaling every price by one factor, as later dividends scale old prices, changes nothing."""
    bars = real_bars(data_dir, "IWM").until(date(2013, 5, 21))
    frame = bars.frame()
    frame["adj_close"] *= 0.5
    halved = bars_of(**{name: list(frame[name]) for name in frame})
    for name, one in horizons_of(bars).items():
        assert fact(horizons_of(halved)[name].score).value == pytest.approx(fact(one.score).value)


@pytest.mark.data
def test_a_full_scale_is_about_what_real_funds_exceed_in_one_session_of_twenty(data_dir: Path) -> None:
    """The measures weigh alike: none of them is clipped much more often than the others."""
    for symbol in ("IWM", "SPY", "TLT"):
        measures = horizon_history(real_bars(data_dir, symbol), PROFILE).measures
        for name, part, full_scale in (
            ("near", "roc", 1.25),
            ("near", "distance", 1.5),
            ("mid", "separation", 3.0),
            ("mid", "histogram", 0.4),
            ("mid", "roc", 1.25),
            ("long", "distance", 10.0),
            ("long", "separation", 8.0),
            ("long", "roc", 1.5),
        ):
            values = measures[name][part]
            share = np.mean(np.abs(values[~np.isnan(values)]) > full_scale)
            assert 0.01 < share < 0.20, (symbol, name, part)


@settings(max_examples=40)
@given(some_bars, st.data())
def test_cutting_the_future_off_never_changes_a_horizon(bars: Bars, data: st.DataObject) -> None:
    stop = data.draw(st.integers(1, len(bars)))
    whole = columns(horizon_history(bars, PROFILE))
    for name, values in columns(horizon_history(bars.slice(0, stop), PROFILE)).items():
        np.testing.assert_array_equal(values, whole[name][:stop], err_msg=name)


@settings(max_examples=40)
@given(some_bars)
def test_any_bars_give_bounded_scores_whose_states_follow_the_band(bars: Bars) -> None:
    history = horizon_history(bars, PROFILE)
    for name in NAMES:
        score, state = history.scores[name], history.states[name]
        assert len(score) == len(bars)
        silent = np.isnan(score)
        assert (state[silent] == ABSTAIN).all()
        assert (np.abs(score[~silent]) <= 1).all()
        expected = np.sign(score[~silent]) * (np.abs(score[~silent]) > PROFILE.band)
        assert (state[~silent] == expected).all()
    for one in horizons(bars, PROFILE, sheet_of(bars), history):
        assert all(is_sound(reading) for reading in (one.score, *one.facts))
        assert isinstance(one.state, Absent) == isinstance(one.score, Missing)
        assert set(one.because.facts) <= {reading.id for reading in (one.score, *one.facts)}


@pytest.mark.parametrize(("step", "state"), [(1.0, "bullish"), (-1.0, "bearish")])
def test_a_steady_move_has_one_sign_on_every_horizon(step: float, state: str) -> None:
    found = horizons_of(bars_of(close=[500.0 + step * row for row in range(300)]))
    # the histogram of a straight line is nearly zero; the other two carry the mid horizon
    assert [found[name].state for name in NAMES] == [state] * 3


def test_with_closes_only_near_is_the_mean_of_the_other_two_and_says_what_is_not_known() -> None:
    bars = random_bars(2, 60, "close")
    history = horizon_history(bars, PROFILE)
    roc, distance = history.measures["near"]["roc"], history.measures["near"]["distance"]
    expected = (np.clip(roc / 1.25, -1, 1) + np.clip(distance / 1.5, -1, 1)) / 2
    np.testing.assert_allclose(history.scores["near"], expected)
    near = horizons_of(bars)["near"]
    assert "%K is not known (closes only)" in near.because.text
    assert near.facts[1] == Missing("test.horizon.near.stochastic", "%K", "closes only")


@pytest.mark.parametrize(("name", "warm_up"), [("near", 15), ("mid", 62), ("long", 199)])
def test_the_warm_up_is_the_documented_one(name: str, warm_up: int) -> None:
    score = horizon_history(random_bars(2, 300), PROFILE).scores[name]
    assert int(np.argmin(np.isnan(score))) == warm_up


@pytest.mark.parametrize(
    ("bars", "reason"),
    [(random_bars(1, 10), "not enough sessions"), (bars_of(close=[100.0] * 300), "the price did not move")],
    ids=["short", "flat"],
)
def test_without_a_score_a_horizon_abstains_with_the_reason(bars: Bars, reason: str) -> None:
    for name, one in horizons_of(bars).items():
        assert one.state == Absent(reason)
        assert one.because.text == f"No {name} signal: not known ({reason})."
