"""A post is at most one process's at a time, and is over once."""

from datetime import timedelta

from bot.cards.request import Request
from bot.store import Store
from bot.store.posts import Claimed
from tests.bot.store.attacks import attack
from tests.bot.store.community import NOW, post
from tests.bot.store.processes import together

LATER = NOW + timedelta(seconds=61)
KEY = post().key


def test_one_process_has_a_post_until_its_lease_runs_out(store: Store) -> None:
    assert store.posts.claim(post(), "a", NOW, 60) == Claimed(post(), None)
    assert store.posts.claim(post(), "b", NOW, 60) is None
    assert store.posts.claim(post(), "a", NOW, 60) is None
    assert store.posts.unfinished(NOW) == ()
    assert store.posts.unfinished(LATER) == (post(),)
    assert store.posts.claim(post(), "b", LATER, 60) == Claimed(post(), None)
    assert not store.posts.sending(KEY, "a", LATER, 60)
    assert store.posts.sending(KEY, "b", LATER, 60)


def test_who_takes_over_a_sending_post_learns_when_it_was_first_sent(store: Store) -> None:
    store.posts.claim(post(), "a", NOW, 60)
    store.posts.sending(KEY, "a", NOW, 60)
    assert store.posts.claim(post(), "b", LATER, 60) == Claimed(post(), NOW)
    store.posts.sending(KEY, "b", LATER, 60)
    again = LATER + timedelta(seconds=61)
    assert store.posts.claim(post(), "c", again, 60) == Claimed(post(), NOW)


def test_the_post_that_counts_is_the_one_first_written_down(store: Store) -> None:
    store.posts.claim(post(), "a", NOW, 60)
    taken = store.posts.claim(post(text="another"), "b", LATER, 60)
    assert taken == Claimed(post(), None)


def test_what_is_over_stays_over(store: Store) -> None:
    for key, over in {
        "watch:1:2025-09-26": lambda key: store.posts.posted(key, "a", 77),
        "watch:2:2025-09-26": lambda key: store.posts.refused(key, "a", "no such channel"),
        "watch:3:2025-09-26": lambda key: store.posts.given_up(key, "a", "too late"),
    }.items():
        store.posts.claim(post(key), "a", NOW, 60)
        store.posts.sending(key, "a", NOW, 60)
        assert over(key)
        assert not over(key)
        assert store.posts.claim(post(key), "b", LATER, 60) is None
        assert not store.posts.sending(key, "a", LATER, 60)
    assert store.posts.unfinished(LATER) == ()
    assert dict(store.posts.counts()) == {"given up": 1, "posted": 1, "refused": 1}
    assert store.posts.state("watch:2:2025-09-26") == ("refused", "no such channel")
    assert store.posts.state("watch:9:2025-09-26") is None


def test_a_message_that_is_there_ends_a_post_whoever_is_at_it(store: Store) -> None:
    store.posts.claim(post(), "a", NOW, 60)
    store.posts.sending(KEY, "a", NOW, 60)
    store.posts.claim(post(), "b", LATER, 60)
    assert not store.posts.refused(KEY, "a", "no")
    assert store.posts.posted(KEY, "a", 77)
    assert not store.posts.sending(KEY, "b", LATER, 60)


def test_a_post_let_go_waits_for_its_moment(store: Store) -> None:
    store.posts.claim(post(), "a", NOW, 600)
    store.posts.later(KEY, "a", LATER)
    assert store.posts.claim(post(), "b", NOW, 60) is None
    assert store.posts.claim(post(), "b", LATER, 60) == Claimed(post(), None)


def test_any_text_and_request_comes_back(store: Store) -> None:
    odd = post(text="ü\x00\ud83d 😀", guild=None, mentions=(2**63 - 1,), requests=(Request("why", more="x"),))
    store.posts.claim(odd, "a", NOW, 60)
    assert store.posts.unfinished(LATER) == (odd,)


def test_a_damaged_row_is_given_up_and_hurts_no_other(url: str, store: Store) -> None:
    store.posts.claim(post(), "a", NOW, 60)
    store.posts.claim(post("watch:1:2025-09-26"), "a", NOW, 60)
    attack(url, "UPDATE posts SET body = '{' WHERE key LIKE 'schedule:%'")
    assert store.posts.unfinished(LATER) == (post("watch:1:2025-09-26"),)
    assert str(store.posts.state(KEY)).startswith("('given up', 'a post that was begun cannot be read")


def test_old_records_are_cleared_and_open_ones_are_not(store: Store) -> None:
    store.posts.claim(post(), "a", NOW, 60)
    store.posts.claim(post("watch:1:2025-09-26"), "a", NOW, 60)
    store.posts.posted(KEY, "a", 77)
    assert store.posts.clear(NOW) == 0
    assert store.posts.clear(NOW + timedelta(days=1)) == 1
    assert dict(store.posts.counts()) == {"claimed": 1}


_CLAIMS = """
from tests.bot.store.community import NOW, post
with open_store(sys.argv[1]) as store:
    got = [day for day in range(40) if store.posts.claim(post(f"schedule:1:{day}"), sys.argv[2], NOW, 60)]
print(len(got), file=sys.stderr)
"""


def test_of_processes_that_claim_at_once_one_gets_each(url: str, store: Store) -> None:
    done = together(_CLAIMS, [url, "a"], [url, "b"], [url, "c"])
    assert [code for code, _ in done] == [0, 0, 0], done
    assert sum(int(said) for _, said in done) == 40
    assert dict(store.posts.counts()) == {"claimed": 40}
