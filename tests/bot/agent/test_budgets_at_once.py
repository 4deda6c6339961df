"""Questions asked at once share one budget: it is passed by less than one request, whoever asks."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage
from langgraph.checkpoint.memory import InMemorySaver

from bot.agent.budget import Limits, Price, Wanted
from bot.agent.middleware.retrying import Retrying
from bot.agent.types import Answer, Asker, Question
from bot.store import Store, open_store
from knowledge.tenants import Tenant
from tests.bot.agent.scripted import ANN, FakeUsage, ScriptedModel, World, text
from tests.bot.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

ASKED = 20
REPLY = 500
"""Tokens that a reply may have."""
PRICE = Price(3, 15)
DAY = date(2025, 9, 26)


class Counted(FakeUsage):
    """In memory; writes down what is set aside."""

    def __init__(self) -> None:
        super().__init__()
        self.asides: list[Wanted] = []
        self.aside = threading.Event()

    def reserve(self, wanted: Wanted, over: Any) -> str:
        self.asides.append(wanted)
        reservation = super().reserve(wanted, over)
        self.aside.set()
        return reservation


def answers(made: World, askers: Sequence[Asker]) -> list[Answer]:
    async def at_once() -> list[Answer]:
        conversations = made.open()
        return await asyncio.gather(
            *(
                conversations.answer(Question("How does IWM look?", asker, topic=f"{number}"))
                for number, asker in enumerate(askers)
            )
        )

    return asyncio.run(at_once())


def world(usage: Any, read: int = 1_000, **limits: Any) -> World:
    """The service counts what is given here, and as many tokens written as a reply may have."""
    used = {"input_tokens": read, "output_tokens": REPLY, "total_tokens": read + REPLY}
    reply = AIMessage("Fine.", usage_metadata=used)
    model = ScriptedModel(replies=[reply], delay=0.3)
    made = World(model, InMemorySaver(), limits=Limits(reply_tokens=REPLY, **limits), price=PRICE)
    made.usage = usage
    made.stand_in = ScriptedModel(replies=[AIMessage("By rules.")], called="offline")
    return made


@pytest.fixture(scope="module")
def read() -> int:
    """Tokens that a request of these tests is taken to read: the service counts as many, the worst case."""
    usage = Counted()
    answers(world(usage, person_tokens=10**6), [ANN])
    return usage.asides[0].tokens - REPLY


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    url = (
        f"sqlite:///{tmp_path}/s.db"
        if request.param == "sqlite"
        else str(request.getfixturevalue("postgres_url"))
    )
    with open_store(url) as opened:
        yield opened


@pytest.mark.parametrize("whose", ["person", "tenant", "person's dollars"])
def test_twenty_at_once_on_a_budget_for_three_make_three_requests(
    store: Store, whose: str, read: int
) -> None:
    limits = {
        "person": {"person_tokens": 3 * (read + REPLY)},
        "tenant": {"tenant_tokens": 3 * (read + REPLY)},
        # not three times to the last bit
        "person's dollars": {"person_dollars": 2.999 * PRICE.dollars(read, REPLY)},
    }[whose]
    askers = [replace(ANN, person=f"p{number}") if whose == "tenant" else ANN for number in range(ASKED)]
    given = answers(world(store.usage, read, **limits), askers)
    assert store.usage.spent(ANN.tenant, ANN.person, DAY).tenant.tokens == 3 * (read + REPLY)
    # nobody is left without an answer
    assert Counter(answer.text for answer in given) == {"Fine.": 3, "By rules.": 17}
    refused = [answer for answer in given if answer.text != "Fine."]
    assert all("set aside for questions under way" in answer.notices[0] for answer in refused)


def test_a_budget_is_passed_by_less_than_one_request(store: Store, read: int) -> None:
    """The last that is let in may find one token left."""
    budget = 2 * (read + REPLY) + 1
    made = world(store.usage, read, person_tokens=budget)
    given = answers(made, [ANN] * ASKED)
    assert Counter(answer.text for answer in given) == {"Fine.": 3, "By rules.": 17}
    spent = store.usage.spent(ANN.tenant, ANN.person, DAY).person.tokens
    assert budget < spent < budget + read + REPLY
    assert "is spent for today" in answers(made, [ANN])[0].notices[0]


def test_what_was_set_aside_and_not_taken_can_be_spent_afterwards(store: Store, read: int) -> None:
    """Requests that take less than what was set aside leave the rest to later ones."""
    made = world(store.usage, 0, person_tokens=read + REPLY)
    texts = [answers(made, [ANN] * 3) for _ in range(3)]
    assert [Counter(answer.text for answer in given)["Fine."] for given in texts] == [1, 1, 1]


def test_what_is_set_aside_is_what_is_sent_and_what_may_come_back() -> None:
    usage = Counted()
    made = world(usage, person_tokens=10**6)
    answers(made, [ANN])
    (wanted,) = usage.asides
    assert isinstance(made.model, ScriptedModel)
    sent = sum(len(message.text) for message in made.model.asked[0])
    assert sent / 4 + REPLY < wanted.tokens < sent / 4 + REPLY + 300
    assert wanted.dollars == pytest.approx(((wanted.tokens - REPLY) * 3 + REPLY * 15) / 1e6)
    assert 0 < wanted.seconds <= made.seconds + 30
    assert usage.held == {}


@pytest.mark.parametrize("how", ["fails", "is abandoned"])
def test_nothing_stays_set_aside_after_a_request_that(how: str) -> None:
    usage = Counted()
    made = world(usage, person_tokens=10**6)
    assert isinstance(made.model, ScriptedModel)
    if how == "fails":
        made.model.replies = [ValueError("no")]
    else:
        made.model.delay = 20.0

    async def asked() -> None:
        conversations = made.open()
        task = asyncio.create_task(conversations.answer(Question("How?", ANN)))
        if how == "fails":
            await task
            return
        await asyncio.to_thread(usage.aside.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(asked())
    assert len(usage.asides) == 1
    assert usage.held == {}


def test_nothing_stays_set_aside_for_a_question_that_is_given_up_while_it_is_being_set_aside() -> None:
    """A thread that waits for a database goes on when nobody waits for it any more."""
    usage = Counted()
    begun, go_on, reserve = threading.Event(), threading.Event(), usage.reserve

    def slow(wanted: Wanted, over: Any) -> str:
        begun.set()
        go_on.wait(10)
        return reserve(wanted, over)

    usage.reserve = slow  # type: ignore[method-assign]
    made = world(usage, person_tokens=10**6)

    async def asked() -> None:
        task = asyncio.create_task(made.open().answer(Question("How?", ANN)))
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()
        await asyncio.to_thread(usage.aside.wait, 10)
        for _ in range(100):
            if not usage.held:
                break
            await asyncio.sleep(0.02)

    asyncio.run(asked())
    assert len(usage.asides) == 1
    assert usage.held == {}


def test_a_release_that_takes_long_holds_no_answer_up() -> None:
    usage = Counted()
    go_on, release = threading.Event(), usage.release

    def slow(reservation: str) -> None:
        go_on.wait(10)
        release(reservation)

    usage.release = slow  # type: ignore[method-assign]
    made = world(usage, person_tokens=10**6)

    async def asked() -> str:
        started = time.monotonic()
        given = await made.open().answer(Question("How?", ANN))
        assert time.monotonic() - started < 5
        go_on.set()
        return given.text

    assert asyncio.run(asked()) == "Fine."
    assert usage.held == {}


def test_a_reservation_that_cannot_be_released_costs_no_answer() -> None:
    usage = Counted()

    def broken(reservation: str) -> None:
        raise OSError(5, reservation)

    usage.release = broken  # type: ignore[method-assign]
    made = world(usage, person_tokens=10**6)
    assert answers(made, [ANN])[0].text == "Fine."


def test_retries_share_one_reservation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Retrying.__init__, "__defaults__", (3, 0.01))
    usage = Counted()
    made = world(usage, person_tokens=10**6)
    assert isinstance(made.model, ScriptedModel)
    made.model.replies = [ConnectionError("lost"), ConnectionError("lost"), text("Fine.")]
    assert answers(made, [ANN])[0].text == "Fine."
    assert len(usage.asides) == 1


def test_the_analyst_needs_no_budget() -> None:
    usage = Counted()
    made = world(usage, person_tokens=0)
    assert isinstance(made.model, ScriptedModel)
    made.model.called = "offline"
    assert answers(made, [ANN, replace(ANN, tenant=Tenant("user:2"))])[0].text == "Fine."
    assert usage.asides == []
