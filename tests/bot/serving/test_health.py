"""Health and metrics over HTTP."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from pydantic import ValidationError

import bot.serving.health as served
from bot.serving.health import Watched, parts_of, serving_health
from bot.serving.metrics import Metrics
from bot.settings import Settings, load_settings
from tools.errors import SettingsError

NOW = datetime(2025, 9, 26, 20, 0, tzinfo=UTC)


async def answers() -> None:
    """A database that answers."""


async def fails() -> None:
    raise OSError("/home/plumb/answers.sqlite: SELECT 1")


async def hangs() -> None:
    await asyncio.Event().wait()


def watched(
    *,
    connected: bool = True,
    database: Callable[[], Awaitable[object]] = answers,
    silent: timedelta | None = timedelta(seconds=20),
) -> Watched:
    return Watched(lambda: connected, database, lambda: None if silent is None else NOW - silent, lambda: NOW)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def settings(port: int) -> Settings:
    return load_settings(health_port=port)


@pytest.mark.parametrize(
    ("parts", "failing"),
    [
        (watched(), []),
        (watched(connected=False), ["gateway"]),
        (watched(database=fails), ["database"]),
        (watched(database=hangs), ["database"]),
        (watched(silent=timedelta(minutes=4)), ["runner"]),
        (watched(silent=None), ["runner"]),
        (watched(connected=False, database=fails, silent=None), ["gateway", "database", "runner"]),
    ],
)
def test_the_part_that_fails_is_the_part_that_is_named(
    parts: Watched, failing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with one sentence; a database that hangs does not hang the answer."""
    monkeypatch.setattr(served, "_PATIENCE", 0.01)
    found = asyncio.run(parts_of(parts))
    assert [part.name for part in found if not part.ready] == failing
    assert all(
        part.said.endswith(".") and "/" not in part.said and "SELECT" not in part.said for part in found
    )


def test_what_is_served_over_http() -> None:
    """Live always, ready by its parts with 200 or 503, and the counts."""

    async def run() -> None:
        port, metrics, state = free_port(), Metrics(), {"connected": True}
        metrics.guilds(7)
        parts = Watched(lambda: state["connected"], answers, lambda: NOW, lambda: NOW)
        async with (
            serving_health(settings(port), parts, metrics) as place,
            aiohttp.ClientSession(f"http://127.0.0.1:{port}") as web,
        ):
            assert place == ("127.0.0.1", port)
            async with web.get("/health/live") as live:
                assert (live.status, (await live.json())["live"]) == (200, True)
            async with web.get("/health/ready") as ready:
                assert ready.status == 200
                assert (await ready.json())["parts"]["gateway"]["ready"] is True
            state["connected"] = False
            async with web.get("/health/ready") as ready:
                assert ready.status == 503
                body = await ready.json()
                assert (body["ready"], body["parts"]["gateway"]["said"][:3]) == (False, "Not")
            async with web.get("/metrics") as counts:
                assert counts.headers["Content-Type"].startswith("text/plain")
                assert "plumb_guilds 7.0" in await counts.text()
        with pytest.raises(aiohttp.ClientConnectionError):
            async with aiohttp.ClientSession() as web:
                await web.get(f"http://127.0.0.1:{port}/health/live")

    asyncio.run(run())


def test_a_port_that_is_taken_is_one_sentence() -> None:
    async def run() -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = int(taken.getsockname()[1])
            with pytest.raises(SettingsError, match="PLUMB_HEALTH_PORT") as caught:
                async with serving_health(settings(port), watched(), Metrics()):
                    pass
        assert "\n" not in str(caught.value)

    asyncio.run(run())


def test_it_can_be_switched_off() -> None:
    async def run() -> None:
        async with serving_health(settings(0), watched(), Metrics()) as place:
            assert place is None

    asyncio.run(run())


def test_it_is_served_on_this_machine_alone_unless_set() -> None:
    assert load_settings().health_host == "127.0.0.1"
    with pytest.raises((SettingsError, ValidationError)):
        load_settings(health_port=70_000)
