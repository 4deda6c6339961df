"""Trend against a plain computation, its flags told session by session, and its flips put to the test."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    NAMED_SESSIONS,
    bars_from,
    cut_inputs,
    fact,
    inputs_of,
    plain_adjusted_atr,
    plain_ema,
    profile_with,
    random_bars,
    real_bars,
    real_inputs,
    same_past,
    sheet_of,
    walk,
)
from tools.layers.base import STATE_NAMES, Inputs, LayerHistory
from tools.layers.trend import LAYER, flags, history, read
from tools.types import ABSTAIN, FloatArray, Missing


def words(inputs: Inputs):  # noqa: ANN201 - what `read` gives
    told = history(inputs)
    state = STATE_NAMES[int(told.states(inputs.multiples)[-1])]
    return state, read(inputs, told, state, sheet_of(inputs.bars))


def plain_separation(inputs: Inputs) -> tuple[list[float], list[float], list[float]]:
    bars = inputs.bars
    fast, slow = plain_ema(bars.adj_close, 21), plain_ema(bars.adj_close, 63)
    return fast, slow, plain_adjusted_atr(bars, 14)


@pytest.mark.parametrize("session", NAMED_SESSIONS)
def test_the_numbers_on_real_bars_are_the_plain_ones(data_dir: Path, session: date) -> None:
    inputs = real_inputs(data_dir, session)
    fast, slow, ranges = plain_separation(inputs)
    now = (fast[-1] - slow[-1]) / ranges[-1]
    before = (fast[-6] - slow[-6]) / ranges[-6]
    state, said = words(inputs)
    told = {one.id.removeprefix("iwm.trend."): fact(one).number for one in said.facts}
    close = inputs.bars.adj_close[-1]
    assert told["ema21"] == pytest.approx(fast[-1], rel=1e-9)
    assert told["ema63"] == pytest.approx(slow[-1], rel=1e-9)
    assert told["separation"] == pytest.approx(now, rel=1e-7)
    assert told["separation_5_ago"] == pytest.approx(before, rel=1e-7)
    assert told["close_vs_ema21"] == pytest.approx(100 * (close / fast[-1] - 1), rel=1e-7)
    assert told["close_vs_ema63"] == pytest.approx(100 * (close / slow[-1] - 1), rel=1e-7)
    assert state == ("bullish" if now > 0.375 else "bearish" if now < -0.375 else "neutral")
    assert history(inputs).score[-1] == pytest.approx(max(-1, min(1, now / 2)), rel=1e-7)


def test_the_named_sessions_have_the_states_they_are_known_for(data_dir: Path) -> None:
    states = [words(real_inputs(data_dir, session))[0] for session in NAMED_SESSIONS]
    assert states == ["bearish", "bearish", "bullish", "bullish"]


@pytest.mark.parametrize(("symbol", "band"), [("IWM", 0.375), ("SPY", 0.25)])
def test_the_band_of_small_caps_is_half_as_wide_again(data_dir: Path, symbol: str, band: float) -> None:
    inputs = real_inputs(data_dir, date(2025, 9, 26), symbol)
    told = history(inputs)
    separation, states = told.columns["separation"], told.states(inputs.multiples)
    known = np.isfinite(separation)
    assert told.band == pytest.approx(band)
    assert (states[known & (separation > band)] == 1).all()
    assert (states[known & (separation < -band)] == -1).all()
    assert (states[known & (np.abs(separation) <= band)] == 0).all()
    assert (states[~known] == ABSTAIN).all()
    assert np.flatnonzero(known)[0] == 62
    assert {-1, 0, 1} == set(states[known].tolist())


def test_the_score_is_clipped_at_two_atr_and_linear_inside(data_dir: Path) -> None:
    told = history(real_inputs(data_dir, date(2025, 9, 26)))
    separation, score = told.columns["separation"][62:], told.score[62:]
    assert (score[separation >= 2] == 1).all()
    assert (score[separation <= -2] == -1).all()
    inside = np.abs(separation) < 2
    assert score[inside] == pytest.approx(separation[inside] / 2)
    assert inside.any()
    assert not inside.all()


def test_a_measure_on_the_band_is_neutral_and_a_hair_beyond_is_not() -> None:
    band = 0.375
    measure = np.array([band, np.nextafter(band, 1), -band, np.nextafter(-band, -1), np.nan])
    told = LayerHistory(score=measure / 2, measure=measure, band=band, columns={})
    assert told.states(np.ones(5)).tolist() == [0, 1, 0, -1, ABSTAIN]
    assert told.states(np.full(5, 1.25)).tolist() == [0, 0, 0, 0, ABSTAIN]
    assert told.states(np.full(5, 0.9)).tolist() == [1, 1, -1, -1, ABSTAIN]


def plain_flags(separation: FloatArray) -> dict[str, list[bool]]:
    """The three conditions told session by session."""
    told: dict[str, list[bool]] = {"converging": [], "diverging": [], "fresh_cross": []}
    run, peak, crossed = 0, 0.0, False
    for row, value in enumerate(separation):
        if np.isnan(value):
            for column in told.values():
                column.append(False)
            continue
        before = separation[row - 1] if row else np.nan
        if not np.isnan(before) and np.sign(before) == np.sign(value):
            run, peak = run + 1, max(peak, abs(value))
        else:
            crossed = crossed or not np.isnan(before)
            run, peak = 1, abs(value)
        ago = abs(separation[row - 5]) if run > 5 else np.nan
        trailing = np.abs(separation[row - 251 : row + 1]) if row >= 251 else np.array([np.nan])
        high = peak >= np.quantile(trailing, 0.7)
        told["converging"].append(bool(run > 5 and abs(value) < ago and run >= 21 and high))
        told["diverging"].append(bool(run > 5 and abs(value) > ago))
        told["fresh_cross"].append(bool(run <= 5 and crossed))
    return told


@pytest.mark.parametrize("symbol", ["IWM", "SPY"])
def test_the_flags_are_those_of_the_plain_loop_over_the_whole_history(data_dir: Path, symbol: str) -> None:
    inputs = real_inputs(data_dir, date(2025, 9, 26), symbol)
    told = history(inputs)
    expected = plain_flags(told.columns["separation"])
    found = flags(inputs, told)
    assert set(found) == set(expected)
    for name, values in found.items():
        assert values.tolist() == expected[name], name
        assert 50 < values.sum() < len(values) / 1.5, name


def test_the_flags_on_a_card_are_the_last_row(data_dir: Path) -> None:
    for session in (date(2008, 11, 20), date(2009, 4, 3), date(2016, 3, 10), date(2021, 4, 1)):
        inputs = real_inputs(data_dir, session)
        last = {name: bool(column[-1]) for name, column in flags(inputs, history(inputs)).items()}
        card = {flag.id.removeprefix("iwm.trend."): flag.on for flag in words(inputs)[1].flags}
        assert card == last


def test_every_flip_is_true_and_not_a_hair_before(data_dir: Path) -> None:
    """EMA' = EMA + k (P - EMA) for both, ATR held: the state changes exactly at the solved close."""
    bars = real_bars(data_dir, "IWM")
    multiples = np.random.default_rng(1).choice([0.9, 1.0, 1.25], len(bars))
    tested = beyond = 0
    for rows in np.linspace(300, len(bars), 70).astype(int):
        inputs = inputs_of(bars.slice(0, rows), multiples=multiples[:rows])
        fast, slow, ranges = plain_separation(inputs)
        band = 0.25 * 1.5 * multiples[rows - 1]
        scale = inputs.bars.adj_close[-1] / inputs.bars.close[-1]

        def state_at(
            price: float, now: tuple[float, float, float, float] = (fast[-1], slow[-1], ranges[-1], band)
        ) -> str:
            quick, lazy, range_, limit = now
            quick += 2 / 22 * (price - quick)
            lazy += 2 / 64 * (price - lazy)
            apart = (quick - lazy) / range_
            return "bullish" if apart > limit else "bearish" if apart < -limit else "neutral"

        state, said = words(inputs)
        assert {flip.to for flip in said.flips} == (
            {"bullish", "bearish"} if state == "neutral" else {"neutral"}
        )
        for flip in said.flips:
            upwards = flip.to == "bullish" or (state, flip.to) == ("bearish", "neutral")
            assert fact(flip.reading).number == pytest.approx(
                band if "bullish" in (state, flip.to) else -band
            )
            if isinstance(flip.price, Missing) and "6 ATR" in flip.price.reason:
                reach = 5.999 * ranges[-1] * (1 if upwards else -1)
                assert state_at(max(inputs.bars.adj_close[-1] + reach, 1e-9)) == state
                beyond += 1
                continue
            if isinstance(flip.price, Missing):
                assert not upwards
                assert state_at(1e-9) == state
                continue
            price = flip.price.number * scale
            step = 0.001 if upwards else -0.001
            assert state_at(price * (1 + step)) == flip.to
            assert state_at(price * (1 + step * 1e-5)) == flip.to
            assert state_at(price * (1 - step * 1e-5)) == state
            assert state_at(price * (1 - step)) == state
            tested += 1
    assert tested >= 15
    assert beyond > 10


def test_the_past_of_real_bars_does_not_know_the_future(data_dir: Path) -> None:
    inputs = real_inputs(data_dir, date(2025, 9, 26))
    whole = history(inputs)
    conditions = flags(inputs, whole)
    for rows in (1, 13, 14, 62, 63, 64, 251, 252, 320, 1000, 2136, 4986, 5210, 6300):
        cut = cut_inputs(inputs, rows)
        short = history(cut)
        same_past(short, whole, rows)
        for name, column in flags(cut, short).items():
            assert (column == conditions[name][:rows]).all(), (name, rows)


@given(seed=st.integers(0, 10_000), fields=st.sampled_from(["ohlcv", "ohlc", "close"]), part=st.floats(0, 1))
@settings(max_examples=25)
def test_the_past_does_not_know_the_future(seed: int, fields: str, part: float) -> None:
    inputs = inputs_of(random_bars(seed, 330, fields))
    rows = 1 + round(part * 329)
    whole = history(inputs)
    cut = cut_inputs(inputs, rows)
    same_past(history(cut), whole, rows)
    for name, column in flags(cut, history(cut)).items():
        assert (column == flags(inputs, whole)[name][:rows]).all()


def test_closes_alone_are_enough_and_the_method_says_so() -> None:
    bars = bars_from(walk(4, 120).close)
    inputs = inputs_of(bars)
    _, said = words(inputs)
    separation = next(fact(one) for one in said.facts if one.id == "test.trend.separation")
    moves = np.abs(np.diff(bars.close))
    average = moves[:14].mean()
    for move in moves[14:]:
        average = (average * 13 + move) / 14
    gap = plain_ema(bars.close, 21)[-1] - plain_ema(bars.close, 63)[-1]
    assert separation.number == pytest.approx(gap / average)
    assert "closes only" in separation.method
    assert "adjusted bars" in fact(words(inputs_of(walk(4, 120)))[1].facts[2]).method


def test_a_price_that_never_moved_has_no_separation() -> None:
    told = history(inputs_of(bars_from(np.full(100, 12.5))))
    assert np.isnan(told.score).all()
    assert told.silence == "needs 63 sessions that moved"


def test_parameters_come_from_the_profile() -> None:
    inputs = inputs_of(walk(8, 200), profile_with(trend={"fast_span": 5, "slow_span": 9, "band": 1.0}))
    told = history(inputs)
    gap = np.array(plain_ema(inputs.bars.adj_close, 5)) - np.array(plain_ema(inputs.bars.adj_close, 9))
    assert told.columns["separation"][14:] == pytest.approx(
        gap[14:] / np.array(plain_adjusted_atr(inputs.bars, 14))[14:]
    )
    assert told.band == 1.5
    assert {one.id for one in words(inputs)[1].facts} >= {"test.trend.ema5", "test.trend.ema9"}
    assert (LAYER.name, LAYER.title) == ("trend", "Trend")
