"""A reading over its last sessions, from the columns of the card: the card's figure is the last point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pandas as pd

from tools.desk.column import Column
from tools.desk.reading_columns import READINGS, column_of
from tools.desk.snapshot import Snapshot
from tools.errors import BadRequest
from tools.facts import FactSheet
from tools.phrases import say
from tools.results import Header
from tools.types import Fact, Missing, Reading, Sentence, Unit

LEAST, MOST = 2, 252
"""Sessions of a history."""

_DIFFERENCE: Mapping[Unit, Unit] = {Unit.PERCENT: Unit.POINTS}
"""What the difference of two values counts, where it is not what they count."""


@dataclass(frozen=True, slots=True)
class Point:
    """A reading at one session of a history."""

    session: date
    reading: Reading


@dataclass(frozen=True, slots=True)
class History:
    """One reading over its last sessions.

    Attributes:
        header: Of the card at the last session; its digest covers every point.
        reading: Its name among `READINGS`.
        label: Its name for people.
        span: How many sessions are shown: fewer than asked where the bars begin later.
        points: Oldest first, one per session of the bars.
        low, high: The lowest and highest point that is known, each with its own session; the newest of
            equal ones. Not known for a state.
        low_on, high_on: Their sessions.
        change: The last point less the first.
        changes: How often the state changed within the span.
        since_change: Sessions in a row, up to the last, with the state of the last: 1 on the day it changed.
            Counted over all the bars, not only the span. Not known for a reading that has no states.
        before: The state before that run.
        said: One sentence made from these.
    """

    header: Header
    reading: str
    label: str
    span: Reading
    points: tuple[Point, ...]
    low: Reading
    high: Reading
    low_on: Reading
    high_on: Reading
    change: Reading
    changes: Reading
    since_change: Reading
    before: Reading
    said: Sentence


def reading_history(shot: Snapshot, reading: str, sessions: int) -> History:
    """A reading over the last sessions of a snapshot.

    Args:
        shot: The symbol at its session.
        reading: One of `READINGS`; case, hyphens and underscores do not matter.
        sessions: 2 to 252.

    Raises:
        BadRequest: No such reading, or no such number of sessions; says what is allowed.
    """
    if not LEAST <= sessions <= MOST:
        raise BadRequest(f"sessions is {sessions}; allowed are {LEAST} to {MOST}.")
    name = reading_name(reading)
    column = column_of(shot, name)
    first = max(0, len(shot.bars) - sessions)
    days = [pd.Timestamp(day).date() for day in shot.bars.index[first:]]
    points = tuple(
        Point(day, column.at(row, replace(shot.sheet, as_of=day)))
        for row, day in enumerate(days, start=first)
    )
    return _summed(shot, name, column, points)


def reading_name(text: str) -> str:
    """The name of a reading as `READINGS` spells it.

    Raises:
        BadRequest: There is no such reading; lists those there are.
    """
    plain = " ".join(text.replace("_", " ").replace("-", " ").lower().split())
    if plain not in READINGS:
        raise BadRequest(f"{text[:40]!r} is no reading with a history; there are {', '.join(READINGS)}.")
    return plain


def _summed(shot: Snapshot, name: str, column: Column, points: tuple[Point, ...]) -> History:
    sheet, key, label = shot.sheet, f"{column.key}.history", column.label
    known = [point.reading for point in points if isinstance(point.reading, Fact)]
    span = sheet.number(f"{key}.sessions", f"sessions of {label} shown", len(points), Unit.SESSIONS, "newest")
    low, low_on = _extreme(sheet, key, label, known, "lowest")
    high, high_on = _extreme(sheet, key, label, known, "highest")
    change = _change(sheet, key, label, points)
    changes = _changes(sheet, key, label, column, points)
    since = sheet.number(
        f"{key}.since_change",
        f"sessions in a row with this {column.state_label}",
        column.run,
        Unit.SESSIONS,
        "up to and including the last session, over all bars",
        missing=column.stateless,
    )
    id_, before_label = f"{key}.before", f"{column.state_label} before"
    before: Reading = sheet.missing(id_, before_label, column.no_before)
    if column.before:
        before = sheet.text(id_, before_label, column.before, "the state before the run")
    said = _said(label, points, span, low, high, since)
    return History(
        shot.header,
        name,
        label,
        span,
        points,
        low,
        high,
        low_on,
        high_on,
        change,
        changes,
        since,
        before,
        said,
    )


def _said(
    label: str, points: Sequence[Point], span: Reading, low: Reading, high: Reading, since: Reading
) -> Sentence:
    """The ends with the extremes, or for a state the run it is in."""
    first, last = points[0].reading, points[-1].reading
    name = label.replace("{", "{{").replace("}", "}}")
    if isinstance(last, Missing):
        return say(f"{name}: {{last}}.", last=last)
    if isinstance(low, Missing) or isinstance(high, Missing):
        return say(f"{name}: {{last}} for {{since}} in a row, {{first}} at the start of {{span}}.",
                   last=last, since=since, first=first, span=span)  # fmt: skip
    return say(
        f"{name}: {{last}}, {{first}} at the start of {{span}}, between {{low}} and {{high}}.",
        last=last, first=first, span=span, low=low, high=high,
    )  # fmt: skip


def _extreme(
    sheet: FactSheet, key: str, label: str, known: Sequence[Fact], which: str
) -> tuple[Reading, Reading]:
    """The lowest or highest point and its session."""
    id_, name, day = f"{key}.{which}", f"{which} {label}", f"session of the {which} {label}"
    numbers = [fact for fact in known if not isinstance(fact.value, str)]
    if not numbers:
        reason = "a state has no extremes" if known else "no session of the span has it"
        return sheet.missing(id_, name, reason), sheet.missing(f"{id_}_on", day, reason)
    choose = min if which == "lowest" else max
    # the newest of equal ones: the last that people will have seen
    best = choose(reversed(numbers), key=lambda fact: fact.number)
    found = replace(best, id=sheet.id(id_), label=name)
    own = replace(sheet, as_of=best.as_of)
    return found, own.text(f"{id_}_on", day, best.as_of.isoformat(), "of the span", unit=Unit.DATE)


def _change(sheet: FactSheet, key: str, label: str, points: Sequence[Point]) -> Reading:
    """The last point less the first, where both are numbers."""
    id_, name = f"{key}.change", f"change of {label} over the span"
    ends = [points[0].reading, points[-1].reading]
    gone = next((one for one in ends if isinstance(one, Missing)), None)
    if gone is not None:
        return sheet.missing(id_, name, gone.reason)
    first, last = (one for one in ends if isinstance(one, Fact))
    if isinstance(first.value, str) or isinstance(last.value, str):
        return sheet.missing(id_, name, "a state has no difference")
    unit = _DIFFERENCE.get(last.unit, last.unit)
    method = f"value of {last.as_of.isoformat()} less value of {first.as_of.isoformat()}"
    return sheet.number(id_, name, last.number - first.number, unit, method)


def _changes(sheet: FactSheet, key: str, label: str, column: Column, points: Sequence[Point]) -> Reading:
    """How often the state changed within the span."""
    id_, name = f"{key}.changes", f"changes of {column.state_label} within the span"
    if column.states is None:
        return sheet.missing(id_, name, column.stateless)
    states = column.states[-len(points) :]
    count = sum(before != after for before, after in pairwise(states))
    return sheet.number(
        id_, name, count, Unit.COUNT, f"sessions whose {label} state differs from the one before"
    )
