"""The real yfinance client against Yahoo on the loopback: what is served, and what goes wrong."""

import logging
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.loopback.fake_time import FakeTime
from tests.loopback.yahoo import Fault, LoopbackYahoo, daily_frame, intraday_frame
from tools.errors import (
    BadData,
    BadRequest,
    NoData,
    RateLimited,
    SourceDown,
    SourceGarbled,
    SourceTimeout,
)
from tools.market.yfinance_bars import YFinanceBars

Make = Callable[..., YFinanceBars]


@pytest.fixture
def yahoo() -> Iterator[LoopbackYahoo]:
    with LoopbackYahoo() as server:
        yield server


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture(params=["requests", "curl_cffi"])
def source(request: pytest.FixtureRequest, yahoo: LoopbackYahoo, time: FakeTime, tmp_path: Path) -> Make:
    """Makes the adapter with either kind of session, and time that passes only in sleeps."""
    factory = yahoo.session if request.param == "requests" else yahoo.browser_session

    def make(**options: Any) -> YFinanceBars:
        settings = {"clock": time.clock, "sleep": time.sleep, "chance": lambda: 0.0, "deadline_seconds": 20}
        return YFinanceBars(factory, cache_dir=tmp_path, **(settings | options))

    return make


def test_prices_come_back_as_served(yahoo: LoopbackYahoo, source: Make) -> None:
    frame = daily_frame()
    yahoo.add_daily("IWM", frame)
    bars = source().bars("iwm")
    assert (bars.symbol, bars.source, bars.simulated, bars.fields) == ("IWM", "yfinance", False, "ohlcv")
    assert bars.index.tz is None
    pd.testing.assert_frame_equal(bars.frame(), frame.astype(float), check_index_type=False, check_freq=False)


def test_close_stays_split_adjusted_and_adj_close_total_return_around_split_and_dividend(
    yahoo: LoopbackYahoo, source: Make
) -> None:
    """Yahoo serves closes already adjusted for splits; neither event may be applied a second time."""
    frame = daily_frame()
    paid, split = frame.index[20], frame.index[40]
    frame["adj_close"] = np.where(frame.index < paid, frame["close"] * 0.99, frame["close"])
    yahoo.add_daily("IWM", frame, splits={split.date(): 2.0}, dividends={paid.date(): 2.05})
    bars = source().bars("IWM")
    np.testing.assert_array_equal(bars.close, frame["close"])
    np.testing.assert_array_equal(bars.adj_close, frame["adj_close"])
    returns = bars.adj_close[20] / bars.adj_close[19] - bars.close[20] / bars.close[19]
    assert returns == pytest.approx(bars.close[20] / bars.close[19] * (1 / 0.99 - 1))


def test_first_sight_of_a_symbol_asks_twice_and_the_next_once(yahoo: LoopbackYahoo, source: Make) -> None:
    yahoo.add_daily("IWM", daily_frame())
    adapter = source()
    adapter.bars("IWM")
    assert yahoo.asked("IWM") == 2
    adapter.bars("IWM")
    assert yahoo.asked("IWM") == 3


def test_start_and_end_are_inclusive(yahoo: LoopbackYahoo, source: Make) -> None:
    frame = daily_frame()
    yahoo.add_daily("IWM", frame)
    first, last = frame.index[10].date(), frame.index[30].date()
    bars = source().bars("IWM", start=first, end=last)
    assert (bars.index[0].date(), bars.last_session, len(bars)) == (first, last, 21)
    assert source().bars("IWM", end=last).index[0] == frame.index[0]


def test_five_minute_bars_are_in_utc_and_begin_with_the_session(yahoo: LoopbackYahoo, source: Make) -> None:
    """One session in winter time, one in summer time."""
    winter, summer = intraday_frame(1, "2025-03-07"), intraday_frame(1, "2025-03-10")
    yahoo.add_daily("IWM", daily_frame())
    yahoo.add_intraday("IWM", pd.concat([winter, summer]))
    bars = source().bars("IWM", interval="5m")
    assert bars.interval == "5m"
    assert str(bars.index.tz) == "UTC"
    assert [stamp.strftime("%m-%d %H:%M") for stamp in bars.index[[0, 77, 78, 155]]] == [
        "03-07 14:30",
        "03-07 20:55",
        "03-10 13:30",
        "03-10 19:55",
    ]
    np.testing.assert_array_equal(bars.adj_close, bars.close)
    one = source().bars("IWM", interval="5m", start=date(2025, 3, 10), end=date(2025, 3, 10))
    assert len(one) == 78


def test_an_index_keeps_its_caret_and_has_no_volume(yahoo: LoopbackYahoo, source: Make) -> None:
    yahoo.add_daily("^VIX", daily_frame(price=18).assign(volume=0))
    bars = source().bars("^VIX")
    assert (bars.symbol, bars.fields) == ("^VIX", "ohlc")


def test_the_bar_of_the_running_session_is_returned(yahoo: LoopbackYahoo, source: Make) -> None:
    begun = pd.Timestamp.now("America/New_York") - pd.Timedelta(hours=9, minutes=30)
    newest = pd.bdate_range(end=begun.normalize().tz_localize(None), periods=5)
    yahoo.add_daily("IWM", daily_frame(sessions=5).set_axis(newest))
    assert source().bars("IWM").last_session == newest[-1].date()


def test_an_unknown_symbol_is_no_data_and_not_a_delisting(yahoo: LoopbackYahoo, source: Make) -> None:
    with pytest.raises(NoData, match="no data for NOPE; check the symbol") as caught:
        source().bars("NOPE")
    assert "delisted" not in str(caught.value)
    assert yahoo.asked("NOPE") == 2


def test_dates_without_bars_are_no_data(yahoo: LoopbackYahoo, source: Make) -> None:
    yahoo.add_daily("IWM", daily_frame())
    with pytest.raises(NoData, match="IWM"):
        source().bars("IWM", start=date(2026, 1, 5))
    with pytest.raises(NoData, match="no 1d bars of IWM to 1990-01-02"):
        source().bars("IWM", end=date(1990, 1, 2))


def test_prices_in_another_currency_are_not_passed_off_as_dollars(yahoo: LoopbackYahoo, source: Make) -> None:
    yahoo.add_daily("VOD.L", daily_frame(), currency="GBp")
    with pytest.raises(NoData, match="GBp"):
        source().bars("VOD.L")


@pytest.mark.parametrize("text", ["", "IWM/../x", "a b", "IWM?x=1", "IWM%2F", "x" * 40])
def test_only_symbols_become_part_of_an_address(yahoo: LoopbackYahoo, source: Make, text: str) -> None:
    with pytest.raises(BadRequest):
        source().bars(text)
    assert not yahoo.requests


def test_what_the_gate_refuses_is_bad_data_and_not_asked_for_again(
    yahoo: LoopbackYahoo, source: Make
) -> None:
    frame = daily_frame()
    frame[["open", "high", "low", "close", "adj_close"]] *= -1
    yahoo.add_daily("IWM", frame)
    with pytest.raises(BadData):
        source().bars("IWM")
    assert yahoo.asked("IWM") == 2


def test_an_empty_answer_is_asked_for_again_before_it_is_believed(
    yahoo: LoopbackYahoo, source: Make, time: FakeTime
) -> None:
    yahoo.add_daily("IWM", daily_frame())
    yahoo.break_with(Fault.EMPTY, times=1)
    assert len(source().bars("IWM")) == 60
    assert time.slept


def test_a_known_symbol_without_any_bars_is_trouble_and_not_an_absence(
    yahoo: LoopbackYahoo, source: Make
) -> None:
    """Its own answer names the first trade date, so bars exist."""
    yahoo.add_daily("IWM", daily_frame())
    yahoo.break_with(Fault.EMPTY)
    with pytest.raises(SourceGarbled, match="knows IWM"):
        source().bars("IWM")
    with pytest.raises(NoData, match="check the symbol and the dates"):
        source().bars("IWM", start=date(2025, 2, 3))


def test_a_symbol_missing_once_is_not_missing(yahoo: LoopbackYahoo, source: Make) -> None:
    yahoo.add_daily("IWM", daily_frame())
    yahoo.break_with(Fault.MISSING, times=1)
    assert len(source().bars("IWM")) == 60


def test_a_rate_limit_is_waited_out_as_long_as_yahoo_asks(
    yahoo: LoopbackYahoo, source: Make, time: FakeTime
) -> None:
    yahoo.add_daily("IWM", daily_frame())
    yahoo.break_with(Fault.RATE_LIMITED, times=2, retry_after=3)
    assert len(source().bars("IWM")) == 60
    assert time.slept == [3.0, 3.0]


def test_a_lasting_rate_limit_says_so_after_bounded_tries(
    yahoo: LoopbackYahoo, source: Make, time: FakeTime
) -> None:
    yahoo.add_daily("IWM", daily_frame())
    yahoo.break_with(Fault.RATE_LIMITED)
    with pytest.raises(RateLimited, match="slow down"):
        source().bars("IWM")
    assert yahoo.asked("IWM") == 4
    assert time.slept == [0.25, 0.5, 1.0]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.WEB_PAGE, SourceGarbled),
        (Fault.HALF_BODY, SourceGarbled),
        (Fault.CUT_JSON, SourceGarbled),
        (Fault.STRANGE, SourceGarbled),
        (Fault.OUT_OF_ORDER, SourceDown),
        (Fault.UNAUTHORIZED, SourceDown),
    ],
)
def test_trouble_keeps_its_cause_and_passes(
    yahoo: LoopbackYahoo, source: Make, fault: Fault, error: type[SourceDown]
) -> None:
    """Once is waited out; lasting it is named; never does it look like an absence."""
    yahoo.add_daily("IWM", daily_frame(sessions=400))
    yahoo.break_with(fault, times=2)
    assert len(source().bars("IWM")) == 400
    yahoo.break_with(fault)
    with pytest.raises(error) as caught:
        source().bars("IWM")
    assert type(caught.value) is error
    assert "delisted" not in str(caught.value)


def test_silence_ends_at_the_deadline(yahoo: LoopbackYahoo, source: Make) -> None:
    yahoo.add_daily("IWM", daily_frame())
    yahoo.break_with(Fault.SILENT)
    with pytest.raises(SourceTimeout):
        source(deadline_seconds=0.4).bars("IWM")


def test_a_silent_cookie_host_does_not_keep_data_away(yahoo: LoopbackYahoo, source: Make) -> None:
    yahoo.add_daily("IWM", daily_frame())
    yahoo.cookie_silent = True
    assert len(source(deadline_seconds=2).bars("IWM")) == 60


def test_a_closed_port_is_a_source_that_is_down(yahoo: LoopbackYahoo, source: Make) -> None:
    adapter = source()
    yahoo.__exit__()
    with pytest.raises(SourceDown, match="cannot be reached"):
        adapter.bars("IWM")
    with pytest.raises(SourceDown, match="cannot be reached"):
        adapter.probe(5)


def test_a_source_that_keeps_failing_is_left_alone_for_a_while(
    yahoo: LoopbackYahoo, source: Make, time: FakeTime
) -> None:
    yahoo.add_daily("IWM", daily_frame())
    yahoo.break_with(Fault.OUT_OF_ORDER)
    adapter = source()
    for _ in range(2):
        with pytest.raises(SourceDown):
            adapter.bars("IWM")
    before = yahoo.asked("IWM")
    with pytest.raises(SourceDown, match="in a row"):
        adapter.bars("IWM")
    assert yahoo.asked("IWM") == before
    yahoo.heal()
    time.sleep(60)
    assert len(adapter.bars("IWM")) == 60


def test_nothing_is_written_to_the_terminal(
    yahoo: LoopbackYahoo, source: Make, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a process that has set up no log: there Python itself writes warnings to stderr."""
    logger = logging.getLogger("yfinance")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "propagate", False)
    yahoo.cookie_silent = True
    with pytest.raises(NoData):
        source(deadline_seconds=1).bars("NOPE")
    assert capfd.readouterr() == ("", "")


def test_an_answer_about_the_past_is_not_kept(yahoo: LoopbackYahoo, source: Make) -> None:
    """A split today changes yesterday's prices; yfinance's own cache would go on serving the old ones."""
    frame = daily_frame()
    end = frame.index[30].date()
    yahoo.add_daily("IWM", frame)
    adapter = source()
    old = adapter.bars("IWM", start=date(2025, 1, 6), end=end)
    yahoo.add_daily("IWM", frame / 2)
    new = adapter.bars("IWM", start=date(2025, 1, 6), end=end)
    np.testing.assert_allclose(new.close, old.close / 2)


def test_a_spoilt_cache_of_time_zones_is_named(source: Make, tmp_path: Path) -> None:
    (tmp_path / "tkr-tz.db").write_bytes(b"no database " * 100)
    with pytest.raises(SourceDown, match="cache"):
        source().bars("IWM")


def test_a_probe_is_one_request(yahoo: LoopbackYahoo, source: Make) -> None:
    yahoo.add_daily("SPY", daily_frame())
    source().probe(5)
    assert yahoo.requests.total() == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Fault.SILENT, SourceTimeout), (Fault.WEB_PAGE, SourceGarbled), (Fault.RATE_LIMITED, RateLimited)],
)
def test_a_probe_says_at_once_why_yahoo_cannot_be_used(
    yahoo: LoopbackYahoo, source: Make, fault: Fault, error: type[SourceDown]
) -> None:
    yahoo.add_daily("SPY", daily_frame())
    yahoo.break_with(fault)
    with pytest.raises(error):
        source().probe(0.3)


def test_real_history_survives_the_wire(yahoo: LoopbackYahoo, source: Make, data_dir: Path) -> None:
    """IWM since 2000, with its split of June 2005, to the last digit."""
    table = pd.read_csv(data_dir / "bars" / "IWM.csv", index_col="Date", parse_dates=True)
    frame = table.rename(columns=lambda name: name.lower().replace(" ", "_"))
    yahoo.add_daily("IWM", frame, splits={date(2005, 6, 9): 2.0})
    bars = source().bars("IWM")
    assert bars.audit.rows_in == len(frame)
    np.testing.assert_array_equal(bars.close, frame.loc[bars.index, "close"])
    np.testing.assert_array_equal(bars.adj_close, frame.loc[bars.index, "adj_close"])
