"""A Discord on the loopback interface, for the real client to talk to.

    async with LoopbackDiscord() as discord:
        guild = discord.add_guild("Small caps", channels=["signals"])
        ana = guild.add_member("ana")
        with redirected(discord):
            ...  # start the bot with discord.token
            await discord.synced()
            exchange = await ana.slash(guild["signals"], "analyze", symbol="IWM")
            await exchange.done()
            assert "IWM" in exchange.message.text
    assert not discord.violations

It serves REST v10 and the gateway, refuses what Discord refuses with Discord's codes, holds every body
against Discord's own description (where the test data is there) and against the limits that it leaves out.
A bot in another process is pointed at `discord.api` and `discord.gateway`.
"""

from tests.loopback.discord.exchange import Exchange
from tests.loopback.discord.gateway import Intents
from tests.loopback.discord.messages import Message
from tests.loopback.discord.people import Person
from tests.loopback.discord.permissions import Allow
from tests.loopback.discord.redirect import redirected
from tests.loopback.discord.refusal import Violation
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.world import Channel, Guild

__all__ = [
    "Allow",
    "Channel",
    "Exchange",
    "Guild",
    "Intents",
    "LoopbackDiscord",
    "Message",
    "Person",
    "Violation",
    "redirected",
]
