"""How values are written for people."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import sheet_of, walk
from tools.facts import FactSheet
from tools.phrases import number, say, written
from tools.types import Fact, Missing, Unit

SHEET: FactSheet = sheet_of(walk(1, 30))
NUMERIC = [unit for unit in Unit if unit not in (Unit.TEXT, Unit.FLAG, Unit.DATE)]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (283.414, Unit.USD, "$283.41"),
        (-12345.675, Unit.USD, "-$12,345.67"),
        (0.12345, Unit.USD, "$0.1235"),
        (0.0, Unit.USD, "$0.00"),
        (-1e-9, Unit.USD, "$0.00"),
        (0.25, Unit.USD, "$0.25"),
        (-0.0004, Unit.USD, "-$0.0004"),
        (4.256, Unit.YIELD, "4.26 %"),
        (-0.001, Unit.YIELD, "0.00 %"),
        (1.25, Unit.TIMES, "1.25"),
        (-1.0, Unit.VOTE, "-1"),
        (1.0, Unit.VOTE, "+1"),
        (0.0, Unit.VOTE, "0"),
        (52.34, Unit.PERCENT, "52.3 %"),
        (-0.04, Unit.PERCENT, "0.0 %"),
        (4.24, Unit.POINTS, "+4.2 points"),
        (0.04, Unit.POINTS, "0.0 points"),
        (-0.04, Unit.POINTS, "0.0 points"),
        (18.6, Unit.BASIS_POINTS, "+19 bp"),
        (-0.4, Unit.BASIS_POINTS, "0 bp"),
        (-0.844, Unit.ATR, "-0.84 ATR"),
        (1.2, Unit.SIGMA, "1.20 sigma"),
        (0.36471, Unit.RATIO, "0.3647"),
        (0.424, Unit.SCORE, "+0.42"),
        (-0.004, Unit.SCORE, "0.00"),
        (-0.006, Unit.SCORE, "-0.01"),
        (86.45, Unit.POINTS_100, "86.5"),
        (50.0, Unit.POINTS_100, "50.0"),
        (1.0, Unit.SESSIONS, "1 session"),
        (21.0, Unit.SESSIONS, "21 sessions"),
        (1861.0, Unit.COUNT, "1,861"),
        (2.5e9, Unit.USD_PER_SESSION, "$2.50B"),
        (2.5e6, Unit.USD_PER_SESSION, "$2.50M"),
        (2500.0, Unit.USD_PER_SESSION, "$2.50K"),
        (250.0, Unit.USD_PER_SESSION, "$250"),
    ],
)
def test_each_unit_is_written_in_its_own_way(value: float, unit: Unit, text: str) -> None:
    assert number(value, unit) == text


@given(st.floats(-1e6, 1e6), st.sampled_from(NUMERIC))
def test_what_rounds_to_zero_has_no_sign(value: float, unit: Unit) -> None:
    if unit in (Unit.COUNT, Unit.SESSIONS, Unit.SHARES, Unit.POINTS_100, Unit.USD_PER_SESSION):
        value = abs(value)
    text = number(value, unit)
    if not re.search(r"[1-9]", text):
        assert not text.startswith(("-", "+"))


@given(st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 0.01), st.sampled_from([Unit.USD, Unit.INDEX]))
def test_a_written_price_reads_back_to_half_a_cent(value: float, unit: Unit) -> None:
    back = float(re.sub(r"[$,]", "", number(value, unit)))
    assert math.isclose(back, value, abs_tol=0.00501)


def test_words_truths_and_absence_are_written_as_such() -> None:
    assert written(SHEET.text("a", "a", "bullish", "m")) == "bullish"
    assert written(SHEET.flag("a", "a", value=True, method="m")) == "yes"
    assert written(SHEET.flag("a", "a", value=False, method="m")) == "no"
    assert written(Missing("t.a", "a", "not enough sessions")) == "not known (not enough sessions)"


def test_a_sentence_remembers_the_facts_it_quotes_in_their_order() -> None:
    first = SHEET.fact("one", "one", 1.0, Unit.USD, "m")
    second = SHEET.fact("two", "two", 2.0, Unit.PERCENT, "m")
    gone = SHEET.missing("three", "three", "no data")
    said = say("{b} then {a}, {c}.", a=first, b=second, c=gone)
    assert said.text == "2.0 % then $1.00, not known (no data)."
    assert said.facts == ("test.two", "test.one")
    assert str(said) == said.text


def test_a_sentence_that_names_an_unknown_reading_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        say("{nobody}")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_no_number_is_missing_with_its_reason_and_never_zero(value: float) -> None:
    reading = SHEET.number("a", "label", value, Unit.USD, "m", missing="no prices")
    assert reading == Missing("test.a", "label", "no prices")


def test_a_fact_carries_the_sheets_date_source_and_caveats_unless_it_has_its_own() -> None:
    sheet = FactSheet("^VIX", SHEET.as_of, "folder", ("SIMULATED",))
    plain = sheet.number("close", "close", 17.0, Unit.INDEX, "m")
    own = sheet.number(
        "rate",
        "rate",
        1.0,
        Unit.PERCENT,
        "m",
        as_of=SHEET.as_of.replace(day=1),
        source="FRED",
        notes=("old",),
    )
    assert isinstance(plain, Fact)
    assert isinstance(own, Fact)
    assert (plain.id, plain.as_of, plain.source, plain.notes) == (
        "vix.close",
        SHEET.as_of,
        "folder",
        ("SIMULATED",),
    )
    assert (own.as_of.day, own.source, own.notes) == (1, "FRED", ("SIMULATED", "old"))


def test_text_is_not_a_number() -> None:
    with pytest.raises(TypeError, match=r"test\.a is text"):
        _ = SHEET.text("a", "a", "bullish", "m").number
    assert SHEET.flag("a", "a", value=True, method="m").number == 1.0
