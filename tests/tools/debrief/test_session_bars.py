"""A session's 5-minute bars become a daily bar that grows, whatever is odd about them."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from tests.builders import bars_from, walk
from tools.bars import Bars
from tools.debrief.session_bars import SessionBars, grown, session_bars, standing
from tools.market.gate import validate
from tools.types import Absent

OPENS, CLOSES = datetime(2025, 9, 26, 13, 30, tzinfo=UTC), datetime(2025, 9, 26, 20, 0, tzinfo=UTC)
EARLY = datetime(2025, 9, 26, 17, 0, tzinfo=UTC)


def five_minutes(first: str, count: int, *, seed: int = 1) -> Bars:
    draw = np.random.default_rng(seed)
    close = 200 + np.cumsum(draw.normal(0, 0.2, count))
    frame = pd.DataFrame(
        {
            "open": close - 0.05,
            "high": close + 0.3,
            "low": close - 0.3,
            "close": close,
            "volume": draw.integers(1, 9, count) * 100.0,
        },
        index=pd.date_range(first, periods=count, freq="5min", tz="UTC"),
    )
    return validate(frame, symbol="IWM", interval="5m", source="made")


def day_of(bars: Bars, closes: datetime = CLOSES) -> SessionBars:
    found = session_bars(bars, OPENS, closes)
    assert isinstance(found, SessionBars)
    return found


def test_each_row_is_the_day_so_far() -> None:
    """Against a loop over the bars."""
    bars = five_minutes("2025-09-26 13:30", 78)
    day = day_of(bars)
    assert (len(day), day.expected, day.outside) == (78, 78, 0)
    for row in range(78):
        assert day.open == bars.open[0]
        assert day.high[row] == max(bars.high[: row + 1])
        assert day.low[row] == min(bars.low[: row + 1])
        assert day.close[row] == bars.close[row]
        assert day.volume[row] == sum(bars.volume[: row + 1])
        assert day.ends[row] == bars.index[row] + pd.Timedelta(minutes=5)


def test_bars_before_the_open_and_after_the_close_are_left_out_and_counted() -> None:
    day = day_of(five_minutes("2025-09-26 13:20", 82))
    assert (len(day), day.outside) == (78, 4)
    assert day.ends[0] == pd.Timestamp("2025-09-26 13:35", tz="UTC")
    assert day.ends[-1] == pd.Timestamp(CLOSES)


def test_a_short_session_has_fewer_bars_and_none_is_missed() -> None:
    day = day_of(five_minutes("2025-09-26 13:30", 42), EARLY)
    assert (len(day), day.expected, day.outside) == (42, 42, 0)
    assert day.ends[-1] == pd.Timestamp(EARLY)


def test_no_bar_ends_after_the_close() -> None:
    """A vendor's last bar can begin a second before it."""
    bars = five_minutes("2025-09-26 19:54:59", 2)
    assert list(day_of(bars).ends) == [pd.Timestamp("2025-09-26 19:59:59", tz="UTC"), pd.Timestamp(CLOSES)]


def test_a_gap_leaves_fewer_bars_than_expected() -> None:
    bars = five_minutes("2025-09-26 13:30", 78)
    kept = np.r_[0:20, 30:78]
    holed = validate(bars.frame().iloc[kept], symbol="IWM", interval="5m", source="made")
    day = day_of(holed)
    assert (len(day), day.expected) == (68, 78)
    assert day.at_or_before(bars.index[25]) == 19


def test_bars_of_another_day_are_none() -> None:
    found = session_bars(five_minutes("2025-09-25 13:30", 78), OPENS, CLOSES)
    assert isinstance(found, Absent)


@pytest.mark.parametrize("row", [0, 40, 77])
def test_a_grown_bar_is_the_history_and_one_more_row(row: int) -> None:
    history = walk(3, 300, "IWM")
    day = day_of(five_minutes("2025-09-26 13:30", 78))
    found = grown(history, pd.Timestamp("2025-09-26"), day, row, 0.9)
    assert len(found) == 301
    assert found.slice(0, 300).digest == history.slice(0, 300).digest
    assert found.adj_close[-1] == day.close[row] * 0.9
    assert (found.high[-1], found.low[-1], found.volume[-1]) == (day.high[row], day.low[row], day.volume[row])


def test_a_history_of_closes_stays_one() -> None:
    history = bars_from([10.0, 11.0, 12.0], "IWM")
    day = day_of(five_minutes("2025-09-26 13:30", 78))
    found = grown(history, pd.Timestamp("2025-09-26"), day, 5, 1.0)
    assert np.isnan([found.open[-1], found.high[-1], found.low[-1], found.volume[-1]]).all()


def test_a_price_that_stands_has_no_return_even_after_dividends() -> None:
    history = bars_from([10.0, 11.0, 12.0], "IWM", adj_close=[9.0, 9.9, 10.8])
    found = standing(history, pd.Timestamp("2025-09-26"))
    assert found.close[-1] == 12.0
    assert found.adj_close[-1] == pytest.approx(10.8)
