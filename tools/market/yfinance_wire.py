"""The wire to Yahoo: the session yfinance talks through, judged answer by answer, and its errors translated.

yfinance swallows causes: a time-out, a web page and an unknown symbol all end as "possibly delisted", and
it keeps bad answers in a cache. So each answer is judged here before yfinance sees it, and what is not data
is raised as one of our errors, which pass through it unharmed.
"""

import json
import logging
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pandas.errors import Pandas4Warning

from tools.errors import NoData, RateLimited, SourceDown, SourceGarbled, SourceTimeout
from tools.market.patience import Patience, Throttled

T = TypeVar("T")

SOURCE = "yfinance"
VENDOR = "Yahoo"

_CHART = "https://query2.finance.yahoo.com/v8/finance/chart/"
_DATA_HOSTS = frozenset({"query1.finance.yahoo.com", "query2.finance.yahoo.com"})
_CRUMB_PATH = "/v1/test/getcrumb"

_COOKIE_SHARE = 1 / 8
"""Of a call's time, at most this much for one request of a cookie: data come without it too, so a
silent cookie host must not use up the deadline."""

_ZONE = b'"exchangeTimezoneName"'
"""In every chart, also in one without bars."""

_SMALL_BODY = 2_000
"""Bytes; Yahoo's error documents are smaller, answers with bars are larger."""

_NOTHING_THERE = frozenset({400, 404, 422})
"""With an error document: unknown symbol, no bars between the dates, interval not kept that long."""

_BROKEN_OFF = frozenset({"ChunkedEncodingError", "ContentDecodingError", "IncompleteRead", "JSONDecodeError"})
"""Names, because each library has a family of its own; all of them are OSError."""

_REFUSED = frozenset({401, 403})


SessionFactory = Callable[[], Any]
"""Makes what yfinance accepts: a `requests.Session` or a `curl_cffi.requests.Session`; they share no type."""


class Wire:
    """One session with Yahoo, shared by the adapters.

    Args:
        patience: How it is asked.
        session_factory: Makes the session; None for yfinance's own kind, which looks like a browser.
        cache_dir: Where yfinance keeps time zones and cookies; None for its default.
    """

    def __init__(
        self,
        patience: Patience,
        *,
        session_factory: SessionFactory | None = None,
        cache_dir: Path | None = None,
    ) -> None:
        self.patience = patience
        self._make = session_factory or _browser_session
        self._cache_dir = cache_dir
        self._lock = threading.Lock()
        self._session: Any = None
        self._module: Any = None
        self._call = threading.local()

    def ask(self, symbol: str, read: Callable[[Any], T], *, wait_when_limited: bool = True) -> T:
        """What `read` makes of the yfinance ticker of a symbol.

        Raises:
            NoData: Yahoo has nothing of it, asked twice.
            SourceDown: Yahoo did not serve.
        """

        def once(seconds: float) -> T:
            self._begin(seconds)
            try:
                yfinance = self._vendor()
                return read(yfinance.Ticker(symbol, session=self._opened()))
            except Exception as error:
                raise _translated(error, symbol) from error

        return self.patience.ask(once, wait_when_limited=wait_when_limited)

    def probe(self, seconds: float) -> None:
        """One small request, once.

        Raises:
            SourceDown: Yahoo does not serve.
        """
        self._begin(seconds)
        self._opened().request("GET", f"{_CHART}SPY", params={"range": "1d", "interval": "1d"})

    def _begin(self, seconds: float) -> None:
        self._call.expires = self.patience.clock() + seconds
        self._call.refusals = 0

    def _vendor(self) -> Any:  # noqa: ANN401 - a module without types
        with self._lock:
            if self._module is None:
                import yfinance  # noqa: PLC0415 - half a second, and most commands do not need it

                _quiet(yfinance)
                if self._cache_dir is not None:
                    yfinance.set_tz_cache_location(str(self._cache_dir))
                # opened here, by one thread: several at once find the new database locked
                yfinance.cache.get_tz_cache().lookup("")
                yfinance.cache.get_cookie_cache().lookup("")
                self._module = yfinance
            return self._module

    def _opened(self) -> Any:  # noqa: ANN401 - see SessionFactory
        with self._lock:
            if self._session is None:
                session = self._make()
                session.request = self._judged(session.request)
                self._session = session
            return self._session

    def _judged(self, request: Callable[..., Any]) -> Callable[..., Any]:
        def judged(method: str, url: str, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the session takes
            left = self._call.expires - self.patience.clock()
            if left <= 0:
                raise SourceTimeout(f"{VENDOR} did not answer in time.")
            parts = urlsplit(url)
            if parts.hostname not in _DATA_HOSTS or parts.path == _CRUMB_PATH:
                share = self.patience.deadline_seconds * _COOKIE_SHARE
                # left to yfinance as it is: it goes on without a cookie
                return request(method, url, **{**kwargs, "timeout": min(left, share)})
            try:
                response = request(method, url, **{**kwargs, "timeout": left})
            except OSError as error:
                raise _connection_error(error) from error
            self._judge(response)
            return response

        return judged

    def _judge(self, response: Any) -> None:  # noqa: ANN401 - of either library
        status: int = response.status_code
        if status == 429:
            seconds = _seconds(response.headers.get("Retry-After"))
            when = "a few minutes" if seconds is None else f"{seconds:.0f} s"
            raise Throttled(f"{VENDOR} asks to slow down; try again in {when}.", seconds)
        if status in _REFUSED:
            self._call.refusals += 1
            if self._call.refusals > 1:
                raise SourceDown(f"{VENDOR} refuses to serve this client (HTTP {status}).")
            return  # yfinance renews its cookie and asks again
        if status >= 500:
            raise SourceDown(f"{VENDOR} is out of order (HTTP {status}).")
        body: bytes = response.content
        if not body.lstrip().startswith(b"{"):
            raise SourceGarbled(f"{VENDOR} answered with something that is not market data (HTTP {status}).")
        if status != 200 or len(body) < _SMALL_BODY:
            _judge_small(status, body)
        if "/v8/finance/chart/" in response.url and _ZONE not in body:
            # yfinance would keep this answer and trip over it again on every retry
            raise SourceGarbled(f"{VENDOR}'s answer is not in the form it should be in.")


def _judge_small(status: int, body: bytes) -> None:
    try:
        document = json.loads(body)
    except ValueError as broken:
        raise SourceGarbled(f"{VENDOR}'s answer breaks off in the middle.") from broken
    errors = [part.get("error") for part in document.values() if isinstance(part, dict)]
    reason: Any = next(filter(None, errors), None)
    if reason is None and status == 200:
        return
    if reason is None or status not in {200, *_NOTHING_THERE}:
        raise SourceDown(f"{VENDOR} is out of order (HTTP {status}).")
    if status == 404:
        # its text guesses at a delisting, also for a slip of the pen
        raise NoData("check the symbol")
    said = reason.get("description") if isinstance(reason, dict) else reason
    raise NoData(f"it says: {str(said)[:200]}")


def _connection_error(error: OSError) -> SourceDown:
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"Timeout", "TimeoutError"}:
        return SourceTimeout(f"{VENDOR} did not answer in time.")
    if names & _BROKEN_OFF:
        return SourceGarbled(f"{VENDOR}'s answer breaks off in the middle.")
    return SourceDown(f"{VENDOR} cannot be reached; check the network connection.")


def _translated(error: Exception, symbol: str) -> Exception:
    """The error of ours that stands for one that came through yfinance; a bug of our own stays what it is."""
    from peewee import PeeweeException  # noqa: PLC0415 - what yfinance keeps its caches with
    from yfinance import exceptions  # noqa: PLC0415 - as above

    answer: Exception = error
    if type(error) is NoData:
        answer = NoData(f"{VENDOR} has no data for {symbol}; {error}.")
    elif isinstance(error, exceptions.YFRateLimitError):
        answer = RateLimited(f"{VENDOR} asks to slow down; try again in a few minutes.")
    elif isinstance(error, exceptions.YFTickerMissingError):
        answer = NoData(f"{VENDOR} has no data for {symbol}; check the symbol and the dates.")
    elif isinstance(error, PeeweeException):
        answer = SourceDown(f"yfinance cannot use its cache ({error}); empty its folder or make it writable.")
    elif isinstance(error, OSError):
        answer = _connection_error(error)
    elif isinstance(error, exceptions.YFException | ValueError | LookupError | TypeError | AttributeError):
        # yfinance stumbling over a document of another shape
        answer = SourceGarbled(f"{VENDOR}'s answer for {symbol} is not in the form it should be in.")
    return answer


def _seconds(header: str | None) -> float | None:
    # the form with a date is not worth a clock: our own back-off serves
    return float(header) if header is not None and header.strip().isdigit() else None


def _browser_session() -> Any:  # noqa: ANN401 - see SessionFactory
    from curl_cffi import requests  # noqa: PLC0415 - a native library, for this adapter only

    return requests.Session(impersonate="chrome")


def _quiet(yfinance: Any) -> None:  # noqa: ANN401 - a module
    """Let yfinance raise instead of logging, and say nothing itself."""
    yfinance.config.debug.hide_exceptions = False
    logger = logging.getLogger("yfinance")
    if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
        # without a handler Python writes its warnings to the terminal, across the cards
        logger.addHandler(logging.NullHandler())
    # by module and for good: warnings.catch_warnings is not safe between threads
    warnings.filterwarnings("ignore", category=Pandas4Warning, module=r"yfinance\.")
