"""Discord refuses, limits, drops and forgets; people delete. The answer arrives, or nobody waits for it."""

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from bot.talking.growing import Pace
from tests.bot.surface.scene import PATIENCE, Scene, finished, scene_of
from tests.loopback.discord import Allow, Exchange, posting, rest_interactions
from tests.loopback.discord.calls import Call
from tests.loopback.discord.interactions import DEFER, Interaction
from tests.loopback.discord.refusal import Reason, Refusal
from tools.market.folder import FolderMarketData

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[Scene]:
    with scene_of(tmp_path_factory.mktemp("discord"), data_dir) as made:
        yield hurried(made)


def hurried(scene: Scene) -> Scene:
    """A surface that waits a tenth of the time between edits and tries."""
    ways = scene.surface.conversing._ways
    scene.surface.conversing._ways = replace(
        ways, pace=Pace(time.monotonic, lambda seconds: asyncio.sleep(seconds / 10))
    )
    return scene


@pytest.fixture
def days() -> Iterator[str]:
    """Days of which no card is kept."""
    return _DAYS


_DAYS = (f"2022-{month:02}-{day:02}" for month in range(3, 13) for day in range(6, 28, 3))


class Gate:
    """Bars come when it is opened."""

    def __init__(self) -> None:
        self.reached, self._open = threading.Event(), threading.Event()

    async def begun(self) -> None:
        """Something waits for bars."""
        assert await asyncio.to_thread(self.reached.wait, PATIENCE)

    def open(self) -> None:
        self._open.set()

    def wait(self) -> None:
        self.reached.set()
        assert self._open.wait(PATIENCE)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made, real = Gate(), FolderMarketData.bars

    def bars(self: FolderMarketData, *args: Any, **more: Any) -> Any:
        made.wait()
        return real(self, *args, **more)

    monkeypatch.setattr(FolderMarketData, "bars", bars)
    yield made
    made.open()


def incidents(scene: Scene) -> int:
    """How many bugs were kept."""
    return len(list((scene.home / "incidents").glob("*")))


async def levels(scene: Scene, day: str, **more: Any) -> Exchange:
    return await scene.asked(scene.ana, "levels", symbol="IWM", as_of=day, **more)


@pytest.mark.parametrize(
    ("status", "times", "containing"),
    [
        (429, 3, "/messages/@original"),
        (429, 1, "/callback"),
        (500, 1, "/messages/@original"),
        (500, 1, "/callback"),
    ],
)
def test_what_discord_refuses_for_a_moment_is_tried_again(
    scene: Scene, days: Iterator[str], status: int, times: int, containing: str
) -> None:
    """Limits and errors of Discord's own cost time; the answer is the same."""

    async def play() -> None:
        trouble = await scene.discord.refuse_rest(times, status, containing=containing)
        answer = await levels(scene, next(days))
        assert trouble.times == 0
        assert "Close" in answer.text

    scene.play(play())


@pytest.mark.parametrize(
    ("status", "times", "path"), [(429, 2, "messages"), (500, 1, "messages"), (500, 9, "typing")]
)
def test_a_mention_is_answered_though_discord_limits_and_fails(
    scene: Scene, status: int, times: int, path: str
) -> None:
    """Also where it does not even take that the bot is typing."""

    async def play() -> None:
        trouble = await scene.discord.refuse_rest(times, status, containing=f"/{path}")
        await scene.answers_mentions()
        assert trouble.times < times
        trouble.times = 0

    scene.play(play())


def test_a_card_that_discord_refuses_is_told_to_be_a_bug(scene: Scene, days: Iterator[str]) -> None:
    """Instead of "thinking…" for ever, the person reads under which id the operator finds it."""

    async def play() -> None:
        await scene.discord.refuse_rest(1, 400, containing="/messages/@original")
        answer = await levels(scene, next(days))
        assert "This is a bug" in answer.text
        assert "Incident" in answer.text

    scene.play(play())


def test_an_acknowledgement_whose_receipt_was_lost_is_no_reason_for_silence(
    scene: Scene, days: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord took it, answered 500, and calls the second try a repetition: the answer still comes."""
    real, lost = rest_interactions._ANSWERS[DEFER], []

    def defer(call: Call, interaction: Interaction, data: Any) -> None:
        real(call, interaction, data)
        if not lost:
            lost.append(call)
            interaction.answer = DEFER
            raise Refusal(Reason(500, 0, "500: the receipt was lost"))

    monkeypatch.setitem(rest_interactions._ANSWERS, DEFER, defer)  # type: ignore[arg-type]

    async def play() -> None:
        answer = await levels(scene, next(days))
        assert lost
        assert "Close" in answer.text
        assert len(scene.discord.taken(0)) == len(scene.discord.taken(40060)) == 1

    scene.play(play())


@pytest.mark.parametrize("how", ["drop_gateway", "reconnect", "invalidate"])
def test_a_gateway_that_goes_away_during_a_command_costs_no_answer(
    scene: Scene, days: Iterator[str], gate: Gate, how: str
) -> None:
    """The answer under way arrives over REST, and after the return commands and mentions are served."""

    async def play() -> None:
        answer = await scene.ana.slash(scene.there, "levels", symbol="IWM", as_of=next(days))
        await gate.begun()
        await getattr(scene.discord, how)()
        gate.open()
        await answer.done(PATIENCE)
        assert "Close" in answer.text
        await scene.discord.ready(PATIENCE)
        await scene.answers_mentions()

    scene.play(play())


@pytest.mark.parametrize("shown", ["public", "private"])
@pytest.mark.parametrize("command", ["levels", "ask"])
def test_an_answer_that_comes_after_fifteen_minutes(
    scene: Scene, days: Iterator[str], gate: Gate, command: str, shown: str
) -> None:
    """What was public is said in the channel, or that it came too late; of what was private nothing is."""

    async def play() -> None:
        await scene.asked(scene.boss, "settings private", on=shown == "private")
        before = len(scene.there.messages)
        given = {"symbol": "IWM"} if command == "levels" else {"question": "how does IWM look?"}
        answer = await scene.ana.slash(scene.there, command, as_of=next(days), **given)
        await gate.begun()
        scene.discord.age(answer, minutes=16)
        gate.open()
        await scene.discord.until(lambda: not scene.surface.desk._under_way, PATIENCE, what="the end of it")
        said = [one for one in list(scene.there.messages.values())[before:] if one.answers is None]
        if shown == "private":
            assert said == []
        else:
            (one,) = said
            assert ("no longer takes this answer" if command == "levels" else "IWM") in one.text
        await scene.asked(scene.boss, "settings private", on=False)
        assert scene.discord.taken(50027)

    scene.play(play())


def test_an_answer_that_is_deleted_while_it_is_made_stays_deleted(
    scene: Scene, days: Iterator[str], gate: Gate
) -> None:
    """Nobody waits for it: nothing is said in its place, no bug is kept, and the next one is answered."""

    async def play() -> None:
        kept = incidents(scene)
        for command, given in (("levels", {"symbol": "IWM"}), ("ask", {"question": "how does IWM look?"})):
            answer = await scene.ana.slash(scene.there, command, as_of=next(days), **given)
            await gate.begun()
            before = len(scene.there.messages)
            posting.delete(scene.discord, answer.message)
            gate.open()
            await scene.discord.until(lambda: not scene.surface.desk._under_way, PATIENCE)
            assert len(scene.there.messages) == before - 1, command
        assert scene.discord.taken(10008)
        assert incidents(scene) == kept
        assert "Close" in (await levels(scene, next(days))).text

    scene.play(play())


def test_a_mention_whose_answer_grows_and_is_deleted(scene: Scene, gate: Gate) -> None:
    """The edit that finds nothing ends the answer, and the conversation goes on with the next question."""

    async def play() -> None:
        kept = incidents(scene)
        await scene.ana.says(scene.guild["general"], "<@bot> how did IWM look on 2022-02-09?")
        growing = await scene.discord.next_message(scene.guild["general"], timeout=PATIENCE)
        posting.delete(scene.discord, growing)
        gate.open()
        await scene.discord.until(lambda: not scene.surface.conversing._tasks, PATIENCE)
        assert not [one for one in scene.guild["general"].messages.values() if one.author.bot]
        assert scene.discord.taken(10008)
        await scene.answers_mentions()
        assert incidents(scene) == kept

    scene.play(play())


@pytest.mark.parametrize("what", ["channel", "permission", "question"])
def test_a_place_that_is_gone_when_the_answer_is_ready(scene: Scene, gate: Gate, what: str) -> None:
    """Channel deleted, permission lost, question deleted: nothing hangs, no bug is kept, all else works."""

    async def play() -> None:
        kept, place = incidents(scene), scene.guild.add_channel(f"passing-{what}")
        asked = await scene.ana.says(place, f"<@bot> how did IWM look on 2022-01-{10 + len(what)}?")
        await gate.begun()
        if what == "channel":
            place.delete()
        elif what == "permission":
            place.deny(scene.guild.everyone, Allow.SEND_MESSAGES)
        else:
            posting.delete(scene.discord, asked)
        gate.open()
        await scene.discord.until(lambda: not scene.surface.conversing._tasks, PATIENCE)
        if what == "channel":
            assert not [one for one in place.messages.values() if one.author.bot and finished(one)]
        scene.discord.violations.clear()
        assert incidents(scene) == kept
        await scene.answers_mentions()

    scene.play(play())


def test_without_the_history_a_mention_is_answered_without_a_reply(scene: Scene) -> None:
    """Discord takes no reply from who may not read the past; the answer comes as a message of its own."""

    async def play() -> None:
        place = scene.guild.add_channel("no-history")
        place.deny(scene.guild.everyone, Allow.READ_HISTORY)
        await scene.ana.says(place, "<@bot> how does IWM look?")
        answer = await scene.heard(place)
        assert "IWM" in answer.text
        assert answer.replies_to is None
        assert len(scene.discord.taken(160002)) == 1

    scene.play(play())


def test_a_process_that_ends_answers_what_is_under_way_and_says_that_it_restarts(
    tmp_path: Path, data_dir: Path, gate: Gate
) -> None:
    """Commands and questions that came before are answered; those that come meanwhile are told to wait."""
    with scene_of(tmp_path, data_dir) as scene:

        async def play() -> None:
            running = [
                await scene.ana.slash(scene.there, "levels", symbol="IWM", as_of="2023-03-08"),
                await scene.boss.slash(scene.there, "ask", question="how does IWM look?"),
            ]
            await gate.begun()
            ending = asyncio.gather(
                scene.surface.conversing.drain(PATIENCE), scene.surface.desk.drain(PATIENCE)
            )
            await asyncio.sleep(0)
            for command, given in (
                ("levels", {"symbol": "SPY"}),
                ("ask", {"question": "and SPY?"}),
                ("about", {}),
            ):
                late = await scene.asked(scene.ana, command, **given)
                assert "restart" in late.text
                assert late.ephemeral
            await scene.ana.says(scene.there, "<@bot> and QQQ?")
            assert "restart" in (await scene.heard()).text
            gate.open()
            interrupted, finished = await ending
            assert (interrupted, finished) == (0, True)
            for answer in running:
                await answer.done(PATIENCE)
                assert "IWM" in answer.text
                assert "did not work" not in answer.text
            assert await scene.surface.work.drain(1)

        scene.play(play())


@pytest.mark.parametrize("times", [1, 2])
def test_a_connection_that_breaks_on_the_way_is_tried_again(
    scene: Scene, days: Iterator[str], monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """A server that hangs up in the middle is no bug, and the card that was made is shown."""
    edit, left = discord.Interaction.edit_original_response, [times] * times

    async def broken(self: Any, **more: Any) -> Any:
        if left:
            left.pop()
            raise aiohttp.ServerDisconnectedError
        return await edit(self, **more)

    monkeypatch.setattr(discord.Interaction, "edit_original_response", broken)

    async def play() -> None:
        kept = incidents(scene)
        assert "Close" in (await levels(scene, next(days))).text
        assert not left
        assert incidents(scene) == kept

    scene.play(play())
