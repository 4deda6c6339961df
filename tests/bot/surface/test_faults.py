"""Whatever fails behind the commands, the person who asked is told so, and the next question is answered."""

import asyncio
import errno
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.cards import result
from bot.community.values import GuildSettings
from bot.store import engine
from tests.bot.surface.scene import PATIENCE, Scene, scene_of
from tools.errors import SourceDown
from tools.market.folder import FolderMarketData

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[Scene]:
    patch = pytest.MonkeyPatch()
    patch.setattr(engine, "PATIENCE", 1)
    with scene_of(tmp_path_factory.mktemp("faults"), data_dir) as made:
        yield made
    patch.undo()


@pytest.fixture
def days() -> Iterator[str]:
    """Days of which no card is kept."""
    return iter(_DAYS)


_DAYS = (f"2023-{month:02}-{day:02}" for month in range(3, 13) for day in range(6, 28, 3))


async def _served(scene: Scene, day: str) -> None:
    """The surface answers as if nothing had been."""
    answer = await scene.asked(scene.ana, "levels", symbol="IWM", as_of=day)
    assert "Close" in answer.text


def test_a_source_that_is_down_is_said_to_be(
    scene: Scene, days: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A symbol whose source does not answer gets a sentence, no card and no figure; others are served."""
    real = FolderMarketData.bars

    def bars(self: FolderMarketData, symbol: str, *args: Any, **more: Any) -> Any:
        if symbol == "DIA":
            raise SourceDown("the source of bars does not answer at present.")
        return real(self, symbol, *args, **more)

    monkeypatch.setattr(FolderMarketData, "bars", bars)

    async def play() -> None:
        for command in ("analyze", "levels", "chart", "breadth", "rotation", "debrief"):
            answer = await scene.asked(scene.ana, command, symbol="DIA")
            assert "did not work" in answer.text, command
            assert "Close" not in answer.text
        await _served(scene, next(days))

    scene.play(play())


def test_a_source_that_is_slow_is_given_up(
    scene: Scene, days: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond its patience the surface says so; what came late answers the next person who asks."""
    day, real = next(days), FolderMarketData.bars

    def bars(self: FolderMarketData, *args: Any, **more: Any) -> Any:
        time.sleep(0.5)
        return real(self, *args, **more)

    async def play() -> None:
        with monkeypatch.context() as slow:
            slow.setattr(FolderMarketData, "bars", bars)
            slow.setattr(scene.surface.work, "_patience", 0.3)
            answer = await scene.asked(scene.ana, "levels", symbol="SPY", as_of=day)
            assert "given up" in answer.text
            await scene.discord.until(lambda: not scene.surface.work._flights, PATIENCE)
        answer = await scene.asked(scene.boss, "levels", symbol="SPY", as_of=day)
        assert "Close" in answer.text

    scene.play(play())


@contextmanager
def _locked(scene: Scene) -> Iterator[None]:
    """Another process writes and does not end."""
    other = sqlite3.connect(scene.home / "answers.sqlite", isolation_level=None, timeout=5)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def _read_only(scene: Scene) -> Iterator[None]:
    """Every connection refuses to write."""

    def refuse(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    kept = scene.surface.store._engine
    event.listen(kept, "checkout", refuse)
    yield
    event.remove(kept, "checkout", refuse)
    kept.dispose()


@contextmanager
def _full(scene: Scene) -> Iterator[None]:
    """Every write finds the disk full."""

    def refuse(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            broken = sqlite3.OperationalError("database or disk is full")
            broken.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise broken

    kept = scene.surface.store._engine
    event.listen(kept, "before_cursor_execute", refuse)
    yield
    event.remove(kept, "before_cursor_execute", refuse)


FAULTS = {"locked": _locked, "read-only": _read_only, "full": _full}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_database_that_takes_nothing_is_told_and_changes_nothing(
    scene: Scene, days: Iterator[str], fault: str
) -> None:
    """Writes are refused in words, nothing changes, cards and answers still come; later all is well."""
    before = scene.surface.store.guilds.get(scene.guild.id)

    async def play() -> None:
        refused = [
            scene.asked(scene.boss, "settings symbols", names="SPY"),
            scene.asked(scene.boss, "schedule add", kind="brief"),
            scene.asked(scene.ana, "watch add", symbol="IWM"),
            scene.asked(scene.ana, "feedback", kind="idea", text="a weekly card"),
        ]
        served = [
            scene.asked(scene.ana, "levels", symbol="IWM", as_of=next(days)),
            scene.asked(scene.ana, "analyze", symbol="IWM"),
        ]
        told = await asyncio.gather(*refused, *served)
        for answer in told[: len(refused)]:
            assert "did not work" in answer.text, answer
            assert "answers.sqlite" not in answer.text
        for answer in told[len(refused) :]:
            assert "Close" in answer.text
        asked = await scene.asked(scene.ana, "ask", question="how does IWM look?")
        assert "IWM" in asked.text

    with FAULTS[fault](scene):
        scene.play(play())
    assert scene.surface.store.guilds.get(scene.guild.id) == before
    assert scene.surface.store.watches.of_person(scene.ana.id, scene.guild.id) == ()
    scene.play(_served(scene, next(days)))


def test_settings_that_are_read_slowly_hold_no_acknowledgement_up(
    scene: Scene, days: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where settings do not come within a second, the answer comes in time, and to the asker alone."""
    store, real = scene.surface.store.guilds, scene.surface.store.guilds.get

    def get(number: int) -> GuildSettings:
        time.sleep(2.5)
        return real(number)

    async def play() -> None:
        scene.surface.guilds.forget(scene.guild.id)
        with monkeypatch.context() as slow:
            slow.setattr(store, "get", get)
            answer = await scene.asked(scene.ana, "levels", symbol="IWM", as_of=next(days))
        assert answer.ephemeral
        assert answer.deferred
        assert "Close" in answer.text
        # the slow read goes on, and what it brought is known from then on
        await asyncio.sleep(2.0)
        public = await scene.asked(scene.ana, "levels", symbol="IWM", as_of=next(days))
        assert not public.ephemeral

    scene.play(play())


def test_a_bug_is_told_under_an_id_and_kept_without_what_was_said(
    scene: Scene, days: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer names an incident; its file has the traceback, and neither words of people nor tokens."""
    said = "the wording of a person"

    def broken(*_: object, **__: object) -> None:
        raise KeyError("composite")

    async def play() -> None:
        with monkeypatch.context() as bug:
            bug.setattr(result, "card_of", broken)
            answer = await scene.asked(scene.ana, "levels", symbol="IWM", as_of=next(days))
        assert "This is a bug" in answer.text
        kept = _incident(scene, answer.text)
        assert "KeyError: 'composite'" in kept
        assert "questions.py" in kept
        with monkeypatch.context() as bug:
            bug.setattr(scene.surface.conversing, "_ways", None)
            answer = await scene.asked(scene.ana, "ask", question=said)
        kept = _incident(scene, answer.text)
        assert said not in kept
        for secret in (scene.discord.token, answer.interaction.token):
            assert secret not in kept
        await _served(scene, next(days))

    scene.play(play())


def _incident(scene: Scene, text: str) -> str:
    """The record under the id that a person was told."""
    assert "Incident **" in text
    name = text.partition("Incident **")[2].partition("**")[0]
    return (scene.home / "incidents" / f"discord-{name}.txt").read_text(encoding="utf-8")


def test_a_disk_without_room_for_incidents_still_gives_an_answer(
    scene: Scene, days: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug is told also where its record cannot be written, and so is a full disk itself."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def play() -> None:
        with monkeypatch.context() as disk:
            disk.setattr(Path, "write_text", full)
            disk.setattr(result, "card_of", full)
            answer = await scene.asked(scene.ana, "levels", symbol="IWM", as_of=next(days))
        assert "can keep nothing at present" in answer.text
        await _served(scene, next(days))

    scene.play(play())
