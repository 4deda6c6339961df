"""Health and metrics over HTTP for whoever watches the process; on this machine unless set otherwise."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.clock import Clock
from bot.serving.metrics import Metrics
from bot.settings import Settings
from tools.errors import SettingsError

_LOG = logging.getLogger("plumbline.health")
_PATIENCE = 3.0
"""Seconds a part may take to answer; who watches rarely waits for longer."""

_FRESH = timedelta(minutes=3)
"""The runner of schedules ticks several times a minute."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What the process knows of its own parts.

    Attributes:
        connected: Whether the gateway is connected and logged in.
        database: Reads something from the database; raises where it does not answer.
        ticked: When the runner of schedules last looked; None before the first time.
        clock: The present.
    """

    connected: Callable[[], bool]
    database: Callable[[], Awaitable[object]]
    ticked: Callable[[], datetime | None]
    clock: Clock


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the readiness."""

    name: str
    ready: bool
    said: str


async def parts_of(watched: Watched) -> tuple[Part, ...]:
    """Every part with one sentence; none of them stops the others."""
    connected = watched.connected()
    gateway = Part(
        "gateway",
        connected,
        "Connected and logged in." if connected else "Not connected to Discord, or not logged in yet.",
    )
    return gateway, await _database(watched), _runner(watched)


async def _database(watched: Watched) -> Part:
    try:
        await asyncio.wait_for(watched.database(), _PATIENCE)
    except TimeoutError:
        return Part("database", ready=False, said=f"No answer within {_PATIENCE:.0f} seconds.")
    except Exception as error:  # noqa: BLE001 - what fails is not ready, whatever it says
        _LOG.warning("the database does not answer (%s)", type(error).__name__)
        return Part("database", ready=False, said="It does not answer; the log says more.")
    return Part("database", ready=True, said="It answers.")


def _runner(watched: Watched) -> Part:
    last = watched.ticked()
    if last is None:
        return Part("runner", ready=False, said="It has not looked at the schedules yet.")
    silent = watched.clock() - last
    seconds = max(int(silent.total_seconds()), 0)
    if silent > _FRESH:
        return Part("runner", ready=False, said=f"It has been silent for {seconds:,} seconds.")
    return Part("runner", ready=True, said=f"It looked at the schedules {seconds} seconds ago.")


def health_app(watched: Watched, metrics: Metrics) -> web.Application:
    """The web application: `/health/live`, `/health/ready` and `/metrics`."""

    async def live(_: web.Request) -> web.Response:
        # who reads this was answered by the loop
        return web.json_response({"live": True, "said": "The event loop turns."})

    async def ready(_: web.Request) -> web.Response:
        parts = await parts_of(watched)
        every = all(part.ready for part in parts)
        body = {
            "ready": every,
            "parts": {part.name: {"ready": part.ready, "said": part.said} for part in parts},
        }
        return web.Response(
            text=json.dumps(body), content_type="application/json", status=200 if every else 503
        )

    async def counts(_: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), headers={"Content-Type": metrics.content_type})

    app = web.Application()
    app.add_routes(
        [web.get("/health/live", live), web.get("/health/ready", ready), web.get("/metrics", counts)]
    )
    return app


@asynccontextmanager
async def serving_health(
    settings: Settings, watched: Watched, metrics: Metrics
) -> AsyncIterator[tuple[str, int] | None]:
    """Serve health and metrics while the context lasts.

    Yields:
        The address and port; None where they are switched off.

    Raises:
        SettingsError: The address cannot be taken. Whoever watches would take a bot without health for a
            dead one, so it does not start without.
    """
    if not settings.health_port:
        yield None
        return
    runner = web.AppRunner(health_app(watched, metrics), access_log=None)
    await runner.setup()
    try:
        host, port = settings.health_host, settings.health_port
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"PLUMB_HEALTH_PORT: health cannot be served on {host} port {port} "
                f"({error.strerror or type(error).__name__}); choose another, or 0 for none."
            ) from error
        yield host, port
    finally:
        await runner.cleanup()
