"""The composition root of the Discord process: which parts stand behind the commands."""
# ruff: noqa: PLC0415 - LangChain, SQLAlchemy and Chroma are imported when the process is put together

import asyncio
import functools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.agent.incidents import keep_incidents
from bot.clock import Clock, clock_of, now, standing_notice
from bot.discord_process import serve
from bot.posting.runner import TICK
from bot.redaction import redaction
from bot.serving.discord_places import point_at
from bot.serving.front_desk import FrontDesk
from bot.serving.guild_book import GuildBook
from bot.serving.metrics import Metrics
from bot.serving.quotas import Quotas, Rate
from bot.serving.start import check_start, token_of
from bot.serving.work import Work
from bot.surface import Surface

if TYPE_CHECKING:
    from bot.agent.types import Terms
    from bot.settings import Settings
    from bot.wiring import Services
    from knowledge.tenants import Tenant


async def run(settings: "Settings", *, clock: Clock | None = None, every: float = TICK) -> None:
    """Run the bot until the process is told to end, then finish what is under way.

    Args:
        settings: The operator's.
        clock: The present; None: the settings' day, or the clock of the machine.
        every: Seconds between two looks at schedules and closes.

    Raises:
        SettingsError: Something is missing or wrong; says what.
        SourceDown: Discord cannot be reached.
    """
    from bot.wiring import open_services

    token = token_of(settings)
    point_at(settings)
    present = clock or clock_of(settings.as_of)
    services = await asyncio.to_thread(
        open_services, settings, clock=present, notice=standing_notice(settings.as_of)
    )
    await check_start(services)
    async with open_surface(services, present, clock or now) as surface:
        await serve(surface, token, every)


@asynccontextmanager
async def open_surface(services: "Services", clock: Clock, machine: Clock = now) -> AsyncIterator[Surface]:
    """The parts behind the commands, for the event loop in which they are opened.

    Args:
        services: Desk, book, corpus, calendar.
        clock: The present, which may stand.
        machine: The present, which does not.

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

            so_far = functools.partial(partial, simulated=services.market.simulated)
            ways = Ways(answer_card, so_far, Pace(time.monotonic))
            quotas = Quotas(Rate.of(settings.person_requests), Rate.of(settings.server_requests))
            # limits go by the machine's time, also where the clock of the answers stands
            desk = FrontDesk(services, work, guilds, quotas, metrics, incidents, now)
            yield Surface(
                settings=settings,
                clock=clock,
                machine=machine,
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
