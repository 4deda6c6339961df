"""The endpoint double against the real clients: what they read from it, and what it refuses."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import requests
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    AnyMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from tests.loopback.model import Call, Fault, LoopbackModel, Trouble, Turn, Wire

KEY = "sk-loopback-9f2c77"
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": "Reads.",
            "parameters": {
                "type": "object",
                "properties": {"symbol": {"type": "string"}, "date": {"type": "string"}},
                "required": ["symbol", "date"],
            },
        },
    }
    for name in ("breadth", "rotation")
]
ASKED: list[AnyMessage] = [SystemMessage("You read."), HumanMessage("How broad is it?")]
BOTH = Turn(
    text="I look at both.",
    calls=(
        Call("breadth", {"symbol": "IWM", "date": "latest"}),
        Call("rotation", {"symbol": "IWM", "date": "2025-09-26"}),
    ),
    tokens_in=310,
    tokens_out=47,
)
Answer = Callable[[LoopbackModel, Sequence[AnyMessage]], AIMessage]


def client(model: LoopbackModel, wire: Wire, timeout: float = 5.0, retries: int = 0) -> BaseChatModel:
    """The real client of a wire, pointed at the double."""
    settings: dict[str, Any] = {"model": "scripted", "timeout": timeout, "max_retries": retries}
    if wire == "openai":
        from langchain_openai import ChatOpenAI  # noqa: PLC0415 - over a second, for these tests alone

        return ChatOpenAI(base_url=model.openai_url, api_key=KEY, stream_usage=True, **settings)
    from langchain_anthropic import ChatAnthropic  # noqa: PLC0415 - the same

    return ChatAnthropic(base_url=model.address, api_key=KEY, max_tokens=500, **settings)


async def close(one: Any) -> None:
    """Close the connections of an asynchronous client; the packages keep them for good."""
    await (one.root_async_client if hasattr(one, "root_async_client") else one._async_client).close()


@pytest.fixture(params=["openai", "anthropic"])
def wire(request: pytest.FixtureRequest) -> Wire:
    found: Wire = request.param
    return found


@pytest.fixture(params=["whole", "astream"])
def answer(request: pytest.FixtureRequest, wire: Wire) -> Iterator[Answer]:
    """Ask through the real client, whole or streamed asynchronously."""
    runner = asyncio.Runner()  # one loop for all requests of a test: clients keep connections of theirs
    used: list[BaseChatModel] = []

    def whole(model: LoopbackModel, messages: Sequence[AnyMessage]) -> AIMessage:
        return client(model, wire).bind_tools(TOOLS).invoke(list(messages))

    def streamed(model: LoopbackModel, messages: Sequence[AnyMessage]) -> AIMessage:
        async def read() -> AIMessage:
            total: AIMessageChunk | None = None
            used.append(client(model, wire))
            async for chunk in used[-1].bind_tools(TOOLS).astream(list(messages)):
                assert isinstance(chunk, AIMessageChunk)
                total = chunk if total is None else total + chunk
            assert total is not None
            return total

        return runner.run(read())

    with runner:
        yield whole if request.param == "whole" else streamed
        for one in used:
            runner.run(close(one))


def test_text_parallel_calls_and_usage_arrive_as_scripted(answer: Answer) -> None:
    with LoopbackModel([BOTH]) as model:
        said = answer(model, ASKED)
    assert said.text == "I look at both."
    assert [(call["name"], call["args"]) for call in said.tool_calls] == [
        (call.name, call.arguments) for call in BOTH.calls
    ]
    assert len({call["id"] for call in said.tool_calls}) == 2
    assert said.usage_metadata is not None
    assert (said.usage_metadata["input_tokens"], said.usage_metadata["output_tokens"]) == (310, 47)
    assert model.complaints == []


def test_the_request_is_recorded_in_one_form_for_both_wires(answer: Answer, wire: Wire) -> None:
    with LoopbackModel([BOTH, Turn("Broad.")]) as model:
        first = answer(model, ASKED)
        results = [
            ToolMessage(f"what {call['name']} gave", tool_call_id=call["id"], name=call["name"])
            for call in first.tool_calls
        ]
        second = answer(model, [*ASKED, first, *results])
    assert second.text == "Broad."
    sent = model.sent[1]
    assert sent.wire == wire
    assert (sent.system, sent.asked) == ("You read.", "How broad is it?")
    assert sent.tools == ("breadth", "rotation")
    assert [(result.name, result.text) for result in sent.results] == [
        ("breadth", "what breadth gave"),
        ("rotation", "what rotation gave"),
    ]
    assert model.complaints == []
    assert sent.keyed == KEY
    assert not model.leaked(KEY)


def test_a_script_may_be_a_function_of_the_request(answer: Answer) -> None:
    with LoopbackModel(lambda sent: Turn(f"You asked: {sent.asked}")) as model:
        assert answer(model, ASKED).text == "You asked: How broad is it?"
        model.play([Turn("Something else.")])
        assert answer(model, ASKED).text == "Something else."


def test_the_reason_for_stopping_arrives(answer: Answer, wire: Wire) -> None:
    with LoopbackModel([Turn("This is cut", stop="length")]) as model:
        said = answer(model, ASKED)
    reason = said.response_metadata["finish_reason" if wire == "openai" else "stop_reason"]
    assert reason == ("length" if wire == "openai" else "max_tokens")


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")  # of input that is no object
@pytest.mark.parametrize(
    "turn",
    [
        Turn(calls=(Call("breadth", '{"symbol": "IW'),), stop="length"),
        Turn(calls=(Call("breadth", '["IWM", "latest"]'),)),
        Turn(calls=(Call("breadth", '"IWM"'),)),
        Turn(calls=(Call("breadth", ""),)),
        Turn(calls=(Call("open_account", {"to": "me"}),)),
        Turn(calls=(Call("breadth", {"symbol": "IWM"}, "same"), Call("rotation", {}, "same"))),
        Turn(),
        Turn("x" * 200_000),
    ],
    ids=["cut off", "list", "string", "no arguments", "unknown tool", "one id twice", "empty", "200k"],
)
def test_bad_content_is_delivered_as_it_is_scripted(answer: Answer, turn: Turn) -> None:
    """What the clients make of it differs; the double does not stand in the way."""
    with LoopbackModel([turn]) as model:
        try:
            said = answer(model, ASKED)
        except (TypeError, ValueError, AttributeError, AssertionError):
            assert turn.calls  # a client that cannot read the calls
        else:
            assert said.text == turn.text
        assert len(model.sent) == 1
        assert model.complaints == []


@pytest.mark.parametrize(
    "fault",
    [fault for fault in Fault if fault not in (Fault.DRIP, Fault.INVALID_UTF8)],
    ids=lambda fault: fault.name,
)
@pytest.mark.parametrize("streaming", [False, True], ids=["whole", "stream"])
def test_no_fault_passes_for_an_answer(fault: Fault, streaming: bool, wire: Wire) -> None:  # noqa: FBT001 - a parameter
    """Read with plain HTTP: a status, a broken connection, silence, or a document without its end."""
    body = {
        "model": "m",
        "max_tokens": 9,
        "stream": streaming,
        "messages": [{"role": "user", "content": "?"}],
    }
    headers = {"Authorization": f"Bearer {KEY}", "x-api-key": KEY, "anthropic-version": "1"}
    path = "/v1/chat/completions" if wire == "openai" else "/v1/messages"
    with LoopbackModel([Trouble(fault), Turn("Back.")]) as model, requests.Session() as session:
        session.trust_env = False
        try:
            got = session.post(model.address + path, json=body, headers=headers, timeout=0.3)
        except requests.RequestException:
            pass
        else:
            assert got.status_code >= 400 or not _whole(got.content, streaming=streaming)
        again = session.post(model.address + path, json=body, headers=headers, timeout=3)
        assert again.status_code == 200
        assert _whole(again.content, streaming=streaming)


def _whole(body: bytes, *, streaming: bool) -> bool:
    if streaming:
        lines = [line[6:] for line in body.decode(errors="replace").splitlines() if line[:6] == "data: "]
        documents = [_parsed(line) for line in lines if line != "[DONE]"]
        ended = b"[DONE]" in body or b"message_stop" in body
        return ended and bool(documents) and all(document is not None for document in documents)
    document = _parsed(body.decode(errors="replace"))
    return isinstance(document, dict) and bool({"choices", "content"} & set(document))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


async def impatient(one: BaseChatModel) -> None:
    try:
        await asyncio.wait_for(one.ainvoke("?"), 1.5)
    finally:
        await close(one)


def test_a_drip_comes_one_byte_at_a_time_and_ends_with_the_double(wire: Wire) -> None:
    began = time.monotonic()
    with LoopbackModel([Trouble(Fault.DRIP)]) as model:
        with pytest.raises(TimeoutError):
            asyncio.run(impatient(client(model, wire)))
        assert time.monotonic() - began >= 1.5
    assert time.monotonic() - began < 4


def test_the_real_clients_wait_as_long_as_they_are_told_to(wire: Wire) -> None:
    with LoopbackModel([Trouble(Fault.RATE_LIMITED, retry_after=1), Turn("Now.")]) as model:
        assert client(model, wire, retries=1).invoke("?").text == "Now."
        assert model.sent[1].at - model.sent[0].at >= 1


def test_a_script_that_is_over_is_a_complaint(wire: Wire) -> None:
    with LoopbackModel([]) as model:
        with pytest.raises(Exception, match="the script is over"):
            client(model, wire).invoke("?")
        assert model.complaints == ["500: the script is over"]


CALL = {"id": "c1", "type": "function", "function": {"name": "breadth", "arguments": "{}"}}
ASK = {"role": "user", "content": "?"}
CALLED = {"role": "assistant", "content": None, "tool_calls": [CALL]}
GAVE = {"role": "tool", "tool_call_id": "c1", "content": "x"}
USE = {"role": "assistant", "content": [{"type": "tool_use", "id": "c1", "name": "b", "input": {}}]}
RESULT = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c1", "content": "x"}]}
TOOL = {"name": "b", "input_schema": {"type": "object", "properties": {}}}


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("chat/completions", {"messages": [ASK, CALLED, ASK]}, "did not have response messages: c1"),
        ("chat/completions", {"messages": [ASK, CALLED]}, "did not have response messages: c1"),
        ("chat/completions", {"messages": [ASK, GAVE]}, "must be a response"),
        ("chat/completions", {"messages": [ASK, CALLED, GAVE, GAVE]}, "must be a response"),
        ("chat/completions", {"messages": [ASK, CALLED | {"tool_calls": [CALL, CALL]}]}, "Duplicate value"),
        ("chat/completions", {"messages": [ASK, CALLED | {"tool_calls": []}]}, "too short"),
        ("chat/completions", {"messages": [{"role": "user", "content": None}]}, "got null"),
        ("chat/completions", {"messages": [{"role": "human", "content": "?"}]}, "Invalid value"),
        ("chat/completions", {"messages": []}, "too short"),
        ("chat/completions", {"messages": [ASK], "stream_options": {}}, "stream_options"),
        ("chat/completions", {"messages": [ASK], "tools": []}, "1 to 128"),
        ("chat/completions", {"messages": [ASK], "temprature": 0}, "Unrecognized"),
        (
            "chat/completions",
            {"messages": [ASK], "tools": [{"type": "function", "function": {"name": "b"}}]},
            "must be a JSON Schema",
        ),
        ("messages", {"messages": [ASK, USE, ASK], "tools": [TOOL]}, "without `tool_result`"),
        ("messages", {"messages": [ASK, USE], "tools": [TOOL]}, "without `tool_result`"),
        ("messages", {"messages": [ASK, RESULT], "tools": [TOOL]}, "unexpected `tool_use_id`"),
        ("messages", {"messages": [ASK, USE, RESULT]}, "must define tools"),
        ("messages", {"messages": [{"role": "system", "content": "?"}]}, 'must use the "user" role'),
        ("messages", {"messages": [ASK, {"role": "user", "content": ""}]}, "must have non-empty content"),
        ("messages", {"messages": [ASK], "tools": [TOOL, TOOL]}, "must be unique"),
        ("messages", {"messages": [ASK], "tools": [{"name": "b"}]}, "input_schema"),
        ("messages", {"messages": [ASK], "max_tokens": 0}, "max_tokens"),
        ("messages", {"messages": [ASK, {"role": "assistant", "content": "So "}]}, "trailing whitespace"),
    ],
)
def test_what_the_services_refuse_is_refused(path: str, body: dict[str, Any], said: str) -> None:
    standard = {"model": "m"} | ({"max_tokens": 9} if path == "messages" else {})
    headers = {"Authorization": f"Bearer {KEY}", "x-api-key": KEY, "anthropic-version": "1"}
    with LoopbackModel([Turn("Fine.")]) as model, requests.Session() as session:
        session.trust_env = False
        got = session.post(f"{model.openai_url}/{path}", json=standard | body, headers=headers, timeout=3)
    assert got.status_code == 400
    assert said in got.json()["error"]["message"]
    assert len(model.complaints) == 1


def test_no_key_is_no_answer(wire: Wire) -> None:
    path = "chat/completions" if wire == "openai" else "messages"
    with LoopbackModel([Turn("Fine.")]) as model, requests.Session() as session:
        session.trust_env = False
        got = session.post(f"{model.openai_url}/{path}", json={}, timeout=3)
    assert got.status_code == 401
    assert model.sent == []
