"""Tool: how sealed signals have done."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked
from tools.functions.context import BeltContext
from tools.functions.tool import DeskTool
from tools.grounds import Grounds


def record(context: BeltContext, symbol: str, date: str) -> Grounds:
    """The score kept of sealed signals, where there is one."""
    name, day = asked(context, symbol, date)
    return context.record.standing(name, day.session)


TOOL = DeskTool(
    "record",
    "How the desk's own sealed signals of a symbol have done so far: calls, right, wrong, inconclusive. The "
    "only source for how often the desk has been right.",
    (SYMBOL_ARGUMENT, DATE_ARGUMENT),
    record,
)
