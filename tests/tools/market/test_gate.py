"""The gate: what it drops, what it says, and that nothing slips past it."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.bars import COLUMNS, UNADJUSTED, Bars, Membership
from tools.errors import BadData
from tools.market.gate import validate, validate_panel


def table(rows: int = 20, start: str = "2024-01-01") -> pd.DataFrame:
    """Clean bars on weekdays."""
    days = pd.bdate_range(start, periods=rows)
    close = 100 + np.sin(np.arange(rows))
    return pd.DataFrame(
        {
            "Date": days.strftime("%Y-%m-%d"),
            "Open": close,
            "High": close + 1,
            "Low": close - 1,
            "Close": close,
            "Adj Close": close * 0.9,
            "Volume": 1000,
        }
    )


def gate(frame: pd.DataFrame, **more: object) -> Bars:
    return validate(frame, symbol="T", source="test", **more)  # type: ignore[arg-type]


def dropped_when(column: str, value: object, row: int = 5) -> dict[str, int]:
    frame = table().astype({column: object})
    frame.loc[row, column] = value
    bars = gate(frame)
    assert len(bars) == 19
    return dict(bars.audit.dropped)


def test_clean_rows_pass_unchanged_and_uncounted() -> None:
    frame = table()
    bars = gate(frame)
    assert bars.fields == "ohlcv"
    assert bars.audit.rows_in == 20
    assert bars.audit.dropped == {}
    assert bars.audit.warnings == ()
    assert bars.close.tolist() == frame["Close"].tolist()
    assert bars.adj_close.tolist() == frame["Adj Close"].tolist()
    assert bars.last_session == date(2024, 1, 26)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Date", "not a day", "unreadable date"),
        ("Close", "n.a!", "unreadable number"),
        ("Open", None, "missing value"),
        ("Adj Close", np.nan, "missing value"),
        ("High", np.inf, "infinite value"),
        ("Close", 0, "price not positive"),
        ("Low", -1.0, "price not positive"),
        ("Volume", -5, "negative volume"),
        ("High", 50.0, "high and low do not contain open and close"),
        ("Low", 150.0, "high and low do not contain open and close"),
        ("Close", 150.0, "high and low do not contain open and close"),
    ],
)
def test_a_bad_row_falls_once_for_its_first_reason(column: str, value: object, reason: str) -> None:
    assert dropped_when(column, value) == {reason: 1}


def test_rounding_noise_between_high_and_close_is_no_violation() -> None:
    frame = table()
    frame.loc[3, "High"] = frame.loc[3, "Close"] * (1 - 5e-7)
    assert len(gate(frame)) == 20


def test_names_in_capitals_without_volume_are_ohlc() -> None:
    frame = table().drop(columns=["Adj Close", "Volume"])
    bars = gate(frame.set_axis(frame.columns.str.upper(), axis="columns"))
    assert bars.fields == "ohlc"
    assert np.isnan(bars.volume).all()
    assert bars.adj_close.tolist() == bars.close.tolist()


@pytest.mark.parametrize(
    "missing", [["Open"], ["High", "Low"], ["Open", "High", "Low", "Volume", "Adj Close"]]
)
def test_without_open_high_or_low_only_closes_are_left(missing: list[str]) -> None:
    bars = gate(table().drop(columns=missing))
    assert bars.fields == "close"
    assert np.isnan(bars.open).all()
    assert np.isnan(bars.volume).all()


def test_volume_of_zeros_throughout_is_absence() -> None:
    assert gate(table().assign(Volume=0)).fields == "ohlc"


def test_newest_first_is_sorted_and_said() -> None:
    bars = gate(table().iloc[::-1])
    assert bars.digest == gate(table()).digest
    assert bars.audit.warnings == ("The rows were not in date order; they were sorted.",)


def test_repeated_rows_are_kept_once_and_of_conflicting_ones_the_last_given() -> None:
    frame = table()
    other = frame.iloc[[7]].assign(Close=100.5)
    bars = gate(pd.concat([frame, frame.iloc[[3]], other], ignore_index=True))
    assert bars.audit.dropped == {"repeated row": 1, "conflicting row of the same date": 1}
    assert bars.close[7] == 100.5
    assert len(bars) == 20


def test_a_bad_row_does_not_displace_the_good_one_of_its_date() -> None:
    frame = table()
    bars = gate(pd.concat([frame, frame.iloc[[7]].assign(Close=np.nan)], ignore_index=True))
    assert bars.audit.dropped == {"missing value": 1}
    assert bars.close[7] == frame["Close"][7]


def test_gaps_and_days_off_are_judged_by_the_calendar() -> None:
    sessions = pd.bdate_range("2024-01-01", periods=20).drop(pd.Timestamp("2024-01-15"))
    bars = gate(table().drop(index=[2, 3]), sessions=sessions)
    assert bars.audit.dropped == {"not a session of the exchange": 1}
    assert bars.audit.warnings == ("2 of 19 sessions have no bar: 2024-01-03, 2024-01-04.",)


def test_days_outside_the_calendar_are_not_judged() -> None:
    assert len(gate(table(), sessions=pd.bdate_range("2024-01-10", periods=5))) == 20


def test_a_bad_print_is_kept_and_dated() -> None:
    frame = table(60).drop(columns=["Open", "High", "Low", "Volume"])
    frame.loc[30, "Close"] = 900.0
    bars = gate(frame)
    assert len(bars) == 60
    assert bars.audit.warnings == (
        "2 moves over +100 % or under -60 %: 2024-02-12, 2024-02-13.",
        "1 spike reversed by the next bar: 2024-02-12.",
    )


def test_only_five_of_many_moves_are_listed() -> None:
    frame = table(40)[["Date", "Close"]]
    frame.loc[::2, "Close"] = 1.0
    assert "and 34 more" in gate(frame).audit.warnings[1]


def test_over_a_fifth_bad_is_refused_and_a_fifth_is_not() -> None:
    frame = table()
    frame.loc[:3, "Close"] = np.nan
    assert len(gate(frame)) == 16
    frame.loc[:4, "Close"] = np.nan
    with pytest.raises(BadData, match=r"5 of 20 rows are unusable \(5 missing value\)"):
        gate(frame)


def test_one_unfinished_row_does_not_refuse_a_short_fetch() -> None:
    frame = table(3)
    frame.loc[2, "Close"] = np.nan
    assert len(gate(frame)) == 2


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (table().drop(columns="Close"), "no close column"),
        (table().iloc[:0], "no rows"),
        (table().drop(columns="Date"), "no date column"),
        (table().assign(Date=range(20)), "bare numbers"),
        (table().assign(close=1.0), "more than one column is named close"),
        (table().assign(Close="x"), "20 of 20 rows"),
        (table(2).assign(Close=np.nan), "2 of 2 rows"),
        (table().assign(Close=pd.Timestamp("2024-01-01")), "expected numbers"),
        (pd.DataFrame(), "no close column"),
    ],
)
def test_what_is_no_table_of_bars_is_refused_and_said(frame: pd.DataFrame, says: str) -> None:
    with pytest.raises(BadData, match=says):
        gate(frame)


def test_a_daily_date_is_the_one_on_the_wall_where_it_was_written() -> None:
    frame = table(3).drop(columns="Date")
    zoned = frame.set_index(pd.date_range("2024-03-08", periods=3, tz="America/New_York"))
    assert gate(zoned).index[0] == pd.Timestamp("2024-03-08")
    texts = frame.assign(Date=["2024-03-08 00:00:00-05:00", "2024-03-11 00:00:00-04:00", "2024-03-12"])
    assert gate(texts).index.strftime("%d").tolist() == ["08", "11", "12"]
    american = frame.assign(Date=["03/08/2024", "03/11/2024", "03/12/2024"])
    assert gate(american).digest == gate(texts).digest


def test_intraday_bars_are_in_utc() -> None:
    frame = table(4).drop(columns="Date")
    frame.index = pd.date_range("2024-03-08 09:30", periods=4, freq="5min", tz="America/New_York")
    bars = gate(frame, interval="5m")
    assert bars.index[0] == pd.Timestamp("2024-03-08 14:30", tz="UTC")
    assert len(bars.until(date(2024, 3, 8))) == 4
    assert gate(bars.frame(), interval="5m").digest == bars.digest


def test_bars_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        gate(table()).close[0] = 1.0


CELL = st.one_of(
    st.floats(),
    st.floats(0.01, 1e6),
    st.sampled_from([None, "", "x", "12.5", 0, -1, 10**30]),
)
DAY = st.one_of(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(str),
    st.sampled_from(["2024-01-02", "2024-01-03", "", None, "garbage", "2024-13-45"]),
)


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    """Clean bars of some columns, with a few cells and dates replaced by anything."""
    rows = draw(st.integers(0, 15))
    frame = table(rows).rename(columns={"Adj Close": "adj_close"}).astype(object)
    optional = ["Open", "High", "Low", "adj_close", "Volume"]
    frame = frame.drop(columns=draw(st.one_of(st.just([]), st.lists(st.sampled_from(optional), unique=True))))
    if rows:
        places = st.tuples(st.integers(0, rows - 1), st.sampled_from(list(frame.columns)))
        for row, name in draw(st.lists(places, max_size=5)):
            frame.loc[row, name] = draw(DAY if name == "Date" else CELL)
    return frame


@given(frames())
def test_any_table_gives_sound_bars_or_is_refused(frame: pd.DataFrame) -> None:
    """Sorted, unique, positive, contained, every row accounted for; and twice changes nothing."""
    try:
        bars = gate(frame)
    except BadData:
        return
    assert bars.index.is_monotonic_increasing
    assert bars.index.is_unique
    assert len(bars) + bars.audit.rows_dropped == bars.audit.rows_in == len(frame)
    for name in ("close", "adj_close") if bars.fields == "close" else COLUMNS[:5]:
        values = getattr(bars, name)
        assert np.isfinite(values).all()
        assert (values > 0).all()
    if bars.fields == "ohlcv":
        assert (bars.volume >= 0).all()
    if bars.fields != "close":
        assert (bars.high >= np.maximum(bars.open, bars.close) * (1 - 2e-6)).all()
        assert (bars.low <= np.minimum(bars.open, bars.close) * (1 + 2e-6)).all()
    assert gate(bars.frame()).digest == bars.digest


@given(st.permutations(range(20)))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    assert gate(table().iloc[order]).digest == gate(table()).digest


@pytest.mark.data
def test_the_real_files_lose_only_what_is_known_to_be_wrong_in_them(data_dir: Path) -> None:
    """Eight funds lose nothing; of VIX, 47 bars of its first years do not contain their close."""
    for path in sorted((data_dir / "bars").glob("*.csv")):
        bars = gate(pd.read_csv(path))
        expected = {"high and low do not contain open and close": 47} if "VIX" in path.name else {}
        assert bars.audit.dropped == expected, path.name
        assert gate(bars.frame()).digest == bars.digest


MEMBERS = Membership("small", date(2024, 1, 31), ("A", "B", "C", "D"), {}, "test")


def closes(**columns: list[float]) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    return pd.DataFrame({"date": pd.bdate_range("2024-01-01", periods=rows), **columns})


def test_a_panel_has_the_members_with_prices_and_counts_the_rest() -> None:
    frame = closes(A=[1.0, -2, 3, 4, 5, 6], B=[1.0, np.inf, np.nan, 4, 5, 15], C=[np.nan] * 6, Z=[1.0] * 6)
    panel = validate_panel(frame, membership=MEMBERS, biased=True, source="test")
    assert panel.symbols == ("A", "B")
    assert panel.audit.rows_in == 11
    assert panel.audit.dropped == {"price not positive or infinite": 2}
    assert panel.audit.warnings == (
        "1 daily move of members is over +100 % or under -60 %.",
        "2 of 4 members have no prices.",
    )
    assert np.isnan(panel.closes[1]).all()
    assert panel.closes.flags.f_contiguous
    assert panel.closes.dtype == np.float64
    assert panel.biased


def test_a_panel_is_sorted_and_has_each_session_once() -> None:
    frame = closes(A=[1.0, 2, 3, 4, 5, 6, 7, 8], B=[1.0] * 8)
    again = pd.concat([frame, frame.iloc[[2]].assign(A=3.5)]).iloc[::-1]
    panel = validate_panel(again, membership=MEMBERS, biased=False, source="test")
    assert panel.index.tolist() == frame["date"].tolist()
    assert panel.audit.dropped == {"price of a repeated or unreadable date": 2}
    assert panel.closes[2, 0] == 3.0
    clean = validate_panel(frame, membership=MEMBERS, biased=False, source="test")
    assert clean.digest == panel.digest


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (closes(Z=[1.0]), "none of the 4 members"),
        (closes(A=[np.nan, np.nan]), "no usable price"),
        (closes(A=[-1.0, 1.0, 2.0]), "1 of 3 prices are unusable"),
        (closes(A=[1.0]).drop(columns="date"), "no date column"),
        (closes(A=[1.0]).assign(A="x"), "not a number"),
    ],
)
def test_what_is_no_panel_is_refused_and_said(frame: pd.DataFrame, says: str) -> None:
    with pytest.raises(BadData, match=says):
        validate_panel(frame, membership=MEMBERS, biased=False, source="test")


def test_without_adjusted_closes_the_bars_say_so() -> None:
    """Closes stand in for them, and nobody may take a price return for a total return unknowingly."""
    frame = pd.DataFrame({"close": [10.0, 11.0, 12.0]}, index=pd.bdate_range("2025-09-22", periods=3))
    bars = validate(frame, symbol="XYZ", source="test")
    assert not bars.adjusted
    assert bars.audit.warnings == (UNADJUSTED,)
    assert validate(frame.assign(adj_close=frame["close"]), symbol="XYZ", source="test").adjusted
    assert validate(frame, symbol="^VIX", source="test").adjusted, "an index pays nothing"


def test_what_a_missing_column_takes_with_it_is_named() -> None:
    frame = pd.DataFrame(
        {
            "high": [11.0, 12.0],
            "low": [9.0, 10.0],
            "close": [10.0, 11.0],
            "adj_close": [10.0, 11.0],
            "volume": [5, 6],
        },
        index=pd.bdate_range("2025-09-22", periods=2),
    )
    bars = validate(frame, symbol="XYZ", source="test")
    assert bars.fields == "close"
    assert bars.audit.warnings == ("No column of open: read as closes only, without high, low, volume.",)
