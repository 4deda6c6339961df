"""What a conversation remembers: whole turns, across a kill, and never what tools read."""

import asyncio
import signal
import subprocess
import sys
import textwrap
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from bot.agent.checkpoints.sqlite import SqliteCheckpoints
from bot.agent.memory import Memory, Recalled
from bot.agent.pinning import Pin
from bot.agent.types import Answer
from tests.bot.agent.scripted import SESSION, ScriptedModel, World, ask, call, text
from tests.bot.store.made import answer

T = TypeVar("T")
PIN = Pin(SESSION, newest=True, digests={"a": "1"})
ROOT = Path(__file__).resolve().parents[3]


def turn(question: str, text: str) -> Answer:
    return answer(conversation="one", text=question, said=text)


def within(path: Path, work: Callable[[SqliteCheckpoints], Awaitable[T]]) -> T:
    async def opened() -> T:
        async with SqliteCheckpoints.open(path) as saver:
            return await work(saver)

    return asyncio.run(opened())


def test_a_turn_is_there_in_another_process_with_its_pin(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"

    async def keep(saver: SqliteCheckpoints) -> None:
        await Memory(saver).keep(turn("How?", "So [1]."), PIN)

    async def recall(saver: SqliteCheckpoints) -> tuple[Recalled, Recalled]:
        memory = Memory(saver)
        return await memory.recall("one"), await memory.recall("two")

    within(path, keep)
    one, two = within(path, recall)
    assert [message.text for message in one.messages] == ["How?", "So."]
    assert one.pin == PIN
    assert two == Recalled()


def test_only_the_newest_turns_are_remembered_and_a_long_one_does_not_push_out_half_a_turn(
    tmp_path: Path,
) -> None:
    async def many(saver: SqliteCheckpoints) -> Recalled:
        memory = Memory(saver)
        for n in range(20):
            await memory.keep(turn(f"q{n}", "x" * 3_000), PIN)
        return await memory.recall("one")

    recalled = within(tmp_path / "c.sqlite", many)
    before, *turns = recalled.messages
    assert "earlier question" in before.text
    assert turns[0].text == "q15"
    assert [type(message) for message in turns] == [HumanMessage, AIMessage] * 5
    assert sum(len(message.text) for message in recalled.messages) <= 24_000


def test_a_hundred_turns_stay_small_and_hold_nothing_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"

    async def hundred(saver: SqliteCheckpoints) -> None:
        made = World(ScriptedModel(replies=[]), saver)

        def reply(messages: list[object]) -> AIMessage:
            if isinstance(messages[-1], HumanMessage):
                return call("search_reports", {"question": "breadth"})
            return text("A desk said something of breadth [3fa2c1:7].")

        assert isinstance(made.model, ScriptedModel)
        made.model.replies = [reply]
        conversations = made.open()
        for _ in range(100):
            answer = await conversations.answer(ask("What was said of breadth?"))
            assert answer.text == "A desk said something of breadth [1]."

    within(path, hundred)
    assert path.stat().st_size < 2_000_000
    kept = path.read_bytes()
    assert b"something of breadth" in kept
    assert b"3fa2c1" not in kept
    assert b"43 % of members" not in kept


def test_forgetting_leaves_nothing_of_a_conversation(tmp_path: Path) -> None:
    async def forget(saver: SqliteCheckpoints) -> Recalled:
        memory = Memory(saver)
        await memory.keep(turn("How?", "So."), PIN)
        await memory.forget("one")
        return await memory.recall("one")

    assert within(tmp_path / "c.sqlite", forget) == Recalled()


CHILD = textwrap.dedent(
    """
    import asyncio, sys
    sys.path.insert(0, {root!r})
    from pathlib import Path
    from bot.agent.checkpoints.sqlite import SqliteCheckpoints
    from tests.bot.agent.scripted import ScriptedModel, World, ask, call, text

    async def main():
        async with SqliteCheckpoints.open(Path({path!r})) as saver:
            made = World(ScriptedModel(replies=[call("signal_stack"), text("IWM's RSI 14 is 64.1.")]), saver)
            talk = made.open()
            await talk.answer(ask("First question?"))
            print("first", flush=True)
            made.model.delay, made.model._at = 60.0, {at}
            made.belt.seconds = {seconds}
            await talk.answer(ask("Second question?"))

    asyncio.run(main())
    """
)


@pytest.mark.parametrize(("at", "seconds"), [(0, 0.0), (1, 0.0)], ids=["in the model", "in its last words"])
def test_after_kill_9_the_conversation_goes_on_as_if_the_lost_question_had_not_been(
    tmp_path: Path, at: int, seconds: float
) -> None:
    path = tmp_path / "c.sqlite"
    script = CHILD.format(root=str(ROOT), path=str(path), at=at, seconds=seconds)
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "first"
        child.send_signal(signal.SIGKILL)
        child.wait()

    async def third(saver: SqliteCheckpoints) -> tuple[Answer, list[str]]:
        made = World(ScriptedModel(replies=[text("Fine.")]), saver)
        answer = await made.open().answer(ask("Third question?"))
        assert isinstance(made.model, ScriptedModel)
        return answer, [message.text for message in made.model.asked[-1][1:]]

    answer, seen = within(path, third)
    assert answer.text == "Fine."
    assert seen == ["First question?", "IWM's RSI 14 is 64.1.", "Third question?"]
