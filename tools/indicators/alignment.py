"""Putting a series onto the sessions of another without letting old values pass for new."""

import numpy as np
import pandas as pd

from tools.indicators._finite_run import at_least, blank
from tools.types import FloatArray


def on_index(
    values: FloatArray, index: pd.DatetimeIndex, target: pd.DatetimeIndex, max_age_sessions: int
) -> FloatArray:
    """The latest value dated at or before each session of `target`, unless it is too old.

    A value's age at a session is the number of sessions of `target` after its date, up to and
    including that session: 0 on its own date, 1 on the next session (also for a value dated on the
    weekend between them). A value older than `max_age_sessions` is not used. Nor is one dated
    before the first session of `target`: its age in sessions cannot be counted. NaN values are dates without
    a value: the one before them is used as long as it is young enough.

    Args:
        values: Any unit, shape (dates,); NaN where absent, anywhere.
        index: The dates of `values`, sorted; of equal dates the last counts.
        target: The sessions wanted, sorted, in the time zone of `index`.
        max_age_sessions: Oldest age used, at least 0; 0 takes values of the same date only.

    Returns:
        In the unit of `values`, one per session of `target`; NaN where there is no value young enough.

    Raises:
        ValueError: When the lengths differ, an index is not sorted, or the age is negative.
    """
    at_least(0, max_age_sessions=max_age_sessions)
    column = np.asarray(values, dtype=np.float64)
    if column.shape != (len(index),):
        raise ValueError(f"There are {len(column)} values for {len(index)} dates; there must be one each.")
    if not (index.is_monotonic_increasing and target.is_monotonic_increasing):
        raise ValueError("Dates must be sorted, oldest first, in both indices.")
    present = np.isfinite(column)
    column, dates = column[present], index[present]
    result = blank(len(target))
    latest = dates.searchsorted(target, side="right") - 1
    # the session of the target at or before each value's date; -1 before the first
    session = target.searchsorted(dates, side="right") - 1
    rows = np.flatnonzero(latest >= 0)
    latest = latest[rows]
    young = (session[latest] >= 0) & (rows - session[latest] <= max_age_sessions)
    result[rows[young]] = column[latest[young]]
    return result
