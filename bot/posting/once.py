"""Posts made once, whatever dies on the way.

A row in the database says who is at a post and how far it is. That a request to Discord begins is written
down before it begins, so after a crash one of three things is known:

- The row says "claimed": nothing was sent. Whoever finds the lease run out sends it.
- The row says "posted": it is there.
- The row says "sending": it may be there. The channel is searched for our own message with the post's nonce.
  If it is surely not there, it is sent again, with the same nonce: for some minutes Discord itself makes no
  second message of it.

The one limit: where we may not read the channel's history, and the time in which Discord recognises the nonce
is over, nobody can know. Then the post is given up and recorded as that: a missing post is better than a
doubled one. A post may therefore be missing after such a crash; it is never there twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, Protocol, TypeVar

from bot.cards.blocks import Card
from bot.clock import Clock
from bot.community.values import Post

T = TypeVar("T")

LEASE: Final = 180.0
"""Seconds a process has to make the cards of a post."""

SEND: Final = 40.0
"""Seconds a request to Discord may take."""

SENDING: Final = 60.0
"""Seconds a process has to send: the request is over for certain before another process takes the post."""

RECOGNISED: Final = timedelta(minutes=2)
"""For how long Discord is trusted to recognise a nonce; it says "a few minutes"."""

AGAIN: Final = timedelta(seconds=60)
"""Until a post that failed is tried again."""

_BEFORE: Final = timedelta(minutes=5)
"""How much earlier than it was sent a message is looked for: our clock may be ahead of Discord's."""


class PostRefused(Exception):  # noqa: N818 - named for what happened
    """It will never be taken: no such channel, no permission. The text says why, for people."""


class PostFailed(Exception):  # noqa: N818
    """It was not taken, or that is not known; it may be tried again later."""


class HistoryHidden(Exception):  # noqa: N818
    """What is in the channel cannot be seen, so whether the message is there is not known."""


class Channels(Protocol):
    """Where posts go (Discord)."""

    async def send(self, post: Post, cards: Sequence[Card]) -> int:
        """Post a message, with the post's nonce enforced; its id.

        Raises:
            PostRefused: It may not be posted there.
            PostFailed: Discord did not serve; the message may be there all the same.
        """

    async def find(self, post: Post, since: datetime) -> int | None:
        """Our own message that carries the post's nonce, since a moment; None if it is surely not there.

        Raises:
            PostRefused: There is no such channel.
            HistoryHidden: We may not read what is in it.
            PostFailed: Discord did not serve.
        """


class Claimed(Protocol):
    """A post that is ours (`bot.store.posts.Claimed`)."""

    @property
    def post(self) -> Post:
        """The post as it was first written down."""

    @property
    def sent_at(self) -> datetime | None:
        """When it may first have been sent."""


class Posts(Protocol):
    """The record of posts (`bot.store`: `Store.posts`)."""

    def claim(self, post: Post, owner: str, now: datetime, lease_seconds: float) -> Claimed | None:
        """Take a post."""

    def sending(self, key: str, owner: str, at: datetime, lease_seconds: float) -> bool:
        """Note that the request begins."""

    def posted(self, key: str, owner: str, message: int) -> bool:
        """Note the message."""

    def refused(self, key: str, owner: str, why: str) -> bool:
        """Note a refusal."""

    def given_up(self, key: str, owner: str, why: str) -> bool:
        """Note that it is not tried any more."""

    def later(self, key: str, owner: str, until: datetime) -> bool:
        """Let go of it for a while."""


Outcome = Literal["posted", "elsewhere", "refused", "given up", "later"]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a post.

    Attributes:
        outcome: "elsewhere": it is over, or another process is at it.
        why: Why it was refused, given up or put off, for people; else empty.
    """

    outcome: Outcome
    why: str = ""


Make = Callable[[Post], Awaitable[Sequence[Card]]]
"""Makes the cards of a post, once it is ours."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Makes posts.

    Attributes:
        posts: The record of them.
        channels: Where they go.
        clock: The present.
        owner: This process, by a random name.
    """

    posts: Posts
    channels: Channels
    clock: Clock
    owner: str

    async def deliver(self, post: Post, make: Make) -> Delivered:
        """Make a post, unless it is made already or another process is at it.

        Raises:
            PlumbError: The database did not serve; the post is tried again when the lease is over.
        """
        claimed = await _aside(self.posts.claim, post, self.owner, self.clock(), LEASE)
        if claimed is None:
            return Delivered("elsewhere")
        post = claimed.post
        try:
            blind = False
            if claimed.sent_at is not None:
                try:
                    if await self._found(post, claimed.sent_at):
                        return Delivered("posted")
                except HistoryHidden:
                    blind = True
            return await self._made(post, make, claimed.sent_at if blind else None)
        except PostRefused as error:
            await _aside(self.posts.refused, post.key, self.owner, str(error))
            return Delivered("refused", str(error))
        except (PostFailed, TimeoutError) as error:
            await _aside(self.posts.later, post.key, self.owner, self.clock() + AGAIN)
            return Delivered("later", str(error) or "Discord did not answer in time")

    async def _found(self, post: Post, sent_at: datetime) -> bool:
        """Whether a post that may have been sent is there."""
        async with asyncio.timeout(SEND):
            message = await self.channels.find(post, sent_at - _BEFORE)
        if message is None:
            return False
        await _aside(self.posts.posted, post.key, self.owner, message)
        return True

    async def _made(self, post: Post, make: Make, unknown: datetime | None) -> Delivered:
        """Send a post.

        Args:
            post: The post.
            make: Makes its cards.
            unknown: When it may have been sent before, where that cannot be found out; only Discord's memory
                of the nonce then keeps a second message away.
        """
        if self.clock() > post.late:
            return await self._given_up(post, "it was too late to be worth posting")
        cards = await make(post)
        if unknown is not None and self.clock() - unknown >= RECOGNISED:
            return await self._given_up(
                post,
                "the program was interrupted while it posted this, and may not read the channel's history to "
                "see whether it is there",
            )
        if not await _aside(self.posts.sending, post.key, self.owner, self.clock(), SENDING):
            return Delivered("elsewhere")
        async with asyncio.timeout(SEND):
            message = await self.channels.send(post, cards)
        await _aside(self.posts.posted, post.key, self.owner, message)
        return Delivered("posted")

    async def _given_up(self, post: Post, why: str) -> Delivered:
        await _aside(self.posts.given_up, post.key, self.owner, why)
        return Delivered("given up", why)


async def _aside(call: Callable[..., T], *arguments: object) -> T:
    """The database answers on a thread: it may wait for others, and the event loop may not."""
    return await asyncio.to_thread(call, *arguments)
