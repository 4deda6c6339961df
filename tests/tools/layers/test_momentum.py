"""Momentum against a plain computation, the volume check told bar by bar, and its flips put to the test."""

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
    profile_with,
    random_bars,
    real_bars,
    real_inputs,
    same_past,
    sheet_of,
    walk,
)
from tools.bars import Bars
from tools.layers.base import STATE_NAMES, Inputs
from tools.layers.momentum import history, read
from tools.types import ABSTAIN, Missing


def words(inputs: Inputs):  # noqa: ANN201 - what `read` gives
    told = history(inputs)
    state = STATE_NAMES[int(told.states(inputs.multiples)[-1])]
    return state, read(inputs, told, state, sheet_of(inputs.bars))


def lower_third(bars: Bars, row: int) -> float:
    """Volume of five sessions that traded in the lower third of their range, each bar spread evenly."""
    floor, top = min(bars.low[row - 4 : row + 1]), max(bars.high[row - 4 : row + 1])
    edge = floor + (top - floor) / 3
    total = 0.0
    for day in range(row - 4, row + 1):
        height = bars.high[day] - bars.low[day]
        inside = min(max(edge - bars.low[day], 0.0), height)
        part = inside / height if height > 0 else float(bars.low[day] <= edge)
        total += part * bars.volume[day]
    return total


def plain(inputs: Inputs, row: int) -> tuple[float, float, float, float, float]:
    """(short, long, sigma, volume, mean of volume) at a row."""
    bars, adjusted = inputs.bars, inputs.bars.adj_close
    short = 100 * (adjusted[row] / adjusted[row - 10] - 1)
    long = 100 * (adjusted[row] / adjusted[row - 21] - 1)
    noise = 100 * plain_adjusted_atr(bars.slice(0, row + 1), 14)[-1] / adjusted[row]
    sigma = (short / (noise * 10**0.5) + long / (noise * 21**0.5)) / 2
    volumes = [lower_third(bars, day) for day in range(row - 62, row + 1)]
    return short, long, sigma, volumes[-1], sum(volumes) / 63


@pytest.mark.parametrize("session", NAMED_SESSIONS)
def test_the_numbers_on_real_bars_are_the_plain_ones(data_dir: Path, session: date) -> None:
    inputs = real_inputs(data_dir, session)
    short, long, sigma, volume, mean = plain(inputs, len(inputs.bars) - 1)
    state, said = words(inputs)
    told = {
        one.id.removeprefix("iwm.momentum."): fact(one).number
        for one in said.facts
        if not one.id.endswith("_5m")
    }
    assert told["roc10"] == pytest.approx(short, rel=1e-9)
    assert told["roc21"] == pytest.approx(long, rel=1e-9)
    assert told["sigma"] == pytest.approx(sigma, rel=1e-7)
    assert told["lower_third_volume"] == pytest.approx(volume, rel=1e-9)
    assert told["lower_third_volume_mean"] == pytest.approx(mean, rel=1e-9)
    weak = volume <= mean
    score = max(-2.0, min(2.0, sigma)) / 2 * (0.5 if weak else 1.0)
    assert history(inputs).score[-1] == pytest.approx(score, rel=1e-7)
    assert state == ("bullish" if score > 0.2 else "bearish" if score < -0.2 else "neutral")
    assert [flag.on for flag in said.flags] == [weak]


def test_the_named_sessions_see_volume_weak_and_confirmed(data_dir: Path) -> None:
    weak = [words(real_inputs(data_dir, session))[1].flags[0].on for session in NAMED_SESSIONS]
    assert weak == [True, False, True, False]


def test_volume_that_only_equals_its_mean_does_not_confirm() -> None:
    """Every session trades the same volume over the same range, so the measure is its own mean."""
    close = 100 + np.sin(np.arange(120.0))
    flat = np.ones(120)
    bars = bars_from(close, open=close, high=110 * flat, low=90 * flat, volume=3e6 * flat)
    told = history(inputs_of(bars))
    assert told.columns["volume"][-1] == told.columns["volume_mean"][-1] == pytest.approx(5e6)
    assert told.columns["weak"][-1] == 1.0


def test_a_weak_score_is_half_of_the_confirmed_one_everywhere(data_dir: Path) -> None:
    bars = real_bars(data_dir, "IWM")
    told = history(inputs_of(bars))
    full = history(inputs_of(bars, profile_with(momentum={"weak_factor": 1.0})))
    weak = told.columns["weak"] == 1.0
    known = np.isfinite(told.score)
    assert (told.score[weak & known] == full.score[weak & known] * 0.5).all()
    assert (told.score[~weak & known] == full.score[~weak & known]).all()
    assert 0.2 < weak[known].mean() < 0.8
    assert np.isnan(told.columns["weak"][:66]).all()
    assert np.isfinite(told.columns["weak"][66:]).all()


def test_the_score_is_clipped_at_two_sigma_and_linear_inside(data_dir: Path) -> None:
    told = history(inputs_of(real_bars(data_dir, "IWM"), profile_with(momentum={"weak_factor": 1.0})))
    sigma, score = told.columns["sigma"][21:], told.score[21:]
    assert (score[sigma >= 2] == 1).all()
    assert (score[sigma <= -2] == -1).all()
    assert (sigma >= 2).any()
    inside = np.abs(sigma) < 2
    assert score[inside] == pytest.approx(sigma[inside] / 2)


def test_the_band_is_a_fifth_of_the_score_times_the_calendars_multiple(data_dir: Path) -> None:
    bars = real_bars(data_dir, "IWM")
    told = history(inputs_of(bars))
    score = told.score
    for multiple in (0.9, 1.0, 1.25):
        states = told.states(np.full(len(bars), multiple))
        assert ((states == 1) == (score > 0.2 * multiple)).all()
        assert ((states == -1) == (score < -0.2 * multiple)).all()
        assert ((states == ABSTAIN) == np.isnan(score)).all()


def test_the_warm_up_is_the_longer_look_back(data_dir: Path) -> None:
    assert np.flatnonzero(np.isfinite(history(inputs_of(real_bars(data_dir, "IWM"))).score))[0] == 21


def test_without_volume_the_check_abstains_and_the_score_stands() -> None:
    whole = walk(3, 200)
    bare = bars_from(whole.close, open=whole.open, high=whole.high, low=whole.low)
    told = history(inputs_of(bare))
    full = history(inputs_of(whole, profile_with(momentum={"weak_factor": 1.0})))
    assert np.isnan(told.columns["weak"]).all()
    assert np.array_equal(told.score, full.score, equal_nan=True)
    _, said = words(inputs_of(bare))
    volume = next(one for one in said.facts if one.id.endswith("lower_third_volume"))
    assert isinstance(volume, Missing)
    assert volume.reason == "the source has no volume for this symbol"
    assert said.flags == ()
    assert said.rationale.text.endswith("volume check abstains.")


def test_a_profile_with_another_look_back_still_reports_ten_sessions() -> None:
    bars = walk(6, 120, "SPY")
    _, said = words(inputs_of(bars, profile_with("SPY")))
    told = {one.id: fact(one).number for one in said.facts if not one.id.endswith("_5m")}
    assert told["spy.momentum.roc10"] == pytest.approx(100 * (bars.adj_close[-1] / bars.adj_close[-11] - 1))
    assert told["spy.momentum.roc14"] == pytest.approx(100 * (bars.adj_close[-1] / bars.adj_close[-15] - 1))


def test_every_flip_is_true_and_not_a_hair_before(data_dir: Path) -> None:
    """The bases are one session nearer, noise and volume check held."""
    bars = real_bars(data_dir, "IWM")
    multiples = np.random.default_rng(2).choice([0.9, 1.0, 1.25], len(bars))
    tested = unreachable = 0
    for factor in (0.5, 0.2):
        profile = profile_with(momentum={"weak_factor": factor})
        for rows in np.linspace(300, len(bars), 70).astype(int):
            inputs = inputs_of(bars.slice(0, rows), profile, multiples=multiples[:rows])
            adjusted = inputs.bars.adj_close
            noise = plain_adjusted_atr(inputs.bars, 14)[-1] / adjusted[-1]
            weak = plain(inputs, rows - 1)[3:]
            part = factor if weak[0] <= weak[1] else 1.0
            facts = (adjusted[-10], adjusted[-21], noise, part, 0.2 * multiples[rows - 1])

            def state_at(price: float, given: tuple[float, float, float, float, float] = facts) -> str:
                base10, base21, noise, part, limit = given
                ten = (price / base10 - 1) / (noise * 10**0.5)
                long = (price / base21 - 1) / (noise * 21**0.5)
                score = max(-2.0, min(2.0, (ten + long) / 2)) / 2 * part
                return "bullish" if score > limit else "bearish" if score < -limit else "neutral"

            state, said = words(inputs)
            assert said.flips
            for flip in said.flips:
                upwards = flip.to == "bullish" or (state, flip.to) == ("bearish", "neutral")
                if isinstance(flip.price, Missing) and "6 ATR" in flip.price.reason:
                    reach = 5.999 * noise * adjusted[-1] * (1 if upwards else -1)
                    assert state_at(max(adjusted[-1] + reach, 1e-9)) == state
                    continue
                if isinstance(flip.price, Missing):
                    assert state_at(1e9 if upwards else 1e-9) == state, flip
                    unreachable += 1
                    continue
                price = flip.price.number * adjusted[-1] / inputs.bars.close[-1]
                step = 0.001 if upwards else -0.001
                assert state_at(price * (1 + step)) == flip.to
                assert state_at(price * (1 + step * 1e-5)) == flip.to
                assert state_at(price * (1 - step * 1e-5)) == state
                assert state_at(price * (1 - step)) == state
                tested += 1
    assert tested >= 120
    assert unreachable > 0


def test_a_band_that_a_weak_score_only_touches_is_never_crossed() -> None:
    """Weak factor 0.5 and band 0.5: the score stops at the band, so there is no close that flips it."""
    profile = profile_with(momentum={"band": 0.5})
    seeds = [seed for seed in range(40) if words(inputs_of(walk(seed, 150), profile))[1].flags[0].on]
    assert seeds
    for seed in seeds:
        state, said = words(inputs_of(walk(seed, 150), profile))
        assert state == "neutral"
        assert all(isinstance(flip.price, Missing) for flip in said.flips)


def test_the_past_of_real_bars_does_not_know_the_future(data_dir: Path) -> None:
    inputs = real_inputs(data_dir, date(2025, 9, 26))
    whole = history(inputs)
    for rows in (1, 10, 14, 21, 22, 63, 67, 68, 500, 2136, 4986, 6300):
        same_past(history(cut_inputs(inputs, rows)), whole, rows)


@given(seed=st.integers(0, 10_000), fields=st.sampled_from(["ohlcv", "ohlc", "close"]), part=st.floats(0, 1))
@settings(max_examples=25)
def test_the_past_does_not_know_the_future(seed: int, fields: str, part: float) -> None:
    inputs = inputs_of(random_bars(seed, 160, fields))
    rows = 1 + round(part * 159)
    same_past(history(cut_inputs(inputs, rows)), history(inputs), rows)
