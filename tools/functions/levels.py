"""Tool: levels and risk."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.levels_text import levels_lines
from tools.functions.tool import DeskTool, called
from tools.grounds import Grounds


def levels(context: BeltContext, symbol: str, date: str) -> Grounds:
    """Support, resistance, pivots, risk and reward against risk at a session."""
    name, day = asked(context, symbol, date)
    report = context.desk.levels(name, day.session)
    arguments = called(symbol=symbol, date=date)
    return grounds_of("levels", arguments, report, day, levels_lines(report), card=report)


TOOL = DeskTool(
    "levels",
    "Price levels and risk: resistance and support with distance, touches and what makes them, pivots, "
    "retracements, 52-week extremes, ATR, volatility, beta, drawdowns, gaps, the Chandelier stop, and "
    "reward against risk to each resistance with its arithmetic.",
    (SYMBOL_ARGUMENT, DATE_ARGUMENT),
    levels,
)
