"""Commands about calls sealed before their outcome: the debrief of one, and the record of all."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.cards.request import Request
from bot.cogs.options import AS_OF, SYMBOL, offer_days, offer_symbols
from bot.serving.asked import asked, day_asked

if TYPE_CHECKING:
    from bot.cards.blocks import Card
    from bot.serving.scope import Scope
    from bot.surface import Surface


class ScoreCommands(commands.Cog):
    """`/debrief` and `/record`."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface

    @app_commands.command(
        name=_("debrief"), description=_("What a session made of the call sealed before it")
    )
    @app_commands.describe(
        symbol=SYMBOL, as_of=_("The session that is judged, YYYY-MM-DD; none means the newest")
    )
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def debrief(
        self, interaction: discord.Interaction, symbol: str | None = None, as_of: str | None = None
    ) -> None:
        """The debrief of one session."""

        async def make(scope: "Scope") -> "Card":
            return await self._surface.desk.card(asked("debrief", symbol, as_of, scope.settings))

        await self._surface.desk.answer(interaction, "debrief", make)

    @app_commands.command(name=_("record"), description=_("The public score of all sealed calls"))
    @app_commands.describe(
        symbol=_("Only this symbol's calls; none means all"),
        as_of=AS_OF,
        sessions=_("The horizon whose worst calls are listed, in sessions"),
    )
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def record(
        self,
        interaction: discord.Interaction,
        symbol: str | None = None,
        as_of: str | None = None,
        sessions: app_commands.Range[int, 1, 252] | None = None,
    ) -> None:
        """The record."""

        async def make(scope: "Scope") -> "Card":
            more = str(sessions) if sessions else ""
            if symbol:
                request = asked("record", symbol, as_of, scope.settings, more=more)
            else:
                request = Request("record", "", day_asked(as_of), more=more)
            return await self._surface.desk.card(request)

        await self._surface.desk.answer(interaction, "record", make)
