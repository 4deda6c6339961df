"""Tool: a reading over its last sessions."""

from tools.desk.history import LEAST, MOST
from tools.desk.reading_columns import READINGS
from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.history_text import history_lines
from tools.functions.tool import Argument, Choice, DeskTool, Whole, called
from tools.grounds import Grounds


def history(context: BeltContext, symbol: str, reading: str, date: str, sessions: int) -> Grounds:
    """One reading, session by session, ending at a session."""
    name, day = asked(context, symbol, date)
    past = context.desk.history(name, reading, day.session, sessions=sessions)
    arguments = called(symbol=symbol, reading=reading, date=date, sessions=sessions)
    return grounds_of("history", arguments, past, day, history_lines(past))


TOOL = DeskTool(
    "history",
    "One reading over its last sessions, session by session, with its lowest and highest, its change, and "
    "how many sessions in a row the state has been what it is. Call it for questions of how something has "
    "developed, since when it has been so, or what it was over the last days or months.",
    (
        SYMBOL_ARGUMENT,
        Argument(
            "reading",
            Choice(tuple(READINGS)),
            'Which reading. "breadth short" and "breadth long": share of members above their 50- and '
            '200-session averages; "price ratio" and "rotation": against SPY; "fast ema" and "slow ema": 21 '
            'and 63 sessions. Example: "trend score".',
        ),
        DATE_ARGUMENT,
        Argument(
            "sessions",
            Whole(LEAST, MOST),
            f"How many sessions, ending at the date: a whole number from {LEAST} to {MOST}; 5 is a week, 21 "
            "a month, 63 a quarter, 252 a year. Example: 21.",
        ),
    ),
    history,
)
