"""A market on disk: bars, member panels, rates and lists from a folder of files.

Each file is read once, when it is first asked for; files that change later are seen by a new instance.
"""

import difflib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd

from tools.bars import Bars, Interval, MemberPanel, Membership, Positioning, RateSeries
from tools.errors import NoData, PlumbError
from tools.market.columns import dates, named
from tools.market.folder_manifest import files_of, read_manifest
from tools.market.folder_panels import FolderPanels, Panel
from tools.market.folder_tables import read_csv, read_rate
from tools.market.gate import Sessions, validate
from tools.market.one_by_one import answer_each
from tools.market.ports import Progress, no_progress
from tools.market.spans import between, expected_sessions
from tools.market.symbols import symbol_of
from tools.types import Absent

_NAME = "folder"

PANEL_PRICES = "Prices are a member panel's adjusted closes, not the prices that were traded."


class FolderMarketData:
    """All four ports over a folder with a `manifest.toml`, or over a bare folder of `SYMBOL.csv` files.

    A symbol is looked up among the files that are there; it never becomes part of a path. A symbol that
    only a member panel has gives bars of fields "close". Thread-safe.
    """

    def __init__(self, path: Path, sessions: Sessions | None = None) -> None:
        """Read the manifest and list the files.

        Args:
            path: The folder.
            sessions: The exchange's sessions; without them gaps are not looked for.

        Raises:
            SettingsError: The folder or its manifest is wrong; names the key.
        """
        manifest = read_manifest(path)
        self._folder = path
        self._sessions = sessions
        self._files: Mapping[Interval, Mapping[str, Path]] = {
            "1d": files_of(path, manifest.bars),
            "5m": files_of(path, manifest.intraday),
        }
        self._rate_files = manifest.rates
        self._rates: dict[str, RateSeries] = {}
        self._panels = FolderPanels(path, manifest, _NAME)
        self._bars: dict[tuple[str, Interval], Bars] = {}
        self._members: dict[str, tuple[Panel, str]] | None = None
        self._lock = threading.RLock()
        # a card asks for the same absent symbols at every session; looking through thousands takes 6 ms
        self._close_to = lru_cache(maxsize=64)(self._closest)

    @property
    def name(self) -> str:
        """The source that facts name."""
        return _NAME

    def symbols(self) -> tuple[str, ...]:
        """Every symbol with daily bars here, those of member panels included, sorted."""
        with self._lock:
            return tuple(sorted({*self._files["1d"], *self._member_columns()}))

    def bars(
        self,
        symbol: str,
        *,
        interval: Interval = "1d",
        start: date | None = None,
        end: date | None = None,
    ) -> Bars:
        """As `tools.market.ports.BarSource.bars`; `BadRequest` for what is not shaped like a symbol."""
        wanted = symbol_of(symbol)
        with self._lock:
            found = self._find(wanted, interval)
            key = (found, interval)
            if key not in self._bars:
                self._bars[key] = self._read(found, interval)
            whole = self._bars[key]
        return between(whole, start, end)

    def batch(
        self,
        symbols: Sequence[str],
        *,
        start: date | None = None,
        end: date | None = None,
        progress: Progress = no_progress,
    ) -> Mapping[str, Bars | PlumbError]:
        """As `tools.market.ports.BarSource.batch`."""
        return answer_each(partial(self.bars, start=start, end=end), symbols, progress)

    def membership(self, universe: str, as_of: date) -> Membership:
        """As `tools.market.ports.PanelSource.membership`, over the lists that have a date."""
        with self._lock:
            return self._panels.membership(universe, as_of)

    def panel(self, universe: str, as_of: date) -> MemberPanel:
        """As `tools.market.ports.PanelSource.panel`."""
        with self._lock:
            return self._panels.panel(universe, as_of)

    def panels(self, universe: str) -> Sequence[MemberPanel]:
        """As `tools.market.ports.PanelSource.panels`."""
        with self._lock:
            return self._panels.panels(universe)

    def rate(self, name: str) -> RateSeries:
        """As `tools.market.ports.RateSource.rate`."""
        if name not in self._rate_files:
            known = ", ".join(sorted(self._rate_files)) or "none"
            raise NoData(f"There is no series {name!r} in the data folder; there are: {known}.")
        with self._lock:
            if name not in self._rates:
                self._rates[name] = read_rate(self._folder / self._rate_files[name], name, _NAME)
            return self._rates[name]

    def positioning(self, symbol: str, as_of: date) -> Positioning:  # noqa: ARG002 - the port's arguments
        """Nothing is known: the folder holds prices and lists only."""
        absent = Absent("a data folder holds no positioning")
        return Positioning(absent, absent, absent)

    def _find(self, symbol: str, interval: Interval) -> str:
        """The symbol as it is spelt here; a share class may be given with a dot."""
        known = set(self._files[interval])
        if interval == "1d":
            known |= self._member_columns().keys()
        for spelling in (symbol, symbol.replace(".", "-")):
            if spelling in known:
                return spelling
        bars = "daily bars" if interval == "1d" else "5-minute bars"
        if not known:
            raise NoData(f"There are no {bars} in the data folder.")
        close = self._close_to(symbol, interval)
        hint = f"; close to it: {', '.join(close)}" if close else ""
        raise NoData(
            f"There are no {bars} of {symbol} in the data folder, which has {len(known):,} symbols{hint}."
        )

    def _closest(self, symbol: str, interval: Interval) -> Sequence[str]:
        """Up to three symbols spelt nearly so."""
        known = set(self._files[interval])
        if interval == "1d":
            known |= self._member_columns().keys()
        # a handful of files with names of their own are likelier meant than one of thousands of members
        own = difflib.get_close_matches(symbol, sorted(self._files[interval]), n=3)
        return (own + difflib.get_close_matches(symbol, sorted(known - set(own)), n=3))[:3]

    def _read(self, symbol: str, interval: Interval) -> Bars:
        who = f"{symbol} from {_NAME}"
        path = self._files[interval].get(symbol)
        if path is None:
            panel, column = self._member_columns()[symbol]
            frame = panel.read([column]).rename(columns={symbol: "close"})
        else:
            frame = read_csv(path, who)
        sessions = self._expected(frame, who) if interval == "1d" else None
        if path is None:
            # before its listing and after its end a member has no price: absence, not damage
            frame = frame.dropna(subset=["close"])
            # a panel holds adjusted closes: they are both, and the card must say that nobody traded at them
            frame = frame.assign(adj_close=frame["close"])
        bars = validate(frame, symbol=symbol, interval=interval, source=_NAME, sessions=sessions)
        if path is not None:
            return bars
        return replace(bars, audit=replace(bars.audit, warnings=(*bars.audit.warnings, PANEL_PRICES)))

    def _expected(self, frame: pd.DataFrame, who: str) -> pd.DatetimeIndex | None:
        if self._sessions is None or frame.empty:
            return None
        index = dates(named(frame, who), who).dropna()
        return (
            None if index.empty else expected_sessions(self._sessions, index.min().date(), index.max().date())
        )

    def _member_columns(self) -> dict[str, tuple[Panel, str]]:
        """Member -> the panel with the newest list that has it, and its column there."""
        if self._members is None:
            found: dict[str, tuple[Panel, str]] = {}
            for panel in self._panels.newest_first():
                for symbol, column in panel.columns().items():
                    found.setdefault(symbol, (panel, column))
            self._members = found
        return self._members
