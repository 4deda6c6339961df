"""Bars and panels: cutting, aligning, hashing, and members as symbols of their own."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import bars_from, panel_from, random_closes, real_bars, walk
from tools.bars import COLUMNS, Bars, MemberPanel, member_bars
from tools.market.gate import validate
from tools.types import Absent


def columns_equal(one: Bars, other: Bars) -> bool:
    return one.index.equals(other.index) and all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in COLUMNS
    )


@given(rows=st.integers(2, 60), days=st.integers(-3, 100))
def test_until_keeps_the_sessions_up_to_a_day_and_nothing_after(rows: int, days: int) -> None:
    bars = walk(rows, rows)
    day = bars.index[0].date() + timedelta(days=days)
    cut = bars.until(day)
    assert list(cut.index) == [moment for moment in bars.index if moment.date() <= day]
    assert (cut.close == bars.close[: len(cut)]).all()


def test_until_includes_the_day_itself_and_gives_the_same_object_when_nothing_is_cut() -> None:
    bars = walk(1, 20)
    assert bars.until(bars.last_session) is bars
    assert bars.until(bars.last_session + timedelta(days=9)) is bars
    assert bars.until(bars.index[4].date()).last_session == bars.index[4].date()


def test_intraday_bars_are_cut_after_the_last_bar_of_the_day() -> None:
    index = pd.date_range("2024-03-04 14:30", periods=200, freq="5min", tz="UTC")
    frame = pd.DataFrame({"close": np.linspace(10, 11, 200)}, index=index)
    bars = validate(frame, symbol="T", source="fake", interval="5m")
    assert len(bars.until(date(2024, 3, 4))) == int((index.date == date(2024, 3, 4)).sum())
    assert bars.until(date(2024, 3, 5)) is bars


@given(st.integers(1, 49))
def test_the_digest_of_a_cut_is_that_of_bars_that_never_had_more(stop: int) -> None:
    whole = walk(3, 50)
    short = validate(whole.frame().iloc[:stop], symbol="TEST", source="fake")
    if short.fields != whole.fields:
        return
    assert whole.slice(0, stop).digest == short.digest


@pytest.mark.parametrize("column", COLUMNS)
def test_the_digest_changes_with_any_value(column: str) -> None:
    bars = walk(5, 40)
    frame = bars.frame()
    frame.iloc[7, frame.columns.get_loc(column)] *= 1.0 + 1e-9
    changed = validate(frame, symbol="TEST", source="fake")
    assert len(changed) == len(bars)
    assert changed.digest != bars.digest


def test_the_digest_changes_with_symbol_and_dates_and_not_with_the_source() -> None:
    bars = walk(5, 40)
    frame = bars.frame()
    moved = frame.set_axis(frame.index + pd.Timedelta(days=1))
    assert validate(frame, symbol="OTHER", source="fake").digest != bars.digest
    assert validate(moved, symbol="TEST", source="fake").digest != bars.digest
    assert validate(frame, symbol="TEST", source="elsewhere").digest == bars.digest


def test_bars_on_other_sessions_are_those_that_both_have() -> None:
    bars = walk(9, 30)
    wanted = bars.index[5:40:3].union(pd.DatetimeIndex(["2050-01-03"]))
    on = bars.on_sessions(wanted)
    assert list(on.index) == list(bars.index[5:40:3])
    assert (on.close == bars.close[5::3]).all()
    assert on.on_sessions(on.index).digest == on.digest


def test_real_bars_cut_and_hash_alike(data_dir: object) -> None:
    bars = real_bars(data_dir, "IWM")
    cut = bars.until(date(2020, 3, 23))
    again = bars.until(date(2021, 2, 10)).until(date(2020, 3, 23))
    assert cut.last_session == date(2020, 3, 23)
    assert cut.digest == again.digest
    assert columns_equal(cut, again)


def test_a_panel_is_cut_at_the_session_and_its_digest_says_so() -> None:
    panel = panel_from(random_closes(1, 30, 4))
    cut = panel.until(panel.index[9].date())
    assert len(cut.index) == len(cut.closes) == 10
    assert cut.digest != panel.digest
    assert panel.until(date(2040, 1, 1)) is panel


def member(panel: MemberPanel, place: int = 0) -> Bars:
    bars = member_bars(panel, place, rise=100.0, fall=60.0)
    assert isinstance(bars, Bars)
    return bars


def test_a_member_becomes_bars_with_closes_only() -> None:
    panel = panel_from(random_closes(2, 40, 3))
    bars = member(panel, 1)
    assert (bars.symbol, bars.fields, bars.source) == ("M001", "close", "fake panel")
    assert (bars.close == panel.closes[:, 1]).all()
    assert (bars.adj_close == bars.close).all()
    assert np.isnan(bars.high).all()
    assert np.isnan(bars.volume).all()
    assert bars.audit.rows_dropped == 0


def test_sessions_without_a_price_are_left_out_of_a_member() -> None:
    closes = random_closes(2, 20, 2)
    closes[[0, 5, 6, 19], 0] = np.nan
    bars = member(panel_from(closes))
    assert len(bars) == 16
    assert bars.last_session == panel_from(closes).index[18].date()


@pytest.mark.parametrize(
    ("factor", "restarts"), [(2.01, True), (1.99, False), (0.39, True), (0.41, False), (1.0, False)]
)
def test_an_implausible_move_restarts_a_member(factor: float, restarts: bool) -> None:  # noqa: FBT001
    closes = np.full((30, 1), 10.0)
    closes[12:] *= factor
    bars = member(panel_from(closes))
    assert len(bars) == (18 if restarts else 30)
    assert bars.audit.rows_dropped == (12 if restarts else 0)


def test_a_member_that_jumped_twice_begins_at_the_last_jump() -> None:
    closes = np.full((30, 1), 10.0)
    closes[7:] *= 3.0
    closes[20:] /= 5.0
    bars = member(panel_from(closes))
    assert len(bars) == 10
    assert bars.audit.rows_dropped == 20


def test_a_member_without_any_price_is_absent_with_the_reason() -> None:
    closes = random_closes(2, 20, 2)
    closes[:15, 0] = np.nan
    panel = panel_from(closes).until(date(2010, 1, 8))
    assert member_bars(panel, 0, rise=100.0, fall=60.0) == Absent("no price in the panel")


def test_equal_members_have_equal_digests_only_under_one_name() -> None:
    closes = np.repeat(random_closes(4, 25, 1), 2, axis=1)
    panel = panel_from(closes)
    assert member(panel, 0).digest != member(panel, 1).digest
    assert member(panel, 0).digest == member(panel_from(closes[:, :1])).digest
    assert bars_from([1.0, 2.0]).digest != bars_from([1.0, 2.5]).digest
