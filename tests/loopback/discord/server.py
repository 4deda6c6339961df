"""The loopback Discord: a server on 127.0.0.1 that real clients talk to, and the scene a test plays in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal, Self

from aiohttp import web

from tests.loopback.discord import events, rest
from tests.loopback.discord.calls import Call
from tests.loopback.discord.clock import Changes, RulesClock
from tests.loopback.discord.commands import Registry
from tests.loopback.discord.description import Description, description
from tests.loopback.discord.exchange import Exchange
from tests.loopback.discord.gateway import Gateway, Intents, Op
from tests.loopback.discord.interactions import Interaction
from tests.loopback.discord.limits import FILE_BYTES
from tests.loopback.discord.messages import Message, StoredFile
from tests.loopback.discord.people import Person
from tests.loopback.discord.rates import Limits
from tests.loopback.discord.refusal import INVALID_FORM, Book, Fault, Refusal, Violation
from tests.loopback.discord.rest import Answered, Trouble
from tests.loopback.discord.world import PRIVATE_GROUP, Channel, Guild, World

Validation = Literal["full", "sample", "off"]
SAMPLE = 20


class LoopbackDiscord:
    """A Discord of our own.

    Attributes:
        api: The REST address, for `Route.BASE`.
        gateway: The websocket address.
        violations: The rules the client broke; a test ends with `assert not discord.violations`.
        requests: Every REST request that was answered.
        invalid_requests: Answers 401, 403 and 429; 10,000 in 10 minutes are a ban.
        on_call: Told of every request that passed the door, when it is "received" and when what it asks
            for is "stored"; it may end the client, and raises ConnectionResetError if it is lost.
        clock: The clock of the 3-second, 15-minute and nonce rules.
    """

    def __init__(
        self,
        *,
        bot_name: str = "plumbline",
        token: str = "loopback.token.for-tests",  # noqa: S107 - it opens nothing but this server
        privileged: int = 0,
        shards: int = 1,
        answer_within: float = 3.0,
        validation: Validation = "full",
        rate_scale: float = 1.0,
    ) -> None:
        self.token = self.gateway_token = token
        self.privileged = Intents(privileged)
        self.shards = shards
        self.answer_within = answer_within
        self.validation: Validation = validation
        self.ignores_default_permissions = False
        self.file_limit = FILE_BYTES
        self.rest_delay = 0.0
        self.on_call: Callable[[str, Call], None] = lambda *_: None
        self.clock = RulesClock()
        self.changes = Changes()
        self.book = Book()
        self.world = World(bot_name, lambda number, name: Person(self, number, name))
        self.world.tell = lambda event, what, guild: events.tell(self, event, what, guild)
        self.application_id = self.world.bot.id
        self.commands = Registry(self.application_id, self.world.new_id)
        self.sockets = Gateway(self)
        self.rates = Limits(scale=rate_scale)
        self.description = _description()
        self.interactions: dict[str, Interaction] = {}
        self.nonces: dict[tuple[int, str], tuple[float, Message]] = {}
        self.files: dict[int, StoredFile] = {}
        self.requests: list[Answered] = []
        self.troubles: list[Trouble] = []
        self.failures: list[Exception] = []
        self.invalid_requests = 0
        self.seen: dict[int, int] = {}
        self.api = self.gateway = self.cdn = ""
        self._validated = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(rest.application(self), access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        port = self._runner.addresses[0][1]
        self.cdn = f"http://127.0.0.1:{port}"
        self.api, self.gateway = self.cdn + rest.PREFIX, f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        for session in self.sockets.connected:
            if session.connection is not None:
                session.connection.drop()
        await self._runner.cleanup()
        if self.failures:
            raise ExceptionGroup("the loopback Discord itself failed", self.failures)

    @property
    def violations(self) -> list[Violation]:
        """The rules the client broke."""
        return self.book.violations

    def taken(self, rule: str | int) -> list[Violation]:
        """The violations of one rule that a test provoked: removed from the record and returned."""
        return self.book.taken(rule)

    def add_guild(
        self, name: str, channels: Iterable[str] = ("general",), *, number: int | None = None
    ) -> Guild:
        """A server with the bot in it."""
        return self.world.add_guild(name, channels, number=number)

    def add_user(self, name: str, *, installed: bool = True) -> Person:
        """Somebody who shares no server with the bot; `installed`: who has the app for themselves."""
        return self.world.add_user(name, installed=installed)

    def has_bot_in(self, channel: Channel) -> bool:
        """Whether the bot is where the channel is."""
        if channel.guild is not None:
            return channel.guild.has_bot
        return channel.kind != PRIVATE_GROUP

    def validates(self) -> bool:
        """Whether this request's body is looked at."""
        self._validated += 1
        return self.validation == "full" or (self.validation == "sample" and self._validated % SAMPLE == 0)

    def judge(self, faults: Iterable[Fault], where: str) -> None:
        """Record what is wrong.

        Raises:
            Refusal: Discord would refuse it.
        """
        every = tuple(faults)
        refused = tuple(fault for fault in every if fault.refused)
        for fault in every:
            if not fault.refused:
                self.book.write(fault.limit, f"{fault.path}: {fault.detail}", where)
        if refused:
            raise Refusal(INVALID_FORM, refused[0].detail, refused)

    async def until(self, true: Callable[[], object], timeout: float = 10.0, *, what: str = "it") -> None:  # noqa: ASYNC109
        """Wait for something to become true.

        Raises:
            AssertionError: It did not.
        """
        came = await self.changes.until(true, timeout, look_every=0.02)
        assert came, f"{what} did not happen within {timeout:g} s"

    async def ready(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - the test's patience
        """Wait until every shard is connected."""
        await self.until(lambda: len(self.sockets.connected) >= self.shards, timeout, what="IDENTIFY")

    async def synced(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - the same
        """Wait until the bot is connected and registered its commands.

        What it was told of its servers may still be on the way; who looks into the client waits for it.
        """
        await self.ready(timeout)
        await self.until(lambda: self.commands.syncs, timeout, what="the registration of commands")

    async def next_message(
        self,
        channel: Channel,
        *,
        by_bot: bool = True,
        timeout: float = 10.0,  # noqa: ASYNC109 - the same
    ) -> Message:
        """The next message in a channel that answers no interaction, after the last one a person wrote."""

        def found() -> Message | None:
            since = self.seen.get(channel.id, 0)
            return next(
                (
                    one
                    for one in channel.messages.values()
                    if one.id > since and one.author.bot is by_bot and one.answers is None
                ),
                None,
            )

        await self.until(found, timeout, what=f"a message in {channel.name or 'the conversation'}")
        message = found()
        assert message is not None
        self.seen[channel.id] = message.id
        return message

    async def interact(
        self,
        who: Person,
        kind: int,
        channel: Channel,
        data: dict[str, Any],
        *,
        what: str,
        source: Message | None = None,
    ) -> Exchange:
        """Send an interaction to the bot and wait for its first answer."""
        place = channel.guild if channel.guild is not None and channel.guild.has_bot else None
        session = self.sockets.session_of(place)
        assert session is not None, "the bot is not connected"
        made = Interaction(
            self.world.new_id(), kind, who, channel, data, self.clock.now(), self.application_id, source
        )
        self.interactions[made.token] = made
        seen = events.seen_by_bot(self, source) if source is not None else None
        session.dispatch("INTERACTION_CREATE", made.payload(seen, self.file_limit))
        return await Exchange(self, made, what).acknowledged()

    def age(self, exchange: Exchange | Interaction, *, seconds: float = 0.0, minutes: float = 0.0) -> None:
        """Make an interaction older than it is."""
        one = exchange.interaction if isinstance(exchange, Exchange) else exchange
        one.started -= seconds + 60 * minutes

    async def drop_gateway(self) -> None:
        """Cut every websocket without a word; events wait for the shard's return."""
        for session in self.sockets.connected:
            assert session.connection is not None
            session.connection.drop()
            session.connection = None

    async def reconnect(self) -> None:
        """Ask every shard to reconnect (operation 7)."""
        self._send_all({"op": Op.RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Declare every session invalid (operation 9)."""
        for session in self.sockets.connected:
            session.resumable = resumable
            if session.connection is not None:
                session.connection.put({"op": Op.INVALID_SESSION, "d": resumable})

    async def close_gateway(self, code: int) -> None:
        """Close every websocket with a code."""
        for session in self.sockets.connected:
            if session.connection is not None:
                await session.connection.socket.close(code=code)

    def _send_all(self, frame: dict[str, Any]) -> None:
        for session in self.sockets.connected:
            if session.connection is not None:
                session.connection.put(frame)

    async def refuse_rest(
        self, times: int = 1, status: int = 500, *, containing: str = "", retry_after: float = 0.05
    ) -> Trouble:
        """Refuse the next requests whose path contains a text; this is no violation."""
        trouble = Trouble(times, status, containing, retry_after)
        self.troubles.append(trouble)
        return trouble

    async def delay_rest(self, seconds: float) -> None:
        """Make every answer late."""
        self.rest_delay = seconds


def _description() -> Description | None:
    default = Path(__file__).resolve().parents[4] / "shared" / "data"
    return description(Path(os.environ.get("PLUMB_TEST_DATA", default)) / "discord" / "openapi.json")
