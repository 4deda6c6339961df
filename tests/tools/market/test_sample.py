"""The simulated market: the same everywhere, growing only at the end, plausible, and never taken for real."""

import inspect
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import exchange_calendars
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.bars import Bars, MemberPanel
from tools.errors import NoData
from tools.market import sample, sample_paths
from tools.market.ports import BarSource, PanelSource, PositioningSource, RateSource
from tools.market.sample import SOURCE, SampleMarketData
from tools.market.sample_daily import DIVIDENDS_END
from tools.types import Absent

MAIN = ("IWM", "SPY", "QQQ", "KRE", "HYG", "IEF", "^VIX")
FUNDS = MAIN[:-1]
RATES = ("DGS2", "DGS10", "T10Y2Y", "BAMLH0A0HYM2")
LAST = date(2026, 11, 20)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def calendar() -> exchange_calendars.ExchangeCalendar:
    return exchange_calendars.get_calendar("XNYS", start="2013-12-01", end="2027-06-30")


@pytest.fixture(scope="module")
def sessions(calendar: exchange_calendars.ExchangeCalendar) -> pd.DatetimeIndex:
    return calendar.sessions_in_range("2014-01-02", pd.Timestamp(LAST))


@pytest.fixture(scope="module")
def early(calendar: exchange_calendars.ExchangeCalendar) -> frozenset[date]:
    return frozenset(day.date() for day in calendar.early_closes)


@pytest.fixture(scope="module")
def market(sessions: pd.DatetimeIndex, early: frozenset[date]) -> SampleMarketData:
    return SampleMarketData(sessions, early_closes=early)


@pytest.fixture(scope="module")
def funds(market: SampleMarketData) -> pd.DataFrame:
    """Daily log returns, dividends included."""
    closes = pd.DataFrame({name: market.bars(name).frame()["adj_close"] for name in FUNDS})
    return np.log(closes).diff().dropna()


@pytest.fixture(scope="module")
def breadth(market: SampleMarketData) -> pd.Series:
    """Per cent of members above their own 50-session mean."""
    panel = market.panel("russell2000", LAST)
    closes = pd.DataFrame(panel.closes, index=panel.index)
    mean = closes.rolling(50).mean()
    share = 100 * (closes > mean).sum(axis=1) / mean.notna().sum(axis=1).where(lambda count: count > 0)
    return share.dropna()


@pytest.mark.parametrize(
    ("port", "method"),
    [
        (BarSource, "bars"),
        (BarSource, "batch"),
        (PanelSource, "membership"),
        (PanelSource, "panel"),
        (PanelSource, "panels"),
        (RateSource, "rate"),
        (PositioningSource, "positioning"),
    ],
)
def test_has_every_port_with_its_signature(port: type, method: str) -> None:
    assert inspect.signature(getattr(SampleMarketData, method)) == inspect.signature(getattr(port, method))


def test_it_has_one_panel(market: SampleMarketData) -> None:
    """Its list is as old as its first price, so it is not biased."""
    (only,) = market.panels("russell2000")
    assert only is market.panel("russell2000", LAST)
    assert not only.biased
    with pytest.raises(NoData):
        market.panels("sp500")


# --- the same, always -------------------------------------------------------------------------------------

_IN_ANOTHER_PROCESS = """
from datetime import date
import pandas as pd
from tools.market.sample import SampleMarketData
market = SampleMarketData(pd.bdate_range("2014-01-02", "2019-06-28"))
day = date(2019, 6, 28)
print(market.bars("IWM", interval="5m", start=day).digest)
print(market.panel("russell2000", day).digest)
for name in ("SIM007", "^VIX", "SPY"):
    print(market.bars(name).digest)
print(market.rate("BAMLH0A0HYM2").digest)
"""


def test_another_process_gives_the_same_digests_whatever_the_order_of_calls() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IN_ANOTHER_PROCESS], cwd=ROOT, check=True, capture_output=True, text=True
    )
    market, day = SampleMarketData(pd.bdate_range("2014-01-02", "2019-06-28")), date(2019, 6, 28)
    here = [market.rate("BAMLH0A0HYM2").digest]
    here += [market.bars(name).digest for name in ("SPY", "^VIX", "SIM007")]
    here += [market.panel("russell2000", day).digest, market.bars("IWM", interval="5m", start=day).digest]
    assert done.stdout.split() == here[::-1]


@settings(max_examples=25)
@given(cut=st.integers(2, 3241), symbol=st.sampled_from([*MAIN, "SIM001", "SIM400"]))
def test_sessions_added_later_never_change_what_was_there(
    market: SampleMarketData, sessions: pd.DatetimeIndex, early: frozenset[date], cut: int, symbol: str
) -> None:
    shorter = SampleMarketData(sessions[:cut], early_closes=early)
    last = sessions[cut - 1].date()
    assert shorter.bars(symbol).digest == market.bars(symbol, end=last).digest
    intraday = [source.bars(symbol, interval="5m", start=last, end=last) for source in (shorter, market)]
    assert intraday[0].digest == intraday[1].digest
    assert len(shorter.rate("DGS2").index) == cut
    np.testing.assert_array_equal(*(source.rate("DGS2").level[:cut] for source in (shorter, market)))
    panel, whole = shorter.panel("russell2000", last), market.panel("russell2000", last).until(last)
    column = [whole.symbols.index(name) for name in panel.symbols]
    np.testing.assert_array_equal(panel.closes, whole.closes[:, column])


def test_a_bar_depends_on_its_date_alone(market: SampleMarketData, sessions: pd.DatetimeIndex) -> None:
    """Another start, and a session missing in between, change no other bar."""
    other = SampleMarketData(sessions[1000:].delete(100))
    expected = market.bars("KRE").frame().iloc[1000:].drop(index=sessions[1100])
    pd.testing.assert_frame_equal(other.bars("KRE").frame(), expected, check_freq=False)


def test_threads_get_one_simulation(sessions: pd.DatetimeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def counted(weekdays: int) -> sample_paths.Simulation:
        runs.append(weekdays)
        return sample_paths.simulate(weekdays)

    monkeypatch.setattr(sample, "simulate", counted)
    market = SampleMarketData(sessions[:400])
    assert runs == []
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(market.bars, [*MAIN, *MAIN]))
    assert len(runs) == 1
    assert [bars.digest for bars in made[:7]] == [bars.digest for bars in made[7:]]


# --- never taken for real ---------------------------------------------------------------------------------


def test_everything_says_simulated(market: SampleMarketData) -> None:
    assert "SIMULATED" in SOURCE
    assert market.name == SOURCE
    day = LAST - timedelta(days=1)
    made = [market.bars(symbol) for symbol in (*MAIN, "SIM123")]
    made += [market.bars(symbol, interval="5m", start=day) for symbol in (*MAIN, "SIM123")]
    others = [market.panel("russell2000", LAST), *(market.rate(name) for name in RATES)]
    for result in (*made, *others):
        assert result.simulated is True
        assert result.source == SOURCE
    assert market.membership("russell2000", LAST).source == SOURCE
    positioning = market.positioning("IWM", LAST)
    assert {getattr(positioning, part.name) for part in fields(positioning)} == {
        Absent("simulated market has none")
    }


def test_members_cannot_be_mistaken_for_companies(market: SampleMarketData) -> None:
    symbols = market.membership("russell2000", LAST).symbols
    assert len(symbols) == 400
    assert symbols[0] == "SIM001"
    assert symbols[-1] == "SIM400"
    assert list(symbols) == sorted(symbols)


# --- what it has and has not ------------------------------------------------------------------------------


def test_the_gate_finds_nothing_to_drop_or_warn_of(market: SampleMarketData) -> None:
    made: list[Bars | MemberPanel] = [market.bars(symbol) for symbol in (*MAIN, "SIM001", "SIM200")]
    made += [market.panel("russell2000", LAST)]
    made += [market.bars(symbol, interval="5m", start=date(2026, 1, 2)) for symbol in MAIN]
    for result in made:
        assert result.audit.rows_dropped == 0
        assert result.audit.warnings == ()


def test_start_and_end_are_inclusive(market: SampleMarketData) -> None:
    bars = market.bars("iwm", start=date(2020, 3, 9), end=date(2020, 3, 13))
    assert bars.symbol == "IWM"
    assert [f"{day:%m-%d}" for day in bars.index] == ["03-09", "03-10", "03-11", "03-12", "03-13"]


@pytest.mark.parametrize(
    ("symbol", "start", "end", "says"),
    [
        ("AAPL", None, None, r"AAPL .* IWM, SPY, QQQ, KRE, HYG, IEF, \^VIX .* SIM001 to SIM400"),
        ("SIM401", None, None, "SIM401"),
        ("IWM", None, date(2013, 12, 31), "2014-01-02 to 2026-11-20"),
        ("IWM", date(2026, 11, 21), None, "2014-01-02 to 2026-11-20"),
        ("IWM", date(2024, 3, 9), date(2024, 3, 10), "no session of IWM between 2024-03-09 and 2024-03-10"),
        ("IWM", date(2024, 3, 9), date(2024, 3, 1), "no session"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    market: SampleMarketData, symbol: str, start: date | None, end: date | None, says: str
) -> None:
    with pytest.raises(NoData, match=says):
        market.bars(symbol, start=start, end=end)


def test_unknown_interval_rate_universe_and_dates_are_no_data(market: SampleMarketData) -> None:
    with pytest.raises(NoData, match="1d and 5m"):
        market.bars("IWM", interval="1h")  # type: ignore[arg-type]
    with pytest.raises(NoData, match="DGS2, DGS10"):
        market.rate("DFF")
    for ask in (market.membership, market.panel):
        with pytest.raises(NoData, match="it has russell2000"):
            ask("sp500", LAST)
    for day in (date(2013, 12, 31), LAST + timedelta(days=1)):
        with pytest.raises(NoData, match=f"no closes of members at {day}"):
            market.panel("russell2000", day)


def test_sessions_before_the_anchor_are_left_out_and_none_at_all_is_no_data() -> None:
    market = SampleMarketData(pd.bdate_range("2013-12-20", "2014-01-10"))
    assert market.bars("SPY").index[0] == pd.Timestamp("2014-01-02")
    empty = SampleMarketData(pd.bdate_range("2013-12-20", "2013-12-31"))
    for ask in (lambda: empty.bars("SPY"), lambda: empty.rate("DGS2")):
        with pytest.raises(NoData, match="begins on 2014-01-02"):
            ask()


@pytest.mark.parametrize(
    "days",
    [
        pd.date_range("2024-01-05", "2024-01-06"),
        pd.bdate_range("2024-01-01", "2024-01-05", tz="UTC"),
        pd.bdate_range("2024-01-01", "2024-01-05") + pd.Timedelta(hours=1),
        pd.bdate_range("2024-01-01", "2024-01-05")[::-1],
        pd.DatetimeIndex(["2024-01-02", "2024-01-02"]),
    ],
    ids=["a Saturday", "with a zone", "not midnight", "backwards", "twice"],
)
def test_sessions_that_cannot_be_are_refused(days: pd.DatetimeIndex) -> None:
    with pytest.raises(ValueError, match="sessions must be"):
        SampleMarketData(days)


def test_batch_answers_each_in_order_and_reports_progress(market: SampleMarketData) -> None:
    seen: list[tuple[int, int, str]] = []
    results = market.batch(
        ["SIM002", "NOPE", "SPY"],
        start=date(2026, 1, 2),
        progress=lambda done, total, what: seen.append((done, total, what)),
    )
    assert list(results) == ["SIM002", "NOPE", "SPY"]
    assert isinstance(results["NOPE"], NoData)
    spy = results["SPY"]
    assert isinstance(spy, Bars)
    assert spy.digest == market.bars("SPY", start=date(2026, 1, 2)).digest
    assert seen == [(1, 3, "SIM002"), (2, 3, "NOPE"), (3, 3, "SPY")]


def test_the_panel_is_unbiased_and_its_closes_are_the_members_bars(market: SampleMarketData) -> None:
    panel = market.panel("russell2000", LAST)
    assert panel.biased is False
    assert panel.membership.as_of == date(2014, 1, 2)
    assert len(panel.membership.symbols) == len(panel.symbols) == 400
    late = [name for name, first in zip(panel.symbols, panel.closes[0], strict=True) if np.isnan(first)]
    assert 5 <= len(late) <= 20
    for name in ("SIM005", late[0]):
        column = pd.Series(panel.closes[:, panel.symbols.index(name)], index=panel.index).dropna()
        pd.testing.assert_series_equal(
            column, market.bars(name).frame()["adj_close"], check_names=False, check_freq=False
        )


def test_members_not_listed_yet_count_in_the_list_only(sessions: pd.DatetimeIndex) -> None:
    market = SampleMarketData(sessions[:250])
    panel = market.panel("russell2000", sessions[249].date())
    assert len(panel.membership.symbols) == 400
    assert len(panel.symbols) < 400
    unlisted = next(name for name in panel.membership.symbols if name not in panel.symbols)
    with pytest.raises(NoData, match=f"{unlisted} is listed after"):
        market.bars(unlisted)


# --- consistent with itself -------------------------------------------------------------------------------


@pytest.mark.parametrize("symbol", [*MAIN, "SIM042"])
def test_daily_bars_are_in_order_and_to_the_cent(market: SampleMarketData, symbol: str) -> None:
    bars = market.bars(symbol)
    assert (bars.low > 0).all()
    assert (bars.low <= np.minimum(bars.open, bars.close)).all()
    assert (bars.high >= np.maximum(bars.open, bars.close)).all()
    for prices in (bars.open, bars.high, bars.low, bars.close):
        np.testing.assert_array_equal(prices, prices.round(2))
    assert bars.fields == ("ohlc" if symbol == "^VIX" else "ohlcv")
    gaps = np.abs(np.log(bars.open[1:] / bars.close[:-1]))
    assert np.median(gaps) > 0.0002


@pytest.mark.parametrize("symbol", [*MAIN, "SIM042"])
@pytest.mark.parametrize("year", [2015, 2020])
def test_five_minute_bars_add_up_to_the_daily_bar(
    market: SampleMarketData, early: frozenset[date], symbol: str, year: int
) -> None:
    start, end = date(year, 6, 1), date(year, 12, 31)
    days = market.bars(symbol, start=start, end=end).frame()
    intraday = market.bars(symbol, interval="5m", start=start, end=end)
    frame = intraday.frame()
    local = frame.index.tz_convert("America/New_York")
    per_day = frame.groupby(local.tz_localize(None).normalize())
    whole = per_day.agg({"open": "first", "high": "max", "low": "min", "close": "last", "adj_close": "last"})
    pd.testing.assert_frame_equal(
        whole, days[list(whole)], check_exact=True, check_freq=False, check_names=False
    )
    if symbol != "^VIX":
        np.testing.assert_array_equal(per_day["volume"].sum(), days["volume"])
        assert (frame["volume"] >= 0).all()
    counts = per_day.size()
    expected = [42 if day.date() in early else 78 for day in counts.index]
    assert counts.tolist() == expected
    assert {42, 78} == set(expected)
    assert str(frame.index.tz) == "UTC"
    first_of_day = local[np.append([0], np.cumsum(expected)[:-1])]
    assert {f"{moment:%H:%M}" for moment in first_of_day} == {"09:30"}
    assert (frame["high"] >= frame[["open", "close"]].max(axis=1)).all()
    assert (frame["low"] <= frame[["open", "close"]].min(axis=1)).all()
    # one path: each bar opens where the last one closed
    same_day = local.normalize()[1:] == local.normalize()[:-1]
    np.testing.assert_array_equal(
        frame["open"].to_numpy()[1:][same_day], frame["close"].to_numpy()[:-1][same_day]
    )


def test_the_fund_is_the_weighted_mean_of_its_members(market: SampleMarketData) -> None:
    """Breadth and the fund's price cannot disagree: the fund's value is that of a fixed basket."""
    panel = market.panel("russell2000", LAST)
    made = sample_paths.traits()
    basket = np.nansum(panel.closes * (made.weight / made.price), axis=1)
    fund = market.bars("IWM").adj_close
    assert np.std(np.log(fund / basket)) < 0.0005
    assert made.weight.max() < 0.03


def test_dividends_lower_adjusted_closes_before_them_only(market: SampleMarketData) -> None:
    end = pd.Timestamp(DIVIDENDS_END)
    for symbol in FUNDS:
        frame = market.bars(symbol).frame()
        factor = frame["adj_close"] / frame["close"]
        paid = factor.diff()[lambda change: change > 1e-9]
        assert (paid.groupby(paid.index.year).size() == 4).all()
        assert len(paid) == 4 * 12
        assert (factor[: paid.index[-1]].iloc[:-1] < 1).all()
        assert (factor[end:] == 1).all()
    vix = market.bars("^VIX")
    np.testing.assert_array_equal(vix.adj_close, vix.close)


def test_the_curve_is_the_difference_of_its_rates(market: SampleMarketData) -> None:
    two, ten, slope, spread = (market.rate(name).level for name in RATES)
    np.testing.assert_allclose(slope, ten - two, atol=1e-9)
    assert two.min() > 0
    assert ten.max() < 7
    assert slope.min() < 0 < slope.max()
    assert 2 < spread.min() < 4
    assert 6 < spread.max() < 15


# --- plausible, with generous margins ---------------------------------------------------------------------


def test_volatilities_and_correlations_are_like_those_of_markets(funds: pd.DataFrame) -> None:
    volatility = funds.std() * np.sqrt(252)
    bounds = {
        "IWM": (0.19, 0.26), "SPY": (0.14, 0.19), "QQQ": (0.16, 0.24),
        "KRE": (0.20, 0.34), "HYG": (0.03, 0.10), "IEF": (0.04, 0.09),
    }  # fmt: skip
    for symbol, (low, high) in bounds.items():
        assert low < volatility[symbol] < high, symbol
    correlation = funds.corr()
    assert 0.82 < correlation.loc["IWM", "SPY"] < 0.93
    assert 0.80 < correlation.loc["QQQ", "SPY"] < 0.97
    assert 0.5 < correlation.loc["HYG", "SPY"] < 0.9
    assert -0.5 < correlation.loc["IEF", "SPY"] < 0.1


def test_tails_are_fat_and_turmoil_clusters(funds: pd.DataFrame) -> None:
    assert funds["SPY"].kurt() > 2
    assert funds.drop(columns="HYG").abs().max().max() < 0.20
    size = funds["SPY"].abs()
    assert size.rolling(5).mean().autocorr(lag=10) > 0.2
    assert abs(funds["SPY"].autocorr()) < 0.1


def test_levels_stay_where_people_expect_them(market: SampleMarketData) -> None:
    ranges = {"IWM": (60, 600), "SPY": (100, 1500), "QQQ": (40, 1500), "KRE": (10, 200), "HYG": (50, 200)}
    for symbol, (low, high) in ranges.items():
        close = market.bars(symbol).close
        assert low < close.min() < close.max() < high, symbol
    closes = market.panel("russell2000", LAST).closes
    assert np.nanmin(closes) > 1
    assert np.nanmax(closes) < 3000


def test_the_volatility_index_fears_falls(market: SampleMarketData, funds: pd.DataFrame) -> None:
    vix = pd.Series(market.bars("^VIX").close, index=market.bars("^VIX").index)
    assert 9 <= vix.min() < 14
    assert 13 < vix.median() < 20
    assert 40 < vix.max() < 86
    assert np.log(vix).diff().corr(funds["SPY"]) < -0.5
    realised = funds["SPY"].rolling(21).std() * np.sqrt(252) * 100
    assert vix.corr(realised) > 0.5


def test_spreads_widen_when_stocks_fall_and_volume_rises_with_moves(
    market: SampleMarketData, funds: pd.DataFrame
) -> None:
    spread = pd.Series(market.rate("BAMLH0A0HYM2").level, index=market.rate("BAMLH0A0HYM2").index)
    assert spread.diff().corr(funds["SPY"]) < -0.4
    volume = market.bars("IWM").frame()["volume"].iloc[1:]
    assert np.log(volume).corr(funds["IWM"].abs()) > 0.4


# --- variety: every situation the product tells apart -----------------------------------------------------


def test_all_breadth_situations_occur(market: SampleMarketData, breadth: pd.Series) -> None:
    for low, high in ((0, 30), (30, 50), (50, 70), (70, 100.1)):
        assert ((breadth >= low) & (breadth < high)).mean() > 0.05, (low, high)
    price = market.bars("IWM").frame()["adj_close"]
    diverging = (price.pct_change(20) > 0) & (breadth < 55)
    washed_out = breadth.rolling(21).min() < 30
    repaired = washed_out & (breadth.diff(5) > 0) & (breadth >= 30)
    assert 50 < diverging.sum() < 1000
    assert repaired.sum() > 50


def test_breadth_agrees_with_the_price_of_the_fund(market: SampleMarketData, breadth: pd.Series) -> None:
    price = market.bars("IWM").frame()["adj_close"]
    distance = (price / price.rolling(50).mean() - 1)[breadth.index]
    assert distance.corr(breadth) > 0.85


def test_all_rotation_states_occur(market: SampleMarketData) -> None:
    frames = [market.bars(symbol).frame()["adj_close"] for symbol in ("IWM", "SPY")]
    ratio = frames[0] / frames[1]
    window = ratio.rolling(20)
    parity = (window.max() - window.min()) / window.mean() <= 0.02
    position = np.arange(20) - 9.5
    slope = window.apply(lambda values: float(position @ values), raw=True)
    leading = ~parity & (slope > 0) & (ratio > window.mean())
    flight = ~parity & (slope < 0) & (ratio < window.mean())
    for state in (parity, leading, flight):
        assert state.mean() > 0.04
