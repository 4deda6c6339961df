"""Commands that read the market: the card and each of its parts."""

from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.cards.request import Request
from bot.cogs.options import AS_OF, SYMBOL, offer_days, offer_layers, offer_symbols
from bot.serving.asked import asked, day_asked, readable, symbols_asked

if TYPE_CHECKING:
    from bot.cards.blocks import Card
    from bot.serving.reply import Interaction
    from bot.serving.scope import Scope
    from bot.surface import Surface

Panels = Literal["all", "price", "ratio", "breadth", "momentum"]


class MarketCommands(commands.Cog):
    """`/analyze` and its parts."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface

    @app_commands.command(
        name=_("analyze"), description=_("The whole card: rating, layers, levels, evidence")
    )
    @app_commands.describe(symbol=SYMBOL, as_of=AS_OF)
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def analyze(
        self, interaction: discord.Interaction, symbol: str | None = None, as_of: str | None = None
    ) -> None:
        """The whole card of a symbol."""
        await self._show(interaction, "analyze", symbol, as_of)

    @app_commands.command(name=_("breadth"), description=_("Do the members carry the price's move?"))
    @app_commands.describe(symbol=SYMBOL, as_of=AS_OF)
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def breadth(
        self, interaction: discord.Interaction, symbol: str | None = None, as_of: str | None = None
    ) -> None:
        """Breadth alone."""
        await self._show(interaction, "breadth", symbol, as_of)

    @app_commands.command(
        name=_("rotation"), description=_("Small caps against large caps, with credit beside")
    )
    @app_commands.describe(symbol=SYMBOL, as_of=AS_OF)
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def rotation(
        self, interaction: discord.Interaction, symbol: str | None = None, as_of: str | None = None
    ) -> None:
        """Rotation and credit."""
        await self._show(interaction, "rotation", symbol, as_of)

    @app_commands.command(name=_("levels"), description=_("Support, resistance, pivots, risk and reward"))
    @app_commands.describe(symbol=SYMBOL, as_of=AS_OF)
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def levels(
        self, interaction: discord.Interaction, symbol: str | None = None, as_of: str | None = None
    ) -> None:
        """Levels and risk."""
        await self._show(interaction, "levels", symbol, as_of)

    @app_commands.command(name=_("chart"), description=_("A picture, with its numbers in words"))
    @app_commands.describe(symbol=SYMBOL, as_of=AS_OF, panels=_("Which panels; none means all"))
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def chart(
        self,
        interaction: discord.Interaction,
        symbol: str | None = None,
        as_of: str | None = None,
        panels: Panels = "all",
    ) -> None:
        """A chart."""
        await self._show(interaction, "chart", symbol, as_of, more="" if panels == "all" else panels)

    @app_commands.command(
        name=_("evidence"), description=_("What followed these states before, against the base rate")
    )
    @app_commands.describe(
        symbol=SYMBOL,
        as_of=AS_OF,
        layer=_("Only this layer; none means all"),
        sessions=_("Only this horizon, in sessions"),
    )
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days, layer=offer_layers)
    async def evidence(
        self,
        interaction: discord.Interaction,
        symbol: str | None = None,
        as_of: str | None = None,
        layer: app_commands.Range[str, 1, 30] | None = None,
        sessions: app_commands.Range[int, 1, 252] | None = None,
    ) -> None:
        """Evidence of states and flags."""
        more = f"{(layer or '').strip()[:30]}{f'/{sessions}' if sessions else ''}"
        await self._show(interaction, "evidence", symbol, as_of, more=more)

    @app_commands.command(
        name=_("claims"), description=_("What other systems claim, tested on this symbol's history")
    )
    @app_commands.describe(symbol=SYMBOL, as_of=AS_OF)
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def claims(
        self, interaction: discord.Interaction, symbol: str | None = None, as_of: str | None = None
    ) -> None:
        """Claims tested."""
        await self._show(interaction, "claims", symbol, as_of)

    @app_commands.command(name=_("compare"), description=_("Two to five symbols side by side"))
    @app_commands.describe(symbols=_("Symbols with spaces between them, such as IWM SPY QQQ"), as_of=AS_OF)
    @app_commands.autocomplete(as_of=offer_days)
    async def compare(
        self,
        interaction: discord.Interaction,
        symbols: app_commands.Range[str, 1, 100],
        as_of: str | None = None,
    ) -> None:
        """A comparison."""

        async def make(_scope: "Scope") -> "Card":
            names = symbols_asked(symbols)
            return await self._surface.desk.card(
                Request("compare", "", day_asked(as_of), more=",".join(names))
            )

        await self._surface.desk.answer(interaction, "compare", make)

    async def _show(
        self, interaction: "Interaction", kind: str, symbol: str | None, as_of: str | None, *, more: str = ""
    ) -> None:
        """One symbol at one session, as a card that everybody who asks the same shares."""

        async def make(scope: "Scope") -> "Card":
            return await self._surface.desk.card(asked(kind, symbol, as_of, scope.settings, more=more))

        private = None if readable(symbol, as_of) else True
        await self._surface.desk.answer(interaction, kind, make, private=private)
