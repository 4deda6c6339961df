"""Tool: breadth alone."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.overlays_text import breadth_lines
from tools.functions.tool import DeskTool, called
from tools.grounds import Grounds


def breadth(context: BeltContext, symbol: str, date: str) -> Grounds:
    """Whether the members carry the price's move, at a session."""
    name, day = asked(context, symbol, date)
    report = context.desk.breadth(name, day.session)
    arguments = called(symbol=symbol, date=date)
    return grounds_of("breadth", arguments, report, day, breadth_lines(report), card=report)


TOOL = DeskTool(
    "breadth",
    "Breadth of a fund's index: the share of members above their 50- and 200-session averages with "
    "counts, coverage and the date of the list, the verdict on the price's move (confirmed, diverging, "
    "repairing), the one share that would change it, and the divergence, repair and thrust flags.",
    (SYMBOL_ARGUMENT, DATE_ARGUMENT),
    breadth,
)
