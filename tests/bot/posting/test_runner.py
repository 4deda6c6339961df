"""Schedules post once on every session, and what fails is told, tried again or paused, never silent."""

import asyncio
import dataclasses
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cards.blocks import Card
from bot.cards.request import Request
from bot.community.values import At, GuildSettings
from bot.posting.runner import Parts, Runner
from bot.store import Store, open_store
from tests.bot.posting.world import FRIDAY, THURSDAY, World, utc
from tests.bot.store.attacks import attack
from tests.bot.store.community import schedule
from tools.errors import NoData, SourceDown
from tools.ledger.port import Wanted

MORNING = utc(FRIDAY, 13)
AFTER = utc(FRIDAY, 20, 20)


def brief(world: World, **changes: object) -> int:
    """The brief of IWM and SPY, half an hour before the open."""
    made = schedule(**{"made_at": utc(THURSDAY, 12)} | changes)
    return world.store.schedules.add(made).id


def debrief(world: World, *symbols: str) -> int:
    """The debrief, twenty minutes after the close."""
    return brief(world, kind="debrief", symbols=symbols or ("IWM",), at=At("close", 20))


def test_a_brief_is_posted_once_with_the_cards_of_the_last_session(world: World) -> None:
    number = brief(world)
    world.now = MORNING - timedelta(seconds=1)
    world.tick()
    before = world.channels.keys()
    world.now = MORNING
    runner = world.runner()
    for _ in range(3):
        world.tick(runner)
        world.tick()
        world.now += timedelta(minutes=5)
    assert world.channels.keys() == [*before, f"schedule:{number}:2025-09-26"]
    message = world.channels.messages()[-1]
    assert message["text"] == "**Brief** · session 2025-09-25"
    assert message["cards"] == ["plumb:analyze:IWM:20250925::", "plumb:analyze:SPY:20250925::"]
    assert [one.symbol for one in world.asked[-2:]] == ["IWM", "SPY"]


def test_a_paused_schedule_and_one_whose_time_is_long_over_post_nothing(world: World) -> None:
    paused, late = brief(world), brief(world)
    world.store.schedules.pause(paused, "enough")
    world.now = MORNING + timedelta(hours=3)
    world.tick()
    assert world.channels.keys() == []
    assert world.store.posts.state(f"schedule:{paused}:2025-09-26") is None
    assert world.store.posts.state(f"schedule:{late}:2025-09-26") == (
        "given up", "it was too late to be worth posting",
    )  # fmt: skip


def test_a_debrief_waits_until_its_symbols_are_sealed_and_debriefed(world: World) -> None:
    world.book.seal("IWM")
    number = debrief(world)
    world.now = AFTER
    runner = world.runner()
    asyncio.run(runner.post())
    assert world.channels.keys() == []
    asyncio.run(runner.work())
    seals = [row.entry for row in world.store.ledger.seals(Wanted())]
    sealed = [(one.symbol, one.session, one.kind) for one in seals]
    assert sealed == [("IWM", THURSDAY, "forward"), ("IWM", FRIDAY, "forward")]
    assert [row.entry.session for row in world.store.ledger.debriefs(Wanted())] == [FRIDAY]
    assert len(world.store.ledger.settlements(Wanted())) == 1
    asyncio.run(runner.post())
    assert world.channels.keys() == [f"schedule:{number}:2025-09-26"]
    assert world.channels.messages()[0]["cards"] == ["plumb:debrief:IWM:20250926::"]


def test_the_job_of_a_close_is_done_once_however_often_it_runs(world: World) -> None:
    world.book.seal("IWM")
    debrief(world)
    world.now = AFTER
    for _ in range(2):
        world.tick()
    links = world.store.ledger.verify()
    assert [(link.rows, link.broken) for link in links] == [(2, ()), (1, ()), (1, ())]


def test_nothing_is_sealed_in_hindsight(world: World) -> None:
    """From the next open on a seal would be a call made afterwards."""
    debrief(world)
    world.now = utc(FRIDAY, 13, 30)
    asyncio.run(world.runner().work())
    assert world.store.ledger.seals(Wanted()) == ()


def test_a_symbol_without_data_holds_up_no_other_and_is_told_in_the_end(world: World) -> None:
    world.book.seal("IWM")
    good, bad = debrief(world), debrief(world, "IWM", "NONE")
    world.now = AFTER
    runner = world.runner()
    world.tick(runner)
    assert world.channels.keys() == [f"schedule:{good}:2025-09-26"]
    for _ in range(12):
        world.now += timedelta(minutes=5)
        world.tick(runner)
    assert world.channels.keys() == [f"schedule:{good}:2025-09-26", f"schedule:{bad}:2025-09-26"]
    assert "⚠ NONE: its call was not sealed: " in world.channels.messages()[1]["text"]
    assert world.incidents == []


def test_a_refused_post_pauses_its_schedule_and_says_why(world: World) -> None:
    number = brief(world)
    world.channels.refuses = "I may not write in this channel."
    world.now = MORNING
    world.tick()
    assert world.store.schedules.get(number, 41).paused == "I may not write in this channel."  # type: ignore[union-attr]
    world.channels.refuses = ""
    world.now += timedelta(minutes=5)
    world.tick()
    assert world.channels.keys() == []


def test_a_card_that_cannot_be_made_is_said_in_its_place(world: World) -> None:
    brief(world)
    world.fails = {"SPY": NoData("there are no bars of SPY."), "IWM": RuntimeError("a bug")}
    world.now = MORNING
    world.tick()
    assert world.channels.messages()[0]["cards"] == ["**IWM** · unavailable", "**SPY** · unavailable"]
    assert [str(error) for error in world.incidents] == ["a bug"]


def test_a_source_that_is_down_is_waited_for_and_then_told(world: World) -> None:
    brief(world, symbols=("SPY",))
    world.fails = {"SPY": SourceDown("the source does not answer.")}
    world.now = MORNING
    runner = world.runner()
    world.tick(runner)
    world.now += timedelta(minutes=2)
    world.tick(runner)
    assert world.channels.keys() == []
    world.fails = {}
    world.now += timedelta(minutes=2)
    world.tick(runner)
    assert world.channels.messages()[0]["cards"] == ["plumb:analyze:SPY:20250925::"]


def test_a_source_that_stays_down_is_told_before_it_is_too_late(world: World) -> None:
    brief(world, symbols=("SPY",))
    world.fails = {"SPY": SourceDown("the source does not answer.")}
    world.now = MORNING
    for _ in range(11):
        world.tick()
        world.now += timedelta(minutes=10)
    assert world.channels.messages()[0]["cards"] == ["**SPY** · unavailable"]
    assert len(world.channels.keys()) == 1


def test_what_a_dead_process_began_the_next_one_finishes(world: World) -> None:
    number = brief(world)
    world.now = MORNING
    dead = world.runner()

    async def dies(_: Request) -> Card:
        raise asyncio.CancelledError

    parts = dataclasses.replace(world.parts(), card=dies)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(Runner(parts).post())
    world.tick(dead)
    assert world.channels.keys() == []
    world.store.schedules.remove(number, 41)
    world.now += timedelta(minutes=4)
    world.tick()
    assert world.channels.keys() == [f"schedule:{number}:2025-09-26"]


def test_stopping_finishes_the_posts_under_way_and_begins_no_other(world: World) -> None:
    numbers = [brief(world, symbols=("IWM",)) for _ in range(9)]
    world.now = MORNING
    begun: list[Request] = []

    async def story() -> None:
        waiting, enough = asyncio.Event(), asyncio.Event()

        async def slow(request: Request) -> Card:
            begun.append(request)
            if len(begun) == 4:
                enough.set()
            await waiting.wait()
            return Card("late", ())

        runner = Runner(dataclasses.replace(world.parts(), card=slow))
        running = asyncio.create_task(runner.run())
        await enough.wait()
        stopping = asyncio.create_task(runner.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        waiting.set()
        await stopping
        await running

    asyncio.run(asyncio.wait_for(story(), 60))
    assert len(begun) == len(world.channels.keys()) == 4
    world.tick()
    assert sorted(world.channels.keys()) == sorted(f"schedule:{number}:2025-09-26" for number in numbers)


def run_for(parts: Parts, most: int, wake: Callable[[int], None] = lambda _: None) -> list[float]:
    """Let a runner go until it has slept so often; for how long it slept each time."""
    slept: list[float] = []

    async def story() -> None:
        enough = asyncio.Event()

        async def sleep(seconds: float) -> None:
            slept.append(seconds)
            wake(len(slept))
            if len(slept) >= most:
                enough.set()
            await asyncio.sleep(0)

        runner = Runner(dataclasses.replace(parts, sleep=sleep))
        running = asyncio.create_task(runner.run(every=30))
        await enough.wait()
        await runner.stop()
        await running

    asyncio.run(asyncio.wait_for(story(), 60))
    return slept


def test_a_failing_tick_gets_an_incident_and_the_next_one_works(world: World) -> None:
    number, broken = brief(world), [RuntimeError("the calendar is gone")]
    world.now = MORNING

    def clock() -> datetime:
        if broken:
            raise broken.pop()
        return world.now

    slept = run_for(dataclasses.replace(world.parts(), clock=clock), 8)
    assert [str(error) for error in world.incidents] == ["the calendar is gone"]
    assert world.channels.keys() == [f"schedule:{number}:2025-09-26"]
    assert set(slept) == {30}


def test_a_database_that_is_held_is_waited_for_until_the_next_tick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.engine.PATIENCE", 0)
    with open_store(f"sqlite:///{tmp_path}/s.db") as store:
        world = World(store, tmp_path)
        number = brief(world)
        world.now = MORNING
        holder = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        runner = world.runner()
        asyncio.run(runner.post())
        assert (world.channels.keys(), world.incidents) == ([], [])
        holder.close()
        asyncio.run(runner.post())
        assert world.channels.keys() == [f"schedule:{number}:2025-09-26"]


def test_two_runners_post_each_thing_once(world: World) -> None:
    numbers = [brief(world, symbols=("IWM",)) for _ in range(8)]
    world.now = MORNING

    async def both() -> None:
        await asyncio.gather(world.runner().post(), world.runner().post())

    asyncio.run(both())
    assert sorted(world.channels.keys()) == sorted(f"schedule:{number}:2025-09-26" for number in numbers)
    assert len(world.asked) == len(numbers)


def test_one_servers_unreadable_settings_hold_up_nothing(world: World, store: Store, url: str) -> None:
    store.guilds.put(GuildSettings(41, symbols=("SPY",)))
    store.guilds.put(GuildSettings(42, symbols=("SPY",)))
    attack(url, "UPDATE guilds SET body = '{' WHERE guild = 41")
    world.now = AFTER
    world.tick()
    assert {row.entry.symbol for row in store.ledger.seals(Wanted())} == {"IWM", "SPY"}
