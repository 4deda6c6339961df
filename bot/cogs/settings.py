"""Commands that change how the bot behaves in a server; only for those who manage it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Literal
from zoneinfo import available_timezones

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.cards.settings_cards import settings_card
from bot.cogs.speaking import problems_in
from bot.community.permissions import MAY_NOT_CONFIGURE
from bot.community.settings_change import changed
from bot.community.values import GuildSettings
from tools.errors import BadRequest

if TYPE_CHECKING:
    from bot.cards.blocks import Card
    from bot.serving.reply import Interaction
    from bot.serving.scope import Scope
    from bot.surface import Surface

AddRemove = Literal["add", "remove"]
Change = Callable[[GuildSettings], GuildSettings]


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class SettingsCommands(
    commands.GroupCog, group_name=_("settings"), group_description=_("How the bot behaves in this server")
):
    """`/settings`: each change shows all settings as they are now."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface
        super().__init__()

    @app_commands.command(name=_("show"), description=_("All settings, and what is missing"))
    async def show(self, interaction: discord.Interaction) -> None:
        """What is set."""
        await self._change(interaction, lambda settings: settings)

    @app_commands.command(
        name=_("channels"), description=_("Where answers are shown to everybody; elsewhere they are private")
    )
    @app_commands.describe(channel=_("None with remove means: everywhere"))
    async def channels(
        self,
        interaction: discord.Interaction,
        change: AddRemove,
        channel: discord.TextChannel | discord.Thread | None = None,
    ) -> None:
        """Allowed channels."""
        await self._list(interaction, "channels", change, channel.id if channel else None)

    @app_commands.command(
        name=_("alerts"), description=_("Where watches report; none means where each was made")
    )
    async def alerts(
        self, interaction: discord.Interaction, channel: discord.TextChannel | discord.Thread | None = None
    ) -> None:
        """The channel of alerts."""
        await self._set(interaction, "alerts", str(channel.id) if channel else "")

    @app_commands.command(
        name=_("managers"), description=_("Roles that may change settings, beside Manage Server")
    )
    async def managers(self, interaction: discord.Interaction, change: AddRemove, role: discord.Role) -> None:
        """Roles that may configure."""
        await self._list(interaction, "managers", change, role.id)

    @app_commands.command(name=_("uploaders"), description=_("Roles that may add and remove documents"))
    async def uploaders(
        self, interaction: discord.Interaction, change: AddRemove, role: discord.Role
    ) -> None:
        """Roles that may upload."""
        await self._list(interaction, "uploaders", change, role.id)

    @app_commands.command(
        name=_("private"), description=_("Whether answers to commands are for the asker alone")
    )
    async def private(self, interaction: discord.Interaction, on: bool) -> None:  # noqa: FBT001 - Discord's option
        """Private answers."""
        await self._set(interaction, "private", "yes" if on else "no")

    @app_commands.command(name=_("mentions"), description=_("Whether the bot answers when it is mentioned"))
    async def mentions(self, interaction: discord.Interaction, on: bool) -> None:  # noqa: FBT001 - Discord's option
        """Answers to mentions."""
        await self._set(interaction, "talk", "yes" if on else "no")

    @app_commands.command(name=_("zone"), description=_("The time zone of schedules, such as Europe/Berlin"))
    async def zone(self, interaction: discord.Interaction, name: app_commands.Range[str, 1, 60]) -> None:
        """The time zone."""
        await self._set(interaction, "zone", name)

    @zone.autocomplete("name")
    async def offer_zones(
        self, _interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Time zones that contain what was typed."""
        part = current.strip().casefold().replace(" ", "_")
        found = sorted(zone for zone in available_timezones() if part in zone.casefold() and "/" in zone)
        return [app_commands.Choice(name=zone, value=zone) for zone in found[:25]]

    @app_commands.command(
        name=_("symbols"),
        description=_("Default symbols, such as IWM SPY; the first is the one commands take"),
    )
    async def symbols(self, interaction: discord.Interaction, names: app_commands.Range[str, 1, 200]) -> None:
        """Default symbols."""
        bars = self._surface.services.market.bars

        async def traded(settings: GuildSettings) -> None:
            # a default of which there are no bars would fail every command without a symbol
            await self._surface.work.alone(lambda: [bars.bars(symbol) for symbol in settings.symbols])

        await self._change(interaction, lambda settings: self._changed(settings, "symbols", names), traded)

    @app_commands.command(name=_("language"), description=_("The language of scheduled posts"))
    async def language(self, interaction: discord.Interaction, code: Literal["en-US", "de"]) -> None:
        """The language."""
        await self._set(interaction, "locale", code)

    @app_commands.command(
        name=_("model"), description=_("Who writes answers: the operator's model, or the built-in analyst")
    )
    async def model(self, interaction: discord.Interaction, who: Literal["operator", "offline"]) -> None:
        """The model."""
        await self._set(interaction, "model", "default" if who == "operator" else who)

    @app_commands.command(
        name=_("budget"),
        description=_("Model tokens this server may use in a day; none means the operator's limit"),
    )
    async def budget(
        self, interaction: discord.Interaction, tokens: app_commands.Range[int, 0, 100_000_000] | None = None
    ) -> None:
        """The daily budget."""
        await self._set(interaction, "daily_tokens", "default" if tokens is None else str(tokens))

    @app_commands.command(
        name=_("reset"), description=_("All settings back to their defaults; schedules stay")
    )
    async def reset(self, interaction: discord.Interaction) -> None:
        """Back to the defaults."""
        await self._change(interaction, lambda settings: GuildSettings(settings.guild))

    async def _set(self, interaction: "Interaction", key: str, value: str) -> None:
        await self._change(interaction, lambda settings: self._changed(settings, key, value))

    async def _list(self, interaction: "Interaction", key: str, change: AddRemove, one: int | None) -> None:
        """Add one to a list of ids, or remove it; removing none in particular empties the list."""

        def listed(settings: GuildSettings) -> GuildSettings:
            before: tuple[int, ...] = getattr(settings, key)
            if one is None:
                if change == "add":
                    raise BadRequest("name the channel to add; remove without a channel means everywhere.")
                return self._changed(settings, key, "")
            without = tuple(other for other in before if other != one)
            if change == "remove" and without == before:
                raise BadRequest("that one is not in the list; /settings show has it.")
            after = (*without, one) if change == "add" else without
            return self._changed(settings, key, " ".join(map(str, after)))

        await self._change(interaction, listed)

    def _changed(self, settings: GuildSettings, key: str, value: str) -> GuildSettings:
        return changed(settings, key, value, self._surface.settings.tenant_tokens)

    async def _change(
        self,
        interaction: "Interaction",
        change: Change,
        check: Callable[[GuildSettings], Awaitable[None]] | None = None,
    ) -> None:
        async def make(scope: "Scope") -> "Card":
            if scope.guild is None or not scope.manages:
                raise BadRequest(MAY_NOT_CONFIGURE)
            if check is not None:
                await check(change(GuildSettings(scope.guild)))
            return await self.shown(interaction, await self._surface.guilds.change(scope.guild, change))

        await self._surface.desk.answer(interaction, "settings", make, private=True)

    async def shown(self, interaction: "Interaction", settings: GuildSettings) -> "Card":
        """The settings with schedules, watches and what is missing."""
        store, guild = self._surface.store, settings.guild
        schedules = tuple(await self._surface.quick(lambda: store.schedules.of(guild)))
        watches = tuple(await self._surface.quick(lambda: store.watches.of_guild(guild)))
        return settings_card(
            settings, schedules, watches, problems_in(interaction.guild, settings, schedules)
        )
