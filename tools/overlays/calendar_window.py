"""Macro calendar: thresholds tighten into a dated event and loosen after it.

Only the calendar is read, never a price, so a multiple of today is what it would have been known as
yesterday. Tightening raises a threshold (a signal must be clearer), loosening lowers it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from tools.calendar import KINDS, Event
from tools.facts import FactSheet
from tools.phrases import say
from tools.profile import CalendarProfile
from tools.types import Absent, BoolArray, Fact, FloatArray, Missing, Reading, Sentence, Unit


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event as a card shows it.

    Attributes:
        event: The event, with its label and source.
        day: Its day, sourced where the date comes from.
        away: Sessions from the card's session to the event's; 0 on the day, a count since where it is past.
        past: Whether the event lies before the card's session.
    """

    event: Event
    day: Fact
    away: Fact
    past: bool


@dataclass(frozen=True, slots=True)
class CalendarWindow:
    """The overlay at one session.

    Attributes:
        tightening: Whether an event at or ahead raises the thresholds.
        multiple: Factor on every threshold: 1 outside any window.
        in_force: The events that decide the multiple, nearest first.
        ahead: The next event of each kind that has one, soonest first.
        unknown: The kinds whose dates around or after the session are not on file, with the reason.
        rationale: One sentence made from these facts.
    """

    tightening: bool
    multiple: Reading
    in_force: tuple[DatedEvent, ...]
    ahead: tuple[DatedEvent, ...]
    unknown: tuple[Missing, ...]
    rationale: Sentence


def threshold_multiples(
    sessions: pd.DatetimeIndex,
    events: Sequence[date],
    *,
    before: int = 2,
    after: int = 3,
    tighter: float = 1.25,
    looser: float = 0.9,
) -> FloatArray:
    """Factor on every threshold, per session.

    Args:
        sessions: All sessions of the exchange as naive midnights, strictly increasing, from `after` sessions
            before the first of interest to `before` sessions past the last one.
        events: Days of events in any order. One that is no session counts at the next session; one outside
            `sessions` is not counted, since its distance cannot be known.
        before: Sessions before the event that are tightened, as the event's own is.
        after: Sessions after it that are loosened.
        tighter: The factor up to the event; it wins where windows overlap.
        looser: The factor after it.

    Returns:
        One of `tighter`, `looser` and 1.0 per session; never NaN, no warm-up.
    """
    places = _places(sessions, events)
    length = len(sessions)
    tight = _covered(places - before, places + 1, length)
    loose = _covered(places + 1, places + after + 1, length)
    return np.where(tight, tighter, np.where(loose, looser, 1.0))


def multiples_on(index: pd.DatetimeIndex, sessions: pd.DatetimeIndex, multiples: FloatArray) -> FloatArray:
    """The multiples of `sessions` on the sessions of some bars.

    A bar on no session (simulated markets trade on holidays) takes the next session's; one past the last
    session takes 1.0.
    """
    places = sessions.searchsorted(index, side="left")
    return np.append(multiples, 1.0)[places]


def calendar_window(
    sheet: FactSheet,
    session: date,
    sessions: pd.DatetimeIndex,
    events: Sequence[Event],
    upcoming: Mapping[str, Event | Absent],
    profile: CalendarProfile,
    *,
    gaps: Mapping[str, Absent] | None = None,
) -> CalendarWindow:
    """What the calendar does to the thresholds at a session, and what is next.

    Args:
        sheet: Makes the facts.
        session: The session of the card.
        sessions: As in `threshold_multiples`; far enough for the events of `upcoming`.
        events: Those of the kinds that move thresholds; more than the window's is fine.
        upcoming: The next event of each kind to show, or why it is not known.
        profile: The widths of the window and its factors; where it has the calendar off, give no `events`.
        gaps: Kinds whose dates around the session are not known in full, and why.

    Raises:
        ValueError: The session lies outside `sessions`.
    """
    here = _place(sessions, session)
    if here is None:
        raise ValueError(f"{session} lies outside the sessions given")
    before, after, tighter, looser = profile.before, profile.after, profile.tighter, profile.looser
    days = [event.day for event in events]
    factors = threshold_multiples(sessions, days, before=before, after=after, tighter=tighter, looser=looser)
    multiple = sheet.number(
        "calendar.multiple",
        "threshold multiple",
        factors[here],
        Unit.TIMES,
        f"x {tighter:g} from {before} sessions before an event to its own, "
        f"x {looser:g} for {after} sessions after, tighter first",
    )
    # no window reaches further, and a long history holds hundreds of events
    reach = timedelta(days=2 * max(before, after) + 10)
    near = [
        (event, place - here)
        for event in events
        if abs(event.day - session) <= reach and (place := _place(sessions, event.day)) is not None
    ]
    tight = [(event, away) for event, away in near if 0 <= away <= before]
    loose = [(event, away) for event, away in near if -after <= away < 0]
    in_force = tuple(
        _dated(sheet, event, away) for event, away in sorted(tight or loose, key=lambda pair: abs(pair[1]))
    )
    ahead = tuple(
        _dated(sheet, event, place - here)
        for event in sorted(_present(upcoming), key=lambda event: event.day)
        if (place := _place(sessions, event.day)) is not None
    )
    reasons = {kind: absent.reason for kind, absent in upcoming.items() if isinstance(absent, Absent)}
    reasons |= {kind: absent.reason for kind, absent in (gaps or {}).items()}
    unknown = tuple(
        sheet.missing(f"calendar.{kind}", KINDS.get(kind, kind), reason) for kind, reason in reasons.items()
    )
    said = _say(multiple, in_force, ahead, tightening=bool(tight))
    if not profile.enabled:
        # a calendar that nobody looked at must not read as a quiet one
        said = Sentence("The macro calendar is off by request: thresholds are plain whatever is dated here.")
    elif gaps:
        # "none on file" must not read as "none"
        named = ", ".join(KINDS.get(kind, kind) for kind in gaps)
        said = Sentence(f"{said.text} Dates not known around this session: {named}.", said.facts)
    return CalendarWindow(bool(tight), multiple, in_force, ahead, unknown, said)


def _place(sessions: pd.DatetimeIndex, day: date) -> int | None:
    """Where an event counts: its session or the next one; None outside the sessions given."""
    places = _places(sessions, [day])
    return int(places[0]) if len(places) else None


def _places(sessions: pd.DatetimeIndex, days: Sequence[date]) -> npt.NDArray[np.intp]:
    if not len(sessions):
        return np.empty(0, np.intp)
    moments = pd.DatetimeIndex(list(days))
    inside = (moments >= sessions[0]) & (moments <= sessions[-1])
    return np.asarray(sessions.searchsorted(moments[inside], side="left"), np.intp)


def _covered(
    starts: npt.NDArray[np.intp],
    stops: npt.NDArray[np.intp],
    length: int,
) -> BoolArray:
    """Which rows lie in any of the half-open spans."""
    edges = np.zeros(length + 1, np.int64)
    np.add.at(edges, np.clip(starts, 0, length), 1)
    np.add.at(edges, np.clip(stops, 0, length), -1)
    return edges.cumsum()[:length] > 0


def _present(upcoming: Mapping[str, Event | Absent]) -> list[Event]:
    return [event for event in upcoming.values() if isinstance(event, Event)]


def _dated(sheet: FactSheet, event: Event, away: int) -> DatedEvent:
    own = replace(sheet, source=event.source)
    key = f"calendar.{event.kind}.{event.day:%Y%m%d}"
    day = own.text(f"{key}.day", event.label, event.day.isoformat(), "date of the event", unit=Unit.DATE)
    label = f"sessions since {event.label}" if away < 0 else f"sessions to {event.label}"
    method = "sessions of the exchange between"
    count = Fact(
        sheet.id(f"{key}.away"),
        label,
        float(abs(away)),
        Unit.SESSIONS,
        sheet.as_of,
        event.source,
        method,
        sheet.notes,
    )
    return DatedEvent(event, day, count, away < 0)


def _say(
    multiple: Reading, in_force: Sequence[DatedEvent], ahead: Sequence[DatedEvent], *, tightening: bool
) -> Sentence:
    named = in_force or ahead[:1]
    parts = []
    for place, item in enumerate(named):
        label = item.event.label.replace("{", "{{").replace("}", "}}")
        distance = f"{{away{place}}} {'ago' if item.past else 'ahead'}" if item.away.number else "that day"
        parts.append(f"{label} on {{day{place}}} ({distance})")
    readings = {f"day{place}": item.day for place, item in enumerate(named)}
    readings |= {f"away{place}": item.away for place, item in enumerate(named)}
    events = ", ".join(parts)
    if in_force:
        verb = "tighten" if tightening else "loosen"
        return say(f"Thresholds {verb}, x {{multiple}}: {events}.", multiple=multiple, **readings)
    if events:
        return say(f"No event window is in force; next on file: {events}.", **readings)
    return Sentence("No event window is in force.")
