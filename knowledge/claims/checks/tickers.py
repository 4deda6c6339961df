"""Which capitals of a document are tickers."""

import re

from knowledge.types import Document

_FUNDS = frozenset(
    """
    SPY VOO IVV QQQ DIA IWM IWO IWN VTWO MDY IJR IJH TLT IEF SHY HYG JNK LQD AGG GLD SLV USO UNG
    VXX UVXY KRE KBE XLF XLK XLE XLV XLI XLY XLP XLU XLB XLRE XLC XBI IBB SMH SOXX ARKK EEM EFA FXI
    RSP TNA TZA VIX AAPL MSFT NVDA AMZN GOOGL GOOG META TSLA AMD NFLX JPM BAC AVGO
    """.split()  # noqa: SIM905 - one word a line would take a page
)
"""Tickers that are taken for one wherever they stand in capitals."""

_NO_TICKER = frozenset(
    """
    ETF ETFS RSI SMA EMA MACD ADX ATR FOMC CPI PCE PPI GDP PMI ISM AI US USA UK EU EM NYSE NAV AUM
    YTD EPS PE IPO CEO CFO HY IG OAS FAQ TL DR TLDR II III IV BULL BEAR BASE RISK AND OR THE FOR OF
    IN ON TO BY VS IT NOT ALL KEY Q1 Q2 Q3 Q4 FY EST ET PM AM UTC SEC FED BLS BEA USD EUR BUY SELL
    HOLD NOTE PDF API OPEX
    """.split()  # noqa: SIM905 - one word a line would take a page
)
"""Capitals of headings that are no tickers."""

_CASH_TAG = re.compile(
    r"(?:\$|\b(?:ticker|NYSE|NASDAQ|Nasdaq|NYSEARCA|NYSE Arca|AMEX|CBOE):[ ]?)(?P<symbol>[A-Z]{1,5})\b"
)
CAPITALS = re.compile(r"(?<![A-Za-z0-9/&])(?P<symbol>[A-Z]{2,5})(?![A-Za-z0-9])(?!/[A-Z])")
"""A word in capitals that may be a ticker."""


def tickers_of(document: Document, plain: str) -> frozenset[str]:
    """Every ticker that a document's words may mean.

    Args:
        document: The document.
        plain: Its text in plain characters.
    """
    tagged = {match["symbol"] for match in _CASH_TAG.finditer(plain)}
    headed = {
        match["symbol"]
        for heading in (document.title, *{words for block in document.blocks for words in block.section})
        for match in CAPITALS.finditer(heading)
        if match["symbol"] not in _NO_TICKER
    }
    return frozenset(document.symbols) | tagged | headed | _FUNDS
