"""What tests of the domain core are built from: bars, panels, inputs, and fakes of the ports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.tools.made_bars import fact, random_bars, real_bars, sheet_of
from tools.bars import Bars, Interval, MemberPanel, Membership, Positioning, RateSeries, digest_of
from tools.calendar import Event
from tools.desk.gather import count_breadth
from tools.errors import NoData, PlumbError
from tools.layers.base import Breadth, Inputs, LayerHistory
from tools.market.folder import FolderMarketData
from tools.market.gate import validate, validate_panel
from tools.market.ports import Market, Progress, no_progress
from tools.profile import Profile, load_profile
from tools.types import Absent, FloatArray

__all__ = ["fact", "random_bars", "real_bars", "sheet_of"]

NAMED_SESSIONS = (date(2008, 11, 20), date(2020, 3, 23), date(2021, 2, 10), date(2025, 9, 26))
"""A panic, the bottom of a crash, a strong trend, and the last session of the real bars."""

NOT_ASKED = Absent("not part of this test")


def profile_with(symbol: str = "IWM", **sections: dict[str, Any]) -> Profile:
    """A shipped profile with some keys of some sections changed."""
    base = load_profile(symbol)
    changed = {
        name: getattr(base, name).model_copy(update=keys) if isinstance(keys, dict) else keys
        for name, keys in sections.items()
    }
    return base.model_copy(update=changed)


def bars_from(closes: Sequence[float] | FloatArray, symbol: str = "TEST", **columns: Any) -> Bars:
    """Bars through the gate, closes only unless `columns` has more; `index` may be given."""
    closes = np.asarray(closes, dtype=np.float64)
    index = columns.pop("index", None)
    if index is None:
        index = pd.bdate_range("2010-01-04", periods=len(closes))
    frame = pd.DataFrame({"close": closes, "adj_close": closes, **columns}, index=index)
    return validate(frame, symbol=symbol, source="fake")


def walk(seed: int, rows: int, symbol: str = "TEST", sigma: float = 0.012, **columns: Any) -> Bars:
    """A random walk with highs, lows and volume, on business days unless `index` is given."""
    draw = np.random.default_rng(seed)
    close = 100 * np.exp(np.cumsum(draw.normal(0.0003, sigma, rows)))
    first = np.r_[close[0], close[:-1]]
    made = {
        "open": first,
        "high": np.maximum(first, close) * (1 + draw.exponential(0.004, rows)),
        "low": np.minimum(first, close) * (1 - np.minimum(draw.exponential(0.004, rows), 0.3)),
        "volume": draw.integers(1, 9, rows) * 1e6,
    }
    return bars_from(close, symbol, **(made | columns))


def membership_of(symbols: Iterable[str], as_of: date = date(2010, 1, 4)) -> Membership:
    return Membership("russell2000", as_of, tuple(sorted(symbols)), {}, "fake list")


def panel_from(
    closes: FloatArray,
    index: pd.DatetimeIndex | None = None,
    *,
    listed: Sequence[str] = (),
    as_of: date = date(2010, 1, 4),
    biased: bool = False,
) -> MemberPanel:
    """A panel through the gate; members are M000, M001, ..., and `listed` are on the list without prices."""
    names = [f"M{place:03d}" for place in range(closes.shape[1])]
    if index is None:
        index = pd.bdate_range("2010-01-04", periods=len(closes))
    frame = pd.DataFrame(closes, index=index, columns=names)
    return validate_panel(
        frame, membership=membership_of([*names, *listed], as_of), biased=biased, source="fake panel"
    )


def random_closes(
    seed: int, rows: int, members: int, *, holes: float = 0.0, sigma: float = 0.02
) -> FloatArray:
    """Closes of members that share a market, with missing prices where asked for."""
    draw = np.random.default_rng(seed)
    market = draw.normal(0, sigma, (rows, 1))
    closes = 30 * np.exp(np.cumsum(market + draw.normal(0, sigma, (rows, members)), axis=0))
    closes[draw.random((rows, members)) < holes] = np.nan
    return closes


def inputs_of(bars: Bars, profile: Profile | None = None, **parts: Any) -> Inputs:
    """Inputs with what is given; the rest is absent, and the multiples are ones."""
    given = {
        "benchmark": NOT_ASKED,
        "growth": NOT_ASKED,
        "breadth": NOT_ASKED,
        "multiples": np.ones(len(bars)),
    } | parts
    return Inputs(bars=bars, profile=profile or load_profile("IWM"), **given)


def cut_inputs(inputs: Inputs, rows: int) -> Inputs:
    """The same inputs as they were known after the first `rows` sessions of the symbol."""
    last = inputs.bars.index[rows - 1].date()

    def cut(bars: Bars | Absent) -> Bars | Absent:
        return bars if isinstance(bars, Absent) else bars.until(last)

    breadth = inputs.breadth
    if isinstance(breadth, Breadth):
        stop = int(breadth.index.searchsorted(np.datetime64(last), side="right"))
        counts = breadth.counts
        kept = replace(
            counts,
            above={window: column[:stop] for window, column in counts.above.items()},
            eligible={window: column[:stop] for window, column in counts.eligible.items()},
            advancing=counts.advancing[:stop],
            declining=counts.declining[:stop],
            restarts=counts.restarts[:stop],
        )
        breadth = replace(breadth, index=breadth.index[:stop], counts=kept)
    return replace(
        inputs,
        bars=inputs.bars.slice(0, rows),
        benchmark=cut(inputs.benchmark),
        growth=cut(inputs.growth),
        breadth=breadth,
        multiples=inputs.multiples[:rows],
    )


def same_past(cut: LayerHistory | Absent, whole: LayerHistory | Absent, rows: int) -> None:
    """Assert that every array of a history is, bit for bit, the beginning of the longer one."""
    if isinstance(cut, Absent) or isinstance(whole, Absent):
        # a layer that is absent early on says nothing then with hindsight either
        assert isinstance(cut, Absent)
        assert isinstance(whole, Absent) or np.isnan(whole.score[:rows]).all()
        return
    pairs = {name: (cut.columns[name], whole.columns[name]) for name in whole.columns}
    for name in ("score", "measure", "measure_low", "measure_high"):
        if getattr(whole, name) is not None:
            pairs[name] = (getattr(cut, name), getattr(whole, name))
    for name, (short, long) in pairs.items():
        assert len(short) == rows, name
        assert np.array_equal(short, long[:rows], equal_nan=True), name


def plain_ema(values: Sequence[float] | FloatArray, span: int) -> list[float]:
    """By the recursion, seeded with the mean of the first `span`; leading NaN stay NaN."""
    found = [float("nan")] * len(values)
    first = next((row for row, value in enumerate(values) if value == value), len(values))  # noqa: PLR0124
    if len(values) - first < span:
        return found
    average = sum(values[first : first + span]) / span
    found[first + span - 1] = average
    for row in range(first + span, len(values)):
        average += 2 / (span + 1) * (values[row] - average)
        found[row] = average
    return found


def plain_atr(
    high: Sequence[float] | FloatArray,
    low: Sequence[float] | FloatArray,
    close: Sequence[float] | FloatArray,
    period: int,
) -> list[float]:
    """Wilder's recursion, seeded with the mean of the first `period` true ranges."""
    ranges = [
        max(high[row] - low[row], abs(high[row] - close[row - 1]), abs(low[row] - close[row - 1]))
        for row in range(1, len(close))
    ]
    found = [float("nan")] * len(close)
    if len(ranges) < period:
        return found
    average = sum(ranges[:period]) / period
    found[period] = average
    for row in range(period + 1, len(close)):
        average = (average * (period - 1) + ranges[row - 1]) / period
        found[row] = average
    return found


def plain_adjusted_atr(bars: Bars, period: int) -> list[float]:
    """ATR of dividend-adjusted bars."""
    factor = bars.adj_close / bars.close
    return plain_atr(bars.high * factor, bars.low * factor, bars.adj_close, period)


@cache
def folder_market(folder: Path) -> FolderMarketData:
    """The real data; one instance, since it keeps what it read."""
    return FolderMarketData(folder)


@cache
def real_breadth(folder: Path, as_of: date) -> Breadth:
    """Participation of the Russell 2000 as a card at `as_of` sees it, over all sessions of the panel."""
    return count_breadth(folder_market(folder).panel("russell2000", as_of), load_profile("IWM"))


def real_inputs(folder: Path, as_of: date, symbol: str = "IWM") -> Inputs:
    """Everything the layers read of the real data at a session, without a calendar."""
    bars = real_bars(folder, symbol).until(as_of)
    try:
        breadth: Breadth | Absent = real_breadth(folder, as_of)
    except NoData as error:
        breadth = Absent(str(error))
    return Inputs(
        bars,
        real_bars(folder, "SPY").until(as_of),
        real_bars(folder, "QQQ").until(as_of),
        breadth,
        load_profile(symbol),
        np.ones(len(bars)),
    )


@dataclass
class FakeBars:
    """A `BarSource` over a dictionary; an error in it is raised."""

    known: dict[str, Bars | PlumbError]
    name: str = "fake"

    def bars(
        self, symbol: str, *, interval: Interval = "1d", start: date | None = None, end: date | None = None
    ) -> Bars:
        del start, end
        if interval != "1d":
            raise NoData(f"No {interval} bars of {symbol} here.")
        found = self.known.get(symbol)
        if found is None:
            raise NoData(f"There is no {symbol} here.")
        if isinstance(found, PlumbError):
            raise found
        return found

    def batch(
        self,
        symbols: Sequence[str],
        *,
        start: date | None = None,
        end: date | None = None,
        progress: Progress = no_progress,
    ) -> Mapping[str, Bars | PlumbError]:
        del start, end, progress
        return {symbol: self.known.get(symbol, NoData(f"There is no {symbol} here.")) for symbol in symbols}


@dataclass
class FakePanels:
    """A `PanelSource` with at most one panel, and others that only `panels` gives."""

    only: MemberPanel | None = None
    more: tuple[MemberPanel, ...] = ()

    def membership(self, universe: str, as_of: date) -> Membership:
        return self.panel(universe, as_of).membership

    def panel(self, universe: str, as_of: date) -> MemberPanel:
        del as_of
        if self.only is None:
            raise NoData(f"No prices of {universe} here.")
        return self.only

    def panels(self, universe: str) -> Sequence[MemberPanel]:
        return (self.panel(universe, date.max), *self.more)


@dataclass
class FakeRates:
    """A `RateSource` over a dictionary."""

    known: dict[str, RateSeries] = field(default_factory=dict)

    def rate(self, name: str) -> RateSeries:
        if name not in self.known:
            raise NoData(f"There is no {name} here.")
        return self.known[name]


@dataclass
class FakePositioning:
    """A `PositioningSource` that knows one thing or nothing."""

    known: Positioning = field(default_factory=lambda: Positioning(NOT_ASKED, NOT_ASKED, NOT_ASKED))

    def positioning(self, symbol: str, as_of: date) -> Positioning:
        del symbol, as_of
        return self.known


@dataclass
class FakeEvents:
    """An `Events` table of what is given, complete for every day."""

    events: Sequence[Event] = ()

    def between(self, start: date, end: date, kinds: Iterable[str]) -> Sequence[Event]:
        wanted = set(kinds)
        return tuple(e for e in self.events if e.kind in wanted and start <= e.day <= end)

    def next(self, kind: str, after: date) -> Event | Absent:
        later = [event for event in self.events if event.kind == kind and event.day > after]
        return later[0] if later else Absent(f"no {kind} on file")

    def gap(self, kind: str, start: date, end: date) -> Absent | None:
        del kind, start, end
        return None


def rate_from(
    levels: Sequence[float] | FloatArray, index: pd.DatetimeIndex, name: str = "DGS10"
) -> RateSeries:
    column = np.asarray(levels, dtype=np.float64)
    return RateSeries(
        name, index, column, "fake rates", simulated=False, digest=digest_of(name, index, {"l": column})
    )


def market_of(
    *bars: Bars,
    panel: MemberPanel | None = None,
    rates: Iterable[RateSeries] = (),
    simulated: bool = False,
    positioning: Positioning | None = None,
) -> Market:
    """A market of fakes."""
    return Market(
        "fake",
        FakeBars({one.symbol: one for one in bars}),
        FakePanels(panel),
        FakeRates({one.name: one for one in rates}),
        FakePositioning(positioning) if positioning else FakePositioning(),
        simulated=simulated,
        terms="Made for a test.",
    )
