"""The shipped bot as a process of its own, and what can be seen of it from outside."""

import asyncio
import os
import resource
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.loopback.discord import LoopbackDiscord

_STARTS = 120.0
_ENDS = 40.0
_MEGABYTE = 1_048_576
Key = tuple[str, tuple[tuple[str, str], ...]]


class Counts:
    """What `/metrics` said at one moment."""

    def __init__(self, values: Mapping[Key, float]) -> None:
        self._values = values

    def since(self, before: "Counts") -> "Counts":
        """What was added after another moment."""
        return Counts({key: value - before._values.get(key, 0.0) for key, value in self._values.items()})

    def total(self, name: str, **labels: str) -> float:
        """The sum over all series of a name that carry these labels."""
        wanted = set(labels.items())
        return sum(
            value
            for (found, carried), value in self._values.items()
            if found == name and wanted <= set(carried)
        )

    def by(self, name: str, label: str) -> dict[str, float]:
        """The sums of a name for each value of a label."""
        made: dict[str, float] = {}
        for (found, carried), value in self._values.items():
            if found == name and value:
                word = dict(carried).get(label, "")
                made[word] = made.get(word, 0.0) + value
        return made

    def bound(self, name: str, share: float) -> float:
        """The upper bound of the bucket in which a histogram's share lies: the value is at most this."""
        bounds = sorted((float(le), count) for le, count in self.by(f"{name}_bucket", "le").items())
        every = self.total(f"{name}_count")
        return next((bound for bound, count in bounds if count >= share * every), float("inf"))


class Bot:
    """The process."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process = process
        self._port = port

    async def counts(self) -> Counts:
        """What it counted so far."""
        address = f"http://127.0.0.1:{self._port}/metrics"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            text = await answer.text()
        return Counts(
            {
                (one.name, tuple(sorted(one.labels.items()))): one.value
                for family in text_string_to_metric_families(text)
                for one in family.samples
            }
        )

    @property
    def resident(self) -> float:
        """Megabytes it has in memory now (Linux)."""
        pages = int(self._read("statm").split()[1])
        return pages * resource.getpagesize() / _MEGABYTE

    @property
    def seconds(self) -> float:
        """Processor seconds it used (Linux)."""
        fields = self._read("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _read(self, name: str) -> str:
        return Path(f"/proc/{self._process.pid}/{name}").read_text(encoding="ascii")


@asynccontextmanager
async def running(discord: LoopbackDiscord, home: Path, data: Path, as_of: str) -> AsyncIterator[Bot]:
    """Start the bot with a home of its own, wait until it is logged in, and end it as an operator would.

    Raises:
        AssertionError: It did not start, or ended with an error.
    """
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "discord",
        env=os.environ | _settings(discord, home, data, as_of) | {"PLUMB_HEALTH_PORT": str(port)},
    )
    bot = Bot(process, port)
    ended = asyncio.create_task(process.wait())
    try:
        ready = asyncio.create_task(discord.synced(_STARTS))
        await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
        assert not ended.done(), f"the bot ended with {process.returncode} before it was logged in"
        await ready
        yield bot
        process.terminate()
        code = await asyncio.wait_for(ended, _ENDS)
        assert code == 0, f"the bot ended with {code}"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def prepare(home: Path, data: Path) -> None:
    """Put the shipped reports into the corpus of an empty home, as the first start of a bot does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "knowledge", "search", "small caps"),
        env=os.environ | {"PLUMB_HOME": str(home), "PLUMB_DATA": f"folder:{data}"},
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await process.wait() == 0, "the corpus could not be prepared"


def _settings(discord: LoopbackDiscord, home: Path, data: Path, as_of: str) -> dict[str, str]:
    """Nobody is refused by a quota here: the load is what is measured."""
    return {
        "PLUMB_DISCORD_TOKEN": discord.token,
        "PLUMB_DISCORD_API": discord.api,
        "PLUMB_DISCORD_GATEWAY": discord.gateway,
        "PLUMB_HOME": str(home),
        "PLUMB_DATA": f"folder:{data}",
        "PLUMB_AS_OF": as_of,
        "PLUMB_MODEL": "offline",
        "PLUMB_PERSON_REQUESTS": "10000",
        "PLUMB_SERVER_REQUESTS": "100000",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
