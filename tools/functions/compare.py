"""Tool: symbols side by side."""

from tools.desk.comparison import LEAST, MOST
from tools.functions.asking import DATE_ARGUMENT, grounds_of
from tools.functions.compare_text import compare_lines
from tools.functions.context import BeltContext
from tools.functions.day_words import day_of
from tools.functions.lines import LONG
from tools.functions.symbol_words import symbol_in
from tools.functions.tool import SYMBOL, Argument, DeskTool, Several, called
from tools.grounds import Grounds


def compare(context: BeltContext, symbols: tuple[str, ...], date: str) -> Grounds:
    """Symbols at one session, their differences, and who leads on what."""
    day = day_of(date, context.session, context.calendar)
    found = context.desk.compare([symbol_in(words) for words in symbols], day.session)
    arguments = called(symbols=symbols, date=date)
    return grounds_of("compare", arguments, found, day, compare_lines(found), limit=LONG)


TOOL = DeskTool(
    "compare",
    "Two to five symbols side by side at one session: composite, rating, layers, rotation, close, 10- and "
    "21-session rates of change, the differences between them, and who leads on what. Call it whenever "
    "symbols are held against each other; one fund against SPY is also in relative strength and rotation.",
    (
        Argument(
            "symbols",
            Several(LEAST, MOST, SYMBOL),
            f"A list of {LEAST} to {MOST} tickers or names, the one asked about first. Example: "
            '["IWM", "QQQ"].',
        ),
        DATE_ARGUMENT,
    ),
    compare,
)
