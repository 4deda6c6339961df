"""Bars made for tests of the stages: by hand, at random, or from the real files."""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from tools.bars import Bars, Fields
from tools.facts import FactSheet
from tools.market.gate import validate
from tools.types import Fact, Reading


def bars_of(symbol: str = "TEST", **columns: list[float]) -> Bars:
    """Business days from 2024-01-01."""
    rows = len(columns["close"])
    frame = pd.DataFrame(columns, index=pd.bdate_range("2024-01-01", periods=rows))
    return validate(frame, symbol=symbol, source="test")


def random_bars(seed: int, rows: int, fields: Fields = "ohlcv", symbol: str = "TEST") -> Bars:
    """A random walk with gaps, quiet days and, from the middle on, an adjusted close of its own."""
    draw = np.random.default_rng(seed)
    close = 50 * np.exp(np.cumsum(draw.normal(0, draw.choice([0.001, 0.02, 0.08]), rows)))
    first = np.r_[close[0], close[:-1]] * np.exp(draw.normal(0, 0.005, rows))
    top, bottom = np.maximum(first, close), np.minimum(first, close)
    columns: dict[str, np.ndarray] = {"close": close}
    if fields != "close":
        columns["open"] = first
        columns["high"] = top * (1 + draw.exponential(0.005, rows))
        columns["low"] = bottom * (1 - np.minimum(draw.exponential(0.005, rows), 0.5))
        columns["adj_close"] = close * np.where(np.arange(rows) < rows // 2, 0.97, 1.0)
    if fields == "ohlcv":
        columns["volume"] = draw.integers(0, 5, rows) * 1e5 + 1e3
    return bars_of(symbol, **{name: list(values) for name, values in columns.items()})


some_bars = st.builds(
    random_bars,
    seed=st.integers(0, 10_000),
    rows=st.sampled_from([1, 2, 10, 30, 60, 205, 300]),
    fields=st.sampled_from(["ohlcv", "ohlc", "close"]),
)


@cache
def real_bars(folder: Path, symbol: str) -> Bars:
    """The whole file of a symbol."""
    return validate(pd.read_csv(folder / "bars" / f"{symbol}.csv"), symbol=symbol, source="folder")


def sheet_of(bars: Bars) -> FactSheet:
    return FactSheet(bars.symbol, bars.last_session, bars.source)


def fact(reading: Reading) -> Fact:
    assert isinstance(reading, Fact), reading
    return reading


def is_sound(reading: Reading) -> bool:
    """A fact with a finite value, or a reason."""
    if isinstance(reading, Fact):
        return isinstance(reading.value, str | bool) or bool(np.isfinite(reading.value))
    return bool(reading.reason)


REAL_SESSIONS = (date(2008, 10, 10), date(2013, 5, 21), date(2020, 3, 23), date(2025, 9, 26))
