"""Tool: where stored reports contradict each other, arithmetic or the calendar."""

from tools.functions.context import BeltContext
from tools.functions.lines import LONG, fitted
from tools.functions.quoted import finding_line
from tools.functions.reading_reports import read_reports
from tools.functions.symbol_words import symbol_or_any
from tools.functions.tool import SYMBOL, Argument, DeskTool, called
from tools.grounds import Grounds


def conflicts(context: BeltContext, symbol: str) -> Grounds:
    """Findings whose every side was known at the session."""
    name = symbol_or_any(symbol)
    found = tuple(
        finding
        for finding in read_reports(lambda: context.corpus.conflicts(name))
        if all(side.day is None or side.day <= context.session for side in finding.sides)
    )
    about = f" about {name}" if name else ""
    head = f"contradictions found in stored reports{about}, as known on {context.session.isoformat()}"
    lines = [head, *(finding_line(finding) for finding in found)] if found else [f"{head}: none"]
    return Grounds("conflicts", called(symbol=symbol), fitted(lines, LONG), findings=found)


TOOL = DeskTool(
    "conflicts",
    "Where reports that people added contradict each other, do not add up, or disagree with the calendar: "
    "both sides quoted, and why. Call it when sources are said to disagree, or before leaning on one.",
    (
        Argument(
            "symbol", SYMBOL,
            'Only contradictions about this ticker, or "any". Example: "any".',
        ),
    ),
    conflicts,
)  # fmt: skip
