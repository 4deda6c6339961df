from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.charts.scale import round_ticks, session_ticks, spread

places = st.lists(st.floats(0, 500), max_size=12)


@given(places, st.floats(1, 60))
def test_spread_labels_keep_order_distance_and_limits(wanted: list[float], gap: float) -> None:
    low, high = 13.0, 480.0
    placed = spread(wanted, gap, low, high)
    assert len(placed) == len(wanted)
    if len(wanted) > 1:
        gap = min(gap, (high - low) / (len(wanted) - 1))
    ranked = [placed[place] for place in sorted(range(len(wanted)), key=lambda place: (wanted[place], place))]
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(ranked))
    assert all(low - 1e-6 <= place <= high + 1e-6 for place in placed)


@given(places)
def test_labels_already_apart_stay_where_they_are(wanted: list[float]) -> None:
    apart = [20.0 + 30.0 * rank + value / 500 for rank, value in enumerate(wanted)]
    assert spread(apart, 27.0, 0.0, 600.0) == pytest.approx(apart)


def test_two_labels_at_one_place_move_by_the_same_distance() -> None:
    assert spread([100.0, 100.0], 20.0, 0.0, 400.0) == pytest.approx((90.0, 110.0))


def test_a_pair_gives_way_to_a_third_by_least_squares() -> None:
    """The mean of the three stays: no other placement has a smaller sum of squares."""
    placed = spread([100.0, 104.0, 111.0], 20.0, 0.0, 400.0)
    assert placed == pytest.approx((85.0, 105.0, 125.0))


@given(st.floats(1e-4, 1e6), st.floats(1e-3, 3.0), st.integers(2, 8))
def test_ticks_are_round_few_and_inside(low: float, share: float, most: int) -> None:
    high = low * (1 + share)
    ticks = round_ticks(low, high, most)
    step = (high - low) / most
    assert len(ticks) <= most + 1
    assert len({text for _, text in ticks}) == len(ticks)
    for value, text in ticks:
        assert low - 1e-6 * step <= value <= high + 1e-6 * step
        assert float(text.replace(",", "")) == pytest.approx(value, rel=1e-9, abs=1e-9 * step)


def test_ticks_of_a_year_are_its_months_with_january_as_the_year() -> None:
    sessions = pd.bdate_range(end="2026-03-06", periods=252)
    ticks = session_ticks(sessions)
    texts = [text for _, text in ticks]
    assert texts == ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "2026", "Feb", "Mar"]
    first = sessions[int(ticks[0][0])]
    assert (first.month, sessions[int(ticks[0][0]) - 1].month) == (4, 3)


def test_ticks_of_a_month_are_days_and_end_at_the_last() -> None:
    ticks = session_ticks(pd.bdate_range(end="2026-03-06", periods=30))
    assert ticks[-1] == (29.0, "Mar 6")
    assert len(set(np.diff([place for place, _ in ticks]))) == 1
    assert len(ticks) <= 8


@given(st.integers(1, 300))
def test_there_are_never_more_marks_than_fit(count: int) -> None:
    assert 1 <= len(session_ticks(pd.bdate_range(end="2026-03-06", periods=count))) <= 12
