"""Which instrument a figure in dollars belongs to, as far as the words around it tell."""

import re

from knowledge.claims.checks.reading import Line, Reading
from knowledge.claims.checks.tickers import CAPITALS

_OTHERS = re.compile(
    r"\b(?:(?:[Gg]old|[Ss]ilver|[Cc]opper|[Cc]rude|[Bb]rent|WTI|[Nn]atural gas|[Bb]itcoin"
    r"|[Ee]ther(?:eum)?)\b(?![ ]?(?:-|miners|standard))"
    r"|the (?:Dow|Nasdaq|Nasdaq Composite|S&P 500)(?=[ ](?:rose|fell|added|gained|lost|shed|tacked|closed"
    r"|slipped|climbed|dropped|is|was)))"
)
"""Other things with prices, by name; their figures are none of a ticker's."""

_MEASURED_AGAINST = re.compile(
    r"(?:\bvs\.?|\bversus|\bagainst|\brelative to|\bthan|\bcompared (?:to|with)|\bover|\bbeta (?:to|of"
    r"|vs\.?)|\bthat of"
    r"|\bunlike|\blike|\bcorrelation (?:to|with)|/)[ ]?(?:the[ ])?\Z",
    re.IGNORECASE,
)


def topic(reading: Reading, line: Line, offset: int = 0) -> str:
    """The ticker that a position of a line speaks of; empty when the document names none.

    The last one named before it in the line, else the first after it, else the last one of the block, else
    that of the headings, else the document's first symbol.
    """
    symbols = reading.tickers
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
        (match.start(), match["symbol"]) for match in CAPITALS.finditer(text) if match["symbol"] in symbols
    ]
    others = [(match.start(), match[0].title()) for match in _OTHERS.finditer(text)]
    return [
        (at, name)
        for at, name in sorted(tickers + others)
        if not _MEASURED_AGAINST.search(text[max(0, at - 24) : at])
    ]
