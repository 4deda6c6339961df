"""The sizing posture over its whole truth table."""

from itertools import combinations, product

import numpy as np
import pytest

from tests.builders import fact, inputs_of, sheet_of, walk
from tools.facts import FactSheet
from tools.overlays.credit import Credit
from tools.overlays.rotation import Rotation
from tools.sizing import Sizing, size
from tools.stack import Composite
from tools.types import Absent, Flag, LayerReading, Missing, Reading, Sentence, Unit

BARS = walk(1, 30, "IWM")
SHEET: FactSheet = sheet_of(BARS)
GONE = Missing("iwm.x", "x", "no data")
SAID = Sentence("")

GOOD: dict[str, object] = {
    "rating": "bullish",
    "share": 60.0,
    "divergence": False,
    "rotation": "parity",
    "credit": "neutral",
    "weak": False,
    "tightening": False,
}
BAD: dict[str, object] = {
    "rating": "neutral",
    "share": 49.9,
    "divergence": True,
    "rotation": "large-cap flight",
    "credit": "stressed",
    "weak": True,
    "tightening": True,
}


def text(value: object) -> Reading:
    return GONE if value is None else SHEET.text("t", "t", str(value), "m")


def layer(name: str, facts: tuple[Reading, ...], flags: tuple[Flag, ...], *, silent: bool) -> LayerReading:
    state = Absent("no members here") if silent else "neutral"
    return LayerReading(name, name, GONE, state, GONE, SAID, facts, (), flags)


def sized(**given: object) -> Sizing:
    """The posture of conditions; None is what is not known."""
    case = GOOD | given
    share, divergence, weak = case["share"], case["divergence"], case["weak"]
    facts = (
        ()
        if share is None
        else (SHEET.fact("breadth.above_sma50", "s", float(str(share)), Unit.PERCENT, "m"),)
    )
    breadth_flags = (
        ()
        if divergence is None
        else (Flag("iwm.breadth.divergence_warning", "warning", bool(divergence), SAID),)
    )
    weak_flags = () if weak is None else (Flag("iwm.momentum.weak", "weak", bool(weak), SAID),)
    tightening = case["tightening"]
    return size(
        inputs_of(BARS),
        Composite(GONE, GONE, text(case["rating"]), GONE, GONE, GONE, SAID, GONE),
        (
            layer("breadth", facts, breadth_flags, silent=not facts),
            layer("momentum", (), weak_flags, silent=False),
        ),
        Rotation(text(case["rotation"]), GONE, GONE, GONE, GONE, GONE, GONE, (), SAID),
        Credit(text(case["credit"]), GONE, (), (), SAID),
        GONE if tightening is None else SHEET.flag("calendar.tightening", "t", bool(tightening), "m"),
        SHEET,
    )


def posture(sizing: Sizing) -> object:
    return fact(sizing.posture).value


def test_full_when_every_condition_is_met() -> None:
    sizing = sized()
    assert posture(sizing) == "full"
    assert [condition.met for condition in sizing.conditions] == ["yes"] * 7
    assert fact(sizing.unmet).number == 0
    assert posture(sized(rating="strong bullish")) == "full"


OTHERS = [name for name in GOOD if name != "rating"]


@pytest.mark.parametrize("name", OTHERS)
def test_half_when_one_condition_other_than_the_composite_is_missing(name: str) -> None:
    for value in (BAD[name], None):
        sizing = sized(**{name: value})
        assert posture(sizing) == "half"
        unmet = [condition for condition in sizing.conditions if condition.met != "yes"]
        assert [condition.met for condition in unmet] == ["no" if value is not None else "not known"]
        assert unmet[0].label in sizing.rationale.text


@pytest.mark.parametrize("rating", ["neutral", "bearish", "strong bearish", None])
def test_aside_when_the_composite_is_not_bullish_whatever_else_holds(rating: str | None) -> None:
    assert posture(sized(rating=rating)) == "stand aside / protect"


@pytest.mark.parametrize(("one", "other"), list(combinations(OTHERS, 2)))
def test_aside_when_two_conditions_are_missing(one: str, other: str) -> None:
    for first, second in product((BAD[one], None), (BAD[other], None)):
        assert posture(sized(**{one: first, other: second})) == "stand aside / protect"


def test_the_whole_truth_table() -> None:
    """Every combination of met, unmet and not known: 3 ** 7 of them."""
    names = list(GOOD)
    for given in product("yn?", repeat=7):
        case = {
            name: GOOD[name] if how == "y" else BAD[name] if how == "n" else None
            for name, how in zip(names, given, strict=True)
        }
        sizing = sized(**case)
        unmet = 7 - given.count("y")
        expected = (
            "full" if not unmet else "half" if unmet == 1 and given[0] == "y" else "stand aside / protect"
        )
        assert posture(sizing) == expected, given
        assert fact(sizing.unmet).number == unmet
        words = {"y": "yes", "n": "no", "?": "not known"}
        assert [condition.met for condition in sizing.conditions] == [words[how] for how in given]


@pytest.mark.parametrize(("share", "met"), [(50.0, "yes"), (np.nextafter(50.0, 0), "no"), (55.0, "yes")])
def test_breadth_of_exactly_the_limit_is_enough(share: float, met: str) -> None:
    assert sized(share=share).conditions[1].met == met


def test_each_condition_shows_what_it_was_decided_on() -> None:
    sizing = sized(share=None, credit=None)
    shown = sizing.conditions[1].reading
    assert isinstance(shown, Missing)
    assert shown.reason == "no members here"
    assert shown.id == "iwm.breadth.above_sma50"
    assert sizing.conditions[4].reading == GONE
    assert fact(sizing.breadth_needed).number == 50.0
    assert sizing.conditions[1].label == "breadth at least 50.0 %"
