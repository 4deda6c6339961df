"""Commands over the corpus: a server's own reports, and the public ones."""

from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.adding import Outcome
from bot.agent_wiring import tenant_corpus
from bot.cards.conflicts import conflicts_card
from bot.cards.documents import added_card, documents_card, removed_card
from bot.cards.passages import passages_card
from bot.cards.request import Request
from bot.clock import today
from bot.cogs.lately import AskedLately
from bot.cogs.options import AS_OF, SYMBOL, offer_days, offer_symbols
from bot.cogs.uploads import given_of, read_upload
from bot.community.permissions import MAY_NOT_UPLOAD
from bot.serving.asked import day_asked
from knowledge.errors import Refused
from knowledge.types import Query
from tools.errors import BadRequest, NoData
from tools.market.symbols import symbol_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cards.blocks import Card
    from bot.serving.reply import Interaction
    from bot.serving.scope import Scope
    from bot.surface import Surface
    from knowledge.types import Entry

_MOST_DOCUMENTS: Final = 500
"""Documents of one tenant: everything more would slow the search of all of its members down."""


class KnowledgeCommands(
    commands.GroupCog, group_name=_("knowledge"), group_description=_("Reports to search and quote")
):
    """`/knowledge add|list|remove|search`."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface
        self._asked = AskedLately()
        super().__init__()

    @app_commands.command(name=_("add"), description=_("Add a report: Markdown, text, HTML or PDF"))
    @app_commands.describe(
        file=_("The report"),
        title=_("Its title; none means what it says itself"),
        source=_("Who published it"),
        date=_("The day it was published, YYYY-MM-DD"),
        symbols=_("What it is about, such as IWM SPY"),
    )
    async def add(
        self,
        interaction: discord.Interaction,
        file: discord.Attachment,
        title: app_commands.Range[str, 1, 200] | None = None,
        source: app_commands.Range[str, 1, 100] | None = None,
        date: app_commands.Range[str, 10, 10] | None = None,
        symbols: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Add a document to the tenant's corpus."""

        async def make(scope: "Scope") -> "Card":
            _may_upload(scope)
            now = today(self._surface.clock)
            given = given_of(file.filename, title, source, day_asked(date), symbols, now)
            held = await self._entries(scope)
            if len(held) >= _MOST_DOCUMENTS:
                raise BadRequest(
                    f"there are {len(held)} documents, the most there can be; remove some first."
                )
            data = await read_upload(file)
            library = self._surface.services.library

            def take() -> Outcome:
                try:
                    return Outcome(given.name, library().add(data, given, scope.tenant, added=now), None)
                except Refused as error:
                    return Outcome(given.name, None, str(error))

            # reading and embedding compute, so they stand in line with the cards
            return added_card([await self._surface.work.alone(take)], now)

        await self._surface.desk.answer(interaction, "knowledge add", make, private=True)

    @app_commands.command(name=_("list"), description=_("The reports of this server"))
    async def list_(self, interaction: discord.Interaction) -> None:
        """The tenant's documents."""

        async def make(scope: "Scope") -> "Card":
            return documents_card(await self._entries(scope), Request("documents"), _whose(scope))

        await self._surface.desk.answer(interaction, "knowledge list", make, private=True)

    async def turn_list(self, interaction: "Interaction", request: Request) -> None:
        """Another page of the list."""

        async def make(scope: "Scope") -> "Card":
            return documents_card(await self._entries(scope), request.at_page(1), _whose(scope))

        await self._surface.desk.answer(
            interaction, "knowledge list", make, private=True, edits=True, page=request.page
        )

    @app_commands.command(name=_("remove"), description=_("Remove a report with all its passages, for good"))
    @app_commands.describe(document=_("Its id, or the beginning of it; the list shows it"))
    async def remove(
        self, interaction: discord.Interaction, document: app_commands.Range[str, 4, 16]
    ) -> None:
        """Remove a document of the tenant's own."""

        async def make(scope: "Scope") -> "Card":
            _may_upload(scope)
            library = self._surface.services.library
            entry = await self._surface.corpus(
                lambda: library().remove(scope.tenant, document.strip().lower())
            )
            return removed_card([entry], _whose(scope))

        await self._surface.desk.answer(interaction, "knowledge remove", make, private=True)

    @remove.autocomplete("document")
    async def offer_documents(
        self, interaction: discord.Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """The tenant's own documents."""
        scope = await self._surface.desk.scope(interaction)
        part = current.strip().casefold()
        return [
            app_commands.Choice(name=f"{one.document[:8]} · {one.cited.title}"[:100], value=one.document)
            for one in await self._entries(scope)
            if part in one.document or part in one.cited.title.casefold()
        ][:25]

    @app_commands.command(
        name=_("search"), description=_("Passages that answer a question, with who said it and when")
    )
    @app_commands.describe(
        question=_("What to look for, in words"), symbol=_("Only reports about it"), as_of=AS_OF
    )
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def search(
        self,
        interaction: discord.Interaction,
        question: app_commands.Range[str, 2, 500],
        symbol: str | None = None,
        as_of: str | None = None,
    ) -> None:
        """Search the tenant's corpus and the public one."""

        async def make(scope: "Scope") -> "Card":
            day = day_asked(as_of) or today(self._surface.clock)
            query = Query(question, day, symbol_of(symbol) if symbol else None)
            request = Request("search", query.symbol or "", day, more=self._asked.keep(query))
            return await self._found(scope, query, request)

        await self._surface.desk.answer(interaction, "knowledge search", make)

    async def turn_search(self, interaction: "Interaction", request: Request) -> None:
        """Another page of what was found."""

        async def make(scope: "Scope") -> "Card":
            query = self._asked.get(request.more)
            if query is None:
                raise NoData("this search was before the bot was last started; please search again.")
            return await self._found(scope, query, request.at_page(1))

        await self._surface.desk.answer(interaction, "knowledge search", make, edits=True, page=request.page)

    async def _found(self, scope: "Scope", query: "Query", request: Request) -> "Card":
        corpus = tenant_corpus(self._surface.services, scope.tenant, query.as_of)
        return passages_card(await self._surface.corpus(lambda: corpus.search(query)), request)

    async def _entries(self, scope: "Scope") -> "Sequence[Entry]":
        library = self._surface.services.library
        return await self._surface.corpus(lambda: library().entries(scope.tenant))


class ConflictCommands(commands.Cog):
    """`/conflicts`."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface

    @app_commands.command(
        name=_("conflicts"), description=_("Where reports contradict each other, arithmetic or the calendar")
    )
    @app_commands.describe(symbol=SYMBOL, as_of=AS_OF)
    @app_commands.autocomplete(symbol=offer_symbols, as_of=offer_days)
    async def conflicts(
        self, interaction: discord.Interaction, symbol: str | None = None, as_of: str | None = None
    ) -> None:
        """Conflicts in what the tenant may see."""

        async def make(scope: "Scope") -> "Card":
            day = day_asked(as_of) or today(self._surface.clock)
            return await self._found(scope, Request("conflicts", symbol_of(symbol) if symbol else "", day))

        await self._surface.desk.answer(interaction, "conflicts", make)

    async def turn(self, interaction: "Interaction", request: Request) -> None:
        """Another page of the conflicts."""

        async def make(scope: "Scope") -> "Card":
            return await self._found(scope, request.at_page(1))

        await self._surface.desk.answer(interaction, "conflicts", make, edits=True, page=request.page)

    async def _found(self, scope: "Scope", request: Request) -> "Card":
        day = request.as_of or today(self._surface.clock)
        corpus = tenant_corpus(self._surface.services, scope.tenant, day)
        found = await self._surface.corpus(lambda: corpus.checked(request.symbol or None))
        return conflicts_card(found, request, about=request.symbol)


def _may_upload(scope: "Scope") -> None:
    if not scope.uploads:
        raise BadRequest(MAY_NOT_UPLOAD)


def _whose(scope: "Scope") -> str:
    return "this server" if scope.guild is not None else "you"
