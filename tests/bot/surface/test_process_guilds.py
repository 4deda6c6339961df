"""Servers come and go while the real process listens and while it does not."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

from bot.community.values import GuildSettings, Watch
from bot.store import open_store
from tests.bot.surface.posting_scene import BRIEF, EARLIER, Posting, posting
from tests.bot.surface.process import Zygote

WEEK = timedelta(days=7)


def kept(scene: Posting) -> list[bool]:
    """Whether schedules and watches of the server are kept, and whether it counts as one the bot is in."""
    with open_store(scene.database) as store:
        return [
            bool(store.schedules.of(scene.guild.id)),
            bool(store.watches.of_guild(scene.guild.id)),
            scene.guild.id in store.guilds.there(),
        ]


def fill(scene: Posting, *, settings: bool = True) -> None:
    """Keep something of the server."""
    scene.schedule(minutes=-500)
    if settings:
        scene.settings(GuildSettings(scene.guild.id, private=True))
    with open_store(scene.database) as store:
        end = date(2024, 12, 31)
        store.watches.add(
            Watch(0, scene.guild.id, scene.channel.id, scene.boss.id, "IWM", "trend", 1, 0, end)
        )


def test_a_removal_is_forgotten_after_a_week_and_an_outage_never(zygote: Zygote, tmp_path: Path) -> None:
    async def act(scene: Posting) -> None:
        fill(scene)
        process = await scene.start(EARLIER)
        await scene.discord.synced()
        scene.guild.become_unavailable()
        await scene.quiet()
        assert kept(scene) == [True, True, True]
        scene.guild.become_available()
        scene.guild.remove_bot()
        await scene.becomes(lambda: kept(scene) == [True, True, False], "the note of the removal")
        await process.stopped()
        # within the week: all is there
        process = await scene.start(EARLIER + WEEK - timedelta(hours=1))
        await scene.quiet()
        assert kept(scene) == [True, True, False]
        await process.stopped()
        process = await scene.start(
            EARLIER + WEEK + timedelta(days=1), PLUMB_EMBEDDING_MODEL="all-MiniLM-L6-v2"
        )
        await scene.becomes(lambda: kept(scene) == [False, False, False], "the end of all that was kept", 60)
        await process.stopped()

    play(act, zygote, tmp_path)


def test_what_happened_while_it_was_away_is_found_at_the_login(zygote: Zygote, tmp_path: Path) -> None:
    """A server that set nothing and has a schedule alone is found too; one that comes back keeps it."""

    async def act(scene: Posting) -> None:
        fill(scene, settings=False)
        scene.guild.has_bot = False
        process = await scene.start(EARLIER)
        with open_store(scene.database) as store:
            await scene.becomes(lambda: not store.schedules.all(), "the note of the removal")
            assert store.schedules.of(scene.guild.id)
        await process.stopped()
        scene.guild.has_bot = True
        process = await scene.start(EARLIER + timedelta(days=6))
        with open_store(scene.database) as store:
            await scene.becomes(store.schedules.all, "the note of the return")
        await process.stopped()
        # a server in an outage at the login is one the bot is in
        scene.guild.available = False
        process = await scene.start(BRIEF)
        await scene.quiet()
        assert kept(scene) == [True, True, True]
        await process.stopped()

    play(act, zygote, tmp_path)


def test_a_process_marks_the_servers_of_its_own_shards_alone(zygote: Zygote, tmp_path: Path) -> None:
    async def act(scene: Posting) -> None:
        fill(scene)
        scene.guild.has_bot = False
        scene.discord.shards = 2
        own = (scene.guild.id >> 22) % 2
        other = await scene.start(EARLIER, PLUMB_DISCORD_SHARDS=f"{1 - own}/2")
        await scene.quiet()
        assert kept(scene) == [True, True, True]
        process = await scene.start(EARLIER, PLUMB_DISCORD_SHARDS=f"{own}/2")
        await scene.becomes(lambda: kept(scene) == [True, True, False], "the note of the removal")
        await other.stopped()
        await process.stopped()

    play(act, zygote, tmp_path)


def play(act: object, zygote: Zygote, tmp_path: Path) -> None:
    """Play a scene to its end."""

    async def whole() -> None:
        async with posting(zygote, tmp_path / "home") as scene:
            await act(scene)  # type: ignore[operator]

    asyncio.run(whole())
