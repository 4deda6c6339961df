"""Where an answer grows on Discord: the response to an interaction, or a reply to a message."""

from typing import TYPE_CHECKING, Final

import discord

from bot.cards.blocks import Card, Text
from bot.cards.pages import page_of
from bot.cards.view import files, layout
from bot.serving.reply import Unanswerable
from bot.talking.growing import Gone

if TYPE_CHECKING:
    from bot.serving.reply import Reply

_NOBODY = discord.AllowedMentions.none()
_NOT_THERE: Final = frozenset((10003, 10008, 50001, 50013))
"""Discord's codes for: channel unknown, message unknown, no access, no permission."""

_NO_REPLY: Final = 160002
"""Discord's code for: no reply without the permission to read earlier messages."""


def partly(text: str) -> Card:
    """An answer that is still being written."""
    return Card("-# …", (Text(text),))


class ReplyShown:
    """The response to an interaction that was acknowledged."""

    def __init__(self, reply: "Reply") -> None:
        self._reply = reply

    async def show(self, text: str) -> None:
        """Put the text so far where the acknowledgement stands.

        Raises:
            Gone: Somebody removed it.
        """
        await self._put(partly(text))

    async def finish(self, card: Card) -> None:
        """Put the answer there.

        Raises:
            Gone: Somebody removed it.
        """
        await self._put(card)

    async def anew(self, card: Card) -> None:
        """Say it in the channel, where the response takes nothing any more; never what was private.

        Raises:
            Gone: The channel takes nothing either.
        """
        if not await self._reply.say_in_channel(card):
            raise Gone

    async def _put(self, card: Card) -> None:
        try:
            await self._reply.show(card)
        except Unanswerable as error:
            if error.deleted:
                raise Gone from error
            raise


class MessageShown:
    """A reply to a message; it is sent with the first thing there is to show, and edited after that."""

    def __init__(self, asked: discord.Message, place: discord.abc.Messageable | None = None) -> None:
        """Nothing is sent yet.

        Args:
            asked: What is answered.
            place: Where, if elsewhere, such as a thread made for it.
        """
        self._asked = asked
        self._place = place
        self._sent: discord.Message | None = None

    async def show(self, text: str) -> None:
        """Send or edit the text so far."""
        await self._put(partly(text))

    async def finish(self, card: Card) -> None:
        """Send the answer, or put it in the place of the text so far."""
        await self._put(card)

    async def anew(self, card: Card) -> None:
        """Send the answer as a message of its own."""
        self._sent = None
        await self._put(card)

    async def _put(self, card: Card) -> None:
        page = page_of(card, 1)
        try:
            if self._sent is not None:
                await self._sent.edit(view=layout(page), attachments=files(page), allowed_mentions=_NOBODY)
            elif self._place is not None:
                self._sent = await self._place.send(
                    view=layout(page), files=files(page), allowed_mentions=_NOBODY
                )
            else:
                self._sent = await self._asked.reply(
                    view=layout(page), files=files(page), allowed_mentions=_NOBODY, mention_author=False
                )
        except discord.HTTPException as error:
            if error.code in _NOT_THERE:
                raise Gone from error
            if error.code != _NO_REPLY or self._place is not None:
                raise
            self._place = self._asked.channel
            await self._put(card)
