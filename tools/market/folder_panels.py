"""The member panels and lists of a data folder, and which of them serves a date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tools.bars import MemberPanel, Membership
from tools.errors import BadData, NoData
from tools.market.columns import dates
from tools.market.folder_manifest import DatedList, Manifest, PanelFile
from tools.market.fund_list import FundList, parse_fund_list
from tools.market.gate import validate_panel
from tools.market.symbols import us_ticker


@dataclass(frozen=True, slots=True)
class Panel:
    """One wide table with its list; prices are read when they are needed."""

    folder: Path
    listed: PanelFile
    source: str

    @property
    def path(self) -> Path:
        """The Parquet file."""
        return self.folder / self.listed.file

    def columns(self) -> Mapping[str, str]:
        """Member in Yahoo's spelling -> column of the file.

        Raises:
            NoData: The file is gone.
            BadData: It is not a Parquet table with a column `date`.
        """
        try:
            names = pq.read_schema(self.path).names
        except FileNotFoundError as error:
            raise NoData(f"The panel {self.listed.file} is named in the manifest and not there.") from error
        except (pa.ArrowException, OSError) as error:
            raise BadData(f"The panel {self.listed.file} is not a readable Parquet file.") from error
        if "date" not in names:
            raise BadData(f"The panel {self.listed.file} has no column named date.")
        return {us_ticker(name): name for name in names if name != "date"}

    def read(self, columns: list[str] | None = None) -> pd.DataFrame:
        """The table, or the column `date` and some others of it, in Yahoo's spelling.

        Raises:
            BadData: It is damaged.
        """
        wanted = None if columns is None else ["date", *columns]
        try:
            frame = pd.read_parquet(self.path, columns=wanted)
        except (pa.ArrowException, OSError) as error:
            raise BadData(f"The panel {self.listed.file} is damaged and cannot be read.") from error
        return frame.rename(columns={name: us_ticker(name) for name in frame.columns if name != "date"})

    def span(self) -> tuple[date, date]:
        """The first and last session with prices."""
        self.columns()
        sessions = dates(self.read([]), self.listed.file).dropna()
        if sessions.empty:
            raise BadData(f"The panel {self.listed.file} has no sessions.")
        return sessions.min().date(), sessions.max().date()

    def membership(self) -> Membership:
        """The full list where the manifest names one, else the columns."""
        if self.listed.membership is None:
            listed = FundList(None, tuple(sorted(self.columns())), {})
            of = f"the columns of {Path(self.listed.file).name}"
        else:
            listed = _read_list(self.folder, self.listed.membership)
            of = Path(self.listed.membership).name
        return listed.membership(self.listed.universe, self.listed.membership_date, f"{self.source} ({of})")

    def load(self) -> MemberPanel:
        """The whole panel through the gate; not yet said whether it is biased where it is used."""
        membership = self.membership()
        return validate_panel(self.read(), membership=membership, biased=False, source=self.source)


class FolderPanels:
    """Chooses among the panels and lists of a manifest. Not thread-safe: its owner holds a lock."""

    def __init__(self, folder: Path, manifest: Manifest, source: str) -> None:
        self._folder = folder
        self._source = source
        self._lists = manifest.universe
        self._panels = tuple(Panel(folder, listed, source) for listed in manifest.panels)
        self._spans: dict[str, tuple[date, date]] = {}
        self._loaded: dict[str, MemberPanel] = {}

    def newest_first(self) -> list[Panel]:
        """All panels, the one with the newest list first."""
        return sorted(self._panels, key=lambda panel: panel.listed.membership_date, reverse=True)

    def membership(self, universe: str, as_of: date) -> Membership:
        """The newest dated list at or before `as_of`, else the earliest after it.

        A list without a date (neither its file nor the manifest says one) is in force at no date we know,
        so it is never served.
        """
        dated = list(self._dated(universe))
        if not dated:
            self._check_known(universe)
            raise NoData(f"The list of {universe} says no date; give it as_of in the manifest's [universe].")
        earlier = [membership for membership in dated if membership.as_of <= as_of]
        if earlier:
            return max(earlier, key=lambda membership: membership.as_of)
        return min(dated, key=lambda membership: membership.as_of)

    def panel(self, universe: str, as_of: date) -> MemberPanel:
        """The panel whose list is the newest at or before `as_of` among those with prices there.

        Where there is none, the one with the earliest list after it, and `biased` is set.
        """
        panels = self._of(universe)
        spans = {panel.listed.file: self._span(panel) for panel in panels}
        there = [p for p in panels if spans[p.listed.file][0] <= as_of <= spans[p.listed.file][1]]
        if not there:
            first, last = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
            raise NoData(f"No members' prices of {universe} at {as_of}: they go from {first} to {last}.")
        there.sort(key=lambda panel: panel.listed.membership_date)
        earlier = [panel for panel in there if panel.listed.membership_date <= as_of]
        chosen = earlier[-1] if earlier else there[0]
        return replace(self._load(chosen), biased=not earlier)

    def panels(self, universe: str) -> tuple[MemberPanel, ...]:
        """Every panel, the oldest list first; of two of one date the manifest's first."""
        of_date: dict[date, Panel] = {}
        for panel in self._of(universe):
            of_date.setdefault(panel.listed.membership_date, panel)
        loaded = [self._load(of_date[day]) for day in sorted(of_date)]
        return tuple(
            replace(panel, biased=panel.membership.as_of > panel.index[0].date()) for panel in loaded
        )

    def _of(self, universe: str) -> list[Panel]:
        self._check_known(universe)
        panels = [panel for panel in self._panels if panel.listed.universe == universe]
        if not panels:
            raise NoData(f"There are lists of members of {universe} here, and no prices.")
        return panels

    def _load(self, panel: Panel) -> MemberPanel:
        if panel.listed.file not in self._loaded:
            self._loaded[panel.listed.file] = panel.load()
        return self._loaded[panel.listed.file]

    def _dated(self, universe: str) -> Iterator[Membership]:
        for panel in self._panels:
            if panel.listed.universe == universe:
                yield panel.membership()
        entry = self._lists.get(universe)
        if entry is not None:
            file = entry.file if isinstance(entry, DatedList) else entry
            listed = _read_list(self._folder, file)
            as_of = entry.as_of if isinstance(entry, DatedList) else listed.as_of
            if as_of is not None:
                yield listed.membership(universe, as_of, f"{self._source} ({Path(file).name})")

    def _check_known(self, universe: str) -> None:
        known = sorted({panel.listed.universe for panel in self._panels} | set(self._lists))
        if universe not in known:
            raise NoData(
                f"There is no universe {universe!r} in the data folder; there are: {_or_none(known)}."
            )

    def _span(self, panel: Panel) -> tuple[date, date]:
        if panel.listed.file not in self._spans:
            self._spans[panel.listed.file] = panel.span()
        return self._spans[panel.listed.file]


def _read_list(folder: Path, file: str) -> FundList:
    try:
        content = (folder / file).read_bytes()
    except OSError as error:
        raise NoData(f"The list {file} is named in the manifest and cannot be read.") from error
    return parse_fund_list(content, f"The list {file}")


def _or_none(names: list[str]) -> str:
    return ", ".join(names) or "none"
