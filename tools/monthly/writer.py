"""A month's report as Markdown: what was known at its close, then what became known later, marked so."""

from collections.abc import Sequence

from tools.monthly.aftermath import outcome_part
from tools.monthly.context import levels_part, overlays_part
from tools.monthly.month import Month
from tools.monthly.outcome import Outcome
from tools.monthly.parts import flips_part, month_part, stack_part
from tools.results import Analysis

SOURCE = "Plumbline monthly reports"
LICENCE = "MIT"


def write_month(analysis: Analysis, month: Month, outcomes: Sequence[Outcome]) -> str:
    """The report: front matter, one section per question, and a section per horizon that has passed.

    Every figure in it is a fact of the arguments, written as cards write it. The same arguments give the
    same text; what stands above the first outcome depends on `analysis` and `month` alone.

    Args:
        analysis: The card of the month's last session.
        month: What the month did, to the same session.
        outcomes: What came after, nearest first; those not known yet are left out.

    Raises:
        ValueError: The card and the month are not of one symbol and one session.
    """
    header = analysis.header
    if (header.symbol, header.as_of) != (month.symbol, month.last):
        raise ValueError(
            f"a card of {header.symbol} at {header.as_of} does not belong to {month.symbol} to {month.last}"
        )
    title = f"{month.symbol}, month of {month.name}"
    front = (
        "---",
        f"title: {title}",
        f"source: {SOURCE}",
        f"published: {month.last.isoformat()}",
        f"symbols: {', '.join(dict.fromkeys((month.symbol, month.benchmark_symbol)))}",
        f"licence: {LICENCE}",
        "---",
    )
    sections = [
        ("The month", month_part(analysis, month)),
        ("Composite and layers", stack_part(analysis)),
        ("What would flip it", flips_part(analysis)),
        ("Rotation, credit and breadth", overlays_part(analysis)),
        ("Levels, risk and calendar", levels_part(analysis, month)),
    ]
    sections += [outcome_part(outcome, analysis.composite) for outcome in outcomes]
    body = [f"# {title}", *(f"## {heading}\n\n{text}" for heading, text in sections)]
    return "\n".join(front) + "\n\n" + "\n\n".join(body) + "\n"
