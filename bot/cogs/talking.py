"""Questions in words: `/ask`, mentions, replies, the modal "Ask…", and two entries of a message's menu."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.cards.answer import answer_card, sources_card
from bot.cards.checked import checked_card
from bot.cards.request import Request
from bot.cards.trouble import trouble_card
from bot.clock import today
from bot.cogs.modals import ask_modal, typed_in
from bot.cogs.options import AS_OF, offer_days
from bot.community.permissions import may_answer_in, not_here
from bot.serving.asked import day_asked
from bot.serving.reading_scope import scope_of_message
from bot.serving.reply import UNREACHED
from bot.talking.addressed import Asked, addressed
from bot.talking.asker_of import asker_of
from bot.talking.checking import check_text
from bot.talking.conversing import told
from bot.talking.growing import Gone
from bot.talking.hearing import card_in, card_under, heard_of, spot_of, text_of
from bot.talking.recent import Recent
from bot.talking.shown import MessageShown, ReplyShown
from bot.talking.threads import title_of, to_thread
from tools.errors import BadRequest, NoData
from tools.types import EXCHANGE_ZONE

if TYPE_CHECKING:
    from bot.agent.types import Answer, Asker
    from bot.cards.blocks import Card
    from bot.serving.reply import Interaction, Reply
    from bot.serving.scope import Scope
    from bot.surface import Surface
    from bot.talking.growing import Shown

_LOG = logging.getLogger("plumbline.talk")

_OFF: Final = "The administrators of this server switched answers to mentions off. `/ask` works."
_NO_TEXT: Final = (
    "Discord gave no text of that message. Choose a message with words in it, or paste the words into /ask."
)


class _Subject(NamedTuple):
    """What a question is about unless it says otherwise: the card it was asked from."""

    as_of: date | None = None
    symbol: str | None = None


class TalkCommands(commands.Cog):
    """Conversation, the same one for a person in a channel, however it is gone on with."""

    def __init__(self, surface: "Surface", client: commands.AutoShardedBot) -> None:
        self._surface = surface
        self._client = client
        self._recent = Recent()
        self._menus = (
            app_commands.ContextMenu(name=_("Ask about this"), callback=self.ask_about_message),
            app_commands.ContextMenu(name=_("Check the numbers"), callback=self.check_message),
        )

    async def cog_load(self) -> None:
        """Add what a message's menu offers; Discord's library takes no such entry from a class."""
        for menu in self._menus:
            self._client.tree.add_command(menu)

    @app_commands.command(
        name=_("ask"), description=_("Ask in your own words; goes on from your last question here")
    )
    @app_commands.describe(question=_("For example: what would flip IWM?"), as_of=AS_OF)
    @app_commands.autocomplete(as_of=offer_days)
    async def ask(
        self,
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, 4000],
        as_of: str | None = None,
    ) -> None:
        """Ask a question."""

        async def act(scope: "Scope", reply: "Reply") -> str:
            return await self._answered(scope, reply, question, _Subject(day_asked(as_of)))

        await self._surface.desk.serve(interaction, "ask", act)

    async def submitted(self, interaction: "Interaction", request: Request) -> None:
        """The modal "Ask…" came back: the question is about the card it was opened from."""
        text = typed_in(interaction)
        subject = _Subject(request.as_of, request.symbol or None)

        async def act(scope: "Scope", reply: "Reply") -> str:
            return await self._answered(scope, reply, text, subject)

        await self._surface.desk.serve(interaction, "ask", act)

    async def ask_about_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """The menu's "Ask about this": the modal, about the card in the message if there is one."""
        found = card_in(message)
        request = Request("ask") if found is None else Request("ask", found.symbol, found.as_of)
        await interaction.response.send_modal(ask_modal(request))

    async def check_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """The menu's "Check the numbers": what in a message is right, wrong or unknown."""

        async def make(scope: "Scope") -> "Card":
            text = text_of(message)
            if not text.strip():
                raise BadRequest(_NO_TEXT)
            found = card_in(message)
            hint = found.symbol if found is not None else scope.settings.symbols[0]
            # the day it was written, unless it is a card of another day
            written = min(message.created_at.astimezone(EXCHANGE_ZONE).date(), today(self._surface.clock))
            day = (found.as_of if found is not None else None) or written
            services = self._surface.services
            return checked_card(
                await self._surface.work.alone(
                    lambda: check_text(services, scope.tenant, text, symbol_hint=hint, as_of=day)
                ),
                None,
            )

        await self._surface.desk.answer(interaction, "check", make, private=True)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A message that addresses the bot; all others are passed over unread."""
        me = self._client.user
        if me is None:
            return
        said = addressed(heard_of(message, me))
        if said is None:
            return
        scope = await scope_of_message(message, self._surface.guilds)
        shown = MessageShown(message)
        if not isinstance(said, Asked):
            await self._told(shown, said.text)
        elif not scope.settings.talk:
            await self._told(shown, _OFF)
        elif not may_answer_in(scope.channel, scope.parent, scope.settings):
            await self._told(shown, not_here(scope.settings))
        elif (refused := self._surface.desk.over_quota(scope)) is not None:
            await self._told(shown, refused.words)
        else:
            await self._talk(message, scope, said.text)

    async def page(self, interaction: "Interaction", request: Request) -> None:
        """Another page of an answer that was given."""

        async def make(scope: "Scope") -> "Card":
            return answer_card(await self._kept(scope, request), request.at_page(1))

        await self._surface.desk.answer(interaction, "answer", make, edits=True, page=request.page)

    async def sources(self, interaction: "Interaction", request: Request) -> None:
        """What an answer rests on."""

        async def make(scope: "Scope") -> "Card":
            return sources_card(await self._kept(scope, request), request.at_page(1))

        await self._surface.desk.answer(
            interaction, "sources", make, private=True, edits=request.page > 1, page=request.page
        )

    async def _talk(self, message: discord.Message, scope: "Scope", question: str) -> None:
        """Answer a mention or a reply, in a thread of its own where a talk has become long."""
        shown, channel = MessageShown(message), scope.channel
        if to_thread(spot_of(message), self._recent.count(channel, scope.person)):
            try:
                thread = await message.create_thread(name=title_of(question))
            except (discord.HTTPException, *UNREACHED):
                _LOG.info("a thread could not be opened; the answer stays in the channel")
            else:
                shown, channel = MessageShown(message, thread), thread.id
        card = card_under(message)
        subject = _Subject() if card is None else _Subject(card.as_of, card.symbol)
        self._recent.add(scope.channel, scope.person)
        try:
            async with _typing(message.channel):
                await self._conversed(scope, channel, question, subject, shown)
        except discord.HTTPException as error:
            _LOG.warning(
                "a mention could not be answered: Discord answered %s (%s)", error.status, error.code
            )

    async def _answered(self, scope: "Scope", reply: "Reply", question: str, subject: _Subject) -> str:
        await self._conversed(scope, scope.channel, question, subject, ReplyShown(reply))
        return "answered"

    async def _conversed(
        self, scope: "Scope", channel: int, question: str, subject: _Subject, shown: "Shown"
    ) -> None:
        try:
            given = await self._surface.conversing.ask(
                question, _asker(scope, channel), shown, as_of=subject.as_of, context=subject.symbol
            )
            if given is not None:
                cost = given.answer.cost
                self._surface.metrics.answered(given.answer.outcome, cost.tokens_in + cost.tokens_out)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
            trouble = self._surface.desk.trouble(error)
            with contextlib.suppress(Gone):
                await shown.finish(trouble_card(trouble.words))

    async def _told(self, shown: MessageShown, words: str) -> None:
        try:
            await shown.finish(told(words))
        except Exception as error:  # noqa: BLE001 - where the bot may not write, nothing can be said
            _LOG.info("a mention could not be answered (%s)", type(error).__name__)

    async def _kept(self, scope: "Scope", request: Request) -> "Answer":
        answers = self._surface.store.answers
        found = await self._surface.quick(lambda: answers.get(request.more, scope.tenant))
        if found is None:
            raise NoData("this answer is not kept here any more, or it was given in another server.")
        return found


def _asker(scope: "Scope", channel: int) -> "Asker":
    return asker_of(scope.guild, channel, scope.person, installed=scope.guild is not None)


@contextlib.asynccontextmanager
async def _typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Show that an answer is being written, where Discord takes it; no answer depends on that."""

    async def show() -> None:
        with contextlib.suppress(discord.HTTPException, *UNREACHED):
            async with channel.typing():
                await asyncio.Event().wait()

    showing = asyncio.create_task(show())
    try:
        yield
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
