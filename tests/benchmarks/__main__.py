"""`make bench`: every figure the documentation quotes, in one run, medians side by side."""

import os
import platform
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import breadth, cards, indicators, start
from tests.benchmarks.timing import Timed, milliseconds

RUNS = 15
FEW = 5


def main() -> int:
    """Print one table per question; 0 when all ran."""
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    data = Path(os.environ.get("PLUMB_TEST_DATA", default))
    if not (data / "manifest.toml").is_file():
        sys.stderr.write(f"The benchmark needs the real bars: set PLUMB_TEST_DATA (looked in {data}).\n")
        return 1
    console = Console(width=100)
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    _show(console, f"(a) indicators over IWM's whole history: {indicators.SET}", indicators.run(data, RUNS))
    size, timed = breadth.run(data, RUNS)
    _show(console, f"(b) breadth: {size}", timed)
    _show(console, "(c) the whole card, warm", cards.run_card(data, RUNS))
    ranked, timed = cards.run_scan(data, FEW)
    _show(console, f"(d) scan, {ranked:,} members ranked", timed)
    _show(console, "(e) whole processes, cold", start.run(data, FEW))
    return 0


def _show(console: Console, title: str, rows: list[Timed]) -> None:
    table = Table(title=title, title_justify="left")
    table.add_column("candidate")
    for heading in ("lowest", "median", "highest", "median against the first"):
        table.add_column(heading, justify="right")
    for row in rows:
        ratio = f"{row.median / rows[0].median:.2f}"
        table.add_row(
            row.name, milliseconds(row.low), milliseconds(row.median), milliseconds(row.high), ratio
        )
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
