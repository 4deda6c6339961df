"""`make bench-discord`: the shipped bot under the load of many servers, on a Discord of our own.

The bot is a process of its own, started as an operator starts it. The Discord it talks to is in this
process and holds every request against Discord's description and limits, which costs processor time too:
on a machine with two cores the bot has little more than one of them.
"""

import argparse
import asyncio
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.discord_crowd import Crowd, Taken, percentile
from tests.benchmarks.discord_mix import plan
from tests.benchmarks.discord_process import Bot, Counts, prepare, running
from tests.loopback.discord import LoopbackDiscord

AS_OF = "2024-03-08"
GUILDS, EACH = 50, 4
COMMANDS, SECONDS, BURST = 1_000, 60.0, 100
EQUAL = 500
SOAK_SECONDS, SOAK_RATE = 180, 5
_SETTLES = 3.0
"""Seconds in which the start's own work ends."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One part of the benchmark.

    Attributes:
        name: What was done.
        taken: Every command.
        counts: What the bot counted meanwhile.
        took: Seconds until the last answer.
        processor: Processor seconds of the bot.
        memory: Megabytes of the bot, once a second.
        own_lag: 99th percentile of this process's own loop lag, in seconds.
        load: The machine's load average before.
    """

    name: str
    taken: Sequence[Taken]
    counts: Counts
    took: float
    processor: float
    memory: Sequence[float]
    own_lag: float
    load: float


def main() -> int:
    """Print the tables; 0 when nothing was lost and no rule of Discord was broken."""
    parts = ("mix", "equal", "soak")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(parts)}; none means all")
    chosen = set(parser.parse_args().parts) or set(parts)
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    data = Path(os.environ.get("PLUMB_TEST_DATA", default))
    if not (data / "manifest.toml").is_file():
        sys.stderr.write(f"The benchmark needs the real bars: set PLUMB_TEST_DATA (looked in {data}).\n")
        return 1
    console = Console(width=120)
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    return asyncio.run(_run(console, data, chosen))


async def _run(console: Console, data: Path, parts: set[str]) -> int:
    bad = 0
    with tempfile.TemporaryDirectory() as prepared:
        await prepare(Path(prepared), data)
        for name, part in (("mix", _mixed), ("equal", _equal), ("soak", _soaked)):
            if name in parts:
                bad += await _with_bot(console, data, Path(prepared), part)
    return int(bad > 0)


async def _with_bot(
    console: Console, data: Path, prepared: Path, part: Callable[[Console, Bot, Crowd], Awaitable[int]]
) -> int:
    """One part on a new process; how many commands were lost or rules broken.

    Its home has the shipped reports in the corpus, as after any earlier start, and nothing else.
    """
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(prepared, home, dirs_exist_ok=True)
        async with LoopbackDiscord() as discord:
            crowd = Crowd(discord, GUILDS, EACH)
            async with running(discord, Path(home), data, AS_OF) as bot:
                await asyncio.sleep(_SETTLES)
                lost = await part(console, bot, crowd)
            broken = discord.violations
            console.print(f"rules of Discord broken: {len(broken)}, requests: {len(discord.requests):,}")
            for one in broken[:5]:
                console.print(f"  {one}")
            return lost + len(broken)


async def _mixed(console: Console, bot: Bot, crowd: Crowd) -> int:
    lost = 0
    for name, seed in (("cold", 1), ("warm", 2)):
        planned = plan(COMMANDS, SECONDS, members=GUILDS * EACH, burst=BURST, seed=seed)
        title = f"{COMMANDS:,} mixed commands in {SECONDS:.0f} s, {BURST} of them within 1 s, {name}"
        made = await _measured(title, bot, crowd, partial(crowd.send, planned))
        _show(console, made)
        lost += _lost(console, made)
    return lost


async def _equal(console: Console, bot: Bot, crowd: Crowd) -> int:
    title = f"{EQUAL} times /analyze QQQ at once"
    made = await _measured(title, bot, crowd, lambda: crowd.at_once(EQUAL, "analyze", symbol="QQQ"))
    _show(console, made)
    return _lost(console, made)


async def _soaked(console: Console, bot: Bot, crowd: Crowd) -> int:
    count = SOAK_SECONDS * SOAK_RATE
    planned = plan(count, SOAK_SECONDS, members=GUILDS * EACH, burst=0, seed=3)
    title = f"{count} mixed commands in {SOAK_SECONDS} s"
    made = await _measured(title, bot, crowd, lambda: crowd.send(planned))
    _show(console, made)
    third = len(made.memory) // 3
    for name, part in (("second", made.memory[third : 2 * third]), ("last", made.memory[2 * third :])):
        console.print(f"memory in the {name} third: {_slope(part) * 60:+.1f} MB a minute")
    return _lost(console, made)


async def _measured(
    name: str, bot: Bot, crowd: Crowd, send: Callable[[], Awaitable[Sequence[Taken]]]
) -> Measured:
    crowd.lags.clear()
    load = os.getloadavg()[0]
    before, processor, memory = await bot.counts(), bot.seconds, [bot.resident]
    watching = asyncio.create_task(_memory(bot, memory))
    began = time.monotonic()
    taken = await send()
    took = time.monotonic() - began
    watching.cancel()
    counts = (await bot.counts()).since(before)
    own = percentile(crowd.lags, 0.99)
    return Measured(name, taken, counts, took, bot.seconds - processor, memory, own, load)


async def _memory(bot: Bot, memory: list[float]) -> None:
    while True:
        memory.append(bot.resident)
        await asyncio.sleep(1)


def _show(console: Console, made: Measured) -> None:
    table = Table(title=made.name, title_justify="left")
    for heading in ("seconds", "commands", "median", "99 %", "slowest"):
        table.add_column(heading, justify="left" if heading == "seconds" else "right")
    _row(table, "acknowledged", [one.acknowledged for one in made.taken])
    _row(table, "answered, all", [one.completed for one in made.taken])
    for kind in sorted({one.kind for one in made.taken}):
        _row(table, f"answered, {kind}", [one.completed for one in made.taken if one.kind == kind])
    console.print(table)
    counts = made.counts
    came = ", ".join(
        f"{lane} {counts.total('plumb_computations_total', lane=lane, came=how):.0f} {how}"
        for lane in ("desk", "quick")
        for how in ("made", "shared", "kept")
    )
    outcomes = counts.by("plumb_interactions_total", "outcome")
    lag = "plumb_loop_lag_seconds"
    console.print(
        f"loop lag: 99 % at most {counts.bound(lag, 0.99) * 1000:g} ms, 99.9 % at most "
        f"{counts.bound(lag, 0.999) * 1000:g} ms, mean "
        f"{counts.total(f'{lag}_sum') / counts.total(f'{lag}_count') * 1000:.1f} ms; "
        f"of this process itself 99 %: {made.own_lag * 1000:.0f} ms"
    )
    console.print(
        f"took {made.took:.1f} s, processor {made.processor:.1f} s; memory {made.memory[0]:.0f} MB at first, "
        f"{max(made.memory):.0f} MB at most, {made.memory[-1]:.0f} MB at last; load before {made.load:.1f}"
    )
    console.print(f"computations: {came}")
    console.print(f"interactions: {', '.join(f'{count:.0f} {word}' for word, count in outcomes.items())}")


def _row(table: Table, name: str, values: Sequence[float | None]) -> None:
    known = [one for one in values if one is not None]
    if known:
        shown = (percentile(known, share) for share in (0.5, 0.99, 1.0))
        table.add_row(name, str(len(known)), *(f"{one:.3f}" for one in shown))


def _lost(console: Console, made: Measured) -> int:
    lost = [one for one in made.taken if one.lost]
    console.print(f"lost: {len(lost)}")
    for one in lost[:5]:
        console.print(f"  {one.kind}: {one.lost}")
    return len(lost)


def _slope(values: Sequence[float]) -> float:
    """Least squares, per step."""
    middle, mean = (len(values) - 1) / 2, sum(values) / len(values)
    over = sum((step - middle) * (value - mean) for step, value in enumerate(values))
    return over / sum((step - middle) ** 2 for step in range(len(values)))


if __name__ == "__main__":
    sys.exit(main())
