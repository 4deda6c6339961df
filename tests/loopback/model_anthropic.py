"""Anthropic's messages: reading and refusing requests, writing answers and streams."""

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

PATH = "/v1/messages"

_STOPS: Mapping[Stop, str] = {
    "end": "end_turn",
    "tools": "tool_use",
    "length": "max_tokens",
    "filtered": "refusal",
}
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    404: "not_found_error",
    429: "rate_limit_error",
    529: "overloaded_error",
}
_KNOWN = frozenset(
    {
        "model",
        "messages",
        "system",
        "max_tokens",
        "tools",
        "tool_choice",
        "stream",
        "temperature",
        "top_p",
        "top_k",
        "stop_sequences",
        "metadata",
        "thinking",
        "service_tier",
        "output_config",
        "cache_control",
    }
)


def key_of(headers: Mapping[str, str]) -> str:
    """The key of a request.

    Raises:
        Refusal: 401, there is none.
    """
    kind, _, token = headers.get("authorization", "").partition(" ")
    key = headers.get("x-api-key", "") or (token if kind == "Bearer" else "")
    if not key:
        raise Refusal("x-api-key header is required", 401)
    return key


def read(body: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    """Messages and tool names of a request.

    Raises:
        Refusal: The real service would answer 400.
    """
    demand(headers.get("anthropic-version"), "anthropic-version: header is required")
    for name in body:
        demand(name in _KNOWN, f"{name}: Extra inputs are not permitted")
    demand(isinstance(body.get("model"), str) and body["model"], "model: Field required")
    demand(isinstance(body.get("max_tokens"), int) and body["max_tokens"] > 0, "max_tokens: Field required")
    messages = body.get("messages")
    demand(isinstance(messages, list) and messages, "messages: at least one message is required")
    assert isinstance(messages, list)
    tools = _tools(body)
    found = list(_messages(messages))
    used = any(message.calls or message.results for message in found)
    demand(tools or not used, "Requests which include `tool_use` or `tool_result` blocks must define tools")
    if body.get("system"):
        found.insert(0, Message("system", _plain(body["system"], "system")))
    return tuple(found), tools


def _tools(body: Mapping[str, Any]) -> tuple[str, ...]:
    names = []
    for at, tool in enumerate(body.get("tools", ())):
        name = tool.get("name", "")
        demand(_NAME.fullmatch(name), f"tools.{at}.custom.name: String should match the pattern")
        schema = tool.get("input_schema")
        demand(isinstance(schema, dict), f"tools.{at}.custom.input_schema: Field required")
        demand(schema.get("type") == "object", f"tools.{at}.custom.input_schema.type: Field required")
        names.append(name)
    demand(len(set(names)) == len(names), "tools: Tool names must be unique.")
    demand(names or "tool_choice" not in body, "tool_choice: may only be specified while providing tools")
    return tuple(names)


def _messages(messages: list[Any]) -> Iterator[Message]:
    demand(messages[0].get("role") == "user", 'messages: first message must use the "user" role')
    open_calls: dict[str, str] = {}
    seen: set[str] = set()
    for at, message in enumerate(messages):
        role = message.get("role")
        demand(role in ("user", "assistant"), f'messages.{at}.role: Unexpected role "{role}".')
        content = message.get("content")
        if isinstance(content, str):
            content = [{"type": "text", "text": content}] if content else []
        demand(isinstance(content, list), f"messages.{at}.content: Input should be a valid list")
        last = at == len(messages) - 1
        demand(content or (last and role == "assistant"), f"messages.{at}: must have non-empty content")
        results = tuple(_results(content, at, open_calls))
        missing = set(open_calls) - {result.id for result in results}
        demand(
            not missing,
            f"messages.{at - 1}: `tool_use` ids were found without `tool_result` blocks immediately after: "
            f"{', '.join(sorted(missing))}.",
        )
        calls = tuple(_calls(content, at, seen)) if role == "assistant" else ()
        open_calls = {call.id: call.name for call in calls}
        text = _plain([block for block in content if block.get("type") == "text"], f"messages.{at}.content")
        demand(
            not (last and role == "assistant" and text != text.rstrip()),
            "messages: final assistant content cannot end with trailing whitespace",
        )
        yield Message(role, text, calls, results)
    demand(
        not open_calls, f"`tool_use` ids were found without `tool_result` blocks: {', '.join(open_calls)}."
    )


def _results(content: list[Any], at: int, open_calls: Mapping[str, str]) -> Iterator[ToolResult]:
    given: set[str] = set()
    other = False
    for block in content:
        if block.get("type") != "tool_result":
            demand(block.get("type") in ("text", "tool_use", "thinking"), f"messages.{at}: unexpected block")
            other = True
            continue
        id_ = block.get("tool_use_id")
        demand(id_ in open_calls, f"messages.{at}: unexpected `tool_use_id` found in `tool_result`: {id_}.")
        demand(id_ not in given, f"messages.{at}: each tool_use must have a single result: {id_}")
        demand(not other, f"messages.{at}: `tool_result` blocks must come first")
        given.add(id_)
        text = _plain(block.get("content") or "", f"messages.{at}.content", empty=True)
        yield ToolResult(id_, open_calls[id_], text, error=bool(block.get("is_error")))


def _calls(content: list[Any], at: int, seen: set[str]) -> Iterator[Call]:
    for block in content:
        if block.get("type") != "tool_use":
            continue
        place = f"messages.{at}.content.tool_use"
        demand(_NAME.fullmatch(block.get("name") or ""), f"{place}.name: String should match the pattern")
        demand(isinstance(block.get("input"), dict), f"{place}.input: Input should be a valid dictionary")
        demand(
            re.fullmatch(r"[a-zA-Z0-9_-]+", block.get("id") or ""), f"{place}.id: should match the pattern"
        )
        demand(block["id"] not in seen, f"messages.{at}: `tool_use` ids must be unique")
        seen.add(block["id"])
        yield Call(block["name"], block["input"], block["id"])


def _plain(content: Any, place: str, *, empty: bool = False) -> str:
    if isinstance(content, str):
        return content
    demand(isinstance(content, list), f"{place}: Input should be a valid list")
    for block in content:
        demand(block.get("type") == "text", f"{place}: unexpected block {block.get('type')!r}")
        demand(empty or block.get("text"), f"{place}: text content blocks must be non-empty")
    return "".join(block["text"] for block in content)


def error(status: int, said: str) -> dict[str, Any]:
    """The document of an error."""
    kind = _KINDS.get(status, "api_error")
    return {"type": "error", "error": {"type": kind, "message": said}, "request_id": "req_loopback"}


def document(turn: Turn, number: int) -> dict[str, Any]:
    """A whole answer."""
    content: list[dict[str, Any]] = [{"type": "text", "text": turn.text}] if turn.text else []
    content += [_block(call, number, index) for index, call in enumerate(turn.calls)]
    usage = {"input_tokens": turn.tokens_in, "output_tokens": turn.tokens_out}
    return _envelope(number) | {
        "content": content,
        "stop_reason": _STOPS[turn.reason],
        "stop_sequence": None,
        "usage": usage,
    }


def stream(turn: Turn, number: int, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The events of a streamed answer, as (event name, data)."""
    del body
    usage = {"input_tokens": turn.tokens_in, "output_tokens": 1}
    start = _envelope(number) | {
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage,
    }
    yield _event("message_start", message=start)
    yield _event("ping")
    index = 0
    if turn.text:
        yield _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        for piece in pieces(turn.text):
            yield _event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
        yield _event("content_block_stop", index=0)
        index = 1
    for at, call in enumerate(turn.calls):
        block = _block(call, number, at) | {"input": {}}
        yield _event("content_block_start", index=index + at, content_block=block)
        arguments = call.arguments if isinstance(call.arguments, str) else json.dumps(call.arguments)
        for piece in ["", *pieces(arguments, 7)]:
            delta = {"type": "input_json_delta", "partial_json": piece}
            yield _event("content_block_delta", index=index + at, delta=delta)
        yield _event("content_block_stop", index=index + at)
    yield _event(
        "message_delta",
        delta={"stop_reason": _STOPS[turn.reason], "stop_sequence": None},
        usage={"input_tokens": turn.tokens_in, "output_tokens": turn.tokens_out},
    )
    yield _event("message_stop")


def error_event() -> tuple[str, str]:
    """An error inside a stream."""
    return "error", json.dumps(error(529, "Overloaded"))


def _event(kind: str, **fields: Any) -> tuple[str, str]:
    return kind, json.dumps({"type": kind} | fields)


def _envelope(number: int) -> dict[str, Any]:
    return {"id": f"msg_{number}", "type": "message", "role": "assistant", "model": "scripted-2026-01-01"}


def _block(call: Call, number: int, index: int) -> dict[str, Any]:
    return {
        "type": "tool_use",
        "id": call.id or f"toolu_{number}_{index}",
        "name": call.name,
        "input": _input(call.arguments),
    }


def _input(arguments: Mapping[str, Any] | str) -> Any:
    """What was written as far as it is JSON: a whole answer has no way to send broken JSON."""
    if not isinstance(arguments, str):
        return arguments
    try:
        return json.loads(arguments)
    except (ValueError, RecursionError):
        return {}
