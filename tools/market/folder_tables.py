"""Reading the CSV files of a data folder into frames, and rates into series."""

import io
from pathlib import Path

import numpy as np
import pandas as pd

from tools.bars import RateSeries, digest_of
from tools.errors import BadData, NoData
from tools.market.columns import dates, numbers


def read_csv(path: Path, who: str) -> pd.DataFrame:
    """A CSV file with a header, as it is.

    Raises:
        NoData: The file is gone.
        BadData: It is empty, a web page, not text or not a table.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NoData(f"{who}: the file {path.name} cannot be read ({error.strerror}).") from error
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise BadData(f"{who}: the file {path.name} is empty.")
    if start[:1] == b"<":
        raise BadData(f"{who}: the file {path.name} is a web page; expected a CSV.")
    try:
        return pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")
    except (ValueError, pd.errors.ParserError) as error:
        # a file of another kind fails to decode, a torn one to parse
        raise BadData(f"{who}: the file {path.name} is not a readable CSV.") from error


def read_rate(path: Path, name: str, source: str) -> RateSeries:
    """A series of per cents from a table of dates and values; blanks and dots are days without one.

    Raises:
        NoData: The file is gone.
        BadData: Not two columns, or no value in it.
    """
    who = f"{name} from {source}"
    table = read_csv(path, who)
    if table.shape[1] != 2:
        raise BadData(f"{who}: {path.name} has {table.shape[1]} columns; expected a date and a value.")
    table = table.set_axis(["date", "value"], axis="columns")
    index = dates(table, who)
    values, _ = numbers(table["value"], who)
    there = np.isfinite(values) & np.asarray(index.notna()) & ~index.duplicated(keep="last")
    order = np.flatnonzero(there)[np.argsort(index.asi8[there], kind="stable")]
    if not len(order):
        raise BadData(f"{who}: {path.name} holds no value.")
    index, values = index[order], values[order]
    values.setflags(write=False)
    return RateSeries(
        name, index, values, source, simulated=False, digest=digest_of(name, index, {"values": values})
    )
