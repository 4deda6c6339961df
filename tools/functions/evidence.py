"""Tool: what followed a state."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked
from tools.functions.context import BeltContext
from tools.functions.tool import Argument, DeskTool, Words
from tools.grounds import Grounds


def evidence(context: BeltContext, symbol: str, state: str, date: str) -> Grounds:
    """The event study of a state, where there is one."""
    name, day = asked(context, symbol, date)
    return context.evidence.after(name, state, day.session)


TOOL = DeskTool(
    "evidence",
    "What followed a state in the past: forward returns, hit rate against the base rate, number of "
    "independent cases and the interval. The only source of any probability, hit rate or historical odds; "
    "where it says that nothing is known, nothing is.",
    (
        SYMBOL_ARGUMENT,
        Argument(
            "state",
            Words(80),
            'The state in words, up to 80 characters. Example: "breadth divergence warning".',
        ),
        DATE_ARGUMENT,
    ),
    evidence,
)
