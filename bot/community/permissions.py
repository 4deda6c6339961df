"""Who may do what in a server, and where the bot answers: decided from plain values. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field

from bot.community.values import GuildSettings


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a server, as far as rights go.

    Attributes:
        administrator: Whether Discord lets them do anything there.
        manage_guild: Whether they have "Manage Server".
        roles: Ids of their roles.
    """

    administrator: bool = False
    manage_guild: bool = False
    roles: Collection[int] = field(default=())


MAY_NOT_CONFIGURE = (
    'Only members with "Manage Server", and roles that they chose as managers, may change settings and '
    "schedules here."
)
MAY_NOT_UPLOAD = (
    'Only members with "Manage Server", managers, and roles chosen as uploaders, may add and remove '
    "documents here."
)


def may_configure(member: Member, settings: GuildSettings) -> bool:
    """Whether somebody may change settings and schedules of a server."""
    return member.administrator or member.manage_guild or _one_of(member, settings.managers)


def may_upload(member: Member, settings: GuildSettings) -> bool:
    """Whether somebody may add and remove documents of a server."""
    return may_configure(member, settings) or _one_of(member, settings.uploaders)


def may_answer_in(channel: int, parent: int | None, settings: GuildSettings) -> bool:
    """Whether the bot answers in a channel.

    Args:
        channel: The channel or thread.
        parent: The channel that a thread is in; None for a channel.
        settings: The server's.
    """
    return not settings.channels or channel in settings.channels or parent in settings.channels


def not_here(settings: GuildSettings) -> str:
    """What to say where the bot does not answer; the channels are shown as links by Discord."""
    places = ", ".join(f"<#{channel}>" for channel in settings.channels)
    return f"The administrators of this server let me answer in {places} only."


def _one_of(member: Member, roles: Collection[int]) -> bool:
    return not set(member.roles).isdisjoint(roles)
