"""What a symbol looks like, and whose spelling it is in."""

import re

from tools.errors import BadRequest

_SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.\-^=]{0,11}")
_SHARE_CLASS = re.compile(r"[A-Z]+\.[A-Z]")


def symbol_of(text: str) -> str:
    """What a person typed as a symbol, in upper case: " iwm" -> "IWM".

    Raises:
        BadRequest: It is not shaped like one.
    """
    symbol = text.strip().upper()
    if not is_symbol(symbol):
        raise BadRequest(
            f"{text.strip()[:40]!r} is not a symbol: up to 12 letters, digits or . - ^ =, "
            "such as IWM, BRK-B or ^VIX."
        )
    return symbol


def is_symbol(text: str) -> bool:
    """Whether a text is shaped like a symbol in upper case."""
    return text.isascii() and _SYMBOL.fullmatch(text) is not None


def us_ticker(text: str) -> str:
    """The ticker of a US listing in Yahoo's spelling: a share class follows a hyphen, "BRK.B" -> "BRK-B".

    Only for tickers known to be of a US list: elsewhere what follows a dot is the exchange.
    """
    ticker = text.strip().upper()
    return ticker.replace(".", "-") if _SHARE_CLASS.fullmatch(ticker) else ticker
