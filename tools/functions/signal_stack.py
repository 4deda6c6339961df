"""Tool: the whole card of a symbol."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.lines import LONG
from tools.functions.stack_text import stack_lines, state_facts
from tools.functions.tool import DeskTool, called
from tools.grounds import Grounds


def signal_stack(context: BeltContext, symbol: str, date: str) -> Grounds:
    """The composite with its layers, overlays, posture and levels at a session."""
    name, day = asked(context, symbol, date)
    card = context.desk.analyze(name, day.session)
    arguments = called(symbol=symbol, date=date)
    return grounds_of(
        "signal_stack", arguments, card, day, stack_lines(card),
        card=card, more=state_facts(card), limit=LONG,
    )  # fmt: skip


TOOL = DeskTool(
    "signal_stack",
    "The whole signal card of one symbol at one session: close, composite and rating, the four layers with "
    "what would flip each, rotation, credit, macro calendar, sizing posture and its unmet conditions, "
    "levels. Call it first for any question about how a symbol stands, is rated, or what would change that.",
    (SYMBOL_ARGUMENT, DATE_ARGUMENT),
    signal_stack,
)
