"""Messages, reactions and typing in channels."""

from __future__ import annotations

import itertools
from typing import Any

from tests.loopback.discord import events, payloads, posting
from tests.loopback.discord.calls import Call, Route
from tests.loopback.discord.messages import Message
from tests.loopback.discord.permissions import Allow
from tests.loopback.discord.rates import DELETING, EDITING, SENDING, Rate
from tests.loopback.discord.refusal import (
    CANNOT_REACH_USER,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NO_HISTORY_FOR_REPLY,
    NOT_THE_AUTHOR,
    UNKNOWN_MESSAGE,
    Refusal,
)
from tests.loopback.discord.snowflakes import now
from tests.loopback.discord.world import Channel

NONCE_SECONDS = 180.0
"""How long a nonce is remembered; Discord says "a few minutes"."""


def needs(call: Call, channel: Channel, wanted: Allow) -> None:
    """Refuse what the bot may not do here."""
    may = channel.permissions_of(call.discord.world.bot)
    if not may & Allow.VIEW_CHANNEL:
        raise Refusal(MISSING_ACCESS)
    if wanted & ~may:
        raise Refusal(MISSING_PERMISSIONS, f"the bot lacks {Allow(wanted & ~may)!r}")


def send(call: Call) -> Any:
    """Create Message."""
    channel = call.channel()
    _may_send(call, channel)
    first = _already_sent(call, channel)
    if first is not None:
        return payloads.message(first)
    replies_to = _replied(call, channel)
    files = posting.checked(call, call.body)
    nonce = call.body.get("nonce")
    message = posting.create(call, channel, call.body, files, nonce=nonce, replies_to=replies_to)
    if replies_to is not None:
        message.kind = 19
        if (call.body.get("allowed_mentions") or {}).get("replied_user"):
            message.mentions.append(replies_to.author)
    if nonce is not None:
        call.discord.nonces[channel.id, str(nonce)] = (call.discord.clock.now(), message)
    return events.seen_by_bot(call.discord, message)


def _may_send(call: Call, channel: Channel) -> None:
    if channel.guild is None:
        if any(not one.accepts_direct_messages for one in channel.recipients):
            raise Refusal(CANNOT_REACH_USER)
        return
    wanted = Allow.SEND_IN_THREADS if channel.is_thread else Allow.SEND_MESSAGES
    needs(call, channel, wanted | (Allow.ATTACH_FILES if call.uploads else Allow.NOTHING))


def _already_sent(call: Call, channel: Channel) -> Message | None:
    nonce = call.body.get("nonce")
    if nonce is None or not call.body.get("enforce_nonce"):
        return None
    at, message = call.discord.nonces.get((channel.id, str(nonce)), (0.0, None))
    return message if call.discord.clock.now() - at <= NONCE_SECONDS else None


def _replied(call: Call, channel: Channel) -> Message | None:
    reference = call.body.get("message_reference")
    if not reference:
        return None
    if not channel.permissions_of(call.discord.world.bot) & Allow.READ_HISTORY:
        raise Refusal(NO_HISTORY_FOR_REPLY)
    found = channel.messages.get(int(reference["message_id"]))
    if found is None and reference.get("fail_if_not_exists", True):
        raise Refusal(UNKNOWN_MESSAGE)
    return found


def listed(call: Call) -> Any:
    """Get Channel Messages, newest first."""
    channel = call.channel()
    needs(call, channel, Allow.NOTHING)
    if channel.guild is not None and not channel.permissions_of(call.discord.world.bot) & Allow.READ_HISTORY:
        return []
    before, after = int(call.query.get("before", 1 << 63)), int(call.query.get("after", 0))
    limit = min(int(call.query.get("limit", 50)), 100)
    found = [one for key, one in channel.messages.items() if after < key < before and not one.ephemeral]
    chosen = found[:limit] if "after" in call.query else found[-limit:]
    return [events.seen_by_bot(call.discord, one) for one in reversed(chosen)]


def single(call: Call) -> Any:
    """Get Channel Message."""
    channel = call.channel()
    needs(call, channel, Allow.READ_HISTORY)
    return events.seen_by_bot(call.discord, call.message(channel))


def edit(call: Call) -> Any:
    """Edit Message."""
    channel = call.channel()
    needs(call, channel, Allow.NOTHING)
    message = call.message(channel)
    if message.author is not call.discord.world.bot:
        raise Refusal(NOT_THE_AUTHOR)
    files = posting.checked(call, call.body, message)
    return events.seen_by_bot(call.discord, posting.edit(call.discord, message, call.body, files))


def delete(call: Call) -> None:
    """Delete Message."""
    channel = call.channel()
    message = call.message(channel)
    own = message.author is call.discord.world.bot
    needs(call, channel, Allow.NOTHING if own else Allow.MANAGE_MESSAGES)
    posting.delete(call.discord, message)


def typing(call: Call) -> None:
    """Trigger Typing Indicator."""
    channel = call.channel()
    needs(call, channel, Allow.SEND_IN_THREADS if channel.is_thread else Allow.SEND_MESSAGES)
    channel.typing.append(now())


def react(call: Call) -> None:
    """Create Reaction."""
    channel = call.channel()
    needs(call, channel, Allow.ADD_REACTIONS | Allow.READ_HISTORY)
    given = (call.discord.world.bot, call.params["emoji_name"])
    message = call.message(channel)
    if given not in message.reactions:
        message.reactions.append(given)


def unreact(call: Call) -> None:
    """Delete Own Reaction."""
    message = call.message(call.channel())
    given = (call.discord.world.bot, call.params["emoji_name"])
    message.reactions[:] = itertools.filterfalse(given.__eq__, message.reactions)


_MESSAGES = "/channels/{channel_id}/messages"
_REACTION = _MESSAGES + "/{message_id}/reactions/{emoji_name}/@me"

ROUTES = (
    Route("POST", _MESSAGES, send, rate=SENDING),
    Route("GET", _MESSAGES, listed),
    Route("GET", _MESSAGES + "/{message_id}", single),
    Route("PATCH", _MESSAGES + "/{message_id}", edit, rate=EDITING),
    Route("DELETE", _MESSAGES + "/{message_id}", delete, rate=DELETING),
    Route("POST", "/channels/{channel_id}/typing", typing),
    Route("PUT", _REACTION, react, rate=Rate(1, 0.25)),
    Route("DELETE", _REACTION, unreact, rate=Rate(1, 0.25)),
)
