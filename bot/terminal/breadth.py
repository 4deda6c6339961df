"""The breadth card: is the move of the price carried by the members, and what would change that?"""

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.terminal.facts import facts_table
from bot.terminal.footer import footer_of
from bot.terminal.header import header_of
from bot.terminal.layers import flags_section, flips_section, layers_section
from bot.terminal.layout import section
from bot.terminal.words import said, state_of, told
from tools.results import BreadthReport
from tools.types import Fact


def breadth_card(report: BreadthReport) -> Group:
    """Verdict and its threshold, the layer, its counts, its conditions."""
    layer, session = report.layer, report.header.as_of
    verdict = state_of(report.verdict)
    if isinstance(report.verdict, Fact):
        verdict.stylize("bold")
    panel = Panel(
        Group(verdict, said(report.rationale), told(report.threshold.label, report.threshold)),
        box=box.ROUNDED,
        padding=(0, 1),
        title=Text("Breadth"),
        title_align="left",
    )
    parts: list[RenderableType] = [header_of(report.header, report.price), panel, layers_section((layer,))]
    if layer.facts:
        parts += [
            flips_section((layer,)),
            flags_section(layer.flags),
            section("Counts", facts_table(layer.facts, session)),
        ]
    return Group(*parts, footer_of(report.header))
