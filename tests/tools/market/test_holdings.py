"""Lists of members: what is a member, how lists are fetched and kept, and panels made from them."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import requests

from tools.bars import Bars, Interval, Membership
from tools.errors import BadData, NoData, PlumbError, RateLimited, SourceDown, SourceGarbled, SourceTimeout
from tools.market.fund_list import parse_fund_list
from tools.market.gate import validate
from tools.market.holdings import HoldingsUniverse, MarketPanels
from tools.market.ports import Progress, no_progress

HEADER = "Ticker,Name,Sector,Asset Class,Market Value,Exchange\n"
DOWNLOAD = (
    "\ufeffiShares Small Fund\n"
    'Fund Holdings as of,"Jun 05, 2026"\n'
    'Inception Date,"May 22, 2000"\n'
    "\u00a0\n" + HEADER + '"AAA","A, INC","Tech","Equity","1,000.00","NASDAQ"\n'
    '"BRK.B","B INC CLASS B","Fin","Equity","900.00","New York Stock Exchange Inc."\n'
    '"MOGA","MOOG INC CLASS A","Ind","Equity","900.00","New York Stock Exchange Inc."\n'
    '"AAA","A, INC","Tech","Equity","1.00","NASDAQ"\n'
    '"-","LATELY DELISTED LTD","Fin","Equity","5.00","NASDAQ"\n'
    '"CCC","C INC CVR","Health","Equity","0.13","Nasdaq"\n'
    '"P5N994","PETRO ESCROW","Energy","Equity","0.26","Nnqs"\n'
    '"SEVNR","SEVEN HILLS RIGHTS EXP","Fin","Equity","6.00","NASDAQ"\n'
    '"DDD","D INC","Tech","Equity","6.00","NO MARKET (E.G. UNLISTED)"\n'
    '"99ZZ","ODD INC","Tech","Equity","6.00","NASDAQ"\n'
    '"XTSLA","TREASURY FUND","Cash and/or Derivatives","Money Market","9.00","-"\n'
    '"USD","USD CASH","Cash and/or Derivatives","Cash","9.00","-"\n'
    '"RTYM6","RUSSELL EMINI","Cash and/or Derivatives","Futures","0.00","CME"\n'
    '"EEE","E INC NOTE","Tech","Fixed Income","6.00","NASDAQ"\n'
    "\u00a0\n"
    '"The content is owned, licensed, and so on."\n'
).encode()


def download(*tickers: str, dated: str = "Jun 05, 2026") -> bytes:
    rows = "".join(f"{ticker},{ticker} INC,Tech,Equity,1.00,NASDAQ\n" for ticker in tickers)
    return f'Fund Holdings as of,"{dated}"\n{HEADER}{rows}'.encode()


def test_only_shares_listed_on_an_exchange_are_members_and_the_rest_is_counted() -> None:
    listed = parse_fund_list(DOWNLOAD, "the list")
    assert listed.as_of == date(2026, 6, 5)
    assert listed.symbols == ("AAA", "BRK-B", "MOGA")
    assert listed.removed == {
        "repeated ticker": 1,
        "no ticker": 1,
        "escrow, right or warrant": 3,
        "not listed on an exchange": 1,
        "not the ticker of a share": 1,
        "cash or collateral": 2,
        "futures": 1,
        "not equity": 1,
    }


@pytest.mark.parametrize(
    "written", ['"Jun 05, 2026"', "05-Jun-2026", "2026-06-05", '"June 5, 2026"', "06/05/2026"]
)
def test_the_date_of_a_list_is_read_in_the_ways_it_is_written(written: str) -> None:
    content = f"Fund Holdings as of,{written}\nTicker,Name\nAAA,a\n".encode()
    assert parse_fund_list(content, "the list").as_of == date(2026, 6, 5)


@pytest.mark.parametrize("line", ["", 'Fund Holdings as of,"soon"\n', "Fund Holdings as of\n"])
def test_a_list_without_a_readable_date_has_none(line: str) -> None:
    assert parse_fund_list(f"{line}Ticker\nAAA\n".encode(), "the list").as_of is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no Ticker column"),
        (b"Name,Weight\nA,1\n", "no Ticker column"),
        (b"<html></html>", "a web page"),
        (b"Ticker,Name\n", "lists no member"),
        (b"Ticker,Name\n-,x\n", "lists no member"),
        (bytes(range(128, 256)), "not a text file"),
    ],
)
def test_what_is_no_list_is_refused_and_said(content: bytes, says: str) -> None:
    with pytest.raises(BadData, match=f"^The list .*{says}"):
        parse_fund_list(content, "The list")


@pytest.mark.data
@pytest.mark.parametrize(
    ("file", "members", "removed"),
    [
        ("iwm_holdings_ishares_2026.csv", 1952, 15),
        ("russell2000_tickers_2026-02.csv", 1954, 5),
        ("russell_2000_components_2016.csv", 1909, 0),
    ],
)
def test_real_lists_account_for_every_row(data_dir: Path, file: str, members: int, removed: int) -> None:
    listed = parse_fund_list((data_dir / "universe" / file).read_bytes(), file)
    assert (len(listed.symbols), sum(listed.removed.values())) == (members, removed)


@dataclass
class Site:
    """A fund's site on the loopback interface, with the faults of real ones."""

    url: str = ""
    body: bytes = DOWNLOAD
    status: int = 200
    claims: int | None = None
    drip: threading.Event | None = None
    hits: int = 0


@pytest.fixture
def site() -> Iterator[Site]:
    state = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.hits += 1
            self.send_response(state.status)
            self.send_header("Content-Length", str(state.claims or len(state.body)))
            self.end_headers()
            if state.drip:
                self.wfile.write(b"x")
                self.wfile.flush()
                state.drip.wait(10)
                return
            self.wfile.write(state.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}/holdings.csv"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield state
        if state.drip:
            state.drip.set()
        server.shutdown()
        thread.join()


@dataclass
class Clock:
    time: datetime = datetime(2026, 6, 6, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


Open = Callable[..., HoldingsUniverse]


@pytest.fixture
def universe(site: Site, clock: Clock, tmp_path: Path) -> Open:
    def build(timeout: float = 5.0) -> HoldingsUniverse:
        return HoldingsUniverse("small", site.url, tmp_path / "lists", requests.Session, clock, timeout)

    return build


def test_a_list_is_fetched_kept_with_its_date_and_not_fetched_again_that_day(
    universe: Open, site: Site, tmp_path: Path
) -> None:
    listed = universe().membership("small", date(2026, 6, 8))
    assert (listed.universe, listed.as_of, len(listed.symbols)) == ("small", date(2026, 6, 5), 3)
    assert (tmp_path / "lists" / "2026-06-05.csv").read_bytes() == DOWNLOAD
    assert universe().membership("small", date(2026, 6, 8)) == listed
    assert site.hits == 1


def test_each_date_has_the_list_that_was_in_force(universe: Open, site: Site, clock: Clock) -> None:
    lists = universe()
    for day, tickers in ((5, "AB"), (9, "BC"), (12, "CD")):
        site.body = download(*tickers, dated=f"Jun {day:02d}, 2026")
        clock.time = datetime(2026, 6, day, 23, tzinfo=UTC)
        lists.membership("small", date(2026, 6, day + 1))
    found = {day: lists.membership("small", date(2026, 6, day)) for day in (1, 5, 8, 9, 12)}
    assert {day: "".join(listed.symbols) for day, listed in found.items()} == {
        1: "AB",
        5: "AB",
        8: "AB",
        9: "BC",
        12: "CD",
    }
    assert found[1].as_of == date(2026, 6, 5)
    assert site.hits == 3


def test_a_list_without_a_date_gets_the_day_of_its_download(universe: Open, site: Site) -> None:
    site.body = b"Ticker,Name\nAAA,a\n"
    assert universe().membership("small", date(2026, 6, 8)).as_of == date(2026, 6, 6)


def test_a_different_list_of_the_same_date_is_kept_beside_the_first(
    universe: Open, site: Site, clock: Clock, tmp_path: Path
) -> None:
    lists = universe()
    for body in (download("A", "B"), download("A", "B"), download("A", "C"), download("A", "C")):
        site.body = body
        lists.membership("small", date(2026, 6, 30))
        clock.time += timedelta(days=1)
    names = sorted(path.name for path in (tmp_path / "lists").glob("*.csv"))
    assert names == ["2026-06-05.2.csv", "2026-06-05.csv"]
    assert (tmp_path / "lists" / "2026-06-05.csv").read_bytes() == download("A", "B")
    assert lists.membership("small", date(2026, 6, 5)).symbols == ("A", "C")
    assert site.hits == 4


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"body": b"<!DOCTYPE html><p>Please accept our terms"}, SourceGarbled),
        ({"body": b"\xef\xbb\xbf \n<html>"}, SourceGarbled),
        ({"body": b"{}"}, SourceGarbled),
        ({"body": b""}, SourceGarbled),
        ({"claims": len(DOWNLOAD) + 50}, SourceGarbled),
        ({"body": b"x" * 21_000_000}, SourceGarbled),
        ({"status": 429}, RateLimited),
        ({"status": 503}, SourceDown),
        ({"status": 404}, SourceDown),
    ],
)
def test_each_fault_of_the_site_has_its_error(
    universe: Open, site: Site, tmp_path: Path, fault: dict[str, object], error: type[PlumbError]
) -> None:
    for name, value in fault.items():
        setattr(site, name, value)
    with pytest.raises(SourceDown) as caught:
        universe().membership("small", date(2026, 6, 8))
    assert type(caught.value) is error
    assert not (tmp_path / "lists").exists()


def test_a_silent_site_is_given_up_on(universe: Open, site: Site) -> None:
    site.drip = threading.Event()
    site.claims = 100
    with pytest.raises(SourceTimeout):
        universe(timeout=0.2).membership("small", date(2026, 6, 8))


def test_a_site_that_drips_is_cut_off_at_the_deadline(universe: Open, clock: Clock, site: Site) -> None:
    """The deadline is for the whole body: here the clock passes it after the first piece."""
    site.body = b"Ticker\n" + b"A\n" * 100_000
    ticks = iter(range(1000))
    lists = universe()
    lists._now = lambda: clock.time + timedelta(seconds=3 * next(ticks))
    with pytest.raises(SourceTimeout, match="too slow"):
        lists.membership("small", date(2026, 6, 8))


def test_an_unreachable_site_is_source_down(tmp_path: Path, clock: Clock) -> None:
    lists = HoldingsUniverse("small", "http://127.0.0.1:9/x", tmp_path, requests.Session, clock)
    with pytest.raises(SourceDown, match="could not be reached"):
        lists.membership("small", date(2026, 6, 8))


def test_when_the_site_is_down_the_newest_kept_list_serves_and_retries_wait(
    universe: Open, site: Site, clock: Clock
) -> None:
    lists = universe()
    lists.membership("small", date(2026, 6, 8))
    clock.time += timedelta(days=1)
    site.status = 503
    for _ in range(3):
        assert lists.membership("small", date(2026, 6, 8)).as_of == date(2026, 6, 5)
    assert site.hits == 2
    clock.time += timedelta(minutes=16)
    lists.membership("small", date(2026, 6, 8))
    assert site.hits == 3


def test_half_a_list_is_not_believed(universe: Open, site: Site, clock: Clock) -> None:
    lists = universe()
    site.body = download(*(f"A{letter}" for letter in "BCDEFGHIJ"))
    lists.membership("small", date(2026, 6, 8))
    clock.time += timedelta(days=1)
    site.body = download("AB", "AC", dated="Jun 06, 2026")
    assert lists.membership("small", date(2026, 6, 8)).as_of == date(2026, 6, 5)


def test_the_past_is_served_without_a_download(universe: Open, site: Site, clock: Clock) -> None:
    lists = universe()
    lists.membership("small", date(2026, 6, 8))
    clock.time += timedelta(days=30)
    lists.membership("small", date(2020, 1, 2))
    assert site.hits == 1


def test_another_universe_is_no_data(universe: Open, site: Site) -> None:
    with pytest.raises(NoData, match="there is one of small"):
        universe().membership("large", date(2026, 6, 8))
    assert site.hits == 0


@dataclass
class OneList:
    """A list that never changes."""

    symbols: tuple[str, ...]
    as_of: date = date(2024, 1, 8)

    def membership(self, universe: str, as_of: date) -> Membership:  # noqa: ARG002 - the port's arguments
        return Membership(universe, self.as_of, self.symbols, {}, "fake")


@dataclass
class FakeBars:
    """Ten sessions of every symbol but those that fail."""

    failing: Mapping[str, PlumbError] = field(default_factory=dict)
    name: str = "fake"
    batches: list[int] = field(default_factory=list)

    def bars(
        self,
        symbol: str,
        *,
        interval: Interval = "1d",
        start: date | None = None,  # noqa: ARG002
        end: date | None = None,  # noqa: ARG002
    ) -> Bars:
        days = pd.bdate_range("2024-01-01", periods=10)[len(symbol) - 1 :]
        frame = pd.DataFrame({"close": 10.0, "adj_close": float(len(symbol))}, index=days)
        return validate(frame, symbol=symbol, interval=interval, source=self.name)

    def batch(
        self,
        symbols: Sequence[str],
        *,
        start: date | None = None,  # noqa: ARG002
        end: date | None = None,  # noqa: ARG002
        progress: Progress = no_progress,
    ) -> Mapping[str, Bars | PlumbError]:
        self.batches.append(len(symbols))
        progress(len(symbols), len(symbols), symbols[-1])
        return {symbol: self.failing.get(symbol) or self.bars(symbol) for symbol in symbols}


def test_a_panel_is_the_adjusted_closes_of_the_members() -> None:
    panels = MarketPanels(OneList(("A", "BB", "CCC", "D")), FakeBars({"D": NoData("delisted")}))
    panel = panels.panel("small", date(2024, 1, 10))
    assert panel.symbols == ("A", "BB", "CCC")
    assert len(panel.membership.symbols) == 4
    assert panel.closes.shape == (10, 3)
    assert panel.closes[-1].tolist() == [1.0, 2.0, 3.0]
    assert np.isnan(panel.closes[0]).tolist() == [False, True, True]
    assert (panel.source, panel.biased, panel.simulated) == ("fake", False, False)
    assert panels.panel("small", date(2024, 1, 5)).biased


def test_the_panel_of_a_session_is_made_once_and_an_unfinished_one_again() -> None:
    bars = FakeBars()
    panels = MarketPanels(OneList(("A", "B")), bars)
    assert panels.panel("small", date(2024, 1, 12)) is panels.panel("small", date(2024, 1, 12))
    assert bars.batches == [2]
    panels.panel("small", date(2024, 1, 15))
    panels.panel("small", date(2024, 1, 15))
    assert bars.batches == [2, 2, 2]


def test_all_panels_are_the_one_of_the_newest_list() -> None:
    """A vendor has today's members alone; the panel that is there is not fetched again."""
    bars = FakeBars()
    panels = MarketPanels(OneList(("A", "B")), bars)
    (only,) = panels.panels("small")
    assert (only.symbols, only.membership, bars.batches) == (
        ("A", "B"),
        panels.membership("small", date.max),
        [2],
    )
    assert only.biased == (only.membership.as_of > only.index[0].date())
    kept = panels.panel("small", date(2024, 1, 12))
    assert panels.panels("small")[0].digest == kept.digest
    assert bars.batches == [2, 2]


def test_sixty_per_cent_or_fewer_members_are_no_panel() -> None:
    members = tuple("ABCDE")
    two_gone = {symbol: SourceDown("the line is dead") for symbol in "DE"}
    with pytest.raises(SourceDown, match=r"Only 3 of 5 members .* Most often: the line is dead"):
        MarketPanels(OneList(members), FakeBars(two_gone)).panel("small", date(2024, 1, 12))
    one_gone = {"E": SourceDown("x")}
    assert len(MarketPanels(OneList(members), FakeBars(one_gone)).panel("s", date(2024, 1, 12)).symbols) == 4


def test_before_the_first_close_there_is_no_data() -> None:
    with pytest.raises(NoData, match="begin on 2024-01-01"):
        MarketPanels(OneList(("A",)), FakeBars()).panel("small", date(2023, 12, 29))


def test_progress_counts_over_all_members() -> None:
    heard: list[tuple[int, int]] = []
    members = tuple(f"S{number}" for number in range(250))
    MarketPanels(OneList(members), FakeBars(), lambda done, total, _what: heard.append((done, total))).panel(
        "small", date(2024, 1, 12)
    )
    assert heard == [(100, 250), (200, 250), (250, 250)]
