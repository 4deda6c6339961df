"""Positioning: the short-covering rally told session by session, its fade rate, and what is known."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from tests.builders import bars_from, fact, plain_atr, profile_with, real_bars, real_inputs, sheet_of, walk
from tools.bars import Bars, Positioning
from tools.layers import breadth as breadth_layer
from tools.layers import momentum as momentum_layer
from tools.layers.base import LayerHistory
from tools.overlays.positioning import PositioningReading, faded, read_positioning, short_covering
from tools.profile import Profile, load_profile
from tools.types import Absent, FloatArray, Missing

IWM: Profile = load_profile("IWM")
NOTHING = Positioning(Absent("no source"), Absent("no source"), Absent("no source"))


def plain_signal(bars: Bars, percent: FloatArray, weak: FloatArray) -> list[bool]:
    """The rally told session by session."""
    atr = plain_atr(bars.high, bars.low, bars.close, 14)
    found = []
    for row in range(len(bars)):
        recent = list(bars.close[max(0, row - 5) : row + 1])
        low = min(recent)
        begins = [
            day
            for day in range(max(0, row - 5), row)
            if bars.close[day] == low and day >= 20 and low == min(bars.close[day - 20 : day + 1])
        ]
        climbed = row >= 14 and bars.close[row] - low > 2 * atr[row]
        unsupported = percent[row] < 50 or weak[row] == 1
        found.append(bool(begins and climbed and unsupported))
    return found


def unknown(bars: Bars) -> FloatArray:
    return np.full(len(bars), np.nan)


def test_on_real_bars_the_signal_is_the_plain_loops_over_the_whole_history(data_dir: Path) -> None:
    inputs = real_inputs(data_dir, date(2024, 3, 8))
    told, volume = breadth_layer.history(inputs), momentum_layer.history(inputs)
    assert isinstance(told, LayerHistory)
    percent, weak = told.columns["percent"], volume.columns["weak"]
    signal = short_covering(inputs.bars, percent, weak, IWM)
    assert signal.tolist() == plain_signal(inputs.bars, percent, weak)
    assert signal.sum() > 10


@given(seed=st.integers(0, 10_000), rows=st.integers(1, 200))
@settings(max_examples=20)
def test_on_made_bars_the_signal_is_the_plain_loops(seed: int, rows: int) -> None:
    bars = walk(seed, rows, sigma=0.03)
    if bars.fields != "ohlcv":
        return
    draw = np.random.default_rng(seed)
    percent, weak = draw.uniform(40, 60, rows), draw.choice([0.0, 1.0, np.nan], rows)
    assert short_covering(bars, percent, weak, IWM).tolist() == plain_signal(bars, percent, weak)


def rally(rise: float = 10.0, sessions: int = 3) -> Bars:
    """A slow fall to 100, each bar one dollar high, then a rise within some sessions."""
    close = np.r_[np.linspace(110, 100, 60), 100 + rise * np.arange(1, sessions + 1) / sessions]
    return bars_from(close, open=close, high=close + 0.5, low=close - 0.5)


def test_it_needs_the_rally_and_weak_support() -> None:
    bars = rally()
    nothing, ones = unknown(bars), np.ones(len(bars))

    def last(percent: FloatArray, weak: FloatArray, of: Bars = bars) -> bool:
        return bool(short_covering(of, percent, weak, IWM)[-1])

    assert last(nothing, ones)
    assert last(49.9 * ones, 0 * ones)
    assert not last(50.0 * ones, 0 * ones)
    assert not last(nothing, nothing)
    assert not last(nothing, ones, rally(rise=1.0))


def test_a_rally_that_took_longer_than_five_sessions_is_none() -> None:
    for sessions, expected in ((5, True), (6, False)):
        close = np.r_[np.linspace(110, 100, 60), [100.1] * (sessions - 1), [110.0]]
        bars = bars_from(close, open=close, high=close + 0.5, low=close - 0.5)
        signal = short_covering(bars, unknown(bars), np.ones(len(bars)), IWM)
        assert bool(signal[-1]) is expected, sessions


def test_a_rally_off_what_was_no_low_is_none() -> None:
    """The same rise, but the price had been lower within the 21 sessions before."""
    close = np.r_[np.linspace(110, 100, 50), [95.0], np.full(9, 100.0), [103.0, 107.0, 110.0]]
    bars = bars_from(close, open=close, high=close + 0.5, low=close - 0.5)
    assert not short_covering(bars, unknown(bars), np.ones(len(bars)), IWM)[-1]


@given(seed=st.integers(0, 10_000), part=st.floats(0, 1))
@settings(max_examples=25)
def test_the_past_does_not_know_the_future(seed: int, part: float) -> None:
    bars = walk(seed, 200, sigma=0.03)
    draw = np.random.default_rng(seed)
    percent, weak = draw.uniform(30, 60, 200), draw.choice([0.0, 1.0], 200)
    rows = 1 + round(part * 199)
    whole = short_covering(bars, percent, weak, IWM)
    assert (short_covering(bars.slice(0, rows), percent[:rows], weak[:rows], IWM) == whole[:rows]).all()


def test_the_past_of_real_bars_does_not_know_the_future(data_dir: Path) -> None:
    bars = real_bars(data_dir, "IWM")
    ones = np.ones(len(bars))
    whole = short_covering(bars, ones, ones, IWM)
    assert whole.sum() > 20
    for row in (1, 6, 20, 21, *np.flatnonzero(whole)[::7], 6300):
        rows = int(row) + 1
        assert (short_covering(bars.slice(0, rows), ones[:rows], ones[:rows], IWM) == whole[:rows]).all()


def test_episodes_begin_where_the_signal_turns_on_and_do_not_overlap() -> None:
    closes = np.array([10, 11, 12, 11, 10, 9, 9, 9, 20, 21, 22, 23, 24, 25, 8, 9], dtype=float)
    signal = np.zeros(16, bool)
    signal[[1, 2, 3, 8, 14]] = True
    # row 1 -> row 4 is lower; row 8 -> row 11 is higher; row 14 is not settled after 3 sessions
    assert faded(bars_from(closes), signal, 3) == (1, 2)
    signal = np.zeros(16, bool)
    signal[[1, 3]] = True
    # row 3 lies within the outcome of row 1
    assert faded(bars_from(closes), signal, 3) == (1, 1)
    signal[[1, 3]] = [True, False]
    signal[4] = True
    # row 4 is where the outcome of row 1 is known: the next episode may begin, and it fades too
    assert faded(bars_from(closes), signal, 3) == (2, 2)
    assert faded(bars_from(closes), np.zeros(16, bool), 3) == (0, 0)


def reading(bars: Bars, known: Positioning = NOTHING, profile: Profile = IWM) -> PositioningReading:
    return read_positioning(bars, unknown(bars), np.ones(len(bars)), known, profile, sheet_of(bars))


def test_a_rate_of_too_few_cases_is_missing_and_the_count_is_there(data_dir: Path) -> None:
    few = reading(real_bars(data_dir, "IWM").slice(0, 800))
    cases = fact(few.fade_cases).number
    assert cases < 30
    for part in (few.fade_rate, few.fade_low, few.fade_high):
        assert isinstance(part, Missing)
        assert part.reason == f"too few cases: {cases:.0f} independent episodes, 30 needed"


def test_enough_cases_give_a_rate_with_its_interval(data_dir: Path) -> None:
    bars = real_bars(data_dir, "SPY")
    told = reading(bars, profile=profile_with(positioning={"rally_atr": 1.0}))
    cases, rate = fact(told.fade_cases).number, fact(told.fade_rate).number
    assert cases >= 30
    lower = round(rate * cases / 100)
    assert rate == pytest.approx(100 * lower / cases)
    expected = binomtest(lower, int(cases)).proportion_ci(method="wilson")
    assert fact(told.fade_low).number == pytest.approx(100 * expected.low, abs=1e-3)
    assert fact(told.fade_high).number == pytest.approx(100 * expected.high, abs=1e-3)


def test_the_flag_quotes_the_rally_it_was_decided_on() -> None:
    bars = rally()
    told = reading(bars)
    assert told.fade_risk.on
    atr = plain_atr(bars.high, bars.low, bars.close, 14)[-1]
    assert fact(told.fade_risk.facts[0]).number == pytest.approx((bars.close[-1] - 100.0) / atr)
    assert told.fade_risk.because.facts == ("test.positioning.rally",)


def test_what_is_known_has_its_own_date_and_what_is_not_has_its_reason() -> None:
    known = Positioning(
        (date(2024, 1, 12), 5_000_000.0),
        ((date(2024, 1, 30), 100.0), (date(2024, 1, 31), 130.0)),
        (date(2024, 1, 31), {"put_call_volume": 1.4, "skew_25d": 3.2, "expected_move": 2.1}),
    )
    told = {one.id: fact(one) for one in reading(walk(1, 60), known).holdings}
    assert told["test.positioning.short_interest"].as_of == date(2024, 1, 12)
    assert told["test.positioning.creations"].number == 30.0
    assert told["test.positioning.creations"].as_of == date(2024, 1, 31)
    assert told["test.positioning.expected_move"].unit == "%"
    gone = reading(walk(1, 60)).holdings
    assert [type(one) for one in gone] == [Missing] * 3
    assert {one.reason for one in gone if isinstance(one, Missing)} == {"no source"}
    once = Positioning(Absent("x"), ((date(2024, 1, 30), 100.0),), Absent("x"))
    creations = reading(walk(1, 60), once).holdings[1]
    assert isinstance(creations, Missing)
    assert creations.reason == "one count of shares outstanding is not a change"
