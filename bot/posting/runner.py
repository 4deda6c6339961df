"""The runner: what is due is posted, what a close brings is done, until the process is told to stop."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.agent.incidents import Incidents
from bot.cards.blocks import Card, Text
from bot.cards.request import Request
from bot.cards.words import escaped
from bot.clock import Clock, now
from bot.community.posts import schedule_key, schedule_of, schedule_post
from bot.community.schedules import Due, due
from bot.community.values import GuildSettings, Post, Schedule
from bot.posting import once
from bot.posting.once import Channels, Delivery, PostFailed
from bot.posting.sealing import Sealing
from bot.posting.watching import Guilds, Read, ReadBreadth, Watches, Watching
from tools.desk.book import Book
from tools.errors import PlumbError, SourceDown

_LOG = logging.getLogger("plumbline.posting")

TICK: Final = 30.0
"""Seconds between two looks."""

_AT_ONCE: Final = 4
"""Posts under way at the same time: more would only wait for the same two cores."""

_LAST_TRY: Final = timedelta(minutes=20)
"""Before it is too late for a post: from then on it says that its source is down instead of waiting."""

_REMEMBERED: Final = timedelta(days=30)
"""How long the record of a post is kept after it was worth making."""


class Posts(once.Posts, Protocol):
    """The record of posts (`bot.store`: `Store.posts`)."""

    def unfinished(self, now: datetime) -> Sequence[Post]:
        """Begun, and nobody is at them."""

    def clear(self, before: datetime) -> int:
        """Delete old records."""


class Schedules(Protocol):
    """The schedules kept (`bot.store`: `Store.schedules`)."""

    def all(self) -> Sequence[Schedule]:
        """All of them."""

    def pause(self, id: int, why: str) -> bool:  # noqa: A002 - it is called so everywhere
        """Post nothing of one any more."""


class Kept(Protocol):
    """What the runner reads and writes (`bot.store.Store`)."""

    @property
    def posts(self) -> Posts:
        """The record of posts."""

    @property
    def schedules(self) -> Schedules:
        """The schedules."""

    @property
    def watches(self) -> Watches:
        """The watches."""

    @property
    def guilds(self) -> Guilds:
        """The servers."""


def uncounted(outcome: str) -> None:
    """Nobody counts posts."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the runner is made of.

    Attributes:
        store: What is kept.
        channels: Where posts go.
        book: Where calls are sealed; its calendar is the runner's.
        clock: The present.
        card: Makes the card of a request, off the event loop.
        analysis: Reads a symbol at a session, off the event loop.
        breadth: Likewise its breadth; None: verdicts of breadth are not watched.
        incidents: Keeps bugs.
        sleep: Waits some seconds.
        owner: The name of this process among those that post; random, so that no two share one.
        seals: Whether calls are sealed and debriefed after each close.
        posted: Told the outcome of each post.
    """

    store: Kept
    channels: Channels
    book: Book
    clock: Clock
    card: Callable[[Request], Awaitable[Card]]
    analysis: Read
    incidents: Incidents
    breadth: ReadBreadth | None = None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    owner: str = ""
    seals: bool = True
    posted: Callable[[str], None] = uncounted


class Runner:
    """Posts what is due and does the jobs after each close. Use it in one event loop.

    Several processes may run one over the same database: each post is made by one of them.

    Attributes:
        ticked: When it last looked and nothing failed, by the machine's time; None before the first time.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        owner = parts.owner or secrets.token_hex(8)
        self._delivery = Delivery(parts.store.posts, parts.channels, parts.clock, owner)
        self._stop = asyncio.Event()
        self._sealing = Sealing(parts.book, parts.clock, parts.incidents, self._stop.is_set)
        self._watching = Watching(
            parts.store.watches,
            parts.store.guilds,
            parts.book.calendar,
            parts.clock,
            parts.analysis,
            parts.breadth,
            parts.incidents,
            self._stop.is_set,
        )
        self._seen: dict[int, str] = {}
        self.ticked: datetime | None = None
        self._running = False
        self._over = asyncio.Event()

    async def run(self, every: float = TICK) -> None:
        """Run until `stop`; whatever fails is logged, and looked at again at the next tick.

        Args:
            every: Seconds between two looks.
        """
        self._running = True
        try:
            # jobs take minutes after a close, and posts wait for no job but their own
            await asyncio.gather(self._repeat(self.post, every), self._repeat(self.work, every))
        finally:
            self._over.set()

    async def stop(self) -> None:
        """Finish the posts under way, begin no other, and come back when `run` is over, if it began."""
        self._stop.set()
        if self._running:
            await self._over.wait()

    async def post(self) -> None:
        """Make the posts that were begun and left, and those whose moment has come.

        Raises:
            PlumbError: The database did not serve.
        """
        store, present = self._parts.store, self._parts.clock()
        posts = {post.key: post for post in await asyncio.to_thread(store.posts.unfinished, present)}
        coming = [
            (one, found)
            for one in await asyncio.to_thread(store.schedules.all)
            if (found := self._coming(one)) is not None
        ]
        languages = await asyncio.to_thread(self._languages, {one.guild for one, _ in coming})
        due_now = (self._due(one, found, languages[one.guild]) for one, found in coming)
        posts |= {post.key: post for post in due_now if post is not None}
        free = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._one(post, free) for post in posts.values()))

    async def work(self) -> None:
        """Do what the newest close brings: calls sealed, watches read.

        Raises:
            PlumbError: The database did not serve.
        """
        store, session = self._parts.store, self._sealing.session()
        if session is None:
            return
        if self._parts.seals:
            await self._sealing.run(await asyncio.to_thread(self._symbols))
        await self._watching.run(session)
        await asyncio.to_thread(store.posts.clear, self._parts.clock() - _REMEMBERED)

    def _coming(self, schedule: Schedule) -> Due | None:
        """A schedule's post whose moment has come."""
        found = due(schedule, self._parts.book.calendar, self._parts.clock())
        if found is None or schedule.paused:
            return None
        # once begun here it is over, or among the unfinished
        return None if self._seen.get(schedule.id) == schedule_key(schedule, found) else found

    def _due(self, schedule: Schedule, found: Due, locale: str) -> Post | None:
        """The post of a schedule, if nothing that it tells of is still to be done."""
        waits = schedule.kind == "debrief" and self._parts.clock() <= found.late
        if waits and self._parts.seals and not self._sealing.ready(schedule.symbols, found.subject):
            return None
        return schedule_post(schedule, found, self._sealing.troubles(found.subject), locale)

    def _languages(self, guilds: Iterable[int]) -> Mapping[int, str]:
        """Server -> the language of its posts."""
        languages = {}
        for guild in guilds:
            try:
                languages[guild] = self._parts.store.guilds.get(guild).locale
            except PlumbError as error:
                _LOG.warning("%s", error)
                languages[guild] = GuildSettings(guild).locale
        return languages

    async def _one(self, post: Post, free: asyncio.Semaphore) -> None:
        async with free:
            if self._stop.is_set():
                return
            try:
                done = await self._delivery.deliver(post, self._cards)
                self._parts.posted(done.outcome)
                number = schedule_of(post)
                if number is not None:
                    self._seen[number] = post.key
                if done.why:
                    _LOG.warning("post %s: %s: %s", post.key, done.outcome, done.why)
                if done.outcome == "refused" and number is not None:
                    await asyncio.to_thread(self._parts.store.schedules.pause, number, done.why)
            except PlumbError as error:
                _LOG.warning("post %s: %s", post.key, error)
            except Exception as error:  # noqa: BLE001 - one post holds up no other
                _LOG.warning("post %s: incident %s", post.key, self._parts.incidents(error))

    async def _cards(self, post: Post) -> Sequence[Card]:
        """The cards of a post; where one cannot be made, what there is to say about that.

        Raises:
            PostFailed: The source of all of them is down, and there is time to try again.
        """
        cards, down = [], 0
        for request in post.requests:
            try:
                cards.append(await self._parts.card(request))
            except PlumbError as error:
                down += isinstance(error, SourceDown)
                cards.append(_failed(request, str(error)))
            except Exception as error:  # noqa: BLE001 - the other cards are shown all the same
                said = f"This card could not be made (incident {self._parts.incidents(error)})."
                cards.append(_failed(request, said))
        if down and down == len(cards) and self._parts.clock() < post.late - _LAST_TRY:
            raise PostFailed("the source of its data is down")
        return cards

    def _symbols(self) -> Iterable[str]:
        """All symbols of schedules, and the defaults of servers."""
        store = self._parts.store
        found = [symbol for schedule in store.schedules.all() for symbol in schedule.symbols]
        for guild in store.guilds.there():
            try:
                found += store.guilds.get(guild).symbols
            except PlumbError as error:
                _LOG.warning("%s", error)
        return dict.fromkeys([*found, *GuildSettings(0).symbols])

    async def _repeat(self, tick: Callable[[], Awaitable[None]], every: float) -> None:
        while not self._stop.is_set():
            try:
                await tick()
                # of the machine: under a clock that stands a silent runner would look like a lively one
                self.ticked = now()
            except PlumbError as error:
                _LOG.warning("the next tick tries again: %s", error)
            except Exception as error:  # noqa: BLE001 - a runner that ends is silent for ever
                _LOG.warning("a tick failed: incident %s", self._parts.incidents(error))
            await self._nap(every)

    async def _nap(self, seconds: float) -> None:
        """Wait, or be woken by `stop`."""
        asleep = asyncio.ensure_future(self._parts.sleep(seconds))
        woken = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({asleep, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            asleep.cancel()
            woken.cancel()


def _failed(request: Request, said: str) -> Card:
    return Card(f"**{escaped(request.symbol)}** · unavailable", (Text(escaped(said)),), tone="warning")
