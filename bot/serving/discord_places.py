"""Where discord.py finds Discord: another REST interface or gateway, for one of your own or a trial."""

from urllib.parse import urlsplit

import discord.http
import yarl
from discord.gateway import DiscordWebSocket

from bot.settings import Settings


def point_at(settings: Settings) -> None:
    """Let discord.py speak to the places the settings name; the library keeps them for the whole process."""
    if settings.discord_api is not None:
        base = settings.discord_api.rstrip("/")
        # a server alone gets the path of the version that discord.py speaks
        version = urlsplit(discord.http.Route.BASE).path
        discord.http.Route.BASE = base if urlsplit(base).path else f"{base}{version}"
    if settings.discord_gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway)
