"""A post is there exactly once, whatever dies at whichever step; where nobody can know, at most once."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cards.blocks import Card
from bot.community.values import Post
from bot.posting.once import RECOGNISED, SENDING, Delivered, Delivery, PostFailed
from bot.store import Store, open_store
from tests.bot.posting.channels import FileChannels
from tests.bot.posting.killed import cards
from tests.bot.store.community import NOW, post

ROOT = Path(__file__).parents[3]
SOON = NOW + timedelta(seconds=SENDING + 5)
MUCH_LATER = NOW + timedelta(minutes=30)
SURELY_NOT_SENT = ("before claim", "after claim", "before sending")
MAYBE_SENT = ("after sending", "before send", "after send", "before posted")


def begin(url: str, folder: Path, step: str, now: datetime = NOW) -> subprocess.Popen[str]:
    """A process that is about to make the post."""
    process = subprocess.Popen(
        [
            sys.executable, "-m", "tests.bot.posting.killed",
            url, str(folder), step, now.isoformat(), "history",
        ],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def killed_at(url: str, folder: Path, step: str) -> None:
    """A process that was killed while it made the post."""
    process = begin(url, folder, step)
    process.communicate("go\n", timeout=60)
    assert process.returncode == -9


def deliver(
    store: Store, folder: Path, now: datetime, *, history: bool = True, refuses: str = ""
) -> Delivered:
    """Another process does what is left."""
    channels = FileChannels(folder, lambda: now, history=history, refuses=refuses)
    return asyncio.run(Delivery(store.posts, channels, lambda: now, "another").deliver(post(), cards))


def posted(folder: Path) -> int:
    """How many messages there are."""
    return len(FileChannels(folder, lambda: NOW).keys())


@pytest.mark.parametrize("step", [*SURELY_NOT_SENT, *MAYBE_SENT, "after posted"])
def test_a_process_killed_at_any_step_leaves_exactly_one_message_after_a_restart(
    url: str, tmp_path: Path, step: str
) -> None:
    """With the history of the channel to look at, however long it takes until the restart."""
    killed_at(url, tmp_path, step)
    with open_store(url) as store:
        if step not in ("before claim", "after posted"):
            assert deliver(store, tmp_path, NOW) == Delivered("elsewhere")
        done = deliver(store, tmp_path, MUCH_LATER)
        assert done == Delivered("elsewhere" if step == "after posted" else "posted")
        assert posted(tmp_path) == 1
        assert deliver(store, tmp_path, MUCH_LATER + timedelta(hours=1)) == Delivered("elsewhere")
        assert posted(tmp_path) == 1
        assert store.posts.state(post().key) == ("posted", "")


@pytest.mark.parametrize("step", MAYBE_SENT)
def test_without_history_a_soon_restart_relies_on_the_nonce(url: str, tmp_path: Path, step: str) -> None:
    killed_at(url, tmp_path, step)
    with open_store(url) as store:
        assert deliver(store, tmp_path, SOON, history=False) == Delivered("posted")
    assert posted(tmp_path) == 1


@pytest.mark.parametrize("step", [*SURELY_NOT_SENT[1:], *MAYBE_SENT])
def test_without_history_a_late_restart_posts_at_most_once_and_records_that_it_gave_up(
    url: str, tmp_path: Path, step: str
) -> None:
    killed_at(url, tmp_path, step)
    before = posted(tmp_path)
    with open_store(url) as store:
        done = deliver(store, tmp_path, MUCH_LATER, history=False)
        if step in MAYBE_SENT:
            assert done.outcome == "given up"
            assert "may not read the channel's history" in done.why
            assert store.posts.state(post().key) == ("given up", done.why)
            assert posted(tmp_path) == before
        else:
            assert done == Delivered("posted")
            assert posted(tmp_path) == 1


def test_of_processes_that_make_a_post_at_once_exactly_one_does(url: str, tmp_path: Path) -> None:
    processes = [begin(url, tmp_path, "never") for _ in range(3)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outcomes = sorted(process.communicate(timeout=60)[0].strip() for process in processes)
    assert outcomes == ["elsewhere", "elsewhere", "posted"]
    assert posted(tmp_path) == 1


def test_a_post_that_is_too_late_is_recorded_and_not_made(store: Store, tmp_path: Path) -> None:
    done = deliver(store, tmp_path, NOW + timedelta(hours=3))
    assert (done.outcome, posted(tmp_path)) == ("given up", 0)
    assert deliver(store, tmp_path, NOW) == Delivered("elsewhere")


def test_a_message_is_found_even_when_it_is_too_late_to_make_one(url: str, tmp_path: Path) -> None:
    killed_at(url, tmp_path, "after send")
    with open_store(url) as store:
        assert deliver(store, tmp_path, NOW + timedelta(hours=3)) == Delivered("posted")
    assert posted(tmp_path) == 1


def test_a_refused_post_is_over_and_says_why(store: Store, tmp_path: Path) -> None:
    done = deliver(store, tmp_path, NOW, refuses="there is no such channel")
    assert done == Delivered("refused", "there is no such channel")
    assert deliver(store, tmp_path, MUCH_LATER) == Delivered("elsewhere")
    assert posted(tmp_path) == 0


class Flaky(FileChannels):
    """Takes the message, and says that it failed."""

    async def send(self, post: Post, cards: Sequence[Card]) -> int:
        """As a connection that breaks after the request was read."""
        await super().send(post, cards)
        raise PostFailed("the connection broke")


@pytest.mark.parametrize("history", [True, False])
def test_a_request_that_broke_off_is_tried_again_without_a_second_message(
    store: Store, tmp_path: Path, *, history: bool
) -> None:
    flaky = Flaky(tmp_path, lambda: NOW)
    done = asyncio.run(Delivery(store.posts, flaky, lambda: NOW, "one").deliver(post(), cards))
    assert done == Delivered("later", "the connection broke")
    assert deliver(store, tmp_path, NOW + timedelta(seconds=59)) == Delivered("elsewhere")
    assert deliver(store, tmp_path, NOW + timedelta(seconds=61), history=history) == Delivered("posted")
    assert posted(tmp_path) == 1


def test_cards_that_take_longer_than_the_nonce_is_known_are_not_sent_blindly(
    store: Store, tmp_path: Path
) -> None:
    store.posts.claim(post(), "dead", NOW, 60)
    store.posts.sending(post().key, "dead", NOW, 60)
    moments = [SOON]

    async def slow(_: Post) -> Sequence[Card]:
        moments.append(NOW + RECOGNISED)
        return ()

    channels = FileChannels(tmp_path, lambda: moments[-1], history=False)
    delivery = Delivery(store.posts, channels, lambda: moments[-1], "another")
    assert asyncio.run(delivery.deliver(post(), slow)).outcome == "given up"
    assert posted(tmp_path) == 0


def test_a_process_that_woke_up_after_its_lease_leaves_the_post_to_the_other(
    store: Store, tmp_path: Path
) -> None:
    channels = FileChannels(tmp_path, lambda: NOW)

    async def asleep(_: Post) -> Sequence[Card]:
        assert await asyncio.to_thread(deliver, store, tmp_path, MUCH_LATER) == Delivered("posted")
        return ()

    delivery = Delivery(store.posts, channels, lambda: NOW, "one")
    assert asyncio.run(delivery.deliver(post(), asleep)) == Delivered("elsewhere")
    assert posted(tmp_path) == 1
