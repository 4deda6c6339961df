"""What the corpus is told of prices: the figures of the bars, and None for everything that is not on file."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from knowledge.ports import Prices
from tests.builders import FakeBars, bars_from
from tools.bars import Bars
from tools.errors import NoData, SourceTimeout
from tools.market.folder import FolderMarketData
from tools.market.sessions import Sessions
from tools.report_prices import YEAR, ReportPrices

SESSIONS = Sessions(end=date(2028, 1, 31))
INDEX = SESSIONS.between(date(2022, 1, 3), date(2023, 6, 30))
LAST = date(2023, 6, 30)


def made(rows: pd.DatetimeIndex = INDEX, symbol: str = "IWM") -> Bars:
    closes = 100.0 + np.arange(len(rows))
    return bars_from(closes, symbol, index=rows, open=closes, high=closes + 3, low=closes - 2)


def prices(*bars: Bars, finished: date = LAST) -> ReportPrices:
    return ReportPrices(FakeBars({one.symbol: one for one in bars}), SESSIONS, finished)


def test_it_is_the_port() -> None:
    port: Prices = prices(made())
    assert port.close("IWM", LAST) == 100.0 + len(INDEX) - 1


def test_the_figures_are_those_of_the_window_that_ends_on_the_session() -> None:
    asked = prices(made())
    day = INDEX[300].date()
    assert asked.close("IWM", day) == 400.0
    assert asked.sma("IWM", 50, day) == pytest.approx(400.0 - 24.5)
    assert asked.sma("IWM", 1, day) == 400.0
    assert asked.change("IWM", day) == pytest.approx(100 * (400 / 399 - 1))
    assert asked.range_52w("IWM", day) == (400.0 - (YEAR - 1) - 2, 403.0)


def test_a_closed_day_has_no_close_and_takes_the_average_of_the_session_before() -> None:
    asked = prices(made())
    sunday = date(2023, 5, 28)
    assert asked.close("IWM", sunday) is None
    assert asked.change("IWM", sunday) is None
    assert asked.sma("IWM", 20, sunday) == asked.sma("IWM", 20, date(2023, 5, 26))


@pytest.mark.parametrize(
    "day", [LAST + timedelta(days=3), date(1985, 1, 2), date(2040, 1, 3), date(1990, 1, 1)]
)
def test_a_day_past_the_bars_or_the_calendar_is_absent(day: date) -> None:
    asked = prices(made())
    assert asked.close("IWM", day) is None
    assert asked.change("IWM", day) is None
    assert asked.sma("IWM", 5, day) is None
    assert asked.range_52w("IWM", day) is None


def test_too_short_a_history_gives_no_average_and_no_range() -> None:
    asked = prices(made())
    assert asked.sma("IWM", 50, INDEX[48].date()) is None
    assert asked.sma("IWM", 50, INDEX[49].date()) is not None
    assert asked.range_52w("IWM", INDEX[YEAR - 2].date()) is None
    assert asked.range_52w("IWM", INDEX[YEAR - 1].date()) is not None
    assert asked.change("IWM", INDEX[0].date()) is None


def test_a_missing_session_makes_every_window_over_it_absent() -> None:
    """A range over a hole could miss the extreme, and a change over it would be of two days."""
    asked = prices(made(INDEX.delete(300)))
    hole, after = INDEX[300].date(), INDEX[301].date()
    assert asked.close("IWM", hole) is None
    assert asked.close("IWM", after) is not None
    assert asked.change("IWM", after) is None
    assert asked.change("IWM", INDEX[302].date()) is not None
    assert asked.sma("IWM", 10, INDEX[309].date()) is None
    assert asked.sma("IWM", 10, INDEX[310].date()) is not None
    assert asked.range_52w("IWM", INDEX[-1].date()) is None


def test_closes_alone_give_no_range() -> None:
    asked = prices(bars_from(100.0 + np.arange(len(INDEX)), "IWM", index=INDEX))
    assert asked.range_52w("IWM", LAST) is None
    assert asked.sma("IWM", 200, LAST) is not None


def test_a_running_session_is_not_a_close() -> None:
    asked = prices(made(), finished=INDEX[-2].date())
    assert asked.close("IWM", LAST) is None
    assert asked.close("IWM", INDEX[-2].date()) is not None


def test_what_cannot_be_had_is_absent_and_its_reason_is_kept() -> None:
    asked = prices(made())
    source = FakeBars({"SPY": SourceTimeout("The source did not answer within 20 s.")})
    down = ReportPrices(source, SESSIONS, LAST)
    assert asked.close("NOPE", LAST) is None
    assert down.close("SPY", LAST) is None
    assert isinstance(asked.unavailable["NOPE"], NoData)
    assert isinstance(down.unavailable["SPY"], SourceTimeout)
    assert list(down.unavailable) == ["SPY"]


def test_a_source_is_asked_once_for_a_symbol() -> None:
    source = FakeBars({})
    asked = ReportPrices(source, SESSIONS, LAST)
    assert asked.close("IWM", LAST) is None
    source.known["IWM"] = made()
    assert asked.sma("IWM", 5, LAST) is None, "a failing source is not asked again and again"


def test_an_average_of_no_sessions_is_absent() -> None:
    assert prices(made()).sma("IWM", 0, LAST) is None


@pytest.mark.data
def test_real_bars_give_the_figures_of_the_file(data_dir: Path) -> None:
    frame = pd.read_csv(data_dir / "bars" / "IWM.csv", index_col="Date")
    asked = ReportPrices(FolderMarketData(data_dir, SESSIONS), SESSIONS, date(2026, 1, 2))
    for day in ("2008-11-20", "2020-03-23", "2025-09-26"):
        place = frame.index.get_loc(day)
        assert isinstance(place, int)
        year = frame.iloc[place - YEAR + 1 : place + 1]
        session = date.fromisoformat(day)
        assert asked.close("IWM", session) == frame["Close"].iloc[place]
        assert asked.sma("IWM", 200, session) == pytest.approx(
            frame["Close"].iloc[place - 199 : place + 1].mean()
        )
        assert asked.range_52w("IWM", session) == (year["Low"].min(), year["High"].max())
