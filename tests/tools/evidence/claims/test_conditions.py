"""The conditions of the claims against plain loops over the real bars, and none of them sees the future."""

import math
from pathlib import Path

import numpy as np
import pytest

from tests.builders import plain_adjusted_atr, plain_ema
from tests.tools.evidence.claims.markets import cut, deciding, real_claim_inputs, trials_of
from tools.bars import Bars, RateSeries
from tools.evidence.claims.claim import ClaimInputs, Trial
from tools.evidence.claims.registry import CLAIMS
from tools.types import Absent, BoolArray, FloatArray


@pytest.fixture(scope="module")
def real(data_dir: Path) -> ClaimInputs:
    return real_claim_inputs(data_dir)


def other(found: Bars | Absent) -> Bars:
    assert isinstance(found, Bars)
    return found


def ret(closes: FloatArray, row: int, back: int) -> float:
    return closes[row] / closes[row - back] - 1 if row >= back else math.nan


def same(found: BoolArray, wanted: list[bool]) -> None:
    assert sum(wanted) > 10
    assert np.flatnonzero(found != np.array(wanted)).tolist() == []


def plain_setups(bars: Bars) -> list[bool]:
    close = bars.close
    fast, slow = plain_ema(bars.adj_close, 21), plain_ema(bars.adj_close, 63)
    separation = [quick - lazy for quick, lazy in zip(fast, slow, strict=True)]

    def high(row: int) -> bool:
        return row >= 20 and close[row] > max(close[row - 20 : row])

    return [
        (high(row) and not high(row - 1)) or (row > 0 and separation[row] > 0 >= separation[row - 1])
        for row in range(len(bars))
    ]


def plain_share(inputs: ClaimInputs) -> dict[str, list[float]]:
    """Share of members above their average, with the interval's ends where coverage is low."""
    breadth = inputs.market.breadth
    assert not isinstance(breadth, Absent)
    above, eligible = breadth.counts.above[50], breadth.counts.eligible[50]
    members = len(breadth.membership.symbols)
    by_day = {}
    for row, day in enumerate(breadth.index):
        n, k = int(eligible[row]), int(above[row])
        if n:
            by_day[day] = (k, n, members)
    found: dict[str, list[float]] = {"share": [], "low": [], "high": []}
    for day in inputs.market.bars.index:
        if day not in by_day:
            for column in found.values():
                column.append(math.nan)
            continue
        k, n, members = by_day[day]
        share = 100 * k / n
        low = high = share
        if 100 * n / members < 80:
            # Wilson's interval with a sample size corrected for the finite list
            size = n * (members - 1) / (members - n) if members > n else math.inf
            z, p = 1.959963984540054, k / n
            middle = (p + z * z / (2 * size)) / (1 + z * z / size)
            half = z / (1 + z * z / size) * math.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
            low, high = 100 * (middle - half), 100 * (middle + half)
        found["share"].append(share)
        found["low"].append(low)
        found["high"].append(high)
    return found


def test_set_ups_are_first_breakouts_and_crosses_upwards(real: ClaimInputs) -> None:
    """Flight and leadership split the set-ups; each is one by a loop over the bars."""
    trial = deciding("flight_fails_more", real)
    wanted = plain_setups(real.market.bars)
    both = trial.case.holds | trial.base.holds
    assert not (both & ~np.array(wanted)).any()
    assert not (trial.case.holds & trial.base.holds).any()
    assert both.sum() > 0.7 * sum(wanted)
    signals = deciding("false_signals_doubled", real)
    same(signals.case.holds, wanted)
    spy = other(real.market.benchmark)
    theirs = dict(zip(spy.index, plain_setups(spy), strict=True))
    same(signals.base.holds, [theirs.get(day, False) for day in real.market.bars.index])


def test_a_rally_is_lagged_or_led_by_ten_session_returns(real: ClaimInputs) -> None:
    bars, spy = real.market.bars, other(real.market.benchmark)
    places = {day: row for row, day in enumerate(spy.index)}
    lags, leads = [], []
    for row, day in enumerate(bars.index):
        mine, theirs = ret(bars.adj_close, row, 10), ret(spy.adj_close, places[day], 10)
        lags.append(theirs > 0 and mine < theirs)
        leads.append(theirs > 0 and mine > theirs)
    for trial in trials_of("lag_warns_benchmark", real):
        same(trial.case.holds, lags)
        same(trial.base.holds, leads)
    same(deciding("lead_confirms", real).case.holds, leads)


def test_ahead_of_growth_is_by_twenty_session_returns(real: ClaimInputs) -> None:
    bars, qqq = real.market.bars, other(real.market.growth)
    places = {day: row for row, day in enumerate(qqq.index)}
    wanted = [
        ret(bars.adj_close, row, 20) > ret(qqq.adj_close, places[day], 20)
        for row, day in enumerate(bars.index)
    ]
    for key in ("leads_growth_lasts", "leads_growth_is_broad"):
        same(deciding(key, real).case.holds, wanted)


def test_thin_rallies_and_washed_out_sessions_need_their_whole_interval(real: ClaimInputs) -> None:
    bars, share = real.market.bars, plain_share(real)
    rally = [
        ret(bars.adj_close, row, 20) > 0
        or (row >= 19 and bars.close[row] >= max(bars.close[row - 19 : row + 1]))
        for row in range(len(bars))
    ]
    trial = deciding("thin_rallies_fade", real)
    same(trial.case.holds, [up and high < 55 for up, high in zip(rally, share["high"], strict=True)])
    same(trial.base.holds, [up and low >= 55 for up, low in zip(rally, share["low"], strict=True)])
    same(deciding("washed_out_level", real).case.holds, [high < 30 for high in share["high"]])
    full = deciding("full_size_breadth", real)
    signal = plain_setups(bars)
    same(full.case.holds, [s and high < 50 for s, high in zip(signal, share["high"], strict=True)])
    same(full.base.holds, [s and low >= 50 for s, low in zip(signal, share["low"], strict=True)])


def test_recovering_sessions_were_washed_out_rise_and_are_near_their_low(real: ClaimInputs) -> None:
    bars, share = real.market.bars, plain_share(real)
    size = [
        a * c / j for a, c, j in zip(plain_adjusted_atr(bars, 14), bars.close, bars.adj_close, strict=True)
    ]
    wanted = []
    for row in range(len(bars)):
        washed = any(high < 30 for high in share["high"][max(0, row - 20) : row + 1])
        rising = row >= 5 and share["share"][row] > share["share"][row - 5]
        near = row >= 62 and bars.close[row] - min(bars.close[row - 62 : row + 1]) <= 1.5 * size[row]
        wanted.append(washed and rising and near)
    same(deciding("washed_out_recovering", real).case.holds, wanted)


def test_loud_breakouts_and_quiet_falls_are_by_volume_against_the_twenty_sessions_before(
    real: ClaimInputs,
) -> None:
    bars, size = real.market.bars, plain_adjusted_atr(real.market.bars, 14)
    loud, quiet = [], []
    for row in range(len(bars)):
        before = bars.volume[row - 20 : row] if row >= 20 else np.array([math.nan])
        ratio = bars.volume[row] / before.mean()
        loud.append(row >= 20 and bars.close[row] > max(bars.close[row - 20 : row]) and 2 <= ratio <= 3)
        drop = row > 0 and bars.adj_close[row] - bars.adj_close[row - 1] <= -size[row - 1]
        quiet.append(bool(drop and ratio <= 1))
    same(deciding("volume_breakouts", real).case.holds, loud)
    same(deciding("quiet_falls_go_on", real).case.holds, quiet)


def test_a_pivot_is_that_of_the_session_before(real: ClaimInputs) -> None:
    bars = real.market.bars
    wanted = [False]
    for row in range(1, len(bars)):
        o, h, low, c = (column[row - 1] for column in (bars.open, bars.high, bars.low, bars.close))
        x = h + low + c + (low if c < o else h if c > o else c)
        wanted.append(bool(bars.close[row] > x / 2 - low))
    same(deciding("pivot_break", real).case.holds, wanted)


@pytest.mark.parametrize(
    ("key", "name", "limit"),
    [("narrow_curve_rolls_over", "T10Y2Y", -25.0), ("spreads_warn", "BAMLH0A0HYM2", 50)],
)
def test_a_rate_is_that_of_the_session_before(real: ClaimInputs, key: str, name: str, limit: float) -> None:
    """The rate of a day is published after its close, so nobody could have acted on it then."""
    series = real.rates[name]
    assert isinstance(series, RateSeries)
    days, known = real.market.bars.index, []
    place = -1
    for row, day in enumerate(days):
        while place + 1 < len(series.index) and series.index[place + 1] <= day:
            place += 1
        stale = place < 0 or series.index[place] < days[max(row - 5, 0)]
        known.append(math.nan if stale else 100 * series.level[place])
    wanted = [False] * 22
    for row in range(22, len(days)):
        moved = known[row - 1] - known[row - 22]
        # differences of two decimals: a hair of rounding must not decide
        wanted.append(moved <= limit if limit < 0 else moved >= limit)
    found = deciding(key, real).case.holds
    apart = np.flatnonzero(found != np.array(wanted))
    assert sum(wanted) > 100
    assert all(abs(abs(known[row - 1] - known[row - 22]) - abs(limit)) < 1e-9 for row in apart)


def test_decision_days_are_those_on_file(real: ClaimInputs) -> None:
    assert not isinstance(real.decisions, Absent)
    days = set(real.decisions)
    bars = real.market.bars
    wanted = [day in days and row > 0 and bars.adj_close[row] != bars.adj_close[row - 1]
              for row, day in enumerate(bars.index)]  # fmt: skip
    same(deciding("decision_moves_go_on", real).case.holds, wanted)


def test_an_outcome_is_from_the_next_open_to_the_close_of_the_horizon(real: ClaimInputs) -> None:
    bars = real.market.bars
    for trial in trials_of("rsi_dips", real):
        for row in range(0, len(bars), 37):
            end = row + trial.horizon
            if end >= len(bars):
                assert np.isnan(trial.case.outcome[row])
                continue
            bought = bars.open[row + 1] * bars.adj_close[row + 1] / bars.close[row + 1]
            assert trial.case.outcome[row] == float(bars.adj_close[end] > bought)


@pytest.mark.parametrize("rows", [900, 3000, 5200, 6100])
def test_cutting_the_future_off_never_changes_a_group(real: ClaimInputs, rows: int) -> None:
    """Of every claim: who is in a group was known then, and settled outcomes stay what they were."""
    early = cut(real, rows)
    for claim in CLAIMS:
        short, long = claim.design(early), claim.design(real)
        if isinstance(short, Absent):
            assert not isinstance(long, Absent)
            assert not any(trial.case.holds[:rows].any() and rows > 1500 for trial in long), claim.key
            continue
        assert not isinstance(long, Absent), claim.key
        for then, now in zip(short, long, strict=True):
            unchanged(claim.key, then, now, rows)


def unchanged(key: str, then: Trial, now: Trial, rows: int) -> None:
    for old, new in ((then.case, now.case), (then.base, now.base)):
        assert np.array_equal(old.holds, new.holds[:rows]), f"{key}: {old.name}"
        settled = np.isfinite(old.outcome)
        assert np.array_equal(old.outcome[settled], new.outcome[:rows][settled]), f"{key}: {old.name}"
