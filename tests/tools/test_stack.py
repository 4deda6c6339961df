"""The composite: weights, coverage, ratings, letters, causality, and a layer more."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    NAMED_SESSIONS,
    cut_inputs,
    fact,
    inputs_of,
    panel_from,
    profile_with,
    random_closes,
    real_inputs,
    same_past,
    sheet_of,
    walk,
)
from tools.desk.gather import count_breadth
from tools.errors import SettingsError
from tools.facts import FactSheet
from tools.layers.base import Inputs, Layer, LayerHistory, Words
from tools.layers.registry import LAYERS
from tools.profile import CompositeProfile, Profile, load_profile
from tools.stack import (
    RATING_NAMES,
    Composite,
    StackHistory,
    letter,
    read_composite,
    read_layers,
    stack_history,
)
from tools.types import Absent, Fact, Missing, Sentence, State

RULES: CompositeProfile = load_profile("IWM").composite


def fixed(name: str, score: float | None, rows: int = 3) -> Layer:
    """A layer that always says the same, or nothing."""

    def history(inputs: Inputs) -> LayerHistory | Absent:
        del inputs
        if score is None:
            return Absent(f"{name} has no data")
        column = np.full(rows, score)
        return LayerHistory(column, column, 0.2, {})

    def read(inputs: Inputs, history: LayerHistory, state: State, sheet: FactSheet) -> Words:
        del inputs, history, state, sheet
        return Words(Sentence(f"{name} speaks."), (), ())

    return Layer(name, name.title(), "made up", history, read)


def weighing(**weights: float) -> Profile:
    return profile_with(composite={"weights": weights})


def compose(scores: dict[str, float | None], weights: dict[str, float], multiple: float = 1.0) -> Composite:
    bars = walk(1, 3, "IWM")
    inputs = inputs_of(bars, weighing(**weights), multiples=np.full(3, multiple))
    layers = tuple(fixed(name, score) for name, score in scores.items())
    history = stack_history(inputs, layers)
    sheet = sheet_of(bars)
    return read_composite(inputs, history, read_layers(inputs, history, sheet, layers), sheet)


def full_inputs(seed: int = 1, rows: int = 400) -> Inputs:
    profile = load_profile("IWM")
    breadth = count_breadth(panel_from(random_closes(seed, rows, 20)), profile)
    bars, spy = walk(seed, rows, "IWM"), walk(seed + 1, rows, "SPY")
    return inputs_of(bars, profile, benchmark=spy, growth=walk(seed + 2, rows, "QQQ"), breadth=breadth)


@pytest.mark.parametrize("session", NAMED_SESSIONS)
def test_on_real_bars_the_composite_is_the_weighted_mean_of_what_is_there(
    data_dir: Path, session: date
) -> None:
    inputs = real_inputs(data_dir, session)
    history = stack_history(inputs)
    sheet = sheet_of(inputs.bars)
    readings = read_layers(inputs, history, sheet)
    scores = [reading.score.number for reading in readings if isinstance(reading.score, Fact)]
    composite = read_composite(inputs, history, readings, sheet)
    mean = sum(scores) / len(scores)
    assert fact(composite.score).number == pytest.approx(mean)
    assert fact(composite.coverage).number == 25.0 * len(scores)
    assert fact(composite.points).number == pytest.approx(50 + 50 * mean)
    bound = next((name for least, name in ((0.6, "strong "), (0.2, "")) if abs(mean) >= least), None)
    expected = "neutral" if bound is None else f"{bound}{'bullish' if mean > 0 else 'bearish'}"
    assert fact(composite.rating).value == expected
    assert len(scores) == (3 if session == date(2025, 9, 26) else 4)


def test_weights_count_as_they_are_and_are_renormalised_over_what_is_there() -> None:
    weights = {"one": 0.4, "two": 0.3, "three": 0.2, "four": 0.1}
    whole = compose({"one": 1.0, "two": -0.5, "three": 0.25, "four": 0.0}, weights)
    assert fact(whole.score).number == pytest.approx(0.4 - 0.15 + 0.05)
    part = compose({"one": 1.0, "two": -0.5, "three": None, "four": 0.0}, weights)
    assert fact(part.score).number == pytest.approx((0.4 - 0.15) / 0.8)
    assert fact(part.coverage).number == pytest.approx(80.0)
    tenfold = compose(
        {"one": 1.0, "two": -0.5, "three": None, "four": 0.0}, {k: 10 * w for k, w in weights.items()}
    )
    assert fact(tenfold.score).number == pytest.approx(fact(part.score).number)


@pytest.mark.parametrize(
    ("weights", "there"),
    [
        ({"one": 0.15, "two": 0.45, "three": 0.4}, True),
        ({"one": 0.3, "two": 0.3, "three": 0.4}, True),
        ({"one": 0.1, "two": 0.5, "three": 0.4}, True),
        ({"one": 0.2, "two": 0.39, "three": 0.41}, False),
        ({"one": 0.25, "two": 0.25, "three": 0.5}, False),
    ],
)
def test_below_sixty_per_cent_there_is_no_composite_and_exactly_sixty_counts(
    weights: dict[str, float],
    there: bool,  # noqa: FBT001
) -> None:
    composite = compose({"one": 0.5, "two": 0.5, "three": None}, weights)
    assert isinstance(composite.score, Fact) is there
    if there:
        assert fact(composite.score).number == pytest.approx(0.5)
        return
    assert all(
        isinstance(part, Missing)
        for part in (composite.points, composite.rating, composite.rating_without_calendar, composite.letter)
    )
    assert composite.rationale.text.startswith("No composite: three abstains, which leaves ")
    assert "60.0 % is needed" in composite.rationale.text


def test_a_layer_of_no_weight_can_abstain_without_loss() -> None:
    composite = compose({"one": 0.5, "two": None}, {"one": 1.0, "two": 0.0})
    assert fact(composite.coverage).number == 100.0


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        (1.0, "strong bullish"), (0.6, "strong bullish"), (np.nextafter(0.6, 0), "bullish"),
        (0.2, "bullish"), (np.nextafter(0.2, 0), "neutral"), (0.0, "neutral"),
        (np.nextafter(-0.2, 0), "neutral"), (-0.2, "bearish"), (np.nextafter(-0.6, 0), "bearish"),
        (-0.6, "strong bearish"), (-1.0, "strong bearish"),
    ],
)  # fmt: skip
def test_ratings_begin_exactly_at_their_boundaries(score: float, rating: str) -> None:
    history = StackHistory({}, np.array([score]), np.array([100.0]))
    assert RATING_NAMES[int(history.ratings(RULES, np.ones(1))[0])] == rating
    assert fact(compose({"one": score}, {"one": 1.0}).rating).value == rating


@pytest.mark.parametrize("multiple", [0.9, 1.25])
def test_the_calendars_multiple_moves_every_boundary(multiple: float) -> None:
    for sign in (1, -1):
        for least, steps in ((0.2, 1), (0.6, 2)):
            at = least * multiple
            scores = sign * np.array([at, np.nextafter(at, 0), np.nextafter(at, 1)])
            history = StackHistory({}, scores, np.full(3, 100.0))
            found = history.ratings(RULES, np.full(3, multiple)).tolist()
            assert found == [sign * steps, sign * (steps - 1), sign * steps]


def test_both_readings_stand_on_the_card_with_and_without_the_calendar() -> None:
    composite = compose({"one": 0.22}, {"one": 1.0}, multiple=1.25)
    assert fact(composite.rating).value == "neutral"
    assert fact(composite.rating_without_calendar).value == "bullish"


def test_without_a_score_the_rating_array_is_neutral() -> None:
    history = StackHistory({}, np.array([np.nan]), np.array([50.0]))
    assert history.ratings(RULES, np.ones(1)).tolist() == [0]


@pytest.mark.parametrize(
    ("points", "name"),
    [
        (100.0, "A"), (80.0, "A"), (79.999, "B"), (65.0, "B"), (64.999, "C"), (45.0, "C"), (44.999, "D"),
        (30.0, "D"), (29.999, "F"), (0.0, "F"),
    ],
)  # fmt: skip
def test_letters_are_of_the_unrounded_points(points: float, name: str) -> None:
    assert letter(points, RULES) == name


def test_points_keep_all_their_digits_and_are_written_with_one_rounded_decimal() -> None:
    from tools.phrases import written  # noqa: PLC0415 - only here

    composite = compose({"one": 0.5998}, {"one": 1.0})
    assert fact(composite.points).number == 50 + 50 * 0.5998
    assert written(composite.points) == "80.0"
    assert fact(composite.letter).value == "B"


@pytest.mark.parametrize(
    ("weights", "named"),
    [
        (
            {"trend": 0.5, "momentum": 0.5, "breadth": 0.0, "relative_strength": 0.0, "astrology": 0.1},
            "astrology",
        ),
        ({"trend": 0.5, "momentum": 0.5, "breadth": 0.0}, "relative_strength"),
    ],
)
def test_weights_must_name_exactly_the_layers(weights: dict[str, float], named: str) -> None:
    with pytest.raises(SettingsError, match=rf"composite\.weights\.{named}") as refused:
        stack_history(inputs_of(walk(1, 90, "IWM"), weighing(**weights)))
    assert "trend, momentum" not in str(refused.value)
    assert "breadth, momentum, relative_strength, trend" in str(refused.value)


def test_a_layer_that_abstains_says_why_and_has_no_score() -> None:
    inputs = full_inputs()
    inputs = replace(inputs, breadth=Absent("no list of members"))
    history = stack_history(inputs)
    readings = {one.name: one for one in read_layers(inputs, history, sheet_of(inputs.bars))}
    silent = readings["breadth"]
    assert silent.state == Absent("no list of members")
    assert isinstance(silent.score, Missing)
    assert silent.rationale.text == "Abstains: no list of members."
    assert (silent.facts, silent.flips, silent.flags) == ((), (), ())
    assert fact(silent.weight).number == 25.0
    assert [one.name for one in readings.values()] == [layer.name for layer in LAYERS]


def test_in_the_warm_up_layers_abstain_with_what_they_need() -> None:
    inputs = cut_inputs(full_inputs(), 20)
    history = stack_history(inputs)
    readings = read_layers(inputs, history, sheet_of(inputs.bars))
    assert all(isinstance(one.state, Absent) for one in readings)
    sheet = sheet_of(inputs.bars)
    composite = read_composite(inputs, history, readings, sheet)
    assert fact(composite.coverage).number == 0.0
    assert composite.rationale.text.startswith(
        "No composite: trend, momentum, breadth and relative strength abstain, which leaves 0.0 %"
    )


def test_the_rationale_names_all_that_tie() -> None:
    said = compose({"one": 1.0, "two": 1.0, "three": -0.5}, {"one": 1.0, "two": 1.0, "three": 1.0}).rationale
    assert said.text == "Bullish at +0.50: one and two are strongest (+1.00), three is weakest (-0.50)."


def test_a_fifth_layer_needs_no_other_change() -> None:
    inputs = full_inputs()
    weights = {layer.name: 0.2 for layer in LAYERS} | {"moon": 0.2}
    inputs = replace(inputs, profile=weighing(**weights))
    layers = (*LAYERS, fixed("moon", 0.4, len(inputs.bars)))
    history = stack_history(inputs, layers)
    sheet = sheet_of(inputs.bars)
    readings = read_layers(inputs, history, sheet, layers)
    assert [one.name for one in readings] == [*(layer.name for layer in LAYERS), "moon"]
    assert (readings[-1].state, readings[-1].rationale.text) == ("bullish", "moon speaks.")
    scores = [fact(one.score).number for one in readings]
    composite = read_composite(inputs, history, readings, sheet)
    assert fact(composite.score).number == pytest.approx(sum(scores) / 5)


def same_stack(inputs: Inputs, whole: StackHistory, rows: int) -> None:
    cut = cut_inputs(inputs, rows)
    short = stack_history(cut)
    assert np.array_equal(short.score, whole.score[:rows], equal_nan=True)
    assert np.array_equal(short.coverage, whole.coverage[:rows])
    rated = whole.ratings(inputs.profile.composite, inputs.multiples)[:rows]
    assert (short.ratings(cut.profile.composite, cut.multiples) == rated).all()
    for name, history in short.layers.items():
        same_past(history, whole.layers[name], rows)


def test_the_past_of_real_bars_does_not_know_the_future(data_dir: Path) -> None:
    inputs = real_inputs(data_dir, date(2021, 2, 10))
    multiples = np.random.default_rng(5).choice([0.9, 1.0, 1.25], len(inputs.bars))
    inputs = replace(inputs, multiples=multiples)
    whole = stack_history(inputs)
    for rows in (1, 22, 64, 263, 1480, 1490, 2136, 3000, 4985, 4986, 5000, 5200):
        same_stack(inputs, whole, rows)


@given(seed=st.integers(0, 1000), part=st.floats(0, 1))
@settings(max_examples=10)
def test_the_past_does_not_know_the_future(seed: int, part: float) -> None:
    inputs = full_inputs(seed, 330)
    same_stack(inputs, stack_history(inputs), 1 + round(part * 329))


def test_coverage_grows_as_layers_wake_up() -> None:
    history = stack_history(full_inputs())
    assert set(np.unique(history.coverage)) <= {0.0, 25.0, 50.0, 75.0, 100.0}
    assert (np.isfinite(history.score) == (history.coverage >= 60)).all()
    assert (np.diff(history.coverage) >= 0).all()
    assert history.coverage[-1] == 100.0
