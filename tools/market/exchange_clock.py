"""Which sessions are finished by now, as a store of daily bars must see it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from tools.market.gate import Sessions

_EXCHANGE = ZoneInfo("America/New_York")
_OPEN = time(9, 30)
_FINAL = time(16, 20)
"""From here a bar is final: the 16:00 close, its auction, and a vendor 15 minutes behind.

After an early close a bar waits for this hour too, which costs a few questions and no correctness.
"""


class ExchangeClock:
    """The exchange's calendar held against the clock."""

    def __init__(self, sessions: Sessions, now: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self.now = now

    def today(self) -> date:
        """The date at the exchange."""
        return self._there().date()

    def is_running(self) -> bool:
        """Whether today's bar exists and is not final."""
        there = self._there()
        return _OPEN <= there.time() < _FINAL and not self._sessions.between(there.date(), there.date()).empty

    def last_finished(self) -> date:
        """The newest session whose bar is final; holidays never make two weeks without one."""
        there = self._there()
        newest = there.date() if there.time() >= _FINAL else there.date() - timedelta(days=1)
        sessions = self._sessions.between(newest - timedelta(days=14), newest)
        return newest if sessions.empty else pd.Timestamp(sessions[-1]).date()

    def final_at(self, session: date) -> datetime:
        """From when the bar of a session is final."""
        return datetime.combine(session, _FINAL, _EXCHANGE)

    def _there(self) -> datetime:
        return self.now().astimezone(_EXCHANGE)
