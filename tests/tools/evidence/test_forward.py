"""Forward returns and independent cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.evidence.plain import plain_episodes, plain_returns
from tests.tools.made_bars import bars_of, random_bars, some_bars
from tools.bars import Bars
from tools.evidence.episodes import count_episodes
from tools.evidence.forward import forward_returns
from tools.types import Absent


def test_entered_at_the_next_open_and_left_at_the_close_of_the_horizon() -> None:
    """By hand: state of the first session, in at 11 on the second, out at 15 on the third."""
    bars = bars_of(
        open=[9.0, 11.0, 12.0], high=[11.0, 13.0, 16.0], low=[8.0, 10.0, 11.0], close=[10.0, 12.0, 15.0]
    )
    one, two = forward_returns(bars, 1), forward_returns(bars, 2)
    assert not isinstance(one, Absent)
    assert not isinstance(two, Absent)
    assert one[:2] == pytest.approx([12 / 11 - 1, 15 / 12 - 1])
    assert two[0] == pytest.approx(15 / 11 - 1)
    assert np.isnan(one[2])
    assert np.isnan(two[1:]).all()


def test_a_dividend_is_part_of_the_return() -> None:
    """Quoted prices stand still; what was paid out on the third session was earned by who held it."""
    bars = bars_of(
        open=[100.0] * 4, high=[101.0] * 4, low=[98.0] * 4, close=[100.0] * 4,
        adj_close=[99.0, 99.0, 100.0, 100.0],
    )  # fmt: skip
    returns = forward_returns(bars, 2)
    assert not isinstance(returns, Absent)
    assert returns[0] == pytest.approx(100 / 99 - 1)
    assert returns[1] == pytest.approx(0.0)


@given(some_bars, st.sampled_from([1, 2, 5, 21, 63, 400]))
def test_returns_agree_with_a_loop_and_closes_alone_have_none(bars: Bars, horizon: int) -> None:
    """Without an open there is no entry, and that is said instead of a number."""
    found = forward_returns(bars, horizon)
    if bars.fields == "close":
        assert isinstance(found, Absent)
        assert "open" in found.reason
        return
    assert not isinstance(found, Absent)
    np.testing.assert_allclose(found, plain_returns(bars, horizon), rtol=1e-11, atol=1e-11)


@given(st.integers(0, 100), st.integers(30, 250), st.sampled_from([1, 5, 21]))
def test_an_outcome_is_not_known_before_its_session(seed: int, known: int, horizon: int) -> None:
    """Returns of bars that end at a session are those of longer bars where known, and NaN elsewhere."""
    bars = random_bars(seed, 300)
    whole, cut = forward_returns(bars, horizon), forward_returns(bars.slice(0, known), horizon)
    assert not isinstance(whole, Absent)
    assert not isinstance(cut, Absent)
    np.testing.assert_array_equal(cut[:-horizon], whole[: known - horizon])
    assert np.isnan(cut[-horizon:]).all()


@given(st.lists(st.booleans(), max_size=300), st.integers(1, 70))
def test_cases_never_overlap_and_none_more_would_fit(held: list[bool], horizon: int) -> None:
    """The count is that of the plain loop, whose cases are at least the horizon apart."""
    column = np.array(held, np.bool_)
    rows = [int(row) for row in np.flatnonzero(column)]
    count = count_episodes(column, horizon)
    assert count == plain_episodes(rows, horizon)
    assert count <= len(rows)
    assert count <= (len(held) + horizon - 1) // horizon
    assert (count == 0) == (not rows)
