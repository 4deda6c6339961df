"""Conversations over both wires: what is remembered, for whom, and what a request says of it."""

import asyncio
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.agent.types import Asker, Done, Sentences, Working
from bot.wiring import Services
from tests.loopback.model import LoopbackModel, Sent, Turn, Wire
from tests.loopback.model_prose import BREADTH, ROTATION, STACK, WANTED, honest
from tests.loopback.model_talk import ELSEWHERE, HERE, KEY, PERSON, Talk, services_of, talking

HONEST = honest((STACK,), WANTED)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_of(tmp_path_factory.mktemp("conversation"), "sample")


@pytest.fixture(params=["openai", "anthropic"])
def wire(request: pytest.FixtureRequest) -> Wire:
    found: Wire = request.param
    return found


@pytest.fixture
def model() -> Iterator[LoopbackModel]:
    with LoopbackModel(HONEST) as double:
        yield double


@pytest.fixture
def talk(services: Services, model: LoopbackModel, wire: Wire, tmp_path: Path) -> Iterator[Talk]:
    with talking(services, model, tmp_path, wire=wire) as one:
        yield one


def questions(sent: Sent) -> list[str]:
    """What people said in a request, the first first."""
    return [message.text for message in sent.messages if message.role == "user" and message.text]


def test_events_come_in_the_order_of_the_work(talk: Talk, model: LoopbackModel) -> None:
    model.play(honest((STACK, BREADTH, ROTATION), WANTED))
    told = talk.ask("How is IWM?")
    kinds = [type(event) for event in told.events]
    assert kinds.index(Working) < kinds.index(Sentences) < kinds.index(Done)
    assert sum("IWM" in event.what for event in told.events if isinstance(event, Working)) == 3
    assert told.pieces.strip()
    assert told.answer.text.startswith(told.pieces.strip())


@pytest.mark.parametrize("day", [date(2020, 3, 23), date(2026, 11, 20)], ids=str)
def test_latest_is_the_session_of_the_question(talk: Talk, model: LoopbackModel, day: date) -> None:
    told = talk.ask("How is IWM?", as_of=day)
    assert told.answer.outcome == "grounded", told.answer.verdict.failures
    assert told.answer.session == day
    assert f"session {day.isoformat()}" in model.sent[1].results[0].text
    assert any("SIMULATED" in notice for notice in told.answer.notices)


def test_five_questions_at_once_lose_nothing(talk: Talk, model: LoopbackModel) -> None:
    asked = [f"Question {number}: how is IWM?" for number in range(5)]

    async def at_once() -> list[Any]:
        return await asyncio.gather(*(talk.asking(text) for text in asked))

    told = talk.run(at_once())
    assert [one.answer.outcome for one in told] == ["grounded"] * 5
    assert len({one.answer.id for one in told}) == 5
    talk.ask("And now?")
    assert sorted(questions(model.sent[-1])[:5]) == asked
    assert model.complaints == []


def test_nobody_reads_what_another_asked(talk: Talk, model: LoopbackModel) -> None:
    talk.ask("A question about alpaca wool.")
    for other in ({"person": "another"}, {"tenant": ELSEWHERE}, {"topic": "second"}):
        talk.ask("How is IWM?", **other)
        assert "alpaca" not in model.sent[-1].text
    talk.ask("How is IWM?")
    assert "alpaca" in model.sent[-1].text


def test_what_is_forgotten_is_in_no_later_request(talk: Talk, model: LoopbackModel) -> None:
    asker = Asker(HERE, "channel-1", PERSON)
    first = talk.ask("A question about alpaca wool.").answer
    second = talk.ask("And IWM?").answer
    kept = talk.run(talk.conversations.history(asker, ""))
    assert [one.id for one in kept] == [first.id, second.id]
    talk.run(talk.conversations.forget(asker, ""))
    assert not talk.run(talk.conversations.history(asker, ""))
    talk.ask("How is IWM?")
    assert "alpaca" not in model.sent[-1].text


def test_a_conversation_goes_on_in_another_process(services: Services, wire: Wire, tmp_path: Path) -> None:
    for number in range(2):
        with (
            LoopbackModel(HONEST) as model,
            talking(services, model, tmp_path, wire=wire) as talk,
        ):
            assert talk.ask("How is IWM?").answer.outcome == "grounded"
            assert len(questions(model.sent[-1])) == number + 1


def test_results_and_passages_of_earlier_turns_are_not_sent_again(talk: Talk, model: LoopbackModel) -> None:
    for _ in range(3):
        talk.ask("How is IWM?")
    assert len(model.sent[-1].all_results) == 1
    assert model.complaints == []


def test_a_model_that_does_not_stream_answers_as_well(services: Services, wire: Wire, tmp_path: Path) -> None:
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - a second, for this test alone

    with LoopbackModel(HONEST) as model:
        whole = init_chat_model(
            "scripted",
            model_provider=wire,
            base_url=model.url(wire),
            api_key=KEY,
            max_retries=0,
            disable_streaming=True,
        )
        with talking(services, model, tmp_path, wire=wire, parts={"model": whole}) as talk:
            answer = talk.ask("How is IWM?").answer
    assert answer.outcome == "grounded", answer.verdict.failures
    assert not any(sent.streaming for sent in model.sent)
    assert (answer.cost.tokens_in, answer.cost.tokens_out) == (1000, 110)


def test_dollars_follow_the_price(services: Services, wire: Wire, tmp_path: Path) -> None:
    with (
        LoopbackModel(HONEST) as model,
        talking(services, model, tmp_path, wire=wire, model_price="3/15") as talk,
    ):
        cost = talk.ask("How is IWM?").answer.cost
    assert cost.dollars == pytest.approx((1000 * 3 + 110 * 15) / 1e6)


def test_talk_before_a_call_is_no_answer(talk: Talk, model: LoopbackModel) -> None:
    """Models say what they are about to do; people are told that in other words."""

    def script(sent: Sent) -> Turn:
        wrote = HONEST(sent)
        return wrote if sent.results else Turn("I will read the card at 93.71.", wrote.calls)

    model.play(script)
    told = talk.ask("How is IWM?")
    assert told.answer.outcome == "grounded", told.answer.verdict.failures
    assert "I will read" not in told.shown


def test_connections_are_closed_with_the_conversations(
    services: Services, wire: Wire, tmp_path: Path
) -> None:
    """Otherwise they stay until the process ends, or until something else collects them."""
    with LoopbackModel(HONEST) as model:
        with talking(services, model, tmp_path, wire=wire) as talk:
            talk.ask("How is IWM?")
            assert model.connections
        until = time.monotonic() + 3
        while model.connections and time.monotonic() < until:
            time.sleep(0.02)
        assert model.connections == 0
