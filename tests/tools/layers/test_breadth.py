"""Breadth against a plain computation, estimates and bias, flags told session by session, true flips."""

from dataclasses import replace
from datetime import date
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    NAMED_SESSIONS,
    bars_from,
    cut_inputs,
    fact,
    folder_market,
    inputs_of,
    panel_from,
    plain_adjusted_atr,
    plain_ema,
    profile_with,
    random_closes,
    real_inputs,
    same_past,
    sheet_of,
    walk,
)
from tools.desk.gather import count_breadth
from tools.layers.base import STATE_NAMES, Breadth, Inputs, LayerHistory
from tools.layers.breadth import read
from tools.layers.breadth_history import flags, history
from tools.profile import load_profile
from tools.types import Absent, Missing

COUNTED = NAMED_SESSIONS[:3]
"""The sessions for which there are member prices."""


def told_of(inputs: Inputs) -> LayerHistory:
    told = history(inputs)
    assert isinstance(told, LayerHistory)
    return told


def words(inputs: Inputs):  # noqa: ANN201 - what `read` gives
    told = told_of(inputs)
    state = STATE_NAMES[int(told.states(inputs.multiples)[-1])]
    return state, read(inputs, told, state, sheet_of(inputs.bars))


def made(
    closes: np.ndarray, listed: int = 0, *, seed: int = 1, biased: bool = False, **breadth: float
) -> Inputs:
    """A symbol over a made panel whose list has `listed` names more than there are prices for."""
    panel = panel_from(closes, listed=[f"Z{place:04d}" for place in range(listed)], biased=biased)
    profile = profile_with(breadth=breadth)
    return inputs_of(walk(seed, len(closes), "IWM"), profile, breadth=count_breadth(panel, profile))


def wilson(above: float, eligible: float, population: float) -> tuple[float, float]:
    """In per cent; with everybody counted, no width."""
    share, z = above / eligible, 1.959964
    if population <= eligible:
        return 100 * share, 100 * share
    size = eligible * (population - 1) / (population - eligible)
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return max(0.0, 100 * (centre - half)), min(100.0, 100 * (centre + half))


def plain_score(percent: float, change: float) -> float:
    """30 % is -1, 50 % is 0, 70 % is +1; the change is worth at most 0.2."""
    linear = max(-1.0, min(1.0, (percent - 50) / 20))
    tie = 0.2 * max(-1.0, min(1.0, change / 20))
    return max(-1.0, min(1.0, linear + tie))


def by_member(closes: np.ndarray, row: int, window: int) -> tuple[int, int]:
    """(above, eligible) told member by member on the panel's own prices."""
    above = eligible = 0
    for prices in closes[row + 1 - window : row + 1].T:
        if np.isnan(prices).any():
            continue
        moves = prices[1:] / prices[:-1]
        if moves.max() > 2 or moves.min() < 0.4:
            continue
        eligible += 1
        above += int(prices[-1] > prices.sum() / window * (1 + 1e-9))
    return above, eligible


@pytest.mark.parametrize("session", COUNTED)
def test_the_numbers_on_real_bars_are_the_plain_ones(data_dir: Path, session: date) -> None:
    inputs = real_inputs(data_dir, session)
    panel = folder_market(data_dir).panel("russell2000", session)
    row = int(panel.index.get_loc(pd.Timestamp(session)))
    above, eligible = by_member(panel.closes, row, 50)
    long_above, long_eligible = by_member(panel.closes, row, 200)
    then_above, then_eligible = by_member(panel.closes, row - 21, 50)
    members = len(panel.membership.symbols)
    percent, coverage = 100 * above / eligible, 100 * eligible / members
    change = percent - 100 * then_above / then_eligible

    state, said = words(inputs)
    told = {one.id.removeprefix("iwm.breadth."): fact(one).value for one in said.facts}
    assert told["above_sma50"] == pytest.approx(percent, rel=1e-12)
    assert told["above_sma200"] == pytest.approx(100 * long_above / long_eligible, rel=1e-12)
    assert (told["above_count"], told["eligible"], told["members"]) == (above, eligible, members)
    assert told["coverage"] == pytest.approx(coverage, rel=1e-12)
    assert told["change"] == pytest.approx(change, rel=1e-9)
    assert told["list_date"] == panel.membership.as_of.isoformat()
    score = plain_score(percent, change)
    assert told_of(inputs).score[-1] == pytest.approx(score, abs=1e-12)
    low, high = (percent, percent) if coverage >= 80 else wilson(above, eligible, members)
    assert ("low" in told) == (coverage < 80)
    if coverage < 80:
        assert (told["low"], told["high"]) == (pytest.approx(low), pytest.approx(high))
    bullish, bearish = plain_score(low, change) > 0.2, plain_score(high, change) < -0.2
    assert state == ("bullish" if bullish else "bearish" if bearish else "neutral")


def test_the_named_sessions_are_an_estimate_a_collapse_and_a_rally(data_dir: Path) -> None:
    crisis, crash, rally = (words(real_inputs(data_dir, session)) for session in COUNTED)
    assert crisis[1].rationale.text.startswith("About ")
    assert "95 % interval" in crisis[1].rationale.text
    assert (crisis[0], crash[0], rally[0]) == ("bearish", "bearish", "bullish")
    assert not crash[1].rationale.text.startswith("About ")


def test_the_whole_history_scores_piecewise_linearly_with_the_tie_breaker(data_dir: Path) -> None:
    told = told_of(real_inputs(data_dir, date(2021, 2, 10)))
    percent, change = told.columns["percent"], told.columns["change"]
    known = np.isfinite(change)
    expected = [plain_score(p, c) for p, c in zip(percent[known], change[known], strict=True)]
    assert told.score[known] == pytest.approx(expected, abs=1e-12)
    assert np.isnan(told.score[~known]).all()
    assert known.sum() > 3500


@pytest.mark.parametrize(
    ("percent", "change", "score"),
    [
        (30, 0, -1), (20, 0, -1), (40, 0, -0.5), (50, 0, 0), (60, 0, 0.5), (70, 0, 1), (95, 0, 1),
        (50, 20, 0.2), (50, 10, 0.1), (50, 40, 0.2), (50, -20, -0.2), (50, -90, -0.2), (70, -20, 0.8),
        (70, 20, 1), (20, 20, -0.8),
    ],
)  # fmt: skip
def test_the_score_of_a_share_and_its_change(percent: float, change: float, score: float) -> None:
    from tools.layers.breadth_history import score_of  # noqa: PLC0415 - the formula alone

    found = score_of(np.array([float(percent)]), np.array([float(change)]), load_profile("IWM").breadth)
    assert found[0] == pytest.approx(score)
    assert plain_score(percent, change) == pytest.approx(score)


def test_both_sides_of_the_middle_have_their_own_slope() -> None:
    inputs = made(random_closes(7, 160, 30), floor=10.0, middle=40.0, ceiling=90.0, change_weight=0.0)
    told = told_of(inputs)
    percent = told.columns["percent"][71:]
    expected = np.where(percent < 40, (percent - 40) / 30, (percent - 40) / 50).clip(-1, 1)
    assert told.score[71:] == pytest.approx(expected)
    assert (percent < 40).any()
    assert (percent > 40).any()


def test_an_interval_that_straddles_the_band_gives_no_state() -> None:
    """The same counts decide when everybody is counted, and do not when they are a sample of a long list."""
    decided = 0
    for seed in range(30):
        closes = random_closes(seed, 90, 40)
        whole, sample = made(closes), made(closes, listed=400)
        counted, estimated = told_of(whole), told_of(sample)
        assert (counted.score[71:] == estimated.score[71:]).all()
        columns = estimated.columns
        ones = np.ones(90)
        for row in range(71, 90):
            low, high = wilson(columns["above"][row], columns["eligible"][row], 440)
            assert columns["percent_low"][row] == pytest.approx(low)
            assert columns["percent_high"][row] == pytest.approx(high)
            change = columns["change"][row]
            low_score, high_score = plain_score(low, change), plain_score(high, change)
            state = estimated.states(ones)[row]
            assert state == (1 if low_score > 0.2 else -1 if high_score < -0.2 else 0)
            if low_score <= 0.2 and high_score >= -0.2:
                assert state == 0
            decided += int(counted.states(ones)[row] != 0 and state == 0)
    assert decided > 50


def test_coverage_of_exactly_the_minimum_is_counted_not_estimated() -> None:
    closes = random_closes(3, 100, 40)
    at, below = made(closes, listed=10), made(closes, listed=11)
    columns = told_of(at).columns
    assert columns["coverage"][-1] == 80.0
    assert columns["percent_low"][-1] == columns["percent_high"][-1] == columns["percent"][-1]
    narrower = told_of(below).columns
    assert narrower["percent_low"][-1] < narrower["percent"][-1] < narrower["percent_high"][-1]
    assert {one.id for one in words(at)[1].facts}.isdisjoint({"iwm.breadth.low", "iwm.breadth.high"})
    assert {one.id for one in words(below)[1].facts} >= {"iwm.breadth.low", "iwm.breadth.high"}
    share = fact(words(below)[1].facts[0])
    assert "estimate from a sample" in share.notes


def test_a_list_later_than_the_session_is_marked_on_every_fact() -> None:
    closes = random_closes(3, 260, 40)
    biased, clean = words(made(closes, biased=True))[1], words(made(closes))[1]
    for one in biased.facts:
        assert any("survivorship-biased" in note for note in fact(one).notes)
    for one in clean.facts:
        assert fact(one).notes == ()
    listed = fact(clean.facts[-1])
    assert (listed.value, listed.as_of, listed.source) == ("2010-01-04", date(2010, 1, 4), "fake list")
    assert {fact(one).source for one in clean.facts[:-1]} == {"fake panel"}


def test_it_abstains_with_the_reason_and_where_the_members_end() -> None:
    bars = walk(1, 120, "IWM")
    assert history(inputs_of(bars, breadth=Absent("no list"))) == Absent("no list")
    profile = load_profile("IWM")
    short = count_breadth(panel_from(random_closes(1, 119, 20)), profile)
    told = told_of(inputs_of(bars, profile, breadth=short))
    assert np.isnan(told.score[-1])
    assert np.isfinite(told.score[-2])
    assert told.silence == "too few members have the prices that the average needs at this session"


def test_the_warm_up_is_the_short_window_and_the_change() -> None:
    told = told_of(made(random_closes(1, 120, 20)))
    assert np.flatnonzero(np.isfinite(told.score))[0] == 49 + 21
    few = told_of(made(random_closes(1, 15, 20)))
    assert np.isnan(few.score).all()


def plain_flags(inputs: Inputs) -> dict[str, list[bool]]:
    """The three conditions told session by session."""
    told = told_of(inputs)
    bars, percent, high = inputs.bars, told.columns["percent"], told.columns["percent_high"]
    breadth = inputs.breadth
    assert isinstance(breadth, Breadth)
    atr = plain_adjusted_atr(bars, 14)
    shares: list[float] = []
    for up, down in zip(breadth.counts.advancing, breadth.counts.declining, strict=True):
        repeated = shares[-1] if shares else float("nan")
        shares.append(100 * up / (up + down) if up + down else repeated)
    smooth = dict(zip(breadth.index, plain_ema(shares, 10), strict=True))
    thrust = [smooth.get(moment, float("nan")) for moment in bars.index]
    found: dict[str, list[bool]] = {"divergence_warning": [], "washed_out_repair": [], "thrust": []}
    for row in range(len(bars)):
        close, adjusted = bars.close, bars.adj_close
        up = row >= 20 and adjusted[row] > adjusted[row - 20]
        at_high = row >= 19 and close[row] >= max(close[row - 19 : row + 1])
        found["divergence_warning"].append(bool((up or at_high) and high[row] < 55))
        washed = any(high[day] < 30 for day in range(max(0, row - 20), row + 1))
        rising = row >= 5 and all(percent[day] > percent[day - 1] for day in range(row - 4, row + 1))
        near = (
            row >= 62
            and close[row] - min(close[row - 62 : row + 1]) <= 1.5 * atr[row] * close[row] / adjusted[row]
        )
        found["washed_out_repair"].append(bool(washed and rising and near))
        was_low = any(thrust[day] < 40 for day in range(max(0, row - 9), row + 1))
        through = row >= 1 and thrust[row] > 61.5 and thrust[row - 1] <= 61.5
        found["thrust"].append(bool(was_low and through))
    return found


@pytest.mark.parametrize("session", [date(2017, 6, 30), date(2024, 3, 8)])
def test_the_flags_are_those_of_the_plain_loop_over_the_whole_history(data_dir: Path, session: date) -> None:
    inputs = real_inputs(data_dir, session)
    expected = plain_flags(inputs)
    found = flags(inputs, told_of(inputs))
    assert set(found) == set(expected)
    for name, values in found.items():
        assert values.tolist() == expected[name], name
    assert found["divergence_warning"].sum() > 100


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10)
def test_on_made_panels_the_flags_are_those_of_the_plain_loop_too(seed: int) -> None:
    inputs = made(random_closes(seed, 220, 15, sigma=0.03), listed=seed % 8, seed=seed)
    for name, values in flags(inputs, told_of(inputs)).items():
        assert values.tolist() == plain_flags(inputs)[name], name


def repairing(bars_close: np.ndarray, recovering: int = 6) -> np.ndarray:
    """The washed-out flag where 40 members fall for 90 sessions and then recover one by one."""
    rows = 90 + recovering
    closes = np.repeat(np.cumprod(np.full(rows, 0.995))[:, None], 40, axis=1) * np.linspace(20, 40, 40)
    for step in range(recovering):
        closes[90 + step :, : 4 * (step + 1)] = closes[60, : 4 * (step + 1)]
    profile = load_profile("IWM")
    bars = bars_from(bars_close, "IWM", open=bars_close, high=bars_close + 0.5, low=bars_close - 0.5)
    inputs = inputs_of(bars, profile, breadth=count_breadth(panel_from(closes), profile))
    return np.flatnonzero(flags(inputs, told_of(inputs))["washed_out_repair"])


def test_a_washed_out_market_repairs_after_five_rising_sessions_near_the_low() -> None:
    falling = np.linspace(120.0, 100.0, 90)
    flat, rallied = np.full(6, 100.0), np.linspace(101.0, 110.0, 6)
    assert repairing(np.r_[falling, flat]).tolist() == [94, 95]
    assert repairing(np.r_[falling, rallied]).tolist() == []
    assert repairing(np.r_[falling, flat[:4]], 4).tolist() == []


def test_a_thrust_fires_on_the_session_that_passes_the_upper_threshold() -> None:
    """All fall for 30 sessions, then all rise: the average passes 40 % and 61.5 % within the window."""
    moves = np.r_[np.full(40, 1.001), np.full(30, 0.999), np.full(30, 1.001)]
    inputs = made(np.cumprod(moves)[:, None] * np.linspace(10, 20, 12))
    fired = np.flatnonzero(flags(inputs, told_of(inputs))["thrust"])
    average, row = 0.0, 69
    while average <= 61.5:
        average += 2 / 11 * (100 - average)
        row += 1
    assert fired.tolist() == [row]


def test_the_flags_on_a_card_are_the_last_row_and_quote_facts_they_carry(data_dir: Path) -> None:
    for session in (*COUNTED, date(2020, 4, 9), date(2023, 7, 14)):
        inputs = real_inputs(data_dir, session)
        _, said = words(inputs)
        last = {name: bool(column[-1]) for name, column in flags(inputs, told_of(inputs)).items()}
        assert {flag.id.removeprefix("iwm.breadth."): flag.on for flag in said.flags} == last
        carried = {one.id for one in said.facts} | {one.id for flag in said.flags for one in flag.facts}
        for flag in said.flags:
            assert set(flag.because.facts) <= carried


def flip_is_true(inputs: Inputs, told: LayerHistory) -> int:
    """Put the solved share into the rule, the share it is compared with and the members counted held."""
    breadth, columns = inputs.breadth, told.columns
    assert isinstance(breadth, Breadth)
    members = len(breadth.membership.symbols)
    eligible, coverage = columns["eligible"][-1], columns["coverage"][-1]
    then = columns["percent"][-1] - columns["change"][-1]
    limit = 0.2 * inputs.multiples[-1]

    def state_at(percent: float) -> str:
        low = high = percent
        if coverage < 80:
            low, high = wilson(percent / 100 * eligible, eligible, members)
        if plain_score(low, percent - then) > limit:
            return "bullish"
        return "bearish" if plain_score(high, percent - then) < -limit else "neutral"

    state, said = words(inputs)
    assert state_at(columns["percent"][-1]) == state
    assert {flip.to for flip in said.flips} == ({"bullish", "bearish"} if state == "neutral" else {"neutral"})
    for flip in said.flips:
        assert isinstance(flip.price, Missing)
        upwards = flip.to == "bullish" or (state, flip.to) == ("bearish", "neutral")
        if isinstance(flip.reading, Missing):
            assert state_at(100.0 if upwards else 0.0) == state
            continue
        level, step = flip.reading.number, 0.001 if upwards else -0.001
        assert state_at(level * (1 + step)) == flip.to
        assert state_at(level * (1 + step * 1e-5)) == flip.to
        assert state_at(level * (1 - step * 1e-5)) == state
        assert state_at(level * (1 - step)) == state
    return len(said.flips)


@pytest.mark.parametrize("session", [date(2017, 6, 30), date(2024, 3, 8)])
def test_every_flip_is_true_and_not_a_hair_before(data_dir: Path, session: date) -> None:
    whole = real_inputs(data_dir, session)
    breadth = whole.breadth
    assert isinstance(breadth, Breadth)
    first = int(whole.bars.index.searchsorted(breadth.index[80]))
    multiples = np.random.default_rng(4).choice([0.9, 1.0, 1.25], len(whole.bars))
    whole = replace(whole, multiples=multiples)
    tested = estimated = 0
    for rows in np.linspace(first, len(whole.bars), 40).astype(int):
        inputs = cut_inputs(whole, rows)
        told = told_of(inputs)
        tested += flip_is_true(inputs, told)
        estimated += int(told.columns["coverage"][-1] < 80)
    assert tested >= 40
    assert estimated > 5


@given(seed=st.integers(0, 10_000), listed=st.sampled_from([0, 20, 200]))
@settings(max_examples=20)
def test_flips_of_counted_and_of_estimated_shares_are_true(seed: int, listed: int) -> None:
    inputs = made(random_closes(seed, 100, 30), listed=listed)
    flip_is_true(inputs, told_of(inputs))


def test_the_past_of_real_bars_does_not_know_the_future(data_dir: Path) -> None:
    inputs = real_inputs(data_dir, date(2021, 2, 10))
    whole = told_of(inputs)
    conditions = flags(inputs, whole)
    for rows in (1, 1400, 1412, 1413, 1420, 1470, 1480, 1483, 1484, 1485, 2000, 2136, 4900, 5200):
        cut = cut_inputs(inputs, rows)
        short = told_of(cut)
        same_past(short, whole, rows)
        for name, column in flags(cut, short).items():
            assert (column == conditions[name][:rows]).all(), (name, rows)


@given(seed=st.integers(0, 10_000), part=st.floats(0, 1), holes=st.sampled_from([0.0, 0.05]))
@settings(max_examples=25)
def test_the_past_does_not_know_the_future(seed: int, part: float, holes: float) -> None:
    """Not even the early thrusts: the future decides nothing about what was known."""
    closes = random_closes(seed, 120, 8, holes=holes, sigma=0.04)
    rows = 1 + round(part * 119)
    profile = load_profile("IWM")
    bars = walk(seed, 120, "IWM")
    whole = inputs_of(bars, profile, breadth=count_breadth(panel_from(closes), profile))
    panel = panel_from(closes[:rows]) if np.isfinite(closes[:rows]).any(axis=0).all() else None
    if panel is None:
        return
    cut = inputs_of(bars.slice(0, rows), profile, breadth=count_breadth(panel, profile))
    same_past(history(cut), history(whole), rows)
    for name, column in flags(cut, told_of(cut)).items():
        assert (column == flags(whole, told_of(whole))[name][:rows]).all(), name


def test_a_thrust_in_the_first_sessions_is_known_then_and_later() -> None:
    """Ten falling sessions seed the average at 0 %; the thrust follows within the next ten."""
    moves = np.r_[np.full(12, 0.999), np.full(30, 1.001)]
    closes = np.cumprod(moves)[:, None] * np.linspace(10, 20, 12)
    whole = made(closes)
    fired = np.flatnonzero(flags(whole, told_of(whole))["thrust"])
    assert len(fired) == 1
    for rows in range(int(fired[0]) + 1, 42):
        cut = cut_inputs(whole, rows)
        assert np.flatnonzero(flags(cut, told_of(cut))["thrust"]).tolist() == fired.tolist(), rows
