"""Channels, threads, servers, members and direct conversations."""

from __future__ import annotations

from typing import Any

from tests.loopback.discord import payloads
from tests.loopback.discord.calls import Call, Route
from tests.loopback.discord.permissions import Allow
from tests.loopback.discord.refusal import (
    MISSING_ACCESS,
    THREAD_EXISTS,
    UNKNOWN_GUILD,
    UNKNOWN_MEMBER,
    UNKNOWN_USER,
    Refusal,
)
from tests.loopback.discord.rest_messages import needs
from tests.loopback.discord.world import PRIVATE_THREAD, PUBLIC_THREAD, Guild


def _guild(call: Call) -> Guild:
    found = call.discord.world.guilds.get(call.number("guild_id"))
    if found is None:
        raise Refusal(UNKNOWN_GUILD)
    if not found.has_bot:
        raise Refusal(MISSING_ACCESS)
    return found


def channel(call: Call) -> Any:
    """Get Channel."""
    found = call.channel()
    needs(call, found, Allow.NOTHING)
    return payloads.channel(found)


def change_channel(call: Call) -> Any:
    """Modify Channel: a thread's name, archive and lock."""
    found = call.channel()
    own = found.owner is call.discord.world.bot
    needs(call, found, Allow.NOTHING if own else Allow.MANAGE_THREADS)
    found.name = call.body.get("name", found.name)
    found.archived = call.body.get("archived", found.archived)
    found.locked = call.body.get("locked", found.locked)
    call.discord.world.channel_changed(found)
    return payloads.channel(found)


def delete_channel(call: Call) -> Any:
    """Delete Channel."""
    found = call.channel()
    needs(call, found, Allow.MANAGE_THREADS if found.is_thread else Allow.MANAGE_CHANNELS)
    found.delete()
    return payloads.channel(found)


def thread_from_message(call: Call) -> Any:
    """Start Thread from Message."""
    parent = call.channel()
    needs(call, parent, Allow.CREATE_PUBLIC_THREADS)
    message = call.message(parent)
    if message.thread is not None:
        raise Refusal(THREAD_EXISTS)
    world = call.discord.world
    message.thread = world.add_thread(
        parent, call.body["name"], world.bot, kind=PUBLIC_THREAD, number=message.id
    )
    return payloads.channel(message.thread)


def thread(call: Call) -> Any:
    """Start Thread without Message."""
    parent = call.channel()
    kind = call.body.get("type") or PRIVATE_THREAD
    needs(
        call, parent, Allow.CREATE_PUBLIC_THREADS if kind == PUBLIC_THREAD else Allow.CREATE_PRIVATE_THREADS
    )
    world = call.discord.world
    return payloads.channel(world.add_thread(parent, call.body["name"], world.bot, kind=kind, number=None))


def join_thread(call: Call) -> None:
    """Join Thread, Leave Thread, Add and Remove Thread Member."""
    needs(call, call.channel(), Allow.NOTHING)


def guild(call: Call) -> Any:
    """Get Guild."""
    return payloads.guild(_guild(call))


def channels(call: Call) -> Any:
    """Get Guild Channels."""
    return [payloads.channel(one) for one in _guild(call).channels.values()]


def active_threads(call: Call) -> Any:
    """List Active Guild Threads."""
    guild = _guild(call)
    every = call.discord.world.channels.values()
    found = [one for one in every if one.guild is guild and one.is_thread and not one.archived]
    return {"threads": [payloads.channel(one) for one in found], "members": []}


def roles(call: Call) -> Any:
    """Get Guild Roles."""
    return [payloads.role(one) for one in _guild(call).roles.values()]


def member(call: Call) -> Any:
    """Get Guild Member."""
    found = _guild(call).members.get(call.number("user_id"))
    if found is None:
        raise Refusal(UNKNOWN_MEMBER)
    return payloads.member(found)


def leave(call: Call) -> None:
    """Leave Guild."""
    _guild(call).remove_bot()


def user(call: Call) -> Any:
    """Get User."""
    found = call.discord.world.users.get(call.number("user_id"))
    if found is None:
        raise Refusal(UNKNOWN_USER)
    return payloads.user(found)


def direct(call: Call) -> Any:
    """Create DM."""
    found = call.discord.world.users.get(int(call.body.get("recipient_id") or 0))
    if found is None:
        raise Refusal(UNKNOWN_USER)
    return payloads.channel(call.discord.world.dm(found))


_CHANNEL, _GUILD = "/channels/{channel_id}", "/guilds/{guild_id}"

ROUTES = (
    Route("GET", _CHANNEL, channel),
    Route("PATCH", _CHANNEL, change_channel),
    Route("DELETE", _CHANNEL, delete_channel),
    Route("POST", _CHANNEL + "/messages/{message_id}/threads", thread_from_message),
    Route("POST", _CHANNEL + "/threads", thread),
    Route("PUT", _CHANNEL + "/thread-members/@me", join_thread),
    Route("DELETE", _CHANNEL + "/thread-members/@me", join_thread),
    Route("PUT", _CHANNEL + "/thread-members/{user_id}", join_thread),
    Route("DELETE", _CHANNEL + "/thread-members/{user_id}", join_thread),
    Route("GET", _GUILD, guild),
    Route("GET", _GUILD + "/channels", channels),
    Route("GET", _GUILD + "/roles", roles),
    Route("GET", _GUILD + "/threads/active", active_threads),
    Route("GET", _GUILD + "/members/{user_id}", member),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave),
    Route("GET", "/users/{user_id}", user),
    Route("POST", "/users/@me/channels", direct),
)
