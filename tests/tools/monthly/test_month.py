"""What a month did, against hand calculations and pandas."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import bars_from, fact, random_bars, real_bars, walk
from tools.calendar import Event
from tools.monthly import Month, read_month
from tools.types import Absent, Missing

NO_BENCHMARK = Absent("SPY is not in this source")

DAYS = pd.DatetimeIndex(["2020-02-27", "2020-02-28", "2020-03-02", "2020-03-03", "2020-03-04"])
"""Two sessions of February, three of March."""

CLOSES = np.array([98.0, 100.0, 110.0, 99.0, 105.0])


def march() -> Month:
    """100 before the month, then 110, 99 and 105, with highs and lows two dollars away."""
    bars = bars_from(
        CLOSES, "IWM", index=DAYS, open=CLOSES, high=CLOSES + 2, low=CLOSES - 2, volume=np.full(5, 1e6)
    )
    benchmark = bars_from(np.array([1.0, 200.0, 1.0, 1.0, 202.0]), "SPY", index=DAYS)
    return read_month(bars, benchmark, "SPY")


def test_the_return_counts_from_the_last_close_before_the_month() -> None:
    month = march()
    assert fact(month.move).number == pytest.approx(100 * (105 / 100 - 1))
    assert fact(month.benchmark).number == pytest.approx(100 * (202 / 200 - 1))
    assert fact(month.difference).number == pytest.approx(4.0)
    assert fact(month.sessions).number == 3


def test_range_place_best_and_worst_by_hand() -> None:
    month = march()
    assert (month.high.value.number, month.high.day.value) == (112.0, "2020-03-02")
    assert (month.low.value.number, month.low.day.value) == (97.0, "2020-03-03")
    assert fact(month.place).number == pytest.approx(100 * (105 - 97) / (112 - 97))
    assert not isinstance(month.best, Missing)
    assert not isinstance(month.worst, Missing)
    assert (month.best.value.number, month.best.day.value) == (pytest.approx(10.0), "2020-03-02")
    assert (month.worst.value.number, month.worst.day.value) == (pytest.approx(-10.0), "2020-03-03")


def test_ids_name_the_symbol_and_the_benchmark() -> None:
    month = march()
    assert month.name == "March 2020"
    assert month.last == date(2020, 3, 4)
    assert (month.move.id, month.benchmark.id, month.difference.id) == (
        "iwm.month.return",
        "iwm.month.return_spy",
        "iwm.month.vs_spy",
    )


def test_bars_that_begin_inside_the_month_give_no_return() -> None:
    bars = bars_from(CLOSES[2:], "IWM", index=DAYS[2:])
    month = read_month(bars, NO_BENCHMARK, "SPY")
    assert isinstance(month.move, Missing)
    assert "begin inside the month" in month.move.reason
    # from the second session on there is one to count from
    assert not isinstance(month.worst, Missing)
    assert month.worst.day.value == "2020-03-03"


def test_a_single_session_has_neither_a_best_nor_a_place() -> None:
    month = read_month(bars_from(CLOSES[:1], "IWM", index=DAYS[:1]), NO_BENCHMARK, "SPY")
    assert isinstance(month.best, Missing)
    assert isinstance(month.worst, Missing)
    assert isinstance(month.place, Missing)


@pytest.mark.parametrize("gone", [1, 4])
def test_a_benchmark_without_one_of_the_two_sessions_is_not_known(gone: int) -> None:
    bars = bars_from(CLOSES, "IWM", index=DAYS)
    benchmark = bars_from(np.delete(CLOSES, gone), "SPY", index=DAYS.delete(gone))
    month = read_month(bars, benchmark, "SPY")
    assert isinstance(month.benchmark, Missing)
    assert isinstance(month.difference, Missing)
    assert "SPY" in month.benchmark.reason
    assert fact(month.move).number == pytest.approx(5.0)


def test_an_absent_benchmark_keeps_its_reason() -> None:
    month = read_month(bars_from(CLOSES, "IWM", index=DAYS), NO_BENCHMARK, "SPY")
    assert isinstance(month.benchmark, Missing)
    assert month.benchmark.reason == "SPY is not in this source"


def test_events_are_dated_facts_with_their_source_soonest_first() -> None:
    later = Event("opex", date(2020, 3, 20), "monthly options expiry", "rule")
    first = Event("fomc", date(2020, 3, 3), "FOMC decision", "Federal Reserve Board")
    month = read_month(
        bars_from(CLOSES, "IWM", index=DAYS),
        NO_BENCHMARK,
        "SPY",
        [later, first],
        {"cpi": Absent("no dates are on file")},
    )
    assert [(event.label, event.value, event.source) for event in month.events] == [
        ("FOMC decision", "2020-03-03", "Federal Reserve Board"),
        ("monthly options expiry", "2020-03-20", "rule"),
    ]
    assert [(kind.label, kind.reason) for kind in month.unknown] == [("CPI release", "no dates are on file")]


@given(
    seed=st.integers(0, 10_000), rows=st.integers(2, 60), fields=st.sampled_from(["ohlcv", "ohlc", "close"])
)
def test_the_close_lies_in_the_range_and_the_best_is_not_below_the_worst(
    seed: int, rows: int, fields: str
) -> None:
    month = read_month(random_bars(seed, rows, fields), NO_BENCHMARK, "SPY")  # type: ignore[arg-type]
    assert month.low.value.number <= month.high.value.number
    if not isinstance(month.place, Missing):
        assert -1e-9 <= month.place.number <= 100 + 1e-9
    if not isinstance(month.best, Missing):
        assert not isinstance(month.worst, Missing)
        assert month.best.value.number >= month.worst.value.number


@given(seed=st.integers(0, 10_000))
def test_what_comes_after_the_month_changes_nothing_in_it(seed: int) -> None:
    bars, benchmark = walk(seed, 80, "IWM"), walk(seed + 1, 80, "SPY")
    end = bars.index[bars.index.month == 2][-1].date()
    once = read_month(bars.until(end), benchmark.until(end), "SPY")
    assert once == read_month(bars.until(end), benchmark, "SPY")


@pytest.mark.data
def test_monthly_returns_are_those_of_pandas(data_dir: Path) -> None:
    bars, benchmark = real_bars(data_dir, "IWM"), real_bars(data_dir, "SPY")
    table = pd.read_csv(data_dir / "bars" / "IWM.csv", index_col="Date", parse_dates=True)
    other = pd.read_csv(data_dir / "bars" / "SPY.csv", index_col="Date", parse_dates=True)
    mine, theirs = (
        100 * frame["Adj Close"].groupby(frame.index.to_period("M")).last().pct_change()
        for frame in (table, other)
    )
    months = table.groupby(table.index.to_period("M"))
    highs, lows, ends = months["High"].max(), months["Low"].min(), months["Close"].last()
    for period in pd.period_range("2007-01", "2025-08", freq="M")[::5]:
        last = table.index[table.index.to_period("M") == period][-1].date()
        month = read_month(bars.until(last), benchmark, "SPY")
        assert fact(month.move).number == pytest.approx(mine[period]), period
        assert fact(month.benchmark).number == pytest.approx(theirs[period]), period
        assert month.high.value.number == pytest.approx(highs[period])
        width = highs[period] - lows[period]
        assert fact(month.place).number == pytest.approx(100 * (ends[period] - lows[period]) / width)
