"""The check of weekdays and times of day beside an event: "FOMC on Wednesday at 14:00"."""

import re
from datetime import date

from bot.agent.grounding.event_days import dated, moments_of
from bot.agent.grounding.known import Index
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS = frozenset(("third", "fourth", "first", "second"))
_CLOCK = re.compile(r"\b(\d{1,2}:\d{2})\b")


def weekdays_and_times(read: Read, carried: list[Mention], index: Index) -> list[Claim]:
    """A weekday or a time beside an event must be the event's.

    Args:
        read: The statement.
        carried: Names of the statement before: "the FOMC decides next. That is Wednesday at 14:00".
        index: What the tools gave.
    """
    own = any(_kinds(one, index) for one in read.mentions)
    mentions = read.mentions if own else [*read.mentions, *carried]
    kinds = {kind for one in mentions for kind in _kinds(one, index)}
    if not kinds:
        return []
    return _weekdays(read, kinds, index) + _times(read, kinds, index)


def _weekdays(read: Read, kinds: set[str], index: Index) -> list[Claim]:
    """The claims of weekdays that are no part of a date; "the third Friday" is a rule, and no claim."""
    if any(word.norm in _ORDINALS for word in read.words):
        return []
    held = _days_of(kinds, index)
    return [
        of_word(
            read,
            place,
            ClaimKind.DATE,
            holds=any(moment.weekday() == _WEEKDAYS.index(word.norm) for moment in held),
            because="the weekday of the event",
        )
        for place, word in enumerate(read.words)
        if place >= read.lead
        and word.norm in _WEEKDAYS
        and not any(day.start <= word.start < day.end for day in read.days)
    ]


def _days_of(kinds: set[str], index: Index) -> set[date]:
    """The days of events of these kinds: of a span its first day."""
    held = {moment for kind, span in index.spans if kind in kinds for moment in span[:1]}
    for known in index.known:
        parts = known.key.split(".")
        if dated(known) and len(parts) > 1 and parts[1] in kinds:
            held |= set(moments_of(known))
    return held


def _times(read: Read, kinds: set[str], index: Index) -> list[Claim]:
    """The claims of times of day, each against the event named before it."""
    told = ", ".join(sorted({time for kind, time in index.times if kind in kinds})) or "none"
    return [
        Claim(
            match.start(),
            match.end(),
            match.group(),
            ClaimKind.DATE,
            holds=_on_file(match, read, kinds, index),
            because=f"times on file: {told}",
        )
        for match in _CLOCK.finditer(read.text, read.statement.start, read.statement.end)
    ]


def _on_file(match: re.Match[str], read: Read, kinds: set[str], index: Index) -> bool:
    """Whether a time is the event's; where its kind has none on file, that of an event on a day beside it."""
    nearest = _nearest_kind(match.start(), read, index) or kinds
    if not any(kind in nearest for kind, _ in index.times):
        nearest = {kind for kind, span in index.spans if any(day.is_day(span[0]) for day in read.days)}
    clock = match[1].zfill(5)
    return any(time == clock for kind, time in index.times if kind in nearest)


def _kinds(mention: Mention, index: Index) -> set[str]:
    """The kind of event that a name names: "fomc", "cpi"; none where it may be several."""
    found = {
        known.key.split(".")[1]
        for known in index.of(mention.metrics)
        if known.key.startswith("calendar.") and known.key.count(".") >= 1
    }
    return found if len(found) == 1 else set()


def _nearest_kind(at: int, read: Read, index: Index) -> set[str]:
    before = [one for one in read.mentions if 0 <= one.end <= at and _kinds(one, index)]
    return _kinds(before[-1], index) if before else set()
