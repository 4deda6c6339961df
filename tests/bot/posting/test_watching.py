"""After a close every watch is read once, whoever reads it, and followers of one change share a post."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.community.values import GuildSettings, Watch
from bot.community.watches import ABSTAINS, VERDICT, states_of
from bot.store import Store
from tests.bot.posting.world import FRIDAY, THURSDAY, World, utc
from tests.bot.store.community import watch
from tools.errors import SourceDown

EVENING = utc(FRIDAY, 20, 15)


def follow(store: Store, state: str, read: date = THURSDAY, **changes: object) -> Watch:
    """A watch that has seen a state before."""
    one = store.watches.add(watch(**changes))
    seen = replace(one, state=state, read=read)
    store.watches.update(one, seen)
    return seen


def kept(store: Store) -> list[Watch]:
    """The watches of the server."""
    return list(store.watches.of_guild(41))


def test_followers_of_one_change_are_told_once_and_together(world: World) -> None:
    one, two = follow(world.store, "bygone"), follow(world.store, "bygone", person=8)
    follow(world.store, "bygone", person=9, confirm=2)
    world.now = EVENING
    world.tick()
    world.tick()
    (message,) = world.channels.messages()
    now = states_of(world.book.desk.analyze("IWM", FRIDAY))["composite"]
    assert message["key"] == f"watch:{one.id}:2025-09-26"
    assert message["text"] == f"<@7> <@8>\n**IWM** composite: **{now}**, was bygone · session 2025-09-26"
    assert message["cards"] == ["plumb:analyze:IWM:20250926::"]
    assert [(each.state, each.told, each.read) for each in kept(world.store)] == [
        (now, FRIDAY, FRIDAY), (now, FRIDAY, FRIDAY), ("bygone", None, FRIDAY),
    ]  # fmt: skip
    assert world.read == [("IWM", FRIDAY)]
    assert two.person == 8


def test_a_first_reading_sets_the_state_without_a_word(world: World) -> None:
    world.store.watches.add(watch())
    world.now = EVENING
    world.tick()
    assert world.channels.keys() == []
    assert kept(world.store)[0].state in states_of(world.book.desk.analyze("IWM", FRIDAY)).values()


def test_nothing_is_read_before_sources_have_had_time(world: World) -> None:
    follow(world.store, "bygone")
    world.now = utc(FRIDAY, 20, 9)
    world.tick()
    assert world.read == []


def test_a_watch_reports_where_its_server_wants_it(world: World) -> None:
    follow(world.store, "bygone")
    follow(world.store, "bygone", guild=None, channel=99)
    world.store.guilds.put(GuildSettings(41, alerts=555))
    world.now = EVENING
    asyncio.run(world.runner().work())
    posts = world.store.posts.unfinished(world.now)
    assert sorted((post.guild or 0, post.channel) for post in posts) == [(0, 99), (41, 555)]


def test_sessions_that_were_missed_are_read_in_their_order(world: World) -> None:
    follow(world.store, "bygone", read=date(2025, 9, 23), confirm=2)
    world.now = EVENING
    world.tick()
    assert world.read == [("IWM", day) for day in (date(2025, 9, 24), THURSDAY, FRIDAY)]
    assert kept(world.store)[0].read == FRIDAY


def test_a_symbol_that_cannot_be_read_is_tried_again_later_and_holds_up_no_other(world: World) -> None:
    follow(world.store, "bygone", symbol="SPY", what="trend")
    follow(world.store, "bygone")
    world.fails = {"SPY": SourceDown("the source does not answer.")}
    world.now = EVENING
    runner = world.runner()
    for _ in range(3):
        world.tick(runner)
    assert len(world.channels.keys()) == 1
    assert world.read.count(("SPY", FRIDAY)) == 1
    world.fails = {}
    world.now += timedelta(minutes=6)
    world.tick(runner)
    assert len(world.channels.keys()) == 2


def test_bars_that_are_not_there_yet_are_not_mistaken_for_the_session(world: World) -> None:
    """The made market ends on Friday: on Monday evening its newest card is still Friday's."""
    follow(world.store, "bygone", read=FRIDAY)
    world.now = utc(date(2025, 9, 29), 20, 15)
    world.tick()
    assert (world.channels.keys(), kept(world.store)[0].read) == ([], FRIDAY)


def test_what_is_not_read_here_abstains(world: World) -> None:
    follow(world.store, "rise confirmed", what=VERDICT)
    world.now = EVENING
    world.tick()
    assert (kept(world.store)[0].state, kept(world.store)[0].read) == ("rise confirmed", FRIDAY)
    assert world.channels.keys() == []


def test_two_runners_report_a_change_once(world: World) -> None:
    for person in range(10, 16):
        follow(world.store, "bygone", person=person)
    world.now = EVENING

    async def both() -> None:
        one, two = world.runner(), world.runner()
        await asyncio.gather(one.work(), two.work())
        await asyncio.gather(one.post(), two.post())

    asyncio.run(both())
    (message,) = world.channels.messages()
    assert all(f"<@{person}>" in message["text"] for person in range(10, 16))


def test_watches_that_have_ended_are_removed(world: World) -> None:
    follow(world.store, "bygone", expires=THURSDAY)
    world.now = EVENING
    world.tick()
    assert (kept(world.store), world.channels.keys()) == ([], [])


@pytest.mark.parametrize("symbol", ["IWM", "SPY"])
def test_everything_that_a_card_has_can_be_watched(world: World, symbol: str) -> None:
    desk = world.book.desk
    card = desk.analyze(symbol, THURSDAY)
    states = states_of(card, desk.breadth(symbol, THURSDAY))
    assert list(states) == ["composite", *(layer.name for layer in card.layers), "rotation", VERDICT]
    assert all(states.values())
    assert set(states_of(card)) == set(states) - {VERDICT}
    assert ABSTAINS == "abstains"
