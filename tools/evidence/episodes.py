"""Independent cases: a state that lasts a month is not twenty cases of what followed it."""

import numpy as np

from tools.types import BoolArray


def count_episodes(held: BoolArray, horizon: int) -> int:
    """How many holding periods of `horizon` sessions fit without overlapping, taken greedily from the first.

    Args:
        held: Sessions at which the condition held and whose outcome is known.
        horizon: In sessions; a case entered after session t is over at the close of t + horizon, so the
            next one begins there at the earliest.
    """
    rows = np.flatnonzero(held)
    if horizon == 1:
        return len(rows)
    count = place = 0
    while place < len(rows):
        count += 1
        place = int(np.searchsorted(rows, rows[place] + horizon))
    return count
