"""A question in, events out, and exactly one answer, whatever fails."""

import asyncio
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver

from bot.agent.types import Answer, Asker, Done, Event, Question, Sentences, Working
from knowledge.tenants import Tenant
from tests.bot.agent.scripted import ANN, ScriptedModel, World, ask, call, text

RIGHT = "IWM's RSI 14 is 64.1. That is firm but not stretched."
WRONG = "IWM's RSI 14 is 71.9, which nobody read."
BOB = Asker(Tenant("guild:7"), "channel-1", "bob")


def world(*replies: Any, **parts: Any) -> World:
    return World(ScriptedModel(replies=list(replies)), InMemorySaver(), **parts)


def told(made: World, question: Question) -> list[Event]:
    async def all_of() -> list[Event]:
        return [event async for event in made.open().ask(question)]

    return asyncio.run(all_of())


def answered(made: World, question: Question | None = None) -> Answer:
    events = told(made, question or ask())
    assert [event for event in events if isinstance(event, Done)] == events[-1:]
    assert isinstance(events[-1], Done)
    answer = events[-1].answer
    pieces = "".join(event.text for event in events if isinstance(event, Sentences))
    assert answer.text.startswith(pieces)
    return answer


def test_an_answer_is_what_the_tools_gave_in_the_models_words() -> None:
    made = world(call("signal_stack"), text(RIGHT))
    answer = answered(made)
    assert answer.text == answer.written == RIGHT
    assert answer.outcome == "grounded"
    assert [(use.name, use.outcome, use.facts) for use in answer.uses] == [("signal_stack", "ok", 1)]
    assert [one.value for one in answer.facts] == [64.1]
    assert (answer.cost.model_calls, answer.cost.tool_calls) == (2, 1)
    assert (answer.cost.tokens_in, answer.cost.tokens_out, answer.cost.dollars) == (200, 20, None)
    assert made.answers.kept == [answer]


def test_what_is_being_done_and_sentences_that_hold_are_told_before_the_end() -> None:
    events = told(world(call("signal_stack"), text(RIGHT)), ask())
    assert events[0] == Working("reading the question")
    assert Working("reading IWM's signal stack") in events
    assert any(isinstance(event, Sentences) for event in events)


def test_a_text_that_fails_goes_back_once_with_every_failure_and_its_reason() -> None:
    made = world(call("signal_stack"), text(WRONG), text(RIGHT))
    answer = answered(made)
    assert (answer.outcome, answer.text) == ("repaired", RIGHT)
    assert isinstance(made.model, ScriptedModel)
    request = made.model.asked[-1][-1]
    assert isinstance(request, HumanMessage)
    assert request.additional_kwargs["plumbline"] == "repair"
    assert "71.9" in request.text
    assert "no fact of this run" in request.text


def test_what_still_fails_after_one_repair_is_cut_and_the_reader_is_told() -> None:
    made = world(call("signal_stack"), text(f"{RIGHT} {WRONG}"))
    answer = answered(made)
    assert answer.outcome == "cut"
    assert answer.text == RIGHT
    assert "71.9" in answer.written
    assert any("removed" in notice for notice in answer.notices)
    assert answer.cost.model_calls == 3


def test_no_sentence_is_given_out_from_the_first_failing_one_on() -> None:
    made = world(call("signal_stack"), text(f"{RIGHT} {WRONG} It is late."), text(f"{RIGHT} It is late."))
    events = told(made, ask())
    pieces = "".join(event.text for event in events if isinstance(event, Sentences))
    assert "71.9" not in pieces
    assert isinstance(events[-1], Done)
    assert events[-1].answer.text.startswith(pieces)
    assert events[-1].answer.outcome == "repaired"


def test_a_repaired_text_goes_on_from_what_was_given_out() -> None:
    """People cannot unread a sentence: another text is joined to it, without saying anything twice."""
    first = "IWM's RSI 14 is 64.1. " + WRONG
    second = "So it is firm. IWM's RSI 14 is 64.1."
    made = world(call("signal_stack"), text(first), text(second))
    assert isinstance(made.model, ScriptedModel)
    made.model.delay = 0.2
    answer = answered(made)
    assert answer.text == "IWM's RSI 14 is 64.1.\n\nSo it is firm."


def test_a_text_of_which_nothing_is_left_becomes_the_card() -> None:
    answer = answered(world(call("signal_stack"), text(WRONG)))
    assert answer.outcome == "card"
    assert "64.1" in answer.text
    assert "71.9" not in answer.text
    assert answer.notices


def test_when_the_model_fails_the_stand_in_answers_and_the_reader_is_told_why() -> None:
    made = world(
        ConnectionError("sk-secret"), stand_in=ScriptedModel(replies=[call("signal_stack"), text(RIGHT)])
    )
    answer = answered(made)
    assert (answer.outcome, answer.text) == ("card", RIGHT)
    assert "The language model could not be reached." in answer.notices
    assert "sk-secret" not in repr(answer)


def test_the_stand_in_does_not_read_again_what_was_read() -> None:
    stand_in = ScriptedModel(replies=[call("signal_stack"), text(RIGHT)])
    made = world(
        call("signal_stack"), ConnectionError(), ConnectionError(), ConnectionError(), stand_in=stand_in
    )
    assert answered(made).text == RIGHT
    assert len(made.belt.calls) == 1


def test_without_any_writer_and_any_symbol_an_honest_sentence_is_left() -> None:
    answer = answered(world(ValueError("boom")), ask("What is a good day?"))
    assert answer.outcome == "refused"
    assert "incident" in answer.text
    assert "boom" not in answer.text


def test_a_model_that_never_stops_calling_tools_comes_to_an_end() -> None:
    made = world(call("signal_stack"))
    answer = answered(made)
    assert answer.outcome == "card"
    assert answer.cost.model_calls == made.limits.model_calls
    assert len(made.belt.calls) == 1


def test_a_stalling_model_is_left_in_time() -> None:
    made = world(text(RIGHT), seconds=1.0)
    assert isinstance(made.model, ScriptedModel)
    made.model.delay = 60.0
    began = time.monotonic()
    answer = answered(made)
    assert time.monotonic() - began < 1.5
    assert answer.outcome == "card"
    assert "The language model did not answer in time." in answer.notices


def test_a_check_that_takes_too_long_does_not_hold_the_answer_past_its_time() -> None:
    made = world(call("signal_stack"), text(RIGHT), seconds=1.0)

    def slow(*_: Any) -> Any:
        time.sleep(2.0)
        raise AssertionError("nobody waits for this")

    made.check = slow
    began = time.monotonic()

    async def timed() -> tuple[Answer, float]:
        return await made.open().answer(ask()), time.monotonic() - began

    answer, seconds = asyncio.run(timed())
    assert seconds < 1.3
    assert answer.outcome == "refused"


def test_a_check_with_a_bug_lets_nothing_through() -> None:
    made = world(call("signal_stack"), text(RIGHT))

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    made.check = broken
    answer = answered(made)
    assert answer.outcome == "refused"
    assert "incident" in answer.text
    assert "64.1" not in answer.text


def test_a_text_without_end_is_answered_in_time() -> None:
    made = world(call("signal_stack"), text("RSI 14 is 64.1.\n" * 3_000), seconds=10.0)
    answer = answered(made)
    assert answer.cost.seconds < 10
    assert len(answer.text) <= 3_800
    assert answer.outcome in ("grounded", "cut")


def test_a_tool_that_stalls_does_not_hold_the_answer_past_its_time() -> None:
    made = world(call("signal_stack"), text(RIGHT), seconds=0.6)
    made.belt.seconds = 1.2
    began = time.monotonic()

    async def timed() -> float:
        await made.open().answer(ask())
        return time.monotonic() - began

    assert asyncio.run(timed()) < 1.0


@pytest.mark.parametrize(
    ("words", "says"),
    [("", "empty"), (" \n ", "empty"), ("a" * 4_001, "4,001"), ("IWM\x00", "control"), ("\ud800", "control")],
)
def test_what_cannot_be_asked_is_refused_in_words_without_asking_a_model(words: str, says: str) -> None:
    made = world(text(RIGHT))
    answer = answered(made, ask(words))
    assert answer.outcome == "refused"
    assert says in answer.text
    assert answer.cost.model_calls == 0


def test_a_day_in_the_future_is_refused_in_words() -> None:
    answer = answered(world(text(RIGHT)), replace(ask(), as_of=ask_day(2030)))
    assert answer.outcome == "refused"
    assert "future" in answer.text


def ask_day(year: int) -> Any:
    from datetime import date  # noqa: PLC0415

    return date(year, 1, 2)


def test_five_questions_at_once_in_one_conversation_lose_nothing_and_keep_their_order() -> None:
    made = world(call("signal_stack"), text(RIGHT))
    assert isinstance(made.model, ScriptedModel)
    made.model.replies = [lambda messages: text(f"You asked: {messages[-1].text}")]
    made.model.delay = 0.01

    async def five() -> list[Answer]:
        talk = made.open()
        tasks = [asyncio.create_task(talk.answer(ask(f"Question {'abcde'[n]}?"))) for n in range(5)]
        return list(await asyncio.gather(*tasks))

    answers = asyncio.run(five())
    assert [answer.text for answer in answers] == [f"You asked: Question {n}?" for n in "abcde"]
    last = made.model.asked[-1]
    asked = [message.text for message in last if isinstance(message, HumanMessage)]
    said = [message.text for message in last if isinstance(message, AIMessage)]
    assert asked == [f"Question {n}?" for n in "abcde"]
    assert said == [f"You asked: Question {n}?" for n in "abcd"]


def test_conversations_do_not_wait_for_each_other() -> None:
    made = world(text("Nothing to say about that."))
    assert isinstance(made.model, ScriptedModel)
    made.model.delay = 0.3

    async def eight() -> float:
        talk = made.open()
        began = time.monotonic()
        await asyncio.gather(*(talk.answer(ask(topic=str(n))) for n in range(8)))
        return time.monotonic() - began

    assert asyncio.run(eight()) < 1.5


def test_who_leaves_early_leaves_nothing_behind() -> None:
    made = world(call("signal_stack"), text(RIGHT))
    assert isinstance(made.model, ScriptedModel)
    made.model.delay = 0.2

    async def leave_and_ask_again() -> Answer:
        talk = made.open()
        leaving = asyncio.create_task(talk.answer(ask("First?")))
        await asyncio.sleep(0.1)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        events = talk.ask(ask("Second?"))
        assert isinstance(await anext(events), Working)
        await events.aclose()
        assert talk._turns.idle
        return await talk.answer(ask("Third?"))

    made.model.replies = [text("Fine.")]
    assert asyncio.run(leave_and_ask_again()).text == "Fine."
    assert [answer.question.text for answer in made.answers.kept] == ["Third?"]
    humans = [message.text for message in made.model.asked[-1] if isinstance(message, HumanMessage)]
    assert humans == ["Third?"]


def test_nothing_of_another_asker_is_ever_seen() -> None:
    made = world(call("search_reports", {"question": "breadth"}), text("Nothing was said of it."))
    assert isinstance(made.model, ScriptedModel)

    async def both() -> None:
        talk = made.open()
        made.model.replies = [text("A secret of Ann.")]
        await talk.answer(ask("Ann's question?"))
        made.model.replies = [call("search_reports", {"question": "breadth"}), text("Nothing of it.")]
        made.model._at = 0
        await talk.answer(ask("Bob's question?", BOB))
        assert [one.question.asker for one in await talk.history(BOB)] == [BOB]

    asyncio.run(both())
    seen = " ".join(message.text for message in made.model.asked[-1])
    assert "Bob's question?" in seen
    assert "Ann" not in seen
    assert made.searched == [("guild:7", "breadth")]
    earlier = made.belt.calls[-1][2].earlier.between(ask_day(2000), ask_day(2040))
    assert {one.question for one in earlier} <= {"Bob's question?"}


def test_what_is_forgotten_is_gone_and_others_are_not() -> None:
    made = world(text("Fine."))
    assert isinstance(made.model, ScriptedModel)

    async def forget() -> None:
        talk = made.open()
        await talk.answer(ask("One?"))
        await talk.answer(ask("Other?", topic="other"))
        await talk.forget(ANN)
        assert not await talk.history(ANN)
        assert len(await talk.history(ANN, "other")) == 1
        await talk.answer(ask("Two?"))

    asyncio.run(forget())
    assert [message.text for message in made.model.asked[-1][1:]] == ["Two?"]


def test_the_event_loop_is_never_blocked() -> None:
    """Tools and the check work in other threads: a heartbeat in the loop goes on at its pace."""
    made = world(call("signal_stack"), text(RIGHT))
    made.belt.seconds = 0.3
    plain = made.check
    threads: set[int] = set()

    def slow_check(*given: Any) -> Any:
        threads.add(threading.get_ident())
        time.sleep(0.1)
        return plain(*given)

    made.check = slow_check

    async def watched() -> float:
        talk, worst = made.open(), 0.0
        work = asyncio.create_task(talk.answer(ask()))
        while not work.done():
            before = time.monotonic()
            await asyncio.sleep(0.005)
            worst = max(worst, time.monotonic() - before)
        assert (await work).outcome == "grounded"
        return worst

    assert asyncio.run(watched()) < 0.1
    assert threading.get_ident() not in made.belt.threads | threads


def test_the_same_question_twice_says_the_same() -> None:
    made = world(call("signal_stack"), text(RIGHT))

    async def twice() -> tuple[Answer, Answer]:
        talk = made.open()
        first = await talk.answer(ask())
        assert isinstance(made.model, ScriptedModel)
        made.model._at = 0
        return first, await talk.answer(ask())

    first, second = asyncio.run(twice())
    assert first.text == second.text
    assert [use.digest for use in first.uses] == [use.digest for use in second.uses]


def test_an_answer_that_cannot_be_kept_is_given_all_the_same() -> None:
    made = world(text("Fine."))

    def full(_: Answer) -> None:
        raise OSError(28, "No space left on device")

    made.answers.keep = full  # type: ignore[method-assign]
    answer = answered(made)
    assert answer.text == "Fine."
    assert any("could not be kept" in notice for notice in answer.notices)


def test_what_cannot_be_recalled_is_told_and_the_question_is_answered() -> None:
    made = world(text("Fine."))

    class Broken(InMemorySaver):
        async def aget_tuple(self, config: Any) -> Any:
            del config
            raise OSError(5, "Input/output error")

    made.checkpointer = Broken()
    answer = answered(made)
    assert answer.text == "Fine."
    assert any("said before could not be read" in notice for notice in answer.notices)
