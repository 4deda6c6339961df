"""Commands that follow a state: `/watch` and the button "Follow"."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.cards.settings_cards import watches_card
from bot.clock import today
from bot.cogs.options import SYMBOL, offer_symbols
from bot.cogs.speaking import must_speak
from bot.community.values import Watch
from bot.serving.asked import asked
from tools.errors import BadRequest, NoData

if TYPE_CHECKING:
    from bot.cards.blocks import Card
    from bot.cards.request import Request
    from bot.serving.reply import Interaction
    from bot.serving.scope import Scope
    from bot.surface import Surface

_DAYS: Final = 90
"""How long a watch lives unless its maker says otherwise: alerts nobody remembers asking for are noise."""

_WHAT: Final = (
    "composite",
    "trend",
    "momentum",
    "breadth",
    "relative_strength",
    "rotation",
    "breadth verdict",
)


class WatchCommands(
    commands.GroupCog, group_name=_("watch"), group_description=_("Be told when a state changes")
):
    """`/watch add|list|remove`."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface
        super().__init__()

    @app_commands.command(name=_("add"), description=_("Be told in this channel when a state changes"))
    @app_commands.describe(
        symbol=SYMBOL,
        what=_("What to watch; none means the rating"),
        confirm=_("Sessions in a row a new state must hold, 1 to 5; none means 1"),
        cooldown=_("Sessions of silence after a report, 0 to 21; none means 0"),
        days=_("Days until it ends, 1 to 365; none means 90"),
    )
    @app_commands.autocomplete(symbol=offer_symbols)
    @app_commands.choices(
        what=[app_commands.Choice(name=_(one.replace("_", " ")), value=one) for one in _WHAT]
    )
    async def add(
        self,
        interaction: discord.Interaction,
        symbol: str | None = None,
        what: app_commands.Choice[str] | None = None,
        confirm: app_commands.Range[int, 1, 5] = 1,
        cooldown: app_commands.Range[int, 0, 21] = 0,
        days: app_commands.Range[int, 1, 365] = _DAYS,
    ) -> None:
        """Make a watch."""

        async def make(scope: "Scope") -> "Card":
            name = asked("watch", symbol, None, scope.settings).symbol
            followed = what.value if what is not None else _WHAT[0]
            return await self._made(
                interaction, scope, name, followed, confirm=confirm, cooldown=cooldown, days=days
            )

        await self._surface.desk.answer(interaction, "watch", make, private=True)

    @app_commands.command(name=_("list"), description=_("What you follow here"))
    async def list_(self, interaction: discord.Interaction) -> None:
        """The asker's watches."""

        async def make(scope: "Scope") -> "Card":
            return watches_card(await self._of(scope))

        await self._surface.desk.answer(interaction, "watch", make, private=True)

    @app_commands.command(name=_("remove"), description=_("Stop following"))
    @app_commands.describe(number=_("The number that the list shows"))
    async def remove(
        self, interaction: discord.Interaction, number: app_commands.Range[int, 1, 2_147_483_647]
    ) -> None:
        """End a watch: one's own, or any of the server for those who manage it."""

        async def make(scope: "Scope") -> "Card":
            watches = self._surface.store.watches
            person = None if scope.manages and scope.guild is not None else scope.person
            if not await self._surface.quick(
                lambda: watches.remove(number, guild=scope.guild, person=person)
            ):
                raise NoData(f"you have no watch number {number} here; /watch list shows yours.")
            return watches_card(await self._of(scope))

        await self._surface.desk.answer(interaction, "watch", make, private=True)

    @remove.autocomplete("number")
    async def offer_numbers(
        self, interaction: discord.Interaction, current: str | int
    ) -> list[app_commands.Choice[int]]:
        """The asker's watches."""
        guild = interaction.guild_id if interaction.is_guild_integration() else None
        found = await self._surface.quick(
            lambda: self._surface.store.watches.of_person(interaction.user.id, guild)
        )
        return [
            app_commands.Choice(name=f"{one.id} · {one.symbol} · {one.what}"[:100], value=one.id)
            for one in found
            if str(current) in str(one.id)
        ][:25]

    async def follow(self, interaction: "Interaction", request: "Request") -> None:
        """The button "Follow": a watch on the rating of the card's symbol."""

        async def make(scope: "Scope") -> "Card":
            return await self._made(
                interaction, scope, request.symbol, _WHAT[0], confirm=1, cooldown=0, days=_DAYS
            )

        await self._surface.desk.answer(interaction, "follow", make, private=True)

    async def _made(
        self,
        interaction: "Interaction",
        scope: "Scope",
        symbol: str,
        what: str,
        *,
        confirm: int,
        cooldown: int,
        days: int,
    ) -> "Card":
        if scope.elsewhere:
            raise BadRequest(
                "the bot is not installed in this server, so it cannot post here. Follow from a server that "
                "installed it, or from a private conversation with the bot."
            )
        if interaction.guild is not None and scope.guild is not None:
            must_speak(interaction.guild, scope.settings.alerts or scope.channel)
        # a symbol without a card would never report anything
        request = asked("analyze", symbol, None, scope.settings)
        await self._surface.desk.card(request)
        watches = self._surface.store.watches
        end = today(self._surface.clock) + timedelta(days=days)
        watch = Watch(
            0, scope.guild, scope.channel, scope.person, request.symbol, what, confirm, cooldown, end
        )
        await self._surface.quick(lambda: watches.add(watch))
        return watches_card(await self._of(scope))

    async def _of(self, scope: "Scope") -> tuple[Watch, ...]:
        return tuple(
            await self._surface.quick(
                lambda: self._surface.store.watches.of_person(scope.person, scope.guild)
            )
        )
