"""The questions every indicator answers."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.tools.indicators.cases import CASES, Case, constant_market, random_market
from tools.types import FloatArray

ROWS = 120
every_indicator = pytest.mark.parametrize("case", CASES, ids=str)


def cut(market: dict[str, FloatArray], stop: int) -> dict[str, FloatArray]:
    return {name: column[:stop] for name, column in market.items()}


def same(left: tuple[FloatArray, ...], right: tuple[FloatArray, ...]) -> bool:
    """Bit for bit, NaN equal to NaN."""
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(left, right, strict=True))


@st.composite
def dirty_markets(draw: st.DrawFn) -> dict[str, FloatArray]:
    """Valid bars with flat stretches, jumps of a factor of 100 and bars without height."""
    rows = draw(st.integers(1, 90))

    def column(elements: st.SearchStrategy[float]) -> FloatArray:
        return draw(hnp.arrays(np.float64, rows, elements=elements, fill=st.just(0.0)))

    step = st.one_of(st.floats(-0.1, 0.1), st.sampled_from([0.0, 0.0, -4.6, 4.6]))
    wing = st.floats(0, 0.05)
    close = 20 * np.exp(np.clip(np.cumsum(column(step)), -12, 12))
    opened = close * (1 + column(st.floats(-0.05, 0.05)))
    return {
        "open": opened,
        "high": np.maximum(opened, close) * (1 + column(wing)),
        "low": np.minimum(opened, close) * (1 - column(wing)),
        "close": close,
        "other": 20 * np.exp(np.clip(np.cumsum(column(step)), -12, 12)),
        "volume": column(st.integers(0, 10**9).map(float)),
        "sign": column(st.sampled_from([-1.0, 0.0, 1.0])),
    }


@pytest.fixture(scope="module")
def iwm(data_dir: Path) -> dict[str, FloatArray]:
    bars = pd.read_csv(data_dir / "bars/IWM.csv", index_col="Date")
    spy = pd.read_csv(data_dir / "bars/SPY.csv", index_col="Date").reindex(bars.index)
    columns = {
        name.lower(): bars[name].to_numpy(float) for name in ("Open", "High", "Low", "Close", "Volume")
    }
    change = np.sign(np.diff(columns["close"], prepend=columns["close"][0]))
    return {**columns, "other": spy["Close"].to_numpy(float), "sign": change}


@every_indicator
def test_same_length_out_as_in_as_new_float64_arrays(case: Case) -> None:
    market = random_market(ROWS)
    for reading in case.readings(market):
        assert reading.shape == (ROWS,)
        assert reading.dtype == np.float64
        assert not any(np.shares_memory(reading, column) for column in market.values())


@every_indicator
def test_the_warm_up_is_exactly_what_the_docstring_states(case: Case) -> None:
    for reading, warm_up in zip(case.readings(random_market(ROWS)), case.warm_up, strict=True):
        assert np.isnan(reading[:warm_up]).all()
        after = reading[warm_up:]
        assert np.isfinite(after).any() if case.sparse else np.isfinite(after).all()


@every_indicator
def test_a_history_shorter_than_the_warm_up_is_nan_throughout_and_one_row_more_is_not(case: Case) -> None:
    market = random_market(ROWS)
    for number, warm_up in enumerate(case.warm_up):
        for rows in range(warm_up + 1):
            assert np.isnan(case.readings(cut(market, rows))[number]).all()
        if not case.sparse:
            assert np.isfinite(case.readings(cut(market, warm_up + 1))[number][-1])


@every_indicator
def test_an_empty_history_gives_an_empty_reading(case: Case) -> None:
    assert all(reading.shape == (0,) for reading in case.readings(cut(random_market(ROWS), 0)))


@every_indicator
def test_leading_nan_only_delay_the_readings(case: Case) -> None:
    market = random_market(ROWS)
    delayed = {name: np.concatenate((np.full(9, np.nan), column)) for name, column in market.items()}
    readings = case.readings(delayed)
    assert all(np.isnan(reading[:9]).all() for reading in readings)
    assert same(tuple(reading[9:] for reading in readings), case.readings(market))


@every_indicator
def test_a_column_that_starts_later_delays_all_of_it(case: Case) -> None:
    market = random_market(ROWS)
    expected = case.readings({name: column[13:] for name, column in market.items()})
    for late in case.columns:
        gapped = {**market, late: np.where(np.arange(ROWS) < 13, np.nan, market[late])}
        assert same(tuple(reading[13:] for reading in case.readings(gapped)), expected)


@every_indicator
def test_a_column_that_is_not_there_at_all_gives_nan(case: Case) -> None:
    market = random_market(ROWS)
    for absent in case.columns:
        readings = case.readings({**market, absent: np.full(ROWS, np.nan)})
        assert all(np.isnan(reading).all() for reading in readings)


@every_indicator
@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("row", [1, 60, ROWS - 1])
def test_a_hole_inside_is_refused_by_its_row(case: Case, hole: float, row: int) -> None:
    for column in case.columns:
        market = random_market(ROWS)
        market[column][row] = hole
        with pytest.raises(ValueError, match=rf"Row {row} is not finite"):
            case.readings(market)


@every_indicator
def test_a_series_that_never_moves_has_its_true_reading_or_none(case: Case) -> None:
    readings = case.readings(constant_market(60))
    for reading, expected in zip(readings, case.constant, strict=True):
        assert reading[-1] == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)


@every_indicator
def test_columns_of_unequal_length_are_refused(case: Case) -> None:
    for column in case.columns[1:]:
        market = random_market(ROWS)
        market[column] = market[column][1:]
        with pytest.raises(ValueError, match="equal length"):
            case.readings(market)


@every_indicator
def test_the_input_is_not_modified(case: Case) -> None:
    market = random_market(ROWS)
    before = {name: column.copy() for name, column in market.items()}
    for column in market.values():
        column.flags.writeable = False
    case.readings(market)
    assert all(np.array_equal(market[name], before[name]) for name in market)


@every_indicator
def test_strided_and_whole_number_columns_read_like_contiguous_floats(case: Case) -> None:
    market = {name: np.round(column) for name, column in random_market(ROWS).items()}
    strided = {name: np.repeat(column, 3)[::3] for name, column in market.items()}
    whole = {name: column.astype(np.int64) for name, column in market.items()}
    assert same(case.readings(strided), case.readings(market))
    assert same(case.readings(whole), case.readings(market))


@every_indicator
@given(market=dirty_markets(), share=st.floats(0, 1))
@settings(max_examples=25)
def test_cutting_the_future_off_never_changes_the_past(
    case: Case, market: dict[str, FloatArray], share: float
) -> None:
    stop = round(share * len(market["close"]))
    assert same(case.readings(cut(market, stop)), tuple(one[:stop] for one in case.readings(market)))


@every_indicator
@pytest.mark.data
def test_cutting_real_history_off_never_changes_its_past(case: Case, iwm: dict[str, FloatArray]) -> None:
    whole = case.readings(iwm)
    for stop in (1, 2, 15, 34, 100, 253, 1000, 2049, 5003, len(iwm["close"]) - 1):
        assert same(case.readings(cut(iwm, stop)), tuple(one[:stop] for one in whole))


@pytest.mark.parametrize(
    "case", [case for case in CASES if np.isfinite((case.low, case.high)).any()], ids=str
)
@given(market=dirty_markets())
@settings(max_examples=25)
def test_readings_stay_within_their_stated_range(case: Case, market: dict[str, FloatArray]) -> None:
    for reading in case.readings(market):
        finite = reading[np.isfinite(reading)]
        assert not np.isinf(reading).any()
        # averages of readings at the bound may pass it by rounding
        assert (finite >= case.low - 1e-9).all()
        assert (finite <= case.high + 1e-9).all()
