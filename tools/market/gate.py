"""The one gate between vendors and the product: a table in, validated bars out, every dropped row counted.

A row is dropped for one reason, the first that applies. What is odd but possible is kept, with a warning.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from tools.bars import COLUMNS, UNADJUSTED, Audit, Bars, Fields, Interval, digest_of
from tools.errors import BadData
from tools.market.columns import dates, named, numbers
from tools.market.moves import gap_warnings, move_warnings
from tools.market.panel_gate import validate_panel
from tools.types import BoolArray, FloatArray

__all__ = ["Sessions", "validate", "validate_panel"]

_REFUSE_SHARE = 0.20
_REFUSE_ROWS = 2
"""One or two bad rows refuse nothing: a fetch of the last few sessions often ends in an unfinished one."""

_ROUNDING = 1e-6
"""Relative; vendors adjust open, high, low and close separately in float32 and print six decimals."""

_PRICES = ("open", "high", "low", "close", "adj_close")


class Sessions(Protocol):
    """An exchange's calendar, as far as sources need it."""

    start: date
    """The first day it covers."""
    end: date
    """The last day it covers."""

    def between(self, start: date, end: date) -> pd.DatetimeIndex:
        """The sessions from `start` to `end` inclusive, naive midnights; only of days it covers."""


@dataclass
class _Rows:
    """The rows still standing, and how many fell for what."""

    keep: BoolArray
    dropped: dict[str, int] = field(default_factory=dict)

    def drop(self, bad: BoolArray, reason: str) -> None:
        fallen = int((bad & self.keep).sum())
        if fallen:
            self.dropped[reason] = self.dropped.get(reason, 0) + fallen
            self.keep &= ~bad


def validate(
    frame: pd.DataFrame,
    *,
    symbol: str,
    interval: Interval = "1d",
    source: str,
    simulated: bool = False,
    sessions: pd.DatetimeIndex | None = None,
) -> Bars:
    """Make bars of a vendor's table, or refuse it.

    Dropped and counted: unreadable dates or numbers, missing or infinite values, prices that are not
    positive, negative volume, a high or low that does not contain the open and close (beyond rounding),
    days on which the exchange was closed, repeated rows. Of rows that contradict each other on one date
    the last given stays.
    Kept with a warning: rows out of order, missing sessions, moves that look like bad prints.

    Passing the gate twice changes nothing: `validate(bars.frame(), ...)` has the same digest.

    Args:
        frame: Columns `open high low close adj_close volume` in any case, also as "Adj Close". Only
            `close` is required: without volume (or with none but zeros) the bars are "ohlc", without
            open, high or low "close"; without adj_close it equals close. Dates in a column or the index.
        symbol: Whose bars they are.
        interval: "1d" or "5m".
        source: Name of the source.
        simulated: Whether they are made up.
        sessions: The exchange's sessions; daily bars between the first and the last of them are compared
            with it, without it gaps are not looked for.

    Raises:
        BadData: No dates or no close, nothing left, or more than 20 % of the rows (and more than two) bad.
    """
    who = f"{symbol} from {source}"
    table = named(frame, who)
    if "close" not in table.columns:
        given = ", ".join(map(str, frame.columns)) or "none"
        raise BadData(
            f"{who}: there is no close column (columns: {given[:200]}); expected {', '.join(COLUMNS)}."
        )
    if table.empty:
        raise BadData(f"{who}: there are no rows.")
    index = dates(table, who, interval)
    columns, unreadable, warnings = _columns(table, who)
    if "adj_close" not in columns:
        columns["adj_close"] = columns["close"]
        # an index pays nothing
        warnings += [] if symbol.startswith("^") else [UNADJUSTED]
    rows = _Rows(np.ones(len(table), dtype=np.bool_))
    rows.drop(np.asarray(index.isna()), "unreadable date")
    _check_values(rows, columns, unreadable)
    standing = index[rows.keep]
    if not standing.is_monotonic_increasing:
        warnings.append("The rows were not in date order; they were sorted.")
    if sessions is not None and interval == "1d" and len(sessions):
        calendar = pd.DatetimeIndex(sessions).as_unit("us")
        covered = (index >= calendar[0]) & (index <= calendar[-1])
        rows.drop(np.asarray(covered & ~index.isin(calendar)), "not a session of the exchange")
    order = _unique_order(rows, index, columns)
    _refuse_if_too_few(rows, who)
    index = index[order]
    columns = {name: values[order] for name, values in columns.items()}
    if sessions is not None and interval == "1d":
        warnings += gap_warnings(index, pd.DatetimeIndex(sessions))
    warnings += move_warnings(index, columns["close"])
    audit = Audit(len(table), rows.dropped, tuple(warnings))
    return _bars(symbol, index, columns, audit, source=source, simulated=simulated, interval=interval)


def _columns(table: pd.DataFrame, who: str) -> tuple[dict[str, FloatArray], BoolArray, list[str]]:
    """The columns that hold anything, the rows in which one is unreadable, and what was left aside."""
    found: dict[str, FloatArray] = {}
    unreadable = np.zeros(len(table), dtype=np.bool_)
    for name in COLUMNS:
        if name not in table.columns:
            continue
        values, garbled = numbers(table[name], who)
        if garbled:
            unreadable |= np.isnan(values) & table[name].notna().to_numpy()
        elif name != "close" and bool(np.isnan(values).all()):
            continue
        found[name] = values
    lacking = [name for name in ("open", "high", "low") if name not in found]
    warnings = []
    if lacking:
        aside = [name for name in ("open", "high", "low", "volume") if found.pop(name, None) is not None]
        if aside:
            warnings = [
                f"No column of {', '.join(lacking)}: read as closes only, without {', '.join(aside)}."
            ]
    return found, unreadable, warnings


def _check_values(rows: _Rows, columns: dict[str, FloatArray], unreadable: BoolArray) -> None:
    rows.drop(unreadable, "unreadable number")
    stack = np.column_stack(list(columns.values()))
    rows.drop(_any(np.isnan(stack)), "missing value")
    rows.drop(_any(np.isinf(stack)), "infinite value")
    for name in _PRICES:
        if name in columns:
            rows.drop(columns[name] <= 0, "price not positive")
    if "volume" in columns:
        rows.drop(columns["volume"] < 0, "negative volume")
    if "open" in columns:
        top = np.maximum(columns["open"], columns["close"])
        bottom = np.minimum(columns["open"], columns["close"])
        with np.errstate(over="ignore"):
            outside = (top > columns["high"] * (1 + _ROUNDING)) | (bottom < columns["low"] * (1 - _ROUNDING))
        rows.drop(outside, "high and low do not contain open and close")


def _any(cells: BoolArray) -> BoolArray:
    return np.asarray(cells.any(axis=1), dtype=np.bool_)


def _unique_order(
    rows: _Rows, index: pd.DatetimeIndex, columns: dict[str, FloatArray]
) -> npt.NDArray[np.intp]:
    """Positions of the rows to keep, oldest first, one per date: the last given."""
    positions = np.flatnonzero(rows.keep)
    stamps = index.asi8[positions]
    order = positions[np.argsort(stamps, kind="stable")]
    stamps = index.asi8[order]
    same_date = stamps[1:] == stamps[:-1]
    if not same_date.any():
        return order
    same = same_date.copy()
    for values in columns.values():
        same &= values[order][1:] == values[order][:-1]
    for repeated, reason in ((same, "repeated row"), (same_date & ~same, "conflicting row of the same date")):
        bad = np.zeros(len(rows.keep), dtype=np.bool_)
        bad[order[:-1][repeated]] = True
        rows.drop(bad, reason)
    kept: npt.NDArray[np.intp] = order[np.append(~same_date, [True])]
    return kept


def _refuse_if_too_few(rows: _Rows, who: str) -> None:
    total, left = len(rows.keep), int(rows.keep.sum())
    fallen = total - left
    if left and (fallen <= _REFUSE_ROWS or fallen <= _REFUSE_SHARE * total):
        return
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in rows.dropped.items())
    raise BadData(
        f"{who}: {fallen:,} of {total:,} rows are unusable ({reasons}); "
        f"at most {_REFUSE_SHARE:.0%} may be, or the rest cannot be trusted."
    )


def _bars(
    symbol: str,
    index: pd.DatetimeIndex,
    columns: dict[str, FloatArray],
    audit: Audit,
    *,
    source: str,
    simulated: bool,
    interval: Interval,
) -> Bars:
    fields: Fields = "close"
    if "open" in columns:
        # indices come with zeros for volume: that is absence, not a quiet day
        fields = "ohlcv" if "volume" in columns and bool((columns["volume"] > 0).any()) else "ohlc"
    if fields == "ohlc":
        columns.pop("volume", None)
    nothing = np.full(len(index), np.nan)
    full = {name: columns.get(name, nothing) for name in COLUMNS}
    for values in full.values():
        values.setflags(write=False)
    return Bars(
        symbol=symbol,
        index=index,
        fields=fields,
        source=source,
        simulated=simulated,
        audit=audit,
        digest=digest_of(symbol, index, full),
        interval=interval,
        **full,
    )
