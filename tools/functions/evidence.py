"""Tool: what followed a state."""

from dataclasses import replace

from tools.errors import NoData
from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.evidence_text import brief_lines, evidence_lines
from tools.functions.state_words import studies_named
from tools.functions.tool import Argument, DeskTool, Words, called
from tools.grounds import Grounds


def evidence(context: BeltContext, symbol: str, state: str, date: str) -> Grounds:
    """The event study of a state."""
    name, day = asked(context, symbol, date)
    report = context.desk.evidence(name, day.session)
    if not report.states:
        raise NoData(" ".join(str(said) for said in report.absent) or f"Nothing of {name} could be studied.")
    chosen = replace(report, states=studies_named(state, report))
    at = context.desk.profile(name).evidence.card_horizon
    arguments = called(symbol=symbol, state=state, date=date)
    grounds = grounds_of("evidence", arguments, chosen, day, evidence_lines(chosen, at), card=chosen)
    return replace(grounds, sentences=(*grounds.sentences, *brief_lines(chosen)))


TOOL = DeskTool(
    "evidence",
    "What followed a state in the past: forward returns, hit rate against the base rate, number of "
    "independent cases and the interval. The only source of any probability, hit rate or historical odds; "
    "where it says that cases are too few, nothing is known.",
    (
        SYMBOL_ARGUMENT,
        Argument(
            "state",
            Words(80),
            'The state in words, up to 80 characters, several with "and" between; a layer alone means its '
            'state now. Example: "breadth divergence warning".',
        ),
        DATE_ARGUMENT,
    ),
    evidence,
)
