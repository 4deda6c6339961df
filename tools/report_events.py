"""The exchange calendar and the event table as the corpus asks for them."""

from datetime import date

from tools.calendar import KINDS
from tools.market.ports import Events
from tools.market.sessions import Sessions


class ReportEvents:
    """The corpus' port `EventDays`: None where the table or the calendar does not reach, never a guess."""

    def __init__(self, events: Events, sessions: Sessions) -> None:
        self._events = events
        self._sessions = sessions

    def days(self, kind: str, first: date, last: date) -> tuple[date, ...] | None:
        """Days on which events of the kind fall, ascending; None where the table does not cover the stretch.

        Args:
            kind: A key of `tools.calendar.KINDS`; None is returned for any other.
            first: First day of the stretch.
            last: Last day, included; a stretch that ends before it begins is not covered.
        """
        if kind not in KINDS or first > last or self._events.gap(kind, first, last) is not None:
            return None
        return tuple(event.day for event in self._events.between(first, last, [kind]))

    def is_session(self, day: date) -> bool | None:
        """Whether the exchange trades on that day; None when the calendar does not reach it."""
        if not self._sessions.start <= day <= self._sessions.end:
            return None
        return self._sessions.is_session(day)
