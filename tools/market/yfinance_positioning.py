"""Who holds a symbol, as far as Yahoo tells: short interest, shares outstanding, one option chain."""

import math
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from tools.bars import Positioning
from tools.errors import NoData, PlumbError
from tools.market.patience import in_threads
from tools.market.symbols import symbol_of
from tools.market.yfinance_wire import VENDOR, Wire
from tools.types import Absent

_SHARES_HISTORY = timedelta(days=548)
_EXPIRY_DAYS = 30
"""The expiry nearest to so many days ahead is read: the usual tenor of skew and expected move."""

_SHORTEST_DAYS = 7
_DELTA = 0.25
_LOWEST_VOLATILITY, _HIGHEST_VOLATILITY = 0.01, 5.0
"""Yahoo writes 0.00001 where there is no quote to imply a volatility from."""


class YFinancePositioning:
    """`PositioningSource` over Yahoo. Short interest and options are known for the current session only.

    Args:
        wire: The session with Yahoo, shared with `YFinanceBars`.
        current_session: The session that is running or was last to close.
    """

    def __init__(self, wire: Wire, current_session: Callable[[], date]) -> None:
        self._wire = wire
        self._current_session = current_session

    def positioning(self, symbol: str, as_of: date) -> Positioning:
        """What Yahoo knows; a part it does not serve is absent, with the trouble as its reason."""
        symbol = symbol_of(symbol)
        parts = {"short": _short_interest, "shares": _shares, "options": _options}
        found: dict[str, Any] = {}
        if as_of != self._current_session():
            for part, what in (("short", "short interest"), ("options", "options")):
                found[part] = Absent(f"{VENDOR} gives {what} as of now only, not for {as_of.isoformat()}")
        wanted = [part for part in parts if part not in found]

        def read(part: str) -> object:
            return self._wire.ask(symbol, lambda ticker: parts[part](ticker, as_of))

        # side by side, so that a silent source costs one deadline
        with closing(in_threads(wanted, read, threads=len(wanted))) as answers:
            for part, answer in answers:
                if isinstance(answer, BaseException) and not isinstance(answer, PlumbError):
                    raise answer
                found[part] = Absent(str(answer)) if isinstance(answer, PlumbError) else answer
        return Positioning(found["short"], found["shares"], found["options"])


def _short_interest(ticker: Any, as_of: date) -> tuple[date, float] | Absent:  # noqa: ANN401 - vendor
    about = ticker.info
    shares, settled = about.get("sharesShort"), about.get("dateShortInterest")
    if not shares or not settled:
        return Absent(f"{VENDOR} gives no short interest for {ticker.ticker}")
    day = datetime.fromtimestamp(settled, UTC).date()
    if day > as_of:
        return Absent(f"{VENDOR}'s short interest for {ticker.ticker} is dated {day}, after {as_of}")
    return day, float(shares)


def _shares(ticker: Any, as_of: date) -> tuple[tuple[date, float], ...] | Absent:  # noqa: ANN401 - vendor
    counts = ticker.get_shares_full(start=as_of - _SHARES_HISTORY, end=as_of + timedelta(days=1))
    by_day: dict[date, float] = {}
    if counts is not None:
        by_day = {
            stamp.date(): float(count)
            for stamp, count in counts.dropna().items()
            if stamp.date() <= as_of and count > 0
        }
    if not by_day:
        return Absent(f"{VENDOR} gives no history of shares outstanding for {ticker.ticker}")
    return tuple(sorted(by_day.items()))


def _options(ticker: Any, as_of: date) -> tuple[date, Mapping[str, float]] | Absent:  # noqa: ANN401 - vendor
    expiries = [date.fromisoformat(text) for text in ticker.options]
    far_enough = [day for day in expiries if (day - as_of).days >= _SHORTEST_DAYS]
    if not far_enough:
        return Absent(f"{VENDOR} lists no options on {ticker.ticker}")
    expiry = min(far_enough, key=lambda day: abs((day - as_of).days - _EXPIRY_DAYS))
    chain = ticker.option_chain(expiry.isoformat())
    spot = (chain.underlying or {}).get("regularMarketPrice")
    if chain.calls is None or not spot:
        raise NoData("the option chain is empty")
    figures = chain_figures(Chain(chain.calls, chain.puts, float(spot), (expiry - as_of).days / 365))
    if not figures:
        return Absent(f"{VENDOR} has no usable option quotes for {ticker.ticker} now")
    return as_of, figures


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """The options of one expiry.

    Attributes:
        calls, puts: One row per strike, with `strike bid ask volume openInterest impliedVolatility`.
        spot: The underlying, USD.
        years: Time to expiry.
    """

    calls: pd.DataFrame
    puts: pd.DataFrame
    spot: float
    years: float


def chain_figures(chain: Chain) -> dict[str, float]:
    """What one expiry says; a figure without its inputs is left out.

    Returns:
        `put_call_volume` and `put_call_open_interest`: ratios of the sums over all strikes.
        `skew_25d`: volatility of the put less that of the call of 25 delta, points; interpolated in
        delta (Black-Scholes without rates) between out-of-the-money options with two-sided quotes.
        `expected_move`: the straddle nearest the money, at mid prices, in per cent of spot.
    """
    found = {
        "put_call_volume": _ratio(chain, "volume"),
        "put_call_open_interest": _ratio(chain, "openInterest"),
        "skew_25d": 100 * (_volatility_at(chain, chain.puts, -1) - _volatility_at(chain, chain.calls, 1)),
        "expected_move": _straddle(chain),
    }
    return {name: value for name, value in found.items() if math.isfinite(value)}


def _ratio(chain: Chain, column: str) -> float:
    puts, calls = (float(side[column].fillna(0).sum()) for side in (chain.puts, chain.calls))
    return puts / calls if calls > 0 else math.nan


def _quoted(side: pd.DataFrame) -> pd.DataFrame:
    return side[(side["bid"] > 0) & (side["ask"] >= side["bid"])]


def _volatility_at(chain: Chain, side: pd.DataFrame, sign: int) -> float:
    """Implied volatility at 25 delta of the calls (+1) or puts (-1); NaN where the quotes do not span it."""
    quoted = _quoted(side)
    volatility = quoted["impliedVolatility"].to_numpy(dtype=float)
    strike = quoted["strike"].to_numpy(dtype=float)
    usable = (volatility > _LOWEST_VOLATILITY) & (volatility < _HIGHEST_VOLATILITY) & (strike > 0)
    volatility, strike = volatility[usable], strike[usable]
    spread = volatility * math.sqrt(chain.years)
    d1 = np.log(chain.spot / strike) / spread + spread / 2
    delta = np.array([_normal(sign * value) for value in d1])
    outside = delta < 0.5
    delta, volatility = delta[outside], volatility[outside]
    if not len(delta) or not delta.min() <= _DELTA <= delta.max():
        return math.nan
    order = np.argsort(delta)
    return float(np.interp(_DELTA, delta[order], volatility[order]))


def _normal(value: float) -> float:
    return (1 + math.erf(value / math.sqrt(2))) / 2


def _straddle(chain: Chain) -> float:
    pairs = _quoted(chain.calls).merge(_quoted(chain.puts), on="strike", suffixes=("_call", "_put"))
    if pairs.empty:
        return math.nan
    nearest = pairs.iloc[int((pairs["strike"] - chain.spot).abs().argmin())]
    mids = sum(float(nearest[f"{price}_{kind}"]) / 2 for price in ("bid", "ask") for kind in ("call", "put"))
    return 100 * mids / chain.spot
