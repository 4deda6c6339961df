"""Scheduled posts of the real process: each is in the channel exactly once, whatever dies on the way."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.community.values import GuildSettings
from bot.store import open_store
from tests.bot.surface.posting_scene import BRIEF, Posting, posting
from tests.bot.surface.process import Moved, Zygote
from tests.loopback.discord import Allow
from tests.loopback.discord.calls import Call
from tools.ledger.port import Wanted

Play = Callable[[Callable[[Posting], Awaitable[None]]], None]
SOON = timedelta(seconds=5)


@pytest.fixture
def play(zygote: Zygote, tmp_path: Path) -> Play:
    """Play a scene to its end."""

    def run(act: Callable[[Posting], Awaitable[None]], url: str = "") -> None:
        async def whole() -> None:
            async with posting(zygote, tmp_path / "home", url) as scene:
                await act(scene)

        asyncio.run(whole())

    return run


def test_a_brief_comes_at_its_moment_once_and_in_the_servers_language(play: Play) -> None:
    """Not before; one symbol is a whole card, three are one message with a button each."""

    async def act(scene: Posting) -> None:
        scene.settings(GuildSettings(scene.guild.id, locale="de"))
        process = await scene.start(BRIEF - timedelta(minutes=9))
        await scene.discord.synced()
        for symbols in ("IWM", "IWM SPY QQQ"):
            made = await scene.boss.slash(scene.channel, "schedule add", kind="brief", symbols=symbols)
            await made.done(20)
        await scene.quiet()
        assert not scene.posted
        process.move(BRIEF + SOON)
        await scene.becomes(lambda: len(scene.posted) == 2, "both briefs")
        await scene.quiet()
        assert len(scene.posted) == 2
        one, three = sorted(scene.posted, key=lambda each: "QQQ card" in str(each.buttons))
        assert "Morgenüberblick" in one.text
        assert "2024-03-07" in one.text
        assert "IWM" in one.text
        assert all(symbol in three.text for symbol in ("IWM", "SPY", "QQQ"))
        await process.stopped()

    play(act)


def test_a_debrief_follows_the_sealing_of_a_day_that_ends_early(play: Play) -> None:
    """On 3 July the exchange closes at 13:00; what was sealed on the 2nd is judged 30 minutes after that."""

    async def act(scene: Posting) -> None:
        first = await scene.start(datetime(2024, 7, 2, 20, 30, tzinfo=UTC), PLUMB_OWNER_SEAL="true")
        await scene.becomes(lambda: sealed(scene) == ["2024-07-02"], "the first seal")
        scene.schedule("debrief", minutes=30)
        await first.stopped()
        second = await scene.start(
            datetime(2024, 7, 3, 17, 29, 56, tzinfo=UTC), PLUMB_OWNER_SEAL="true", PLUMB_LOG="info"
        )
        assert not scene.posted
        await scene.becomes(lambda: scene.posted, "the debrief")
        assert "2024-07-03" in sealed(scene)
        message = scene.posted[0]
        assert "Debrief" in message.text
        assert "session 2024-07-03" in message.text
        assert "2024-07-02" in message.text
        await scene.quiet()
        assert len(scene.posted) == 1
        await second.stopped()

    play(act)


def sealed(scene: Posting) -> list[str]:
    """The sessions of which a call of IWM is sealed."""
    with open_store(scene.database) as store:
        return sorted(row.entry.session.isoformat() for row in store.ledger.seals(Wanted(symbol="IWM")))


STEPS = ("claimed", "received", "stored", "posted")


@pytest.mark.parametrize("step", STEPS)
def test_kill_9_at_any_step_leaves_one_message(play: Play, step: str) -> None:
    """Claimed and nothing sent; sent and lost; stored and not answered; answered and noted."""

    async def act(scene: Posting) -> None:
        scene.schedule()
        process = await killed_at(scene, step)
        assert await process.ended() == -9
        assert len(scene.posted) == (step in ("stored", "posted"))
        again = await scene.start(BRIEF + timedelta(minutes=4))
        await scene.becomes(lambda: scene.states() == {"posted": 1}, "the post to be noted")
        await scene.quiet()
        assert len(scene.posted) == 1
        await again.stopped()

    play(act)


async def killed_at(scene: Posting, step: str) -> Moved:
    """A process that is killed at a step of its post."""
    process: list[Moved] = []

    def on_call(when: str, call: Call) -> None:
        if when == step and call.route.method == "POST" and call.route.path.endswith("/messages"):
            process[0].kill()
            if step == "received":
                raise ConnectionResetError

    scene.discord.on_call = on_call
    process.append(scene.begin(BRIEF + SOON))
    if step in ("claimed", "posted"):
        await scene.becomes(lambda: step in scene.states(), "the step", 60)
        process[0].kill()
    else:
        await scene.becomes(lambda: process[0].over, "the kill")
    await process[0].ended()
    scene.discord.on_call = lambda *_: None
    return process[0]


@pytest.mark.parametrize("readable", [True, False])
def test_after_a_long_outage_a_post_is_found_by_its_button_or_given_up(play: Play, *, readable: bool) -> None:
    """Discord has forgotten the nonce: the history shows the message; where it is hidden, it is given up."""

    async def act(scene: Posting) -> None:
        scene.schedule()
        await killed_at(scene, "stored")
        scene.discord.clock.advance(minutes=30)
        if not readable:
            scene.channel.deny(scene.guild.everyone, Allow.READ_HISTORY)
        again = await scene.start(BRIEF + timedelta(minutes=35))
        await scene.becomes(lambda: "sending" not in scene.states(), "an end of the post")
        assert scene.states() == ({"posted": 1} if readable else {"given up": 1})
        await scene.quiet()
        assert len(scene.posted) == 1
        await again.stopped()

    play(act)


def both_post_once(play: Callable[..., None], url: str = "") -> None:
    """Two processes at one schedule."""

    async def act(scene: Posting) -> None:
        scene.schedule("brief", "IWM", "SPY")
        one = await scene.start(BRIEF - timedelta(minutes=2))
        two = await scene.start(BRIEF - timedelta(minutes=2))
        for process in (one, two):
            process.move(BRIEF + SOON)
        await scene.becomes(lambda: scene.posted, "the post")
        await scene.quiet()
        assert len(scene.posted) == 1
        sent = [one for one in scene.discord.requests if one.method == "POST" and "/messages" in one.path]
        assert len(sent) == 1, "only one of them sends"
        await one.stopped()
        await two.stopped()

    play(act, url)


def test_two_processes_with_one_sqlite_file_make_one_message(play: Play) -> None:
    both_post_once(play)


def test_two_processes_with_one_postgresql_make_one_message(play: Play, postgres_url: str) -> None:
    both_post_once(play, postgres_url)


@pytest.mark.parametrize("lost", ["permission", "channel"])
def test_where_it_may_not_post_the_schedule_pauses_and_says_why(play: Play, lost: str) -> None:
    async def act(scene: Posting) -> None:
        number = scene.schedule()
        channel = scene.channel
        process = await scene.start(BRIEF - timedelta(minutes=2))
        await scene.discord.synced()
        if lost == "permission":
            channel.deny(scene.guild.everyone, Allow.SEND_MESSAGES)
        else:
            channel.delete()
        process.move(BRIEF + SOON)

        def paused() -> str:
            with open_store(scene.database) as store:
                return store.schedules.of(scene.guild.id)[0].paused

        await scene.becomes(paused, "a pause")
        said = "lacks a permission" if lost == "permission" else "is gone"
        shown = await (await scene.boss.slash(scene.guild["alerts"], "schedule list")).done(20)
        assert said in shown.text
        assert f"{number}" in shown.text
        assert not [one for one in channel.messages.values() if one.author.bot]
        await process.stopped()
        scene.discord.book.violations.clear()

    play(act)


def test_a_discord_that_fails_is_tried_again_until_it_is_too_late(play: Play) -> None:
    """One schedule outlives the trouble; of another all of Discord's answers are 503 until it is too late."""

    async def act(scene: Posting) -> None:
        scene.schedule()
        first = await scene.discord.refuse_rest(1, 503, containing="/messages")
        process = await scene.start(BRIEF + SOON)
        await scene.becomes(lambda: not first.times, "the first try")
        await scene.quiet()
        assert not scene.posted
        process.move(BRIEF + timedelta(seconds=90))
        await scene.becomes(lambda: scene.posted, "the second try")
        dead = await scene.discord.refuse_rest(1_000, 503, containing="/messages")
        process.move(BRIEF + timedelta(days=3) - timedelta(hours=1) + SOON)
        await scene.becomes(lambda: dead.times < 1_000, "a try on Monday")
        process.move(BRIEF + timedelta(days=3) + timedelta(hours=2))
        await scene.quiet()
        dead.times = 0
        process.move(BRIEF + timedelta(days=3) + timedelta(hours=3))
        await scene.becomes(lambda: scene.states() == {"posted": 1, "given up": 1}, "the end")
        await scene.quiet()
        assert len(scene.posted) == 1
        await process.stopped()

    play(act)
