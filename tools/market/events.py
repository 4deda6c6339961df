"""The event table: what is scheduled, what is not, and what nobody here knows."""

import threading
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from tools.calendar import KINDS, Event
from tools.errors import BadRequest
from tools.market.event_rules import rule_schedules
from tools.market.event_tables import Schedule, Span, read_schedules
from tools.market.sessions import Sessions
from tools.types import Absent

_SHIPPED = Path(__file__).parent / "tables"
_DAY = timedelta(days=1)


class EventTable:
    """Dated, sourced events; coverage per kind keeps "none" and "not known" apart.

    Later schedules decide for the days they cover: an operator's table corrects a shipped date by covering
    it. Rules need the exchange calendar, so they are worked out on the first question. Safe to share
    between threads.
    """

    def __init__(self, schedules: Sequence[Schedule], *, sessions: Sessions | None = None) -> None:
        self._given = tuple(schedules)
        self._sessions = sessions
        self._lock = threading.Lock()
        self._laid: Mapping[str, Schedule] | None = None

    @classmethod
    def from_files(cls, paths: Iterable[Path] = (), *, sessions: Sessions | None = None) -> "EventTable":
        """The shipped tables, the operator's `paths` over them, and under both the rules.

        Args:
            paths: TOML files of the form of `tools.market.event_tables`, later ones over earlier ones.
            sessions: The exchange calendar; without it options expiry, early closes, earnings seasons and
                the June reconstitution are not known.

        Raises:
            SettingsError: A file cannot be read or is wrong; names the file and the key.
        """
        files = (*sorted(_SHIPPED.glob("*.toml")), *paths)
        return cls([schedule for path in files for schedule in read_schedules(path)], sessions=sessions)

    def between(self, start: date, end: date, kinds: Iterable[str]) -> tuple[Event, ...]:
        """Events from `start` to `end` inclusive, by day; a window counts when any of its days is inside.

        Raises:
            BadRequest: A kind is unknown.
        """
        found = [
            event
            for kind in dict.fromkeys(kinds)
            for event in self._schedule(kind).events
            if event.day <= end and event.last_day >= start
        ]
        return tuple(sorted(found, key=lambda event: (event.day, event.kind)))

    def next(self, kind: str, after: date) -> Event | Absent:
        """The first event that begins after a day, if the table is complete up to it.

        Raises:
            BadRequest: The kind is unknown.
        """
        schedule = self._schedule(kind)
        position = bisect_right(schedule.events, after, key=lambda event: event.day)
        if position == len(schedule.events):
            return Absent(_on_file(schedule))
        event = schedule.events[position]
        return self.gap(kind, after + _DAY, event.day) or event

    def known(self, kind: str, start: date, end: date) -> bool:
        """Whether every day from `start` to `end` is covered, so that no event means none."""
        return self.gap(kind, start, end) is None

    def gap(self, kind: str, start: date, end: date) -> Absent | None:
        """Why the days from `start` to `end` are not known in full, or None when they are.

        Raises:
            BadRequest: The kind is unknown.
        """
        schedule = self._schedule(kind)
        if any(first <= start and end <= last for first, last in schedule.covers):
            return None
        return Absent(_on_file(schedule))

    def not_published(self, kind: str) -> tuple[str, ...]:
        """Reference months ("2025-10") that never had a release."""
        return self._schedule(kind).not_published

    def _schedule(self, kind: str) -> Schedule:
        if kind not in KINDS:
            raise BadRequest(f"{kind!r} is no kind of event; there are {', '.join(KINDS)}.")
        with self._lock:
            if self._laid is None:
                rules = rule_schedules(self._sessions) if self._sessions else ()
                laid: dict[str, Schedule] = {}
                for schedule in (*rules, *self._given):
                    below = laid.get(schedule.kind)
                    laid[schedule.kind] = _over(below, schedule) if below else _joined(schedule)
                self._laid = laid
        return self._laid.get(kind, Schedule(kind, (), ()))


def _over(below: Schedule, above: Schedule) -> Schedule:
    """`above` decides for the days it covers; the rest stays."""
    kept = (
        event for event in below.events if not any(first <= event.day <= last for first, last in above.covers)
    )
    return _joined(
        Schedule(
            above.kind,
            tuple(sorted((*kept, *above.events), key=lambda event: event.day)),
            below.covers + above.covers,
            tuple(dict.fromkeys(below.not_published + above.not_published)),
        )
    )


def _joined(schedule: Schedule) -> Schedule:
    """The same with overlapping and adjoining spans of coverage made one."""
    spans: list[Span] = []
    for first, last in sorted(schedule.covers):
        if spans and first <= spans[-1][1] + _DAY:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return replace(schedule, covers=tuple(spans))


def _on_file(schedule: Schedule) -> str:
    if not schedule.covers:
        return "no dates are on file"
    spans = " and ".join(f"from {first} to {last}" for first, last in schedule.covers)
    return f"dates are on file only {spans}"
