"""Volume spread over price: hand-made bars, and conservation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.indicators.volume import lower_third_volume, volume_by_price


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_a_bar_is_spread_evenly_over_its_range() -> None:
    edges, volumes = volume_by_price(column(14, 12), column(10, 10), column(400, 100), 4)
    assert edges.tolist() == [10, 11, 12, 13, 14]
    assert volumes.tolist() == [150, 150, 100, 100]


def test_a_bar_without_height_falls_into_the_slice_of_its_price() -> None:
    _, volumes = volume_by_price(column(14, 11, 14), column(10, 11, 14), column(0, 7, 5), 4)
    assert volumes.tolist() == [0, 7, 0, 5]


def test_rows_at_one_price_fill_the_last_slice() -> None:
    edges, volumes = volume_by_price(column(10, 10), column(10, 10), column(3, 4), 2)
    assert edges.tolist() == [10, 10, 10]
    assert volumes.tolist() == [0, 7]


def test_no_rows_give_no_profile() -> None:
    edges, volumes = volume_by_price(column(np.nan), column(np.nan), column(5), 3)
    assert edges.shape == (4,)
    assert np.isnan(edges).all()
    assert np.isnan(volumes).all()


bars = st.lists(
    st.tuples(st.floats(1, 1000), st.sampled_from([0.0, 0.01, 1.0, 50.0]), st.integers(0, 10**9)),
    min_size=1,
    max_size=30,
)


@given(rows=bars, bins=st.integers(1, 20))
def test_the_slices_add_up_to_the_volume_given(rows: list[tuple[float, float, int]], bins: int) -> None:
    low, height, volume = (np.array(one, dtype=np.float64) for one in zip(*rows, strict=True))
    _, volumes = volume_by_price(low + height, low, volume, bins)
    assert (volumes >= 0).all()
    assert volumes.sum() == pytest.approx(volume.sum(), rel=1e-9)


def test_the_lower_third_takes_each_bars_share_of_it() -> None:
    """Range 10-40, third 10-20: all of 10-20, half of 10-30, nothing of 30-40, all at 20, none at 21."""
    high, low = column(20, 30, 40, 20, 21), column(10, 10, 30, 20, 21)
    assert lower_third_volume(high, low, column(1, 20, 300, 4000, 50000), 5)[-1] == 1 + 10 + 4000


@given(rows=bars)
def test_the_lower_third_holds_at_most_the_volume_of_the_range(rows: list[tuple[float, float, int]]) -> None:
    low, height, volume = (np.array(one, dtype=np.float64) for one in zip(*rows, strict=True))
    reading = lower_third_volume(low + height, low, volume, len(rows))[-1]
    assert 0 <= reading <= volume.sum() * (1 + 1e-12)
