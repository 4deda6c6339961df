"""`python -m bot discord` as operators run it: how it starts, says that it is ready, and ends."""

import asyncio
import json
import re
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.bot.surface.posting_scene import EARLIER
from tests.bot.surface.process import Shipped, Zygote, environment, free_port
from tests.loopback.discord import LoopbackDiscord

REAL = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWsQ1x"  # a made-up one
WITHIN = 25.0


def test_what_keeps_it_from_starting_is_one_sentence_and_no_secret(tmp_path: Path) -> None:
    """Each names the variable, has its exit code, no traceback, and never the token."""

    async def act() -> None:
        (tmp_path / "file").write_text("")
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            nowhere = f"http://127.0.0.1:{free_port()}"
            async with LoopbackDiscord() as discord:
                wrong: dict[str, tuple[dict[str, str], int, str]] = {
                    "none": ({"PLUMB_DISCORD_TOKEN": ""}, 78, "PLUMB_DISCORD_TOKEN"),
                    "malformed": (
                        {"PLUMB_DISCORD_TOKEN": "Bot x.y", "PLUMB_DISCORD_API": ""},
                        78,
                        "PLUMB_DISCORD_TOKEN",
                    ),
                    "refused": ({"PLUMB_DISCORD_TOKEN": REAL}, 78, "PLUMB_DISCORD_TOKEN"),
                    "unreachable": ({"PLUMB_DISCORD_API": nowhere}, 69, "Discord cannot"),
                    "port": ({"PLUMB_HEALTH_PORT": port}, 78, "PLUMB_HEALTH_PORT"),
                    "model": ({"PLUMB_MODEL": "nonsense:x"}, 78, "PLUMB_MODEL"),
                    "home": ({"PLUMB_HOME": str(tmp_path / "file" / "home")}, 78, "PLUMB_HOME"),
                }  # fmt: skip
                started = {}
                for name, (more, _, _) in wrong.items():
                    env = {
                        key: value
                        for key, value in (environment(discord, tmp_path / name) | more).items()
                        if value
                    }
                    started[name] = Shipped(tmp_path, env, name=name)
                for name, process in started.items():
                    code = await process.ended()
                    said = [line for line in process.output.splitlines() if line.startswith("plumbline:")]
                    assert code == wrong[name][1], (name, process.output)
                    assert len(said) == 1, (name, process.output)
                    assert wrong[name][2] in said[0], (name, said)
                    assert "Traceback" not in process.output
                    for secret in (REAL, discord.token, "x.y"):
                        assert secret not in process.output, name
                discord.taken(0)

    asyncio.run(act())


def test_a_check_says_who_it_is_and_how_it_is_added(tmp_path: Path) -> None:
    async def act() -> None:
        async with LoopbackDiscord() as discord:
            process = Shipped(tmp_path, environment(discord, tmp_path / "home"), "--check")
            assert await process.ended() == 0, process.output
            assert "Logged in as plumbline" in process.output
            assert f"client_id={discord.application_id}" in process.output
            asked = re.search(r"permissions=(\d+)", process.output)
            assert asked is not None
            # view, send, send in threads, create public threads, attach files, read history: no more
            assert int(asked[1]) == 1 << 10 | 1 << 11 | 1 << 38 | 1 << 35 | 1 << 15 | 1 << 16
            assert "none of the privileged intents" in process.output
            assert discord.token not in process.output
            assert not discord.sockets.identified
            assert not discord.violations

    asyncio.run(act())


def get(port: int, path: str) -> tuple[int, str]:
    """What the process serves; 0 while it serves nothing."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


async def fetched(port: int, path: str, wanted: int) -> str:
    """What is served under a path, once it has a status."""
    for _ in range(600):
        status, text = await asyncio.to_thread(get, port, path)
        if status == wanted:
            return text
        await asyncio.sleep(0.05)
    raise AssertionError(f"{path} never was {wanted}")


def test_it_gets_ready_answers_and_ends_in_order(tmp_path: Path) -> None:
    """Health before and after the login; then SIGTERM under a slow command and a question."""

    async def act() -> None:
        port = free_port()
        async with LoopbackDiscord() as discord:
            guild = discord.add_guild("Small caps", channels=["signals"])
            ana = guild.add_member("ana")
            await discord.delay_rest(0.7)
            env = environment(
                discord, tmp_path / "home", PLUMB_HEALTH_PORT=str(port), PLUMB_AS_OF="2024-03-08"
            )
            process = Shipped(tmp_path, env)
            await fetched(port, "/health/live", 200)
            before = json.loads(await fetched(port, "/health/ready", 503))
            assert "not logged in yet" in before["parts"]["gateway"]["said"]
            await discord.delay_rest(0)
            after = json.loads(await fetched(port, "/health/ready", 200))
            assert re.search(r"looked at the schedules \d+ seconds ago", after["parts"]["runner"]["said"])
            await discord.synced(30)
            channel = guild["signals"]
            shown = await (await ana.slash(channel, "levels", symbol="IWM")).done(30)
            assert "IWM" in shown.text
            series = await fetched(port, "/metrics", 200)
            for name in (
                "plumb_interactions",
                "plumb_acknowledgement_seconds",
                "plumb_loop_lag",
                "plumb_guilds 1.0",
            ):
                assert name in series
            assert not re.search(r"\d{15,}", re.sub(r"[eE+.]\d+|\d+\.\d+(e\+\d+)?", "", series))
            slow = await ana.slash(channel, "evidence", symbol="IWM")
            asked = await ana.slash(channel, "ask", question="What would flip IWM?")
            process.send(signal.SIGTERM)
            began = time.monotonic()
            await discord.until(lambda: "SIGTERM" in process.output, what="the word of the end")
            late = await (await ana.slash(channel, "levels", symbol="SPY")).done(20)
            assert "restart" in late.text
            await slow.done(WITHIN)
            await asked.done(WITHIN)
            assert "IWM" in slow.text
            assert "IWM" in asked.text
            assert await process.ended() == 0, process.output
            assert time.monotonic() - began < WITHIN
            assert discord.token not in process.output
            assert "Traceback" not in process.output
            assert not discord.violations

    asyncio.run(act())


def test_a_second_signal_ends_it_at_once(zygote: Zygote, tmp_path: Path) -> None:
    async def act() -> None:
        async with LoopbackDiscord() as discord:
            guild = discord.add_guild("Small caps", channels=["signals"])
            ana = guild.add_member("ana")
            process = zygote.start(discord, tmp_path / "home", EARLIER)
            await discord.synced(30)
            await ana.slash(guild["signals"], "report", symbol="IWM")
            process.signal(signal.SIGTERM)
            await discord.until(lambda: "SIGTERM" in process.output, what="the word of the end")
            process.signal(signal.SIGTERM)
            assert await process.ended() == 128 + signal.SIGTERM

    asyncio.run(act())


def test_two_processes_with_a_shard_each_serve_their_own_servers(zygote: Zygote, tmp_path: Path) -> None:
    """Each command is answered once, by the process whose shard the server is on."""

    async def act() -> None:
        async with LoopbackDiscord(shards=2) as discord:
            guilds = [
                discord.add_guild(f"g{n}", channels=["signals"], number=(1_000 + n) << 22) for n in (0, 1)
            ]
            home = tmp_path / "home"
            processes = [
                zygote.start(discord, home, EARLIER, PLUMB_DISCORD_SHARDS=f"{shard}/2") for shard in (0, 1)
            ]
            await discord.until(lambda: len(discord.sockets.connected) == 2, 40, what="both logins")
            assert sorted(tuple(one["shard"]) for one in discord.sockets.identified) == [(0, 2), (1, 2)]
            await discord.synced(30)
            for guild in guilds:
                ana = guild.add_member("ana")
                shown = await (await ana.slash(guild["signals"], "levels", symbol="IWM")).done(30)
                assert "IWM" in shown.text
            # one process gone: the other goes on with its own
            await processes[0].stopped()
            bob = guilds[1].add_member("bob")
            shown = await (await bob.slash(guilds[1]["signals"], "levels", symbol="IWM")).done(30)
            assert "IWM" in shown.text
            callbacks = [one for one in discord.requests if one.path.endswith("/callback")]
            assert [one.status for one in callbacks] == [204] * 3 or len(callbacks) == 3
            await processes[1].stopped()
            assert not discord.violations

    asyncio.run(act())
