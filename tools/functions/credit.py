"""Tool: the credit overlay."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.overlays_text import credit_lines
from tools.functions.tool import DeskTool, called
from tools.grounds import Grounds


def credit(context: BeltContext, symbol: str, date: str) -> Grounds:
    """Credit, curve and volatility at a session."""
    name, day = asked(context, symbol, date)
    report = context.desk.rotation(name, day.session)
    arguments = called(symbol=symbol, date=date)
    return grounds_of("credit", arguments, report, day, credit_lines(report.credit), card=report)


TOOL = DeskTool(
    "credit",
    "The credit and curve overlay: supportive, neutral or stressed, from high-yield bonds against "
    "Treasuries, the high-yield spread, the 10y-2y curve, regional banks against SPY and the VIX; each "
    "with its vote and date, missing ones named.",
    (SYMBOL_ARGUMENT, DATE_ARGUMENT),
    credit,
)
