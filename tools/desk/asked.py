"""Which session a question is about: the calendar's answer to the date a person gave."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import pandas as pd

from tools.errors import BadRequest
from tools.types import EXCHANGE_ZONE, Sentence


class Calendar(Protocol):
    """The exchange's sessions, as the desk needs them (`tools.market.sessions.Sessions`)."""

    def at_or_before(self, day: date) -> date:
        """The last session not after a day."""

    def is_session(self, day: date) -> bool:
        """Whether the exchange opens that day."""

    def next(self, session: date, n: int = 1) -> date:
        """The n-th session after one."""

    def between(self, start: date, end: date) -> pd.DatetimeIndex:
        """Sessions from start to end, both included."""

    def count(self, a: date, b: date) -> int:
        """Sessions after a, up to and including b."""

    def open_time(self, session: date) -> datetime:
        """When it opens, with a time zone."""

    def close_time(self, session: date) -> datetime:
        """When it closes, with a time zone; earlier on a short day."""

    def last_completed(self, now: datetime) -> date:
        """The newest session that has closed."""

    def why_closed(self, day: date) -> str:
        """In words, e.g. "a Saturday"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's date, resolved.

    Attributes:
        session: The session to read.
        requested: The date given, or None.
        provisional: Whether that session is still running.
        notices: What the reader must be told about the difference.
    """

    session: date
    requested: date | None
    provisional: bool
    notices: tuple[Sentence, ...]


def resolve(as_of: date | None, calendar: Calendar, now: datetime, *, provisional: bool) -> Asked:
    """The session for a date: the one on it or the last before it, never an unfinished one unasked.

    Args:
        as_of: The date asked for; None for the newest.
        calendar: The exchange's sessions.
        now: The present, with a time zone.
        provisional: Whether a running session may be read; it is labelled.

    Raises:
        BadRequest: The date is in the future.
    """
    today = now.astimezone(EXCHANGE_ZONE).date()
    completed = calendar.last_completed(now)
    unfinished = calendar.is_session(today) and today > completed
    running = unfinished and now >= calendar.open_time(today)
    if as_of is not None and as_of > today:
        raise BadRequest(
            f"{as_of.isoformat()} is in the future. The last completed session is {completed.isoformat()}; "
            "ask for that or an earlier date."
        )
    newest = today if running and provisional else completed
    if as_of is None:
        if provisional and not running:
            said = Sentence(
                f"No session is running: reading {completed.isoformat()}, the last completed one."
            )
            return Asked(completed, None, provisional=False, notices=(said,))
        return _labelled(newest, None, running and provisional)
    if as_of == today and unfinished:
        if provisional and running:
            return _labelled(today, as_of, running=True)
        state = "is not finished" if running else "has not begun"
        said = Sentence(f"The session of {today.isoformat()} {state}: reading {completed.isoformat()}.")
        return Asked(completed, as_of, provisional=False, notices=(said,))
    session = min(calendar.at_or_before(as_of), newest)
    notices: tuple[Sentence, ...] = ()
    if session != as_of:
        said = Sentence(
            f"{as_of.isoformat()} is {calendar.why_closed(as_of)}: "
            f"reading {session.isoformat()}, the last session before it."
        )
        notices = (said,)
    return Asked(session, as_of, provisional=False, notices=notices)


def _labelled(session: date, requested: date | None, running: bool) -> Asked:  # noqa: FBT001 - private
    notices: tuple[Sentence, ...] = ()
    if running:
        notices = (Sentence(f"Provisional: the session of {session.isoformat()} is not finished."),)
    return Asked(session, requested, running, notices)
