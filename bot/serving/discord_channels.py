"""Posts on Discord: sent with their nonce, and found again by it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.cards.pages import page_of
from bot.cards.posted import posted_card
from bot.cards.request import Request
from bot.cards.view import files, layout
from bot.posting.once import HistoryHidden, PostFailed, PostRefused
from bot.serving.reply import UNREACHED

if TYPE_CHECKING:
    from bot.cards.blocks import Card
    from bot.community.values import Post

_LOOKED_THROUGH: Final = 500
"""Messages after the moment of sending: a post is found among the first of them, or it is not there."""


class DiscordChannels:
    """Implements `bot.posting.once.Channels`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def send(self, post: "Post", cards: "Sequence[Card]") -> int:
        """Send a post with its nonce: Discord gives the first message back where it was sent before.

        Raises:
            PostRefused: The channel is gone, or the bot may not post there.
            PostFailed: Discord does not serve at the moment.
        """
        channel = await self._channel(post)
        page = page_of(posted_card(post, cards), 1)
        asked = [discord.Object(person) for person in post.mentions]
        try:
            # discord.py enforces every nonce it is given
            sent = await channel.send(
                view=layout(page),
                files=files(page),
                nonce=post.nonce,
                allowed_mentions=discord.AllowedMentions(
                    everyone=False, roles=False, replied_user=False, users=asked
                ),
            )
        except discord.HTTPException as error:
            raise _said(error) from error
        except UNREACHED as error:
            raise PostFailed(f"Discord could not be reached ({type(error).__name__}).") from error
        return sent.id

    async def find(self, post: "Post", since: datetime) -> int | None:
        """The message of a post that may have been sent; None where it surely was not.

        Raises:
            PostRefused: The channel is gone.
            HistoryHidden: Its history may not be read, or there is more of it than is looked through.
            PostFailed: Discord does not serve at the moment.
        """
        channel = await self._channel(post)
        if not _shows_history(channel):
            raise HistoryHidden
        own = self._client.user.id if self._client.user is not None else 0
        seen = 0
        try:
            async for message in channel.history(after=since, limit=_LOOKED_THROUGH, oldest_first=True):
                seen += 1
                if message.author.id == own and post.nonce in _nonces(message.components):
                    return message.id
        except discord.Forbidden as error:
            raise HistoryHidden from error
        except discord.HTTPException as error:
            raise _said(error) from error
        except UNREACHED as error:
            raise PostFailed(f"Discord could not be reached ({type(error).__name__}).") from error
        if seen == _LOOKED_THROUGH:
            raise HistoryHidden
        return None

    async def _channel(self, post: "Post") -> discord.abc.Messageable:
        found: Any = self._client.get_channel(post.channel)
        if found is None:
            try:
                found = await self._client.fetch_channel(post.channel)
            except discord.HTTPException as error:
                raise _said(error) from error
            except discord.InvalidData as error:
                raise PostRefused("the channel is of a kind the bot cannot post in.") from error
        if not isinstance(found, discord.abc.Messageable):
            raise PostRefused("the channel is of a kind that takes no messages.")
        return found


def _shows_history(channel: object) -> bool:
    """Whether we may read what was posted; where we may not, Discord shows an empty channel, not an error."""
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return True
    return channel.permissions_for(channel.guild.me).read_message_history


def _nonces(components: Sequence[Any]) -> Iterator[str]:
    """The nonces that the buttons of a message carry."""
    for component in components:
        found = Request.parsed(str(getattr(component, "custom_id", None) or ""))
        if found is not None and found.kind == "posted":
            yield found.more
        yield from _nonces(getattr(component, "children", ()))


def _said(error: discord.HTTPException) -> PostRefused | PostFailed:
    """Discord's refusal: for good, or for now."""
    if isinstance(error, discord.NotFound):
        return PostRefused("the channel is gone, or the bot cannot see it.")
    if isinstance(error, discord.Forbidden):
        return PostRefused("the bot may not post in the channel: it lacks a permission there.")
    if error.status < 500 and error.status != 429:
        return PostRefused(f"Discord refused the post ({error.code}).")
    return PostFailed(f"Discord answered {error.status}.")
