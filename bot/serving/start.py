"""Before the bot logs in: what is missing, in one sentence, and what its operator should know."""

import asyncio
import logging
import os
import re
import uuid
from typing import TYPE_CHECKING

import discord

from bot.home import nothing_kept
from tools.errors import SettingsError

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring import Services

_LOG = logging.getLogger("plumbline")
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}")
_PORTAL = "https://discord.com/developers/applications"

REFUSED = (
    "PLUMB_DISCORD_TOKEN: Discord does not accept this token. It may have been reset: "
    'take the present one from the page "Bot" of your application.'
)

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    attach_files=True,
    read_message_history=True,
)
"""What the bot needs in a server. Files: charts. History: to reply, and to find a post it already made.

Links in its cards are no embeds, and it manages, pins and deletes nothing of others.
"""


def invite_url(application: int) -> str:
    """The address at which a server's administrator adds the bot, with these permissions and no more."""
    return discord.utils.oauth_url(
        application, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )


def token_of(settings: "Settings") -> str:
    """The token.

    Raises:
        SettingsError: It is missing or cannot be one; says where to get it, and never what was given.
    """
    if settings.discord_token is None:
        raise SettingsError(
            f"PLUMB_DISCORD_TOKEN is not set: open your application under {_PORTAL}, take the token from its "
            'page "Bot", and put it into the environment or a .env file.'
        )
    token = settings.discord_token.get_secret_value().strip()
    shaped = _TOKEN.fullmatch(token) if settings.discord_api is None else re.fullmatch(r"\S+", token)
    if shaped is None:
        raise SettingsError(
            "PLUMB_DISCORD_TOKEN is not a bot's token: one has three parts separated by dots, without "
            f'"Bot " before it, quotes or spaces. It is on the page "Bot" of your application: {_PORTAL}.'
        )
    return token


def reservations(services: "Services") -> tuple[str, ...]:
    """What the operator should know of a bot that can start: one sentence each."""
    settings = services.settings
    found = []
    if services.market.simulated:
        found.append(
            "The data are SIMULATED, and every card says so. "
            "For real ones set PLUMB_DATA to yfinance or folder:PATH."
        )
    elif not settings.data.startswith("folder:"):
        found.append(f"{services.market.terms} Make sure that a bot for others is within them.")
    if settings.as_of is not None:
        found.append(
            f"PLUMB_AS_OF: the clock stands at {settings.as_of.isoformat()}; cards say so, "
            "and no call is sealed."
        )
    if settings.privacy_url is None:
        found.append("PLUMB_PRIVACY_URL is not set: Discord asks every public app for a privacy policy.")
    return tuple(found)


async def check_start(services: "Services") -> tuple[str, ...]:
    """Look at everything the bot cannot start without, off the event loop.

    Returns:
        What the operator should know; each is logged as a warning too.

    Raises:
        SettingsError: The token, the home or the model is missing or wrong.
        PlumbError: The database cannot be used.
    """
    token_of(services.settings)
    await asyncio.to_thread(_check_home, services.settings)
    await asyncio.to_thread(_check_database, services.settings)
    await _check_model(services.settings)
    said = reservations(services)
    for one in said:
        _LOG.warning("%s", one)
    return said


def _check_home(settings: "Settings") -> None:
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        # a folder's rights do not tell whether its disk is full or read-only
        trial = home / f".trial-{uuid.uuid4().hex[:8]}"
        trial.write_bytes(os.urandom(4_096))
        trial.unlink()
    except OSError as error:
        said = nothing_kept(home, error) or f"PLUMB_HOME: nothing can be kept in {home} ({error.strerror})."
        raise SettingsError(said) from error


def _check_database(settings: "Settings") -> None:
    from bot.store import open_store  # noqa: PLC0415 - SQLAlchemy is heavy

    open_store(settings.store_url).close()


async def _check_model(settings: "Settings") -> None:
    from bot.agent.models import close_model, open_fallbacks, open_model  # noqa: PLC0415 - LangChain is heavy

    opened = [await asyncio.to_thread(open_model, settings)]
    opened += await asyncio.to_thread(open_fallbacks, settings)
    for model in opened:
        await close_model(model)
