"""Watches read after each close, and what changed written down as posts."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from bot.agent.incidents import Incidents
from bot.clock import Clock
from bot.community.posts import Told, together, watch_post
from bot.community.values import GuildSettings, Post, Watch
from bot.community.watches import ABSTAINS, VERDICT, Change, read_watch, states_of
from tools.desk.asked import Calendar
from tools.errors import PlumbError
from tools.results import Analysis, BreadthReport

_LOG = logging.getLogger("plumbline.posting")

MISSED: Final = 10
"""Sessions that are read afterwards when the program was not running; more would be news of last month."""

_WORTH: Final = timedelta(hours=24)
"""How long a report waits for Discord."""

_AGAIN: Final = timedelta(minutes=5)
"""Until a symbol that could not be read is read again."""

Read = Callable[[str, date], Awaitable[Analysis]]
ReadBreadth = Callable[[str, date], Awaitable[BreadthReport]]


class Watches(Protocol):
    """The watches kept (`bot.store`: `Store.watches`)."""

    def due(self, session: date) -> Sequence[Watch]:
        """Not read yet at a session."""

    def update(self, before: Watch, after: Watch) -> bool:
        """Write a reading."""

    def report(
        self, told: Sequence[Told], post_of: Callable[[Sequence[Told]], Post], at: datetime
    ) -> Post | None:
        """Write readings together with their post."""

    def expired(self, day: date) -> Sequence[Watch]:
        """Remove those that have ended."""


class Guilds(Protocol):
    """The servers (`bot.store`: `Store.guilds`)."""

    def get(self, guild: int) -> GuildSettings:
        """A server's settings."""

    def there(self) -> Sequence[int]:
        """Servers that set something."""


class Watching:
    """Reads all watches, one card a symbol and session, whoever follows it."""

    def __init__(
        self,
        watches: Watches,
        guilds: Guilds,
        calendar: Calendar,
        clock: Clock,
        analysis: Read,
        breadth: ReadBreadth | None,
        incidents: Incidents,
        stopping: Callable[[], bool],
    ) -> None:
        self._watches = watches
        self._guilds = guilds
        self._calendar = calendar
        self._clock = clock
        self._analysis = analysis
        self._breadth = breadth
        self._incidents = incidents
        self._stopping = stopping
        self._later: dict[str, datetime] = {}

    async def run(self, session: date) -> None:
        """Read what has not been read up to a session; posts are written down, not made.

        Args:
            session: One that is over.

        Raises:
            PlumbError: The database did not serve.
        """
        await asyncio.to_thread(self._watches.expired, session)
        due = await asyncio.to_thread(self._watches.due, session)
        for symbol in dict.fromkeys(watch.symbol for watch in due):
            if self._stopping():
                return
            later = self._later.get(symbol)
            if later is not None and self._clock() < later:
                continue
            await self._one([watch for watch in due if watch.symbol == symbol], session)

    async def _one(self, watches: Sequence[Watch], session: date) -> None:
        symbol = watches[0].symbol
        try:
            days = {day for watch in watches for day in self._unread(watch, session)}
            states = {day: await self._states(watches, day) for day in sorted(days)}
        except PlumbError as error:
            _LOG.warning("the watches of %s could not be read: %s", symbol, error)
            self._later[symbol] = self._clock() + _AGAIN
        except Exception as error:  # noqa: BLE001 - one symbol holds up no other
            _LOG.warning("the watches of %s could not be read: incident %s", symbol, self._incidents(error))
            self._later[symbol] = self._clock() + _AGAIN
        else:
            self._later.pop(symbol, None)
            await asyncio.to_thread(self._write, watches, session, states)

    async def _states(self, watches: Sequence[Watch], day: date) -> Mapping[str, str] | None:
        """The states of a symbol at a session; None while there are no bars of it."""
        symbol = watches[0].symbol
        card = await self._analysis(symbol, day)
        if card.header.as_of != day:
            return None
        verdict = self._breadth is not None and any(watch.what == VERDICT for watch in watches)
        breadth = await self._breadth(symbol, day) if verdict and self._breadth is not None else None
        return states_of(card, breadth)

    def _write(
        self, watches: Sequence[Watch], session: date, states: Mapping[date, Mapping[str, str] | None]
    ) -> None:
        told: list[Told] = []
        languages: dict[int | None, str] = {}
        for before in watches:
            after, change = self._after(before, session, states)
            if change is not None:
                place = self._place(before)
                told.append(Told(before, after, change, place.alerts or before.channel))
                languages[before.guild] = place.locale
            elif after != before:
                self._watches.update(before, after)
        now = self._clock()
        for some in together(told):
            language = languages[some[0].after.guild]
            self._watches.report(some, _post_of(now + _WORTH, language), now)
        if any(one is None for one in states.values()):
            _LOG.warning("%s has no bars of %s yet", watches[0].symbol, session)
            self._later[watches[0].symbol] = now + _AGAIN

    def _after(
        self, watch: Watch, session: date, states: Mapping[date, Mapping[str, str] | None]
    ) -> tuple[Watch, Change | None]:
        """A watch after all sessions it has not seen; of several changes the last is told."""
        told: Change | None = None
        for day in self._unread(watch, session):
            found = states[day]
            if found is None:
                break
            watch, change = read_watch(watch, day, found.get(watch.what, ABSTAINS), self._calendar)
            told = change or told
        return watch, told

    def _unread(self, watch: Watch, session: date) -> tuple[date, ...]:
        if watch.read is None:
            return (session,)
        days = self._calendar.between(watch.read + timedelta(days=1), session)
        return tuple(day.date() for day in days)[-MISSED:]

    def _place(self, watch: Watch) -> GuildSettings:
        """The settings of the place of a watch: where it reports, if not where it was made, and how."""
        if watch.guild is None:
            return GuildSettings(0)
        try:
            return self._guilds.get(watch.guild)
        except PlumbError as error:
            _LOG.warning("%s", error)
            return GuildSettings(watch.guild)


def _post_of(late: datetime, locale: str) -> Callable[[Sequence[Told]], Post]:
    return lambda ours: watch_post(ours, late, locale)
