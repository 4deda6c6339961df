"""Where states begin, and prices people can find on a chart."""

from tests.builders import bars_from, fact, sheet_of, walk
from tools.layers.base import adjusted_atr
from tools.layers.next_close import next_close_fact, transitions
from tools.types import Missing


def test_only_neighbouring_states_are_reached() -> None:
    assert transitions("neutral", 0.3) == (("bullish", 0.3), ("bearish", -0.3))
    assert transitions("bullish", 0.3) == (("neutral", 0.3),)
    assert transitions("bearish", 0.3) == (("neutral", -0.3),)


def test_a_solved_adjusted_close_is_given_on_the_charts_scale() -> None:
    bars = bars_from([50.0, 100.0], adj_close=[40.0, 80.0])
    assert fact(next_close_fact(bars, 88.0, "k", "next close", sheet_of(bars))).number == 110.0


def test_a_close_at_or_below_zero_is_missing_with_the_reason() -> None:
    bars = bars_from([50.0, 100.0])
    for solution in (0.0, -3.0):
        gone = next_close_fact(bars, solution, "k", "next close", sheet_of(bars))
        assert gone == Missing("test.k", "next close", "no positive close does it in one session")


def test_a_close_further_than_sessions_go_is_missing_with_the_reason() -> None:
    bars = walk(3, 200)
    reach = 6.0 * adjusted_atr(bars, 14)[-1]
    today = bars.adj_close[-1]
    for side in (1.0, -1.0):
        near = next_close_fact(bars, today + 0.999 * side * reach, "k", "next close", sheet_of(bars))
        assert fact(near).number
        far = next_close_fact(bars, today + 1.001 * side * reach, "k", "next close", sheet_of(bars))
        assert far == Missing("test.k", "next close", "over 6 ATR away: not in one session")
