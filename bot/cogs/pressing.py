"""Buttons and modals of our cards, whoever sent them and whenever: everything they need is in their id."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.cards.request import Request
from bot.cards.trouble import trouble_card
from bot.cogs.modals import ask_modal
from bot.serving.questions import QUESTIONS
from bot.serving.reply import Reply

if TYPE_CHECKING:
    from bot.serving.front_desk import FrontDesk
    from bot.serving.reply import Interaction

Handler = Callable[["Interaction", Request], Awaitable[None]]

_OLD = "This button belongs to another version of the bot. The commands are in /help."


class Pressing(commands.Cog):
    """Answers presses and submitted modals."""

    def __init__(
        self, desk: "FrontDesk", pressed: Mapping[str, Handler], submitted: Mapping[str, Handler]
    ) -> None:
        """Assemble.

        Args:
            desk: Answers interactions.
            pressed: Kind of request -> what a press of its button does, beside those of the registry.
            submitted: Kind of request -> what its modal does when it comes back.
        """
        self._desk = desk
        self._pressed = pressed
        self._submitted = submitted

    @property
    def handled(self) -> frozenset[str]:
        """The kinds of requests that have a handler of their own."""
        return frozenset(self._pressed)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take presses and modals; commands go their own way."""
        if interaction.type is discord.InteractionType.component:
            await self._take(interaction, self._pressed)
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._take(interaction, self._submitted)

    async def _take(self, interaction: "Interaction", special: Mapping[str, Handler]) -> None:
        data: Mapping[str, Any] = interaction.data or {}
        request = Request.parsed(str(data.get("custom_id", "")))
        handler = special.get(request.kind) if request is not None else None
        if request is not None and handler is not None:
            await handler(interaction, request)
        elif request is not None and request.kind in QUESTIONS:
            turned = _turns(interaction, request)
            await self._desk.show(interaction, request, private=None if turned else True, edits=turned)
        else:
            await Reply(interaction).show(trouble_card(_OLD))


def _turns(interaction: "Interaction", request: Request) -> bool:
    """Whether the press turns a page of the card under it, or refreshes that card."""
    whole = request.at_page(1)
    under = [one for one in _requests(interaction.message) if one != request]
    paged = any(one.at_page(1) == whole for one in under) or request.page > 1
    # only "Refresh" asks for the newest session of a symbol
    return paged or (bool(request.symbol) and request.as_of is None)


def _requests(message: discord.Message | None) -> Iterator[Request]:
    if message is None:
        return
    for component in message.components:
        yield from _within(component)


def _within(component: Any) -> Iterator[Request]:  # noqa: ANN401 - discord.py's many component classes
    found = Request.parsed(str(getattr(component, "custom_id", None) or ""))
    if found is not None:
        yield found
    for child in getattr(component, "children", ()):
        yield from _within(child)


async def ask_about(interaction: "Interaction", request: Request) -> None:
    """The button "Ask…": a modal that keeps the card's symbol and session."""
    await interaction.response.send_modal(ask_modal(request))
