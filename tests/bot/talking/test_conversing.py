"""Questions through real conversations into a message: in turn, within limits, and never left hanging."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver

from bot.agent.models import open_offline
from bot.agent.types import Answer, Asker, Terms
from bot.cards.blocks import Card, Text
from bot.cards.request import Request
from bot.community.values import GuildSettings
from bot.talking.conversing import (
    CLOSING,
    INTERRUPTED,
    TOO_MANY,
    WAITING,
    Conversing,
    Ways,
    request_of,
    terms_of,
)
from bot.talking.growing import Pace
from knowledge.tenants import Tenant
from tests.bot.agent.scripted import ScriptedModel, World, call, text
from tests.bot.talking.fake_time import FakeShown
from tools.errors import SourceDown

ANN = Asker(Tenant("guild:5"), "6", "7")
RIGHT = "IWM's RSI 14 is 64.1. That is firm but not stretched."


def card(answer: Answer, request: Request | None) -> Card:
    return Card(answer.text, (), request=request)


def partial(text: str, working: str) -> str:
    return f"{text}[{working}]"


def world(*replies: Any, **parts: Any) -> World:
    return World(ScriptedModel(replies=list(replies)), InMemorySaver(), **parts)


def opened(
    made: World, terms: Callable[[Tenant], Terms] = lambda _: Terms(), interval: float = 0.0
) -> Conversing:
    pace = Pace(asyncio.get_running_loop().time, interval=interval)
    return Conversing(made.open(), terms, Ways(card, partial, pace))


class Kept(FakeShown):
    """A message of which the last form is kept."""

    last: Card | None = None

    async def finish(self, card: Card) -> None:
        await super().finish(card)
        self.last = card

    @property
    def said(self) -> str:
        assert self.last is not None
        first = self.last.blocks[0]
        assert isinstance(first, Text)
        return first.markdown


def test_an_answer_ends_in_its_card_with_the_request_that_brings_it_again() -> None:
    async def ask() -> tuple[Kept, Answer]:
        shown = Kept()
        followed = await opened(world(call("signal_stack"), text(RIGHT))).ask("How is IWM?", ANN, shown)
        assert followed is not None
        return shown, followed.answer

    shown, answer = asyncio.run(ask())
    assert shown.texts[-1] == RIGHT
    assert shown.last is not None
    assert shown.last.request == Request("answer", "", answer.session, more=answer.id)
    assert shown.last.request.custom_id


def test_a_refusal_is_not_kept_and_offers_no_way_back_to_it() -> None:
    async def ask() -> Answer:
        followed = await opened(world(text(RIGHT))).ask(" ", ANN, FakeShown())
        assert followed is not None
        return followed.answer

    answer = asyncio.run(ask())
    assert answer.outcome == "refused"
    assert request_of(answer) is None


def test_a_second_question_waits_for_the_first_and_says_so_and_too_many_are_not_taken() -> None:
    made = world(text("Fine."))
    assert isinstance(made.model, ScriptedModel)
    made.model.delay = 0.1

    async def ask() -> list[Kept]:
        talk, messages = opened(made), [Kept() for _ in range(4)]
        await asyncio.gather(*(talk.ask("How is IWM?", ANN, one) for one in messages))
        other = Kept()
        await talk.ask("How is IWM?", replace(ANN, person="8"), other)
        return [*messages, other]

    first, second, third, fourth, other = asyncio.run(ask())
    assert not any(WAITING in one for one in first.texts)
    assert any(WAITING in one for one in second.texts)
    assert [one.texts[-1] for one in (first, second, third, other)] == ["Fine."] * 4
    assert fourth.said == TOO_MANY


def test_ending_lets_answers_finish_and_tells_the_askers_of_those_that_do_not() -> None:
    quick, slow = world(call("signal_stack"), text(RIGHT)), world(text(RIGHT))
    quick.belt.seconds = 0.05
    assert isinstance(slow.model, ScriptedModel)
    slow.model.delay = 30.0

    async def ask(made: World, seconds: float) -> tuple[Kept, int, Kept]:
        talk, shown, late = opened(made), Kept(), Kept()
        asked = asyncio.create_task(talk.ask("How is IWM?", ANN, shown))
        await asyncio.sleep(0.02)
        interrupted = await talk.drain(seconds)
        await asked
        await talk.ask("And now?", ANN, late)
        return shown, interrupted, late

    shown, interrupted, late = asyncio.run(ask(quick, 20.0))
    assert (shown.texts[-1], interrupted, late.said) == (RIGHT, 0, CLOSING)
    shown, interrupted, late = asyncio.run(ask(slow, 0.05))
    assert (shown.said, interrupted) == (INTERRUPTED, 1)
    assert not slow.answers.kept


def test_who_stops_waiting_abandons_the_question() -> None:
    made = world(text(RIGHT))
    assert isinstance(made.model, ScriptedModel)
    made.model.delay = 30.0

    async def ask() -> bool:
        asked = asyncio.create_task(opened(made).ask("How is IWM?", ANN, FakeShown()))
        await asyncio.sleep(0.05)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        return asked.cancelled()

    assert asyncio.run(ask())
    assert not made.answers.kept


def test_a_server_that_chose_the_built_in_analyst_gets_it_and_the_operators_model_is_not_asked() -> None:
    made = world(text("Fine."), stand_in=open_offline())

    async def ask() -> tuple[Answer, Answer]:
        free = opened(made, lambda _: terms_of(GuildSettings(5, model="offline")))
        first = await free.ask("How is IWM?", ANN, FakeShown())
        second = await opened(made).ask("How is IWM?", ANN, FakeShown())
        assert first is not None
        assert second is not None
        return first.answer, second.answer

    first, second = asyncio.run(ask())
    assert first.model == "offline"
    assert first.cost.tokens_in == 0
    assert second.model != "offline"


def test_a_server_whose_settings_cannot_be_read_spends_nothing() -> None:
    made = world(text(RIGHT), stand_in=open_offline())

    def down(_: Tenant) -> Terms:
        raise SourceDown("the database does not answer.")

    async def ask() -> Answer:
        followed = await opened(made, down).ask("How is IWM?", ANN, FakeShown())
        assert followed is not None
        return followed.answer

    assert asyncio.run(ask()).model == "offline"


def test_the_lower_of_two_limits_binds() -> None:
    def spent(terms: Terms) -> int:
        made = world(text("Fine."))

        async def ask() -> Answer:
            talk = opened(made, lambda _: terms)
            await talk.ask("Hello?", ANN, FakeShown())
            followed = await talk.ask("And now?", ANN, FakeShown())
            assert followed is not None
            return followed.answer

        return asyncio.run(ask()).cost.model_calls

    assert spent(Terms()) == 1
    assert spent(Terms(tenant_tokens=50)) == 0
    assert spent(Terms(tenant_tokens=10**9)) == 1


def test_a_reply_is_about_the_symbol_and_the_session_of_its_card() -> None:
    made = world(text("Fine."))

    async def ask() -> Answer:
        talk = opened(made)
        followed = await talk.ask("Why?", ANN, FakeShown(), as_of=date(2025, 9, 19), context="KRE")
        assert followed is not None
        return followed.answer

    answer = asyncio.run(ask())
    assert (answer.session, answer.question.text, answer.question.about) == (date(2025, 9, 19), "Why?", "KRE")
    assert isinstance(made.model, ScriptedModel)
    system, *_, last = made.model.asked[0]
    assert "KRE" in system.text
    assert isinstance(last, HumanMessage)
    assert last.text == "Why?"


def test_the_built_in_analyst_answers_a_reply_about_the_symbol_of_its_card() -> None:
    made = world(text("unused"), stand_in=open_offline())
    made.belt.values["KRE"] = 41.3

    async def ask() -> Answer:
        talk = opened(made, lambda _: Terms(model_free=True))
        followed = await talk.ask("Why?", ANN, FakeShown(), context="KRE")
        assert followed is not None
        return followed.answer

    uses = asyncio.run(ask()).uses
    assert [use.arguments["symbol"] for use in uses] == ["KRE"]
