"""The doctor's report as a table."""

from rich import box
from rich.table import Table
from rich.text import Text

from bot.doctor import Finding

_MARKS = {"works": ("✓ works", "green"), "look": ("! look", "yellow"), "fails": ("✗ fails", "bold red")}


def report(findings: tuple[Finding, ...]) -> Table:
    """One row per finding; the state is a word and a sign, the colour only repeats it."""
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for finding in findings:
        mark, style = _MARKS[finding.state]
        table.add_row(Text(finding.part), Text(mark, style=style), Text(finding.said))
    return table
