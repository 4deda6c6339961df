"""The commands the client registered, and how a person's words become their options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.discord import payloads
from tests.loopback.discord.messages import StoredFile
from tests.loopback.discord.snowflakes import Snowflakes
from tests.loopback.discord.world import Channel, Role, User

SLASH, ON_USER, ON_MESSAGE = 1, 2, 3
SUB, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)

_TAKEN: Mapping[int, tuple[type, ...]] = {
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    ATTACHMENT: (StoredFile,),
}

Command = dict[str, Any]
Option = dict[str, Any]


@dataclass
class Registry:
    """Commands by scope: None for global ones, a server's id for its own."""

    application: int
    new_id: Snowflakes
    scopes: dict[int | None, list[Command]] = field(default_factory=dict)
    syncs: int = 0

    def put(self, guild: int | None, commands: Sequence[Mapping[str, Any]]) -> list[Command]:
        """Replace the commands of a scope; a command that stays keeps its id."""
        known = {(one["type"], one["name"]): one["id"] for one in self.scopes.get(guild, ())}
        self.scopes[guild] = [self._kept(one, guild, known) for one in commands]
        self.syncs += 1
        return self.scopes[guild]

    def add(self, guild: int | None, command: Mapping[str, Any]) -> Command:
        """Add or replace one command."""
        others = [
            one
            for one in self.scopes.get(guild, ())
            if (one["type"], one["name"]) != (command.get("type", SLASH), command["name"])
        ]
        made = self._kept(command, guild, {})
        self.scopes[guild] = [*others, made]
        return made

    def _kept(
        self, one: Mapping[str, Any], guild: int | None, known: Mapping[tuple[int, str], str]
    ) -> Command:
        kind = one.get("type", SLASH)
        made: Command = {
            "default_member_permissions": None,
            "contexts": [0, 1, 2] if guild is None and one.get("dm_permission", True) else [0],
            "integration_types": [0],
            "nsfw": False,
            "options": [],
            "description": "",
            "dm_permission": True,
            **{key: value for key, value in one.items() if value is not None},
            "type": kind,
            "id": known.get((kind, one["name"])) or str(self.new_id()),
            "application_id": str(self.application),
            "version": str(self.new_id()),
        }
        if made["default_member_permissions"] is not None:
            made["default_member_permissions"] = str(made["default_member_permissions"])
        if guild is not None:
            made["guild_id"] = str(guild)
        return made

    def named(self, name: str, kind: int, guild: int | None) -> Command:
        """A command as a person finds it: the server's own first.

        Raises:
            AssertionError: There is none; it says which there are.
        """
        offered: list[Command] = [*self.scopes.get(guild, ()), *self.scopes.get(None, ())]
        for one in offered:
            if one["name"] == name and one["type"] == kind:
                return one
        there = sorted(one["name"] for one in offered if one["type"] == kind)
        raise AssertionError(f"no command {name!r} is registered; there are {', '.join(there) or 'none'}")


@dataclass
class Resolved:
    """What snowflakes in an interaction stand for, seen by who uses it and where."""

    who: User
    channel: Channel
    found: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, kind: str, key: int, payload: Any) -> str:
        """Note one and give its id as text."""
        self.found.setdefault(kind, {})[str(key)] = payload
        return str(key)

    def of(self, value: Any) -> Any:
        """The id of a user, role, channel or file, noted; anything else is its own value."""
        if isinstance(value, User):
            return self.user(value)
        if isinstance(value, Role):
            return self.add("roles", value.id, payloads.role(value))
        if isinstance(value, Channel):
            permissions = str(int(value.permissions_of(self.who)))
            return self.add("channels", value.id, payloads.channel(value) | {"permissions": permissions})
        if isinstance(value, StoredFile):
            return self.add("attachments", value.id, payloads.attachment(value))
        return value

    def user(self, one: User) -> str:
        """A user, and the member where they are one."""
        guild = self.channel.guild
        if guild is not None and one.id in guild.members:
            made = payloads.member(guild.members[one.id], self.channel, with_user=False)
            self.add("members", one.id, made)
        return self.add("users", one.id, payloads.user(one))


def filled(
    command: Command,
    path: Sequence[str],
    given: Mapping[str, Any],
    resolved: Resolved,
    *,
    typing: bool = False,
) -> list[Option]:
    """The options of an interaction: subcommands outside, typed values inside; `typing`: not all yet.

    Raises:
        AssertionError: A person could not have entered this.
    """
    options = command["options"]
    outer: list[Option] = []
    for step in path:
        found = next((one for one in options if one["name"] == step and one["type"] in {SUB, GROUP}), None)
        assert found is not None, f"/{command['name']} has no subcommand {step!r}"
        outer.append({"name": step, "type": found["type"]})
        options = found.get("options") or []
    subs = [one["name"] for one in options if one["type"] in {SUB, GROUP}]
    assert not subs, f"/{command['name']} needs one of {', '.join(subs)}"
    values = _values(options, given, resolved, typing=typing)
    for one in reversed(outer):
        values = [{**one, "options": values}]
    return values


def leaves(options: Sequence[Option]) -> list[Option]:
    """The innermost options."""
    if options and options[0]["type"] in {SUB, GROUP}:
        return leaves(options[0]["options"])
    return list(options)


def _values(
    options: Sequence[Option], given: Mapping[str, Any], resolved: Resolved, *, typing: bool
) -> list[Option]:
    known = {one["name"]: one for one in options}
    unknown = set(given) - set(known)
    assert not unknown, f"no option {', '.join(sorted(unknown))}; there are {', '.join(known) or 'none'}"
    missing = [name for name, one in known.items() if one.get("required") and name not in given]
    assert typing or not missing, f"the client would not send this: {', '.join(missing)} is required"
    return [
        {
            "name": name,
            "type": known[name]["type"],
            "value": str(value) if typing else value_of(known[name], value, resolved),
        }
        for name, value in given.items()
    ]


def value_of(option: Option, value: Any, resolved: Resolved) -> Any:
    """A value as Discord sends it for an option of this type."""
    if choices := option.get("choices"):
        offered = {one["name"]: one["value"] for one in choices}
        value = offered.get(value, value)
        assert value in offered.values(), f"{value!r} is none of the choices {', '.join(offered)}"
    kind = option["type"]
    if kind in {STRING, INTEGER, BOOLEAN, NUMBER}:
        return _plain(option, kind, value)
    assert isinstance(value, _TAKEN[kind]), f"{option['name']} takes no {type(value).__name__}"
    return resolved.of(value)


def _plain(option: Option, kind: int, value: Any) -> Any:
    made = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: float}[kind](value)
    name = option["name"]
    if kind == STRING:
        least, most = option.get("min_length", 0), option.get("max_length", 6_000)
        assert least <= len(made) <= most, f"{name} has {least} to {most} characters"
    elif kind != BOOLEAN:
        least, most = option.get("min_value", made), option.get("max_value", made)
        assert least <= made <= most, f"{name} is {least} to {most}"
    return made
