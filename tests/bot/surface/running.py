"""The shipped surface in this process, logged in to a loopback Discord, over real or simulated bars."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.client import Plumbline
from bot.clock import clock_of, standing_notice
from bot.discord_wiring import open_surface
from bot.settings import load_settings
from bot.surface import Surface
from bot.wiring import open_services
from tests.loopback.discord import LoopbackDiscord, redirected

DATA = Path(os.environ.get("PLUMB_TEST_DATA", Path(__file__).parents[3].parent / "shared" / "data"))


@asynccontextmanager
async def surface_of(home: Path, *, data: str, as_of: date, **more: Any) -> AsyncIterator[Surface]:
    """The parts behind the commands; each test has a home of its own."""
    settings = load_settings(home=home, data=data, as_of=as_of, discord_token="loopback", **more)  # noqa: S106 - it opens nothing
    clock = clock_of(as_of)
    services = await asyncio.to_thread(open_services, settings, clock=clock, notice=standing_notice(as_of))
    async with open_surface(services, clock) as surface:
        yield surface


@asynccontextmanager
async def surface_at(home: Path, *, data: str, moment: datetime, **more: Any) -> AsyncIterator[Surface]:
    """The same with a clock that stands, and nothing on the cards that says so."""
    settings = load_settings(home=home, data=data, discord_token="loopback", **more)  # noqa: S106 - as above
    services = await asyncio.to_thread(open_services, settings, clock=lambda: moment)
    async with open_surface(services, lambda: moment) as surface:
        yield surface


@asynccontextmanager
async def connected(discord: LoopbackDiscord, surface: Surface) -> AsyncIterator[Plumbline]:
    """The client, with its commands known to the loopback."""
    with redirected(discord):
        client = Plumbline(surface)
        task = asyncio.create_task(client.start(discord.token))
        try:
            ready = asyncio.create_task(discord.synced())
            await asyncio.wait({task, ready}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                await task
            await ready
            await client.wait_until_ready()
            yield client
        finally:
            await client.close()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
