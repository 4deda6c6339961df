"""From a market to a chart: on the simulated market, and on the real one where its data are there."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.charts import BreadthPanel, ChartData, MomentumPanel, RatioPanel, draw
from tools.desk import Desk
from tools.desk.chart_data import SHOWN, chart_data
from tools.desk.snapshot import Snapshot
from tools.levels import Level, levels
from tools.market.events import EventTable
from tools.market.folder import FolderMarketData
from tools.market.ports import Market
from tools.market.sample import SampleMarketData
from tools.market.sessions import Sessions
from tools.phrases import written
from tools.types import ABSTAIN, Absent, Fact, Missing, Reading

NOW = datetime(2026, 11, 20, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def sessions() -> Sessions:
    return Sessions(end=date(2028, 12, 31))


def desk_of(data: SampleMarketData | FolderMarketData, sessions: Sessions, *, simulated: bool) -> Desk:
    market = Market(data.name, data, data, data, data, simulated=simulated, terms="for tests")
    return Desk(market, sessions, EventTable.from_files(sessions=sessions), clock=lambda: NOW)


@pytest.fixture(scope="module")
def sample(sessions: Sessions) -> Desk:
    days = sessions.between(date(2024, 1, 2), date(2026, 11, 20))
    return desk_of(SampleMarketData(days), sessions, simulated=True)


@pytest.fixture(scope="module")
def real(sessions: Sessions, data_dir: Path) -> Desk:
    return desk_of(FolderMarketData(data_dir), sessions, simulated=False)


def charted(desk: Desk, symbol: str, day: date) -> tuple[Snapshot, ChartData]:
    shot = desk.snapshot(symbol, day)
    found = levels(shot.bars, shot.profile.levels, shot.sheet, 0.02 * float(shot.bars.close[-1]))
    return shot, chart_data(shot, found)


def fact(reading: Reading) -> Fact:
    assert isinstance(reading, Fact), reading
    return reading


SAMPLE_DAY = date(2025, 11, 14)


def test_the_simulated_market_has_every_panel_and_is_called_simulated(sample: Desk) -> None:
    _, data = charted(sample, "IWM", SAMPLE_DAY)
    assert data.simulated
    assert len(data.sessions) == len(data.price.close) == SHOWN
    assert isinstance(data.ratio, RatioPanel)
    assert isinstance(data.breadth, BreadthPanel)
    assert isinstance(data.momentum, MomentumPanel)
    assert draw(data, "all", "dark").alt.startswith("SIMULATED")


def test_price_is_as_quoted_so_that_levels_touch_what_made_them(sample: Desk) -> None:
    shot, data = charted(sample, "IWM", SAMPLE_DAY)
    bars = shot.bars
    # on this day the adjustment of a later dividend separates the two closes
    assert bars.adj_close[-1] < bars.close[-1]
    assert data.price.close[-1] == fact(data.price.last).number
    for name in ("open", "high", "low", "close"):
        np.testing.assert_array_equal(getattr(data.price, name), getattr(bars, name)[-SHOWN:])


def test_averages_are_on_the_scale_of_the_price(sample: Desk) -> None:
    """An EMA is linear: that of the re-anchored closes is the re-anchored EMA."""
    shot, data = charted(sample, "IWM", SAMPLE_DAY)
    fast = data.price.averages[0]
    anchor = shot.bars.close[-1] / shot.bars.adj_close[-1]
    own = pd.Series(shot.bars.adj_close * anchor).ewm(span=21, adjust=False).mean().to_numpy()
    assert fast.name == "EMA 21"
    assert fast.points[-1] == pytest.approx(own[-1], rel=1e-9)
    assert fact(fast.last).number == fast.points[-1]


def test_levels_keep_their_rank_and_price(sample: Desk) -> None:
    shot = sample.snapshot("IWM", SAMPLE_DAY)
    found = levels(shot.bars, shot.profile.levels, shot.sheet, 3.0)
    data = chart_data(shot, found)
    expected = [level.price if isinstance(level, Level) else level for level in found.resistance]
    assert list(data.price.resistance) == expected
    assert len(data.price.support) == 3


def test_quoted_readings_are_the_ends_of_their_lines(sample: Desk) -> None:
    _, data = charted(sample, "IWM", SAMPLE_DAY)
    assert isinstance(data.ratio, RatioPanel)
    assert isinstance(data.breadth, BreadthPanel)
    assert isinstance(data.momentum, MomentumPanel)
    lines = (data.ratio.ratio, data.ratio.mean, data.breadth.short, data.breadth.long, data.momentum.score)
    for line in (*data.price.averages, *lines):
        assert fact(line.last).number == pytest.approx(line.points[-1], rel=1e-12)
        assert len(line.points) == len(data.sessions)
    run = int(fact(data.ratio.sessions).number)
    assert len(set(data.ratio.states[-run:])) == 1
    assert ABSTAIN not in data.ratio.states


def test_the_score_is_the_unchecked_one_or_half_of_it(sample: Desk) -> None:
    _, data = charted(sample, "IWM", SAMPLE_DAY)
    assert isinstance(data.momentum, MomentumPanel)
    share = data.momentum.score.points / data.momentum.unchecked
    assert set(np.round(share, 9)) == {0.5, 1.0}


def test_the_benchmark_itself_has_no_ratio_and_no_member_list(sample: Desk) -> None:
    _, data = charted(sample, "SPY", SAMPLE_DAY)
    assert isinstance(data.ratio, Absent)
    assert "SPY is the benchmark itself" in data.ratio.reason
    assert isinstance(data.breadth, Absent)
    assert "not known" in draw(data, "breadth", "light").alt


def test_a_short_history_shows_what_there_is(sample: Desk) -> None:
    _, data = charted(sample, "IWM", date(2024, 2, 9))
    assert len(data.sessions) == int(data.shown.number) == 28
    assert isinstance(data.price.averages[1].last, Missing)
    assert isinstance(data.ratio, RatioPanel)
    assert (data.ratio.states[:19] == ABSTAIN).all()
    assert "EMA 63 not known (not enough sessions)" in draw(data, "price", "dark").alt


@pytest.mark.data
def test_bars_that_end_early_are_called_stale(real: Desk) -> None:
    _, data = charted(real, "IWM", date(2026, 11, 18))
    assert data.as_of == date(2025, 9, 26)
    assert data.expected == date(2026, 11, 18)
    assert "STALE" in draw(data, "price", "dark").title


@pytest.mark.data
@pytest.mark.parametrize("day", [date(2020, 3, 23), date(2021, 2, 10), date(2025, 9, 26)])
def test_a_real_card_says_its_close_and_its_averages(real: Desk, day: date) -> None:
    shot, data = charted(real, "IWM", day)
    chart = draw(data, "all", "dark")
    assert data.expected is None
    assert written(shot.price.close) in chart.title
    for line in data.price.averages:
        assert f"{line.name} {written(line.last)}" in chart.alt
    assert len(chart.png) < 300_000


@pytest.mark.data
def test_breadth_of_another_lists_time_is_called_biased(real: Desk) -> None:
    _, data = charted(real, "IWM", date(2021, 2, 10))
    assert isinstance(data.breadth, BreadthPanel)
    assert any(caveat.startswith("survivorship-biased") for caveat in data.breadth.caveats)
    assert not data.breadth.estimated


@pytest.mark.data
def test_members_with_closes_only_are_drawn_from_them(real: Desk) -> None:
    _, data = charted(real, "ASAN", date(2021, 2, 10))
    assert data.price.closes_only
    assert np.isnan(data.price.high).all()
    assert "Price as closes" in draw(data, "all", "dark").alt
