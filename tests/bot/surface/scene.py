"""A server with people in it and the shipped surface, for a module of tests; and what no message may do."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.client import Plumbline
from bot.serving.warming import open_corpus
from bot.surface import Surface
from tests.bot.surface.running import connected, surface_of
from tests.loopback.discord import Allow, Channel, Exchange, Guild, LoopbackDiscord, Message, Person

AS_OF = date(2024, 3, 8)
PATIENCE = 30.0
"""Seconds for an answer on a busy machine."""

LIVE = re.compile(
    r"<@[!&]?\d|<#\d|<t:-?\d|<a?:\w+:\d|</[\w ]+:\d|<id:\w|@(?:everyone|here)|https?://|(?<!\\)\]\("
    r"|[\u202a-\u202e\u2066-\u2069]"
)
"""Mentions, time stamps, emoji, commands, links, marks that turn the writing round: all that reaches out."""


@dataclass
class Scene:
    """What a test plays in.

    Attributes:
        home: Where the surface keeps things.
        there: The server's channel in which things are asked.
        ana: A member like any other.
        boss: A member who manages the server.
        meant: Ids that our own cards may mention: channels of settings and the like.
    """

    runner: asyncio.Runner
    home: Path
    discord: LoopbackDiscord
    guild: Guild
    there: Channel
    ana: Person
    boss: Person
    surface: Surface
    client: Plumbline
    meant: set[int] = field(default_factory=set)

    def play(self, scene: Coroutine[Any, Any, Any]) -> Any:
        """Play it; afterwards no rule of Discord's was broken and nothing reached anybody."""
        try:
            value = self.runner.run(scene)
            assert not self.discord.violations, self.discord.violations
            reaching = self.reaching()
            assert not reaching, reaching[:3]
        finally:
            # each test answers for itself
            self.discord.violations.clear()
            self.discord.requests.clear()
            self.discord.troubles.clear()
        return value

    async def asked(
        self, who: Person, command: str, /, channel: Channel | None = None, **options: Any
    ) -> Exchange:
        """Use a command and wait for its answer, all of it."""
        exchange = await who.slash(channel or self.there, command, **options)
        await exchange.done(PATIENCE)
        await self.discord.until(lambda: finished(exchange.message), PATIENCE, what="the end of an answer")
        return exchange

    async def pressed(self, who: Person, message: Message, custom_id: str) -> Exchange:
        """Press a button that need not be there, as a forged client can."""
        data = {"component_type": 2, "custom_id": custom_id, "id": 0}
        exchange = await self.discord.interact(
            who, 3, message.channel, data, what=f"forging {custom_id!r}", source=message
        )
        return await exchange.done(PATIENCE)

    async def heard(self, channel: Channel | None = None) -> Message:
        """The bot's next message that answers no command, when it says its last words."""
        message = await self.discord.next_message(channel or self.there, timeout=PATIENCE)
        await self.discord.until(lambda: finished(message), PATIENCE, what="the end of an answer")
        return message

    def opens_its_corpus(self) -> None:
        """The first time takes longer than an answer may."""
        self.runner.run(asyncio.to_thread(open_corpus, self.surface.services))

    async def answers_mentions(self) -> None:
        """A mention in a new channel, where no talk has become long, is answered."""
        place = self.guild.add_channel(f"new-{len(self.discord.world.channels)}")
        await self.ana.says(place, "<@bot> how does IWM look?")
        assert "IWM" in (await self.heard(place)).text

    def said(self) -> Iterator[Message]:
        """Every message of the bot."""
        for channel in list(self.discord.world.channels.values()):
            yield from (one for one in channel.messages.values() if one.author is self.discord.world.bot)

    def reaching(self) -> list[str]:
        """What in the bot's requests reaches out: a live mention, link or mark, or leave to mention."""
        found = []
        for request in self.discord.requests:
            body = request.body if isinstance(request.body, dict) else {}
            if request.path.startswith("/applications/"):
                continue
            data = body.get("data") if isinstance(body.get("data"), dict) else body
            if "components" in data and "title" not in data:
                allowed = data.get("allowed_mentions") or {}
                if allowed.get("parse") != [] or allowed.get("replied_user"):
                    found.append(f"{request.method} {request.path} allows {allowed}")
            live = (one for one in texts_in(data) if not self._meant(one))
            found += [f"{request.method} {request.path}: {one[:300]!r}" for one in live]
        return found

    def _meant(self, text: str) -> bool:
        """Whether all that reaches out are mentions and relative times that our own cards make."""
        rest = text
        for number in self.meant:
            rest = re.sub(rf"<(?:@&?|#){number}>", "", rest)
        return not LIVE.search(re.sub(r"<t:\d+:[a-zA-Z]>", "", rest))


def finished(message: Message) -> bool:
    """Whether an answer is no longer being written."""
    return bool(message.text) and "⏳" not in message.text and not message.text.startswith("-# …")


def texts_in(node: Any) -> Iterator[str]:
    """All that Discord renders in a payload; what autocompletion offers is shown as it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "choices":
                continue
            if key in {"content", "label", "title", "description", "name", "placeholder"}:
                if isinstance(value, str):
                    yield value
            else:
                yield from texts_in(value)
    elif isinstance(node, list):
        for one in node:
            yield from texts_in(one)


@contextmanager
def scene_of(
    home: Path, data: Path, before: Callable[[LoopbackDiscord], None] | None = None, **more: Any
) -> Iterator[Scene]:
    """A connected surface in a server with two members.

    Args:
        home: For state; new.
        data: The real bars.
        before: Is done to the Discord before the bot connects.
        more: Settings.
    """
    given: dict[str, Any] = {"corpus": "none", "person_requests": 6_000, "server_requests": 6_000, **more}
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def opened() -> Scene:
            discord = await stack.enter_async_context(LoopbackDiscord())
            discord.ignores_default_permissions = True
            guild = discord.add_guild("Small caps", channels=["signals", "general"])
            ana, boss = guild.add_member("ana"), guild.add_member("boss", permissions=Allow.MANAGE_GUILD)
            if before is not None:
                before(discord)
            surface = await stack.enter_async_context(
                surface_of(home, data=f"folder:{data}", as_of=AS_OF, **given)
            )
            client = await stack.enter_async_context(connected(discord, surface))
            return Scene(runner, home, discord, guild, guild["signals"], ana, boss, surface, client)

        try:
            yield runner.run(opened())
        finally:
            runner.run(stack.aclose())
