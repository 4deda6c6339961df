"""Independent cases: a state that lasts a month is not twenty cases of what followed it."""

import numpy as np
import numpy.typing as npt

from tools.types import BoolArray


def episode_rows(held: BoolArray, horizon: int) -> npt.NDArray[np.int64]:
    """The rows of cases whose holding periods do not overlap, taken greedily from the first.

    A case entered after session t is over at the close of t + horizon, so the next one begins there at the
    earliest. What comes later changes nothing before it: the cases of a shorter history are its first ones.

    Args:
        held: Sessions at which the condition held and whose outcome is known.
        horizon: In sessions.
    """
    rows = np.flatnonzero(held)
    if horizon == 1:
        return rows
    taken, free = [], 0
    for row in rows.tolist():
        if row >= free:
            taken.append(row)
            free = row + horizon
    return np.array(taken, np.int64)


def count_episodes(held: BoolArray, horizon: int) -> int:
    """How many there are."""
    return len(episode_rows(held, horizon))
