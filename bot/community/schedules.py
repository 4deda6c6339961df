"""When schedules post: moments on sessions, short days and changes of clocks included. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.community.values import Anchor, At, Schedule
from tools.desk.asked import Calendar
from tools.errors import BadRequest

GRACE: Final = timedelta(hours=2)
"""How long after its moment a post is still worth making."""

FARTHEST: Final = 720
"""Minutes between an anchor and a post: beyond half a day it would belong to another session."""

_AROUND = timedelta(days=12)
"""Around the present, so that the longest closure of the exchange lies within."""

_ALLOWED = (
    'write a time on the clock, such as "08:30", or a distance of at most 12 hours from the open or the '
    'close, such as "30 min before open" or "close+20"'
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_SIGNED = re.compile(r"(?:the )?(open|close)(?: ?([+-]) ?(\d{1,4})(?: ?(m|min|mins|minutes?|h|hours?))?)?")
_WORDED = re.compile(
    r"(?:at )?(?:(\d{1,4}) ?(m|min|mins|minutes?|h|hours?) (before|after) )?(?:the )?(open|close)"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A post whose moment has come.

    Attributes:
        session: The session it belongs to.
        moment: When it was to be made.
        subject: The session it is about: the newest one that was over at that moment.
        late: After this it is not worth posting any more.
    """

    session: date
    moment: datetime
    subject: date
    late: datetime


def moment(schedule: Schedule, session: date, calendar: Calendar) -> datetime:
    """When a schedule posts on a session, UTC.

    A time that the clocks of its zone leave out on that day is taken as long after midnight as it says.
    """
    at = schedule.at
    if at.anchor == "clock":
        face = time(at.minutes // 60, at.minutes % 60)
        # in UTC, since moments of one zone are compared and added to by their faces, not by time
        return datetime.combine(session, face, ZoneInfo(at.zone)).astimezone(UTC)
    anchor = calendar.open_time(session) if at.anchor == "open" else calendar.close_time(session)
    return anchor + timedelta(minutes=at.minutes)


def due(schedule: Schedule, calendar: Calendar, now: datetime, grace: timedelta = GRACE) -> Due | None:
    """The newest session whose moment has passed since the schedule was made; None where there is none.

    One that is later than `grace` is due as well, so that it can be recorded as given up.
    """
    passed = [
        (session, at)
        for session in _sessions(calendar, now)
        if schedule.made_at <= (at := moment(schedule, session, calendar)) <= now
    ]
    if not passed:
        return None
    session, at = passed[-1]
    return Due(session, at, calendar.last_completed(at), at + grace)


def next_moment(schedule: Schedule, calendar: Calendar, now: datetime) -> datetime:
    """When a schedule posts next."""
    coming = (moment(schedule, session, calendar) for session in _sessions(calendar, now))
    return min(at for at in coming if at > now)


def parse_at(text: str, zone: str) -> At:
    """What a person typed as the time of a post.

    Args:
        text: "08:30", "open", "close+20", "30 min before open" and the like.
        zone: The IANA time zone of a time on the clock.

    Raises:
        BadRequest: It is none; the text says what is allowed.
    """
    said = " ".join(text.lower().split())
    if found := _CLOCK.fullmatch(said):
        hour, minute = int(found[1]), int(found[2])
        if hour > 23 or minute > 59:
            raise BadRequest(f"{said} is no time of the day; {_ALLOWED}.")
        return At("clock", hour * 60 + minute, zone)
    if found := _SIGNED.fullmatch(said):
        return _anchored(found[1], found[2] == "-", found[3], found[4])
    if found := _WORDED.fullmatch(said):
        return _anchored(found[4], found[3] == "before", found[1], found[2])
    raise BadRequest(f"{text.strip()[:40]!r} is no time for a post; {_ALLOWED}.")


def described(at: At) -> str:
    """A time of posts in words: "30 minutes before the open"."""
    if at.anchor == "clock":
        return f"at {at.minutes // 60:02}:{at.minutes % 60:02} {at.zone}"
    if not at.minutes:
        return f"at the {at.anchor}"
    size = abs(at.minutes)
    length = f"{size} minute{'' if size == 1 else 's'}"
    return f"{length} {'after' if at.minutes > 0 else 'before'} the {at.anchor}"


def _anchored(anchor: str, before: bool, length: str | None, unit: str | None) -> At:  # noqa: FBT001 - private
    minutes = int(length or 0) * (60 if (unit or "m").startswith("h") else 1)
    if minutes > FARTHEST:
        raise BadRequest(f"{minutes} minutes from the {anchor} are too many; {_ALLOWED}.")
    kind: Anchor = "open" if anchor == "open" else "close"
    return At(kind, -minutes if before else minutes)


def _sessions(calendar: Calendar, now: datetime) -> tuple[date, ...]:
    """The sessions around the present, in order."""
    found = calendar.between((now - _AROUND).date(), (now + _AROUND).date())
    return tuple(day.date() for day in found)
