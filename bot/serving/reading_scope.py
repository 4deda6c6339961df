"""An interaction or a message as a `Scope`."""

from typing import TYPE_CHECKING

import discord

from bot.community.permissions import Member, may_configure, may_upload
from bot.community.values import GuildSettings
from bot.serving.scope import Scope
from bot.talking.asker_of import tenant_of

if TYPE_CHECKING:
    from bot.serving.guild_book import GuildBook
    from bot.serving.reply import Interaction


async def scope_of(interaction: "Interaction", guilds: "GuildBook") -> Scope:
    """The scope of an interaction."""
    guild = interaction.guild_id if interaction.is_guild_integration() else None
    settings = await guilds.settings(guild) if guild is not None else GuildSettings(0)
    member = _member(interaction)
    return Scope(
        tenant=tenant_of(guild, interaction.user.id, installed=True),
        guild=guild,
        channel=interaction.channel_id or 0,
        person=interaction.user.id,
        parent=_parent(interaction.channel),
        settings=settings,
        manages=guild is not None and may_configure(member, settings),
        uploads=guild is None or may_upload(member, settings),
        elsewhere=interaction.guild_id is not None and guild is None,
        locale=str(interaction.locale),
    )


async def scope_of_message(message: discord.Message, guilds: "GuildBook") -> Scope:
    """The scope of a message that was addressed to the bot; only servers that installed it send any."""
    guild = message.guild.id if message.guild is not None else None
    return Scope(
        tenant=tenant_of(guild, message.author.id, installed=True),
        guild=guild,
        channel=message.channel.id,
        person=message.author.id,
        parent=_parent(message.channel),
        settings=await guilds.settings(guild) if guild is not None else GuildSettings(0),
    )


def _member(interaction: "Interaction") -> Member:
    """The rights Discord says somebody has, with the interaction itself: nothing is looked up."""
    user, granted = interaction.user, interaction.permissions
    roles = tuple(role.id for role in user.roles) if isinstance(user, discord.Member) else ()
    return Member(granted.administrator, granted.manage_guild, roles)


def _parent(channel: object) -> int | None:
    return channel.parent_id if isinstance(channel, discord.Thread) else None
