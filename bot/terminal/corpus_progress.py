"""Progress of work on the corpus: bars on a terminal, now and then a line where there is none."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.printable import printable
from knowledge.ports import Progress as Report
from knowledge.ports import no_progress

_EVERY = 5.0
"""Seconds between lines."""


@contextmanager
def corpus_progress(*, quiet: bool = False, coming: str | None = None) -> Iterator[Report]:
    """Yield a `Progress` port on standard error, one bar for each kind of work that goes on.

    Args:
        quiet: Tell nothing, as when the output is read by a program.
        coming: Said first where there is no terminal: the first line of progress is a while off.
    """
    if quiet:
        yield no_progress
    elif sys.stderr.isatty():
        with _bars() as report:
            yield report
    else:
        if coming is not None:
            _line(coming)
        yield _lines()


@contextmanager
def _bars() -> Iterator[Report]:
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        # what is printed goes above the bars only if both are on the terminal
        redirect_stdout=sys.stdout.isatty(),
    )
    tasks: dict[str, TaskID] = {}
    stage: str | None = None

    def report(what: str, done: int, of: int) -> None:
        nonlocal stage
        if stage is not None and stage != what and stage in tasks:
            bar.remove_task(tasks.pop(stage))
        # work of one step never says how far it is: it is over when something else begins
        stage = what if of <= 1 else None
        if what not in tasks:
            tasks[what] = bar.add_task(printable(what), total=of if of > 1 else None)
        bar.update(tasks[what], completed=done)
        if done >= of:
            bar.remove_task(tasks.pop(what))
        bar.start()

    try:
        yield report
    finally:
        bar.stop()


def _lines() -> Report:
    """The outermost work alone: of what goes on within it there would be too much to read."""
    last = time.monotonic()
    outermost: str | None = None

    def report(what: str, done: int, of: int) -> None:
        nonlocal last, outermost
        if outermost is None and of > 1:
            outermost = what
        if what != outermost:
            return
        if done >= of:
            outermost = None
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            _line(f"{what}: {done:,} of {of:,}")

    return report


def _line(text: str) -> None:
    sys.stderr.write(f"{printable(text)}\n")
    sys.stderr.flush()
