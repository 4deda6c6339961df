"""Which session a conversation reads, and what the reader is told when that changes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.agent.types import ToolUse
from bot.agent.words import moved, revised, rolled_over
from tools.desk.asked import Calendar, resolve

_KEPT = 64
"""Digests of the most recent readings; a conversation that read more forgets the oldest."""


@dataclass(frozen=True, slots=True)
class Pin:
    """What a conversation reads.

    Attributes:
        session: Every tool reads this session or an earlier one.
        newest: Whether it was the newest when it was pinned: then it moves on with the market. A session
            that a person asked for stays.
        digests: Of what was read at this session, by tool and arguments.
    """

    session: date
    newest: bool
    digests: Mapping[str, str] = field(default_factory=dict)


def pinned(
    before: Pin | None, as_of: date | None, calendar: Calendar, now: datetime
) -> tuple[Pin, tuple[str, ...]]:
    """The session of the next turn, and what is to be told of it.

    Args:
        before: Where the conversation stood; None at its first turn.
        as_of: The day the question looks from, if it says one.
        calendar: The exchange's sessions.
        now: The present.

    Raises:
        BadRequest: The day is in the future.
    """
    newest = calendar.last_completed(now)
    if as_of is not None:
        asked = resolve(as_of, calendar, now, provisional=False)
        told = tuple(str(notice) for notice in asked.notices)
        if before is not None and before.session != asked.session:
            told = (moved(before.session, asked.session), *told)
        if before is not None and before.session == asked.session:
            return replace(before, newest=asked.session == newest), told
        return Pin(asked.session, asked.session == newest), told
    if before is None:
        return Pin(newest, newest=True), ()
    if before.newest and newest > before.session:
        return Pin(newest, newest=True), (rolled_over(before.session, newest),)
    return before, ()


def with_readings(pin: Pin, uses: Sequence[ToolUse]) -> tuple[Pin, tuple[str, ...]]:
    """The pin with the digests of what was read, and whether the same was read differently before."""
    digests = dict(pin.digests)
    changed = False
    for use in uses:
        if use.digest is None:
            continue
        name = "|".join((use.name, *(f"{key}={value}" for key, value in sorted(use.arguments.items()))))
        changed |= digests.get(name, use.digest) != use.digest
        # the newest at the end
        digests.pop(name, None)
        digests[name] = use.digest
    kept = dict(list(digests.items())[-_KEPT:])
    return replace(pin, digests=kept), (revised(pin.session),) if changed else ()


def merged(before: Pin, turn: Pin) -> Pin:
    """The pin after a turn that began when the pin was another one, as where two processes answer at once.

    What both read is remembered. A turn that was begun before the market moved on does not take it back.

    Args:
        before: As it stands now.
        turn: As the turn leaves it.
    """
    if before.session == turn.session:
        digests = {name: digest for name, digest in before.digests.items() if name not in turn.digests}
        # the turn's own are the newest
        return replace(turn, digests=dict([*digests.items(), *turn.digests.items()][-_KEPT:]))
    if before.newest and turn.newest and before.session > turn.session:
        return before
    return turn


def pin_to_plain(pin: Pin) -> dict[str, object]:
    """As a checkpoint keeps it."""
    return {"session": pin.session.isoformat(), "newest": pin.newest, "digests": dict(pin.digests)}


def pin_from_plain(kept: Mapping[str, object]) -> Pin:
    """From a checkpoint."""
    digests = kept["digests"]
    assert isinstance(digests, Mapping)  # noqa: S101 - written by `pin_to_plain`
    return Pin(date.fromisoformat(str(kept["session"])), bool(kept["newest"]), dict(digests))
