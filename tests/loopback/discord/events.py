"""Which session is told of what, and in how many words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.loopback.discord import payloads
from tests.loopback.discord.messages import Message
from tests.loopback.discord.permissions import Allow
from tests.loopback.discord.world import Channel, Guild, Role, World

if TYPE_CHECKING:
    from tests.loopback.discord.gateway import Session
    from tests.loopback.discord.server import LoopbackDiscord

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15


def greet(discord: LoopbackDiscord, session: Session) -> None:
    """READY, then every server of the shard."""
    world = discord.world
    guilds = [one for one in world.guilds.values() if one.has_bot and session.owns(one)]
    session.dispatch(
        "READY",
        {
            "v": 10,
            "user": payloads.user(world.bot) | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": str(one.id), "unavailable": True} for one in guilds],
            "session_id": session.id,
            "resume_gateway_url": discord.gateway,
            "session_type": "normal",
            "shard": [session.shard, session.shards],
            "application": {"id": str(discord.application_id), "flags": 0},
            "private_channels": [],
            "relationships": [],
        },
    )
    if not session.intents & GUILDS:
        return
    for guild in guilds:
        if guild.available:
            session.dispatch("GUILD_CREATE", payloads.guild(guild))


def tell(discord: LoopbackDiscord, event: str, what: Any, guild: Guild | None) -> None:
    """Tell the bot of something in a server it is in."""
    session = discord.sockets.session_of(guild)
    if session is None or not session.intents & GUILDS:
        return
    if guild is not None and not guild.has_bot and event != "GUILD_DELETE":
        return
    session.dispatch(event, _told(what))


def _told(what: Any) -> Any:
    if isinstance(what, Guild):
        return payloads.guild(what)
    if isinstance(what, Channel):
        return payloads.channel(what)
    if isinstance(what, Role):
        return {"guild_id": str(what.guild.id), "role": payloads.role(what)}
    return what


def tell_message(discord: LoopbackDiscord, event: str, message: Message) -> None:
    """Tell the bot of a message that it may see, without what it may not read."""
    session = discord.sockets.session_of(message.channel.guild)
    guild = message.channel.guild
    if session is None or message.ephemeral or not discord.has_bot_in(message.channel):
        return
    if not session.intents & (DIRECT_MESSAGES if guild is None else GUILD_MESSAGES):
        return
    if not message.channel.permissions_of(discord.world.bot) & Allow.VIEW_CHANNEL:
        return
    made = seen_by_bot(discord, message)
    if guild is not None:
        made["guild_id"] = str(guild.id)
        author = guild.members.get(message.author.id)
        if author is not None and not message.webhook:
            made["member"] = payloads.member(author, with_user=False)
        for who, told in zip(message.mentions, made["mentions"], strict=True):
            if who.id in guild.members:
                told["member"] = payloads.member(guild.members[who.id], with_user=False)
    if event == "MESSAGE_DELETE":
        made = {key: made[key] for key in ("id", "channel_id", "guild_id") if key in made}
    session.dispatch(event, made)


def seen_by_bot(discord: LoopbackDiscord, message: Message) -> dict[str, Any]:
    """A message as the bot gets it; without the message-content intent most have no content."""
    made = payloads.message(message, seen=readable(discord, message))
    if message.replies_to is not None:
        quoted = message.replies_to
        gone = quoted.deleted
        made["referenced_message"] = (
            None if gone else payloads.message(quoted, seen=readable(discord, quoted))
        )
    return made


def readable(discord: LoopbackDiscord, message: Message) -> bool:
    """Whether the bot gets a message's content."""
    bot = discord.world.bot
    session = discord.sockets.session_of(message.channel.guild)
    intents = session.intents if session else 0
    direct = message.channel.guild is None
    return bool(intents & MESSAGE_CONTENT) or message.author is bot or direct or bot in message.mentions


def send_members(world: World, session: Session, asked: dict[str, Any]) -> None:
    """Answer a request for the members of a server."""
    guild = world.guilds.get(int(asked["guild_id"]))
    if guild is None:
        return
    wanted = {int(one) for one in asked.get("user_ids") or ()}
    query = (asked.get("query") or "").lower()
    found = [
        payloads.member(one)
        for one in guild.members.values()
        if (one.user.id in wanted if wanted else one.user.name.lower().startswith(query))
    ]
    chunk = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1}
    session.dispatch("GUILD_MEMBERS_CHUNK", chunk | {"nonce": asked.get("nonce"), "not_found": []})
