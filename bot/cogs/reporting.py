"""`/report`: everything about one symbol at one session in one place, with what past reports said."""

from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.agent_wiring import tenant_corpus
from bot.cogs.options import AS_OF, SYMBOL, offer_days, offer_symbols
from bot.serving.asked import asked
from tools.errors import PlumbError

if TYPE_CHECKING:
    from bot.cards.blocks import Card
    from bot.cards.request import Request
    from bot.serving.reply import Interaction
    from bot.serving.scope import Scope
    from bot.surface import Surface
    from bot.wiring import Services
    from knowledge.tenants import Tenant
    from tools.results import BreadthReport

_LOOKED_FOR: Final = "{} trend, momentum, breadth, relative strength, levels and risk"
"""What past reports are searched for."""


class ReportCommands(commands.Cog):
    """`/report`."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface

    @app_commands.command(name=_("report"), description=_("A long report in all dimensions, also as a file"))
    @app_commands.describe(symbol=SYMBOL, as_of=AS_OF)
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def report(
        self, interaction: discord.Interaction, symbol: str | None = None, as_of: str | None = None
    ) -> None:
        """The long report."""

        async def make(scope: "Scope") -> "Card":
            return await self._shared(asked("report", symbol, as_of, scope.settings), scope)

        await self._surface.desk.answer(interaction, "report", make)

    async def turn(self, interaction: "Interaction", request: "Request") -> None:
        """Another page of a report."""

        async def make(scope: "Scope") -> "Card":
            return await self._shared(request.at_page(1), scope)

        await self._surface.desk.answer(interaction, "report", make, edits=True, page=request.page)

    async def _shared(self, request: "Request", scope: "Scope") -> "Card":
        # what reports say is the tenant's own: no other tenant shares the run
        key = (request, scope.tenant)
        return await self._surface.work.shared(key, lambda: self._made(request, scope.tenant))

    def _made(self, request: "Request", tenant: "Tenant") -> "Card":
        from bot.cards.report import report_card  # noqa: PLC0415 - on the worker thread
        from knowledge.types import Query  # noqa: PLC0415

        services = self._surface.services
        analysis = services.desk.analyze(request.symbol, request.as_of)
        day = analysis.header.as_of
        corpus = tenant_corpus(services, tenant, day)
        return report_card(
            analysis,
            request,
            breadth=_breadth(services, request),
            said=corpus.search(Query(_LOOKED_FOR.format(request.symbol), day, request.symbol)),
            checked=corpus.checked(request.symbol),
        )


def _breadth(services: "Services", request: "Request") -> "BreadthReport | None":
    """Breadth, where the symbol has members whose prices are known."""
    try:
        return services.desk.breadth(request.symbol, request.as_of)
    except PlumbError:
        return None
