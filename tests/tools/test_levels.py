"""Support and resistance: hand-made zigzags, real sessions, and what must hold for any bars."""

import math
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.made_bars import (
    REAL_SESSIONS,
    bars_of,
    fact,
    is_sound,
    random_bars,
    real_bars,
    sheet_of,
    some_bars,
)
from tools.bars import Bars
from tools.levels import Level, Levels, levels
from tools.levels.clusters import Ruler, grouped, strongest
from tools.levels.sources import candidates, round_step
from tools.profile import LevelsProfile, load_profile
from tools.types import Fact, Missing, Unit

PROFILE = load_profile("default").levels
SMALL = PROFILE.model_copy(update={"wings": 2, "lookback": 60, "averages": ()})


def zigzag() -> Bars:
    """Closes 100 up to 110, down to 100, up to 110, down to 105, a dollar a session."""
    path = [*range(100, 110), *range(110, 100, -1), *range(100, 110), *range(110, 104, -1)]
    return bars_of(close=[float(price) for price in path])


def levels_of(bars: Bars, atr: float, profile: LevelsProfile = PROFILE) -> Levels:
    return levels(bars, profile, sheet_of(bars), atr)


def priced(price: float, name: str = "a price") -> Fact:
    return Fact(f"test.{name}.{price}", name, price, Unit.USD, date(2024, 1, 1), "test", "by hand")


def ruler(high: list[float], low: list[float], close: float, half_life: int = 10) -> Ruler:
    index = pd.bdate_range("2024-01-01", periods=len(high))
    return Ruler(close, 1.0, np.array(high), np.array(low), index, half_life)


def test_swings_and_a_round_number_at_one_price_make_one_resistance_with_its_touches_counted() -> None:
    first = levels_of(zigzag(), 1.0, SMALL).resistance[0]
    assert isinstance(first, Level)
    assert first.price.value == pytest.approx(110)
    assert first.price.id == "test.level.r1"
    assert sorted(first.made_of) == ["round number", "swing high of 2024-01-15", "swing high of 2024-02-12"]
    assert fact(first.distance).value == pytest.approx(5.0)
    assert fact(first.distance_percent).value == pytest.approx(100 * 5 / 105)
    assert fact(first.touches).value == 2
    assert fact(first.last_touch).value == "2024-02-12"
    assert fact(first.last_touch).unit is Unit.DATE


def test_support_is_below_with_a_negative_distance_and_the_untouched_ranks_say_why_they_are_missing() -> None:
    found = levels_of(zigzag(), 1.0, SMALL)
    first, second, _ = found.support
    assert isinstance(first, Level)
    assert first.price.value == pytest.approx(100)
    assert fact(first.distance).value == pytest.approx(-5.0)
    # the start of the series touches 100 without being a confirmed swing
    assert fact(first.touches).value == 2
    assert second == Missing("test.level.s2", "support S2", "no further level below within reach")


def test_a_level_the_close_stands_on_is_at_the_price_and_on_neither_side() -> None:
    found = levels_of(zigzag(), 1.0, SMALL)
    assert found.at_price is not None
    assert found.at_price.price.value == pytest.approx(105)
    assert found.at_price.made_of == ("round number",)


@pytest.mark.parametrize(("close", "stands_on"), [(105.04, True), (105.06, False)])
def test_at_the_price_means_within_a_twentieth_of_an_atr(close: float, stands_on: object) -> None:
    path = [*zigzag().close[:-1], close]
    found = levels_of(bars_of(close=path), 1.0, SMALL)
    assert (found.at_price is not None) is stands_on


def test_at_the_high_of_the_window_there_is_no_level_above_and_the_reason_says_so() -> None:
    bars = bars_of(close=[100.0 + row for row in range(30)])
    reasons = {level.reason for level in levels_of(bars, 1.0, SMALL).resistance if isinstance(level, Missing)}
    assert reasons == {"no level above: price is at its high of the window"}


def test_at_the_low_of_the_window_there_is_no_level_below_and_the_reason_says_so() -> None:
    bars = bars_of(close=[100.0 - row for row in range(30)])
    reasons = {level.reason for level in levels_of(bars, 1.0, SMALL).support if isinstance(level, Missing)}
    assert reasons == {"no level below: price is at its low of the window"}


@pytest.mark.parametrize(
    ("atr", "reason"), [(math.nan, "no ATR: not enough sessions"), (0.0, "the price did not move")]
)
def test_without_an_atr_every_level_is_missing_and_the_arithmetic_levels_remain(
    atr: float, reason: str
) -> None:
    found = levels_of(random_bars(1, 30), atr)
    assert [level.reason for level in found.resistance + found.support if isinstance(level, Missing)] == (
        [reason] * 6
    )
    assert isinstance(found.pivots[0], Fact)


@pytest.mark.parametrize(
    ("prices", "width", "expected"),
    [
        ([0.0, 0.4, 0.8, 1.2], 0.5, [[0.0, 0.4], [0.8, 1.2]]),
        ([0.0, 0.4, 0.5], 0.5, [[0.0, 0.4, 0.5]]),
        ([0.0, 0.4, 0.5], 0.45, [[0.0], [0.4, 0.5]]),
        ([], 1.0, []),
        ([1.0, 1.0], 0.0, [[1.0, 1.0]]),
    ],
)
def test_the_closest_neighbours_are_merged_first_and_a_chain_cannot_run(
    prices: list[float], width: float, expected: list[list[float]]
) -> None:
    groups = grouped([priced(price) for price in prices], width)
    assert [[one.number for one in group] for group in groups] == expected


@given(st.lists(st.floats(1, 1000), max_size=40), st.floats(0, 50))
def test_no_group_spans_more_than_the_width_and_none_is_lost(prices: list[float], width: float) -> None:
    groups = grouped([priced(price) for price in sorted(prices)], width)
    assert all(group[-1].number - group[0].number <= width for group in groups)
    assert [one.number for group in groups for one in group] == sorted(prices)


def test_a_stay_at_a_level_is_one_touch_and_passing_through_is_none() -> None:
    measure = ruler(high=[10.0, 10.0, 12.0, 10.05, 13.0], low=[9.0, 9.0, 9.0, 9.0, 9.0], close=9.5)
    (cluster,) = strongest([priced(10.0)], measure, 0.5)
    assert np.flatnonzero(cluster.touches).tolist() == [1, 3]


def test_of_two_levels_touched_once_the_later_touched_is_the_stronger() -> None:
    measure = ruler(high=[20.0, 0.0, 0.0, 30.0], low=[0.0] * 4, close=10.0, half_life=1)
    clusters = {one.price: one.strength for one in strongest([priced(20.0), priced(30.0)], measure, 0.5)}
    assert clusters == {20.0: 0.125, 30.0: 1.0}


def test_the_price_of_a_cluster_leans_to_the_part_that_was_touched_more_and_later() -> None:
    measure = ruler(high=[20.0, 0.0, 20.4, 0.0], low=[0.0] * 4, close=10.0, half_life=1)
    (cluster,) = strongest([priced(20.0), priced(20.4)], measure, 0.5)
    assert cluster.price == pytest.approx((20.0 * 0.125 + 20.4 * 0.5) / 0.625)


def test_the_three_strongest_stay_numbered_by_distance_and_a_crowding_one_is_passed_over() -> None:
    high = [11.0, 0.0, 12.0, 0.0, 13.0, 0.0, 14.0, 0.0, 14.4]
    measure = ruler(high=high, low=[0.0] * 9, close=10.0, half_life=2)
    found = [priced(price) for price in (11.0, 12.0, 13.0, 14.0, 14.4)]
    # narrower than the gap of 14.0 and 14.4 they are two clusters; wider, one
    assert [one.price for one in strongest(found, measure, 0.3)] == [13.0, 14.0, 14.4]
    assert [round(one.price, 2) for one in strongest(found, measure, 0.5)] == [12.0, 13.0, 14.27]


def test_of_two_clusters_closer_than_the_width_the_weaker_is_passed_over() -> None:
    measure = ruler(high=[13.81, 0.0, 13.0, 0.0, 13.4], low=[0.0] * 5, close=10.0, half_life=1)
    kept = strongest([priced(13.0), priced(13.4), priced(13.81)], measure, 0.5)
    assert [[part.number for part in one.parts] for one in kept] == [[13.0, 13.4]]


def test_a_low_touches_as_a_high_does() -> None:
    measure = ruler(high=[50.0, 50.0, 50.0], low=[40.0, 30.09, 30.11], close=45.0)
    (cluster,) = strongest([priced(30.0)], measure, 0.5)
    assert np.flatnonzero(cluster.touches).tolist() == [1]


def test_swings_older_than_the_lookback_are_forgotten() -> None:
    first = levels_of(zigzag(), 1.0, SMALL.model_copy(update={"lookback": 20})).resistance[0]
    assert isinstance(first, Level)
    assert sorted(first.made_of) == ["round number", "swing high of 2024-02-12"]


def test_a_broad_shelf_of_volume_is_one_level() -> None:
    wide, narrow = 20, 10
    bars = bars_of(
        open=[104.0] * (wide + narrow),
        high=[110.0] * wide + [106.0] * narrow,
        low=[100.0] * wide + [104.0] * narrow,
        close=[105.5] * (wide + narrow),
        volume=[100.0] * wide + [1_000.0] * narrow,
    )
    found, _ = candidates(bars, PROFILE.model_copy(update={"volume_bins": 10}), sheet_of(bars), 1.0)
    assert [one.number for one in found if one.label == "volume shelf"] == [pytest.approx(104.5)]


@pytest.mark.parametrize(
    ("least", "step"), [(0.02, 0.05), (0.62, 1.0), (1.0, 1.0), (1.5, 5.0), (6.0, 10.0), (15.0, 50.0)]
)
def test_round_numbers_are_one_or_five_times_a_power_of_ten(least: float, step: float) -> None:
    assert round_step(least) == pytest.approx(step)


def test_classic_and_demark_pivots_are_those_of_the_last_bar() -> None:
    bars = bars_of(open=[50.0, 102.0], high=[60.0, 110.0], low=[40.0, 100.0], close=[55.0, 105.0])
    found = levels_of(bars, math.nan)
    assert {one.id: fact(one).value for one in found.pivots} == {
        "test.pivot.p": 105.0,
        "test.pivot.r1": 110.0,
        "test.pivot.r2": 115.0,
        "test.pivot.r3": 120.0,
        "test.pivot.s1": 100.0,
        "test.pivot.s2": 95.0,
        "test.pivot.s3": 90.0,
    }
    # the close is above the open: X = 2 * 110 + 100 + 105
    assert [fact(one).value for one in found.demark] == [106.25, 112.5, 102.5]


def test_retracements_of_a_swing_up_are_measured_down_from_its_dated_high() -> None:
    found = levels_of(zigzag(), 1.0, SMALL)
    assert fact(found.swing_direction).value == "up"
    assert (fact(found.swing_high).value, fact(found.swing_high).as_of) == (110.0, date(2024, 2, 12))
    assert (fact(found.swing_low).value, fact(found.swing_low).as_of) == (100.0, date(2024, 1, 29))
    prices = {one.id.removeprefix("test.fibonacci."): fact(one).value for one in found.fibonacci}
    assert prices == pytest.approx(
        {"23_6": 107.64, "38_2": 106.18, "50": 105.0, "61_8": 103.82, "78_6": 102.14}
    )


def test_retracements_of_a_swing_down_are_measured_up_from_its_low() -> None:
    closes = [float(price) for price in (*range(100, 110), *range(110, 100, -1), *range(100, 104))]
    found = levels_of(bars_of(close=closes), 1.0, SMALL)
    assert fact(found.swing_direction).value == "down"
    assert fact(found.fibonacci[0]).value == pytest.approx(102.36)


def test_closes_only_have_levels_of_closes_and_say_what_is_left_out() -> None:
    found = levels_of(random_bars(3, 300, "close"), 1.0)
    assert {one.reason for one in (*found.pivots, *found.demark) if isinstance(one, Missing)} == {
        "closes only"
    }
    assert Missing("test.level.shelf", "volume shelf", "closes only") in found.left_out
    assert "closes only" in fact(found.year_high).method


def test_without_volume_there_are_no_shelves_and_the_reason_says_so() -> None:
    found = levels_of(random_bars(3, 300, "ohlc"), 1.0)
    assert Missing("test.level.shelf", "volume shelf", "no volume in this source") in found.left_out


def test_a_year_needs_252_sessions() -> None:
    assert isinstance(levels_of(random_bars(3, 251), 1.0).year_high, Missing)
    assert isinstance(levels_of(random_bars(3, 252), 1.0).year_high, Fact)


def test_an_index_is_written_in_points_not_dollars() -> None:
    found = levels_of(random_bars(3, 60, symbol="^TEST"), 1.0)
    assert fact(found.pivots[0]).unit is Unit.INDEX
    assert found.pivots[0].id == "test.pivot.p"


def well_ordered(found: Levels, bars: Bars, atr: float) -> bool:
    close = float(bars.close[-1])
    above = [level.price.number for level in found.resistance if isinstance(level, Level)]
    below = [level.price.number for level in found.support if isinstance(level, Level)]
    ladder = [*reversed(below), close, *above]
    reach = atr * math.sqrt(PROFILE.recency_half_life)
    return all(low < high for low, high in pairwise(ladder)) and all(
        abs(price - close) <= reach for price in ladder
    )


@pytest.mark.data
@pytest.mark.parametrize("session", REAL_SESSIONS, ids=str)
def test_real_sessions_have_ordered_levels_each_among_its_parts(data_dir: Path, session: date) -> None:
    bars = real_bars(data_dir, "IWM").until(session)
    atr = 0.02 * float(bars.close[-1])
    found = levels_of(bars, atr)
    assert well_ordered(found, bars, atr)
    assert fact(found.year_high).value == bars.high[-252:].max()
    assert fact(found.year_low).value == bars.low[-252:].min()
    newest = bars.index[-252:][bars.high[-252:] == bars.high[-252:].max()][-1]
    assert fact(found.year_high).as_of == newest.date()
    for level in (*found.resistance, *found.support):
        if isinstance(level, Level):
            parts = [part.number for part in level.parts]
            assert min(parts) <= level.price.number <= max(parts)
            assert max(parts) - min(parts) <= PROFILE.cluster_atr * atr
            assert "unadjusted for dividends" in level.price.method


@pytest.mark.data
def test_the_moving_averages_among_the_levels_are_of_unadjusted_closes(data_dir: Path) -> None:
    bars = real_bars(data_dir, "IWM").until(date(2013, 5, 21))
    found, _ = candidates(bars, PROFILE, sheet_of(bars), 0.05 * float(bars.close[-1]))
    average = next(one for one in found if one.id == "iwm.level.sma200")
    assert average.number == pytest.approx(bars.close[-200:].mean())
    assert average.number != pytest.approx(bars.adj_close[-200:].mean())


@settings(max_examples=60)
@given(some_bars, st.sampled_from([0.001, 0.02, 0.1, 3.0]))
def test_any_bars_give_ordered_levels_and_every_reading_is_finite_or_says_why(
    bars: Bars, share: float
) -> None:
    atr = share * float(bars.close[-1])
    found = levels_of(bars, atr)
    assert well_ordered(found, bars, atr)
    assert all(is_sound(reading) for reading in found.facts())
    assert len(found.resistance) == len(found.support) == 3
