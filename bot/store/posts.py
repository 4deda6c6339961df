"""Posts kept, so that each is made once: who is at it, how far it is, and what became of it.

claimed ──► sending ──► posted
   │           ├──────► refused     Discord says no: no such channel, no permission
   └───────────┴──────► given up    too late, or it cannot be known whether it was sent
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from bot.community.values import Post, PostState
from bot.printable import printable
from bot.store.database import Database
from bot.store.posts_rows import PostRow
from bot.typed_json import plain, typed, written
from tools.errors import BadData

_OPEN: tuple[PostState, ...] = ("claimed", "sending")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A post that is now ours to make, until the lease runs out.

    Attributes:
        post: The post, as it was first written down.
        sent_at: When it may first have been sent, by whoever died over it; None: it surely was not.
    """

    post: Post
    sent_at: datetime | None


class Posts:
    """The posts of this bot. Every method raises `SourceDown` where the database did not serve."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, post: Post, owner: str, now: datetime, lease_seconds: float) -> Claimed | None:
        """Take a post, if nobody has made it and nobody is at it; of several that try at once one gets it.

        Args:
            post: The post.
            owner: This process, by a random name.
            now: The present.
            lease_seconds: For how long nobody else takes it.

        Raises:
            BadData: The post was written down before, and cannot be read.
        """
        until = now + timedelta(seconds=lease_seconds)
        added = self._database.insert_into(PostRow).values(_values(post, owner, until))
        taken = (
            update(PostRow)
            .where(PostRow.key == post.key, PostRow.state.in_(_OPEN), PostRow.until <= now)
            .values(owner=owner, until=until)
            .returning(PostRow.body, PostRow.sent_at)
        )
        with self._database.writing() as connection:
            if connection.scalar(added.on_conflict_do_nothing().returning(PostRow.key)) is not None:
                return Claimed(post, None)
            row = connection.execute(taken).first()
        return None if row is None else Claimed(_post(row.body), row.sent_at)

    def sending(self, key: str, owner: str, at: datetime, lease_seconds: float) -> bool:
        """Note that the request to Discord begins; whether the post is still ours.

        Once this returns the note survives a crash. The first such moment of a post is kept.
        """
        return self._noted(
            key,
            {
                "state": "sending",
                "sent_at": func.coalesce(PostRow.sent_at, at),
                "until": at + timedelta(seconds=lease_seconds),
            },
            PostRow.owner == owner,
        )

    def posted(self, key: str, owner: str, message: int) -> bool:
        """Note the message; it counts whoever is at the post by now, since the message is there."""
        return self._noted(key, {"state": "posted", "owner": owner, "message": message, "body": ""})

    def refused(self, key: str, owner: str, why: str) -> bool:
        """Note that Discord will not have it, and why."""
        over = {"state": "refused", "why": printable(why), "body": ""}
        return self._noted(key, over, PostRow.owner == owner)

    def given_up(self, key: str, owner: str, why: str) -> bool:
        """Note that it is not tried any more, and why."""
        over = {"state": "given up", "why": printable(why), "body": ""}
        return self._noted(key, over, PostRow.owner == owner)

    def later(self, key: str, owner: str, until: datetime) -> bool:
        """Let go of a post; nobody takes it before a moment."""
        return self._noted(key, {"until": until}, PostRow.owner == owner)

    def unfinished(self, now: datetime) -> Sequence[Post]:
        """Posts that were begun, and that nobody is at any more; the most urgent first.

        One that cannot be read is given up, so that it does not stand in the way of the others.
        """
        left = (
            select(PostRow.key, PostRow.owner, PostRow.body)
            .where(PostRow.state.in_(_OPEN), PostRow.until <= now)
            .order_by(PostRow.late, PostRow.key)
        )
        with self._database.reading() as connection:
            rows = connection.execute(left).all()
        found = []
        for row in rows:
            try:
                found.append(_post(row.body))
            except BadData as error:
                self.given_up(row.key, row.owner, str(error))
        return tuple(found)

    def state(self, key: str) -> tuple[PostState, str] | None:
        """How far a post is, and why it was not made; None where it was never begun."""
        with self._database.reading() as connection:
            row = connection.execute(select(PostRow.state, PostRow.why).where(PostRow.key == key)).first()
        return None if row is None else (row.state, row.why)

    def counts(self) -> Mapping[str, int]:
        """How many posts there are by state."""
        question = select(PostRow.state, func.count()).group_by(PostRow.state).order_by(PostRow.state)
        with self._database.reading() as connection:
            return dict(connection.execute(question).all())

    def clear(self, before: datetime) -> int:
        """Delete the record of posts that are over and were not worth making after a moment; how many."""
        over = delete(PostRow).where(PostRow.state.not_in(_OPEN), PostRow.late < before)
        with self._database.writing() as connection:
            return connection.execute(over).rowcount

    def _noted(self, key: str, values: Mapping[str, Any], *which: ColumnElement[bool]) -> bool:
        noted = update(PostRow).where(PostRow.key == key, PostRow.state.in_(_OPEN), *which).values(values)
        with self._database.writing() as connection:
            return connection.execute(noted).rowcount > 0


def wait_for_anybody(connection: Connection, database: Database, post: Post, at: datetime) -> None:
    """Write down a post in the caller's transaction; from `at` on, whoever looks first makes it."""
    connection.execute(database.insert_into(PostRow).values(_values(post, "", at)).on_conflict_do_nothing())


def _values(post: Post, owner: str, until: datetime) -> dict[str, Any]:
    return {
        "key": post.key,
        "guild": post.guild,
        "state": "claimed",
        "owner": owner,
        "until": until,
        "why": "",
        "late": post.late,
        "body": written(plain(post)),
    }


def _post(body: str) -> Post:
    try:
        post: Post = typed(Post, json.loads(body))
    except (KeyError, TypeError, ValueError) as error:
        raise BadData(f"a post that was begun cannot be read: {error}.") from error
    return post
