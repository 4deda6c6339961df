"""What came after a report, against hand calculations and pandas."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import bars_from, fact, real_bars, sheet_of, walk
from tools.monthly import HORIZONS, read_outcome
from tools.monthly.outcome import Outcome, call_of
from tools.types import Absent, Missing, Reading

DAYS = pd.bdate_range("2020-03-31", periods=6)
CLOSES = np.array([100.0, 95.0, 97.0, 104.0, 103.0, 102.0])
NO_BENCHMARK = Absent("SPY is not in this source")


def rated(rating: str) -> Reading:
    return sheet_of(walk(1, 30)).text("composite.rating", "rating", rating, "made for a test")


def outcome(rating: str = "bullish", horizon: int = 5) -> Outcome | None:
    bars = bars_from(CLOSES, "IWM", index=DAYS)
    benchmark = bars_from(np.array([50.0, 1.0, 1.0, 1.0, 1.0, 51.0]), "SPY", index=DAYS)
    return read_outcome(bars, benchmark, "SPY", DAYS[0].date(), DAYS[horizon].date(), horizon, rated(rating))


def test_five_sessions_by_hand() -> None:
    found = outcome()
    assert found is not None
    assert found.move.number == pytest.approx(2.0)
    assert fact(found.benchmark).number == pytest.approx(2.0)
    assert fact(found.difference).number == pytest.approx(0.0, abs=1e-9)
    assert (found.lowest.value.number, found.lowest.day.value) == (pytest.approx(-5.0), "2020-04-01")
    assert (found.highest.value.number, found.highest.day.value) == (pytest.approx(4.0), "2020-04-03")
    assert (found.start, found.known_from) == (date(2020, 3, 31), date(2020, 4, 7))
    assert found.horizon.number == 5


def test_every_fact_of_an_outcome_belongs_to_the_day_it_became_known() -> None:
    found = outcome()
    assert found is not None
    assert {one.as_of for one in (found.move, found.lowest.value, fact(found.benchmark))} == {
        date(2020, 4, 7)
    }


@pytest.mark.parametrize(
    ("rating", "move", "call"),
    [
        ("strong bullish", 0.1, "right"),
        ("bullish", -0.1, "wrong"),
        ("bearish", -3.0, "right"),
        ("strong bearish", 3.0, "wrong"),
        ("neutral", 3.0, "none"),
        ("bullish", 0.0, "undecided"),
    ],
)
def test_a_direction_is_held_against_the_sign_of_the_return(rating: str, move: float, call: str) -> None:
    assert call_of(rated(rating), move) == call


def test_without_a_composite_there_was_no_call() -> None:
    assert call_of(Missing("iwm.composite.rating", "rating", "too few layers have data"), 2.0) == "none"


def test_bars_that_do_not_reach_the_end_give_no_outcome() -> None:
    bars = bars_from(CLOSES, "IWM", index=DAYS)
    start, rating = DAYS[0].date(), rated("bullish")
    assert read_outcome(bars, NO_BENCHMARK, "SPY", start, date(2020, 4, 8), 6, rating) is None
    assert read_outcome(bars, NO_BENCHMARK, "SPY", date(2020, 3, 30), DAYS[4].date(), 5, rating) is None


def test_bars_with_a_hole_on_the_way_give_no_outcome() -> None:
    bars = bars_from(np.delete(CLOSES, 2), "IWM", index=DAYS.delete(2))
    assert (
        read_outcome(bars, NO_BENCHMARK, "SPY", DAYS[0].date(), DAYS[5].date(), 5, rated("bullish")) is None
    )


def test_a_benchmark_that_is_absent_leaves_the_symbols_own_outcome() -> None:
    bars = bars_from(CLOSES, "IWM", index=DAYS)
    found = read_outcome(bars, NO_BENCHMARK, "SPY", DAYS[0].date(), DAYS[5].date(), 5, rated("bearish"))
    assert found is not None
    assert isinstance(found.benchmark, Missing)
    assert found.benchmark.reason == "SPY is not in this source"
    assert found.call == "wrong"


@given(seed=st.integers(0, 10_000), start=st.integers(0, 60), horizon=st.sampled_from(HORIZONS))
def test_the_end_lies_between_the_extremes_of_the_way(seed: int, start: int, horizon: int) -> None:
    bars = walk(seed, 130, "IWM")
    days = [bars.index[start].date(), bars.index[start + horizon].date()]
    found = read_outcome(bars, NO_BENCHMARK, "SPY", days[0], days[1], horizon, rated("bullish"))
    assert found is not None
    assert found.lowest.value.number <= found.move.number <= found.highest.value.number
    # nothing after the end is read
    assert found == read_outcome(
        bars.until(days[1]), NO_BENCHMARK, "SPY", days[0], days[1], horizon, rated("bullish")
    )


@pytest.mark.data
@pytest.mark.parametrize("horizon", HORIZONS)
def test_forward_returns_are_those_of_pandas(data_dir: Path, horizon: int) -> None:
    bars, benchmark = real_bars(data_dir, "IWM"), real_bars(data_dir, "SPY")
    closes = pd.read_csv(data_dir / "bars" / "IWM.csv", index_col="Date", parse_dates=True)["Adj Close"]
    ahead = 100 * (closes.shift(-horizon) / closes - 1)
    later = closes[::-1].rolling(horizon).min()[::-1].shift(-1)
    for day in ("2008-10-31", "2015-06-30", "2020-02-28", "2023-10-31"):
        row = closes.index.get_loc(pd.Timestamp(day))
        end = closes.index[row + horizon].date()
        found = read_outcome(bars, benchmark, "SPY", date.fromisoformat(day), end, horizon, rated("bearish"))
        assert found is not None
        assert found.move.number == pytest.approx(ahead.iloc[row])
        assert found.lowest.value.number == pytest.approx(100 * (later.iloc[row] / closes.iloc[row] - 1))
        assert found.call == ("right" if ahead.iloc[row] < 0 else "wrong")
