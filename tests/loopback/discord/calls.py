"""One REST request on its way through, and the table row that says how it is treated."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from tests.loopback.discord.rates import USUAL, Rate
from tests.loopback.discord.refusal import INVALID_JSON, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, Refusal

if TYPE_CHECKING:
    from tests.loopback.discord.messages import Message
    from tests.loopback.discord.server import LoopbackDiscord
    from tests.loopback.discord.world import Channel

_FILE_FIELD = re.compile(r"files\[(\d+)\]")
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart body; `index` is what `attachments[].id` refers to."""

    index: int
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Route:
    """How a request is treated.

    Attributes:
        path: As Discord's description writes it.
        answer: Gives the JSON of the answer; None for 204.
        bot: Whether the bot's token is asked for; interaction and webhook paths carry their own.
        rate: Its bucket.
    """

    method: str
    path: str
    answer: Callable[[Call], Any]
    bot: bool = True
    rate: Rate = USUAL

    @property
    def where(self) -> str:
        """The request in a sentence about it."""
        return f"{self.method} {self.path}"


@dataclass(slots=True)
class Call:
    """A request that passed the door."""

    discord: LoopbackDiscord
    route: Route
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    uploads: list[Upload] = field(default_factory=list)

    def number(self, name: str) -> int:
        """A snowflake of the path; 0, which nothing has, for anything else."""
        text = self.params[name]
        return int(text) if text.isdecimal() else 0

    def channel(self) -> Channel:
        """The channel of the path, if the bot knows of it."""
        found = self.discord.world.channels.get(self.number("channel_id"))
        if found is None or not self.discord.has_bot_in(found):
            raise Refusal(UNKNOWN_CHANNEL)
        return found

    def message(self, channel: Channel) -> Message:
        """The message of the path, if all see it."""
        found = channel.messages.get(self.number("message_id"))
        if found is None or found.deleted or found.ephemeral:
            raise Refusal(UNKNOWN_MESSAGE)
        return found


async def read_body(request: web.Request) -> tuple[Any, list[Upload]]:
    """The JSON of a request and its files."""
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request)
    raw = await request.read()
    return (_parsed(raw) if raw else None), []


async def _read_multipart(request: web.Request) -> tuple[Any, list[Upload]]:
    body: Any = None
    uploads = []
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        found = _FILE_FIELD.fullmatch(part.name or "")
        if part.name == "payload_json":
            body = _parsed(data)
        elif found is not None:
            uploads.append(Upload(int(found[1]), _UNSAFE.sub("_", part.filename or "unknown"), data))
    return body, uploads


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise Refusal(INVALID_JSON) from error
