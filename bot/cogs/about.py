"""Commands about the bot itself: help, about, privacy, forgetting, feedback."""

from typing import TYPE_CHECKING, Final, Literal

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.cards.about import about_card
from bot.cards.blocks import Card, Text
from bot.cards.help import help_card
from bot.cards.privacy import forgotten_card, privacy_card
from bot.cards.request import Request
from bot.cogs.listed import command_words
from bot.cogs.modals import feedback_modal, typed_in
from bot.community.values import Feedback
from bot.serving.about import about_facts, privacy_facts
from bot.talking.forgetting import forget_me
from tools.errors import BadRequest

if TYPE_CHECKING:
    from bot.serving.reply import Interaction
    from bot.serving.scope import Scope
    from bot.surface import Surface

Kind = Literal["wrong", "unclear", "idea", "praise"]
_LONGEST: Final = 1_000
_TOPIC: Final = 40
_POSTED: Final = (
    "It was posted by itself: by a schedule of this server, or because somebody follows a state here. "
    "`/schedule list` and `/watch list` show both; whoever manages the server can end them."
)


class AboutCommands(commands.Cog):
    """`/help`, `/about`, `/privacy`, `/forgetme`, `/feedback`."""

    def __init__(self, surface: "Surface", client: commands.AutoShardedBot) -> None:
        self._surface = surface
        self._client = client

    @app_commands.command(name=_("help"), description=_("What can be asked, with examples"))
    @app_commands.describe(topic=_("One command or subject; none means the overview"))
    async def help(
        self, interaction: discord.Interaction, topic: app_commands.Range[str, 1, 60] | None = None
    ) -> None:
        """What the bot does."""
        await self._help(interaction, Request("help", more=(topic or "").strip()[:_TOPIC]))

    @app_commands.command(
        name=_("about"), description=_("Data, terms, model, version: what stands behind the figures")
    )
    async def about(self, interaction: discord.Interaction) -> None:
        """What stands behind the figures."""
        await self.show_about(interaction, Request("about"))

    @app_commands.command(
        name=_("privacy"), description=_("What is kept, for how long, and how to delete it")
    )
    async def privacy(self, interaction: discord.Interaction) -> None:
        """What is kept."""
        await self.show_privacy(interaction, Request("privacy"))

    @app_commands.command(
        name=_("forgetme"), description=_("Delete everything kept under your name, in all servers")
    )
    @app_commands.describe(sure=_("Write yes: it cannot be undone"))
    async def forgetme(self, interaction: discord.Interaction, sure: app_commands.Range[str, 1, 10]) -> None:
        """Forget a person."""

        async def make(scope: "Scope") -> Card:
            if sure.strip().casefold() != "yes":
                raise BadRequest(
                    "nothing was deleted. To delete everything kept under your name, write: sure: yes"
                )
            surface = self._surface
            gone = await forget_me(
                scope.person, surface.conversations, surface.store, surface.services.library
            )
            counts = {"conversations": gone.conversations, **gone.rows, "documents": gone.documents}
            return forgotten_card(counts)

        await self._surface.desk.answer(interaction, "forgetme", make, private=True)

    @app_commands.command(
        name=_("feedback"), description=_("Tell the operator what was wrong, unclear or missing")
    )
    @app_commands.describe(
        kind=_("What it is about"), text=_("In your words; do not include anything private")
    )
    async def feedback(
        self, interaction: discord.Interaction, kind: Kind, text: app_commands.Range[str, 3, _LONGEST]
    ) -> None:
        """Take feedback."""
        await self._take(interaction, kind, text, "")

    async def more_help(self, interaction: "Interaction", request: Request) -> None:
        """A button of a help card."""
        await self._help(interaction, request)

    async def show_about(self, interaction: "Interaction", request: Request) -> None:
        """The card about the bot, for the command and for buttons."""

        async def make(scope: "Scope") -> Card:
            services = self._surface.services
            facts = await self._surface.corpus(lambda: about_facts(services, scope.tenant))
            return about_card(facts, request.at_page(1))

        await self._surface.desk.answer(interaction, "about", make, private=True, page=request.page)

    async def show_privacy(self, interaction: "Interaction", request: Request) -> None:
        """The privacy card, for the command and for buttons."""

        async def make(_scope: "Scope") -> Card:
            return privacy_card(privacy_facts(self._surface.services), request)

        await self._surface.desk.answer(interaction, "privacy", make, private=True, page=request.page)

    async def show_post(self, interaction: "Interaction", request: Request) -> None:
        """The button under a post that was made by itself."""

        async def make(_scope: "Scope") -> Card:
            return Card("**About this post**", (Text(_POSTED),), request=request)

        await self._surface.desk.answer(interaction, "posted", make, private=True)

    async def _help(self, interaction: "Interaction", request: Request) -> None:
        async def make(_scope: "Scope") -> Card:
            return help_card(request.more, request.at_page(1), command_words(self._client.tree))

        await self._surface.desk.answer(interaction, "help", make, private=True, page=request.page)

    async def ask_feedback(self, interaction: "Interaction", request: Request) -> None:
        """The button "Wrong?": a modal about one answer."""
        await interaction.response.send_modal(feedback_modal(request))

    async def submitted(self, interaction: "Interaction", request: Request) -> None:
        """The modal came back."""
        await self._take(interaction, "wrong", typed_in(interaction), request.more)

    async def _take(self, interaction: "Interaction", kind: Kind, text: str, about: str) -> None:
        async def make(scope: "Scope") -> Card:
            if not text.strip():
                raise BadRequest("the feedback is empty; say in words what was wrong.")
            said = Feedback(
                scope.tenant.name, scope.person, kind, text.strip()[:_LONGEST], about, self._surface.clock()
            )
            await self._surface.quick(lambda: self._surface.store.feedback.add(said))
            return Card("**Thank you**", (), "-# The operator of this bot reads it. /forgetme deletes it.")

        await self._surface.desk.answer(interaction, "feedback", make, private=True)
