"""The real discord.py client, sent to the loopback instead of Discord."""

from collections.abc import Iterator
from contextlib import contextmanager

import yarl

from discord.gateway import DiscordWebSocket
from discord.http import Route
from tests.loopback.discord.server import LoopbackDiscord


@contextmanager
def redirected(loopback: LoopbackDiscord) -> Iterator[None]:
    """Clients of this process talk to `loopback` inside; everything is restored after."""
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = loopback.api, yarl.URL(loopback.gateway)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, gateway
