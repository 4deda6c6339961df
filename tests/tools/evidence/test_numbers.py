"""The numbers of a study against plain loops, and what no number may depend on."""

from dataclasses import astuple, replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import profile_with, real_inputs
from tests.tools.evidence.plain import plain_returns, plain_study, plain_walk
from tests.tools.made_bars import random_bars
from tools.bars import COLUMNS
from tools.evidence.forward import forward_returns
from tools.evidence.numbers import Case, Numbers, measure, measure_all
from tools.profile import EvidenceProfile, load_profile
from tools.stack import stack_history
from tools.types import ABSTAIN, Absent, FloatArray

RULES = load_profile("IWM").evidence
FEW = RULES.model_copy(update={"resamples": 200, "min_episodes": 5, "first_years": 1})
SESSION = date(2025, 9, 26)


@cache
def real_states(folder: Path) -> dict[str, Case]:
    inputs = real_inputs(folder, SESSION)
    stack = stack_history(inputs)
    found = {}
    for layer, code, side in (
        ("trend", 1, "rise"),
        ("momentum", -1, "fall"),
        ("relative_strength", 0, "rise"),
    ):
        history = stack.layers[layer]
        assert not isinstance(history, Absent)
        states = history.states(inputs.multiples)
        found[f"{layer} {code}"] = Case(states == code, states != ABSTAIN, side)  # type: ignore[arg-type]
    return found


@pytest.mark.data
@pytest.mark.parametrize("horizon", [1, 10, 63])
@pytest.mark.parametrize("name", ["trend 1", "momentum -1", "relative_strength 0"])
def test_counts_rates_and_walk_on_the_real_fund_are_those_of_plain_loops(
    data_dir: Path, name: str, horizon: int
) -> None:
    """Three states of IWM over its whole history, every number but the interval."""
    bars, case = real_inputs(data_dir, SESSION).bars, real_states(data_dir)[name]
    returns = forward_returns(bars, horizon)
    assert not isinstance(returns, Absent)
    found = measure(case.holds, case.known, returns, horizon, case.side, RULES, 7, bars.index)
    slow = plain_returns(bars, horizon)
    for field, value in plain_study(case.holds, case.known, slow, horizon, case.side).items():
        assert getattr(found, field) == pytest.approx(value, abs=1e-9), field
    walked = plain_walk(
        case.holds, case.known, slow, horizon, case.side, list(bars.index.date), RULES.first_years,
        RULES.min_episodes,
    )  # fmt: skip
    assert found.walked == pytest.approx(walked[0], nan_ok=True)
    assert (found.years, found.agreed) == walked[1:]
    assert found.low <= found.advantage <= found.high
    assert found.years > 10


def _made(seed: int, rows: int = 900) -> tuple[Case, FloatArray, pd.DatetimeIndex]:
    draw = np.random.default_rng(seed)
    calm = np.repeat(draw.random(rows // 5 + 1) < 0.4, 5)[:rows]
    known = np.arange(rows) >= 40
    returns = draw.normal(0.001, 0.02, rows)
    returns[-10:] = np.nan
    side = "rise" if seed % 2 else "fall"
    return Case(calm & known, known, side), returns, pd.bdate_range("2010-01-04", periods=rows)  # type: ignore[arg-type]


def _measured(
    case: Case, returns: FloatArray, index: pd.DatetimeIndex, rules: EvidenceProfile = FEW
) -> Numbers:
    return measure(case.holds, case.known, returns, 10, case.side, rules, 3, index)


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_bounds_hold(seed: int) -> None:
    """Rates lie between 0 and 100, the interval holds its estimate, and counts hold each other."""
    found = _measured(*_made(seed))
    assert 0 <= found.hit_rate <= 100
    assert 0 <= found.base_rate <= 100
    assert -100 <= found.low <= found.advantage <= found.high <= 100
    assert found.advantage == pytest.approx(found.hit_rate - found.base_rate)
    assert 0 < found.episodes <= found.sessions
    assert 0 <= found.p_value <= 1
    assert found.agreed <= found.years


def test_one_condition_reads_the_same_alone_and_among_others() -> None:
    """Resamples are shared, so company changes nothing; the same arguments give the same numbers."""
    cases = [_made(seed)[0] for seed in range(6)]
    _, returns, index = _made(0)
    together = measure_all(cases, returns, 10, FEW, 3, index)
    for case, one in zip(cases, together, strict=True):
        alone = _measured(case, returns, index)
        assert astuple(alone) == pytest.approx(astuple(one), rel=1e-9, nan_ok=True)
        assert astuple(alone) == pytest.approx(astuple(_measured(case, returns, index)), rel=0, nan_ok=True)


def test_another_seed_moves_the_interval_only() -> None:
    """The bootstrap makes the interval; nothing else is drawn."""
    case, returns, index = _made(1)
    one = measure(case.holds, case.known, returns, 10, case.side, FEW, 3, index)
    other = measure(case.holds, case.known, returns, 10, case.side, FEW, 4, index)
    assert (one.low, one.high) != (other.low, other.high)
    assert (one.advantage, one.walked, one.mean) == (other.advantage, other.walked, other.mean)


def test_a_state_moved_by_a_session_is_followed_by_other_returns() -> None:
    """Each session is paired with its own outcome: where only the outcome after it is a rise, all hit."""
    case, returns, index = _made(3)
    outcome = np.isfinite(returns)
    after = np.where(outcome, np.where(case.holds, 0.01, -0.01), np.nan)
    perfect = _measured(Case(case.holds, case.known, "rise"), after, index)
    assert perfect.hit_rate == 100
    moved = np.roll(case.holds, 1) & case.known
    assert _measured(Case(moved, case.known, "rise"), after, index).hit_rate < 100
    assert perfect.differs == 1


def test_under_the_minimum_of_independent_cases_only_counts_are_given() -> None:
    """Many sessions of one long state are one case, and one case has no rate."""
    case, returns, index = _made(2)
    holds = np.zeros_like(case.holds)
    holds[100:180] = True
    found = measure(holds, case.known, returns, 10, "rise", RULES, 3, index)
    assert (found.sessions, found.episodes) == (80, 8)
    assert not found.enough
    assert found.differs == 0
    assert np.isnan([found.hit_rate, found.base_rate, found.advantage, found.low, found.p_value]).all()
    assert np.isnan([found.mean, found.median, found.base_mean, found.walked]).all()


def test_a_state_that_always_holds_is_its_own_base() -> None:
    """No difference, whatever is drawn."""
    case, returns, index = _made(5)
    found = _measured(Case(case.known, case.known, "rise"), returns, index)
    assert found.advantage == 0
    assert found.differs == 0
    assert found.p_value == 1


def test_an_unchanged_price_hits_on_neither_side() -> None:
    """Neither a rise nor a fall."""
    case, _, index = _made(4)
    flat = np.zeros(len(case.holds))
    for side in ("rise", "fall"):
        assert measure(case.holds, case.known, flat, 10, side, FEW, 3, index).hit_rate == 0  # type: ignore[arg-type]


@settings(max_examples=15)
@given(st.integers(0, 500), st.integers(450, 800))
def test_what_happens_after_a_session_changes_no_number_as_of_it(seed: int, rows: int) -> None:
    """Two markets that agree up to a session, and states that do, give the same numbers as of it."""
    one, other = (random_bars(seed, 900), random_bars(seed + 1, 900))
    columns = {
        name: np.concatenate((getattr(one, name)[:rows], getattr(other, name)[rows:])) for name in COLUMNS
    }
    changed = replace(one, **columns)
    found = []
    for bars in (one, changed):
        known = bars.slice(0, rows)
        holds = known.adj_close > np.concatenate((known.adj_close[:1], known.adj_close[:-1]))
        returns = forward_returns(known, 10)
        assert not isinstance(returns, Absent)
        case = Case(holds, np.ones(rows, np.bool_), "rise")
        found.append(astuple(_measured(case, returns, known.index)))
    assert found[0] == pytest.approx(found[1], rel=0, nan_ok=True)


def test_a_period_that_begins_late_is_measured_over_its_own_rows() -> None:
    """Rows before the first known one are neither cases nor base, and are never drawn for long."""
    case, returns, index = _made(7, rows=3000)
    known = np.arange(3000) >= 1800
    late = Case(case.holds & known, known, "rise")
    found = _measured(late, returns, index)
    assert found.base_rate == pytest.approx(100 * (returns[1800:2990] > 0).mean())
    short = measure(late.holds[1792:], late.known[1792:], returns[1792:], 10, "rise", FEW, 3, index[1792:])
    # the same rows: the same width of the interval but for the draw
    assert found.high - found.low == pytest.approx(short.high - short.low, rel=0.25)


def test_profile_of_the_fund_asks_for_five_horizons() -> None:
    """What the record and the card count on."""
    assert profile_with().evidence.horizons == (1, 5, 10, 21, 63)
    assert RULES.min_episodes == 30
