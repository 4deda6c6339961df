"""A server with a schedule, before and while a process with a moved clock serves it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.community.values import At, GuildSettings, Schedule, ScheduleKind
from bot.store import open_store
from tests.bot.surface.process import Moved, Zygote
from tests.loopback.discord import Allow, Channel, Guild, LoopbackDiscord, Message, Person

OPEN = datetime(2024, 3, 8, 14, 30, tzinfo=UTC)
"""The open of the Friday on which most of the tests play."""

BRIEF = OPEN - timedelta(minutes=30)
"""When its brief is posted."""

EARLIER = OPEN - timedelta(days=1)


@dataclass
class Posting:
    """The server.

    Attributes:
        discord: The loopback.
        zygote: Where processes come from.
        home: What they keep.
        guild: The server.
        boss: May manage it.
        url: The database; "" for the one in `home`.
    """

    discord: LoopbackDiscord
    zygote: Zygote
    home: Path
    guild: Guild
    boss: Person
    url: str = ""

    @property
    def channel(self) -> Channel:
        """Where is posted."""
        return self.guild["signals"]

    @property
    def posted(self) -> list[Message]:
        """The messages in it."""
        return [one for one in self.channel.messages.values() if one.author.bot and one.answers is None]

    @property
    def database(self) -> str:
        """Where the database is."""
        return self.url or f"sqlite:///{self.home / 'answers.sqlite'}"

    def schedule(self, kind: ScheduleKind = "brief", *symbols: str, minutes: int = -30) -> int:
        """Keep a schedule; its number."""
        self.home.mkdir(parents=True, exist_ok=True)
        at = At("open" if kind == "brief" else "close", minutes)
        with open_store(self.database) as store:
            kept = store.schedules.add(
                Schedule(
                    0, self.guild.id, self.channel.id, kind, symbols or ("IWM",), at, self.boss.id, EARLIER
                )
            )
        return kept.id

    def settings(self, settings: GuildSettings) -> None:
        """Keep the server's settings."""
        self.home.mkdir(parents=True, exist_ok=True)
        with open_store(self.database) as store:
            store.guilds.put(settings)

    def states(self) -> dict[str, int]:
        """How many posts there are by state."""
        with open_store(self.database) as store:
            return dict(store.posts.counts())

    async def start(self, moment: datetime, **more: str) -> Moved:
        """Start a process, and wait until it is logged in."""
        before = len(self.discord.sockets.identified)
        process = self.begin(moment, **more)
        await self.becomes(lambda: len(self.discord.sockets.identified) > before or process.over, "a login")
        assert not process.over, process.output
        return process

    def begin(self, moment: datetime, **more: str) -> Moved:
        """Start a process."""
        told = {"PLUMB_OWNER_SEAL": "false"} | ({"PLUMB_STATE_URL": self.url} if self.url else {}) | more
        return self.zygote.start(self.discord, self.home, moment, **told)

    async def becomes(self, true: Callable[[], object], what: str, seconds: float = 90) -> None:
        """Wait until something is true.

        It looks a few times a second: a look opens the database, which the process wants to write to.
        """
        ends = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < ends, f"{what} did not happen within {seconds:g} s"
            await asyncio.sleep(0.25)

    async def quiet(self) -> None:
        """Several looks of the process at its schedules."""
        await asyncio.sleep(1.2)


@asynccontextmanager
async def posting(zygote: Zygote, home: Path, url: str = "") -> AsyncIterator[Posting]:
    """The server; at the end nothing that Discord forbids was done."""
    async with LoopbackDiscord(answer_within=10.0) as discord:
        guild = discord.add_guild("Small caps", channels=["signals", "alerts"])
        boss = guild.add_member("boss", permissions=Allow.MANAGE_GUILD)
        yield Posting(discord, zygote, home, guild, boss, url)
        assert not discord.violations
