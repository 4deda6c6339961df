"""A progress bar on standard error that appears only when there is something to wait for."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tools.market.ports import Progress as Report
from tools.market.ports import no_progress

_LEAST = 10
"""Jobs of fewer items are over before a bar is read."""


@contextmanager
def progress_line(title: str, *, quiet: bool = False) -> Iterator[Report]:
    """Yield a `Progress` port that draws a bar.

    Args:
        title: What is going on, e.g. "fetching members".
        quiet: Draw nothing, as when the output is read by a program. Also nothing where standard error
            is no terminal.
    """
    if quiet or not sys.stderr.isatty():
        yield no_progress
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]}", markup=False),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(title, total=None, what="", start=True)

    def report(done: int, total: int, what: str) -> None:
        if total < _LEAST:
            return
        if not bar.live.is_started:
            bar.start()
        bar.update(task, completed=done, total=total, what=what)

    try:
        yield report
    finally:
        bar.stop()
