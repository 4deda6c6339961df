"""Members of an index from a fund's daily holdings download; every list is kept with its date."""

import re
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import requests

from tools.bars import Membership
from tools.errors import BadData, NoData, PlumbError, SourceDown, SourceGarbled
from tools.market.atomic import write_whole
from tools.market.fund_download import fetch
from tools.market.fund_list import FundList, parse_fund_list
from tools.market.member_panels import MarketPanels

__all__ = ["HoldingsUniverse", "MarketPanels"]

_RETRY = timedelta(minutes=15)
_SHRUNK = 0.5
_CHECKED = "checked"
_KEPT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d+))?\.csv")


class HoldingsUniverse:
    """The lists of one index: what a fund publishes today, and what it published on the days before.

    Each download is kept as it came, under the date it gives for itself (the day of the download where it
    gives none). A different list of a date that is there already is kept beside it and served in its
    place, as the publisher's correction. At most one download succeeds a day, and a failed one is not
    repeated for 15 minutes. Thread-safe.
    """

    def __init__(
        self,
        universe: str,
        url: str,
        folder: Path,
        session_factory: Callable[[], requests.Session],
        now: Callable[[], datetime],
        timeout: float = 20.0,
    ) -> None:
        """Set up; nothing is read or fetched yet.

        Args:
            universe: Its key, e.g. "russell2000".
            url: Where the fund publishes its holdings as CSV.
            folder: Where the lists are kept; made when the first one arrives.
            session_factory: Makes the HTTP session of a download.
            now: The clock, with a time zone.
            timeout: Seconds for a whole download.
        """
        self._universe = universe
        self._url = url
        self._folder = folder
        self._session_factory = session_factory
        self._now = now
        self._timeout = timeout
        self._lock = threading.Lock()
        self._failed: tuple[datetime, PlumbError] | None = None
        self._parsed: dict[Path, FundList] = {}

    def membership(self, universe: str, as_of: date) -> Membership:
        """The newest list dated at or before `as_of`, else the earliest after it.

        When `as_of` is later than every kept list, or none is kept, today's is fetched first; where that
        fails and lists are kept, the newest of them is served with its own date.

        Raises:
            NoData: Another universe than this one.
            SourceDown: No list is kept and none could be fetched.
        """
        if universe != self._universe:
            raise NoData(f"There is no list of members of {universe!r}; there is one of {self._universe}.")
        with self._lock:
            kept = self._kept()
            if not kept or as_of > max(kept):
                try:
                    self._refresh(kept)
                except SourceDown:
                    if not kept:
                        raise
                kept = self._kept()
            earlier = [day for day in kept if day <= as_of]
            day = max(earlier) if earlier else min(kept)
            source = f"fund holdings ({kept[day].name})"
            return self._parse(kept[day]).membership(universe, day, source)

    def _kept(self) -> dict[date, Path]:
        """The list of each date; of several the last kept."""
        found: dict[date, tuple[int, Path]] = {}
        for path in self._folder.glob("*.csv"):
            match = _KEPT.fullmatch(path.name)
            if match:
                day, version = date.fromisoformat(match[1]), int(match[2] or 1)
                found[day] = max(found.get(day, (0, path)), (version, path))
        return {day: path for day, (_, path) in found.items()}

    def _refresh(self, kept: dict[date, Path]) -> None:
        now = self._now()
        checked = self._folder / _CHECKED
        if kept and checked.is_file() and checked.read_text("ascii") == now.date().isoformat():
            return
        if self._failed and now < self._failed[0] + _RETRY:
            failure = self._failed[1]
            raise type(failure)(str(failure))
        try:
            content = self._download()
            listed = self._believable(content, kept)
        except SourceDown as error:
            self._failed = (now, error)
            raise
        self._failed = None
        self._folder.mkdir(parents=True, exist_ok=True)
        self._keep(listed.as_of or now.date(), content, listed)
        write_whole(checked, now.date().isoformat().encode())

    def _download(self) -> bytes:
        with self._session_factory() as session:
            return fetch(session, self._url, self._now, self._timeout)

    def _believable(self, content: bytes, kept: dict[date, Path]) -> FundList:
        try:
            listed = parse_fund_list(content, "The fund's holdings download")
        except BadData as error:
            raise SourceGarbled(str(error)) from error
        before = len(self._parse(kept[max(kept)]).symbols) if kept else 0
        if len(listed.symbols) < _SHRUNK * before:
            raise SourceGarbled(
                f"The fund's holdings download lists {len(listed.symbols):,} members, the last one "
                f"{before:,}; half a list is not believed."
            )
        return listed

    def _keep(self, day: date, content: bytes, listed: FundList) -> None:
        name, version = f"{day.isoformat()}.csv", 1
        while (path := self._folder / name).exists():
            if self._parse(path).symbols == listed.symbols:
                return
            version += 1
            name = f"{day.isoformat()}.{version}.csv"
        write_whole(path, content)

    def _parse(self, path: Path) -> FundList:
        if path not in self._parsed:
            self._parsed[path] = parse_fund_list(path.read_bytes(), f"The kept list {path.name}")
        return self._parsed[path]
