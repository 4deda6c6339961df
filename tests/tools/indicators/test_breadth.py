"""Participation against pandas and against a plain loop, its restarts, and its causality."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import folder_market, random_closes
from tools.indicators.breadth import Participation, participation
from tools.types import FloatArray

RISE, FALL = 100.0, 60.0


def count(closes: FloatArray, *windows: int) -> Participation:
    return participation(closes, windows, implausible_rise=RISE, implausible_fall=FALL)


def by_loop(closes: FloatArray, window: int, row: int) -> tuple[int, int]:
    """(above, eligible) on one session, told member by member."""
    above = eligible = 0
    if row + 1 < window:
        return above, eligible
    for member in range(closes.shape[1]):
        prices = [float(price) for price in closes[row + 1 - window : row + 1, member]]
        if any(np.isnan(prices)):
            continue
        moves = [later / earlier for earlier, later in pairwise(prices)]
        if any(move > 1 + RISE / 100 or move < 1 - FALL / 100 for move in moves):
            continue
        eligible += 1
        above += prices[-1] > sum(prices) / window * (1 + 1e-9)
    return above, eligible


@given(seed=st.integers(0, 10**6), rows=st.integers(1, 120), members=st.integers(1, 70))
@settings(max_examples=30)
def test_on_clean_panels_the_counts_are_those_of_a_rolling_mean(seed: int, rows: int, members: int) -> None:
    closes = random_closes(seed, rows, members)
    counts = count(closes, 7, 20)
    frame = pd.DataFrame(closes)
    for window in (7, 20):
        mean = frame.rolling(window).mean()
        assert counts.above[window].tolist() == (frame > mean).sum(axis=1).tolist()
        assert counts.eligible[window].tolist() == mean.notna().sum(axis=1).tolist()
    assert counts.advancing.tolist() == (frame.diff() > 0).sum(axis=1).tolist()
    assert counts.declining.tolist() == (frame.diff() < 0).sum(axis=1).tolist()
    assert not counts.restarts.any()


@given(seed=st.integers(0, 10**6), holes=st.sampled_from([0.01, 0.05, 0.3]), jumps=st.integers(0, 12))
@settings(max_examples=25)
def test_holes_and_jumps_count_as_the_plain_loop_has_them(seed: int, holes: float, jumps: int) -> None:
    draw = np.random.default_rng(seed)
    closes = random_closes(seed, 60, 9, holes=holes)
    for _ in range(jumps):
        closes[draw.integers(1, 60) :, draw.integers(0, 9)] *= draw.choice([0.1, 0.3, 0.5, 1.9, 2.5, 10])
    counts = count(closes, 5, 12)
    for window in (5, 12):
        for row in range(60):
            told = (counts.above[window][row], counts.eligible[window][row])
            assert told == by_loop(closes, window, row), (window, row)


@given(seed=st.integers(0, 10**6), stop=st.integers(1, 80))
@settings(max_examples=30)
def test_the_future_never_changes_the_counts(seed: int, stop: int) -> None:
    closes = random_closes(seed, 80, 6, holes=0.03)
    closes[stop:] *= 25.0
    whole, cut = count(closes, 5, 20), count(closes[:stop], 5, 20)
    for window in (5, 20):
        assert (whole.above[window][:stop] == cut.above[window]).all()
        assert (whole.eligible[window][:stop] == cut.eligible[window]).all()
    for name in ("advancing", "declining", "restarts"):
        assert (getattr(whole, name)[:stop] == getattr(cut, name)).all()


def test_a_spike_restarts_the_member_on_its_way_up_and_again_on_its_way_down() -> None:
    closes = np.full((40, 1), 10.0) + np.arange(40)[:, None] * 0.01
    closes[20] = 100.0
    counts = count(closes, 5)
    assert np.flatnonzero(counts.restarts).tolist() == [20, 21]
    assert counts.eligible[5].tolist() == [0] * 4 + [1] * 16 + [0] * 5 + [1] * 15


def test_a_member_that_lost_its_price_is_back_a_whole_window_after_it_returned() -> None:
    closes = np.full((30, 1), 10.0) + np.arange(30)[:, None] * 0.01
    closes[10:12] = np.nan
    eligible = count(closes, 5).eligible[5]
    assert eligible.tolist() == [0] * 4 + [1] * 6 + [0] * 6 + [1] * 14


@pytest.mark.parametrize(
    ("move", "restarts"), [(1.9999, 0), (2.0, 0), (2.0001, 1), (0.4001, 0), (0.4, 0), (0.3999, 1)]
)
def test_a_move_at_the_limit_is_plausible_and_beyond_it_is_not(move: float, restarts: int) -> None:
    closes = np.array([[1.0], [1.0], [move], [move]])
    assert count(closes, 2).restarts.sum() == restarts


def test_a_price_at_rest_is_not_above_its_own_average() -> None:
    closes = np.full((300, 3), 0.1 + 0.2)
    closes[:, 1] = 1e6 / 3
    counts = count(closes, 50, 200)
    assert counts.eligible[50][-1] == 3
    assert counts.above[50].sum() == counts.above[200].sum() == 0
    assert counts.percent(50)[-1] == 0.0


def test_without_an_eligible_member_there_is_no_percentage() -> None:
    counts = count(random_closes(1, 30, 4), 10, 50)
    assert np.isnan(counts.percent(10)[:9]).all()
    assert np.isfinite(counts.percent(10)[9:]).all()
    assert np.isnan(counts.percent(50)).all()


@given(seed=st.integers(0, 10**6))
@settings(max_examples=15)
def test_one_more_session_needs_only_the_last_window(seed: int) -> None:
    closes = random_closes(seed, 330, 12, holes=0.002)
    whole = count(closes, 50, 200)
    for row in (199, 250, 301, 329):
        last = count(closes[row - 199 : row + 1], 50, 200)
        for window in (50, 200):
            assert last.above[window][-1] == whole.above[window][row]
            assert last.eligible[window][-1] == whole.eligible[window][row]


@pytest.mark.parametrize("session", [date(2008, 11, 20), date(2013, 5, 21), date(2020, 3, 23)])
def test_on_the_real_panel_the_counts_are_the_plain_ones(data_dir: Path, session: date) -> None:
    panel = folder_market(data_dir).panel("russell2000", session)
    row = int(panel.index.get_loc(pd.Timestamp(session)))
    last = count(panel.closes[row - 199 : row + 1], 50, 200)
    for window in (50, 200):
        above, eligible = by_loop(panel.closes[: row + 1], window, row)
        assert (last.above[window][-1], last.eligible[window][-1]) == (above, eligible)
        assert eligible > 800
