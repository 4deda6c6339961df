"""From what people call a fund or an index to its symbol."""

import difflib
import re
from collections.abc import Mapping

from tools.errors import BadRequest
from tools.market.symbols import symbol_of

_NAMES: Mapping[str, str] = {
    "russell 2000": "IWM",
    "russell": "IWM",
    "russell2000": "IWM",
    "small caps": "IWM",
    "small cap": "IWM",
    "smallcaps": "IWM",
    "us small caps": "IWM",
    "small cap stocks": "IWM",
    "small companies": "IWM",
    "ishares russell 2000": "IWM",
    "ishares russell 2000 etf": "IWM",
    "rut": "IWM",
    "s&p": "SPY",
    "s&p 500": "SPY",
    "s&p500": "SPY",
    "s and p": "SPY",
    "s and p 500": "SPY",
    "sp 500": "SPY",
    "sp500": "SPY",
    "spx": "SPY",
    "large caps": "SPY",
    "large cap": "SPY",
    "nasdaq": "QQQ",
    "nasdaq 100": "QQQ",
    "nasdaq100": "QQQ",
    "ndx": "QQQ",
    "regional banks": "KRE",
    "high yield": "HYG",
    "high yield bonds": "HYG",
    "junk bonds": "HYG",
    "treasuries": "IEF",
    "vix": "^VIX",
    "volatility index": "^VIX",
}
"""Names in lower case, without an article, "index" or "etf" at the end; the funds stand for their indices."""

_TICKER = re.compile(r"[\^]?[A-Za-z0-9][A-Za-z0-9.\-^=]{0,11}")
_EXAMPLES = "a ticker such as IWM, or words such as Russell 2000, small caps, S&P 500, Nasdaq 100"


def symbol_in(words: str) -> str:
    """The symbol a person means: " $iwm" -> "IWM", "the S&P 500" -> "SPY".

    A word that is no known name but shaped like a ticker is taken for one, so that every symbol of the
    source can be asked for.

    Raises:
        BadRequest: Neither a name known here nor shaped like a ticker; the text suggests names.
    """
    text = " ".join(words.split())
    name = _bare(text)
    if not text.startswith("$") and name in _NAMES:
        return _NAMES[name]
    ticker = text.removeprefix("$")
    if _TICKER.fullmatch(ticker):
        return symbol_of(ticker)
    near = difflib.get_close_matches(name, _NAMES, n=2, cutoff=0.6)
    meant = f" Did you mean {' or '.join(f'{one} ({_NAMES[one]})' for one in near)}?" if near else ""
    raise BadRequest(f"{text[:40]!r} is no symbol known here: allowed is {_EXAMPLES}.{meant}")


def symbol_or_any(words: str) -> str | None:
    """The symbol, or None for "any".

    Raises:
        BadRequest: As `symbol_in`.
    """
    return None if words.strip().lower() in ("any", "all", "") else symbol_in(words)


def _bare(text: str) -> str:
    """Lower case, hyphens as blanks, without an article before or "index", "etf", "stocks" behind."""
    name = " ".join(text.lower().replace("-", " ").split())
    name = name.removeprefix("the ")
    for ending in (" index", " etf", " stocks", " fund"):
        name = name.removesuffix(ending)
    return name
