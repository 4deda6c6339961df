"""The Discord process while it runs: connected, with what goes on beside, until it is told to end."""

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Final

import aiohttp
import discord

from bot.cards.request import Request
from bot.client import Plumbline
from bot.clock import now
from bot.posting.once import Channels
from bot.posting.runner import TICK, Parts, Runner
from bot.serving.discord_channels import DiscordChannels
from bot.serving.health import Watched, serving_health
from bot.serving.purging import Purging
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

_BAD_TOKEN: Final = 4004
_BAD_SHARDS: Final = (4010, 4011)
"""How Discord's gateway closes a connection that it will never take."""


async def serve(surface: "Surface", token: str, every: float = TICK) -> None:
    """Connect, answer until the process is told to end, and finish what is under way.

    Args:
        surface: The parts behind the commands.
        token: The bot's.
        every: Seconds between two looks at schedules and closes.

    Raises:
        SettingsError: Discord refuses the token or the shards, or the health port is taken.
        SourceDown: Discord cannot be reached.
    """
    await asyncio.to_thread(load)
    client = Plumbline(surface)
    runner = Runner(parts_of(surface, DiscordChannels(client)))
    watched = Watched(
        connected=client.connected,
        database=lambda: surface.quick(surface.store.guilds.there),
        ticked=lambda: runner.ticked,
        clock=now,
    )
    async with serving_health(surface.settings, watched, surface.metrics):
        connection = asyncio.create_task(client.start(token))
        beside = [
            asyncio.create_task(surface.metrics.watch_loop()),
            asyncio.create_task(_rounds(client, surface, runner, every)),
        ]
        warming = asyncio.create_task(_warmed(surface))
        try:
            await _until_over(connection, beside)
        finally:
            await _drained(client, surface, runner)
            for task in (warming, *beside):
                task.cancel()
            # what each of them says of its own end was heard before, or is that it was ended
            await asyncio.gather(connection, warming, *beside, return_exceptions=True)


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
        posted=surface.metrics.posted,
        seals=surface.settings.seals_daily,
    )


async def _until_over(connection: "asyncio.Task[None]", beside: "list[asyncio.Task[None]]") -> None:
    """Wait for a signal; what must not end before it is an error.

    Raises:
        SettingsError: The token or the shards are refused.
        SourceDown: Discord cannot be reached.
    """
    stopped = asyncio.create_task(until_stopped())
    try:
        done, _ = await asyncio.wait({stopped, connection, *beside}, return_when=asyncio.FIRST_COMPLETED)
        if stopped in done:
            return
        for task in done - {connection}:
            # a bot that answers and silently posts nothing any more would be believed to be well
            await task
        await _ended(connection)
    finally:
        stopped.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await stopped


async def _ended(connection: "asyncio.Task[None]") -> None:
    """Say why a connection ended by itself."""
    try:
        await connection
    except discord.LoginFailure:
        # from None: the cause may quote the request
        raise SettingsError(REFUSED) from None
    except discord.ConnectionClosed as error:
        if error.code == _BAD_TOKEN:
            raise SettingsError(REFUSED) from None
        if error.code in _BAD_SHARDS:
            raise SettingsError(
                "PLUMB_DISCORD_SHARDS: Discord does not accept these shards; leave it empty for as many as "
                "Discord recommends."
            ) from error
        raise SourceDown(f"Discord closed the connection ({error.code}).") from error
    except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise SourceDown(f"Discord cannot be reached ({type(error).__name__}).") from error
    raise SourceDown("Discord closed the connection for good; the log says more.")


async def _drained(client: Plumbline, surface: "Surface", runner: Runner) -> None:
    """Finish what is under way, begin nothing new, and leave Discord."""
    async with asyncio.TaskGroup() as ending:
        ending.create_task(runner.stop())
        ending.create_task(surface.conversing.drain(_DRAIN - 2))
        ending.create_task(surface.desk.drain(_DRAIN))
    await surface.work.drain(1)
    await client.close()


async def _rounds(client: Plumbline, surface: "Surface", runner: Runner, every: float) -> None:
    """Schedules, watches and the jobs of the day, from the moment the bot is logged in."""
    await client.there.wait()
    await asyncio.gather(runner.run(every), Purging(surface).run())


async def _warmed(surface: "Surface") -> None:
    """Do what takes seconds the first time before somebody waits for it."""
    try:
        await surface.corpus(lambda: open_corpus(surface.services))
        await surface.desk.card(Request("analyze", "IWM"))
    except (PlumbError, KnowledgeError) as error:
        _LOG.warning("warming up: %s", error)
    except Exception as error:  # noqa: BLE001 - whoever asks for it is told, and nobody waits for this
        _LOG.warning("warming up failed: incident %s", surface.incidents(error))
