"""One login without a gateway: whether Discord takes the token, and how the bot is added to a server."""

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.serving.discord_places import point_at
from bot.serving.start import REFUSED, invite_url, token_of
from tools.errors import SettingsError, SourceDown, SourceGarbled

if TYPE_CHECKING:
    from bot.settings import Settings

_PATIENCE = 30.0


async def try_login(settings: "Settings") -> tuple[str, ...]:
    """Log in over REST once.

    Returns:
        Lines for the operator: name, invite link, and which privileged intents are on and not needed.

    Raises:
        SettingsError: There is no token, or Discord refuses it.
        SourceDown: Discord could not be reached, or something else answered.
    """
    token = token_of(settings)
    point_at(settings)
    client = discord.Client(intents=discord.Intents(guilds=True))
    try:
        async with asyncio.timeout(_PATIENCE):
            await client.login(token)
    except discord.LoginFailure:
        # from None: the cause may quote the request
        raise SettingsError(REFUSED) from None
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise SourceDown(f"Discord could not be reached ({type(error).__name__}).") from None
    except (KeyError, TypeError):
        raise SourceGarbled("Discord's address answered, but not as Discord does.") from None
    finally:
        await client.close()
    return tuple(_lines(client))


def _lines(client: discord.Client) -> list[str]:
    application = client.application
    if client.user is None or application is None:
        raise SourceGarbled("Discord answered, but not with a bot's account.")
    lines = [
        f"Logged in as {client.user} (application {application.id}).",
        f"Add it to a server: {invite_url(application.id)}",
        "It needs none of the privileged intents.",
    ]
    flags = application.flags
    switched = {
        "Message Content": flags.gateway_message_content or flags.gateway_message_content_limited,
        "Server Members": flags.gateway_guild_members or flags.gateway_guild_members_limited,
        "Presence": flags.gateway_presence or flags.gateway_presence_limited,
    }
    on = [name for name, is_on in switched.items() if is_on]
    if on:
        lines.append(f"Switched on and not needed: {', '.join(on)}. Switch them off in the developer portal.")
    return lines
