"""Breadth: how many members of an index take part in its move.

A member counts on a session when it has a price on every session of the window and no implausible move
inside it. An implausible move (a bad print, an unadjusted split, a recycled ticker) restarts the
member's history there: what came before is another price scale. The rule looks back only, so a spike
that later turns out to be real or false never changes the past.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tools.types import BoolArray, FloatArray

CountArray = npt.NDArray[np.int64]

_COLUMNS_AT_ONCE = 32
"""Members per pass: their columns and a few intermediates stay in the processor's second-level cache."""

_TIE = 1e-9
"""Relative distance within which a price equals its average: a halted stock is not above its own mean."""


@dataclass(frozen=True, slots=True, eq=False)
class Participation:
    """Counts per session, each of length `sessions`.

    Attributes:
        above: Window -> members whose close is above their own simple average of that window.
        eligible: Window -> members with a full, plausible window; the denominator of `above`.
        advancing: Members whose close rose since the session before.
        declining: Members whose close fell.
        restarts: Members whose history restarted here because of an implausible move.
    """

    above: Mapping[int, CountArray]
    eligible: Mapping[int, CountArray]
    advancing: CountArray
    declining: CountArray
    restarts: CountArray

    def percent(self, window: int) -> FloatArray:
        """Per cent of eligible members above their average; NaN where none is eligible."""
        eligible = self.eligible[window].astype(np.float64)
        eligible[eligible == 0] = np.nan
        return 100.0 * self.above[window] / eligible


def participation(
    closes: FloatArray,
    windows: Sequence[int],
    *,
    implausible_rise: float,
    implausible_fall: float,
) -> Participation:
    """Count members above their own simple moving averages, session by session.

    Args:
        closes: Adjusted closes, shape (sessions, members), NaN where a member has no price. Fortran
            order is fastest.
        windows: Sessions of the averages, e.g. (50, 200).
        implausible_rise: Per cent in one session above which a move restarts the member.
        implausible_fall: Per cent in one session; a deeper fall restarts the member.

    Returns:
        Counts per session. A member's first `window - 1` sessions, and as many after a restart or a
        missing price, are not eligible. One more session needs only the last `max(windows)` rows.
    """
    sessions, members = closes.shape
    above = {window: np.zeros(sessions, np.int64) for window in windows}
    eligible = {window: np.zeros(sessions, np.int64) for window in windows}
    advancing = np.zeros(sessions, np.int64)
    declining = np.zeros(sessions, np.int64)
    restarts = np.zeros(sessions, np.int64)
    low, high = 1.0 - implausible_fall / 100.0, 1.0 + implausible_rise / 100.0

    for first in range(0, members, _COLUMNS_AT_ONCE):
        # members in rows: every pass below then runs along contiguous memory
        prices = np.ascontiguousarray(closes[:, first : first + _COLUMNS_AT_ONCE].T)
        present = np.isfinite(prices)
        ratio = np.ones_like(prices)
        with np.errstate(invalid="ignore"):
            np.divide(prices[:, 1:], prices[:, :-1], out=ratio[:, 1:])
            advancing[1:] += (ratio[:, 1:] > 1.0).sum(axis=0)
            declining[1:] += (ratio[:, 1:] < 1.0).sum(axis=0)
            restarted = (ratio > high) | (ratio < low)
        restarts += restarted.sum(axis=0)
        usable_since = _streak(present, restarted)
        totals = np.zeros((prices.shape[0], sessions + 1))
        np.cumsum(np.where(present, prices, 0.0), axis=1, out=totals[:, 1:])
        for window in windows:
            if window > sessions:
                continue
            full = usable_since[:, window - 1 :] >= window
            mean = (totals[:, window:] - totals[:, :-window]) / window
            over = full & (prices[:, window - 1 :] > mean * (1.0 + _TIE))
            eligible[window][window - 1 :] += full.sum(axis=0)
            above[window][window - 1 :] += over.sum(axis=0)
    return Participation(above, eligible, advancing, declining, restarts)


def _streak(present: BoolArray, restarted: BoolArray) -> npt.NDArray[np.int32]:
    """Sessions in a row, up to each session, with a price and since the last restart; members in rows."""
    position = np.arange(present.shape[1], dtype=np.int32)
    # the streak counts from the session after a missing price, or from the restart itself
    begin = np.where(present, np.where(restarted, position, np.int32(-1)), position + np.int32(1))
    begin = np.maximum(begin, np.int32(0))
    np.maximum.accumulate(begin, axis=1, out=begin)
    return position - begin + np.int32(1)
