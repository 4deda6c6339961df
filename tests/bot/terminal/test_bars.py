"""Score bars."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.terminal.bars import scale, score_bar
from tools.facts import FactSheet
from tools.types import Missing, Reading, Unit

SHEET = FactSheet("IWM", date(2025, 9, 26), "test")
SCORES = st.floats(-1.5, 1.5, allow_nan=False)
HALVES = st.integers(1, 40)


def _score(value: float) -> Reading:
    return SHEET.fact("x", "x", value, Unit.SCORE, "test")


@given(SCORES, HALVES)
def test_every_bar_of_a_width_is_as_long(value: float, half: int) -> None:
    """So that columns align, whatever the score."""
    assert len(score_bar(_score(value), half)) == 2 * half + 1


@given(SCORES, HALVES)
def test_a_bar_is_drawn_on_the_side_of_its_sign(value: float, half: int) -> None:
    """Any score but zero shows, on its own side of the zero line only."""
    left, right = score_bar(_score(value), half).plain.split("┼")
    assert ("█" in left or "▐" in left) == (value < 0)
    assert ("█" in right or "▌" in right) == (value > 0)


@given(st.floats(0.01, 1), st.floats(0.01, 1), HALVES)
def test_a_larger_score_never_has_a_shorter_bar(one: float, other: float, half: int) -> None:
    """In half cells."""

    def length(value: float) -> int:
        drawn = score_bar(_score(value), half).plain
        return 2 * drawn.count("█") + drawn.count("▌")

    small, large = sorted((one, other))
    assert length(small) <= length(large)


def test_full_scores_fill_their_side() -> None:
    """And no more than that."""
    assert score_bar(_score(1.0), 4).plain == "────┼████"
    assert score_bar(_score(-1.0), 4).plain == "████┼────"
    assert score_bar(_score(0.125), 4).plain == "────┼▌───"
    assert score_bar(_score(0.0), 4).plain == "────┼────"


def test_no_score_is_not_a_score_of_zero() -> None:
    """The bar is blank."""
    assert score_bar(Missing("x", "x", "abstains"), 4).plain == " " * 9


def test_the_scale_is_as_wide_as_the_bars() -> None:
    """Its zero stands over the zero line."""
    assert len(scale(8)) == 17
    assert scale(8).index("0") == 8
