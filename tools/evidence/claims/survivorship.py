"""How far two member lists of one index put breadth apart on the sessions that both have."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from tools.layers.base import Breadth
from tools.types import FloatArray

LEAST = 40.0
"""Per cent of a list with a full window. A later list has many members that were not listed yet, so this is
below what a card asks for; a session with fewer says more of holes in the prices than of the list."""


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """The later list's share of members above their average less the earlier list's.

    Attributes:
        sessions: On which both have a share.
        earlier, later: The shares, per cent, on those sessions.
    """

    sessions: pd.DatetimeIndex
    earlier: FloatArray
    later: FloatArray

    @property
    def points(self) -> FloatArray:
        """The differences, in points."""
        return self.later - self.earlier

    @property
    def mean(self) -> float:
        """Of the differences, points."""
        return float(self.points.mean())

    @property
    def mean_size(self) -> float:
        """Of their sizes, points."""
        return float(np.abs(self.points).mean())

    @property
    def largest(self) -> tuple[float, date]:
        """The difference largest in size, points, and its session."""
        row = int(np.argmax(np.abs(self.points)))
        return float(self.points[row]), self.sessions[row].date()

    @property
    def by_year(self) -> dict[int, float]:
        """Calendar year -> mean difference, points."""
        years = self.sessions.year.to_numpy()
        return {int(year): float(self.points[years == year].mean()) for year in np.unique(years)}

    def crossed(self, threshold: float) -> float:
        """Per cent of the sessions on which one share is below a threshold and the other is not."""
        return float(100.0 * ((self.earlier < threshold) != (self.later < threshold)).mean())


def gap_between(earlier: Breadth, later: Breadth, window: int) -> Gap:
    """Two panels that `on_common` cut to the same sessions.

    Args:
        earlier: Counts of the panel with the earlier list.
        later: Counts of the panel with the later list.
        window: Of the average, sessions.
    """
    return Gap(earlier.index, earlier.counts.percent(window), later.counts.percent(window))


def on_common(first: Breadth, second: Breadth, window: int, until: date) -> tuple[Breadth, Breadth]:
    """Both panels cut to the sessions on which each has enough of its members, up to a session.

    Args:
        first: A panel's counts.
        second: Another's.
        window: Of the average whose eligible members are counted.
        until: The last session.
    """
    shared = _usable(first, window).intersection(_usable(second, window))
    shared = shared[shared <= pd.Timestamp(until)]
    return _cut(first, shared), _cut(second, shared)


def _usable(breadth: Breadth, window: int) -> pd.DatetimeIndex:
    coverage = 100.0 * breadth.counts.eligible[window] / len(breadth.membership.symbols)
    return breadth.index[coverage >= LEAST]


def _cut(breadth: Breadth, shared: pd.DatetimeIndex) -> Breadth:
    rows = breadth.index.get_indexer(shared)
    counts = breadth.counts
    return replace(
        breadth,
        index=shared,
        counts=replace(
            counts,
            above={window: column[rows] for window, column in counts.above.items()},
            eligible={window: column[rows] for window, column in counts.eligible.items()},
            advancing=counts.advancing[rows],
            declining=counts.declining[rows],
            restarts=counts.restarts[rows],
        ),
    )
