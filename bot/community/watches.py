"""Watches: which states can be watched, and when a change of one is told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.community.limits import CONFIRM, COOLDOWN, WATCH_DAYS
from bot.community.values import Watch
from tools.desk.asked import Calendar
from tools.errors import BadRequest
from tools.results import Analysis, BreadthReport
from tools.types import Absent, Fact, Reading

ABSTAINS: Final = "abstains"
"""Shown where there is no state. It is none: it neither confirms a change nor undoes one under way."""

COMPOSITE: Final = "composite"
ROTATION: Final = "rotation"
VERDICT: Final = "breadth verdict"


@dataclass(frozen=True, slots=True)
class Change:
    """A confirmed change that is to be told.

    Attributes:
        session: The session that confirmed it.
        was: The state told or seen before.
        now: The state since.
    """

    session: date
    was: str
    now: str


def states_of(card: Analysis, breadth: BreadthReport | None = None) -> Mapping[str, str]:
    """What can be watched of a symbol -> its state at the card's session, `ABSTAINS` where there is none.

    Args:
        card: The card; whichever layers it has.
        breadth: The breadth of the same session, for its verdict.
    """
    layers = {
        layer.name: ABSTAINS if isinstance(layer.state, Absent) else layer.state for layer in card.layers
    }
    states = {COMPOSITE: _word(card.composite.rating), **layers, ROTATION: _word(card.rotation.state)}
    return states if breadth is None else states | {VERDICT: _word(breadth.verdict)}


def read_watch(watch: Watch, session: date, state: str, calendar: Calendar) -> tuple[Watch, Change | None]:
    """Read a watched state at a session.

    The first state seen is taken without a report. Another one is told once it held for `confirm` readings in
    a row. One that is confirmed within the cooldown waits, and is told at its end if it still holds. A
    session without a state (`ABSTAINS`) neither counts towards a confirmation nor breaks the row.

    Args:
        watch: As it was kept; reading the same session again changes nothing.
        session: A session that is over.
        state: The watched state at it.
        calendar: Counts the sessions since the last report.

    Returns:
        The watch as it is to be kept, and what is to be told, if anything.
    """
    if (watch.read is not None and session <= watch.read) or session > watch.expires:
        return watch, None
    seen = replace(watch, read=session)
    if state == ABSTAINS:
        return seen, None
    if state == watch.state or not watch.state:
        return replace(seen, state=state, pending="", held=0), None
    held = watch.held + 1 if state == watch.pending else 1
    quiet = watch.told is not None and calendar.count(watch.told, session) <= watch.cooldown
    if held < watch.confirm or quiet:
        return replace(seen, pending=state, held=held), None
    told = replace(seen, state=state, pending="", held=0, told=session)
    return told, Change(session, watch.state, state)


def checked(watch: Watch, states: Mapping[str, str], today: date) -> Watch:
    """A watch that somebody wants to make, if it can be made.

    Args:
        watch: As typed.
        states: What its symbol offers (`states_of`).
        today: The present day.

    Raises:
        BadRequest: A part of it is not allowed; the text says what is.
    """
    if watch.what not in states:
        raise BadRequest(f"{watch.what[:40]!r} cannot be watched; allowed are {', '.join(states)}.")
    if not 1 <= watch.confirm <= CONFIRM:
        raise BadRequest(f"a change is confirmed by 1 to {CONFIRM} sessions, not by {watch.confirm}.")
    if not 0 <= watch.cooldown <= COOLDOWN:
        raise BadRequest(f"the pause after a report is 0 to {COOLDOWN} sessions, not {watch.cooldown}.")
    if not 1 <= (watch.expires - today).days <= WATCH_DAYS:
        raise BadRequest(f"a watch lasts 1 to {WATCH_DAYS} days from today; choose another last day.")
    return watch


def _word(reading: Reading) -> str:
    return str(reading.value) if isinstance(reading, Fact) else ABSTAINS
