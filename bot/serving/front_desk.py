"""The front desk: every interaction is acknowledged, answered, counted, and told honestly what failed.

The order: who asks and where -> may they, now -> acknowledge -> make the card off the loop -> show it.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

import discord

from bot.cards.trouble import trouble_card
from bot.community.permissions import may_answer_in
from bot.serving.error_words import Trouble, trouble_of
from bot.serving.questions import card_for
from bot.serving.reading_scope import scope_of
from bot.serving.reply import UNREACHED, Interaction, Reply, Unanswerable

if TYPE_CHECKING:
    from datetime import datetime

    from bot.agent.incidents import Incidents
    from bot.cards.blocks import Card
    from bot.cards.request import Request
    from bot.serving.guild_book import GuildBook
    from bot.serving.metrics import Metrics
    from bot.serving.quotas import Quotas, Refusal
    from bot.serving.scope import Scope
    from bot.serving.work import Work
    from bot.wiring import Services

_LOG = logging.getLogger("plumbline.desk")

Made = Callable[["Scope"], Awaitable["Card"]]
"""Makes the card for a scope."""

Act = Callable[["Scope", Reply], Awaitable[str]]
"""Does what is asked and shows it; gives the outcome in a word."""

_LATE: Final = (
    "Discord no longer takes this answer: it waits three seconds for a first sign and fifteen minutes for "
    "the rest. Please ask again; what was computed is kept for a minute."
)
_RESTARTING: Final = "The bot is restarting. Please try again in a minute."


class FrontDesk:
    """Answers interactions."""

    def __init__(
        self,
        services: "Services",
        work: "Work",
        guilds: "GuildBook",
        quotas: "Quotas",
        metrics: "Metrics",
        incidents: "Incidents",
        clock: "Callable[[], datetime]",
    ) -> None:
        """Assemble.

        Args:
            services: Desk, book, corpus.
            work: The seam off the event loop.
            guilds: Settings of servers.
            quotas: How much each may ask.
            metrics: What is counted.
            incidents: Keeps bugs.
            clock: The present by which quotas come free again.
        """
        self._services = services
        self._work = work
        self._guilds = guilds
        self._quotas = quotas
        self._metrics = metrics
        self._incidents = incidents
        self._clock = clock
        self._under_way: set[asyncio.Task[None]] = set()
        self._closing = False

    async def show(
        self,
        interaction: Interaction,
        request: "Request",
        *,
        private: bool | None = None,
        edits: bool = False,
    ) -> None:
        """Answer with the card of a request; equal requests at the same time share one computation.

        Args:
            interaction: What was sent.
            request: What is asked for.
            private: Whether only the asker sees the answer; None leaves it to the server's settings.
            edits: Whether the answer takes the place of the message under the pressed button, where that is
                the presser's own; others get a copy for themselves.
        """

        async def make(_: "Scope") -> "Card":
            return await self.card(request)

        await self.answer(interaction, request.kind, make, private=private, edits=edits, page=request.page)

    async def card(self, request: "Request") -> "Card":
        """The card of a request, made off the loop.

        Raises:
            PlumbError: What the desk raises.
        """
        whole = request.at_page(1)
        return await self._work.shared(whole, lambda: card_for(self._services, whole))

    async def answer(
        self,
        interaction: Interaction,
        kind: str,
        make: Made,
        *,
        private: bool | None = None,
        edits: bool = False,
        page: int = 1,
    ) -> None:
        """Answer with a card that depends on who asks.

        Args:
            interaction: What was sent.
            kind: What it is counted as.
            make: Makes the card; what it raises is told in words.
            private: As for `show`.
            edits: As for `show`.
            page: The page of the card.
        """

        async def act(scope: "Scope", reply: Reply) -> str:
            return await self._answered(reply, scope, make, page)

        await self.serve(interaction, kind, act, private=private, edits=edits)

    async def serve(
        self,
        interaction: Interaction,
        kind: str,
        act: Act,
        *,
        private: bool | None = None,
        edits: bool = False,
    ) -> None:
        """Acknowledge an interaction, do what it asks for, and count it; whatever fails is told.

        Args:
            interaction: What was sent.
            kind: What it is counted as.
            act: Does it and shows it; gives the outcome in a word.
            private: As for `show`.
            edits: As for `show`.
        """
        serving = asyncio.create_task(self._serve(interaction, kind, act, private=private, edits=edits))
        self._under_way.add(serving)
        serving.add_done_callback(self._under_way.discard)
        await serving

    async def drain(self, seconds: float) -> bool:
        """Begin nothing new, which is told to whoever asks, and wait for the answers under way.

        Returns:
            Whether all of them were given in time.
        """
        self._closing = True
        ends = time.monotonic() + seconds
        # more come while we wait: those that are told to ask again
        while self._under_way and (left := ends - time.monotonic()) > 0:
            await asyncio.wait(set(self._under_way), timeout=left)
        return not self._under_way

    async def _serve(
        self, interaction: Interaction, kind: str, act: Act, *, private: bool | None, edits: bool
    ) -> None:
        began = time.perf_counter()
        reply = Reply(interaction)
        outcome = "failed"
        try:
            if self._closing:
                outcome = "later"
                await reply.show(trouble_card(_RESTARTING))
                return
            scope = await self.scope(interaction)
            refused = self.over_quota(scope)
            if refused is not None:
                outcome = "over quota"
                await reply.show(trouble_card(refused.words))
                return
            changes = edits and _own(interaction)
            hidden = self._hidden(scope, private=True if edits and not changes else private)
            await reply.acknowledge(private=hidden, edits=changes)
            self._metrics.acknowledged(time.perf_counter() - began)
            outcome = await self._done(scope, reply, act)
        except Unanswerable as gone:
            outcome = "unanswerable"
            _LOG.warning("%s could not be answered: Discord says %s", kind, gone)
            if not gone.deleted:
                await reply.say_in_channel(trouble_card(_LATE))
        except discord.HTTPException as error:
            outcome = "unanswerable"
            _LOG.warning("%s could not be answered: Discord answered %s (%s)", kind, error.status, error.code)
        except UNREACHED as error:
            outcome = "unanswerable"
            _LOG.warning("%s could not be answered (%s)", kind, type(error).__name__)
        finally:
            self._metrics.interaction(kind, outcome)
            self._metrics.completed(kind, time.perf_counter() - began)

    async def _done(self, scope: "Scope", reply: Reply, act: Act) -> str:
        """Do it; what fails on the way to an answer is told in its place."""
        try:
            return await act(scope, reply)
        except (Unanswerable, discord.HTTPException):
            raise
        except Exception as error:  # noqa: BLE001 - silence would be worse than any words
            trouble = self.trouble(error)
            await reply.show(trouble_card(trouble.words))
            return trouble.reaction

    async def scope(self, interaction: Interaction) -> "Scope":
        """Who asks, where, and what they may do."""
        return await scope_of(interaction, self._guilds)

    async def _answered(self, reply: Reply, scope: "Scope", make: Made, page: int) -> str:
        try:
            card = await make(scope)
            outcome = "answered"
        except Exception as error:  # noqa: BLE001 - the one place where everything becomes words
            trouble = self.trouble(error)
            outcome = trouble.reaction
            card = trouble_card(trouble.words)
        try:
            await reply.show(card, page)
        except discord.HTTPException as error:
            if error.status >= 500:
                raise
            # what Discord refuses is our bug; the person is told so in a card that cannot be refused
            trouble = self.trouble(error)
            outcome = trouble.reaction
            await reply.show(trouble_card(trouble.words))
        return outcome

    def trouble(self, error: Exception) -> Trouble:
        """What went wrong, in words for the person who asked."""
        return trouble_of(error, self._incidents)

    def over_quota(self, scope: "Scope") -> "Refusal | None":
        """Take one request of a person; why not, where it is one too many."""
        return self._quotas.take(scope.person, scope.tenant.name, self._clock())

    @staticmethod
    def _hidden(scope: "Scope", *, private: bool | None) -> bool:
        """Whether the answer is for the asker alone.

        In a server that did not install the bot and in channels that were not chosen it always is.
        """
        if scope.elsewhere or not may_answer_in(scope.channel, scope.parent, scope.settings):
            return True
        return scope.settings.private if private is None else private


def _own(interaction: Interaction) -> bool:
    """Whether the card under the button is the presser's own to change.

    Discord says who used the command that a message answers; of a reply, whose message it replies to.
    """
    message = interaction.message
    if message is None:
        return False
    asked, replied = message.interaction_metadata, message.reference.resolved if message.reference else None
    asker = asked.user if asked is not None else getattr(replied, "author", None)
    return message.flags.ephemeral or (asker is not None and asker.id == interaction.user.id)
