"""The composition root of the Discord process: which parts stand behind the commands."""
# ruff: noqa: PLC0415 - LangChain, SQLAlchemy and Chroma are imported when the process is put together

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from bot.agent.incidents import keep_incidents
from bot.clock import Clock, clock_of, standing_notice
from bot.posting.discord_channels import DiscordChannels
from bot.posting.once import Channels
from bot.posting.purging import Purging
from bot.posting.runner import Parts, Runner
from bot.redaction import redaction
from bot.serving.discord_places import point_at
from bot.serving.front_desk import FrontDesk
from bot.serving.guild_book import GuildBook
from bot.serving.metrics import Metrics
from bot.serving.quotas import Quotas, Rate
from bot.serving.start import REFUSED, check_start, token_of
from bot.serving.work import Work
from bot.surface import Surface

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring import Services
    from knowledge.tenants import Tenant
    from tools.results import Analysis, BreadthReport

_LOG = logging.getLogger("plumbline.process")

_DRAIN: Final = 20.0
"""Seconds that what is under way gets when the process is told to end."""


async def run(settings: "Settings", *, clock: Clock | None = None) -> None:
    """Run the bot until the process is told to end, then finish what is under way.

    Args:
        settings: The operator's.
        clock: The present; None: the settings' day, or the clock of the machine.

    Raises:
        SettingsError: Something is missing or wrong; says what.
        SourceDown: Discord cannot be reached.
    """
    from bot.wiring import open_services

    token = token_of(settings)
    point_at(settings)
    now = clock or clock_of(settings.as_of)
    services = await asyncio.to_thread(
        open_services, settings, clock=now, notice=standing_notice(settings.as_of)
    )
    await check_start(services)
    async with open_surface(services, now) as surface:
        await serve(surface, token)


@asynccontextmanager
async def open_surface(services: "Services", clock: Clock) -> AsyncIterator[Surface]:
    """The parts behind the commands, for the event loop in which they are opened.

    Raises:
        PlumbError: The database, a model or the corpus cannot be opened.
    """
    from bot.agent_wiring import open_conversations
    from bot.cards.answer import answer_card, partial
    from bot.store import open_store
    from bot.talking.conversing import Conversing, Ways, terms_of
    from bot.talking.growing import Pace

    settings = services.settings
    metrics = Metrics()
    incidents = keep_incidents(
        settings.home / "incidents", surface="discord", redact=redaction(settings.secrets)
    )
    work = Work(threads=settings.work_threads, metrics=metrics)
    store = await asyncio.to_thread(open_store, settings.store_url)
    try:
        async with open_conversations(services, store=store) as conversations:
            guilds = GuildBook(store.guilds, lambda read: work.alone(read, lane="quick"))

            def terms(tenant: "Tenant") -> "Terms":
                kind, _, number = tenant.name.partition(":")
                return terms_of(store.guilds.get(int(number)) if kind == "guild" else None)

            ways = Ways(answer_card, partial, Pace(time.monotonic))
            quotas = Quotas(Rate.of(settings.person_requests), Rate.of(settings.server_requests))
            desk = FrontDesk(services, work, guilds, quotas, metrics, incidents, clock)
            yield Surface(
                settings=settings,
                clock=clock,
                services=services,
                store=store,
                guilds=guilds,
                work=work,
                desk=desk,
                conversing=Conversing(conversations, terms, ways),
                conversations=conversations,
                metrics=metrics,
                incidents=incidents,
            )
    finally:
        await work.drain(0)
        await asyncio.to_thread(store.close)


async def serve(surface: Surface, token: str) -> None:
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


def parts_of(surface: Surface, channels: Channels) -> Parts:
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


async def _drained(client: Plumbline, surface: Surface, runner: Runner) -> None:
    """Finish what is under way, begin nothing new, and leave Discord."""
    async with asyncio.TaskGroup() as ending:
        ending.create_task(runner.stop())
        ending.create_task(surface.conversing.drain(_DRAIN - 2))
        ending.create_task(surface.desk.drain(_DRAIN))
    await surface.work.drain(1)
    await client.close()


async def _rounds(client: Plumbline, surface: Surface, runner: Runner) -> None:
    """Schedules, watches and the jobs of the day, from the moment the bot is logged in."""
    await client.wait_until_ready()
    await asyncio.gather(runner.run(), Purging(surface).run())


async def _warmed(surface: Surface) -> None:
    """Do what takes seconds the first time before somebody waits for it."""
    try:
        await surface.quick(lambda: open_corpus(surface.services))
        await surface.desk.card(Request("analyze", "IWM"))
    except (PlumbError, KnowledgeError) as error:
        _LOG.warning("warming up: %s", error)
