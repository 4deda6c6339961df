"""What goes on beside the connection begins with it, and can end before it began."""

import asyncio
from datetime import date
from pathlib import Path

from bot.client import Plumbline
from bot.discord_process import parts_of
from bot.posting.runner import Runner
from bot.serving.discord_channels import DiscordChannels
from tests.bot.surface.running import connected, surface_of
from tests.loopback.discord import LoopbackDiscord

DAY = date(2024, 3, 8)


def test_the_begin_may_be_waited_for_before_the_login(tmp_path: Path) -> None:
    """discord.py's own wait refuses before the login, which would end the process as it starts."""

    async def run() -> None:
        async with surface_of(tmp_path, data="sample", as_of=DAY, corpus="none") as surface:
            early = Plumbline(surface)
            waiting = asyncio.create_task(early.there.wait())
            await asyncio.sleep(0)
            assert not waiting.done()
            waiting.cancel()
            async with LoopbackDiscord() as discord:
                discord.add_guild("Small caps")
                async with connected(discord, surface) as client:
                    async with asyncio.timeout(5):
                        await client.there.wait()

    asyncio.run(run())


def test_a_runner_that_never_began_stops_at_once(tmp_path: Path) -> None:
    async def run() -> None:
        async with surface_of(tmp_path, data="sample", as_of=DAY, corpus="none") as surface:
            runner = Runner(parts_of(surface, DiscordChannels(Plumbline(surface))))
            async with asyncio.timeout(5):
                await runner.stop()

    asyncio.run(run())
