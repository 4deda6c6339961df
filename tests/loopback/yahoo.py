"""Yahoo Finance on the loopback interface: a real HTTP server that speaks its wire format, and can misbehave.

    with LoopbackYahoo() as yahoo:
        yahoo.add_daily("IWM", frame, splits={date(2005, 6, 9): 2.0}, dividends={date(2025, 9, 16): 0.7})
        bars = YFinanceBars(yahoo.session, cache_dir=tmp_path).bars("IWM")

The real yfinance client talks to it: sessions rewrite Yahoo's addresses to this server's.
"""

import json
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

import pandas as pd
import requests
from requests.adapters import HTTPAdapter

ZONE = "America/New_York"
OPEN = pd.Timedelta(hours=9, minutes=30)
CLOSE = pd.Timedelta(hours=16)
PRICES = ("open", "high", "low", "close", "volume")

NOT_FOUND = {"code": "Not Found", "description": "No data found, symbol may be delisted"}
NO_SUCH_DATES = {"code": "Bad Request", "description": "Data doesn't exist for startDate and endDate"}


class Fault(Enum):
    """How an answer goes wrong."""

    RATE_LIMITED = auto()
    """429, with Retry-After where asked for."""
    WEB_PAGE = auto()
    """200 and HTML."""
    HALF_BODY = auto()
    """Content-Length promises more than is sent."""
    CUT_JSON = auto()
    """Half the document, correctly framed."""
    SILENT = auto()
    """Connected, and never a byte."""
    EMPTY = auto()
    """Known symbol, no bars; the look for the time zone still works."""
    OUT_OF_ORDER = auto()
    """503 and HTML."""
    UNAUTHORIZED = auto()
    """401 with Yahoo's error document."""
    MISSING = auto()
    """404, as for an unknown symbol."""
    STRANGE = auto()
    """200 and JSON of another shape."""


@dataclass
class _Plan:
    fault: Fault
    times: float
    symbol: str | None
    retry_after: int | None


@dataclass
class _Listing:
    meta: dict[str, Any]
    daily: pd.DataFrame | None = None
    intraday: pd.DataFrame | None = None
    events: dict[str, dict[str, Any]] = field(default_factory=dict)


_ANSWERS: Mapping[Fault, tuple[int, bytes]] = {
    Fault.WEB_PAGE: (200, b"<!DOCTYPE html><html><body>Welcome</body></html>"),
    Fault.OUT_OF_ORDER: (503, b"<html>Will be right back</html>"),
    Fault.UNAUTHORIZED: (
        401,
        b'{"finance": {"result": null, "error": {"code": "Unauthorized", "description": "Invalid Crumb"}}}',
    ),
    Fault.MISSING: (404, json.dumps({"chart": {"result": None, "error": NOT_FOUND}}).encode()),
    Fault.STRANGE: (200, b'{"chart": {"result": [{"meta": {}}], "error": null}}'),
}


class LoopbackYahoo:
    """The server. Use it as a context manager; `requests` counts what was asked, by path."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.documents: dict[str, dict[str, Any]] = {}
        """Other answers by path, e.g. "/v7/finance/options/IWM"; with `?date=…` where a query matters."""
        self.cookie_silent = False
        self._listings: dict[str, _Listing] = {}
        self._plans: list[_Plan] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        double = self

        class Handler(_Handler):
            yahoo = double

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Self:
        forget_everything()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        forget_everything()

    @property
    def address(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def session(self) -> requests.Session:
        """A `requests` session that reaches this server at Yahoo's addresses."""
        session = requests.Session()
        session.trust_env = False
        session.mount("https://", _Rewriting(self.address))
        return session

    def browser_session(self) -> Any:
        """The same with curl_cffi, the library behind yfinance's own sessions."""
        from curl_cffi import requests as curl  # noqa: PLC0415 - a native library, for the tests that ask for it

        session = curl.Session(impersonate="chrome", trust_env=False)
        plain, address = session.request, self.address
        session.request = lambda method, url, **kwargs: plain(method, _rewritten(url, address), **kwargs)
        return session

    def add_daily(
        self,
        symbol: str,
        frame: pd.DataFrame,
        *,
        splits: Mapping[date, float] | None = None,
        dividends: Mapping[date, float] | None = None,
        currency: str = "USD",
    ) -> None:
        """List a symbol with bars as Yahoo has them; `frame` is indexed by session."""
        listing = self._listing(symbol, currency)
        stamps = _midnight(frame.index) + OPEN
        listing.daily = frame.set_axis(stamps)
        listing.meta["firstTradeDate"] = int(stamps[0].timestamp())
        listing.events = {
            "dividends": {
                str(at := _stamp(day)): {"amount": amount, "date": at}
                for day, amount in (dividends or {}).items()
            },
            "splits": {
                str(at := _stamp(day)): {"date": at, "numerator": ratio, "denominator": 1.0}
                for day, ratio in (splits or {}).items()
            },
        }

    def add_intraday(self, symbol: str, frame: pd.DataFrame) -> None:
        """5-minute bars; `frame` is indexed by bar start, UTC."""
        self._listing(symbol, "USD").intraday = frame

    def break_with(
        self,
        fault: Fault,
        *,
        times: float = float("inf"),
        symbol: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        """Misbehave in the next answers with data, for one symbol or all."""
        with self._lock:
            self._plans.append(_Plan(fault, times, symbol, retry_after))

    def heal(self) -> None:
        """Serve again."""
        with self._lock:
            self._plans.clear()

    def asked(self, symbol: str) -> int:
        """Requests for the chart of a symbol."""
        return self.requests[f"/v8/finance/chart/{symbol}"]

    def _listing(self, symbol: str, currency: str) -> _Listing:
        meta = {
            "currency": currency,
            "symbol": symbol,
            "exchangeName": "PCX",
            "instrumentType": "INDEX" if symbol.startswith("^") else "ETF",
            "firstTradeDate": None,
            "gmtoffset": -18000,
            "timezone": "EST",
            "exchangeTimezoneName": ZONE,
            "priceHint": 2,
            "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"],
        }
        return self._listings.setdefault(symbol, _Listing(meta))

    def _fault_for(self, symbol: str, *, bars: bool) -> _Plan | None:
        with self._lock:
            for plan in self._plans:
                fits = plan.symbol in {None, symbol} and (bars or plan.fault is not Fault.EMPTY)
                if fits and plan.times > 0:
                    plan.times -= 1
                    return plan
        return None

    def _chart(self, symbol: str, query: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        listing = self._listings.get(symbol)
        if listing is None:
            return 404, _chart_error(NOT_FOUND)
        intraday = query.get("interval", "1d") != "1d"
        frame = listing.intraday if intraday else listing.daily
        if frame is None:
            return 404, _chart_error(NOT_FOUND)
        events = {} if intraday else listing.events
        if "period1" in query:
            first, last = (
                pd.Timestamp(int(query[key]), unit="s", tz="UTC") for key in ("period1", "period2")
            )
            frame = frame[(frame.index >= first) & (frame.index < last)]
            if frame.empty:
                return 400, _chart_error(NO_SUCH_DATES)
            events = {
                kind: {at: event for at, event in of.items() if int(query["period1"]) <= int(at)}
                for kind, of in events.items()
            }
        elif query.get("range") == "1d":
            frame, events = frame.iloc[-1:], {}
        return 200, _chart(listing.meta, frame, events, intraday=intraday)

    def _empty(self, symbol: str) -> dict[str, Any]:
        result = {"meta": self._listings[symbol].meta, "indicators": {"quote": [{}], "adjclose": [{}]}}
        return {"chart": {"result": [result], "error": None}}

    def wait_until_closing(self) -> None:
        self._closing.wait(60)


class _Rewriting(HTTPAdapter):
    """Sends what is meant for Yahoo to the loopback; the session goes on believing in Yahoo's address."""

    def __init__(self, address: str) -> None:
        super().__init__(pool_maxsize=32)
        self._address = address

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        redirected = request.copy()
        redirected.url = _rewritten(str(request.url), self._address)
        response = super().send(redirected, *args, **kwargs)
        response.request, response.url = request, str(request.url)
        return response


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    yahoo: LoopbackYahoo
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        yahoo = self.yahoo
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        with yahoo._lock:
            yahoo.requests[path] += 1
        if path == "/v1/test/getcrumb":
            self._send(200, b"loopback.crumb", kind="text/plain")
        elif path.startswith(("/v8/", "/v7/", "/v10/", "/ws/")):
            self._data(path, query)
        elif yahoo.cookie_silent:
            yahoo.wait_until_closing()
        else:
            cookie = (
                "A3=loopback; Max-Age=31557600; Domain=.yahoo.com; Path=/; SameSite=None; Secure; HttpOnly"
            )
            self._send(404, b"<html>nothing here</html>", kind="text/html", headers={"Set-Cookie": cookie})

    def _data(self, path: str, query: Mapping[str, str]) -> None:
        yahoo = self.yahoo
        symbol = path.rpartition("/")[2]
        is_chart = path.startswith("/v8/finance/chart/")
        looks_for_zone = query.get("range") == "1d" and "period1" not in query
        plan = yahoo._fault_for(symbol, bars=is_chart and not looks_for_zone)
        if is_chart:
            status, document = yahoo._chart(symbol, query)
        else:
            asked = f"{path}?date={query['date']}" if "date" in query else path
            status, document = 200, yahoo.documents.get(asked, {})
            if not document:
                status, document = 404, {"quoteSummary": {"result": None, "error": NOT_FOUND}}
        body = json.dumps(document).encode()
        if plan is None:
            self._send(status, body)
        else:
            self._misbehave(plan, symbol, body)

    def _misbehave(self, plan: _Plan, symbol: str, body: bytes) -> None:
        half = body[: len(body) // 2]
        match plan.fault:
            case Fault.RATE_LIMITED:
                after = {} if plan.retry_after is None else {"Retry-After": str(plan.retry_after)}
                self._send(429, b"Too Many Requests\r\n", kind="text/html", headers=after)
            case Fault.HALF_BODY:
                self._send(200, half, length=len(body))
                self.close_connection = True
            case Fault.CUT_JSON:
                self._send(200, half)
            case Fault.SILENT:
                self.yahoo.wait_until_closing()
                self.close_connection = True
            case Fault.EMPTY:
                self._send(200, json.dumps(self.yahoo._empty(symbol)).encode())
            case fault:
                self._send(*_ANSWERS[fault])

    def _send(
        self,
        status: int,
        body: bytes,
        *,
        kind: str = "application/json;charset=utf-8",
        headers: Mapping[str, str] | None = None,
        length: int | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        # with the head still in the buffer the answer is one packet
        self._headers_buffer.append(b"\r\n" + body)  # type: ignore[attr-defined]
        try:
            self.flush_headers()
        except OSError:  # the client has gone
            self.close_connection = True


def forget_everything() -> None:
    """Forget what yfinance keeps for the process: session, crumb, answers, open caches."""
    from yfinance import cache, data  # noqa: PLC0415 - half a second, and not every test needs it

    data.SingletonMeta._instances.clear()
    data.YfData.cache_get.cache_clear()
    cache._TzCacheManager._tz_cache = None
    cache._CookieCacheManager._Cookie_cache = None


def _rewritten(url: str, address: str) -> str:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{address}{parts.path or '/'}{query}"


def _midnight(index: pd.Index) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(index).normalize().tz_localize(ZONE)


def _stamp(day: date) -> int:
    return int((pd.Timestamp(day, tz=ZONE) + OPEN).timestamp())


def _chart_error(error: dict[str, str]) -> dict[str, Any]:
    return {"chart": {"result": None, "error": error}}


def _chart(
    meta: dict[str, Any], frame: pd.DataFrame, events: dict[str, dict[str, Any]], *, intraday: bool
) -> dict[str, Any]:
    index = pd.DatetimeIndex(frame.index)
    seconds = [int(stamp.timestamp()) for stamp in index]
    quote = {name: _column(frame[name]) for name in PRICES}
    meta = {**meta, "dataGranularity": "5m" if intraday else "1d", "regularMarketTime": seconds[-1]}
    indicators: dict[str, Any] = {"quote": [quote]}
    if intraday:
        days = index.tz_convert(ZONE).normalize().unique()
        meta["tradingPeriods"] = [[_period(day)] for day in days]
    else:
        indicators["adjclose"] = [{"adjclose": _column(frame["adj_close"])}]
    result = {"meta": meta, "timestamp": seconds, "indicators": indicators}
    if kept := {kind: of for kind, of in events.items() if of}:
        result["events"] = kept
    return {"chart": {"result": [result], "error": None}}


def _period(day: pd.Timestamp) -> dict[str, Any]:
    start, end = (int((day + offset).timestamp()) for offset in (OPEN, CLOSE))
    return {"timezone": "EST", "start": start, "end": end, "gmtoffset": -18000}


def _column(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else value.item() for value in values.to_numpy()]


def daily_frame(first: str = "2025-01-06", sessions: int = 60, price: float = 200.0) -> pd.DataFrame:
    """Quiet, valid daily bars on weekdays, `adj_close` two per cent below `close`."""
    close = pd.Series(
        [price + 0.25 * row + (row % 5) for row in range(sessions)],
        index=pd.bdate_range(first, periods=sessions),
    )
    return pd.DataFrame(
        {
            "open": close - 0.5,
            "high": close + 1.0,
            "low": close - 1.0,
            "close": close,
            "adj_close": close * 0.98,
            "volume": 1_000_000,
        }
    )


def intraday_frame(sessions: int = 2, first: str = "2025-03-06") -> pd.DataFrame:
    """5-minute bars of whole sessions, indexed by bar start, UTC."""
    days = pd.bdate_range(first, periods=sessions).tz_localize(ZONE)
    starts = [pd.date_range(day + OPEN, day + CLOSE, freq="5min", inclusive="left") for day in days]
    index = starts[0].append(starts[1:]).tz_convert("UTC")
    return daily_frame(sessions=len(index)).set_axis(index).drop(columns="adj_close")
