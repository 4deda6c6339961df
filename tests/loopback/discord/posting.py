"""Messages come into being, change and go; the bot's and people's alike."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.loopback.discord import limits
from tests.loopback.discord.calls import Call, Upload
from tests.loopback.discord.events import tell_message
from tests.loopback.discord.messages import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Message,
    StoredFile,
    Version,
)
from tests.loopback.discord.refusal import EMPTY_MESSAGE, TOO_LARGE, Fault, Refusal
from tests.loopback.discord.snowflakes import now
from tests.loopback.discord.world import Channel, User

if TYPE_CHECKING:
    from tests.loopback.discord.interactions import Interaction
    from tests.loopback.discord.server import LoopbackDiscord

SETTABLE = COMPONENTS_V2 | EPHEMERAL | (1 << 2) | (1 << 12)
"""Flags a client may set: components v2, ephemeral, suppressed embeds and notifications."""

_MENTION = re.compile(r"<@!?(\d+)>")


def checked(call: Call, body: Mapping[str, Any], before: Message | None = None) -> list[StoredFile]:
    """Hold a message against the limits and give the files it has after it.

    Raises:
        Refusal: Discord would not take it.
    """
    flags = (before.flags if before else 0) | (body.get("flags") or 0)
    kept = _kept(body, before)
    stored = [_stored(call.discord, one, body) for one in call.uploads]
    faults = list(limits.file_faults([(one.name, one.data) for one in call.uploads], call.discord.file_limit))
    if any(fault.limit == "file size" for fault in faults):
        raise Refusal(TOO_LARGE, faults[0].detail, tuple(faults))
    after = dict(body)
    if before is not None and flags & COMPONENTS_V2:
        after = {"content": before.content, "embeds": before.embeds, **body}
    if call.discord.validates():
        names = [one.name for one in (*kept, *stored)]
        faults += shaped(limits.message_faults, after, flags=flags, names=names)
        call.discord.judge(faults, call.route.where)
    return [*kept, *stored]


def shaped(check: Any, *given: Any, **named: Any) -> list[Fault]:
    """The faults a check finds; a body it cannot read is one."""
    try:
        return list(check(*given, **named))
    except (KeyError, TypeError, AttributeError) as error:
        return [Fault("shape", "", f"{type(error).__name__}: {error}")]


def create(
    call: Call, channel: Channel, body: Mapping[str, Any], files: Sequence[StoredFile], **more: Any
) -> Message:
    """A message of the bot comes into being.

    Raises:
        Refusal: It is empty.
    """
    if not (files or any(body.get(key) for key in ("content", "embeds", "components", "poll"))):
        raise Refusal(EMPTY_MESSAGE)
    discord = call.discord
    message = Message(
        discord.world.new_id(),
        channel,
        discord.world.bot,
        now(),
        content=body.get("content") or "",
        embeds=list(body.get("embeds") or ()),
        components=list(body.get("components") or ()),
        flags=(body.get("flags") or 0) & SETTABLE & ~EPHEMERAL,
        files=list(files),
        mentions=mentioned(discord, body.get("content") or ""),
        **more,
    )
    return keep(discord, message)


def thinking(discord: LoopbackDiscord, interaction: Interaction, *, ephemeral: bool) -> Message:
    """The message that says "thinking…"."""
    only_for = interaction.user if ephemeral else None
    message = Message(
        discord.world.new_id(),
        interaction.channel,
        discord.world.bot,
        now(),
        flags=LOADING,
        only_for=only_for,
    )
    message.kind, message.webhook, message.answers = interaction.message_kind, True, interaction
    return keep(discord, message)


def keep(discord: LoopbackDiscord, message: Message) -> Message:
    """Put a message into its channel and tell the bot."""
    message.channel.messages[message.id] = message
    _noted(discord, message)
    tell_message(discord, "MESSAGE_CREATE", message)
    return message


def edit(
    discord: LoopbackDiscord, message: Message, body: Mapping[str, Any], files: Sequence[StoredFile]
) -> Message:
    """A message changes; what the body does not name stays."""
    if "content" in body:
        message.content = body["content"] or ""
        message.mentions = mentioned(discord, message.content)
    if "embeds" in body:
        message.embeds = list(body["embeds"] or ())
    if "components" in body:
        message.components = list(body["components"] or ())
    message.flags = (message.flags | ((body.get("flags") or 0) & SETTABLE & ~EPHEMERAL)) & ~LOADING
    message.files = list(files)
    message.edited = now()
    _noted(discord, message)
    tell_message(discord, "MESSAGE_UPDATE", message)
    return message


def delete(discord: LoopbackDiscord, message: Message) -> None:
    """A message goes."""
    message.deleted = True
    message.channel.messages.pop(message.id, None)
    tell_message(discord, "MESSAGE_DELETE", message)
    discord.changes.note()


def mentioned(discord: LoopbackDiscord, content: str) -> list[User]:
    """Whom a text mentions, each once."""
    ids = dict.fromkeys(int(one) for one in _MENTION.findall(content))
    return [discord.world.users[one] for one in ids if one in discord.world.users]


def stored_file(
    discord: LoopbackDiscord, name: str, data: bytes, description: str | None = None
) -> StoredFile:
    """Keep a file and give it an address."""
    number = discord.world.new_id()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kept = StoredFile(number, name, data, f"{discord.cdn}/attachments/{number}/{name}", description, kind)
    discord.files[number] = kept
    return kept


def _stored(discord: LoopbackDiscord, upload: Upload, body: Mapping[str, Any]) -> StoredFile:
    told: Mapping[str, Any] = next(
        (one for one in body.get("attachments") or () if str(one.get("id")) == str(upload.index)), {}
    )
    return stored_file(discord, upload.name, upload.data, told.get("description"))


def _kept(body: Mapping[str, Any], before: Message | None) -> list[StoredFile]:
    if before is None or body.get("attachments") is None:
        return list(before.files) if before else []
    named = {str(one.get("id")) for one in body["attachments"]}
    return [one for one in before.files if str(one.id) in named]


def _noted(discord: LoopbackDiscord, message: Message) -> None:
    message.history.append(Version(discord.clock.now(), dict(message.payload)))
    discord.changes.note()
