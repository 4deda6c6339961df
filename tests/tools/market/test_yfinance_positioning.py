"""What Yahoo knows of positioning, from its wire format; and the reason wherever it does not."""

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.stats import norm

from tests.loopback.yahoo import Fault, LoopbackYahoo, daily_frame
from tools.market.yfinance_bars import YFinanceBars
from tools.market.yfinance_positioning import Chain, YFinancePositioning, chain_figures
from tools.types import Absent

TODAY = date(2026, 11, 20)
EXPIRIES = [TODAY + timedelta(days=days) for days in (3, 14, 28, 56)]
SPOT, YEARS = 240.0, 28 / 365


def smile(strike: float) -> float:
    return 0.25 - 0.3 * math.log(strike / SPOT)


def premium(strike: float, sign: int) -> float:
    spread = smile(strike) * math.sqrt(YEARS)
    d1 = math.log(SPOT / strike) / spread + spread / 2
    return sign * float(SPOT * norm.cdf(sign * d1) - strike * norm.cdf(sign * (d1 - spread)))


def contracts(sign: int, volume: int, interest: int) -> list[dict[str, Any]]:
    return [
        {
            "strike": float(strike),
            "bid": max(premium(strike, sign) - 0.05, 0.01),
            "ask": max(premium(strike, sign) - 0.05, 0.01) + 0.1,
            "volume": volume,
            "openInterest": interest,
            "impliedVolatility": smile(strike),
            "lastTradeDate": 1_763_000_000,
        }
        for strike in range(200, 281)
    ]


def epoch(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def timeseries(counts: Mapping[date, float]) -> dict[str, Any]:
    series = {"timestamp": [epoch(day) + 50_000 for day in counts], "shares_out": list(counts.values())}
    return {"timeseries": {"result": [series], "error": None}}


def options(calls: list[dict[str, Any]], puts: list[dict[str, Any]], expiry: date) -> dict[str, Any]:
    chain = {"expirationDate": epoch(expiry), "calls": calls, "puts": puts}
    result = {
        "expirationDates": [epoch(day) for day in EXPIRIES],
        "quote": {"regularMarketPrice": SPOT},
        "options": [chain],
    }
    return {"optionChain": {"result": [result], "error": None}}


def fill(yahoo: LoopbackYahoo) -> None:
    yahoo.add_daily("IWM", daily_frame())
    statistics = {"sharesShort": 81_000_000, "dateShortInterest": epoch(date(2026, 10, 30))}
    summary = {"defaultKeyStatistics": statistics}
    days = pd.date_range(end=TODAY + timedelta(days=2), periods=10)
    yahoo.documents = {
        "/v10/finance/quoteSummary/IWM": {"quoteSummary": {"result": [summary], "error": None}},
        "/v7/finance/quote": {"quoteResponse": {"result": [{"symbol": "IWM"}], "error": None}},
        "/ws/fundamentals-timeseries/v1/finance/timeseries/IWM": timeseries(
            {day.date(): 250e6 + number for number, day in enumerate(days)}
        ),
        "/v7/finance/options/IWM": options([], [], EXPIRIES[0]),
        f"/v7/finance/options/IWM?date={epoch(EXPIRIES[2])}": options(
            contracts(1, 100, 1000), contracts(-1, 150, 800), EXPIRIES[2]
        ),
    }


@pytest.fixture
def yahoo() -> Iterator[LoopbackYahoo]:
    with LoopbackYahoo() as server:
        fill(server)
        yield server


@pytest.fixture
def source(yahoo: LoopbackYahoo, tmp_path: Path) -> YFinancePositioning:
    bars = YFinanceBars(yahoo.session, cache_dir=tmp_path, sleep=lambda _: None)
    return YFinancePositioning(bars.wire, lambda: TODAY)


def test_short_interest_carries_its_settlement_date(source: YFinancePositioning) -> None:
    assert source.positioning("IWM", TODAY).short_interest == (date(2026, 10, 30), 81_000_000.0)


def test_shares_outstanding_end_at_the_session_asked(source: YFinancePositioning) -> None:
    counts = source.positioning("IWM", TODAY).shares_outstanding
    assert not isinstance(counts, Absent)
    assert counts[-1] == (TODAY, 250e6 + 7)
    assert len(counts) == 8
    assert list(counts) == sorted(counts)


def test_options_are_those_of_the_expiry_nearest_to_thirty_days(source: YFinancePositioning) -> None:
    known = source.positioning("IWM", TODAY).options
    assert not isinstance(known, Absent)
    day, figures = known
    assert day == TODAY
    assert figures["put_call_volume"] == pytest.approx(1.5)
    assert figures["put_call_open_interest"] == pytest.approx(0.8)
    straddle = premium(SPOT, 1) + premium(SPOT, -1)
    assert figures["expected_move"] == pytest.approx(100 * straddle / SPOT)


def test_skew_is_the_smile_between_the_two_25_delta_strikes(source: YFinancePositioning) -> None:
    """The strikes are solved here with scipy; the adapter interpolates between listed ones."""

    def delta(strike: float) -> float:
        spread = smile(strike) * math.sqrt(YEARS)
        return float(norm.cdf(math.log(SPOT / strike) / spread + spread / 2))

    put = brentq(lambda strike: delta(strike) - 0.75, 200, 240)
    call = brentq(lambda strike: delta(strike) - 0.25, 240, 280)
    known = source.positioning("IWM", TODAY).options
    assert not isinstance(known, Absent)
    assert known[1]["skew_25d"] == pytest.approx(100 * (smile(put) - smile(call)), abs=0.02)


def test_of_the_past_only_the_dated_history_is_known(source: YFinancePositioning) -> None:
    past = TODAY - timedelta(days=4)
    known = source.positioning("IWM", past)
    assert known.short_interest == Absent("Yahoo gives short interest as of now only, not for 2026-11-16")
    assert known.options == Absent("Yahoo gives options as of now only, not for 2026-11-16")
    assert not isinstance(known.shares_outstanding, Absent)
    assert known.shares_outstanding[-1][0] == past


def test_what_yahoo_does_not_give_is_absent_by_name(
    yahoo: LoopbackYahoo, source: YFinancePositioning
) -> None:
    """A fund without short interest, share counts or options: zero is never absence."""
    yahoo.documents["/v10/finance/quoteSummary/IWM"] = {"quoteSummary": {"result": [{}], "error": None}}
    yahoo.documents["/ws/fundamentals-timeseries/v1/finance/timeseries/IWM"] = {
        "timeseries": {"result": [{"meta": {}}], "error": None}
    }
    yahoo.documents["/v7/finance/options/IWM"] = {"optionChain": {"result": [], "error": None}}
    known = source.positioning("IWM", TODAY)
    assert known.short_interest == Absent("Yahoo gives no short interest for IWM")
    assert known.shares_outstanding == Absent("Yahoo gives no history of shares outstanding for IWM")
    assert known.options == Absent("Yahoo lists no options on IWM")


def test_an_unknown_symbol_is_absent_throughout(source: YFinancePositioning) -> None:
    known = source.positioning("NOPE", TODAY)
    assert all(
        isinstance(part, Absent) and "NOPE" in part.reason
        for part in (known.short_interest, known.shares_outstanding, known.options)
    )


def test_trouble_is_the_reason_of_the_absence(yahoo: LoopbackYahoo, source: YFinancePositioning) -> None:
    yahoo.break_with(Fault.WEB_PAGE)
    known = source.positioning("IWM", TODAY)
    assert isinstance(known.short_interest, Absent)
    assert "Yahoo" in known.short_interest.reason


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["strike", "bid", "ask", "volume", "openInterest", "impliedVolatility"])


def test_a_chain_without_quotes_gives_no_skew_and_no_move() -> None:
    """After hours Yahoo sends zero bids and volatilities of 0.00001; volumes still count."""
    dead = [row | {"bid": 0.0, "ask": 0.0, "impliedVolatility": 1e-5} for row in contracts(1, 100, 0)]
    found = chain_figures(Chain(frame(dead), frame(dead), SPOT, YEARS))
    assert found == {"put_call_volume": 1.0}


def test_an_empty_chain_says_nothing() -> None:
    assert chain_figures(Chain(frame([]), frame([]), SPOT, YEARS)) == {}


def test_strikes_that_do_not_reach_25_delta_are_not_extrapolated() -> None:
    near = [row for row in contracts(1, 1, 1) if abs(row["strike"] - SPOT) < 3]
    puts = [row for row in contracts(-1, 1, 1) if abs(row["strike"] - SPOT) < 3]
    assert "skew_25d" not in chain_figures(Chain(frame(near), frame(puts), SPOT, YEARS))
