"""Whether the bot can do in a channel what the settings want of it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import discord

from tools.errors import BadRequest

if TYPE_CHECKING:
    from bot.community.values import GuildSettings, Schedule

NEEDED: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
"""Permissions a channel needs for posts and answers to mentions, and what Discord calls them."""


def lacking(channel: discord.abc.GuildChannel | discord.Thread) -> Sequence[str]:
    """What the bot may not do in a channel, as Discord calls it."""
    granted = channel.permissions_for(channel.guild.me)
    needed = dict(NEEDED)
    if isinstance(channel, discord.Thread):
        needed["send_messages_in_threads"] = "Send Messages in Threads"
        del needed["send_messages"]
    return [words for name, words in needed.items() if not getattr(granted, name)]


def must_speak(guild: discord.Guild | None, place: int) -> None:
    """Refuse a channel in which nothing could be posted, while the person can still mend it.

    Raises:
        BadRequest: The bot cannot see it, or lacks a permission there; names which.
    """
    channel = guild.get_channel_or_thread(place) if guild is not None else None
    if channel is None:
        raise BadRequest("the bot cannot see that channel; give it View Channel there, or choose another.")
    if missing := lacking(channel):
        raise BadRequest(
            f"in #{channel.name} the bot lacks: {', '.join(missing)}. Grant them, or choose another."
        )


def problems_in(
    guild: discord.Guild | None, settings: "GuildSettings", schedules: "Sequence[Schedule]"
) -> Sequence[str]:
    """What would keep the bot from doing what is set, a sentence each."""
    return list(_problems(guild, settings, schedules)) if guild is not None else []


def _problems(
    guild: discord.Guild, settings: "GuildSettings", schedules: "Sequence[Schedule]"
) -> Iterator[str]:
    wanted = {one.channel for one in schedules} | set(settings.channels)
    if settings.alerts is not None:
        wanted.add(settings.alerts)
    for number in sorted(wanted):
        channel = guild.get_channel_or_thread(number)
        if channel is None:
            yield f"<#{number}> is gone, or the bot cannot see it."
        elif missing := lacking(channel):
            yield f"In <#{number}> the bot lacks: {', '.join(missing)}."
