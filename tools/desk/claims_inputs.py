"""What the claims read beyond a card: member panels of every list, and rates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from tools.bars import RateSeries
from tools.desk.gather import BreadthCache, cut_rate
from tools.desk.snapshot import Snapshot
from tools.desk.sources import counts_digest, panel_line, rate_line
from tools.errors import NoData, SourceDown
from tools.evidence.claims.registry import RATES
from tools.layers.base import Breadth
from tools.market.ports import Events, PanelSource, RateSource
from tools.results import SourceLine
from tools.types import Absent


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The member lists that breadth can be counted with.

    Attributes:
        breadth: Of the panel that a card would read at `session`, or why there is none.
        session: The newest session at or before the card's for which there is a panel; None without one.
        all: Of every list, the oldest first.
        lines: Their panels, for the header.
    """

    breadth: Breadth | Absent
    session: date | None
    all: tuple[Breadth, ...] = ()
    lines: tuple[SourceLine, ...] = ()


def read_lists(shot: Snapshot, source: PanelSource, breadth_of: BreadthCache) -> Lists:
    """Every panel of the symbol's universe, and the one that serves its session.

    Where no panel has prices at the card's session, the newest session before it that has some is taken.
    """
    universe, session = shot.profile.universe, shot.header.as_of
    if not universe:
        return Lists(Absent("no member list belongs to this symbol's profile"), None)
    try:
        panels = [panel for panel in source.panels(universe) if panel.index[0].date() <= session]
        if not panels:
            return Lists(Absent(f"no members' prices at or before {session.isoformat()}"), None)
        newest = max(min(panel.until(session).index[-1].date(), session) for panel in panels)
        serving = source.panel(universe, newest)
    except (NoData, SourceDown) as error:
        return Lists(Absent(str(error).rstrip(".")), None)
    counted = tuple(breadth_of(panel, shot.profile) for panel in panels)
    lines = []
    for panel, one in zip(panels, counted, strict=True):
        key = f"members_{one.membership.as_of:%Y%m%d}"
        lines.append(panel_line(panel, counts_digest(panel, one, session), shot.sheet, key=key))
    return Lists(breadth_of(serving, shot.profile), newest, counted, tuple(lines))


def read_rates(shot: Snapshot, source: RateSource) -> Mapping[str, RateSeries | Absent]:
    """The series that the tests read, cut at the session."""
    return {name: _rate(name, source, shot.header.as_of) for name in RATES}


def _rate(name: str, source: RateSource, session: date) -> RateSeries | Absent:
    try:
        series = source.rate(name)
    except (NoData, SourceDown) as error:
        return Absent(str(error).rstrip("."))
    return cut_rate(series, session)


def read_decisions(shot: Snapshot, events: Events) -> pd.DatetimeIndex | Absent:
    """Days of scheduled FOMC decisions over the symbol's history."""
    found = events.between(shot.bars.index[0].date(), shot.header.as_of, ["fomc"])
    if not found:
        return Absent("no decision is on file for these sessions")
    return pd.DatetimeIndex(sorted({pd.Timestamp(event.day) for event in found}))


def rate_lines(shot: Snapshot, rates: Mapping[str, RateSeries | Absent]) -> tuple[SourceLine, ...]:
    """The rates, for the header."""
    there = {line.symbol for line in shot.header.sources}
    return tuple(
        rate_line(name, series, shot.sheet)
        for name, series in rates.items()
        if isinstance(series, RateSeries) and series.name not in there
    )
