"""Records for tests of the belt: nothing sealed, and what was asked of one."""

from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from tools.errors import NoData
from tools.results import DebriefReport, RecordReport


class NothingSealed:
    """A record that nobody ever sealed a call in."""

    def debrief(self, symbol: str, as_of: date | None = None) -> NoReturn:
        raise NoData(f"No signal of {symbol} was sealed before {as_of}, so there is no debrief of it.")

    def record(self, symbol: str | None = None, as_of: date | None = None) -> NoReturn:
        raise NoData(f"No signal of {symbol} has been sealed up to {as_of}.")


@dataclass
class Asked:
    """A record that remembers what it was asked for and answers with what it was given."""

    debriefed: DebriefReport | None = None
    scored: RecordReport | None = None
    asked: list[tuple[str | None, date | None]] = field(default_factory=list)

    def debrief(self, symbol: str, as_of: date | None = None) -> DebriefReport:
        self.asked.append((symbol, as_of))
        if self.debriefed is None:
            raise NoData("nothing")
        return self.debriefed

    def record(self, symbol: str | None = None, as_of: date | None = None) -> RecordReport:
        self.asked.append((symbol, as_of))
        if self.scored is None:
            raise NoData("nothing")
        return self.scored
