"""Conversations asked from a thread that waits."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.agent.types import Done, Question, Sentences, Working
from bot.ask_loop import Conversations, talk
from tests.bot.ask_double import ASKER, FakeConversations, answer, echoing, told
from tools.errors import SettingsError

ASKED = Question("How is IWM?", ASKER)


def test_events_arrive_in_order_and_end_with_the_answer() -> None:
    with talk(FakeConversations(echoing).opened) as talking:
        events = list(talking.ask(ASKED))
    assert [type(event) for event in events] == [Working, Sentences, Sentences, Done]


def test_everything_happens_in_one_thread_that_is_not_the_callers() -> None:
    seen: set[int] = set()

    class Watched(FakeConversations):
        async def ask(self, question: Question) -> AsyncIterator[object]:  # type: ignore[override]
            seen.add(threading.get_ident())
            async for event in super().ask(question):
                yield event

    with talk(Watched(echoing).opened) as talking:  # type: ignore[arg-type]
        list(talking.ask(ASKED))
        list(talking.ask(ASKED))
    assert len(seen) == 1
    assert threading.get_ident() not in seen


def test_a_closed_iterator_cancels_the_answer_and_the_next_question_is_served() -> None:
    fake = FakeConversations(
        lambda question: [Working("x"), 60.0] if question.text == "slow" else echoing(question)
    )
    with talk(fake.opened) as talking:
        started = time.monotonic()
        events = talking.ask(Question("slow", ASKER))
        next(events)
        events.close()
        assert time.monotonic() - started < 3
        assert fake.cancelled == 1
        assert isinstance(list(talking.ask(ASKED))[-1], Done)
    assert fake.closed


def test_what_goes_wrong_inside_is_raised_outside() -> None:
    fake = FakeConversations(lambda _: [SettingsError("no key")])
    with talk(fake.opened) as talking, pytest.raises(SettingsError, match="no key"):
        list(talking.ask(ASKED))


def test_what_cannot_be_opened_says_why_and_leaves_no_thread() -> None:
    @asynccontextmanager
    async def broken() -> AsyncIterator[Conversations]:
        await asyncio.sleep(0)
        raise SettingsError("PLUMB_MODEL: no such model")
        yield

    with pytest.raises(SettingsError, match="no such model"), talk(broken):
        pass
    assert not [thread for thread in threading.enumerate() if thread.name == "conversations"]


def test_a_long_fetch_is_told_of_now_and_then_and_a_short_one_never() -> None:
    fake = FakeConversations(lambda _: [0.2, *told(answer())])
    with talk(fake.opened) as talking:
        talking.report(50, 100, "nobody asks")
        events = talking.ask(ASKED)
        timer = threading.Timer(
            0.05,
            lambda: [talking.report(1, 3, "few")] + [talking.report(n, 100, "ABC") for n in range(99)],
        )
        timer.start()
        said = [event.what for event in events if isinstance(event, Working)]
    assert said == ["fetching members: 0 of 100, ABC", "reading IWM's signal stack"]
