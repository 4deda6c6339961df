"""The Discord process while it runs: connected, with what goes on beside, until it is told to end."""

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Final

import discord

from bot.cards.request import Request
from bot.client import Plumbline
from bot.posting.discord_channels import DiscordChannels
from bot.posting.once import Channels
from bot.posting.purging import Purging
from bot.posting.runner import Parts, Runner
from bot.serving.health import Watched, serving_health
from bot.serving.start import REFUSED
from bot.serving.stopping import until_stopped
from bot.serving.warming import load, open_corpus
from knowledge.errors import KnowledgeError
from tools.errors import PlumbError, SettingsError, SourceDown

if TYPE_CHECKING:
    from datetime import date

    from bot.surface import Surface
    from tools.results import Analysis, BreadthReport

_LOG = logging.getLogger("plumbline.process")

_DRAIN: Final = 20.0
"""Seconds that what is under way gets when the process is told to end."""


async def serve(surface: "Surface", token: str) -> None:
    """Connect, answer until the process is told to end, and finish what is under way.

    Raises:
        SettingsError: Discord refuses the token, or the health port is taken.
        SourceDown: Discord cannot be reached.
    """
    await asyncio.to_thread(load)
    client = Plumbline(surface)
    runner = Runner(parts_of(surface, DiscordChannels(client)))
    watched = Watched(
        connected=client.is_ready,
        database=lambda: surface.quick(surface.store.guilds.there),
        ticked=lambda: runner.ticked,
        clock=surface.clock,
    )
    async with serving_health(surface.settings, watched, surface.metrics), asyncio.TaskGroup() as beside:
        lag = beside.create_task(surface.metrics.watch_loop())
        warming = beside.create_task(_warmed(surface))
        rounds = beside.create_task(_rounds(client, surface, runner))
        try:
            await _connected(client, token)
        finally:
            await _drained(client, surface, runner)
            for task in (lag, warming, rounds):
                task.cancel()


def parts_of(surface: "Surface", channels: Channels) -> Parts:
    """What the runner of schedules is made of."""
    desk = surface.services.desk

    async def analysis(symbol: str, session: "date") -> "Analysis":
        return await surface.work.shared(
            ("analysis", symbol, session), lambda: desk.analyze(symbol, session, evidence=False)
        )

    async def breadth(symbol: str, session: "date") -> "BreadthReport":
        return await surface.work.shared(("breadth", symbol, session), lambda: desk.breadth(symbol, session))

    return Parts(
        store=surface.store,
        channels=channels,
        book=surface.services.book,
        clock=surface.clock,
        card=surface.desk.card,
        analysis=analysis,
        breadth=breadth,
        incidents=surface.incidents,
    )


async def _connected(client: Plumbline, token: str) -> None:
    """Stay connected until a signal comes.

    Raises:
        SettingsError: The token is refused.
        SourceDown: Discord cannot be reached.
    """
    stopped = asyncio.create_task(until_stopped())
    connection = asyncio.create_task(client.start(token))
    try:
        await asyncio.wait({stopped, connection}, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            await connection
            raise SourceDown("Discord closed the connection for good; the log says more.")
    except discord.LoginFailure as error:
        raise SettingsError(REFUSED) from error
    except (discord.HTTPException, discord.GatewayNotFound, OSError) as error:
        raise SourceDown(f"Discord cannot be reached ({type(error).__name__}).") from error
    finally:
        stopped.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await stopped


async def _drained(client: Plumbline, surface: "Surface", runner: Runner) -> None:
    """Finish what is under way, begin nothing new, and leave Discord."""
    async with asyncio.TaskGroup() as ending:
        ending.create_task(runner.stop())
        ending.create_task(surface.conversing.drain(_DRAIN - 2))
        ending.create_task(surface.desk.drain(_DRAIN))
    await surface.work.drain(1)
    await client.close()


async def _rounds(client: Plumbline, surface: "Surface", runner: Runner) -> None:
    """Schedules, watches and the jobs of the day, from the moment the bot is logged in."""
    await client.begun.wait()
    await asyncio.gather(runner.run(), Purging(surface).run())


async def _warmed(surface: "Surface") -> None:
    """Do what takes seconds the first time before somebody waits for it."""
    try:
        await surface.quick(lambda: open_corpus(surface.services))
        await surface.desk.card(Request("analyze", "IWM"))
    except (PlumbError, KnowledgeError) as error:
        _LOG.warning("warming up: %s", error)
