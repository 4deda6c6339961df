"""The settings of servers, read once and kept for a minute: no interaction waits for the database twice."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.community.values import GuildSettings

_KEPT_SECONDS = 60.0
"""Another process may have changed them."""

_MOST_KEPT = 5_000
_PATIENCE = 1.0
"""Seconds an interaction may wait for settings: it must be acknowledged within three."""


Quick = Callable[[Callable[[], GuildSettings]], Awaitable[GuildSettings]]


class KeptSettings(Protocol):
    """Where settings are kept (`bot.store`: `Store.guilds`)."""

    def get(self, guild: int) -> GuildSettings:
        """Those of a server."""

    def change(self, guild: int, change: Callable[[GuildSettings], GuildSettings]) -> GuildSettings:
        """Change them; nobody else does meanwhile."""


class GuildBook:
    """Settings of servers."""

    def __init__(self, kept: KeptSettings, quick: Quick, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is read yet.

        Args:
            kept: Where settings are kept.
            quick: Runs a read or a write off the event loop.
            clock: Seconds, never going back.
        """
        self._kept = kept
        self._quick = quick
        self._clock = clock
        self._read: dict[int, tuple[float, GuildSettings]] = {}
        self._reading: dict[int, asyncio.Task[GuildSettings]] = {}

    async def settings(self, guild: int) -> GuildSettings:
        """The settings of a server; in time for its acknowledgement.

        Where the database does not answer in time, what was read last; for a server never read, the
        defaults with private answers, so that nothing is shown to more people than the server wants.
        """
        known = self._read.get(guild)
        if known is not None and self._clock() - known[0] < _KEPT_SECONDS:
            return known[1]
        try:
            async with asyncio.timeout(_PATIENCE):
                # whoever gives up waiting leaves the read to the others
                return await asyncio.shield(self._one_read(guild))
        except Exception:  # noqa: BLE001 - whatever the database does, the person is answered
            return known[1] if known is not None else GuildSettings(guild, private=True)

    def _one_read(self, guild: int) -> asyncio.Task[GuildSettings]:
        """The read under way, or a new one: a crowd in a server waits for one read and not for its own."""
        reading = self._reading.get(guild)
        if reading is None:
            reading = self._reading[guild] = asyncio.create_task(self._read_now(guild))
            reading.add_done_callback(lambda done: self._ended(guild, done))
        return reading

    async def _read_now(self, guild: int) -> GuildSettings:
        began = self._clock()
        found = await self._quick(lambda: self._kept.get(guild))
        known = self._read.get(guild)
        # a change made meanwhile is newer than what was read
        return known[1] if known is not None and known[0] > began else self._keep(found)

    def _ended(self, guild: int, done: asyncio.Task[GuildSettings]) -> None:
        if self._reading.get(guild) is done:
            del self._reading[guild]
        if not done.cancelled():
            # nobody may be left to hear of it
            done.exception()

    async def change(self, guild: int, change: "Callable[[GuildSettings], GuildSettings]") -> GuildSettings:
        """Change the settings of a server by what they are in the database.

        Raises:
            PlumbError: They cannot be read or kept, or `change` refused; those before are in force.
        """
        return self._keep(await self._quick(lambda: self._kept.change(guild, change)))

    def forget(self, guild: int) -> None:
        """Read them anew at the next request."""
        self._read.pop(guild, None)
        self._reading.pop(guild, None)

    def _keep(self, settings: GuildSettings) -> GuildSettings:
        if len(self._read) >= _MOST_KEPT:
            self._read.pop(next(iter(self._read)))
        self._read[settings.guild] = (self._clock(), settings)
        return settings
