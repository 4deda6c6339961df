"""One answer to one interaction: acknowledged at once, shown when it is ready, and never lost in silence."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord

from bot.cards.pages import Page, page_of
from bot.cards.view import files, layout

if TYPE_CHECKING:
    from bot.cards.blocks import Card

Interaction = discord.Interaction[Any]

_LOG = logging.getLogger("plumbline.reply")
_DELETED: Final = frozenset((10003, 10008))
"""Discord's codes for: the channel or the message is unknown."""

_GONE: Final = _DELETED | frozenset((10015, 10062, 50027))
"""The same for: the webhook or the interaction is unknown, or its token has expired."""

_TAKEN: Final = 40060
"""Discord's code for: the interaction was acknowledged before."""

UNREACHED: Final = (aiohttp.ClientError, OSError)
"""What is raised where the network fails on the way to Discord; it may have got there all the same."""

_TRIES: Final = 3
_PAUSE: Final = 1.0


class Unanswerable(Exception):  # noqa: N818 - named for what happened, as the other errors are
    """Discord does not take this answer any more: the interaction is gone, or its 15 minutes are over.

    Attributes:
        deleted: Whether somebody removed the message or its channel, so that nobody waits for the answer.
    """

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.deleted = code in _DELETED


class Reply:
    """The answer to one interaction.

    Attributes:
        private: Whether only the asker sees it.
        edits: Whether it takes the place of the message that was pressed.
    """

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self._taken = False
        self.private = True
        self.edits = False

    async def acknowledge(self, *, private: bool, edits: bool = False) -> None:
        """Tell Discord that an answer comes; it must happen within 3 seconds.

        Args:
            private: Whether only the asker will see it.
            edits: Whether the answer takes the place of the message under the pressed button.

        Raises:
            Unanswerable: It was too late.
        """
        self.private, self.edits = private, edits
        try:
            await self._interaction.response.defer(ephemeral=private, thinking=not edits)
        except discord.HTTPException as error:
            # a first try arrived and only Discord's word of it was lost: what was deferred can be edited
            if error.code != _TAKEN:
                raise _unanswerable(error) from error
        self._taken = True

    async def show(self, card: "Card", page: int = 1) -> None:
        """Put a card where the acknowledgement stands, or answer with it at once.

        Raises:
            Unanswerable: Discord does not take it any more.
            discord.HTTPException: Discord refused it, or could not be reached in several tries.
        """
        chosen = page_of(card, page)
        if self._taken or self._interaction.response.is_done():
            await self._edit(chosen)
            return
        try:
            await self._interaction.response.send_message(
                view=layout(chosen),
                files=files(chosen),
                ephemeral=self.private,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except discord.HTTPException as error:
            raise _unanswerable(error) from error

    async def say_in_channel(self, card: "Card") -> bool:
        """Say it as a message of its own, where the interaction takes nothing any more.

        Returns:
            Whether the channel took it; never in private, where others would read it.
        """
        channel = self._interaction.channel
        if self.private or not isinstance(channel, discord.abc.Messageable):
            return False
        chosen = page_of(card, 1)
        try:
            await channel.send(
                view=layout(chosen), files=files(chosen), allowed_mentions=discord.AllowedMentions.none()
            )
        except (discord.HTTPException, *UNREACHED):
            return False
        return True

    async def _edit(self, page: Page) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                await self._interaction.edit_original_response(
                    view=layout(page),
                    attachments=files(page),
                    allowed_mentions=discord.AllowedMentions.none(),
                )
            except discord.HTTPException as error:
                if error.code in _GONE:
                    raise Unanswerable(error.code) from error
                if error.status < 500 or attempt == _TRIES:
                    raise
                _LOG.info("an edit was answered with %s; trying again", error.status)
            except UNREACHED:
                if attempt == _TRIES:
                    raise
            else:
                return
            await asyncio.sleep(_PAUSE * attempt)


def _unanswerable(error: discord.HTTPException) -> Exception:
    return Unanswerable(error.code) if error.code in _GONE else error
