"""One run of every command over the sample market; the tests of this folder look at what came of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.client import Plumbline
from bot.surface import Surface
from tests.bot.postgres import postgres, postgres_url
from tests.bot.surface.process import Zygote, zygotes
from tests.bot.surface.running import connected, surface_of
from tests.loopback.discord import Allow, Channel, Exchange, Guild, LoopbackDiscord, Person

__all__ = ["postgres", "postgres_url"]

DAY = date(2024, 3, 8)


@dataclass
class Scene:
    """A server with an administrator, two members, and the bot.

    Attributes:
        discord: The loopback.
        surface: The parts behind the commands.
        client: The bot.
        guild, signals, general: The server and its channels.
        boss: May manage the server.
        ana, bob: May not.
    """

    discord: LoopbackDiscord
    surface: Surface
    client: Plumbline
    guild: Guild
    boss: Person
    ana: Person
    bob: Person
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def signals(self) -> Channel:
        """The first channel."""
        return self.guild["signals"]

    @property
    def general(self) -> Channel:
        """The second channel."""
        return self.guild["general"]

    async def slash(self, who: Person, command: str, /, **options: Any) -> Exchange:
        """A command in the first channel, answered."""
        return await (await who.slash(self.signals, command, **options)).done(60)

    async def press(self, who: Person, exchange: Exchange, button: str) -> Exchange:
        """A button under an answer, answered."""
        return await (await who.press(exchange.message, button)).done(60)


@asynccontextmanager
async def playing(
    home: Path, *, data: str = "sample", as_of: date = DAY, **more: Any
) -> AsyncIterator[Scene]:
    """The bot in a server; at the end nothing that Discord forbids was done."""
    settings: dict[str, Any] = {"corpus": "none", "person_requests": 1_000, "server_requests": 10_000} | more
    async with (
        # a busy machine; that three seconds are kept is the matter of the faults and of the load benchmark
        LoopbackDiscord(answer_within=10.0) as discord,
        surface_of(home, data=data, as_of=as_of, **settings) as surface,
    ):
        guild = discord.add_guild("Small caps", channels=["signals", "general"])
        people = {
            "boss": guild.add_member("boss", permissions=Allow.MANAGE_GUILD),
            "ana": guild.add_member("ana"),
            "bob": guild.add_member("bob"),
        }
        async with connected(discord, surface) as client:
            yield Scene(discord, surface, client, guild, **people)
        assert not discord.violations


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    """Play a scene to its end: `play(act)` or `play(act, data=…)`."""

    def run(act: Callable[[Scene], Awaitable[None]], **more: Any) -> None:
        async def whole() -> None:
            async with playing(tmp_path, **more) as scene:
                await act(scene)

        asyncio.run(whole())

    return run


@pytest.fixture(scope="session")
def forking() -> Iterator[Zygote]:
    """Where processes with a moved clock come from, for the whole run."""
    with zygotes() as made:
        yield made


@pytest.fixture
def zygote(forking: Zygote) -> Iterator[Zygote]:
    """The same; what a test leaves running is ended."""
    yield forking
    forking.end_all()
