"""The world as the JSON objects Discord sends."""

import itertools
from collections.abc import Iterator
from typing import Any

from tests.loopback.discord.messages import EPHEMERAL, Message, StoredFile
from tests.loopback.discord.snowflakes import iso
from tests.loopback.discord.world import DM, Channel, Guild, Member, Role, User

Payload = dict[str, Any]


def user(one: User) -> Payload:
    """A user object."""
    return {
        "id": str(one.id),
        "username": one.name,
        "global_name": None if one.bot else one.name.title(),
        "discriminator": "0" if not one.bot else "0001",
        "avatar": None,
        "bot": one.bot,
        "public_flags": 0,
        "avatar_decoration_data": None,
    }


def role(one: Role) -> Payload:
    """A role object."""
    return {
        "id": str(one.id),
        "name": one.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0 if one.id == one.guild.id else 1,
        "permissions": str(int(one.permissions)),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def member(one: Member, channel: Channel | None = None, *, with_user: bool = True) -> Payload:
    """A member object; with their permissions where a channel is given, as interactions carry them."""
    made: Payload = {
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(held.id) for held in one.roles],
        "joined_at": iso(one.joined),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    if with_user:
        made["user"] = user(one.user)
    if channel is not None:
        made["permissions"] = str(int(channel.permissions_of(one.user)))
    return made


def channel(one: Channel) -> Payload:
    """A channel object: text, thread or direct."""
    made: Payload = {
        "id": str(one.id),
        "type": one.kind,
        "last_message_id": str(max(one.messages)) if one.messages else None,
        "flags": 0,
    }
    if one.guild is None:
        others = [user(who) for who in one.recipients if not (one.kind == DM and who.bot)]
        return {**made, "recipients": others}
    made |= {
        "guild_id": str(one.guild.id),
        "name": one.name,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "parent_id": str(one.parent.id) if one.parent else None,
    }
    if one.is_thread:
        return made | _thread(one)
    overwrites = [
        {"id": str(whom), "type": kind, "allow": str(int(allow)), "deny": str(int(deny))}
        for whom, (kind, allow, deny) in one.overwrites.items()
    ]
    return made | {"position": 0, "permission_overwrites": overwrites, "topic": None}


def _thread(one: Channel) -> Payload:
    return {
        "owner_id": str(one.owner.id) if one.owner else None,
        "message_count": len(one.messages),
        "member_count": 1,
        "total_message_sent": len(one.messages),
        "thread_metadata": {
            "archived": one.archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": one.locked,
            "invitable": True,
        },
    }


def guild(one: Guild) -> Payload:
    """A guild object as GUILD_CREATE carries it to a bot without the members intent."""
    threads = [
        channel(found) for found in one.world.channels.values() if found.guild is one and found.is_thread
    ]
    owner = one.owner or one.world.owner
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "splash": None,
        "owner_id": str(owner.id),
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": one.locale,
        "features": [],
        "emojis": [],
        "stickers": [],
        "system_channel_id": None,
        "system_channel_flags": 0,
        "roles": [role(held) for held in one.roles.values()],
        "channels": [channel(found) for found in one.channels.values()],
        "threads": threads,
        "members": [member(found) for found in one.members.values() if found.user.bot],
        "member_count": len(one.members),
        "joined_at": "2026-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def attachment(one: StoredFile) -> Payload:
    """An attachment object."""
    made: Payload = {
        "id": str(one.id),
        "filename": one.name,
        "size": len(one.data),
        "url": one.url,
        "proxy_url": one.url,
        "content_type": one.content_type,
    }
    if one.description is not None:
        made["description"] = one.description
    if one.size is not None:
        made["width"], made["height"] = one.size
    return made


def message(one: Message, *, seen: bool = True) -> Payload:
    """A message object; `seen` False leaves out what the message-content intent guards."""
    made: Payload = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "author": user(one.author),
        "content": one.content if seen else "",
        "embeds": one.embeds if seen else [],
        "attachments": [attachment(file) for file in one.files] if seen else [],
        "components": _resolved(one) if seen else [],
        "timestamp": iso(one.created),
        "edited_timestamp": iso(one.edited) if one.edited else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [user(who) for who in one.mentions],
        "mention_roles": [],
        "pinned": False,
        "type": one.kind,
        "flags": one.flags | (EPHEMERAL if one.ephemeral else 0),
    }
    if one.webhook:
        made["webhook_id"] = made["application_id"] = str(one.author.id)
    if one.answers is not None:
        made["interaction_metadata"] = one.answers.metadata
    if one.nonce is not None:
        made["nonce"] = one.nonce
    if one.thread is not None:
        made["thread"] = channel(one.thread)
    return made | _reference(one)


def _reference(one: Message) -> Payload:
    if one.replies_to is None:
        return {}
    reference: Payload = {
        "type": 0,
        "message_id": str(one.replies_to.id),
        "channel_id": str(one.channel.id),
    }
    if one.channel.guild is not None:
        reference["guild_id"] = str(one.channel.guild.id)
    return {"message_reference": reference}


def _resolved(one: Message) -> list[Any]:
    """The components as Discord gives them back: numbered, and files have addresses for `attachment://`."""
    ids = itertools.count(1)
    return [_component(found, one, ids) for found in one.components]


def _component(found: Any, one: Message, ids: Iterator[int]) -> Any:
    if isinstance(found, list):
        return [_component(inner, one, ids) for inner in found]
    if not isinstance(found, dict):
        return found
    url = found.get("url")
    if set(found) == {"url"} and isinstance(url, str):
        return _media(one.file_at(url), url)
    numbered = {"id": found.get("id") or next(ids)} if "type" in found else {}
    return {key: _component(value, one, ids) for key, value in found.items()} | numbered


def _media(file: StoredFile | None, url: str) -> Payload:
    if file is None:
        return {"url": url, "proxy_url": url, "loading_state": 1}
    width, height = file.size or (None, None)
    return {
        "url": file.url,
        "proxy_url": file.url,
        "width": width,
        "height": height,
        "content_type": file.content_type,
        "attachment_id": str(file.id),
        "loading_state": 2,
    }
