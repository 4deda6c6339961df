"""Schedules and watches come back as they were kept, belong to whose they are, and have their limits."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.community.limits import SCHEDULES_OF_GUILD, WATCHES_OF_GUILD, WATCHES_OF_PERSON
from bot.community.posts import Told, watch_post
from bot.community.values import At, Watch
from bot.community.watches import Change
from bot.store import Store
from tests.bot.store.community import DAY, NOW, schedule, watch
from tests.bot.store.processes import together
from tools.errors import BadRequest


def test_a_schedule_comes_back_with_its_number_and_is_its_servers_alone(store: Store) -> None:
    one = store.schedules.add(schedule())
    two = store.schedules.add(
        schedule(guild=42, kind="debrief", at=At("clock", 510, "Europe/Vienna"), symbols=("^VIX",))
    )
    assert one.id != two.id
    assert list(store.schedules.of(41)) == [one]
    assert list(store.schedules.all()) == [one, two]
    assert store.schedules.get(two.id, 42) == two
    assert store.schedules.get(two.id, 41) is None
    assert not store.schedules.remove(two.id, 41)
    assert not store.schedules.resume(two.id, 41)
    assert store.schedules.remove(two.id, 42)
    assert list(store.schedules.all()) == [one]


def test_the_number_of_what_was_removed_is_given_to_nothing_new(store: Store) -> None:
    """A new schedule would else be taken for the old one, whose post of the day is made already."""
    one, seen = store.schedules.add(schedule()), store.watches.add(watch())
    store.schedules.remove(one.id, 41)
    store.watches.remove(seen.id, guild=41)
    assert store.schedules.add(schedule()).id != one.id
    assert store.watches.add(watch()).id != seen.id


def test_a_paused_schedule_says_why_until_it_is_resumed(store: Store) -> None:
    one = store.schedules.add(schedule())
    assert store.schedules.pause(one.id, "no permission\nto post")
    assert store.schedules.of(41)[0].paused == "no permission to post"
    assert store.schedules.resume(one.id, 41)
    assert store.schedules.of(41) == (one,)


def test_a_server_has_no_more_schedules_than_allowed(store: Store) -> None:
    for _ in range(SCHEDULES_OF_GUILD):
        store.schedules.add(schedule())
    with pytest.raises(BadRequest, match="remove one first"):
        store.schedules.add(schedule())
    store.schedules.add(schedule(guild=42))


def test_watches_are_found_by_their_person_in_their_place(store: Store) -> None:
    here = store.watches.add(watch())
    private = store.watches.add(watch(guild=None))
    others = store.watches.add(watch(person=8))
    assert list(store.watches.of_person(7, 41)) == [here]
    assert list(store.watches.of_person(7, None)) == [private]
    assert list(store.watches.of_guild(41)) == [here, others]
    assert not store.watches.remove(others.id, guild=41, person=7)
    assert not store.watches.remove(private.id, guild=41)
    with pytest.raises(ValueError, match="private"):
        store.watches.remove(private.id, guild=None)
    assert store.watches.remove(others.id, guild=41)
    assert store.watches.remove(private.id, guild=None, person=7)
    assert list(store.watches.of_guild(41)) == [here]


def test_a_person_watches_a_state_once_and_not_too_many(store: Store) -> None:
    store.watches.add(watch())
    with pytest.raises(BadRequest, match="already"):
        store.watches.add(watch(confirm=3))
    for number in range(WATCHES_OF_PERSON - 1):
        store.watches.add(watch(guild=42, symbol=f"S{number}"))
    with pytest.raises(BadRequest, match="to one person"):
        store.watches.add(watch(guild=None))


def test_a_server_has_no_more_watches_than_allowed(store: Store) -> None:
    for number in range(WATCHES_OF_GUILD):
        store.watches.add(watch(person=number + 100))
    with pytest.raises(BadRequest, match="to one server"):
        store.watches.add(watch(person=5))
    store.watches.add(watch(guild=42))


def test_watches_end_with_their_last_day(store: Store) -> None:
    ending = store.watches.add(watch(expires=DAY))
    going_on = store.watches.add(watch(symbol="SPY"))
    assert list(store.watches.due(DAY)) == [ending, going_on]
    assert list(store.watches.due(DAY + timedelta(days=3))) == [going_on]
    assert store.watches.expired(DAY) == ()
    assert store.watches.expired(DAY + timedelta(days=1)) == (ending,)
    assert list(store.watches.of_guild(41)) == [going_on]


def test_a_reading_is_written_by_the_first_who_made_it(store: Store) -> None:
    before = store.watches.add(watch())
    first, second = replace(before, state="bullish", read=DAY), replace(before, state="bearish", read=DAY)
    assert store.watches.update(before, first)
    assert not store.watches.update(before, second)
    assert store.watches.of_guild(41) == (first,)
    assert store.watches.due(DAY) == ()
    assert not store.watches.update(replace(first, id=999), first)


def told(before: Watch) -> Told:
    after = replace(before, state="bullish", read=DAY, told=DAY)
    return Told(before, after, Change(DAY, "neutral", "bullish"), before.channel)


def test_a_report_and_its_post_are_written_together_for_those_nobody_else_read(store: Store) -> None:
    one, two = store.watches.add(watch()), store.watches.add(watch(person=8))
    store.watches.update(one, replace(one, read=DAY))
    late = NOW + timedelta(days=1)
    post = store.watches.report([told(two), told(one)], lambda some: watch_post(some, late), NOW)
    assert post is not None
    assert (post.key, post.mentions) == (f"watch:{two.id}:2025-09-26", (8,))
    assert store.posts.unfinished(NOW) == (post,)
    assert store.watches.report([told(two)], lambda some: watch_post(some, late), NOW) is None
    assert store.watches.of_guild(41)[1].told == DAY


def test_a_report_whose_post_fails_is_not_written(store: Store) -> None:
    one = store.watches.add(watch())

    def fails(_: object) -> object:
        raise RuntimeError("the lights go out")

    with pytest.raises(RuntimeError, match="lights"):
        store.watches.report([told(one)], fails, NOW)  # type: ignore[arg-type]
    assert store.watches.of_guild(41) == (one,)
    assert store.posts.unfinished(NOW) == ()


_REPORTS = """
from dataclasses import replace
from datetime import timedelta
from bot.community.posts import watch_post
from tests.bot.store.community import NOW
from tests.bot.store.test_schedules_watches import told
with open_store(sys.argv[1]) as store:
    found = [told(one) for one in store.watches.of_guild(41)]
    for first in range(0, len(found), 3):
        some = found[first : first + 3][:: 1 if sys.argv[2] == "1" else -1]
        store.watches.report(some, lambda some: watch_post(some, NOW + timedelta(days=1)), NOW)
"""


def test_two_processes_that_read_the_same_watches_report_each_once(url: str, store: Store) -> None:
    people = range(100, 130)
    for person in people:
        store.watches.add(watch(person=person))
    assert together(_REPORTS, [url, "1"], [url, "2"]) == [(0, "")] * 2
    posts = store.posts.unfinished(NOW)
    assert sorted(person for post in posts for person in post.mentions) == list(people)


_ADDS = """
from tests.bot.store.community import watch
from tools.errors import BadRequest
with open_store(sys.argv[1]) as store:
    for number in range(10):
        try:
            store.watches.add(watch(symbol=f"{sys.argv[2]}{number}"))
        except BadRequest:
            pass
"""


def test_a_limit_holds_for_processes_that_add_at_once(url: str, store: Store) -> None:
    assert together(_ADDS, [url, "A"], [url, "B"]) == [(0, "")] * 2
    assert len(store.watches.of_guild(41)) == WATCHES_OF_PERSON
    assert all(one.expires == date(2026, 1, 1) for one in store.watches.of_guild(41))
