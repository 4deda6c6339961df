"""The gateway: a websocket per shard, sessions that can be resumed, and the events they are sent."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import zlib
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.loopback.discord import events
from tests.loopback.discord.world import Guild

if TYPE_CHECKING:
    from tests.loopback.discord.server import LoopbackDiscord

SENDS_PER_MINUTE = 120
UNKNOWN_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, RATE_LIMITED, BAD_SHARD, DISALLOWED_INTENTS = (
    4000,
    4003,
    4004,
    4008,
    4010,
    4014,
)


class Op(IntEnum):
    """Gateway operations."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    ACK = 11


class Intents(IntFlag):
    """Gateway intents, those that decide something here."""

    GUILDS = 1 << 0
    MEMBERS = 1 << 1
    PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED = Intents.MEMBERS | Intents.PRESENCES | Intents.MESSAGE_CONTENT


@dataclass(eq=False, repr=False)
class Session:
    """What a shard is told, connected or not; unsent events wait for its return."""

    id: str
    shard: int
    shards: int
    intents: Intents
    sequence: int = 0
    sent: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=2_000))
    connection: Connection | None = None
    resumable: bool = True

    def dispatch(self, event: str, data: Any) -> None:
        """Tell it of an event."""
        self.sequence += 1
        frame = {"op": Op.DISPATCH, "t": event, "s": self.sequence, "d": data}
        self.sent.append(frame)
        if self.connection is not None:
            self.connection.put(frame)

    def owns(self, guild: Guild | None) -> bool:
        """Whether events of this server (None: direct messages) are its own."""
        return self.shard == (0 if guild is None else (guild.id >> 22) % self.shards)


class Connection:
    """One websocket; frames leave it in the order they were put."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self._transport = request.transport
        self._packed = _packing(request.query.get("compress", ""))
        self._frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._received: deque[float] = deque(maxlen=SENDS_PER_MINUTE + 1)

    def put(self, frame: dict[str, Any]) -> None:
        """Send a frame soon."""
        self._frames.put_nowait(frame)

    async def write(self) -> None:
        """Send what is put, until the socket closes."""
        while not self.socket.closed:
            text = json.dumps(await self._frames.get())
            with suppress(ConnectionError):
                if self._packed is None:
                    await self.socket.send_str(text)
                else:
                    await self.socket.send_bytes(self._packed(text.encode()))

    def drop(self) -> None:
        """Cut the line without a word."""
        if self._transport is not None:
            self._transport.abort()

    def too_many(self) -> bool:
        """Whether the client sent more than it may within a minute."""
        now = time.monotonic()
        self._received.append(now)
        return len(self._received) > SENDS_PER_MINUTE and self._received[0] > now - 60


class Gateway:
    """All sessions of the bot."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self.sessions: dict[str, Session] = {}
        self.identified: list[dict[str, Any]] = []
        self.resumed = 0
        self.heartbeats = 0
        self.acknowledges = True
        self.heartbeat_seconds = 41.25
        self.presence: dict[str, Any] | None = None

    @property
    def live(self) -> list[Session]:
        """The sessions of connected shards and of those that may come back."""
        return [one for one in self.sessions.values() if one.resumable]

    @property
    def connected(self) -> list[Session]:
        """The sessions of connected shards."""
        return [one for one in self.live if one.connection is not None]

    def session_of(self, guild: Guild | None) -> Session | None:
        """The newest session that is told of a server."""
        return next((one for one in reversed(self.live) if one.owns(guild)), None)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One websocket from HELLO to its end."""
        socket = web.WebSocketResponse(max_msg_size=1 << 16)
        await socket.prepare(request)
        connection = Connection(socket, request)
        writer = asyncio.create_task(connection.write())
        connection.put({"op": Op.HELLO, "d": {"heartbeat_interval": int(self.heartbeat_seconds * 1000)}})
        session: Session | None = None
        try:
            async for received in socket:
                if received.type is not WSMsgType.TEXT:
                    continue
                if connection.too_many():
                    self._discord.book.write(RATE_LIMITED, "more than 120 frames in a minute", "gateway")
                    await socket.close(code=RATE_LIMITED)
                    break
                session = await self._take(connection, session, json.loads(received.data))
        except Exception as error:  # noqa: BLE001 - told where the test leaves the loopback
            self._discord.failures.append(error)
        finally:
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer
            if session is not None and session.connection is connection:
                session.connection = None
            self._discord.changes.note()
        return socket

    async def _take(
        self, connection: Connection, session: Session | None, frame: dict[str, Any]
    ) -> Session | None:
        operation = frame["op"]
        if operation == Op.HEARTBEAT:
            self.heartbeats += 1
            if self.acknowledges:
                connection.put({"op": Op.ACK, "d": None})
        elif operation == Op.IDENTIFY:
            return await self._identify(connection, frame["d"])
        elif operation == Op.RESUME:
            return await self._resume(connection, frame["d"])
        elif session is None:
            await connection.socket.close(code=NOT_AUTHENTICATED)
        elif operation == Op.PRESENCE:
            self.presence = frame["d"]
        elif operation == Op.REQUEST_MEMBERS:
            events.send_members(self._discord.world, session, frame["d"])
        return session

    async def _identify(self, connection: Connection, data: dict[str, Any]) -> Session | None:
        self.identified.append(data)
        shard, shards = data.get("shard") or (0, 1)
        intents = Intents(data["intents"])
        refused = None
        if data["token"] != self._discord.gateway_token:
            refused = BAD_TOKEN
        elif intents & PRIVILEGED & ~self._discord.privileged:
            refused = DISALLOWED_INTENTS
        elif not 0 <= shard < shards:
            refused = BAD_SHARD
        if refused is not None:
            self._discord.book.write(refused, f"IDENTIFY closed with {refused}", "gateway")
            await connection.socket.close(code=refused)
            return None
        for old in list(self.sessions.values()):
            if old.shard == shard:
                old.resumable = False
                del self.sessions[old.id]
        session = Session(secrets.token_hex(8), shard, shards, intents, connection=connection)
        self.sessions[session.id] = session
        events.greet(self._discord, session)
        self._discord.changes.note()
        return session

    async def _resume(self, connection: Connection, data: dict[str, Any]) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if data["token"] != self._discord.gateway_token:
            await connection.socket.close(code=BAD_TOKEN)
            return None
        if session is None or not session.resumable:
            connection.put({"op": Op.INVALID_SESSION, "d": False})
            return None
        for frame in session.sent:
            if frame["s"] > data["seq"]:
                connection.put(frame)
        session.connection = connection
        session.dispatch("RESUMED", {})
        self.resumed += 1
        self._discord.changes.note()
        return session


def _packing(asked: str) -> Callable[[bytes], bytes] | None:
    """How frames are compressed on a connection that asked for it; one stream over all of them."""
    if asked == "zlib-stream":
        deflate = zlib.compressobj()
        return lambda data: deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if asked == "zstd-stream":
        import zstandard  # noqa: PLC0415 - a client that asks for it has it, others need not

        stream = zstandard.ZstdCompressor().compressobj()
        block = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return lambda data: stream.compress(data) + stream.flush(block)
    return None
