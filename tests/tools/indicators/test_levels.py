"""Swing pivots by cases drawn by hand, and the pivot formulas by their arithmetic."""

import numpy as np
import pytest

from tools.indicators import levels

NAN = float("nan")


def test_a_pivot_appears_only_when_its_right_wing_is_complete() -> None:
    high = np.array([1.0, 2, 5, 3, 2, 1, 4])
    assert levels.swing_highs(high, 2).tolist() == pytest.approx([NAN] * 4 + [5, NAN, NAN], nan_ok=True)


def test_of_equal_highs_the_first_is_the_pivot() -> None:
    high = np.array([1.0, 2, 5, 5, 2, 1, 1])
    assert np.flatnonzero(np.isfinite(levels.swing_highs(high, 2))).tolist() == [4]


def test_swing_lows_mirror_swing_highs() -> None:
    low = np.array([5.0, 4, 1, 1, 4, 5, 5])
    assert levels.swing_lows(low, 2).tolist() == pytest.approx([NAN] * 4 + [1, NAN, NAN], nan_ok=True)


def test_the_last_swing_is_carried_forward_with_its_direction() -> None:
    middle = np.array([3.0, 5, 2, 1, 4, 6, 5, 4])
    top, bottom, direction = levels.last_swing(middle + 0.5, middle - 0.5, 1)
    assert top.tolist() == pytest.approx([NAN, NAN, 5.5, 5.5, 5.5, 5.5, 6.5, 6.5], nan_ok=True)
    assert bottom.tolist() == pytest.approx([NAN] * 4 + [0.5] * 4, nan_ok=True)
    assert direction.tolist() == pytest.approx([NAN] * 4 + [-1, -1, 1, 1], nan_ok=True)


def test_one_bar_that_is_both_pivots_counts_as_down() -> None:
    _, _, direction = levels.last_swing(np.array([2.0, 9, 2]), np.array([1.0, 0, 1]), 1)
    assert direction[-1] == -1


def test_fibonacci_position_is_zero_at_the_low_and_one_at_the_high() -> None:
    close = np.array([10.0, 20, 15, 25, 5])
    position = levels.fibonacci_position(close, np.full(5, 20.0), np.full(5, 10.0))
    assert position.tolist() == [0, 1, 0.5, 1.5, -0.5]


def test_fibonacci_position_is_undefined_where_the_low_is_not_below_the_high() -> None:
    assert np.isnan(levels.fibonacci_position(np.ones(2), np.array([1.0, 2]), np.array([1.0, 3]))).all()


def test_classic_pivots_by_arithmetic() -> None:
    pivots = levels.classic_pivots(np.array([110.0]), np.array([100.0]), np.array([108.0]))
    expected = {"P": 106, "R1": 112, "R2": 116, "R3": 122, "S1": 102, "S2": 96, "S3": 92}
    assert {name: float(level[0]) for name, level in pivots.items()} == expected


@pytest.mark.parametrize(("close", "x"), [(104.0, 414.0), (108.0, 428.0), (106.0, 422.0)])
def test_demark_pivots_double_the_low_after_a_fall_the_high_after_a_rise_else_the_close(
    close: float, x: float
) -> None:
    pivots = levels.demark_pivots(*(np.array([one]) for one in (106.0, 110.0, 100.0, close)))
    assert {name: float(level[0]) for name, level in pivots.items()} == {
        "P": x / 4,
        "R1": x / 2 - 100,
        "S1": x / 2 - 110,
    }
