"""Checkpoints of both databases: whole changes or none, few rows, and never a turn hidden by a clock."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.agent.checkpoints.port import outdated
from bot.agent.memory import Memory
from bot.agent.pinning import Pin, merged
from tests.bot.agent.checkpointed import PIN, keep, opening, remembered
from tests.bot.agent.scripted import SESSION
from tests.bot.agent.unshared import Unshared
from tests.bot.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

ROOT = Path(__file__).resolve().parents[3]
FEW = {"checkpoints": 3, "writes": 0, "checkpoint_writes": 0}
"""Rows of one conversation, however long it is; beside them are the values of three checkpoints."""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/c.sqlite"
    return str(request.getfixturevalue("postgres_url"))


def rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    count = "SELECT count(*) FROM {}"
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            return {
                table: file.execute(count.format(table)).fetchone()[0] for table in ("checkpoints", "writes")
            }
    found = {}
    with psycopg.connect(url) as server:
        for table in ("checkpoints", "checkpoint_writes", "checkpoint_blobs"):
            row = server.execute(sql.SQL(count).format(sql.Identifier(table))).fetchone()
            assert row is not None
            found[table] = int(row[0])
    return found


def few(url: str, conversations: int = 1) -> bool:
    found = rows(url)
    blobs = found.pop("checkpoint_blobs", 0)
    return blobs <= 15 * conversations and all(
        count <= FEW[table] * conversations for table, count in found.items()
    )


def test_fifty_turns_leave_the_rows_of_three(url: str) -> None:
    async def fifty() -> None:
        async with opening(url) as checkpoints:
            memory = Memory(checkpoints)
            for number in range(50):
                await keep(memory, str(number))
                await keep(memory, str(number), "two")

    asyncio.run(fifty())
    assert few(url, conversations=2), rows(url)
    assert asyncio.run(remembered(url)) == [str(number) for number in range(38, 50)]


def test_a_conversation_kept_by_an_earlier_version_is_pruned_with_its_next_turn(url: str) -> None:
    async def older() -> None:
        async with opening(url) as checkpoints:
            before = Memory(Unshared(checkpoints.reading))
            for number in range(50):
                await keep(before, str(number))
            assert rows(url)["checkpoints"] == 50
            await keep(Memory(checkpoints), "50")

    asyncio.run(older())
    assert few(url), rows(url)
    assert asyncio.run(remembered(url))[-2:] == ["49", "50"]


def test_forgetting_leaves_no_row(url: str) -> None:
    async def forget() -> None:
        async with opening(url) as checkpoints:
            memory = Memory(checkpoints)
            for number in range(5):
                await keep(memory, str(number))
            await memory.forget("one")

    asyncio.run(forget())
    assert set(rows(url).values()) == {0}


def test_a_change_that_fails_or_is_cancelled_leaves_what_was_and_holds_nobody_up(url: str) -> None:
    async def broken() -> None:
        async with opening(url) as checkpoints:
            memory = Memory(checkpoints)
            await keep(memory, "first")
            inside = asyncio.Event()

            async def stuck(seconds: float) -> None:
                async with checkpoints.changing("one") as saver:
                    await saver.adelete_thread("one")
                    inside.set()
                    await asyncio.sleep(seconds)
                    raise ZeroDivisionError

            with pytest.raises(ZeroDivisionError):
                await stuck(0)
            inside.clear()

            task = asyncio.create_task(stuck(60))
            await inside.wait()
            # nobody reads what is not kept
            assert len((await memory.recall("one")).messages) == 2
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await keep(memory, "second")

    asyncio.run(broken())
    assert asyncio.run(remembered(url)) == ["first", "second"]


def test_a_turn_that_nobody_waits_for_any_more_is_kept_whole(url: str) -> None:
    async def hurried() -> None:
        async with opening(url) as checkpoints:
            memory = Memory(checkpoints)
            for number in range(40):
                with suppress(TimeoutError):
                    async with asyncio.timeout(number * 0.0005):
                        await keep(memory, str(number))
            await memory.settled()
            await keep(memory, "last")

    asyncio.run(hurried())
    kept = asyncio.run(remembered(url))
    assert kept[-1] == "last"
    assert kept[:-1] == [str(number) for number in range(29, 40)]
    assert few(url), rows(url)


def test_a_clock_that_was_set_back_hides_no_turn(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids begin with the time; another machine's clock may be ahead by minutes."""
    from langgraph.checkpoint.base import id as ids  # noqa: PLC0415 - its clock is set here

    now = time.time_ns

    async def keep_at(minutes: int, question: str) -> None:
        monkeypatch.setattr(ids, "_last_v6_timestamp", None)
        monkeypatch.setattr(ids.time, "time_ns", lambda: now() + minutes * 60_000_000_000)
        async with opening(url) as checkpoints:
            await keep(Memory(checkpoints), question)

    for number, minutes in enumerate((0, 10, 0, 10, -10, -20)):
        asyncio.run(keep_at(minutes, str(number)))
        assert asyncio.run(remembered(url)) == [str(one) for one in range(number + 1)]
    assert few(url)


@contextmanager
def nursery(url: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.bot.agent.checkpointed", url],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield process
        assert process.stdin is not None
        process.stdin.close()


def test_kill_9_at_any_moment_leaves_a_readable_conversation(url: str) -> None:
    """Twenty children are killed one after another, each some milliseconds later than the one before."""
    following, acknowledged = 0, -1
    with nursery(url) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        for round_ in range(20):
            parent.stdin.write(f"{following}\n")
            parent.stdin.flush()
            child = 0
            while line := parent.stdout.readline().split():
                if line[0] == "child":
                    child = int(line[1])
                elif line[0] == "kept":
                    acknowledged = int(line[1])
                    if child:
                        time.sleep(round_ * 0.0017)
                        os.kill(child, signal.SIGKILL)
                        child = 0
                elif line[0] == "gone":
                    break
            kept = [int(question) for question in asyncio.run(remembered(url))]
            assert kept == list(range(kept[0], kept[-1] + 1))
            assert kept[-1] in (acknowledged, acknowledged + 1)
            assert len(kept) == min(12, kept[-1] + 1)
            assert few(url), rows(url)
            following = kept[-1] + 1
    assert following >= 20


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ("", "a", ""),
        ("abc", "abcd", "a"),
        ("abcdef", "abcdefg", "abcd"),
        # an older one with a greater id would be taken for the newest
        ("abx", "abxc", "x"),
        ("yz", "ayz", "yz"),
        # nothing was written, or all was deleted
        ("abcdef", "abcdef", ""),
        ("abc", "", ""),
    ],
)
def test_what_is_outdated_after_a_change(before: str, after: str, gone: str) -> None:
    assert "".join(outdated(tuple(before), tuple(after))) == gone


class TestPins:
    OLD, NEW = Pin(SESSION, newest=True), Pin(SESSION.replace(day=29), newest=True)

    def test_what_both_turns_read_is_remembered_and_no_more_than_before(self) -> None:
        one, two = (Pin(SESSION, newest=True, digests=digests) for digests in ({"a": "1"}, {"b": "2"}))
        assert merged(one, two).digests == {"a": "1", "b": "2"}
        many = Pin(SESSION, newest=True, digests={str(number): "x" for number in range(64)})
        assert list(merged(many, two).digests) == [*map(str, range(1, 64)), "b"]
        assert merged(one, Pin(SESSION, newest=True, digests={"a": "3"})).digests == {"a": "3"}

    def test_a_turn_from_before_the_market_moved_on_does_not_take_it_back(self) -> None:
        assert merged(self.NEW, self.OLD) == self.NEW
        assert merged(self.OLD, self.NEW) == self.NEW

    def test_a_day_that_was_asked_for_stays(self) -> None:
        asked = Pin(SESSION.replace(day=2), newest=False)
        assert merged(self.NEW, asked) == asked
        assert merged(asked, self.NEW) == self.NEW
        assert PIN == self.OLD
