"""People: what they do in front of their client, as a test says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.loopback.discord import commands, modals, payloads, posting
from tests.loopback.discord import interactions as kinds
from tests.loopback.discord.commands import ON_MESSAGE, ON_USER, SLASH, Command, Resolved
from tests.loopback.discord.events import seen_by_bot
from tests.loopback.discord.exchange import Exchange
from tests.loopback.discord.interactions import Interaction
from tests.loopback.discord.messages import BUTTON, SELECTS, Component, Message, walked
from tests.loopback.discord.permissions import Allow
from tests.loopback.discord.snowflakes import now
from tests.loopback.discord.world import PRIVATE_GROUP, Channel, User

if TYPE_CHECKING:
    from tests.loopback.discord.server import LoopbackDiscord


class Person(User):
    """Somebody with a client."""

    def __init__(self, discord: LoopbackDiscord, number: int, name: str) -> None:
        super().__init__(number, name)
        self._discord = discord

    @property
    def dm(self) -> Channel:
        """Their direct conversation with the bot."""
        return self._discord.world.dm(self)

    def elsewhere(self, name: str = "elsewhere") -> Channel:
        """A channel in a server they are in and the bot is not."""
        guild = self._discord.world.add_guild(name, has_bot=False)
        guild.add_member(self)
        return guild["general"]

    def private_with(self, *others: User) -> Channel:
        """A private conversation without the bot."""
        world = self._discord.world
        made = Channel(world.new_id(), PRIVATE_GROUP, "", world, recipients=[self, *others], owner=self)
        world.channels[made.id] = made
        return made

    async def slash(self, channel: Channel, command: str, /, **options: Any) -> Exchange:
        """Use a slash command, such as "analyze" or "knowledge list"; files are `(name, bytes)`."""
        name, *path = command.split()
        found = self._offered(name, SLASH, channel)
        resolved = Resolved(self, channel)
        given = {key: self._file(value) for key, value in options.items()}
        filled = commands.filled(found, path, given, resolved)
        data = self._data(found, resolved) | {"options": filled}
        said = " ".join([f"/{command}", *(f"{key}:{value}" for key, value in options.items())])
        return await self._begin(kinds.COMMAND, channel, data, said)

    async def slash_elsewhere(self, command: str, /, **options: Any) -> Exchange:
        """Use a slash command in a server where the bot is not."""
        return await self.slash(self.elsewhere(), command, **options)

    async def autocomplete(self, channel: Channel, command: str, /, **options: Any) -> list[dict[str, Any]]:
        """Type into the last of the options and get the choices offered."""
        name, *path = command.split()
        found = self._offered(name, SLASH, channel)
        resolved = Resolved(self, channel)
        filled = commands.filled(found, path, options, resolved, typing=True)
        commands.leaves(filled)[-1]["focused"] = True
        data = self._data(found, resolved) | {"options": filled}
        exchange = await self._begin(kinds.AUTOCOMPLETE, channel, data, f"typing /{command} {options}")
        return exchange.choices

    async def on_message(self, command: str, message: Message) -> Exchange:
        """Use a command of a message's menu."""
        found = self._offered(command, ON_MESSAGE, message.channel)
        assert message.visible_to(self), f"{self.name} does not see this message"
        resolved = Resolved(self, message.channel)
        seen = payloads.message(message)
        data = self._data(found, resolved) | {"target_id": resolved.add("messages", message.id, seen)}
        data["resolved"] = resolved.found
        return await self._begin(kinds.COMMAND, message.channel, data, f"{command} on a message")

    async def on_user(self, command: str, channel: Channel, whom: User) -> Exchange:
        """Use a command of a user's menu."""
        found = self._offered(command, ON_USER, channel)
        resolved = Resolved(self, channel)
        data = self._data(found, resolved) | {"target_id": resolved.user(whom)}
        data["resolved"] = resolved.found
        return await self._begin(kinds.COMMAND, channel, data, f"{command} on {whom.name}")

    async def press(self, message: Message, button: str) -> Exchange:
        """Press a button, named by its label or custom_id."""
        found = self._component(message, {BUTTON}, button)
        data = {"component_type": BUTTON, "custom_id": found["custom_id"], "id": found.get("id", 0)}
        return await self._begin(kinds.COMPONENT, message.channel, data, f"pressing {button!r}", message)

    async def choose(self, message: Message, *values: Any, menu: str = "") -> Exchange:
        """Choose from a menu; `menu` names it by placeholder or custom_id.

        `values` are values or labels, or users, roles and channels where the menu offers those.
        """
        found = self._component(message, set(SELECTS), menu)
        known = {one["label"]: one["value"] for one in found.get("options", ())}
        resolved = Resolved(self, message.channel)
        chosen = [resolved.of(known.get(one, one)) for one in values]
        wrong = set(chosen) - set(known.values()) if known else set()
        assert not wrong, f"the menu has no {', '.join(wrong)}; it has {', '.join(known)}"
        least, most = found.get("min_values", 1), found.get("max_values", 1)
        assert least <= len(chosen) <= most, f"choose {least} to {most}"
        data = {"component_type": found["type"], "custom_id": found["custom_id"], "values": chosen}
        data |= {"id": found.get("id", 0), "resolved": resolved.found}
        return await self._begin(kinds.COMPONENT, message.channel, data, f"choosing {values}", message)

    async def submit(self, opened: Exchange, /, **fields: Any) -> Exchange:
        """Fill in and send the modal an exchange opened; fields are named by custom_id or label."""
        before = opened.interaction
        resolved = Resolved(self, before.channel)
        given = {key: self._file(value) for key, value in fields.items()}
        data = modals.submitted(opened.modal, given, resolved) | {"resolved": resolved.found}
        return await self._begin(kinds.MODAL, before.channel, data, f"sending {fields}", before.source)

    async def says(self, channel: Channel, text: str, **more: Any) -> Message:
        """Write a message; `<@bot>` mentions the bot. `files` are `(name, bytes)`."""
        return self._post(channel, text, None, **more)

    async def replies(self, message: Message, text: str, *, ping: bool = True, **more: Any) -> Message:
        """Reply to a message. A reply to an interaction's answer does not mention the bot."""
        made = self._post(message.channel, text, message if ping else None, **more)
        made.replies_to = message
        return made

    def _post(
        self, channel: Channel, text: str, pinged: Message | None, files: tuple[tuple[str, bytes], ...] = ()
    ) -> Message:
        wanted = Allow.SEND_IN_THREADS if channel.is_thread else Allow.SEND_MESSAGES
        assert channel.permissions_of(self) & wanted, f"{self.name} may not write in {channel.name}"
        discord = self._discord
        content = text.replace("<@bot>", discord.world.bot.mention)
        kept = [posting.stored_file(discord, name, data) for name, data in files]
        message = Message(discord.world.new_id(), channel, self, now(), content=content, files=kept)
        message.mentions = posting.mentioned(discord, content)
        if pinged is not None:
            message.kind, message.replies_to = 19, pinged
            if pinged.answers is None and pinged.author not in message.mentions:
                message.mentions.append(pinged.author)
        discord.seen[channel.id] = message.id
        return posting.keep(discord, message)

    def _offered(self, name: str, kind: int, channel: Channel) -> Command:
        guild = channel.guild
        found = self._discord.commands.named(name, kind, guild.id if guild else None)
        probe = Interaction(0, kinds.COMMAND, self, channel, {}, 0.0, self._discord.application_id)
        assert probe.context in found["contexts"], f"{name!r} is not offered here (context {probe.context})"
        types = {int(one) for one in probe.owners}
        assert types & set(found["integration_types"]), f"{name!r} is not offered here: not installed"
        needed = found["default_member_permissions"]
        if guild is not None and needed is not None and not self._discord.ignores_default_permissions:
            may = channel.permissions_of(self)
            allowed = (may & int(needed)) == int(needed) if int(needed) else bool(may & Allow.ADMINISTRATOR)
            assert allowed, f"{name!r} is not offered to {self.name}: it needs permissions {needed}"
        return found

    def _data(self, command: Command, resolved: Resolved) -> dict[str, Any]:
        made: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if resolved.found:
            made["resolved"] = resolved.found
        if "guild_id" in command:
            made["guild_id"] = command["guild_id"]
        return made

    def _component(self, message: Message, kinds_wanted: set[int], name: str) -> Component:
        assert message.visible_to(self), f"{self.name} does not see this message"
        assert not message.deleted, "this message was deleted"
        usable = [
            one
            for one in walked(seen_by_bot(self._discord, message)["components"])
            if one["type"] in kinds_wanted and one.get("custom_id")
        ]
        named = [
            one for one in usable if name in {"", one["custom_id"], one.get("label"), one.get("placeholder")}
        ]
        there = ", ".join(repr(one.get("label") or one["custom_id"]) for one in usable) or "none"
        assert named, f"nothing is called {name!r}; there are {there}"
        assert not named[0].get("disabled"), f"{name!r} is disabled"
        return named[0]

    def _file(self, value: Any) -> Any:
        if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], bytes):
            return posting.stored_file(self._discord, *value)
        return value

    async def _begin(
        self, kind: int, channel: Channel, data: dict[str, Any], what: str, source: Message | None = None
    ) -> Exchange:
        return await self._discord.interact(self, kind, channel, data, what=what, source=source)
