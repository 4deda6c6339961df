"""A lesson counts earlier cases of its situation, all over before the session, and gives no rate of a few."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.builders import plain_atr
from tests.tools.desk.desks import CALENDAR, real_desk
from tests.tools.desk.seals import seal_of
from tests.tools.made_bars import fact
from tools.debrief.called import Called
from tools.debrief.lessons import Past, Setup, read_lesson, situation_of
from tools.desk.debriefing import debrief_of
from tools.facts import FactSheet
from tools.types import ABSTAIN, Fact, Missing, Unit

SHEET = FactSheet("IWM", date(2022, 3, 4), "made")
FAILED = SHEET.text("debrief.verdict_close_to_close", "outcome", "failed", "made")


def layer(name: str, state: str | None, score: float = 0.0) -> Called:
    if state is None:
        gone = SHEET.missing(f"{name}.state", name, "no data")
        return Called(name, name.title(), gone, gone)
    return Called(
        name,
        name.title(),
        SHEET.text(f"{name}.state", f"{name} state", state, "made"),
        SHEET.fact(f"{name}.score", f"{name} score", score, Unit.SCORE, "made"),
    )


def setup(side: int, rotation: int = ABSTAIN, **states: tuple[str | None, float]) -> Setup:
    layers = tuple(layer(name, *given) for name, given in states.items())
    return Setup(side, layers, rotation, {1: "leadership", 0: "parity", -1: "flight"}.get(rotation, ""))


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (setup(1, -1, trend=("bearish", -0.5)), "rotation against the rating"),
        (setup(-1, 1, trend=("bearish", -0.5)), "rotation against the rating"),
        (setup(1, 1, trend=("bearish", -0.5), breadth=("bearish", -0.9)), "breadth against the rating"),
        (setup(-1, 0, trend=("bullish", 0.7), breadth=("bullish", 0.2)), "trend against the rating"),
        (setup(1, 0, trend=("bullish", 0.7), breadth=("neutral", -0.2)), "a layer neutral, none against"),
        (setup(1, 0, trend=("bullish", 0.7), breadth=(None, 0.0)), "all layers agree"),
        (setup(1, 0, breadth=(None, 0.0)), "the rating alone"),
    ],
)
def test_the_first_rule_that_fits_speaks(given: Setup, rule: str) -> None:
    """Rotation before layers, the layer furthest against it before the others, then who stood aside."""
    assert situation_of(given).key == rule


def past_of(ratings: list[int], states: Mapping[str, list[int]], moves: list[float]) -> Past:
    layers = {name: np.array(column, np.int8) for name, column in states.items()}
    silent = np.full(len(moves), ABSTAIN, np.int8)
    return Past(np.array(ratings, np.int8), layers, silent, np.array(moves))


def test_only_decided_cases_of_the_situation_are_counted() -> None:
    """By hand: bullish against bearish breadth holds five times; one stayed undecided, one is not over."""
    past = past_of(
        ratings=[1, 2, 1, 1, 1, 0, -1, 1],
        states={"breadth": [-1, -1, -1, -1, 1, -1, -1, -1]},
        moves=[0.3, -0.9, 0.2, 0.25, 1.0, 1.0, 1.0, np.nan],
    )
    given = setup(1, breadth=("bearish", -0.4))
    lesson = read_lesson(given, FAILED, past, SHEET, least=3)
    assert fact(lesson.cases).number == 3
    assert fact(lesson.rate).number == pytest.approx(100 * 2 / 3)
    assert fact(lesson.low).number < fact(lesson.rate).number < fact(lesson.high).number
    assert "a bullish rating stands against bearish breadth" in lesson.said.text
    # of all seven moves that are known six decided, five of them upwards
    assert fact(lesson.base).number == pytest.approx(100 * 5 / 6)
    assert "; base 83.3 %)" in lesson.said.text


@pytest.mark.parametrize("least", [4, 30])
def test_a_few_cases_give_no_rate(least: int) -> None:
    past = past_of([1, 1, 1], {"breadth": [-1, -1, -1]}, [0.3, 0.4, -0.9])
    lesson = read_lesson(setup(1, breadth=("bearish", -0.4)), FAILED, past, SHEET, least=least)
    assert isinstance(lesson.rate, Missing)
    assert isinstance(lesson.low, Missing)
    assert isinstance(lesson.base, Missing)
    assert "too few cases (3) for a rate" in lesson.said.text
    assert "%" not in lesson.said.text


def test_without_a_side_there_is_no_lesson() -> None:
    past = past_of([0], {}, [1.0])
    assert read_lesson(setup(0), FAILED, past, SHEET).said.text == "No lesson: a neutral rating made no call."


def test_a_layer_that_abstained_then_is_no_case_of_it() -> None:
    past = past_of([1, 1], {"breadth": [ABSTAIN, -1]}, [0.5, 0.5])
    lesson = read_lesson(setup(1, breadth=("bearish", -0.4)), FAILED, past, SHEET, least=1)
    assert fact(lesson.cases).number == 1


@pytest.mark.data
@pytest.mark.parametrize(
    "before", [date(2022, 1, 7), date(2022, 2, 14), date(2022, 3, 3), date(2016, 11, 10)]
)
def test_the_cases_are_those_a_plain_loop_counts(data_dir: Path, before: date) -> None:
    """Over all real sessions of IWM before the judged one, its own situation looked up in words."""
    desk = real_desk(data_dir)
    session = CALENDAR.next(before)
    lesson = debrief_of(desk, seal_of(desk, "IWM", before), session).debrief.lesson
    assert isinstance(lesson.cases, Fact), lesson
    shot = desk.snapshot("IWM", before)
    bars, side = shot.bars, 1 if "bullish rating" in lesson.situation else -1
    atr = plain_atr(bars.high, bars.low, bars.close, 14)
    ratings = shot.stack.ratings(shot.profile.composite, shot.inputs.multiples)
    states = {
        name: history.states(shot.inputs.multiples)  # type: ignore[union-attr]
        for name, history in shot.stack.layers.items()
    }
    spreads = bars.adj_close / desk.market.bars.bars("SPY").on_sessions(bars.index).adj_close
    turned = rotations(list(spreads), shot.profile.rotation.window, shot.profile.rotation.parity_band)
    cases = hits = decided = went = 0
    for row in range(len(bars) - 1):
        assert bars.index[row + 1].date() < session
        move = bars.close[row] * (bars.adj_close[row + 1] / bars.adj_close[row] - 1) / atr[row]
        if abs(move) >= 0.25:
            decided += 1
            went += move * side > 0
        if int(ratings[row]) * side <= 0 or not held(lesson.rule, side, row, states, turned):
            continue
        if abs(move) >= 0.25:
            cases += 1
            hits += move * side > 0
    assert fact(lesson.cases).number == cases
    assert fact(lesson.rate).number == pytest.approx(100 * hits / cases)
    assert fact(lesson.base).number == pytest.approx(100 * went / decided)


def held(rule: str, side: int, row: int, states: Mapping[str, np.ndarray], turned: list[int]) -> bool:
    """Whether a rule's situation held at a row."""
    now = {name: int(column[row]) for name, column in states.items() if column[row] != ABSTAIN}
    if rule == "rotation against the rating":
        return turned[row] == -side
    if rule == "a layer neutral, none against":
        return 0 in now.values() and -side not in now.values()
    if rule == "all layers agree":
        return set(now.values()) == {side}
    name = rule.removesuffix(" against the rating").replace(" ", "_")
    return now.get(name) == -side


def rotations(ratio: list[float], window: int, parity: float) -> list[int]:
    """The rotation of every session, by the specification's words."""
    found = [ABSTAIN] * len(ratio)
    for row in range(window - 1, len(ratio)):
        last = ratio[row - window + 1 : row + 1]
        mean = sum(last) / window
        slope = float(np.polyfit(range(window), last, 1)[0])
        if 100 * (max(last) - min(last)) / mean <= parity:
            found[row] = 0
        elif slope > 0 and last[-1] > mean:
            found[row] = 1
        elif slope < 0 and last[-1] < mean:
            found[row] = -1
        else:
            found[row] = found[row - 1]
    return found
