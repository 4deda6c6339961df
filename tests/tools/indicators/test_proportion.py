"""Wilson's interval against scipy, its finite-population correction, and its bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tools.indicators.proportion import wilson_interval


@given(trials=st.integers(1, 3000), share=st.floats(0, 1))
def test_without_a_population_it_is_scipys_wilson_interval(trials: int, share: float) -> None:
    successes = round(share * trials)
    low, high = wilson_interval(successes, trials)
    expected = binomtest(successes, trials).proportion_ci(method="wilson")
    assert low == pytest.approx(100 * expected.low, abs=1e-4)
    assert high == pytest.approx(100 * expected.high, abs=1e-4)


@given(trials=st.integers(2, 1999), share=st.floats(0, 1))
def test_a_finite_population_narrows_it_and_it_still_holds_the_share(trials: int, share: float) -> None:
    successes = round(share * trials)
    wide = wilson_interval(successes, trials)
    low, high = wilson_interval(successes, trials, population=2000)
    assert 0 <= low <= 100 * successes / trials + 1e-9
    assert 100 >= high >= 100 * successes / trials - 1e-9
    assert high - low <= wide[1] - wide[0] + 1e-9


def test_the_correction_is_the_enlarged_sample() -> None:
    """It is n (N - 1) / (N - n) trials at the same share: 1,029 of 1,909 count as 2,231."""
    size = 1029 * 1908 / 880
    low, high = wilson_interval(20, 1029, population=1909)
    plain = wilson_interval(20 / 1029 * size, size)
    assert (low, high) == pytest.approx(plain)
    assert (float(low), float(high)) == pytest.approx((1.449, 2.605), abs=0.01)


@pytest.mark.parametrize("successes", [0, 7, 50])
def test_counting_everybody_leaves_no_width(successes: int) -> None:
    low, high = wilson_interval(successes, 50, population=50)
    assert low == high
    assert low == pytest.approx(2 * successes)


def test_no_trials_no_interval() -> None:
    low, high = wilson_interval(np.array([0.0, 5.0]), np.array([0.0, 10.0]), population=20)
    assert np.isnan(low[0])
    assert np.isnan(high[0])
    assert low[1] < 50 < high[1]
