"""The ten-year yield from Yahoo's index, and an honest no to every other rate."""

from pathlib import Path

import numpy as np
import pytest

from tests.loopback.yahoo import LoopbackYahoo, daily_frame
from tools.errors import NoData
from tools.market.yfinance_bars import YFinanceBars
from tools.market.yfinance_rates import YFinanceRates


def test_the_ten_year_yield_is_the_close_of_its_index(tmp_path: Path) -> None:
    frame = daily_frame(sessions=20) / 50
    with LoopbackYahoo() as yahoo:
        yahoo.add_daily("^TNX", frame.assign(volume=0))
        series = YFinanceRates(YFinanceBars(yahoo.session, cache_dir=tmp_path)).rate("DGS10")
    assert (series.name, series.source, series.simulated) == ("DGS10", "yfinance (^TNX)", False)
    np.testing.assert_array_equal(series.level, frame["close"])
    assert list(series.index) == list(frame.index)


@pytest.mark.parametrize("name", ["DGS2", "T10Y2Y", "BAMLH0A0HYM2", "IWM"])
def test_other_rates_are_not_there_and_are_not_asked_for(name: str, tmp_path: Path) -> None:
    with LoopbackYahoo() as yahoo:
        rates = YFinanceRates(YFinanceBars(yahoo.session, cache_dir=tmp_path))
        with pytest.raises(NoData, match=f"does not publish {name}"):
            rates.rate(name)
        assert not yahoo.requests
