"""An old value never passes for a new one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.indicators.alignment import on_index

# Thursday to the Friday of the next week
TARGET = pd.bdate_range("2024-01-04", "2024-01-12")
NAN = float("nan")


def aligned(pairs: dict[str, float], max_age: int) -> list[float]:
    index = pd.DatetimeIndex(list(pairs))
    return on_index(np.array(list(pairs.values())), index, TARGET, max_age).tolist()


def test_a_value_is_used_until_it_is_older_than_allowed() -> None:
    expected = [NAN, 5, 5, 5, NAN, NAN, NAN]
    assert aligned({"2024-01-05": 5.0}, 2) == pytest.approx(expected, nan_ok=True)


def test_age_zero_takes_values_of_the_same_date_only() -> None:
    expected = [NAN, 5, NAN, NAN, 7, NAN, NAN]
    assert aligned({"2024-01-05": 5.0, "2024-01-10": 7.0}, 0) == pytest.approx(expected, nan_ok=True)


def test_a_weekend_value_is_one_session_old_on_monday() -> None:
    assert np.isnan(aligned({"2024-01-06": 5.0}, 0)).all()
    assert aligned({"2024-01-06": 5.0}, 1) == pytest.approx([NAN, NAN, 5, NAN, NAN, NAN, NAN], nan_ok=True)


def test_a_value_from_before_the_target_is_not_used() -> None:
    assert np.isnan(aligned({"2019-01-03": 4.0, "2024-01-03": 5.0}, 100)).all()


def test_a_missing_value_does_not_hide_the_one_before_it_nor_make_it_younger() -> None:
    expected = [5, 5, 5, NAN, NAN, NAN, NAN]
    pairs = {"2024-01-04": 5.0, "2024-01-05": NAN, "2024-01-09": NAN}
    assert aligned(pairs, 2) == pytest.approx(expected, nan_ok=True)


def test_the_last_of_equal_dates_counts() -> None:
    index = pd.DatetimeIndex(["2024-01-04", "2024-01-04"])
    assert on_index(np.array([1.0, 2.0]), index, TARGET, 0)[0] == 2


def test_no_values_give_nan() -> None:
    assert np.isnan(aligned({}, 5)).all()
    assert on_index(np.array([1.0]), TARGET[:1], TARGET[:0], 5).shape == (0,)


@pytest.mark.parametrize(
    ("values", "index", "age", "sentence"),
    [
        ([1.0], TARGET[:2], 1, "1 values for 2 dates"),
        ([1.0, 2.0], TARGET[:2][::-1], 1, "must be sorted"),
        ([1.0], TARGET[:1], -1, "must be at least 0"),
    ],
)
def test_refused(values: list[float], index: pd.DatetimeIndex, age: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        on_index(np.array(values), index, TARGET, age)


@given(
    days=st.lists(st.integers(0, 60), unique=True).map(sorted),
    sessions=st.lists(st.integers(0, 60), min_size=1, unique=True).map(sorted),
    max_age=st.integers(0, 6),
)
def test_it_equals_the_definition_read_out_loud(days: list[int], sessions: list[int], max_age: int) -> None:
    epoch = pd.Timestamp("2024-01-01")
    index, target = (
        pd.DatetimeIndex([epoch + pd.Timedelta(days=n) for n in one]) for one in (days, sessions)
    )
    expected = []
    for session in sessions:
        known = [day for day in days if day <= session]
        passed = sum(known[-1] < other <= session for other in sessions) if known else 0
        usable = known and known[-1] >= sessions[0] and passed <= max_age
        expected.append(float(known[-1]) if usable else NAN)
    result = on_index(np.array(days, dtype=float), index, target, max_age)
    assert result.tolist() == pytest.approx(expected, nan_ok=True)
