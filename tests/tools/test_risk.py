"""Risk figures against hand calculations and pandas, and reward against risk."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

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
from tools.levels import levels
from tools.market.gate import validate
from tools.profile import load_profile
from tools.risk import RewardRisk, Risk, reward_risk, risk
from tools.types import Absent, Fact, Missing, Reading, Unit

PROFILE = load_profile("default")
NO_BENCHMARK = Absent("SPY is not in this source")


def risk_of(bars: Bars, benchmark: Bars | Absent = NO_BENCHMARK) -> Risk:
    return risk(bars, benchmark, PROFILE.risk, sheet_of(bars))


def steady(rows: int = 30, *, opened: float = 100.0) -> Bars:
    """Every session from 99 to 101, closing at 100."""
    return bars_of(
        open=[100.0] * (rows - 1) + [opened],
        high=[101.0] * rows,
        low=[99.0] * rows,
        close=[100.0] * rows,
        volume=[1_000.0] * rows,
    )


def test_a_steady_range_of_two_dollars_is_an_atr_of_two_dollars_and_two_per_cent() -> None:
    found = risk_of(steady())
    assert (found.atr.id, fact(found.atr).value, fact(found.atr).unit) == (
        "test.atr14",
        pytest.approx(2),
        Unit.USD,
    )
    assert (found.atr_percent.id, fact(found.atr_percent).value) == ("test.atr14_percent", pytest.approx(2))


def test_the_chandelier_stop_hangs_three_atr_below_the_highest_high() -> None:
    stop = risk_of(steady()).stop
    assert (stop.id, fact(stop).value) == ("test.stop.chandelier", pytest.approx(101 - 3 * 2))


def test_dollar_volume_is_the_mean_of_close_times_volume() -> None:
    found = risk_of(steady()).liquidity
    assert (found.id, fact(found).value) == ("test.liquidity.dollar_volume20", pytest.approx(100_000))


def test_the_worst_gap_keeps_its_sign_and_its_date() -> None:
    bars = steady(260, opened=99.0)
    found = risk_of(bars).worst_gap
    assert fact(found).value == pytest.approx(-1.0)
    assert fact(found).as_of == bars.last_session


def test_gaps_need_a_full_window() -> None:
    assert risk_of(steady(252)).worst_gap == Missing("test.gap.worst", "largest gap", "not enough sessions")
    assert isinstance(risk_of(steady(253)).worst_gap, Fact)


def test_drawdowns_carry_the_dates_of_peak_and_trough() -> None:
    found = risk_of(bars_of(close=[100.0, 120.0, 90.0, 110.0, 130.0, 117.0]))
    deepest, current = fact(found.max_drawdown), fact(found.current_drawdown)
    assert (deepest.value, deepest.notes) == (pytest.approx(-25.0), ("from 2024-01-02 to 2024-01-03",))
    assert deepest.as_of == date(2024, 1, 3)
    assert (current.value, current.notes) == (pytest.approx(-10.0), ("from 2024-01-05 to 2024-01-08",))


def test_a_symbol_has_no_beta_to_itself() -> None:
    spy = random_bars(1, 300, symbol="SPY")
    assert risk_of(spy, spy).beta == Missing(
        "spy.beta.spy_252", "252-session beta to SPY", "the symbol is its own benchmark"
    )
    assert isinstance(risk_of(spy, NO_BENCHMARK).beta, Missing)


def test_an_absent_benchmark_leaves_beta_missing_with_its_reason() -> None:
    found = risk_of(random_bars(1, 300)).beta
    assert found == Missing("test.beta.spy_252", "252-session beta to SPY", "SPY is not in this source")


def test_beta_uses_only_the_sessions_both_have() -> None:
    bars, spy = random_bars(1, 300), random_bars(2, 300, symbol="SPY")
    # remove a session of the benchmark: returns then span two sessions on both sides
    frame = spy.frame().drop(spy.index[150])
    holed = validate(frame, symbol="SPY", source="test")
    ours = pd.Series(bars.adj_close, bars.index)
    both = pd.concat([ours, frame["adj_close"]], axis=1, join="inner").pct_change().iloc[-252:].to_numpy()
    expected = np.cov(both.T)[0, 1] / both[:, 1].var(ddof=1)
    assert fact(risk_of(bars, holed).beta).value == pytest.approx(expected)


def test_a_benchmark_that_ends_earlier_dates_the_beta() -> None:
    bars, spy = random_bars(1, 300), random_bars(2, 300, symbol="SPY")
    found = risk_of(bars, spy.slice(0, 298)).beta
    assert fact(found).as_of == spy.slice(0, 298).last_session


def test_too_few_common_sessions_leave_beta_missing() -> None:
    found = risk_of(random_bars(1, 300), random_bars(2, 252, symbol="SPY")).beta
    assert isinstance(found, Missing)
    assert found.reason == "not enough common sessions"


def test_closes_only_have_an_atr_of_closes_that_says_so_and_no_gap_stop_or_liquidity() -> None:
    found = risk_of(random_bars(3, 300, "close"))
    assert "closes only" in fact(found.atr).method
    missing = (found.gap, found.worst_gap, found.stop, found.liquidity)
    assert [one.reason for one in missing if isinstance(one, Missing)] == ["closes only"] * 4


def test_without_volume_only_liquidity_is_missing() -> None:
    found = risk_of(random_bars(3, 300, "ohlc"), random_bars(4, 300, symbol="SPY"))
    missing = [one for one in found.facts() if isinstance(one, Missing)]
    assert [(one.id, one.reason) for one in missing] == [
        ("test.liquidity.dollar_volume20", "no volume in this source")
    ]


@pytest.mark.data
@pytest.mark.parametrize("session", REAL_SESSIONS, ids=str)
def test_real_sessions_agree_with_pandas(data_dir: Path, session: date) -> None:
    bars, spy = (real_bars(data_dir, symbol).until(session) for symbol in ("IWM", "SPY"))
    found = risk_of(bars, spy)
    frame = bars.frame()
    logs = np.log(frame["adj_close"]).diff()
    for reading, window in zip(found.volatility, (21, 63, 252), strict=True):
        assert reading.id == f"iwm.volatility.{window}"
        assert fact(reading).value == pytest.approx(100 * np.sqrt(252) * logs.iloc[-window:].std())
    returns = pd.concat([frame["adj_close"], spy.frame()["adj_close"]], axis=1, join="inner").pct_change()
    sample = returns.iloc[-252:].to_numpy()
    assert fact(found.beta).value == pytest.approx(np.cov(sample.T)[0, 1] / sample[:, 1].var(ddof=1))
    falls = 100 * (frame["adj_close"] / frame["adj_close"].cummax() - 1)
    assert fact(found.max_drawdown).value == pytest.approx(falls.min())
    assert fact(found.max_drawdown).as_of == falls.idxmin().date()
    assert fact(found.current_drawdown).value == pytest.approx(falls.iloc[-1])
    gaps = 100 * (frame["open"] / frame["close"].shift() - 1).iloc[-252:]
    assert found.gap.id == "iwm.gap.p95"
    assert fact(found.gap).value == pytest.approx(gaps.abs().quantile(0.95))
    assert fact(found.worst_gap).value == pytest.approx(gaps[gaps.abs().idxmax()])
    assert fact(found.worst_gap).as_of == gaps.abs().idxmax().date()


@settings(max_examples=40)
@given(some_bars)
def test_any_bars_give_readings_that_are_finite_or_say_why(bars: Bars) -> None:
    benchmark = random_bars(7, 300, symbol="SPY")
    assert all(is_sound(reading) for reading in risk_of(bars, benchmark).facts())


def price(key: str, value: float) -> Reading:
    return sheet_of(steady()).number(key, key, value, Unit.USD, "by hand")


def rewards(entry: Reading, stop: Reading) -> tuple[RewardRisk, ...]:
    """Against a series whose only resistance is 110."""
    path = [*range(100, 110), *range(110, 100, -1), *range(100, 110), *range(110, 104, -1)]
    bars = bars_of(close=[float(close) for close in path])
    profile = PROFILE.levels.model_copy(update={"wings": 2, "averages": ()})
    return reward_risk(entry, stop, levels(bars, profile, sheet_of(bars), 1.0), sheet_of(bars))


def test_reward_to_risk_shows_its_arithmetic() -> None:
    first = rewards(price("entry", 105.0), price("stop", 103.0))[0]
    assert [fact(one).value for one in (first.reward, first.risk, first.ratio)] == [
        pytest.approx(5.0),
        pytest.approx(2.0),
        pytest.approx(2.5),
    ]
    assert first.arithmetic.text == "($110.00 - $105.00) / ($105.00 - $103.00) = 2.50"
    assert first.arithmetic.facts == (
        "test.level.r1",
        "test.entry",
        "test.entry",
        "test.stop",
        "test.reward_risk.r1",
    )


def test_there_is_one_row_per_resistance_and_a_missing_level_is_missing_with_its_reason() -> None:
    rows = rewards(price("entry", 105.0), price("stop", 103.0))
    assert len(rows) == 3
    assert isinstance(rows[1].ratio, Missing)
    assert rows[1].ratio.reason == "no further level above within reach"


@pytest.mark.parametrize("stop", [105.0, 106.0])
def test_a_stop_at_or_above_the_entry_gives_no_ratio(stop: float) -> None:
    first = rewards(price("entry", 105.0), price("stop", stop))[0]
    assert isinstance(first.ratio, Missing)
    assert first.ratio.reason == "the stop is at or above the entry"
    assert isinstance(first.risk, Missing)
    assert fact(first.reward).value == pytest.approx(5.0)


def test_an_entry_above_the_target_gives_no_ratio() -> None:
    first = rewards(price("entry", 111.0), price("stop", 103.0))[0]
    assert isinstance(first.ratio, Missing)
    assert first.ratio.reason == "the target is at or below the entry"


def test_a_missing_stop_gives_no_ratio_for_its_own_reason() -> None:
    first = rewards(price("entry", 105.0), Missing("test.stop", "chandelier stop", "closes only"))[0]
    assert isinstance(first.ratio, Missing)
    assert first.ratio.reason == "closes only"
    assert first.arithmetic.text == "No reward/risk: not known (closes only)."
