"""Messages as Discord gives them, as values: what was said to the bot, and which card it is about."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.cards.request import Request
from bot.talking.addressed import Heard
from bot.talking.threads import Spot


def heard_of(message: discord.Message, me: discord.ClientUser) -> Heard:
    """A message as far as it matters whether it is for the bot."""
    guild = message.guild
    own_role = guild.self_role if guild is not None else None
    return Heard(
        text=message.content,
        bot=me.id,
        author=message.author.id,
        automatic=message.author.bot or message.webhook_id is not None or message.is_system(),
        direct=guild is None,
        people=frozenset(person.id for person in message.mentions),
        roles=frozenset(message.raw_role_mentions),
        own_roles=frozenset((own_role.id,)) if own_role is not None else frozenset(),
        names=_names(message),
    )


def card_under(message: discord.Message) -> Request | None:
    """The card that a message replies to, by its own buttons; None where it is none of ours."""
    replied = message.reference.resolved if message.reference is not None else None
    return card_in(replied) if isinstance(replied, discord.Message) else None


def card_in(message: discord.Message) -> Request | None:
    """The symbol and session that a message's card is about."""
    return next((one for one in _requests(message.components) if one.symbol), None)


def spot_of(message: discord.Message) -> Spot:
    """Where a message stands, as far as threads go."""
    channel, guild = message.channel, message.guild
    if guild is None or not isinstance(channel, discord.TextChannel):
        return Spot(guild=guild is not None, threads=False, may=False)
    granted = channel.permissions_for(guild.me)
    return Spot(
        guild=True, threads=True, may=granted.create_public_threads and granted.send_messages_in_threads
    )


def text_of(message: discord.Message) -> str:
    """All words of a message: its text, its embeds, and the text of its components."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [f"{field.name}: {field.value}" for field in embed.fields]
    parts += _texts(message.components)
    return "\n".join(part for part in parts if part)


def _names(message: discord.Message) -> Mapping[int, str]:
    people = {person.id: person.display_name for person in message.mentions}
    roles = {role.id: role.name for role in message.role_mentions}
    channels = {channel.id: channel.name for channel in message.channel_mentions}
    return {**people, **roles, **channels}


def _requests(components: Any) -> Iterator[Request]:  # noqa: ANN401 - discord.py's many component classes
    for component in components:
        found = Request.parsed(str(getattr(component, "custom_id", None) or ""))
        if found is not None:
            yield found
        yield from _requests(getattr(component, "children", ()))


def _texts(components: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    for component in components:
        content = getattr(component, "content", None)
        if isinstance(content, str):
            yield content
        yield from _texts(getattr(component, "children", ()))
