"""Reading a vendor's table: which column is which, dates and numbers in whatever type they came."""

from typing import Any

import numpy as np
import pandas as pd

from tools.bars import Interval
from tools.errors import BadData
from tools.types import FloatArray

_ALIASES = {"adjclose": "adj_close", "adjusted_close": "adj_close", "vol": "volume"}
_DATE_NAMES = ("date", "datetime", "timestamp", "session")


def named(frame: pd.DataFrame, who: str) -> pd.DataFrame:
    """The frame with our column names: lower case, `adj_close` for "Adj Close".

    Args:
        frame: Any spelling of the names; not changed.
        who: Whose data they are, for the error.

    Raises:
        BadData: Two columns have the same name.
    """
    plain = [str(name).strip().lower().replace(" ", "_") for name in frame.columns]
    names = [_ALIASES.get(name, name) for name in plain]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadData(f"{who}: more than one column is named {', '.join(twice)}; each may appear once.")
    return frame.set_axis(names, axis="columns")


def dates(frame: pd.DataFrame, who: str, interval: Interval = "1d") -> pd.DatetimeIndex:
    """The dates of the rows, from a date column or else the index; NaT where one cannot be read.

    Text is read as ISO 8601, or else as month/day/year. A daily date with a time zone is the date on the
    wall there, as vendors mean it; an intraday time without one is UTC.

    Args:
        frame: With names as `named` makes them.
        who: Whose data they are, for the error.
        interval: "1d" gives naive midnights, "5m" instants in UTC.

    Raises:
        BadData: There are no dates, or they are bare numbers.
    """
    column = next((name for name in _DATE_NAMES if name in frame.columns), None)
    raw = pd.Index(frame[column]) if column else frame.index
    if isinstance(raw, pd.DatetimeIndex):
        found = raw
    elif column is None and isinstance(raw, pd.RangeIndex):
        raise BadData(f"{who}: there is no date column; expected one named Date, or dates as the index.")
    elif pd.api.types.is_numeric_dtype(raw.dtype):
        raise BadData(f"{who}: the dates are bare numbers; expected dates such as 2024-03-08.")
    else:
        found = _from_text(raw.astype(str), interval)
    found = found.rename(None).as_unit("us")
    if interval == "1d":
        found = found.tz_localize(None).normalize()
    else:
        found = found.tz_localize("UTC") if found.tz is None else found.tz_convert("UTC")
    return found


def _from_text(text: "pd.Index[Any]", interval: Interval) -> pd.DatetimeIndex:
    if interval == "5m":
        return pd.DatetimeIndex(pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True))
    # the first ten characters are the day; what follows may carry offsets that change with the season
    iso = pd.DatetimeIndex(pd.to_datetime(text.str.slice(0, 10), format="%Y-%m-%d", errors="coerce"))
    if len(iso) and iso.isna().all():
        return pd.DatetimeIndex(pd.to_datetime(text, format="%m/%d/%Y", errors="coerce"))
    return iso


def numbers(column: pd.Series, who: str) -> tuple[FloatArray, int]:
    """A column as float64, NaN where it has no number.

    Returns:
        The values, and how many cells held something that is not a number.

    Raises:
        BadData: The column is of dates or objects, not of numbers or text.
    """
    if column.dtype.kind in "fiub" and isinstance(column.dtype, np.dtype):
        return column.to_numpy(dtype=np.float64), 0
    if column.dtype.kind in "mMc":
        raise BadData(f"{who}: the column {column.name} is of {column.dtype}; expected numbers.")
    try:
        read = pd.to_numeric(column, errors="coerce")
    except (TypeError, ValueError) as error:
        raise BadData(f"{who}: the column {column.name} does not hold numbers.") from error
    values = read.to_numpy(dtype=np.float64, na_value=np.nan)
    return values, int((np.isnan(values) & column.notna().to_numpy()).sum())
