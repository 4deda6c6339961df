"""Random numbers of the simulated market, each keyed by its purpose, its symbol and its stretch of days.

A number depends on its key alone, never on how many were drawn before it. That is what lets a longer
simulation, another order of calls and another process give the same bars.
"""

import zlib
from enum import IntEnum

import numpy as np

from tools.types import FloatArray

BLOCK = 256
"""Weekdays simulated at a time; whole blocks only, so that every array operation has one shape."""

_SEED = 2289
"""One of a few hundred tried: its first twelve years hold what such years do, calm, panic and repair."""

_TAIL = 5.0
"""Degrees of freedom: daily returns have tails about this heavy."""


class Purpose(IntEnum):
    """What a stream is for; a number of its own each, never reused."""

    ECONOMY = 1
    FUNDS = 2
    MEMBER_TRAITS = 3
    MEMBERS = 4
    DAILY = 5
    INTRADAY = 6


def stream(purpose: Purpose, number: int = 0, symbol: str = "") -> np.random.Generator:
    """The generator of one key.

    Args:
        purpose: What the numbers are for.
        number: Which block of weekdays, or which weekday, since the anchor.
        symbol: Whose they are, where each symbol has its own.
    """
    # always the same length: a seed sequence takes [1, 2] and [1, 2, 0] for the same key
    key = [_SEED, int(purpose), zlib.crc32(symbol.encode()), number]
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(key)))


def fat_tailed(generator: np.random.Generator, shape: tuple[int, ...]) -> FloatArray:
    """Student t with 5 degrees of freedom, scaled to unit variance, cut at 5 standard deviations."""
    draws = generator.standard_t(_TAIL, size=shape) * np.sqrt((_TAIL - 2) / _TAIL)
    cut: FloatArray = np.clip(draws, -5.0, 5.0)
    return cut
