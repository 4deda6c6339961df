"""The posts that schedules and watches make: the same post, the same key, in every process. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.cards.request import Request
from bot.cards.words import escaped
from bot.community.languages import ENGLISH, words_in
from bot.community.schedules import Due
from bot.community.values import Post, Schedule, Watch
from bot.community.watches import Change

FOLLOWERS: Final = 40
"""People whom one post mentions: their names must leave room for the card beneath them."""


@dataclass(frozen=True, slots=True)
class Told:
    """A watch that is to be told, before and after its reading.

    Attributes:
        before: As it was kept.
        after: As it is to be kept.
        change: What happened.
        channel: Where it reports.
    """

    before: Watch
    after: Watch
    change: Change
    channel: int


def nonce_of(key: str) -> str:
    """The nonce of a post: the same for the same key, 24 characters."""
    return hashlib.sha256(f"plumbline post {key}".encode()).hexdigest()[:24]


def schedule_key(schedule: Schedule, due: Due) -> str:
    """What the post of a schedule on a session is, in every process."""
    return f"schedule:{schedule.id}:{due.session.isoformat()}"


def schedule_post(schedule: Schedule, due: Due, troubles: Mapping[str, str], locale: str = ENGLISH) -> Post:
    """The post of a schedule on a session.

    Args:
        schedule: The schedule.
        due: Its session and moment.
        troubles: Symbol -> what failed when the calls of the session were sealed and debriefed.
        locale: The server's language.
    """
    word = words_in(locale)
    key = schedule_key(schedule, due)
    kind, title = ("analyze", "Brief") if schedule.kind == "brief" else ("debrief", "Debrief")
    told = [
        f"⚠ {escaped(symbol)}: {escaped(troubles[symbol])}"
        for symbol in schedule.symbols
        if symbol in troubles
    ]
    return Post(
        key=key,
        nonce=nonce_of(key),
        guild=schedule.guild,
        channel=schedule.channel,
        requests=tuple(Request(kind, symbol, as_of=due.subject) for symbol in schedule.symbols),
        mentions=(),
        text="\n".join([f"**{word(title)}** · {word('session')} {due.subject.isoformat()}", *told]),
        late=due.late,
    )


def schedule_of(post: Post) -> int | None:
    """The id of the schedule that a post belongs to; None for a watch's."""
    kind, number, _ = post.key.split(":", 2)
    return int(number) if kind == "schedule" else None


def together(told: Iterable[Told]) -> tuple[tuple[Told, ...], ...]:
    """What goes into one post each: one symbol, state, channel and session, in the order of ids."""
    groups: dict[tuple[int | None, int, str, str, date, str], list[Told]] = {}
    for one in sorted(told, key=lambda each: each.before.id):
        watch, change = one.after, one.change
        same = (watch.guild, one.channel, watch.symbol, watch.what, change.session, change.now)
        groups.setdefault(same, []).append(one)
    return tuple(
        tuple(group[first : first + FOLLOWERS])
        for group in groups.values()
        for first in range(0, len(group), FOLLOWERS)
    )


def watch_post(told: Sequence[Told], late: datetime, locale: str = ENGLISH) -> Post:
    """The post that tells the followers of one change.

    Args:
        told: One or more that go together (`together`).
        late: After this it is not worth posting.
        locale: The language of the place where it is told.
    """
    word = words_in(locale)
    first = told[0]
    watch, change = first.after, first.change
    key = f"watch:{watch.id}:{change.session.isoformat()}"
    people = tuple(dict.fromkeys(one.after.person for one in told))
    # followers began at different times and may have seen different states before
    was = f" {word('or')} ".join(dict.fromkeys(one.change.was for one in told))
    return Post(
        key=key,
        nonce=nonce_of(key),
        guild=watch.guild,
        channel=first.channel,
        requests=(Request("analyze", watch.symbol, as_of=change.session),),
        mentions=people,
        text=(
            f"{' '.join(f'<@{person}>' for person in people)}\n**{escaped(watch.symbol)}** "
            f"{escaped(word(watch.what))}: **{escaped(change.now)}**, {word('was')} {escaped(was)} · "
            f"{word('session')} {change.session.isoformat()}"
        ),
        late=late,
    )
