"""Watches of the real process over real bars: told once when a state changed, to nobody but its followers."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.community.values import GuildSettings, Watch
from bot.store import open_store
from tests.bot.surface.posting_scene import Posting, posting
from tests.bot.surface.process import Zygote
from tests.bot.surface.running import DATA
from tests.loopback.discord import Person

pytestmark = pytest.mark.skipif(not (DATA / "bars").exists(), reason="real bars are not here")

DAYS = {
    9: [],
    12: [("bullish", {"ana", "cat"})],
    13: [("neutral", {"ana"})],
    14: [],
    15: [("bullish", {"ana"})],
    16: [("bullish", {"bob"})],
}
"""February 2024: IWM's rating is neutral, bullish, neutral, neutral, bullish, bullish on these sessions."""


def watch(scene: Posting, person: Person, **more: object) -> None:
    """Somebody follows IWM's rating."""
    kept = {"confirm": 1, "cooldown": 0, "expires": date(2024, 3, 1)} | more
    with open_store(scene.database) as store:
        store.watches.add(
            Watch(0, scene.guild.id, scene.channel.id, person.id, "IWM", "composite", **kept)  # type: ignore[arg-type]
        )


def test_each_follower_is_told_of_each_change_once(zygote: Zygote, tmp_path: Path) -> None:
    """Ana hears all; Bob asked for two sessions in a row; Cat for silence; Dan's watch ended; Eve went away.

    What two hear of one session is one message, and it pings them and nobody else, in the alerts channel.
    """

    async def act(scene: Posting) -> None:
        names = ("ana", "bob", "cat", "dan", "eve")
        people = {name: scene.guild.add_member(name) for name in names}
        scene.settings(GuildSettings(scene.guild.id, alerts=scene.guild["alerts"].id))
        watch(scene, people["ana"])
        watch(scene, people["bob"], confirm=2)
        watch(scene, people["cat"], cooldown=5)
        watch(scene, people["dan"], expires=date(2024, 2, 9))
        watch(scene, people["eve"])
        with open_store(scene.database) as store:
            store.forget_person(people["eve"].id)
        alerts = scene.guild["alerts"]
        process = await scene.start(evening(9), PLUMB_DATA=f"folder:{DATA}")
        for day, expected in DAYS.items():
            process.move(evening(day))
            await scene.becomes(
                lambda day=day: read_until(scene) == date(2024, 2, day), f"{day} February", 60
            )
            told = {(who, state) for state, whom in expected for who in whom}
            wanted = len(expected)
            await scene.becomes(lambda want=wanted: new(alerts) >= want, f"alerts of {day} February")
            await scene.quiet()
            fresh = list(alerts.messages.values())
            assert len(fresh) == len(expected), (day, [one.text[:100] for one in fresh])
            for message in fresh:
                heard = {name for name in names if people[name].mention in message.text}
                assert {(who, state) for who, state in told} == {(who, expected[0][0]) for who in heard}
                assert f"**{expected[0][0]}**" in message.text
                sent = [one for one in scene.discord.requests if one.path.endswith(f"{alerts.id}/messages")]
                allowed = sent[-1].body["allowed_mentions"]
                assert {int(one) for one in allowed["users"]} == {people[name].id for name in heard}
                assert not allowed.get("parse")
            alerts.messages.clear()
        assert not scene.posted
        await process.stopped()

    async def whole() -> None:
        async with posting(zygote, tmp_path / "home") as scene:
            await act(scene)

    asyncio.run(whole())


def evening(day: int) -> datetime:
    """After a close in February 2024."""
    return datetime(2024, 2, day, 22, tzinfo=UTC)


def new(channel: object) -> int:
    """Messages in a channel."""
    return len(channel.messages)  # type: ignore[attr-defined]


def read_until(scene: Posting) -> date | None:
    """The session up to which all watches were read."""
    with open_store(scene.database) as store:
        read = {one.read for one in store.watches.of_guild(scene.guild.id) if one.expires.month == 3}
    return read.pop() if len(read) == 1 else None
