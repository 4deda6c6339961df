"""What stands between a model and the world: limits, budgets, retries, errors, broken calls."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from langchain_core.exceptions import ModelAPIError, ModelAuthenticationError, ModelRateLimitError
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver

from bot.agent.budget import Limits, Price
from bot.agent.middleware.retrying import passing, retry_after, trouble
from bot.agent.middleware.screening import screen
from bot.agent.refusals import told
from bot.agent.types import Answer
from knowledge.errors import BadQuery, CorpusBusy, NotThere
from tests.bot.agent.scripted import ANN, USED, FakeUsage, ScriptedModel, World, ask, call, text
from tools.errors import BadData, BadRequest, NoData, RateLimited, SettingsError

RIGHT = "IWM's RSI 14 is 64.1. That is firm but not stretched."


def world(*replies: Any, **parts: Any) -> World:
    return World(ScriptedModel(replies=list(replies)), InMemorySaver(), **parts)


def answered(made: World) -> Answer:
    return asyncio.run(made.open().answer(ask()))


def results(made: World) -> list[ToolMessage]:
    """What the model was told by its tools, as its last request has it."""
    assert isinstance(made.model, ScriptedModel)
    return [message for message in made.model.asked[-1] if isinstance(message, ToolMessage)]


class TestToolCalls:
    def test_a_tool_that_does_not_exist_is_refused_and_the_run_goes_on(self) -> None:
        made = world(call("rm_rf"), call("signal_stack"), text(RIGHT))
        answer = answered(made)
        assert answer.outcome == "grounded"
        assert [(use.name, use.outcome) for use in answer.uses] == [
            ("rm_rf", "refused"),
            ("signal_stack", "ok"),
        ]

    @pytest.mark.parametrize(
        ("error", "outcome", "says"),
        [
            (BadRequest("No such day; allowed are past days."), "refused", "Change the arguments."),
            (BadQuery("Empty."), "refused", "Change the arguments."),
            (NoData("There is no XYZ here."), "unavailable", "do not estimate"),
            (BadData("Refused."), "unavailable", "do not estimate"),
            (NotThere("No such document."), "unavailable", "do not estimate"),
            (RateLimited("Slow down."), "down", "does not answer"),
            (CorpusBusy("Another process has it."), "down", "does not answer"),
            (SettingsError("A profile is wrong."), "unavailable", "do not estimate"),
        ],
    )
    def test_an_error_is_told_by_what_to_do_next(self, error: Exception, outcome: str, says: str) -> None:
        made = world(call("signal_stack"), text("That is not known."))
        made.belt.error = error
        answer = answered(made)
        assert [use.outcome for use in answer.uses] == [outcome]
        assert says in results(made)[0].text
        assert results(made)[0].status == "error"
        assert str(error) in answer.uses[0].text
        assert told(error) == (answer.uses[0].text, outcome)

    def test_a_bug_in_a_tool_is_an_incident_whose_words_nobody_sees(self) -> None:
        made = world(call("signal_stack"), text("That is not known."))
        made.belt.error = ZeroDivisionError("division of /secret/path")
        answer = answered(made)
        assert answer.uses[0].outcome == "failed"
        assert "incident" in answer.uses[0].text
        assert "secret" not in repr(answer) + results(made)[0].text

    def test_the_same_call_is_carried_out_once(self) -> None:
        twice = AIMessage(
            "", tool_calls=[*call("signal_stack").tool_calls, *call("signal_stack", id_="c2").tool_calls]
        )
        made = world(twice, call("signal_stack", id_="c3"), text(RIGHT))
        answer = answered(made)
        assert len(made.belt.calls) == len(answer.uses) == 1
        assert answer.cost.tool_calls == 3
        assert all("64.1" in message.text for message in results(made))
        assert "answered before" in results(made)[-1].text

    def test_calls_made_together_are_recorded_in_their_order(self) -> None:
        both = AIMessage(
            "",
            tool_calls=[
                *call("signal_stack", {"symbol": "SPY"}, "c1").tool_calls,
                *call("signal_stack", {"symbol": "IWM"}, "c2").tool_calls,
            ],
        )
        answer = answered(world(both, text("RSI 14 is 58.2 for SPY and 64.1 for IWM.")))
        assert [use.arguments["symbol"] for use in answer.uses] == ["SPY", "IWM"]
        assert answer.outcome == "grounded"

    def test_past_the_limit_no_tool_is_called_and_the_model_can_still_answer(self) -> None:
        calls = [call("signal_stack", {"symbol": f"X{n}"}, f"c{n}") for n in range(3)]
        made = world(call("signal_stack"), *calls, text(RIGHT), limits=Limits(tool_calls=2))
        answer = answered(made)
        assert [use.outcome for use in answer.uses] == ["ok", "refused", "over budget", "over budget"]
        assert answer.outcome == "grounded"

    def test_who_asks_is_in_no_argument_and_the_session_is_the_pinned_one(self) -> None:
        made = world(call("signal_stack"), text(RIGHT))
        answer = answered(made)
        ((_, arguments, context),) = made.belt.calls
        assert arguments == {"symbol": "IWM"}
        assert context.session == answer.session


class TestBrokenCalls:
    def test_a_call_that_was_cut_off_is_not_carried_out_and_the_model_is_told(self) -> None:
        broken = call("signal_stack").model_copy(update={"response_metadata": {"finish_reason": "length"}})
        made = world(broken, text("That is not known."))
        answer = answered(made)
        assert not made.belt.calls
        assert not answer.uses
        assert "cut off" in results(made)[0].text

    @pytest.mark.parametrize("reason", ["length", "max_tokens", "MAX_TOKENS"])
    @pytest.mark.parametrize("key", ["finish_reason", "stop_reason", "done_reason"])
    def test_every_client_says_it_in_its_own_way(self, key: str, reason: str) -> None:
        message = call("signal_stack").model_copy(update={"response_metadata": {key: reason}})
        whole, refusal = screen(message)
        assert isinstance(whole, AIMessage)
        assert isinstance(refusal, ToolMessage)
        assert whole.tool_calls[0]["args"] == {}
        assert refusal.tool_call_id == whole.tool_calls[0]["id"]

    @pytest.mark.parametrize("arguments", ['{"symbol": "IWM', "[1, 2]", '"IWM"', "null"])
    def test_arguments_that_are_no_object_are_not_carried_out(self, arguments: str) -> None:
        """Clients complete `{"symbol": "IWM` silently; what came over the wire decides."""
        broken = call("signal_stack").model_copy(update={"additional_kwargs": {"raw": arguments}})
        made = world(broken, text("That is not known."))
        answered(made)
        assert not made.belt.calls
        assert "not one JSON object" in results(made)[0].text or "not one JSON object" in str(results(made))

    def test_arguments_past_all_measure_are_not_carried_out(self) -> None:
        made = world(call("signal_stack", {"symbol": "A" * 5_000}), text("That is not known."))
        answered(made)
        assert not made.belt.calls
        assert "4,000" in results(made)[0].text

    def test_a_whole_call_beside_a_broken_one_is_carried_out(self) -> None:
        both = AIMessage(
            "",
            tool_calls=call("signal_stack").tool_calls,
            invalid_tool_calls=[{"name": "signal_stack", "args": '{"sym', "id": "c2", "error": "?"}],
        )
        screened = screen(both)
        assert [one["id"] for one in screened[0].tool_calls] == ["c1", "c2"]  # type: ignore[attr-defined]
        assert [message.tool_call_id for message in screened[1:]] == ["c2"]  # type: ignore[attr-defined]

    def test_calls_without_an_id_of_their_own_get_one(self) -> None:
        two = AIMessage("", tool_calls=call("a").tool_calls + call("b").tool_calls)
        (message,) = screen(two)
        assert isinstance(message, AIMessage)
        assert len({one["id"] for one in message.tool_calls}) == 2

    def test_ids_are_given_once_in_a_run_and_names_are_such_as_services_take_back(self) -> None:
        made = world(
            call("functions.signal_stack", id_="same"), call("signal_stack", id_="same"), text(RIGHT)
        )
        answer = answered(made)
        assert answer.outcome == "grounded"
        assert isinstance(made.model, ScriptedModel)
        calls = [one for m in made.model.asked[-1] if isinstance(m, AIMessage) for one in m.tool_calls]
        assert len({one["id"] for one in calls}) == 2
        assert [one["name"] for one in calls] == ["functions_signal_stack", "signal_stack"]

    def test_a_text_that_was_cut_off_ends_with_its_last_whole_sentence(self) -> None:
        made = world(call("signal_stack"), text(f"{RIGHT} It is the", finish_reason="length"))
        answer = answered(made)
        assert answer.text == RIGHT
        assert any("length limit" in notice for notice in answer.notices)


class _FailingError(Exception):
    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__("sk-secret in a vendor's words")
        self.status_code = status
        self.response = httpx.Response(status, headers=headers)


class TestRetries:
    @pytest.mark.parametrize(
        "error",
        [
            _FailingError(429), _FailingError(500), _FailingError(529), ConnectionError(), TimeoutError(),
            json.JSONDecodeError("?", "<html>", 0), httpx.ReadError("gone"), ModelAPIError("?"),
            UnicodeDecodeError("utf-8", b"x", 0, 1, "?"), ValueError("No generations found in stream."),
            _FailingError(200),
            ModelRateLimitError("?"),
        ],
        ids=repr,
    )  # fmt: skip
    def test_what_may_pass_is_asked_again(self, error: Exception) -> None:
        assert passing(error)
        made = world(error, call("signal_stack"), text(RIGHT))
        answer = answered(made)
        assert answer.outcome == "grounded"
        assert answer.cost.model_calls == 3

    @pytest.mark.parametrize(
        "error", [_FailingError(401), _FailingError(400), ModelAuthenticationError("?")], ids=repr
    )
    def test_what_will_not_pass_is_not(self, error: Exception) -> None:
        made = world(error)
        assert answered(made).cost.model_calls == 1

    def test_the_wait_that_a_server_asks_for_is_kept(self) -> None:
        assert retry_after(_FailingError(429, {"retry-after": "7"})) == 7
        assert retry_after(_FailingError(429, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"})) is None
        assert retry_after(_FailingError(429)) is None
        assert retry_after(ValueError()) is None

    def test_a_wait_past_the_deadline_is_not_waited_for(self) -> None:
        made = world(_FailingError(429, {"retry-after": "300"}))
        answer = answered(made)
        assert answer.cost.model_calls == 1
        assert answer.cost.seconds < 5

    def test_another_model_answers_when_the_first_is_given_up(self) -> None:
        second = ScriptedModel(replies=[call("signal_stack"), text(RIGHT)], name="openai:second")
        answer = answered(world(_FailingError(401), fallbacks=(second,)))
        assert (answer.outcome, answer.model) == ("grounded", "openai:second")

    @pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
    def test_no_vendors_word_reaches_the_reader(self, status: int) -> None:
        said = trouble(_FailingError(status))
        assert said is not None
        assert "secret" not in said


class TestBudgets:
    def test_tokens_and_dollars_are_counted_and_written_down_at_each_request(self) -> None:
        made = world(call("signal_stack"), text(RIGHT), price=Price(3, 15))
        answer = answered(made)
        assert answer.cost.dollars == pytest.approx(2 * (100 * 3 + 10 * 15) / 1e6)
        (total,) = made.usage.person.values()
        assert (total.tokens, total.model_calls) == (220, 2)
        assert total.dollars == pytest.approx(answer.cost.dollars)

    @pytest.mark.parametrize(
        "limits",
        [
            Limits(person_tokens=200), Limits(tenant_tokens=200), Limits(person_dollars=0.001),
            Limits(tenant_dollars=0.001),
        ],
        ids=["person", "tenant", "person's dollars", "tenant's dollars"],
    )  # fmt: skip
    def test_a_day_that_is_spent_stays_spent_in_another_process(self, limits: Limits) -> None:
        usage = FakeUsage()
        outcomes = []
        for _ in range(4):
            made = world(text("Fine."), usage=usage, limits=limits, price=Price(3, 15))
            answer = answered(made)
            outcomes.append(answer.cost.model_calls)
        assert outcomes == [
            1,
            1,
            0 if limits.person_dollars is None and limits.tenant_dollars is None else 1,
            0,
        ]
        assert any("spent for today" in notice for notice in answer.notices)
        assert answer.outcome == "card"

    def test_another_person_has_a_budget_of_their_own_and_the_next_day_too(self) -> None:
        made = world(text("Fine."), limits=Limits(person_tokens=100))
        assert answered(made).text == "Fine."
        assert answered(made).text != "Fine."
        other = replace(ANN, person="other")
        assert asyncio.run(made.open().answer(ask(asker=other))).text == "Fine."
        made.now = made.now.replace(day=29)
        assert answered(made).text == "Fine."

    def test_one_answer_has_a_budget_too(self) -> None:
        made = world(
            *(call("signal_stack", {"symbol": f"X{n}"}) for n in range(9)), limits=Limits(run_tokens=300)
        )
        answer = answered(made)
        assert answer.cost.model_calls == 3
        assert any("budget" in notice for notice in answer.notices)

    def test_a_service_that_counts_nothing_is_estimated_so_that_budgets_hold(self) -> None:
        made = world(AIMessage("Fine. " * 100))
        answer = answered(made)
        assert answer.cost.tokens_in > 500
        assert answer.cost.tokens_out == pytest.approx(150, abs=10)
        (total,) = made.usage.person.values()
        assert total.tokens == answer.cost.tokens_in + answer.cost.tokens_out

    @pytest.mark.parametrize("count", [None, "many", -5, True], ids=str)
    def test_a_count_that_is_no_count_breaks_nothing(self, count: Any) -> None:
        made = world(text("Fine."))
        assert isinstance(made.model, ScriptedModel)
        reply = AIMessage("Fine.")
        reply.usage_metadata = {**USED, "input_tokens": count}  # type: ignore[typeddict-item]
        made.model.replies = [reply]
        assert answered(made).cost.tokens_in <= 1


class TestBriefing:
    def test_the_laws_and_the_session_are_before_every_request_and_the_question_as_typed(self) -> None:
        made = world(call("signal_stack"), text(RIGHT))
        answered(made)
        assert isinstance(made.model, ScriptedModel)
        for messages in made.model.asked:
            assert messages[0].type == "system"
            assert "2025-09-26" in messages[0].text
            assert [m.text for m in messages if isinstance(m, HumanMessage)] == ["How does IWM look?"]

    def test_the_last_request_says_that_it_is_the_last(self) -> None:
        made = world(
            *(call("signal_stack", {"symbol": f"X{n}"}) for n in range(9)), limits=Limits(model_calls=3)
        )
        answered(made)
        assert isinstance(made.model, ScriptedModel)
        assert ["No further tool calls" in messages[0].text for messages in made.model.asked] == [
            False,
            False,
            True,
        ]
