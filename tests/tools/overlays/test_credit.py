"""Credit: each component's rule at its thresholds, what is missing or stale, and the real numbers."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import bars_from, fact, folder_market, rate_from, real_bars, sheet_of, walk
from tools.bars import Bars, RateSeries
from tools.facts import FactSheet
from tools.overlays.credit import Credit, CreditHistory, CreditInputs, credit_history, read_credit
from tools.overlays.credit_components import (
    Component,
    curve_component,
    ratio_component,
    spread_component,
    volatility_component,
)
from tools.profile import CreditProfile, load_profile
from tools.types import ABSTAIN, Absent, Fact, FloatArray, Missing

RULES: CreditProfile = load_profile("IWM").credit
INDEX = pd.bdate_range("2015-01-05", periods=320)
GONE = Absent("not in this source")


def credit_of(**parts: Bars | RateSeries | Absent) -> CreditInputs:
    names = ("high_yield", "treasuries", "banks", "benchmark", "volatility", "spread", "curve")
    return CreditInputs(**(dict.fromkeys(names, GONE) | parts))


def level(values: FloatArray) -> RateSeries:
    return rate_from(values, INDEX[-len(values) :])


def last_vote(component: Component | Absent) -> float:
    assert isinstance(component, Component)
    return float(component.vote[-1])


@pytest.mark.parametrize(
    ("then", "now", "vote"),
    [
        (3.0, 3.5, -1), (3.0, 3.4921875, 0), (3.5, 3.0, 1), (3.4921875, 3.0, 0), (3.0, 3.0, 0),
        (6.0, 6.0, -1), (5.9921875, 5.9921875, 0), (9.0, 6.0, -1), (9.0, 5.0, 1), (2.0, 5.0, -1),
    ],
)  # fmt: skip
def test_the_spread_votes_at_fifty_basis_points_and_at_six_per_cent(
    then: float, now: float, vote: int
) -> None:
    values = np.full(30, then)
    values[-1] = now
    assert last_vote(spread_component(level(values), INDEX, RULES)) == vote


@pytest.mark.parametrize(
    ("then", "now", "vote"),
    [
        (0.5, 0.75, 1), (0.5, 0.7421875, 0), (0.75, 0.5, -1), (0.7421875, 0.5, 0), (0.5, 0.5, 0),
        (0.25, 0.0, -1), (0.0, 0.0, 0), (-0.5, -0.0078125, -1), (-0.5, 0.0, 1), (-0.25, -0.25, -1),
    ],
)  # fmt: skip
def test_the_curve_votes_at_twenty_five_basis_points_and_below_zero(
    then: float, now: float, vote: int
) -> None:
    values = np.full(30, then)
    values[-1] = now
    assert last_vote(curve_component(level(values), INDEX, RULES)) == vote


def test_the_change_is_that_of_twenty_one_sessions_of_the_series_itself() -> None:
    values = np.full(40, 3.0)
    values[-21:] = 3.6
    component = spread_component(level(values), INDEX, RULES)
    assert last_vote(component) == -1
    values = np.full(40, 3.0)
    values[-22:] = 3.6
    assert last_vote(spread_component(level(values), INDEX, RULES)) == 0
    assert np.isnan(last_vote(spread_component(level(np.full(21, 3.0)), INDEX, RULES)))


@pytest.mark.parametrize(
    ("at_or_below", "vote"), [(126, 1), (127, 0), (201, 0), (202, -1), (1, 1), (252, -1)]
)
def test_the_vix_votes_by_its_percentile_of_a_year(at_or_below: int, vote: int) -> None:
    """50 % is 126 of 252 sessions; 80 % lies between 201 (79.8 %) and 202 (80.2 %)."""
    values = np.r_[np.full(at_or_below - 1, 10.0), np.full(252 - at_or_below, 30.0), [20.0]]
    vix = bars_from(values, "^VIX", index=INDEX[-252:])
    component = volatility_component(vix, INDEX, RULES)
    assert last_vote(component) == vote
    assert isinstance(component, Component)
    assert component.columns["percentile"][1][-1] == pytest.approx(100 * at_or_below / 252)


def test_the_ratio_votes_by_its_slope_in_units_of_its_own_history() -> None:
    votes = set()
    for seed in range(12):
        top = walk(seed, 320, "HYG", 0.004, index=INDEX)
        bottom = walk(seed + 100, 320, "IEF", 0.004, index=INDEX)
        component = ratio_component("r", "R", top, bottom, INDEX, RULES)
        assert isinstance(component, Component)
        ratio = top.adj_close / bottom.adj_close
        slopes = [
            1e4 * np.polyfit(np.arange(20), ratio[row - 19 : row + 1], 1)[0] / ratio[row]
            for row in range(320 - 252, 320)
        ]
        sigma = slopes[-1] / np.std(slopes, ddof=1)
        vote = int(np.sign(sigma)) if abs(sigma) >= 0.5 else 0
        assert component.columns["slope"][1][-1] == pytest.approx(slopes[-1], rel=1e-5)
        assert component.columns["sigma"][1][-1] == pytest.approx(sigma, rel=1e-5)
        assert component.vote[-1] == vote
        votes.add(vote)
    assert votes == {-1, 0, 1}


def told(inputs: CreditInputs, index: pd.DatetimeIndex = INDEX) -> Credit:
    sheet = FactSheet("IWM", index[-1].date(), "folder")
    return read_credit(inputs, index, RULES, sheet)


CALM_SPREAD, CALM_CURVE = level(np.full(60, 3.0)), level(np.full(60, 1.0))
WIDE = level(np.full(60, 7.0))
QUIET_VIX = bars_from(np.r_[np.full(319, 20.0), [10.0]], "^VIX", index=INDEX)
STEEP = level(np.r_[np.full(59, 1.0), [1.5]])


def test_fewer_than_two_components_abstain_and_every_missing_one_is_named() -> None:
    for inputs in (credit_of(), credit_of(spread=CALM_SPREAD)):
        card = told(inputs)
        assert isinstance(card.state, Missing)
        assert isinstance(card.mean_vote, Missing)
        assert card.rationale.text.startswith("Credit abstains: fewer than two components have data")
    card = told(credit_of(spread=CALM_SPREAD))
    assert [gone.label for gone in card.missing] == ["HYG/IEF", "10y-2y curve", "KRE/SPY", "VIX"]
    assert {gone.reason for gone in card.missing} == {"not in this source"}
    assert [part.title for part in card.components] == ["high-yield spread"]
    two = told(credit_of(spread=CALM_SPREAD, curve=CALM_CURVE))
    assert fact(two.state).value == "neutral"
    assert two.rationale.text.endswith("Not known: HYG/IEF, KRE/SPY, VIX.")


@pytest.mark.parametrize(
    ("parts", "mean", "state"),
    [
        ({"spread": CALM_SPREAD, "curve": CALM_CURVE}, 0.0, "neutral"),
        ({"spread": CALM_SPREAD, "curve": STEEP}, 0.5, "supportive"),
        ({"spread": WIDE, "curve": CALM_CURVE}, -0.5, "stressed"),
        ({"spread": WIDE, "curve": STEEP}, 0.0, "neutral"),
        ({"spread": CALM_SPREAD, "curve": CALM_CURVE, "volatility": QUIET_VIX}, 1 / 3, "neutral"),
        ({"spread": CALM_SPREAD, "curve": STEEP, "volatility": QUIET_VIX}, 2 / 3, "supportive"),
        ({"spread": WIDE, "curve": CALM_CURVE, "volatility": QUIET_VIX}, 0.0, "neutral"),
    ],
)
def test_the_state_is_the_mean_of_the_votes_that_are_there(
    parts: dict[str, Bars | RateSeries], mean: float, state: str
) -> None:
    """One vote of three (0.33) leaves neutral no more than none does: the threshold is 0.34."""
    card = told(credit_of(**parts))
    assert fact(card.mean_vote).number == pytest.approx(mean)
    assert fact(card.state).value == state


@pytest.mark.parametrize(("age", "there"), [(0, True), (4, True), (5, True), (6, False), (30, False)])
def test_a_rate_older_than_max_age_drops_out(age: int, there: bool) -> None:  # noqa: FBT001
    stop = len(INDEX) - age
    old = rate_from(np.full(60, 3.0), INDEX[stop - 60 : stop])
    card = told(credit_of(spread=old, curve=CALM_CURVE, volatility=QUIET_VIX))
    titles = [part.title for part in card.components]
    assert ("high-yield spread" in titles) is there
    if there:
        spread = next(part for part in card.components if part.title == "high-yield spread")
        for one in (*spread.facts, spread.vote, spread.word):
            assert fact(one).as_of == INDEX[stop - 1].date()
            assert fact(one).notes == (() if age == 0 else ("older than the session",))
        return
    gone = next(gone for gone in card.missing if gone.label == "high-yield spread")
    assert gone.reason == "no reading within 5 sessions"
    assert fact(card.mean_vote).number == 0.5


def test_each_components_facts_carry_its_own_date_and_source() -> None:
    older = rate_from(np.full(60, 1.0), INDEX[-62:-2])
    card = told(credit_of(spread=CALM_SPREAD, curve=older, volatility=QUIET_VIX))
    dates = {part.title: {fact(one).as_of for one in (*part.facts, part.vote)} for part in card.components}
    last = INDEX[-1].date()
    assert dates == {"high-yield spread": {last}, "10y-2y curve": {INDEX[-3].date()}, "VIX": {last}}
    sources = {part.title: {fact(one).source for one in part.facts} for part in card.components}
    assert sources == {"high-yield spread": {"fake rates"}, "10y-2y curve": {"fake rates"}, "VIX": {"fake"}}


def real_credit(folder: Path, session: date) -> tuple[CreditInputs, Bars]:
    market = folder_market(folder)

    def rate(name: str) -> RateSeries | Absent:
        series = market.rate(name)
        stop = int(series.index.searchsorted(np.datetime64(session), side="right"))
        return rate_from(series.level[:stop], series.index[:stop], name)

    return (
        credit_of(
            high_yield=real_bars(folder, "HYG").until(session),
            treasuries=real_bars(folder, "IEF").until(session),
            volatility=market.bars("^VIX").until(session),
            spread=rate("BAMLH0A0HYM2"),
            curve=rate("T10Y2Y"),
        ),
        real_bars(folder, "IWM").until(session),
    )


@pytest.mark.parametrize(
    ("session", "state"),
    [(date(2008, 11, 20), "stressed"), (date(2020, 3, 23), "stressed"), (date(2021, 2, 10), "neutral")],
)
def test_on_real_data_the_votes_and_the_state_are_the_plain_ones(
    data_dir: Path, session: date, state: str
) -> None:
    inputs, bars = real_credit(data_dir, session)
    card = read_credit(inputs, bars.index, RULES, sheet_of(bars))
    spread, curve = inputs.spread, inputs.curve
    assert isinstance(spread, RateSeries)
    assert isinstance(curve, RateSeries)
    assert isinstance(inputs.volatility, Bars)

    def change(series: RateSeries) -> float:
        return float(100 * (series.level[-1] - series.level[-22]))

    wide = change(spread)
    plain = {
        "high-yield spread": -1 if spread.level[-1] >= 6 or wide >= 50 else 1 if wide <= -50 else 0,
        "10y-2y curve": -1 if curve.level[-1] < 0 or change(curve) <= -25 else int(change(curve) >= 25),
    }
    year = inputs.volatility.close[-252:]
    place = 100 * np.mean(year <= year[-1])
    plain["VIX"] = -1 if place >= 80 else 1 if place <= 50 else 0
    found = {part.title: fact(part.vote).number for part in card.components}
    assert {title: found[title] for title in plain} == plain
    assert fact(card.mean_vote).number == pytest.approx(sum(found.values()) / 4)
    assert fact(card.state).value == state
    assert [gone.label for gone in card.missing] == ["KRE/SPY"]
    figures = {one.id: one.number for part in card.components for one in part.facts if isinstance(one, Fact)}
    assert figures["iwm.credit.oas.level"] == spread.level[-1]
    assert figures["iwm.credit.oas.change"] == pytest.approx(wide)
    assert figures["iwm.credit.curve.change"] == pytest.approx(change(curve))


def cut(inputs: CreditInputs, session: date) -> CreditInputs:
    def part(name: str) -> Bars | RateSeries | Absent:
        whole = getattr(inputs, name)
        if isinstance(whole, Absent):
            return whole
        if isinstance(whole, Bars):
            kept = whole.until(session)
            return kept if len(kept) else Absent("begins later")
        stop = int(whole.index.searchsorted(np.datetime64(session), side="right"))
        return rate_from(whole.level[:stop], whole.index[:stop]) if stop else Absent("begins later")

    return credit_of(**{name: part(name) for name in CreditInputs.__dataclass_fields__})


def same_credit(inputs: CreditInputs, index: pd.DatetimeIndex, whole: CreditHistory, rows: int) -> None:
    short = credit_history(cut(inputs, index[rows - 1].date()), index[:rows], RULES)
    assert (short.state == whole.state[:rows]).all(), rows
    assert np.array_equal(short.mean_vote, whole.mean_vote[:rows], equal_nan=True)
    longer = {component.key: component for component in whole.components}
    for component in short.components:
        assert np.array_equal(component.vote, longer[component.key].vote[:rows], equal_nan=True)
        for name, (_, values, _, _) in component.columns.items():
            later = longer[component.key].columns[name][1][:rows]
            assert np.array_equal(values, later, equal_nan=True), (component.key, name)


def test_the_past_of_real_data_does_not_know_the_future(data_dir: Path) -> None:
    inputs, bars = real_credit(data_dir, date(2025, 9, 26))
    whole = credit_history(inputs, bars.index, RULES)
    assert {-1, 0, 1} <= set(whole.state)
    for rows in (1, 21, 600, 1724, 1730, 2000, 2136, 4986, 5210, 6300):
        same_credit(inputs, bars.index, whole, rows)


@given(seed=st.integers(0, 1000), part=st.floats(0, 1))
@settings(max_examples=15)
def test_the_past_does_not_know_the_future(seed: int, part: float) -> None:
    draw = np.random.default_rng(seed)
    some = np.sort(draw.choice(320, 280, replace=False))
    inputs = credit_of(
        high_yield=walk(seed, 320, "HYG", 0.004, index=INDEX),
        treasuries=walk(seed + 1, 320, "IEF", 0.004, index=INDEX),
        spread=rate_from(4 + np.cumsum(draw.normal(0, 0.1, 280)), INDEX[some]),
        curve=rate_from(np.cumsum(draw.normal(0, 0.05, 280)), INDEX[some] + pd.Timedelta(days=1)),
    )
    whole = credit_history(inputs, INDEX, RULES)
    same_credit(inputs, INDEX, whole, 1 + round(part * 319))


def test_an_overlay_without_votes_abstains_on_every_session() -> None:
    assert set(credit_history(credit_of(), INDEX, RULES).state) == {ABSTAIN}
