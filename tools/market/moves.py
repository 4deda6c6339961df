"""What looks odd in closes but may be true: gaps, moves like bad prints or recycled tickers."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from tools.types import BoolArray, FloatArray

_LISTED = 5
UP, DOWN = 2.0, 0.4
"""A close over twice, or under 0.4 times, the one before (+100 %, -60 %)."""

_SPIKE = 1.5
_BACK = 0.10
"""A spike: half as high again, or the inverse, and back within 10 % on the next bar."""


def gap_warnings(index: pd.DatetimeIndex, sessions: pd.DatetimeIndex) -> list[str]:
    """One sentence on the sessions between the first and last bar that have no bar, or none."""
    expected = sessions[(sessions >= index[0]) & (sessions <= index[-1])].as_unit(index.unit)
    missing = expected.difference(index)
    if missing.empty:
        return []
    days = _first([f"{day:%Y-%m-%d}" for day in missing[:_LISTED]], len(missing))
    return [f"{len(missing):,} of {len(expected):,} sessions have no bar: {days}."]


def move_warnings(index: pd.DatetimeIndex, closes: FloatArray) -> list[str]:
    """Sentences on closes that look like bad prints or another company's; nothing is dropped for it."""
    if len(closes) < 2:
        return []
    with np.errstate(over="ignore", under="ignore"):
        ratios = closes[1:] / closes[:-1]
        returned = closes[2:] / closes[:-2]
    large = np.flatnonzero(implausible(ratios)) + 1
    first = ratios[:-1]
    spike = ((first >= _SPIKE) | (first <= 1 / _SPIKE)) & (np.abs(returned - 1) <= _BACK)
    warnings = []
    if len(large):
        warnings.append(f"{_count(len(large), 'move')} over +100 % or under -60 %: {_days(index, large)}.")
    spikes = np.flatnonzero(spike) + 1
    if len(spikes):
        warnings.append(f"{_count(len(spikes), 'spike')} reversed by the next bar: {_days(index, spikes)}.")
    return warnings


def implausible(ratios: FloatArray) -> BoolArray:
    """Which close-to-close ratios are over +100 % or under -60 %; NaN is not."""
    found: BoolArray = (ratios > UP) | (ratios < DOWN)
    return found


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _days(index: pd.DatetimeIndex, positions: npt.NDArray[np.intp]) -> str:
    shown = [f"{index[int(position)]:%Y-%m-%d}" for position in positions[:_LISTED]]
    return _first(shown, len(positions))


def _first(shown: list[str], total: int) -> str:
    return ", ".join(shown) + (f" and {total - len(shown):,} more" if total > len(shown) else "")
