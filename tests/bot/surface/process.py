"""The Discord process as a process of its own, pointed at a loopback Discord."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.bot.surface.moving import move
from tests.loopback.discord import LoopbackDiscord

ROOT = Path(__file__).parents[3]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(discord: LoopbackDiscord | None, home: Path, **more: str) -> dict[str, str]:
    """What the process is told; nothing of the machine's own settings."""
    (home / "no-model").mkdir(parents=True, exist_ok=True)
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PLUMB_")}
    given = {
        "PYTHONPATH": str(ROOT),
        "PLUMB_HOME": str(home),
        "PLUMB_DATA": "sample",
        "PLUMB_CORPUS": "none",
        # no model is prepared for searches nobody makes
        "PLUMB_EMBEDDING_MODEL": str(home / "no-model"),
        "PLUMB_HEALTH_PORT": "0",
        "PLUMB_PERSON_REQUESTS": "1000",
    }
    if discord is not None:
        given |= {
            "PLUMB_DISCORD_TOKEN": discord.token,
            "PLUMB_DISCORD_API": discord.api,
            "PLUMB_DISCORD_GATEWAY": discord.gateway,
        }
    return bare | given | more


class Shipped:
    """`python -m bot discord …` with its output in a file."""

    def __init__(self, folder: Path, env: dict[str, str], *arguments: str, name: str = "out") -> None:
        self._log = folder / f"{name}.txt"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "discord", *arguments],
                env=env, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip

    @property
    def output(self) -> str:
        """All it said."""
        return self._log.read_text(encoding="utf-8")

    def send(self, number: int) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    async def ended(self, timeout: float = 60.0) -> int:  # noqa: ASYNC109 - the test's patience
        """Its exit code; one that does not end is killed."""
        try:
            return await asyncio.to_thread(self.process.wait, timeout)
        finally:
            self.process.kill()
            self.process.wait()


class Moved:
    """A process whose clock the test moves."""

    def __init__(self, zygote: "Zygote", pid: int, clock: Path, log: Path) -> None:
        self._zygote = zygote
        self._clock = clock
        self._log = log
        self.pid = pid
        self.code: int | None = None

    @property
    def output(self) -> str:
        """All it said."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def move(self, moment: datetime) -> None:
        """Let its clock go on from a moment."""
        move(self._clock, moment)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as kill -9 does."""
        self.signal(signal.SIGKILL)

    @property
    def over(self) -> bool:
        """Whether it ended."""
        if self.code is None:
            self.code = self._zygote.order(poll=self.pid)
        return self.code is not None

    async def ended(self) -> int:
        """Its exit code, once it ended."""
        for _ in range(1_500):
            if self.over:
                assert self.code is not None
                return self.code
            await asyncio.sleep(0.02)
        raise AssertionError(f"it goes on: {self.output[-2_000:]}")

    async def stopped(self) -> None:
        """Stop it as an operator does."""
        self.signal(signal.SIGTERM)
        code = await self.ended()
        assert code == 0, self.output[-3_000:]


class Zygote:
    """Where processes with a moved clock come from."""

    def __init__(self) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith("PLUMB_")}
        # threads do not survive a fork
        env |= {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.surface.moving"],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._alive: set[int] = set()
        self._count = 0

    def order(self, **order: Any) -> Any:
        """Send one line and read the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        if "poll" not in order:
            self._alive.add(said)
        elif said is not None:
            self._alive.discard(order["poll"])
        return said

    def start(self, discord: LoopbackDiscord, home: Path, moment: datetime, **more: str) -> Moved:
        """Start a process at a moment."""
        home.mkdir(parents=True, exist_ok=True)
        self._count += 1
        clock, log = home / f"clock{self._count}.json", home / f"log{self._count}.txt"
        move(clock, moment)
        env = environment(discord, home, **more)
        pid = self.order(env=env, clock=str(clock), log=str(log))
        return Moved(self, pid, clock, log)

    def end_all(self) -> None:
        """End the processes that a test left."""
        for pid in list(self._alive):
            os.kill(pid, signal.SIGKILL)
            while self.order(poll=pid) is None:
                pass

    def close(self) -> None:
        """End."""
        self.end_all()
        self._process.communicate(timeout=20)


@contextmanager
def zygotes() -> Iterator[Zygote]:
    """One zygote."""
    made = Zygote()
    try:
        yield made
    finally:
        made.close()
