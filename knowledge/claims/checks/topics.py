"""Which instrument a figure in dollars belongs to, as far as the words around it tell."""

import re
from functools import lru_cache

from knowledge.claims.checks.reading import Line, Reading, reading_of
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

_OTHERS = re.compile(
    r"\b(?:(?:[Gg]old|[Ss]ilver|[Cc]opper|[Cc]rude|[Bb]rent|WTI|[Nn]atural gas|[Bb]itcoin"
    r"|[Ee]ther(?:eum)?)\b(?![ ]?(?:-|miners|standard))"
    r"|the (?:Dow|Nasdaq|Nasdaq Composite|S&P 500)(?=[ ](?:rose|fell|added|gained|lost|shed|tacked|closed"
    r"|slipped|climbed|dropped|is|was)))"
)
"""Other things with prices, by name; their figures are none of a ticker's."""

_CASH_TAG = re.compile(
    r"(?:\$|\b(?:ticker|NYSE|NASDAQ|Nasdaq|NYSEARCA|NYSE Arca|AMEX|CBOE):[ ]?)(?P<symbol>[A-Z]{1,5})\b"
)
_CAPITALS = re.compile(r"(?<![A-Za-z0-9/&])(?P<symbol>[A-Z]{2,5})(?![A-Za-z0-9])(?!/[A-Z])")
_MEASURED_AGAINST = re.compile(
    r"(?:\bvs\.?|\bversus|\bagainst|\brelative to|\bthan|\bcompared (?:to|with)|\bover|\bbeta (?:to|of"
    r"|vs\.?)|\bthat of"
    r"|\bunlike|\blike|\bcorrelation (?:to|with)|/)[ ]?(?:the[ ])?\Z",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)
def symbols_of(document: Document) -> frozenset[str]:
    """Every ticker that the document's words may mean."""
    plain = reading_of(document).plain
    tagged = {match["symbol"] for match in _CASH_TAG.finditer(plain)}
    headed = {
        match["symbol"]
        for heading in (document.title, *{words for block in document.blocks for words in block.section})
        for match in _CAPITALS.finditer(heading)
        if match["symbol"] not in _NO_TICKER
    }
    return frozenset(document.symbols) | tagged | headed | _FUNDS


def topic(reading: Reading, line: Line, offset: int = 0) -> str:
    """The ticker that a position of a line speaks of; empty when the document names none.

    The last one named before it in the line, else the first after it, else the last one of the block, else
    that of the headings, else the document's first symbol.
    """
    symbols = symbols_of(reading.document)
    inside = _named(line.text, symbols)
    if inside:
        before = [name for at, name in inside if at <= offset]
        return before[-1] if before else inside[0][1]
    for earlier in reversed(reading.before(line, 4)):
        named = _named(earlier.text, symbols)
        if named:
            return named[-1][1]
    for heading in reversed(line.section):
        named = _named(heading, symbols)
        if named:
            return named[-1][1]
    return reading.document.symbols[0] if reading.document.symbols else ""


def _named(text: str, symbols: frozenset[str]) -> list[tuple[int, str]]:
    tickers = [
        (match.start(), match["symbol"]) for match in _CAPITALS.finditer(text) if match["symbol"] in symbols
    ]
    others = [(match.start(), match[0].title()) for match in _OTHERS.finditer(text)]
    return [
        (at, name)
        for at, name in sorted(tickers + others)
        if not _MEASURED_AGAINST.search(text[max(0, at - 24) : at])
    ]
