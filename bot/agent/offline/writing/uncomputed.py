"""What is asked for clearly and is not computed: said plainly, with what stands nearest to it."""

from bot.agent.offline.cues import match
from bot.agent.offline.values import BESIDE, Ask, Block, Outcomes

METRICS: tuple[tuple[str, str], ...] = (
    ("a dividend or its yield", "dividend|dividends|distribution yield|payout"),
    (
        "a price/earnings ratio or another valuation",
        "p / e|pe ratio|p e|forward pe|price earnings|price to earnings|price to book|valuation|fair value",
    ),
    ("a company's accounts", "eps|earnings per share|book value|revenue|revenues|ebitda|cash flow"),
    ("whether a price is dear or cheap", "overvalued|undervalued|intrinsic value|earnings yield"),
    ("an all-time high or low", "all time high|all time low|ath|all time highs|record high|record low"),
    (
        "holdings or sector weights",
        "holdings|constituent weights|sector weights|biggest positions|sector breakdown",
    ),
    ("a ranking of single stocks", "stocks look|stocks are best|best stocks|top stocks|stocks to watch"),
    (
        "a fund's cost or size",
        "expense ratio|management fee|aum|assets under management|market cap|net asset value|nav",
    ),
    (
        "option prices or implied volatility",
        "implied volatility|implied vol|open interest|put call|max pain|gamma|option chain|options chain",
    ),
    ("a reading from within the session", "vwap|pre market|premarket|after hours|opening price|bid ask"),
    ("a rating by somebody else", "esg|morningstar|analyst rating|price rating"),
    ("a Sharpe ratio", "sharpe|sortino"),
)
"""(what it is, the words that ask for it)."""

_CAN = (
    "It can be asked for: the close and its change, the four-layer stack with what would flip it, breadth, "
    "rotation, credit, levels with the 52-week range and drawdown, the eight indicators, a comparison of "
    "symbols, the event calendar, and what stored reports say."
)


def write_uncomputed(ask: Ask, _: Outcomes) -> Block:
    """A plain no, and what there is."""
    if BESIDE in ask.angles:
        return Block("One part of the message asks for what this desk does not compute.")
    return Block(
        f"**This desk does not compute that:** {_what(ask)}. No figure is put in its place.\n\n{_CAN}"
    )


def _what(ask: Ask) -> str:
    return next(
        (
            what
            for what, words in METRICS
            if match(ask.heard.words, tuple((one, 1) for one in words.split("|"))).score
        ),
        "what was asked for is not among its readings",
    )
