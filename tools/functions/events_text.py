"""Scheduled events in facts and lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tools.calendar import KINDS, Event
from tools.desk.asked import Calendar
from tools.facts import FactSheet
from tools.functions.day_words import Day
from tools.functions.lines import LONG, fitted, line
from tools.market.ports import Events
from tools.phrases import say, written
from tools.types import Reading, Sentence, Unit

_LOOK_BACK = timedelta(days=400)
"""Far enough that the last event of a yearly kind is in sight."""

_NIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Events in words, with what the words rest on."""

    text: str
    facts: tuple[Reading, ...]
    sentences: tuple[Sentence, ...]


def read_events(events: Events, sessions: Calendar, day: Day, kinds: Sequence[str], ahead: int) -> Scheduled:
    """Events from a session on, and the last of each kind before it.

    Args:
        events: The table.
        sessions: The exchange's calendar.
        day: The session to look from.
        kinds: Keys of `KINDS`.
        ahead: How many sessions.

    Returns:
        The text, and what it rests on: all known on the session, whatever the dates of the events.
    """
    session, end = day.session, sessions.next(day.session, ahead)
    whole = _sheet(day, "exchange calendar")
    last = whole.text("span.end", "last session looked at", end.isoformat(), "sessions ahead", unit=Unit.DATE)
    span = whole.fact("span.sessions", "sessions looked ahead", ahead, Unit.SESSIONS, "as asked")
    lines = [f"scheduled events, seen from session {session.isoformat()}", f"{line(span)}; {line(last)}"]
    lines += [f"note: {day.notice}"] if day.notice else []
    facts: list[Reading] = [span, last]
    sentences: list[Sentence] = [day.notice] if day.notice else []

    def tell(event: Event, lead: str = "") -> None:
        own = list(_facts(event, sessions, day))
        facts.extend(own)
        sentences.append(_said(event, own))
        lines.append(f"{lead}{_line(event, own)}")

    coming = events.between(session, end, kinds)
    for event in coming:
        tell(event)
    for kind in kinds:
        gap = events.gap(kind, session, end)
        if gap is not None:
            facts.append(_sheet(day, "").missing(f"{kind}.dates", f"{KINDS[kind]} dates", gap.reason))
            lines.append(line(facts[-1]))
        elif not any(event.kind == kind for event in coming):
            sentences.append(say(f"No {KINDS[kind]} is scheduled in the next {{span}}.", span=span))
            lines.append(str(sentences[-1]))
            after = events.next(kind, end)
            if isinstance(after, Event):
                tell(after, "next after that: ")
    for kind in kinds:
        past = events.between(session - _LOOK_BACK, session - _NIGHT, [kind])
        done = [event for event in past if event.last_day < session]
        if done:
            tell(done[-1], "last before: ")
    return Scheduled(fitted(lines, LONG), tuple(facts), tuple(sentences))


def _said(event: Event, facts: Sequence[Reading]) -> Sentence:
    """The event with its day and distance."""
    away = next(one for one in facts if one.id.endswith(".away"))
    past = away.label.startswith("sessions since")
    label = event.label.replace("{", "{{").replace("}", "}}")
    return say(f"{label} on {{day}}, {{away}} {'ago' if past else 'ahead'}.", day=facts[0], away=away)


def _sheet(day: Day, source: str) -> FactSheet:
    return FactSheet("calendar", day.session, source)


def _facts(event: Event, sessions: Calendar, day: Day) -> Iterator[Reading]:
    """The event's day, its last day where it is a window, and how far it is."""
    sheet, key = _sheet(day, event.source), f"{event.kind}.{event.day:%Y%m%d}"
    yield sheet.text(f"{key}.day", event.label, event.day.isoformat(), "date of the event", unit=Unit.DATE)
    if event.until:
        yield sheet.text(
            f"{key}.until", f"last day of {event.label}", event.until.isoformat(), "end of the window",
            unit=Unit.DATE,
        )  # fmt: skip
    away = sessions.count(day.session, event.day)
    label = f"sessions {'to' if away >= 0 else 'since'} {event.label}"
    yield sheet.fact(f"{key}.away", label, abs(away), Unit.SESSIONS, "sessions of the exchange between")
    if event.time:
        yield sheet.text(f"{key}.time", f"time of {event.label}", event.time, "New York wall time")


def _line(event: Event, facts: Sequence[Reading]) -> str:
    rest = "; ".join(f"{one.label}: {written(one)}" for one in facts[1:])
    return f"{line(facts[0])}; {rest} (source: {event.source})"
