"""Tool: rotation alone."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.overlays_text import rotation_lines
from tools.functions.stack_text import price_lines
from tools.functions.tool import DeskTool, called
from tools.grounds import Grounds


def rotation(context: BeltContext, symbol: str, date: str) -> Grounds:
    """The state of the price ratio to the benchmark at a session."""
    name, day = asked(context, symbol, date)
    report = context.desk.rotation(name, day.session)
    arguments = called(symbol=symbol, date=date)
    return grounds_of(
        "rotation",
        arguments,
        report,
        day,
        [*price_lines(report.price), *rotation_lines(report.rotation)],
        card=report,
    )


TOOL = DeskTool(
    "rotation",
    "Rotation between small and large caps: the price ratio of the symbol to SPY, its state (leadership, "
    "parity, flight), its band, slope and mean, how many sessions it has been in that state, and the "
    "ratio that would flip it.",
    (SYMBOL_ARGUMENT, DATE_ARGUMENT),
    rotation,
)
