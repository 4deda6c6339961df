"""OpenAI's chat completions: reading and refusing requests, writing answers and streams."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.loopback.model_script import (
    Call,
    Message,
    Refusal,
    Stop,
    ToolResult,
    Turn,
    demand,
    pieces,
)

PATH = "/v1/chat/completions"
CREATED = 1_760_000_000

_STOPS: Mapping[Stop, str] = {
    "end": "stop",
    "tools": "tool_calls",
    "length": "length",
    "filtered": "content_filter",
}
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_ROLES = ("system", "developer", "user", "assistant", "tool")
_KNOWN = frozenset(
    {
        "model",
        "messages",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "stream",
        "stream_options",
        "temperature",
        "top_p",
        "n",
        "stop",
        "seed",
        "max_tokens",
        "max_completion_tokens",
        "presence_penalty",
        "frequency_penalty",
        "logit_bias",
        "logprobs",
        "top_logprobs",
        "user",
        "response_format",
        "reasoning_effort",
        "verbosity",
        "store",
        "metadata",
        "service_tier",
        "safety_identifier",
        "prompt_cache_key",
    }
)


def key_of(headers: Mapping[str, str]) -> str:
    """The key of a request.

    Raises:
        Refusal: 401, there is none.
    """
    kind, _, key = headers.get("authorization", "").partition(" ")
    if kind != "Bearer" or not key:
        raise Refusal("You didn't provide an API key.", 401)
    return key


def read(body: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    """Messages and tool names of a request.

    Raises:
        Refusal: The real service would answer 400.
    """
    del headers
    for name in body:
        demand(name in _KNOWN, f"Unrecognized request argument supplied: {name}")
    demand(isinstance(body.get("model"), str) and body["model"], "you must provide a model parameter")
    demand(body.get("stream") or "stream_options" not in body, "'stream_options' needs 'stream'.")
    tools = _tools(body)
    messages = body.get("messages")
    demand(isinstance(messages, list) and messages, "[] is too short - 'messages'")
    assert isinstance(messages, list)
    return tuple(_messages(messages)), tools


def _tools(body: Mapping[str, Any]) -> tuple[str, ...]:
    if "tools" not in body:
        demand("tool_choice" not in body, "'tool_choice' is only allowed when 'tools' are specified.")
        demand("parallel_tool_calls" not in body, "'parallel_tool_calls' is only allowed with 'tools'.")
        return ()
    demand(isinstance(body["tools"], list) and 0 < len(body["tools"]) <= 128, "'tools' has 1 to 128 entries")
    names = []
    for at, tool in enumerate(body["tools"]):
        demand(tool.get("type") == "function", f"Invalid value: 'tools[{at}].type'")
        function = tool.get("function", {})
        name = function.get("name", "")
        demand(_NAME.fullmatch(name), f"Invalid 'tools[{at}].function.name'")
        schema = function.get("parameters")
        demand(
            isinstance(schema, dict) and schema.get("type") == "object",
            f"Invalid schema for function '{name}': schema must be a JSON Schema of 'type: \"object\"'.",
        )
        assert isinstance(schema, dict)
        properties = schema.get("properties", {})
        demand(isinstance(properties, dict), f"Invalid schema for function '{name}': properties")
        for key, value in properties.items():
            demand(isinstance(value, dict), f"Invalid schema for function '{name}': {key} is no schema")
            demand(
                value.get("type") != "array" or "items" in value,
                f"Invalid schema for function '{name}': array schema missing items.",
            )
        unknown = set(schema.get("required", ())) - set(properties)
        demand(not unknown, f"Invalid schema for function '{name}': 'required' names {sorted(unknown)}")
        if function.get("strict"):
            demand(
                schema.get("additionalProperties") is False
                and set(schema.get("required", ())) == set(properties),
                f"Invalid schema for function '{name}': strict needs all required and no others.",
            )
        names.append(name)
    demand(len(set(names)) == len(names), "Duplicate function names in 'tools'.")
    return tuple(names)


def _messages(messages: list[Any]) -> Iterator[Message]:
    open_calls: dict[str, str] = {}
    for at, message in enumerate(messages):
        role = message.get("role")
        demand(
            role in _ROLES, f"Invalid value: {role!r}. Supported values are {_ROLES} - 'messages[{at}].role'"
        )
        if role == "tool":
            id_ = message.get("tool_call_id")
            demand(
                id_ in open_calls,
                "Invalid parameter: messages with role 'tool' must be a response to a message with "
                f"'tool_calls' - messages[{at}]",
            )
            text = _text(message.get("content"), f"messages[{at}].content")
            yield Message("user", "", results=(ToolResult(id_, open_calls.pop(id_), text),))
            continue
        demand(
            not open_calls,
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
            f"'tool_call_id'. These did not have response messages: {', '.join(open_calls)}",
        )
        calls = tuple(_calls(message, at)) if role == "assistant" else ()
        if calls:
            open_calls = {call.id: call.name for call in calls}
        if role == "assistant" and calls and message.get("content") is None:
            text = ""
        else:
            text = _text(message.get("content"), f"messages[{at}].content")
        yield Message("system" if role == "developer" else role, text, calls)
    demand(not open_calls, f"These tool_call_ids did not have response messages: {', '.join(open_calls)}")


def _calls(message: Mapping[str, Any], at: int) -> Iterator[Call]:
    if message.get("tool_calls") is None:
        return
    place = f"messages[{at}].tool_calls"
    demand(isinstance(message["tool_calls"], list) and message["tool_calls"], f"[] is too short - '{place}'")
    seen = set()
    for call in message["tool_calls"]:
        function = call.get("function") or {}
        demand(call.get("type") == "function", f"Missing required parameter: '{place}.type'")
        demand(_NAME.fullmatch(function.get("name") or ""), f"Invalid '{place}.function.name'")
        demand(isinstance(function.get("arguments"), str), f"Invalid type for '{place}.function.arguments'")
        demand(isinstance(call.get("id"), str) and call["id"], f"Missing required parameter: '{place}.id'")
        demand(call["id"] not in seen, f"Duplicate value for 'tool_call_id' of '{call['id']}' in {place}")
        seen.add(call["id"])
        yield Call(function["name"], function["arguments"], call["id"])


def _text(content: Any, place: str) -> str:
    demand(content is not None, f"Invalid value for '{place}': expected a string, got null.")
    if isinstance(content, str):
        return content
    demand(isinstance(content, list), f"Invalid type for '{place}'")
    for part in content:
        demand(part.get("type") in ("text", "refusal"), f"Invalid value: '{part.get('type')}' - '{place}'")
    return "".join(part.get("text", "") for part in content)


def error(status: int, said: str) -> dict[str, Any]:
    """The document of an error."""
    kind = {401: "authentication_error", 429: "rate_limit_error"}.get(
        status, "invalid_request_error" if status < 500 else "server_error"
    )
    return {"error": {"message": said, "type": kind, "param": None, "code": None}}


def document(turn: Turn, number: int) -> dict[str, Any]:
    """A whole answer."""
    message: dict[str, Any] = {"role": "assistant", "content": turn.text or None, "refusal": None}
    if turn.calls:
        message["tool_calls"] = [
            _call(call, number, index) | {"type": "function"} for index, call in enumerate(turn.calls)
        ]
    elif not turn.text:
        message["content"] = ""
    choice = {"index": 0, "message": message, "finish_reason": _STOPS[turn.reason], "logprobs": None}
    return _envelope(number, "chat.completion") | {"choices": [choice], "usage": _usage(turn)}


def stream(turn: Turn, number: int, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The events of a streamed answer, as (event name, data); OpenAI names none."""
    yield _chunk(number, {"role": "assistant", "content": "" if turn.text else None, "refusal": None})
    for piece in pieces(turn.text):
        yield _chunk(number, {"content": piece})
    for index, call in enumerate(turn.calls):
        whole = _call(call, number, index)
        arguments = whole["function"]["arguments"]
        opening = whole | {"index": index, "type": "function"}
        opening["function"] = {"name": call.name, "arguments": ""}
        yield _chunk(number, {"tool_calls": [opening]})
        for piece in pieces(arguments, 7):
            yield _chunk(number, {"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    yield _chunk(number, {}, _STOPS[turn.reason])
    if (body.get("stream_options") or {}).get("include_usage"):
        last = _envelope(number, "chat.completion.chunk") | {"choices": [], "usage": _usage(turn)}
        yield "", json.dumps(last)
    yield "", "[DONE]"


def error_event() -> tuple[str, str]:
    """An error inside a stream."""
    return "", json.dumps(error(500, "The server had an error while processing your request."))


def _chunk(number: int, delta: Mapping[str, Any], reason: str | None = None) -> tuple[str, str]:
    choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
    return "", json.dumps(_envelope(number, "chat.completion.chunk") | {"choices": [choice]})


def _envelope(number: int, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{number}", "object": kind, "created": CREATED, "model": "scripted-2026-01-01"}


def _call(call: Call, number: int, index: int) -> dict[str, Any]:
    arguments = call.arguments if isinstance(call.arguments, str) else json.dumps(call.arguments)
    return {
        "id": call.id or f"call_{number}_{index}",
        "function": {"name": call.name, "arguments": arguments},
    }


def _usage(turn: Turn) -> dict[str, Any]:
    return {
        "prompt_tokens": turn.tokens_in,
        "completion_tokens": turn.tokens_out,
        "total_tokens": turn.tokens_in + turn.tokens_out,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    }
