"""Where things go on an axis: round ticks, month ticks, and labels that do not cover each other."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Written out: the names of the standard library follow the machine's language."""

_BY_MONTH = 70
"""Sessions from which months alone mark the time."""

_MOST_MONTHS = 12
_MOST_DAYS = 8
"""Marks that fit beside each other."""

Tick = tuple[float, str]


def round_ticks(low: float, high: float, most: int) -> tuple[Tick, ...]:
    """At most `most` multiples of a round step within the limits, written with as few digits as it needs.

    Args:
        low: Lower limit.
        high: Upper limit, above `low`.
        most: At least 2.
    """
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * (1 - 1e-9))
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    if not math.isclose(round(step, digits), step, rel_tol=1e-6):
        digits += 1
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple((place * step, f"{place * step:,.{digits}f}") for place in range(first, last + 1))


def session_ticks(sessions: pd.DatetimeIndex) -> tuple[Tick, ...]:
    """Marks along the time axis: months (January as its year), or days where there are few sessions.

    Args:
        sessions: Those shown; at least one.

    Returns:
        Position among the sessions and text, from left to right; with days the last one is marked.
    """
    if len(sessions) < _BY_MONTH:
        step = -(-len(sessions) // _MOST_DAYS)
        places = range((len(sessions) - 1) % step, len(sessions), step)
        return tuple(
            (float(place), f"{_MONTHS[sessions[place].month - 1]} {sessions[place].day}") for place in places
        )
    months = np.asarray(sessions.year * 12 + sessions.month)
    begins = np.flatnonzero(np.diff(months, prepend=months[0]))
    step = max(1, -(-len(begins) // _MOST_MONTHS))
    return tuple(
        (
            float(place),
            str(sessions[place].year) if sessions[place].month == 1 else _MONTHS[sessions[place].month - 1],
        )
        for place in begins[::step]
    )


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Positions nearest to the wanted ones (least squares) that keep their order and a distance.

    Pool-adjacent-violators: with `k * gap` taken off the k-th, keeping the distance is not falling.

    Args:
        wanted: Positions in any order.
        gap: Least distance between two; less where the range does not hold that many.
        low: Lower limit.
        high: Upper limit.

    Returns:
        One position per wanted one, in the order given.
    """
    if not wanted:
        return ()
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    if len(wanted) > 1:
        gap = min(gap, (high - low) / (len(wanted) - 1))
    pools: list[tuple[float, int]] = []
    for rank, place in enumerate(order):
        total, size = wanted[place] - rank * gap, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / size:
            before, count = pools.pop()
            total, size = total + before, size + count
        pools.append((total, size))
    top = high - (len(wanted) - 1) * gap
    means = [min(max(total / size, low), top) for total, size in pools for _ in range(size)]
    placed = dict(zip(order, (mean + rank * gap for rank, mean in enumerate(means)), strict=True))
    return tuple(placed[place] for place in range(len(wanted)))
