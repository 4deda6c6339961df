"""Scheduled events: the next ones with their distance in sessions and their source; gaps said as gaps."""

from collections.abc import Iterable, Mapping, Sequence

from bot.agent.offline.values import Ask, Block, Heard, Outcomes
from bot.agent.offline.writing.figures import bullets, first, notices, outcomes_of, paragraphs, put
from bot.agent.offline.writing.trouble import trouble
from tools.grounds import Grounds
from tools.phrases import written
from tools.types import Fact, Missing, Reading

_BASIS = "Dates come from the named source; what is not on file is not guessed."

Event = Mapping[str, Fact]
"""The facts of one event: its `day`, how far `away`, and where there are any its `until` and `time`."""


def write_events(ask: Ask, outcomes: Outcomes) -> Block:
    """The calendar of one kind or all."""
    texts, titles = [], []
    for _, outcome in outcomes_of(outcomes, "event_calendar"):
        if outcome.grounds is None:
            texts.append(trouble(outcome))
            continue
        texts.append(_told(outcome.grounds, ask.heard))
        session = outcome.grounds.session
        titles += [f"Calendar, session {session.isoformat()}"] if session else []
    return Block(paragraphs(*texts), titles[0] if titles else "")


def _told(grounds: Grounds, heard: Heard) -> str:
    """What lies in the stretch asked about, then what comes later; of one kind the next one and the last."""
    events = list(_events(grounds.facts))
    coming = sorted((one for one in events if _ahead(one)), key=lambda one: one["away"].number)
    running = [one for one in events if not _ahead(one) and _runs(one, grounds)]
    span = next((one for one in grounds.facts if one.id == "calendar.span.sessions"), None)
    within = [one for one in coming if isinstance(span, Fact) and one["away"].number <= span.number]
    later = [one for one in coming if one not in within]
    unknown = [put(one) for one in grounds.facts if isinstance(one, Missing)]
    kind = dict(grounds.arguments).get("kind")
    none = [str(said) for said in grounds.sentences if str(said).startswith("No ")] if kind != "all" else []
    if kind != "all":
        last = [one for one in events if not _ahead(one) and one not in running]
        return paragraphs(
            notices(grounds),
            _on_the_day(events, heard, known=not unknown),
            *(f"**Next: {_line(one)}**" for one in coming[:1]),
            bullets([*none, *map(_line, running), *unknown, *(f"Then: {_line(one)}" for one in coming[1:2])]),
            bullets(f"Last before: {_line(one)}" for one in last[:1]),
            _BASIS,
        )
    head = f"**In this stretch ({put(span)})**" if span is not None else "**Ahead**"
    return paragraphs(
        notices(grounds),
        f"{head}\n{bullets(map(_line, within)) or '- Nothing on file.'}",
        bullets(f"Under way: {_line(one)}" for one in running),
        "**Next after that**\n" + bullets(map(_line, later)) if later else "",
        bullets(unknown),
        _BASIS,
    )


def _on_the_day(events: Sequence[Event], heard: Heard, *, known: bool) -> str:
    """Yes or no to "today?" and "tomorrow?", by sessions; not known where the dates are not on file."""
    day = next((day for day in _SESSIONS_AWAY if f" {day} " in heard.words), None)
    if day is None:
        return ""
    if any(one["away"].number == _SESSIONS_AWAY[day] and (_ahead(one) or day == "today") for one in events):
        return f"**Yes, {_SAID[day]}.**"
    return f"**No, not {_SAID[day]}.**" if known else f"**Not known for {_SAID[day]}.**"


_SESSIONS_AWAY = {"tomorrow": 1, "today": 0}
_SAID = {"tomorrow": "at the next session", "today": "at this session"}


def _events(facts: Iterable[Reading]) -> Iterable[Event]:
    """The events among the facts, each put together from its facts."""
    found: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        key, _, part = fact.id.rpartition(".")
        if isinstance(fact, Fact) and part in ("day", "away", "until", "time"):
            found.setdefault(key, {})[part] = fact
    return [one for one in found.values() if "day" in one and "away" in one]


def _ahead(event: Event) -> bool:
    return event["away"].label.startswith("sessions to")


def _runs(event: Event, grounds: Grounds) -> bool:
    """Whether a window that has begun is not over yet."""
    until = event.get("until")
    return until is not None and grounds.session is not None and written(until) >= grounds.session.isoformat()


def _line(event: Event) -> str:
    parts = [first(put(event["day"])), put(event["away"])]
    parts += [put(event[part]) for part in ("until", "time") if part in event]
    return f"{'; '.join(parts)} (source: {event['day'].source})"
