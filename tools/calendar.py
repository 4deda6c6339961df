"""Dated events as every stage sees them; pure, so that overlays and adapters share one type."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

KINDS: Mapping[str, str] = {
    "fomc": "FOMC decision",
    "cpi": "CPI release",
    "pce": "PCE release",
    "payrolls": "payrolls release",
    "reconstitution": "Russell reconstitution",
    "opex": "monthly options expiry",
    "early_close": "early close",
    "earnings_season": "earnings season",
}
"""Every kind of event, and its name for people."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes:
        kind: A key of `KINDS`.
        day: The day of the decision, release or close; the first day of a window.
        label: Its name for people, e.g. "FOMC decision".
        source: Who set the date, e.g. "Federal Reserve Board, FOMC calendars".
        time: New York wall time as "14:00", where it is known.
        until: The last day of a window; None for an event of one day.
    """

    kind: str
    day: date
    label: str
    source: str
    time: str | None = None
    until: date | None = None

    @property
    def last_day(self) -> date:
        """The day itself, or the last one of a window."""
        return self.until or self.day
