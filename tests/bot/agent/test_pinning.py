"""A conversation reads one session; when that changes the reader is told."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langgraph.checkpoint.memory import InMemorySaver

from bot.agent.pinning import Pin, pin_from_plain, pin_to_plain, pinned, with_readings
from bot.agent.types import Answer, ToolUse
from tests.bot.agent.scripted import FakeCalendar, ScriptedModel, World, ask, call, text
from tools.errors import BadRequest

THURSDAY, FRIDAY, MONDAY = date(2025, 9, 25), date(2025, 9, 26), date(2025, 9, 29)
CALENDAR = FakeCalendar()


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 22, tzinfo=UTC)


def talk(*turns: tuple[date, date | None]) -> list[Answer]:
    """The answers of one conversation, asked on these evenings with these `as_of`."""
    made = World(ScriptedModel(replies=[]), InMemorySaver())

    def reply(messages: Any) -> Any:
        return text("RSI 14 is 64.1 for IWM.") if messages[-1].type == "tool" else call("signal_stack")

    assert isinstance(made.model, ScriptedModel)
    made.model.replies = [reply]

    async def all_of() -> list[Answer]:
        conversations, given = made.open(), []
        for day, as_of in turns:
            made.now = evening(day)
            given.append(await conversations.answer(replace(ask(), as_of=as_of)))
        return given

    return asyncio.run(all_of())


def test_the_first_turn_reads_the_newest_completed_session() -> None:
    (answer,) = talk((FRIDAY, None))
    assert answer.session == FRIDAY
    assert answer.notices == ()


def test_a_session_that_has_completed_since_is_moved_to_and_the_reader_is_told() -> None:
    first, second, third = talk((THURSDAY, None), (FRIDAY, None), (FRIDAY, None))
    assert (first.session, second.session, third.session) == (THURSDAY, FRIDAY, FRIDAY)
    said = "Data rolled over: earlier answers read 2025-09-25, this one reads 2025-09-26."
    assert second.notices == (said,)
    assert third.notices == ()


def test_a_day_that_was_asked_for_stays_until_another_is() -> None:
    past = date(2025, 5, 15)
    first, second, third = talk((FRIDAY, past), (MONDAY, None), (MONDAY, MONDAY))
    assert (first.session, second.session, third.session) == (past, past, MONDAY)
    assert second.notices == ()
    assert third.notices == (
        "Another day was asked for: earlier answers read 2025-05-15, this one reads 2025-09-29.",
    )


def test_a_closed_day_means_the_session_before_it_and_the_reader_is_told() -> None:
    (answer,) = talk((MONDAY, date(2025, 9, 27)))
    assert answer.session == FRIDAY
    assert any("Saturday" in notice for notice in answer.notices)


def test_a_day_in_the_future_is_refused() -> None:
    with pytest.raises(BadRequest, match="future"):
        pinned(None, MONDAY, CALENDAR, evening(FRIDAY))


def test_inputs_of_the_same_session_that_changed_are_told() -> None:
    made = World(ScriptedModel(replies=[call("signal_stack"), text("RSI 14 is 64.1.")]), InMemorySaver())

    async def twice() -> Answer:
        conversations = made.open()
        await conversations.answer(ask())
        made.belt.digest = "d2"
        assert isinstance(made.model, ScriptedModel)
        made.model._at = 0
        return await conversations.answer(ask())

    assert asyncio.run(twice()).notices == (
        "The data of 2025-09-26 were revised since an earlier answer: its figures may differ.",
    )


def test_another_reading_of_the_same_session_is_no_revision() -> None:
    pin = Pin(FRIDAY, newest=True)
    for name in ("signal_stack", "levels"):
        use = ToolUse(name, {"symbol": "IWM"}, "ok", "", digest=name)
        pin, told = with_readings(pin, [use, use])
        assert told == ()
    assert len(pin.digests) == 2


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("12")), max_size=200))
def test_a_pin_stays_small_and_comes_back_as_it_was(read: list[tuple[str, str]]) -> None:
    uses = [ToolUse("t", {"n": f"{n}{a}"}, "ok", "", digest=d) for n, (a, d) in enumerate(read)]
    pin, _ = with_readings(Pin(FRIDAY, newest=False), uses)
    assert len(pin.digests) <= 64
    assert pin_from_plain(pin_to_plain(pin)) == pin


def test_when_the_clock_goes_back_the_conversation_stays_where_it_is() -> None:
    pin, told = pinned(Pin(MONDAY, newest=True), None, CALENDAR, evening(FRIDAY))
    assert (pin.session, told) == (MONDAY, ())
