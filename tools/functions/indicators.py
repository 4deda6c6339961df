"""Tool: the eight indicators and the horizon signals."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.indicators_text import indicators_lines
from tools.functions.tool import DeskTool, called
from tools.grounds import Grounds


def indicators(context: BeltContext, symbol: str, date: str) -> Grounds:
    """Eight votes with their numbers, and three horizons, at a session."""
    name, day = asked(context, symbol, date)
    card = context.desk.analyze(name, day.session, evidence=False)
    arguments = called(symbol=symbol, date=date)
    return grounds_of("indicators", arguments, card, day, indicators_lines(card), card=card)


TOOL = DeskTool(
    "indicators",
    "Classic indicators of one symbol: RSI, MACD, stochastic, ADX and DI, Bollinger %B, volume against its "
    "mean, the moving-average stack and the last swing, each with its vote and the rule; their eight-"
    "indicator score; and the near, mid and long horizon signals.",
    (SYMBOL_ARGUMENT, DATE_ARGUMENT),
    indicators,
)
