"""Debriefs over the simulated market and its 5-minute bars, which the tests of the replay share."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import pandas as pd

from tests.builders import FakeEvents
from tests.tools.desk.desks import CALENDAR, NOW
from tests.tools.desk.seals import seal_of
from tools.bars import Bars, Interval
from tools.debrief.types import Debrief
from tools.desk import Desk
from tools.desk.debriefing import debrief_of
from tools.errors import NoData
from tools.ledger.entries import Seal
from tools.ledger.port import Row
from tools.market.gate import validate
from tools.market.ports import BarSource, Market
from tools.market.sample import SampleMarketData

LAST = date(2025, 9, 26)
SOURCE = SampleMarketData(
    CALENDAR.between(date(2014, 1, 1), LAST),
    early_closes=frozenset(CALENDAR.early_closes(date(2014, 1, 2), LAST)),
)
ZONE = "America/New_York"

FAILED = (date(2025, 4, 1), date(2025, 7, 9), date(2025, 9, 25), date(2025, 2, 20))
"""Sessions whose call failed on the next one, and whose layers warned, late or at the first bar."""


@dataclass
class Changed:
    """The sample's bars, some 5-minute bars of them replaced; None for a symbol that has none."""

    intraday: dict[str, Bars | None]
    name: str = SOURCE.name

    def bars(
        self, symbol: str, *, interval: Interval = "1d", start: date | None = None, end: date | None = None
    ) -> Bars:
        if interval == "5m" and symbol in self.intraday:
            found = self.intraday[symbol]
            if found is None:
                raise NoData(f"There are no 5-minute bars of {symbol} here.")
            return found
        return SOURCE.bars(symbol, interval=interval, start=start, end=end)

    batch = SOURCE.batch


def desk_over(source: BarSource = SOURCE) -> Desk:
    market = Market("sample", source, SOURCE, SOURCE, SOURCE, simulated=True, terms="Made up.")
    return Desk(market, CALENDAR, FakeEvents(), lambda: NOW)


@cache
def sealed(before: date) -> Row[Seal]:
    return seal_of(desk_over(), "IWM", before)


def debrief(before: date, source: BarSource = SOURCE) -> Debrief:
    return debrief_of(desk_over(source), sealed(before), CALENDAR.next(before)).debrief


def five(symbol: str, day: date) -> Bars:
    return SOURCE.bars(symbol, interval="5m", start=day, end=day)


def rebuilt(frame: pd.DataFrame, symbol: str = "IWM") -> Bars:
    return validate(frame, symbol=symbol, interval="5m", source=SOURCE.name, simulated=True)


def notes_of(found: Debrief) -> str:
    return " ".join(note.text for note in found.warning.notes)
