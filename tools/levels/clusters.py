"""Named prices put together, counted and ranked: which of them price has come back to, and how lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from tools.types import BoolArray, Fact, FloatArray

PER_SIDE = 3

TOUCH_ATR = 0.1
"""How near a high or low must come to touch a level."""


@dataclass(frozen=True, slots=True, eq=False)
class Ruler:
    """The window that levels are measured against.

    Attributes:
        close, atr: The last close and the ATR, in the unit of price.
        high, low: Of the window, oldest first.
        index: Its sessions.
        half_life: Sessions after which a touch counts half.
    """

    close: float
    atr: float
    high: FloatArray
    low: FloatArray
    index: pd.DatetimeIndex
    half_life: int

    def touched(self, price: float) -> BoolArray:
        """Sessions whose high or low came to the price."""
        near = TOUCH_ATR * self.atr
        touched: BoolArray = (np.abs(self.high - price) <= near) | (np.abs(self.low - price) <= near)
        return touched

    def strength(self, ends: BoolArray) -> float:
        """Touches, each weighted by its age."""
        ages = len(ends) - 1 - np.flatnonzero(ends)
        return float((0.5 ** (ages / self.half_life)).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """Prices that are one level.

    Attributes:
        parts: The named prices, ascending.
        price: Their mean, weighted by strength.
        touches: The last session of each touch, over the window.
        strength: The touches weighted by their age.
    """

    parts: tuple[Fact, ...]
    price: float
    touches: BoolArray
    strength: float


def strongest(found: Sequence[Fact], ruler: Ruler, width: float) -> list[Cluster]:
    """The three strongest clusters that keep `width` from each other, the nearest to the close first.

    Args:
        found: Prices on one side of the close, ascending.
        ruler: The window.
        width: Largest span of a cluster and least distance between two, in the unit of price.
    """
    clusters = [cluster_of(parts, ruler) for parts in grouped(found, width)]
    clusters.sort(key=lambda one: (-one.strength, abs(one.price - ruler.close)))
    chosen: list[Cluster] = []
    for cluster in clusters:
        if len(chosen) < PER_SIDE and all(abs(cluster.price - other.price) > width for other in chosen):
            chosen.append(cluster)
    return sorted(chosen, key=lambda one: abs(one.price - ruler.close))


def grouped(found: Sequence[Fact], width: float) -> list[list[Fact]]:
    """Group prices by merging the closest neighbours first, no group spanning more than `width`.

    Args:
        found: In ascending price.
        width: In the unit of price.
    """
    groups = [[fact] for fact in found]
    while True:
        mergeable = [
            (upper[0].number - lower[-1].number, position)
            for position, (lower, upper) in enumerate(pairwise(groups))
            if upper[-1].number - lower[0].number <= width
        ]
        if not mergeable:
            return groups
        _, position = min(mergeable)
        groups[position : position + 2] = [groups[position] + groups[position + 1]]


def cluster_of(parts: Sequence[Fact], ruler: Ruler) -> Cluster:
    """The parts as one level.

    Args:
        parts: Ascending, at least one.
        ruler: The window that touches are counted in.
    """
    touched = [ruler.touched(part.number) for part in parts]
    strengths = np.array([ruler.strength(_run_ends(rows)) for rows in touched])
    weights = strengths if strengths.sum() > 0 else np.ones(len(parts))
    ends = _run_ends(np.logical_or.reduce(touched))
    price = float(np.average([part.number for part in parts], weights=weights))
    return Cluster(tuple(parts), price, ends, ruler.strength(ends))


def _run_ends(rows: BoolArray) -> BoolArray:
    """The last session of each run: a visit of several sessions is one touch."""
    ends = rows.copy()
    ends[:-1] &= ~rows[1:]
    return ends
