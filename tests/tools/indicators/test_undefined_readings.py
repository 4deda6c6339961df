"""Where a formula divides by nothing there is no reading, and afterwards the reading is right again."""

import numpy as np
import pytest

from tests.tools.indicators.cases import random_market
from tools.indicators import momentum, relative_strength, rolling, trend, volatility, volume
from tools.types import FloatArray

MOVING = random_market(120)


def bars_after_rest(rest: int) -> tuple[FloatArray, ...]:
    """`rest` bars at the first close of a random walk, then its bars."""
    start = np.full(rest, MOVING["close"][0])
    return tuple(np.concatenate((start, MOVING[name])) for name in ("high", "low", "close"))


def test_rsi_has_no_reading_until_the_price_moves() -> None:
    close = np.concatenate((np.full(30, 5.0), [5.0, 6.0, 5.5]))
    reading = momentum.rsi(close)
    assert np.isnan(reading[:31]).all()
    assert reading[31] == 100
    assert 0 < reading[32] < 100


def test_rsi_keeps_its_reading_while_a_price_rests_for_years() -> None:
    """TA-Lib writes 0 once both averages have decayed below a fixed 1e-14."""
    close = np.concatenate((MOVING["close"], np.full(1000, MOVING["close"][-1])))
    reading = momentum.rsi(close)
    assert reading[-1] == pytest.approx(reading[119], rel=1e-9)


def test_rsi_of_a_price_that_only_falls_is_zero_not_undefined() -> None:
    assert (momentum.rsi(np.linspace(50, 10, 40))[14:] == 0).all()


def test_adx_counts_its_warm_up_from_the_bar_before_the_first_movement() -> None:
    reading = trend.adx(*bars_after_rest(40))
    assert np.isnan(reading[: 39 + 27]).all()
    # a first bar at the close of the resting ones is the same walk, one bar longer
    assert np.array_equal(
        reading[39:], trend.adx(*(column[39:] for column in bars_after_rest(40))), equal_nan=True
    )


def test_directional_indicators_have_no_reading_until_a_price_moves() -> None:
    plus, minus = trend.directional(*bars_after_rest(40))
    assert np.isnan(plus[:40]).all()
    assert np.isfinite(plus[41:]).all()
    assert np.isfinite(minus[41:]).all()


def test_directional_indicators_of_inside_bars_are_zero_not_undefined() -> None:
    """Ranges without directional movement: TR is positive, both movements are 0."""
    high, low = np.linspace(60, 55, 40), np.linspace(40, 45, 40)
    plus, minus = trend.directional(high, low, np.full(40, 50.0))
    assert (plus[14:] == 0).all()
    assert (minus[14:] == 0).all()
    assert np.isnan(trend.adx(high, low, np.full(40, 50.0))).all()


def test_the_stochastic_is_undefined_over_a_range_without_height_and_recovers() -> None:
    high, low, close = (
        np.concatenate((MOVING[n], np.full(30, 50.0), MOVING[n])) for n in ("high", "low", "close")
    )
    k, d = momentum.stochastic(high, low, close)
    # ranges 120..133 to 136..149 have no height, and 3 and 5 sessions of averaging use them
    assert np.flatnonzero(np.isnan(k[15:]))[[0, -1]].tolist() == [133 - 15, 151 - 15]
    assert np.flatnonzero(np.isnan(d[17:]))[[0, -1]].tolist() == [133 - 17, 153 - 17]
    fresh, _ = momentum.stochastic(MOVING["high"], MOVING["low"], MOVING["close"])
    assert np.array_equal(k[150 + 15 :], fresh[15:])


def test_percent_b_is_undefined_without_width_also_after_a_price_a_million_times_larger() -> None:
    close = np.concatenate((np.full(25, 3e6) + MOVING["close"][:25], np.full(25, 0.7), MOVING["close"]))
    reading = volatility.bollinger_percent_b(close)
    assert np.isnan(reading[44:50]).all()
    assert np.isfinite(reading[50:]).all()
    assert (rolling.rolling_std(close, 20)[44:50] == 0).all()


def test_rolling_std_survives_a_price_a_million_times_larger() -> None:
    """What adjusting for reverse splits does to old prices; running sums of squares are off by 100 % here."""
    close = np.concatenate((np.linspace(5e6, 1e6, 50), MOVING["close"] / 100))
    assert rolling.rolling_std(close, 20)[-1] == pytest.approx(np.std(close[-20:], ddof=1), rel=1e-8)


@pytest.mark.parametrize("giant", [3e6 / 7, 1e9 / 3], ids=["residue above", "residue below"])
def test_the_mean_of_a_price_at_rest_is_that_price_also_after_a_giant(giant: float) -> None:
    """A running sum leaves the giant's rounding behind: the price would not equal its own mean."""
    close = np.concatenate(([0.1, giant], np.full(30, 0.7), np.zeros(30)))
    assert (rolling.rolling_mean(close, 20)[21:32] == 0.7).all()
    assert (trend.sma(close, 20)[51:] == 0).all()


def test_volume_ratio_is_undefined_after_sessions_without_trade() -> None:
    volume_ = np.concatenate((np.full(20, 0.1), np.zeros(20), [7.0, 7.0]))
    reading = volume.volume_ratio(volume_)
    assert np.isnan(reading[40])
    assert reading[41] == pytest.approx(20)


def test_a_return_from_zero_is_undefined() -> None:
    reading = momentum.roc(np.array([1.0, 0.0, 2.0, 3.0]), 1)
    assert reading.tolist() == pytest.approx([np.nan, -100, np.nan, 50], nan_ok=True)


def test_a_ratio_to_zero_is_undefined() -> None:
    assert np.isnan(relative_strength.price_ratio(np.array([1.0]), np.array([0.0]))[0])


def test_beta_is_undefined_against_a_benchmark_that_grows_evenly() -> None:
    assert np.isnan(relative_strength.beta(MOVING["close"], 2.0 ** np.arange(120.0), 21)).all()


def test_percentile_rank_counts_ties_as_below() -> None:
    values = np.array([3.0, 1.0, 2.0, 2.0, 1.0])
    assert rolling.percentile_rank(values, 4)[3:].tolist() == [75.0, 50.0]


def test_run_length_counts_the_session_of_the_change_as_one() -> None:
    sign = np.array([np.nan, 1.0, 1.0, 0.0, -1.0, -1.0, -1.0, 1.0])
    assert trend.run_length(sign).tolist() == pytest.approx([np.nan, 1, 2, 1, 1, 2, 3, 1], nan_ok=True)
