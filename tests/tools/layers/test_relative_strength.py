"""Relative strength against a plain computation, its quadrants, and its flips put to the test."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    NAMED_SESSIONS,
    NOT_ASKED,
    bars_from,
    cut_inputs,
    fact,
    inputs_of,
    real_bars,
    real_inputs,
    same_past,
    sheet_of,
    walk,
)
from tools.layers.base import STATE_NAMES, Inputs, LayerHistory
from tools.layers.relative_strength import history, read
from tools.types import Absent, FloatArray, Missing


def told_of(inputs: Inputs) -> LayerHistory:
    told = history(inputs)
    assert isinstance(told, LayerHistory)
    return told


def words(inputs: Inputs):  # noqa: ANN201 - what `read` gives
    told = told_of(inputs)
    state = STATE_NAMES[int(told.states(inputs.multiples)[-1])]
    return state, read(inputs, told, state, sheet_of(inputs.bars))


def plain_differences(mine: FloatArray, theirs: FloatArray, count: int = 252) -> list[float]:
    last = len(mine)
    return [
        100 * (mine[row] / mine[row - 10] - theirs[row] / theirs[row - 10])
        for row in range(last - count, last)
    ]


def aligned(inputs: Inputs) -> tuple[FloatArray, FloatArray]:
    frame = inputs.bars.frame()[["adj_close"]].join(
        inputs.benchmark.frame()[["adj_close"]], how="inner", rsuffix="_other"
    )
    return frame["adj_close"].to_numpy(), frame["adj_close_other"].to_numpy()


@pytest.mark.parametrize("session", NAMED_SESSIONS)
def test_the_numbers_on_real_bars_are_the_plain_ones(data_dir: Path, session: date) -> None:
    inputs = real_inputs(data_dir, session)
    mine, theirs = aligned(inputs)
    differences = plain_differences(mine, theirs)
    sigma = float(np.std(differences, ddof=1))
    benchmark = 100 * (theirs[-1] / theirs[-11] - 1)
    measure = differences[-1] / sigma
    state, said = words(inputs)
    told = {one.id.removeprefix("iwm.relative_strength."): fact(one).value for one in said.facts}
    assert told["vs_spy_10"] == pytest.approx(differences[-1], rel=1e-9)
    assert told["spy_10"] == pytest.approx(benchmark, rel=1e-9)
    assert told["sigma"] == pytest.approx(measure, rel=1e-7)
    growth = real_bars(data_dir, "QQQ").until(session).adj_close
    assert told["vs_qqq_20"] == pytest.approx(
        100 * (mine[-1] / mine[-21] - growth[-1] / growth[-21]), rel=1e-9
    )
    ahead, rising = differences[-1] > 0, benchmark > 0
    names = {
        (True, True): "confirmation",
        (False, True): "deterioration warning",
        (True, False): "resilience",
        (False, False): "weakness",
    }
    assert told["quadrant"] == names[ahead, rising]
    score = max(-1.0, min(1.0, measure / 2)) * (0.5 if ahead and not rising else 1.0)
    assert told_of(inputs).score[-1] == pytest.approx(score, rel=1e-7)
    assert state == ("bullish" if measure > 0.5 else "bearish" if measure < -0.5 else "neutral")


def test_every_session_has_the_score_of_its_quadrant(data_dir: Path) -> None:
    """Outperforming a falling SPY is bullish at half the score; every other quadrant counts whole."""
    inputs = real_inputs(data_dir, date(2025, 9, 26))
    told = told_of(inputs)
    columns = {name: values[261:] for name, values in told.columns.items()}
    ahead, rising = columns["difference"] > 0, columns["benchmark"] > 0
    full = np.clip(columns["measure"] / 2, -1, 1)
    resilient = ahead & ~rising
    score, states = told.score[261:], told.states(inputs.multiples)[261:]
    assert (score[resilient] == full[resilient] / 2).all()
    assert (score[~resilient] == full[~resilient]).all()
    assert (states[resilient & (columns["measure"] > 0.5)] == 1).all()
    assert (states[~ahead & (columns["measure"] < -0.5)] == -1).all()
    for quadrant in (resilient, ahead & rising, ~ahead & rising, ~ahead & ~rising):
        assert quadrant.sum() > 500
    assert np.isnan(told.score[:261]).all()
    assert np.isfinite(score).all()


@pytest.mark.parametrize(
    ("own", "other", "quadrant", "state"),
    [
        (1.06, 1.02, "confirmation", "bullish"),
        (1.00, 1.04, "deterioration warning", "bearish"),
        (0.99, 0.95, "resilience", "bullish"),
        (1.00, 0.95, "resilience", "bullish"),
        (1.003, 1.00, "resilience", "bullish"),
        (0.93, 0.97, "weakness", "bearish"),
        (1.0201, 1.02, "confirmation", "neutral"),
        (1.02, 1.02, "deterioration warning", "neutral"),
    ],
)
def test_the_four_quadrants_on_made_prices(own: float, other: float, quadrant: str, state: str) -> None:
    draw = np.random.default_rng(5)
    base, noise = np.full(300, 100.0), np.exp(draw.normal(0, 0.003, 300))
    noise[-11:] = 1.0
    mine, theirs = base * noise, base.copy()
    mine[-1], theirs[-1] = 100.0 * own, 100.0 * other
    inputs = inputs_of(bars_from(mine, "IWM"), benchmark=bars_from(theirs, "SPY"))
    found, said = words(inputs)
    named = next(fact(one).value for one in said.facts if one.id.endswith("quadrant"))
    assert (named, found) == (quadrant, state)
    told = told_of(inputs)
    half = 0.5 if quadrant == "resilience" else 1.0
    assert told.score[-1] == pytest.approx(np.clip(told.measure[-1] / 2, -1, 1) * half)


def test_every_flip_is_true_and_not_a_hair_before(data_dir: Path) -> None:
    """Next session's ten-session returns with SPY's close and sigma held."""
    whole = real_inputs(data_dir, date(2025, 9, 26))
    multiples = np.random.default_rng(3).choice([0.9, 1.0, 1.25], len(whole.bars))
    tested = 0
    for rows in np.linspace(400, len(whole.bars), 70).astype(int):
        inputs = cut_inputs(whole, rows)
        inputs = inputs_of(inputs.bars, benchmark=inputs.benchmark, multiples=multiples[:rows])
        mine, theirs = aligned(inputs)
        sigma = float(np.std(plain_differences(mine, theirs), ddof=1))
        facts = (mine[-10], theirs[-1] / theirs[-10], sigma, 0.5 * multiples[rows - 1])

        def state_at(price: float, given: tuple[float, float, float, float] = facts) -> str:
            base, benchmark, sigma, limit = given
            measure = 100 * (price / base - benchmark) / sigma
            return "bullish" if measure > limit else "bearish" if measure < -limit else "neutral"

        state, said = words(inputs)
        for flip in said.flips:
            upwards = flip.to == "bullish" or (state, flip.to) == ("bearish", "neutral")
            sign = 1 if "bullish" in (state, flip.to) else -1
            assert fact(flip.reading).number == pytest.approx(sign * facts[3] * sigma, rel=1e-6)
            price = fact(flip.price).number * inputs.bars.adj_close[-1] / inputs.bars.close[-1]
            step = 0.001 if upwards else -0.001
            assert state_at(price * (1 + step)) == flip.to
            assert state_at(price * (1 + step * 1e-5)) == flip.to
            assert state_at(price * (1 - step * 1e-5)) == state
            assert state_at(price * (1 - step)) == state
            tested += 1
    assert tested >= 70


def test_it_abstains_with_the_reason() -> None:
    bars = walk(1, 300, "IWM")
    assert history(inputs_of(bars)) == NOT_ASKED
    alone = history(inputs_of(bars, benchmark=bars))
    assert alone == Absent("IWM is the benchmark itself")
    apart = history(inputs_of(bars, benchmark=bars_from([1.0, 2.0], "SPY")))
    assert apart == Absent("too few sessions in common with SPY")
    behind = told_of(inputs_of(bars, benchmark=walk(2, 299, "SPY")))
    assert np.isnan(behind.score[-1])
    assert behind.silence == f"SPY has no bar for this session, its last is {bars.index[-2].date()}"
    short = told_of(inputs_of(bars.slice(0, 261), benchmark=walk(2, 261, "SPY")))
    assert np.isnan(short.score[-1])
    assert short.silence == "needs 262 sessions in common with SPY"
    enough = told_of(inputs_of(bars.slice(0, 262), benchmark=walk(2, 262, "SPY")))
    assert np.isfinite(enough.score[-1])


def test_sessions_only_one_of_them_has_are_left_out_of_both() -> None:
    whole = walk(1, 400, "IWM")
    other = walk(2, 400, "SPY")
    holes = np.setdiff1d(np.arange(400), [50, 51, 200, 333])
    gappy = other.on_sessions(other.index[holes])
    told = told_of(inputs_of(whole, benchmark=gappy))
    both = told_of(inputs_of(whole.on_sessions(gappy.index), benchmark=gappy))
    assert np.array_equal(told.score[holes], both.score, equal_nan=True)
    assert np.isnan(told.score[[50, 51, 200, 333]]).all()


def test_against_growth_is_reported_and_never_scored() -> None:
    bars, spy = walk(1, 300, "IWM"), walk(2, 300, "SPY")
    with_growth = inputs_of(bars, benchmark=spy, growth=walk(3, 300, "QQQ"))
    without = inputs_of(bars, benchmark=spy)
    assert np.array_equal(told_of(with_growth).score, told_of(without).score, equal_nan=True)
    gone = next(one for one in words(without)[1].facts if one.id == "iwm.relative_strength.vs_qqq_20")
    assert isinstance(gone, Missing)
    itself = words(inputs_of(bars, benchmark=spy, growth=bars))[1].facts[-1]
    assert isinstance(itself, Missing)


def test_the_past_of_real_bars_does_not_know_the_future(data_dir: Path) -> None:
    inputs = real_inputs(data_dir, date(2025, 9, 26))
    whole = told_of(inputs)
    for rows in (1, 9, 10, 11, 12, 260, 261, 262, 700, 2136, 4986, 6300):
        same_past(history(cut_inputs(inputs, rows)), whole, rows)


@given(seed=st.integers(0, 10_000), part=st.floats(0, 1), hole=st.integers(0, 299))
@settings(max_examples=25)
def test_the_past_does_not_know_the_future(seed: int, part: float, hole: int) -> None:
    other = walk(seed + 1, 300, "SPY")
    other = other.on_sessions(other.index.delete(hole))
    inputs = inputs_of(walk(seed, 300, "IWM"), benchmark=other)
    rows = 1 + round(part * 299)
    if rows == 1 and hole == 0:
        return
    same_past(history(cut_inputs(inputs, rows)), history(inputs), rows)
