"""A watch tells of each change that holds, once, and is quiet during its cooldown."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.limits import NONCE
from bot.community.posts import FOLLOWERS, Told, nonce_of, schedule_of, together, watch_post
from bot.community.values import Watch
from bot.community.watches import ABSTAINS, Change, checked, read_watch
from tests.bot.store.community import NOW, watch
from tools.errors import BadRequest
from tools.market.sessions import Sessions

CALENDAR = Sessions(end=date(2027, 12, 31))
FIRST = date(2026, 1, 5)


def read(one: Watch, states: str, first: date = FIRST) -> tuple[Watch, list[tuple[int, Change]]]:
    """Read states at sessions one after another; a letter stands for a state, a dot for none."""
    told = []
    for number, letter in enumerate(states):
        session = CALENDAR.next(first - timedelta(days=1), number + 1)
        one, change = read_watch(one, session, ABSTAINS if letter == "." else letter, CALENDAR)
        if change is not None:
            told.append((number, change))
    return one, told


def numbers(states: str, **how: int) -> list[int]:
    """At which sessions something is told."""
    one = watch(expires=date(2027, 12, 1), **{"confirm": 1, "cooldown": 0} | how)
    return [number for number, _ in read(one, states)[1]]


@pytest.mark.parametrize(
    ("states", "how", "told"),
    [
        ("a", {}, []),
        ("aab", {}, [2]),
        ("abab", {}, [1, 2, 3]),
        ("aabb", {"confirm": 2}, [3]),
        ("aababb", {"confirm": 2}, [5]),
        ("abcbcc", {"confirm": 2}, [5]),
        # no state neither confirms nor breaks the row
        ("a.b", {}, [2]),
        ("ab.b", {"confirm": 2}, [3]),
        ("ab...", {"confirm": 2}, []),
        ("..ab", {}, [3]),
        # a cooldown puts a change off that lasts, and swallows one that does not
        ("abaaaa", {"cooldown": 3}, [1, 5]),
        ("ababbbb", {"cooldown": 3}, [1]),
        ("abcaaaa", {"cooldown": 2}, [1, 4]),
    ],
)
def test_what_is_told_when(states: str, how: dict[str, int], told: list[int]) -> None:
    assert numbers(states, **how) == told


def test_a_change_says_what_was_told_before_and_what_is_now() -> None:
    _, told = read(watch(cooldown=1, expires=date(2027, 12, 1)), "abc" + "ccc")
    assert [(change.was, change.now) for _, change in told] == [("a", "b"), ("b", "c")]


def test_reading_a_session_again_or_an_earlier_one_changes_nothing() -> None:
    seen, _ = read(watch(expires=date(2027, 12, 1)), "ab")
    assert seen.state == "b"
    for session in (FIRST, CALENDAR.next(FIRST)):
        assert read_watch(seen, session, "c", CALENDAR) == (seen, None)


def test_a_watch_that_has_ended_reads_nothing() -> None:
    one = watch(expires=FIRST)
    after, _ = read_watch(one, FIRST, "a", CALENDAR)
    assert after.state == "a"
    assert read_watch(after, CALENDAR.next(FIRST), "b", CALENDAR) == (after, None)


@given(
    st.lists(st.sampled_from(["a", "b", "c", ABSTAINS]), max_size=60), st.integers(1, 5), st.integers(0, 21)
)
def test_reports_are_confirmed_and_apart(states: Sequence[str], confirm: int, cooldown: int) -> None:
    one = watch(confirm=confirm, cooldown=cooldown, expires=date(2027, 12, 1))
    told: list[tuple[int, Change]] = []
    for number, state in enumerate(states):
        session = CALENDAR.next(FIRST - timedelta(days=1), number + 1)
        once, change = read_watch(one, session, state, CALENDAR)
        assert read_watch(once, session, "another", CALENDAR) == (once, None)
        assert once.state != ABSTAINS
        assert once.pending not in (ABSTAINS, once.state) or not once.pending
        if change is not None:
            told.append((number, change))
            assert change.was == one.state != change.now == state
            # the last `confirm` states that are any were all this one
            stated = [each for each in states[: number + 1] if each != ABSTAINS]
            assert stated[-confirm:] == [state] * confirm
        one = once
    for (before, first), (after, second) in itertools.pairwise(told):
        assert after - before > cooldown
        assert second.was == first.now


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"what": "mood"}, "allowed are composite, trend"),
        ({"confirm": 0}, "1 to 5"),
        ({"confirm": 6}, "1 to 5"),
        ({"cooldown": 22}, "0 to 21"),
        ({"cooldown": -1}, "0 to 21"),
        ({"expires": FIRST}, "1 to 365 days"),
        ({"expires": FIRST + timedelta(days=366)}, "1 to 365 days"),
    ],
)
def test_what_cannot_be_watched_is_refused(changes: dict[str, object], said: str) -> None:
    offered = {"composite": "bullish", "trend": "neutral"}
    good = watch(expires=FIRST + timedelta(days=30))
    assert checked(good, offered, FIRST) == good
    with pytest.raises(BadRequest, match=said):
        checked(replace(good, **changes), offered, FIRST)  # type: ignore[arg-type]


def told(**changes: object) -> Told:
    before = watch(**{"id": 1} | changes)
    change = Change(FIRST, "neutral", "bullish")
    return Told(before, replace(before, state="bullish", read=FIRST, told=FIRST), change, before.channel)


def test_followers_of_the_same_change_are_told_in_one_post() -> None:
    groups = together([told(id=3, person=9), told(id=1), told(id=2, symbol="SPY"), told(id=4, channel=5)])
    assert [[one.before.id for one in group] for group in groups] == [[1, 3], [2], [4]]
    post = watch_post(groups[0], NOW)
    assert post.mentions == (7, 9)
    assert "<@7> <@9>" in post.text
    assert (post.key, post.requests[0].custom_id) == ("watch:1:2026-01-05", "plumb:analyze:IWM:20260105::")
    assert schedule_of(post) is None


def test_a_crowd_is_told_in_several_posts_each_with_a_key_of_its_own() -> None:
    groups = together(told(id=number, person=number) for number in range(1, FOLLOWERS * 2 + 2))
    posts = [watch_post(group, NOW) for group in groups]
    assert [len(post.mentions) for post in posts] == [FOLLOWERS, FOLLOWERS, 1]
    assert len({post.nonce for post in posts}) == 3


@given(st.text())
def test_a_nonce_fits_and_is_the_same_for_the_same_key(key: str) -> None:
    key = key.encode("utf-8", "replace").decode()
    assert len(nonce_of(key)) <= NONCE
    assert nonce_of(key) == nonce_of(key) != nonce_of(f"{key}x")
