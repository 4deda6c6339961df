"""Watches kept: a reading is written once, together with the post that tells of it."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from bot.community.limits import WATCHES_OF_GUILD, WATCHES_OF_PERSON
from bot.community.posts import Told
from bot.community.values import Post, Watch
from bot.store.community_rows import GuildRow, WatchRow
from bot.store.database import Database
from bot.store.posts import wait_for_anybody
from tools.errors import BadRequest

_PROGRESS = ("state", "pending", "held", "read", "told")


class Watches:
    """The watches of this bot. Every method raises `SourceDown` where the database did not serve."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, watch: Watch) -> Watch:
        """Keep a watch; it comes back with its number.

        Raises:
            BadRequest: There is the same one already, or the person or the server has as many as allowed.
        """
        values = {part.name: getattr(watch, part.name) for part in dataclasses.fields(watch)}
        del values["id"]
        with self._database.writing(alone="watches") as connection:
            _must_fit(connection, watch)
            number = connection.scalar(insert(WatchRow).values(values).returning(WatchRow.id))
        return replace(watch, id=number or 0)

    def of_person(self, person: int, guild: int | None) -> Sequence[Watch]:
        """A person's watches in a server, or in the private conversation with the bot, by number."""
        return self._found(WatchRow.person == person, _in(guild))

    def of_guild(self, guild: int) -> Sequence[Watch]:
        """Everybody's watches in a server, by number."""
        return self._found(WatchRow.guild == guild)

    def due(self, session: date) -> Sequence[Watch]:
        """The watches that have not been read at a session and have not ended, by number."""
        gone = select(GuildRow.guild).where(GuildRow.left_at.is_not(None))
        return self._found(
            or_(WatchRow.read.is_(None), WatchRow.read < session),
            WatchRow.expires >= session,
            or_(WatchRow.guild.is_(None), WatchRow.guild.not_in(gone)),
        )

    def update(self, before: Watch, after: Watch) -> bool:
        """Write a reading, if no other process has written one since `before` was read."""
        with self._database.writing() as connection:
            return _moved(connection, before, after)

    def report(
        self, told: Sequence[Told], post_of: Callable[[Sequence[Told]], Post], at: datetime
    ) -> Post | None:
        """Write readings that are to be told, together with their post: both or neither, whatever dies.

        Args:
            told: Watches that go into one post.
            post_of: Makes it of those that no other process has read meanwhile.
            at: The present.

        Returns:
            The post, which now waits for any process to make it; None where others had read all of them.
        """
        with self._database.writing() as connection:
            # always in the same order, so that two processes do not wait for each other
            ours = [
                one
                for one in sorted(told, key=lambda each: each.before.id)
                if _moved(connection, one.before, one.after)
            ]
            if not ours:
                return None
            post = post_of(ours)
            wait_for_anybody(connection, self._database, post, at)
        return post

    def remove(self, id: int, *, guild: int | None, person: int | None = None) -> bool:  # noqa: A002
        """Remove a watch; whether there was one.

        Args:
            id: Its number.
            guild: The server it is in; None for a private conversation.
            person: Whose it is; None: anybody's in that server.

        Raises:
            ValueError: Neither a server nor a person is named.
        """
        if guild is None and person is None:
            raise ValueError("a private watch is removed by its person alone")
        own = [] if person is None else [WatchRow.person == person]
        with self._database.writing() as connection:
            return (
                connection.execute(delete(WatchRow).where(WatchRow.id == id, _in(guild), *own)).rowcount > 0
            )

    def expired(self, day: date) -> Sequence[Watch]:
        """Remove the watches whose last day is before a day; those that were removed, by number."""
        ended = WatchRow.expires < day
        question = select(*WatchRow.__table__.columns).where(ended).order_by(WatchRow.id)
        with self._database.writing(alone="watches") as connection:
            found = tuple(_watch(row) for row in connection.execute(question).all())
            connection.execute(delete(WatchRow).where(ended))
        return found

    def _found(self, *which: ColumnElement[bool]) -> Sequence[Watch]:
        question = select(*WatchRow.__table__.columns).where(*which).order_by(WatchRow.id)
        with self._database.reading() as connection:
            return tuple(_watch(row) for row in connection.execute(question).all())


def _must_fit(connection: Connection, watch: Watch) -> None:
    def count(*which: ColumnElement[bool]) -> int:
        return connection.scalar(select(func.count()).select_from(WatchRow).where(*which)) or 0

    own = WatchRow.person == watch.person
    if count(own, _in(watch.guild), WatchRow.symbol == watch.symbol, WatchRow.what == watch.what):
        raise BadRequest(
            f"you watch the {watch.what} of {watch.symbol} here already: remove that watch first."
        )
    if count(own) >= WATCHES_OF_PERSON:
        raise BadRequest(
            f"you have {WATCHES_OF_PERSON} watches, and no more are allowed to one person: remove one first."
        )
    if watch.guild is not None and count(_in(watch.guild)) >= WATCHES_OF_GUILD:
        raise BadRequest(
            f"this server has {WATCHES_OF_GUILD} watches, and no more are allowed to one server."
        )


def _moved(connection: Connection, before: Watch, after: Watch) -> bool:
    progress = {name: getattr(after, name) for name in _PROGRESS}
    seen = WatchRow.read.is_not_distinct_from(before.read)
    moved = update(WatchRow).where(WatchRow.id == before.id, seen).values(progress)
    return connection.execute(moved).rowcount > 0


def _in(guild: int | None) -> ColumnElement[bool]:
    return WatchRow.guild.is_(None) if guild is None else WatchRow.guild == guild


def _watch(row: Row[Any]) -> Watch:
    return Watch(**row._mapping)  # noqa: SLF001 - the public name for a row as a mapping
