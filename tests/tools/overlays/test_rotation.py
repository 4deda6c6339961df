"""Rotation: its states on made ratios, the real ones against a plain loop, causality, and true flips."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import bars_from, fact, real_bars, sheet_of, walk
from tools.bars import Bars
from tools.overlays.rotation import (
    Rotation,
    RotationHistory,
    read_rotation,
    rotation_history,
    state_names,
)
from tools.profile import RotationProfile, load_profile
from tools.types import ABSTAIN, Absent, FloatArray, Missing

RULES: RotationProfile = load_profile("IWM").rotation
NAMES = state_names(RULES)


def pair(ratios: FloatArray) -> tuple[Bars, Bars]:
    """A symbol whose ratio to a benchmark at 1 is given."""
    return bars_from(np.asarray(ratios), "IWM"), bars_from(np.ones(len(ratios)), "SPY")


def history_of(ratios: FloatArray) -> RotationHistory:
    return rotation_history(*pair(ratios), RULES)


def read(ratios: FloatArray) -> Rotation:
    bars, benchmark = pair(ratios)
    return read_rotation(bars, benchmark, RULES, "SPY", sheet_of(bars))


def rising(rows: int = 40, step: float = 0.004) -> FloatArray:
    return 0.5 * (1 + step) ** np.arange(rows)


def plain_states(ratios: FloatArray) -> tuple[list[int], list[bool]]:
    """The rules told session by session, the slope from numpy's least squares."""
    states: list[int] = []
    sure: list[bool] = []
    for row, ratio in enumerate(ratios):
        if row < 19:
            states.append(ABSTAIN)
            sure.append(False)
            continue
        window = ratios[row - 19 : row + 1]
        mean = window.mean()
        slope = np.polyfit(np.arange(20), window, 1)[0]
        if 100 * (window.max() - window.min()) / mean <= 2.0:
            ruled = 0
        elif slope > 0 and ratio > mean:
            ruled = 1
        elif slope < 0 and ratio < mean:
            ruled = -1
        else:
            states.append(states[-1])
            sure.append(False)
            continue
        states.append(ruled)
        sure.append(True)
    return states, [known and state != ABSTAIN for known, state in zip(sure, states, strict=True)]


def test_a_rising_ratio_is_leadership_a_falling_one_flight_and_a_flat_one_parity() -> None:
    assert set(history_of(rising()).state[19:]) == {1}
    assert set(history_of(rising()[::-1]).state[19:]) == {-1}
    assert set(history_of(np.full(40, 0.4) + np.tile([0, 0.001], 20)).state[19:]) == {0}
    assert set(history_of(rising()).state[:19]) == {ABSTAIN}


@pytest.mark.parametrize(("band", "state"), [(1.9999, 0), (2.0, 0), (2.0001, 1)])
def test_a_band_of_two_per_cent_exactly_is_parity(band: float, state: int) -> None:
    """18 sessions at 100, then 100 - x and 100 + x: the mean is 100 and the band 2 x per cent."""
    ratios = np.full(20, 100.0)
    ratios[0], ratios[-1] = 100 - band / 2, 100 + band / 2
    found = history_of(ratios)
    if band == 2.0:
        assert found.band[-1] == 2.0
    assert found.state[-1] == state


def test_what_no_rule_decides_keeps_the_previous_state_unconfirmed() -> None:
    """Leadership, then one session below the mean while the slope is still positive."""
    ratios = rising(30)
    ratios[-1] = ratios[-20:].mean() * 0.99
    found = history_of(ratios)
    assert found.state[-2:].tolist() == [1, 1]
    assert found.confirmed[-2:].tolist() == [True, False]
    told = read(ratios)
    assert fact(told.state).value == "small-cap leadership"
    assert fact(told.confirmed).value is False
    assert "Unconfirmed" in told.rationale.text
    assert "Unconfirmed" not in read(rising()).rationale.text


def test_before_any_rule_has_spoken_there_is_no_state_to_keep() -> None:
    ratios = rising(20)
    ratios[-1] = ratios.mean() * 0.99
    found = history_of(ratios)
    assert found.state[-1] == ABSTAIN
    assert not found.confirmed[-1]
    assert isinstance(read(ratios).state, Missing)


@pytest.mark.parametrize("symbol", ["IWM", "QQQ", "TLT"])
def test_on_real_bars_every_state_is_the_plain_one(data_dir: Path, symbol: str) -> None:
    bars, spy = real_bars(data_dir, symbol), real_bars(data_dir, "SPY")
    found = rotation_history(bars, spy, RULES)
    frame = bars.frame()[["adj_close"]].join(spy.frame()["adj_close"].rename("spy"), how="inner")
    ratios = (frame["adj_close"] / frame["spy"]).to_numpy()
    states, sure = plain_states(ratios)
    assert found.ratio == pytest.approx(ratios)
    assert found.state.tolist() == states
    assert found.confirmed.tolist() == sure
    assert {-1, 0, 1} <= set(states)
    assert 0.02 < 1 - np.mean(sure[19:]) < 0.4


@pytest.mark.parametrize(
    "session", [date(2008, 11, 20), date(2020, 3, 23), date(2021, 2, 10), date(2025, 9, 26)]
)
def test_the_facts_on_real_bars_are_the_plain_ones(data_dir: Path, session: date) -> None:
    bars, spy = real_bars(data_dir, "IWM").until(session), real_bars(data_dir, "SPY").until(session)
    told = read_rotation(bars, spy, RULES, "SPY", sheet_of(bars))
    window = bars.adj_close[-20:] / spy.adj_close[-20:]
    assert fact(told.ratio).number == pytest.approx(window[-1], rel=1e-12)
    assert fact(told.mean).number == pytest.approx(window.mean(), rel=1e-9)
    assert fact(told.band).number == pytest.approx(
        100 * (window.max() - window.min()) / window.mean(), rel=1e-8
    )
    slope = np.polyfit(np.arange(20), window, 1)[0]
    assert fact(told.slope).number == pytest.approx(1e4 * slope / window[-1], rel=1e-5)
    states, sure = plain_states(bars.adj_close / spy.adj_close[spy.index.get_indexer(bars.index)])
    assert fact(told.state).value == NAMES[states[-1]]
    assert fact(told.confirmed).value is sure[-1]
    run = next((back for back in range(1, len(states)) if states[-1 - back] != states[-1]), len(states))
    assert fact(told.sessions_in_state).number == run


def appended(bars: Bars, value: float) -> Bars:
    index = bars.index.append(pd.DatetimeIndex([bars.index[-1] + pd.offsets.BDay()]))
    return bars_from(np.append(bars.adj_close, value), bars.symbol, index=index)


def test_every_flip_is_true_and_not_a_hair_before(data_dir: Path) -> None:
    """Append the solved ratio and recompute the history: the state changes there, and nowhere nearer."""
    whole, spy = real_bars(data_dir, "IWM"), real_bars(data_dir, "SPY")
    tested = 0
    for rows in np.linspace(300, len(whole), 60).astype(int):
        first = rows - 260
        bars = whole.slice(first, rows)
        told = read_rotation(bars, spy, RULES, "SPY", sheet_of(bars))
        other = spy.on_sessions(bars.index)
        current = rotation_history(bars, other, RULES).state[-1]
        today = fact(told.ratio).number

        def state_at(ratio: float, mine: Bars = bars, theirs: Bars = other) -> int:
            longer = appended(theirs, theirs.adj_close[-1])
            return int(
                rotation_history(appended(mine, ratio * theirs.adj_close[-1]), longer, RULES).state[-1]
            )

        sides = [flip.ratio.id.split(".")[3] for flip in told.flips]
        if sides == ["none"]:
            assert {state_at(today * (1 + move)) for move in np.linspace(-0.149, 0.149, 40)} == {current}
            continue
        rest = state_at(today)
        assert ("unchanged" in sides) == (rest != current)
        for side, flip in zip(sides, told.flips, strict=True):
            ratio = fact(flip.ratio).number
            assert fact(flip.change).number == pytest.approx(100 * (ratio / today - 1), abs=1e-9)
            if side == "unchanged":
                assert (ratio, flip.to) == (today, NAMES[rest])
                continue
            assert (ratio > today) == (side == "up")
            assert NAMES[state_at(ratio + np.sign(ratio - today) * 1e-9 * today)] == flip.to
            assert flip.to != NAMES[rest]
            hair = min(0.001 * today, abs(ratio - today) / 2)
            before = ratio - np.sign(ratio - today) * hair
            assert state_at(before) == rest
            for part in (0.25, 0.5, 0.75, 1 - 1e-6):
                assert state_at(today + part * (ratio - today)) == rest
            tested += 1
    assert tested >= 40


def test_there_is_no_state_without_a_benchmark_and_it_says_why() -> None:
    bars = walk(1, 60, "IWM")
    sheet = sheet_of(bars)

    def reason(benchmark: Bars | Absent, symbol: Bars = bars) -> str:
        told = read_rotation(symbol, benchmark, RULES, "SPY", sheet)
        assert isinstance(told.state, Missing)
        assert told.flips == ()
        assert told.rationale.text == f"Rotation is not known: {told.state.reason}."
        return told.state.reason

    assert reason(Absent("the source is down")) == "the source is down"
    assert reason(bars) == "IWM is the benchmark itself"
    assert reason(walk(2, 60, "SPY"), bars.slice(0, 19)) == "needs 20 sessions"
    behind = walk(2, 59, "SPY")
    assert reason(behind) == f"SPY has no bar for this session, its last is {behind.last_session}"
    later = bars_from(np.ones(10), "SPY", index=bars.index[-10:])
    assert reason(later) == "needs 20 sessions in common with SPY"


@given(seed=st.integers(0, 10_000), part=st.floats(0, 1))
@settings(max_examples=25)
def test_the_past_does_not_know_the_future(seed: int, part: float) -> None:
    bars, benchmark = walk(seed, 120, "IWM", 0.006), walk(seed + 1, 120, "SPY", 0.006)
    rows = 1 + round(part * 119)
    whole = rotation_history(bars, benchmark, RULES)
    cut = rotation_history(bars.slice(0, rows), benchmark.slice(0, rows), RULES)
    for name in ("ratio", "band", "slope", "mean", "state", "confirmed"):
        assert np.array_equal(
            getattr(cut, name), getattr(whole, name)[:rows], equal_nan=name not in ("state", "confirmed")
        ), name
    states, sure = plain_states(whole.ratio)
    assert (whole.state.tolist(), whole.confirmed.tolist()) == (states, sure)


def test_the_past_of_real_bars_does_not_know_the_future(data_dir: Path) -> None:
    bars, spy = real_bars(data_dir, "IWM"), real_bars(data_dir, "SPY")
    whole = rotation_history(bars, spy, RULES)
    for rows in (1, 19, 20, 21, 500, 2136, 4986, 6300):
        cut = rotation_history(bars.slice(0, rows), spy.until(bars.index[rows - 1].date()), RULES)
        assert (cut.state == whole.state[:rows]).all()
        assert (cut.confirmed == whole.confirmed[:rows]).all()
        for name in ("ratio", "band", "slope", "mean"):
            assert np.array_equal(getattr(cut, name), getattr(whole, name)[:rows], equal_nan=True), name
