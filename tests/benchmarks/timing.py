"""Timing side by side: candidates take turns in one run, so that a slow moment of the machine hits all."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timed:
    """One candidate's times in seconds."""

    name: str
    low: float
    median: float
    high: float


def side_by_side(candidates: Mapping[str, Callable[[], object]], *, runs: int, warm: int = 1) -> list[Timed]:
    """Run every candidate in turn, `runs` times, after `warm` uncounted rounds."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for turn in range(warm + runs):
        for name, work in candidates.items():
            began = time.perf_counter()
            work()
            took = time.perf_counter() - began
            if turn >= warm:
                times[name].append(took)
    return [Timed(name, min(took), statistics.median(took), max(took)) for name, took in times.items()]


def milliseconds(seconds: float) -> str:
    """Seconds as text in milliseconds with three figures."""
    return f"{seconds * 1000:,.3g} ms" if seconds < 1 else f"{seconds * 1000:,.0f} ms"
