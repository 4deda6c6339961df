"""How the work of a function grows with its input: a ratio of two runs on the same machine, no wall time."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

_Input = TypeVar("_Input")

_RUNS = 5
_LEAST = 0.002
"""Seconds; below this a clock tells noise."""


def growth(work: Callable[[_Input], object], small: _Input, large: _Input) -> float:
    """How many times the processor time of `small` the same work takes on `large`.

    Each is run a few times and the quickest counts: another process may slow some of them, none is sped up.

    Args:
        work: What is measured.
        small: Its smaller input.
        large: Its larger input.
    """
    return _quickest(work, large) / max(_quickest(work, small), _LEAST)


def _quickest(work: Callable[[_Input], object], given: _Input) -> float:
    times = []
    gc.collect()
    for _ in range(_RUNS):
        begin = time.process_time()
        work(given)
        times.append(time.process_time() - begin)
    return min(times)
