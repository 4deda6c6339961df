"""Sessions of the New York Stock Exchange: which days trade, when they open and close, and why not."""

import threading
import warnings
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
from pandas.errors import Pandas4Warning

from tools.errors import BadRequest

FIRST_DAY = date(1990, 1, 1)
_WEEKEND = {5: "a Saturday", 6: "a Sunday"}


class Sessions:
    """The exchange calendar between two days, built on first use.

    Loading costs about half a second, so constructing one is free and the first question pays. Every
    method takes plain dates; a day outside `start`..`end` raises `BadRequest` and says what is covered.
    Safe to share between threads.

    Attributes:
        start: First day covered.
        end: Last day covered. The caller passes at least a year past its clock, so that "next" exists.
    """

    def __init__(self, start: date = FIRST_DAY, *, end: date) -> None:
        self.start = start
        self.end = end
        self._lock = threading.Lock()
        self._loaded: tuple[Any, pd.DatetimeIndex, pd.DatetimeIndex] | None = None

    def _load(self) -> tuple[Any, pd.DatetimeIndex, pd.DatetimeIndex]:
        """The vendor's calendar, its sessions, and their closes."""
        with self._lock:
            if self._loaded is None:
                with warnings.catch_warnings():
                    # the library uses spellings that pandas 3.1 deprecates
                    warnings.simplefilter("ignore", Pandas4Warning)
                    import exchange_calendars  # noqa: PLC0415 - 0.35 s that a start-up need not pay

                    calendar = exchange_calendars.get_calendar(
                        "XNYS", start=pd.Timestamp(self.start), end=pd.Timestamp(self.end)
                    )
                    sessions = pd.DatetimeIndex(calendar.sessions.to_numpy())
                    self._loaded = calendar, sessions, pd.DatetimeIndex(calendar.closes)
            return self._loaded

    @property
    def index(self) -> pd.DatetimeIndex:
        """Every session covered, as naive midnights, strictly increasing."""
        return self._load()[1]

    def at_or_before(self, day: date) -> date:
        """The session of the day, or the last one before it."""
        return self._at(self._after(day) - 1)

    def is_session(self, day: date) -> bool:
        """Whether the exchange trades on the day, full or short."""
        position = self._after(day) - 1
        return position >= 0 and bool(self.index[position] == pd.Timestamp(day))

    def next(self, session: date, n: int = 1) -> date:
        """The n-th session after a day (which need not be a session itself)."""
        return self._at(self._after(session) + n - 1)

    def previous(self, session: date, n: int = 1) -> date:
        """The n-th session before a day (which need not be a session itself)."""
        return self._at(self._before(session) - n)

    def between(self, start: date, end: date) -> pd.DatetimeIndex:
        """The sessions from `start` to `end`, both inclusive; empty when there are none."""
        return self.index[self._before(start) : self._after(end)]

    def count(self, a: date, b: date) -> int:
        """Sessions after `a` up to and including `b`; negative when `b` is the earlier one."""
        return self._after(b) - self._after(a)

    def open_time(self, session: date) -> datetime:
        """When the session opens, UTC."""
        opens = pd.DatetimeIndex(self._load()[0].opens)
        return _utc(opens[self._position(session)])

    def close_time(self, session: date) -> datetime:
        """When the session closes, UTC; 13:00 New York on a short day."""
        return _utc(self._load()[2][self._position(session)])

    def last_completed(self, now: datetime) -> date:
        """The newest session whose close is at or before `now`.

        Raises:
            ValueError: When `now` has no time zone.
            BadRequest: When `now` is outside the days covered.
        """
        if now.tzinfo is None:
            raise ValueError("now needs a time zone")
        moment = now.astimezone(UTC)
        self._check(moment.date())
        closes = self._load()[2]
        return self._at(int(closes.searchsorted(pd.Timestamp(moment), side="right")) - 1)

    def early_closes(self, start: date, end: date) -> tuple[date, ...]:
        """The short sessions from `start` to `end`, both inclusive."""
        self._check(start)
        self._check(end)
        short = pd.DatetimeIndex(self._load()[0].early_closes)
        return tuple(day.date() for day in short if start <= day.date() <= end)

    def why_closed(self, day: date) -> str:
        """Why the exchange does not trade on the day, for people: "a Sunday", "Good Friday".

        Raises:
            BadRequest: When the day is a session.
        """
        if self.is_session(day):
            raise BadRequest(f"The New York Stock Exchange is open on {day:%Y-%m-%d}.")
        if day.weekday() in _WEEKEND:
            return _WEEKEND[day.weekday()]
        calendar, moment = self._load()[0], pd.Timestamp(day)
        named = calendar.regular_holidays.holidays(moment, moment, return_name=True)
        if len(named):
            return f"an exchange holiday ({named.iloc[0]})"
        if moment in calendar.adhoc_holidays:
            return "an unscheduled exchange closure"
        return "an exchange holiday"

    def _after(self, day: date) -> int:
        """How many sessions are at or before the day."""
        self._check(day)
        return int(self.index.searchsorted(np.datetime64(day, "ns"), side="right"))

    def _before(self, day: date) -> int:
        """How many sessions are strictly before the day."""
        self._check(day)
        return int(self.index.searchsorted(np.datetime64(day, "ns"), side="left"))

    def _at(self, position: int) -> date:
        index = self.index
        if position < 0:
            raise BadRequest(f"There is no session there: the calendar begins on {index[0]:%Y-%m-%d}.")
        if position >= len(index):
            raise BadRequest(f"There is no session there: the calendar ends on {index[-1]:%Y-%m-%d}.")
        return index[position].date()

    def _position(self, session: date) -> int:
        if not self.is_session(session):
            raise BadRequest(f"{session:%Y-%m-%d} is no session: it is {self.why_closed(session)}.")
        return self._after(session) - 1

    def _check(self, day: date) -> None:
        # a datetime is a date to Python, and pandas' own; only the day counts here
        plain = day.date() if isinstance(day, datetime) else day
        if plain < self.start:
            raise BadRequest(
                f"{plain} is before the exchange calendar: its first session is {self.index[0]:%Y-%m-%d}."
            )
        if plain > self.end:
            raise BadRequest(
                f"{plain} is past the exchange calendar: its last session is {self.index[-1]:%Y-%m-%d}."
            )


def _utc(moment: pd.Timestamp) -> datetime:
    return moment.to_pydatetime().astimezone(UTC)
