"""Servers, channels, people and their permissions: what a Discord knows besides messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.loopback.discord.permissions import ALL, USUAL, Allow
from tests.loopback.discord.snowflakes import Snowflakes, now

if TYPE_CHECKING:
    from tests.loopback.discord.messages import Message
    from tests.loopback.discord.people import Person

TEXT, DM, PRIVATE_GROUP, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 3, 11, 12


@dataclass(eq=False)
class User:
    """Somebody with an account."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    has_installed: bool = False
    accepts_direct_messages: bool = True

    @property
    def mention(self) -> str:
        """The text that mentions them."""
        return f"<@{self.id}>"


@dataclass(eq=False, repr=False)
class Role:
    """A role of a server."""

    id: int
    name: str
    permissions: Allow
    guild: Guild


@dataclass(eq=False, repr=False)
class Member:
    """A person in a server."""

    user: User
    guild: Guild
    roles: list[Role] = field(default_factory=list)
    joined: datetime = field(default_factory=now)


@dataclass(eq=False, repr=False)
class Channel:
    """A text channel, a thread or a direct conversation."""

    id: int
    kind: int
    name: str
    world: World
    guild: Guild | None = None
    parent: Channel | None = None
    owner: User | None = None
    recipients: list[User] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    overwrites: dict[int, tuple[int, Allow, Allow]] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    typing: list[datetime] = field(default_factory=list)

    @property
    def is_thread(self) -> bool:
        """Whether it hangs from another channel."""
        return self.kind in {PUBLIC_THREAD, PRIVATE_THREAD}

    def allow(self, whom: Role | User, bits: Allow) -> None:
        """Grant somebody more here than their roles do."""
        self._overwrite(whom, bits, Allow.NOTHING)

    def deny(self, whom: Role | User, bits: Allow) -> None:
        """Take something from somebody here."""
        self._overwrite(whom, Allow.NOTHING, bits)

    def _overwrite(self, whom: Role | User, allow: Allow, deny: Allow) -> None:
        _, allowed, denied = self.overwrites.get(whom.id, (0, Allow.NOTHING, Allow.NOTHING))
        kind = 0 if isinstance(whom, Role) else 1
        self.overwrites[whom.id] = (kind, (allowed & ~deny) | allow, (denied & ~allow) | deny)
        self.world.channel_changed(self)

    def permissions_of(self, user: User) -> Allow:
        """What somebody may do here."""
        if self.guild is None:
            return USUAL if user in self.recipients else Allow.NOTHING
        member = self.guild.members.get(user.id)
        if member is None:
            return Allow.NOTHING
        base = self.guild.permissions_of(user)
        if base & Allow.ADMINISTRATOR:
            return ALL
        return _overwritten(base, self.parent if self.is_thread and self.parent else self, member)

    def delete(self) -> None:
        """The channel goes away."""
        self.world.delete_channel(self)


def _overwritten(base: Allow, channel: Channel, member: Member) -> Allow:
    assert channel.guild is not None
    everyone = [channel.guild.everyone.id]
    for group in (everyone, [role.id for role in member.roles], [member.user.id]):
        found = [channel.overwrites[one] for one in group if one in channel.overwrites]
        denied = allowed = Allow.NOTHING
        for _, allow, deny in found:
            allowed |= allow
            denied |= deny
        base = (base & ~denied) | allowed
    return base


@dataclass(eq=False, repr=False)
class Guild:
    """A server."""

    id: int
    name: str
    world: World
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    owner: User | None = None
    has_bot: bool = True
    available: bool = True

    @property
    def everyone(self) -> Role:
        """The role all members have."""
        return self.roles[self.id]

    def __getitem__(self, name: str) -> Channel:
        return self.channels[name]

    def add_role(self, name: str, permissions: int = 0) -> Role:
        """A new role."""
        role = Role(self.world.new_id(), name, Allow(permissions), self)
        self.roles[role.id] = role
        self.world.tell("GUILD_ROLE_CREATE", role, self)
        return role

    def add_channel(self, name: str) -> Channel:
        """A new text channel."""
        made = Channel(self.world.new_id(), TEXT, name, self.world, guild=self)
        self.channels[name] = made
        self.world.channels[made.id] = made
        self.world.tell("CHANNEL_CREATE", made, self)
        return made

    def add_member(
        self, whom: str | Person, permissions: int = 0, roles: Iterable[Role] = (), *, owner: bool = False
    ) -> Person:
        """A person joins; `permissions` are given by a role of their own."""
        person = self.world.add_user(whom) if isinstance(whom, str) else whom
        given = list(roles)
        if permissions:
            given.append(self.add_role(f"{person.name}'s", permissions))
        self.members[person.id] = Member(person, self, given)
        if owner:
            self.owner = person
        return person

    def permissions_of(self, user: User) -> Allow:
        """What somebody may do in the server as a whole."""
        member = self.members.get(user.id)
        if member is None:
            return Allow.NOTHING
        if self.owner is user:
            return ALL
        bits = self.everyone.permissions
        for role in member.roles:
            bits |= role.permissions
        return ALL if bits & Allow.ADMINISTRATOR else bits

    def remove_bot(self) -> None:
        """Somebody removes the bot."""
        self.members.pop(self.world.bot.id, None)
        self.has_bot = False
        self.world.tell("GUILD_DELETE", {"id": str(self.id)}, self)

    def become_unavailable(self) -> None:
        """An outage of this server."""
        self.available = False
        self.world.tell("GUILD_DELETE", {"id": str(self.id), "unavailable": True}, self)

    def become_available(self) -> None:
        """The end of its outage."""
        self.available = True
        self.world.tell("GUILD_CREATE", self, self)


class World:
    """Everything there is."""

    def __init__(self, bot_name: str, make_person: Callable[[int, str], Person]) -> None:
        self.new_id = Snowflakes()
        self.bot = User(self.new_id(), bot_name, bot=True)
        self.owner = User(self.new_id(), "owner")
        self._make_person = make_person
        self.users: dict[int, User] = {self.bot.id: self.bot, self.owner.id: self.owner}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.tell: Callable[[str, Any, Guild | None], None] = lambda *_: None

    def add_user(self, name: str, *, installed: bool = False) -> Person:
        """A new account."""
        person = self._make_person(self.new_id(), name)
        person.has_installed = installed
        self.users[person.id] = person
        return person

    def add_guild(
        self,
        name: str,
        channels: Iterable[str] = ("general",),
        *,
        has_bot: bool = True,
        number: int | None = None,
    ) -> Guild:
        """A new server; with the bot in it unless said otherwise."""
        guild = Guild(self.new_id() if number is None else number, name, self, has_bot=has_bot)
        guild.roles[guild.id] = Role(guild.id, "@everyone", USUAL, guild)
        self.guilds[guild.id] = guild
        if has_bot:
            guild.members[self.bot.id] = Member(self.bot, guild)
        for channel in channels:
            made = Channel(self.new_id(), TEXT, channel, self, guild=guild)
            guild.channels[channel] = self.channels[made.id] = made
        if has_bot:
            self.tell("GUILD_CREATE", guild, guild)
        return guild

    def dm(self, user: User) -> Channel:
        """The direct conversation of somebody with the bot."""
        for channel in self.channels.values():
            if channel.kind == DM and user in channel.recipients and self.bot in channel.recipients:
                return channel
        made = Channel(self.new_id(), DM, user.name, self, recipients=[user, self.bot])
        self.channels[made.id] = made
        return made

    def add_thread(
        self, parent: Channel, name: str, owner: User, *, kind: int, number: int | None
    ) -> Channel:
        """A thread under a channel."""
        made = Channel(
            self.new_id() if number is None else number,
            kind,
            name,
            self,
            parent.guild,
            parent=parent,
            owner=owner,
        )
        self.channels[made.id] = made
        self.tell("THREAD_CREATE", made, parent.guild)
        return made

    def channel_changed(self, channel: Channel) -> None:
        """Tell the bot of a change."""
        if channel.id in self.channels:
            self.tell("THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE", channel, channel.guild)

    def delete_channel(self, channel: Channel) -> None:
        """Remove a channel and tell the bot."""
        self.channels.pop(channel.id, None)
        if channel.guild is not None:
            channel.guild.channels.pop(channel.name, None)
        self.tell("THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE", channel, channel.guild)
