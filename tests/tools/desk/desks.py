"""Desks over real and made markets, which the tests of the desk share."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np

from tests.builders import (
    FakeEvents,
    bars_from,
    folder_market,
    market_of,
    panel_from,
    random_closes,
    rate_from,
    walk,
)
from tools.bars import Bars
from tools.desk import Desk
from tools.market.events import EventTable
from tools.market.ports import Events, Market
from tools.market.sessions import Sessions
from tools.results import Result
from tools.types import Unit

CALENDAR = Sessions(end=date(2027, 12, 31))
NOW = datetime(2025, 9, 26, 22, 0, tzinfo=UTC)
"""Friday evening: the last session of the real bars has closed."""
LAST = date(2025, 9, 26)

UNITS = {unit.value for unit in Unit}


@cache
def real_desk(folder: Path) -> Desk:
    source = folder_market(folder)
    market = Market("folder", source, source, source, source, simulated=False, terms="Files of a folder.")
    return Desk(market, CALENDAR, EventTable.from_files(sessions=CALENDAR), lambda: NOW)


@cache
def answer(folder: Path, how: str, symbol: str, session: date) -> Result:
    result: Result = getattr(real_desk(folder), how)(symbol, session)
    return result


SESSIONS = CALENDAR.between(date(2023, 9, 1), LAST)
"""About 520 sessions, the last one just closed."""


def made(symbol: str, seed: int, rows: int = len(SESSIONS)) -> Bars:
    return walk(seed, rows, symbol, index=SESSIONS[:rows])


def all_bars(**changed: Bars) -> list[Bars]:
    names = ("IWM", "SPY", "QQQ", "HYG", "IEF", "KRE")
    bars = {name: made(name, seed) for seed, name in enumerate(names)}
    bars["VIX"] = bars_from(15 + 5 * np.sin(np.arange(len(SESSIONS)) / 9), "^VIX", index=SESSIONS)
    return list((bars | changed).values())


MEMBERS = random_closes(3, len(SESSIONS), 25)
PANEL = panel_from(MEMBERS, SESSIONS)
CURVE = rate_from(np.linspace(-0.5, 0.7, len(SESSIONS)), SESSIONS, "T10Y2Y")


def desk_of(
    market: Market, now: datetime = NOW, profiles: Path | None = None, events: Events | None = None
) -> Desk:
    return Desk(market, CALENDAR, events or FakeEvents(), lambda: now, profiles)


def fake_desk(now: datetime = NOW, profiles: Path | None = None, **changed: Bars) -> Desk:
    return desk_of(market_of(*all_bars(**changed), panel=PANEL, rates=[CURVE]), now, profiles)


QUESTIONS = ("analyze", "breadth", "rotation", "levels", "evidence")
