"""A model's tool calls before anything is done with them: what was cut off is never carried out.

Clients repair cut-off JSON silently, or make `{}` of it; such a call looks whole and is not.
"""

import itertools
import json
import re
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, BaseMessage, ToolCall, ToolMessage

from bot.agent.run import RunContext

_CUT_OFF = ("length", "max_tokens", "max_output_tokens", "context_window")
_ID = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_NO_NAME = re.compile(r"[^a-zA-Z0-9_-]")
_LONGEST = 4_000
"""Characters of one call's arguments."""

_NOT_WHOLE = "Not executed: the call was cut off at the length limit. Call again, one tool at a time."
_NO_OBJECT = "Not executed: the arguments are not one JSON object. Call again with the tool's arguments."
_TOO_LONG = (
    f"Not executed: the arguments have more than {_LONGEST:,} characters. Call again with shorter ones."
)


class Screening(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Refuses broken tool calls, tells the model, and gives every call an id of its own."""

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Ask, and screen the reply."""
        response = await handler(request)
        screened: list[BaseMessage] = []
        for message in response.result:
            if isinstance(message, AIMessage):
                run = request.runtime.context.run
                run.cut_off = cut_off(message)
                screened += screen(message, run.raw_calls.broken(), run.call_ids)
            else:
                screened.append(message)
        return ModelResponse(result=screened)


def cut_off(message: AIMessage) -> bool:
    """Whether the reply ended at a length limit."""
    said = message.response_metadata
    why = " ".join(str(said.get(key, "")) for key in ("finish_reason", "stop_reason", "done_reason")).lower()
    return any(reason in why for reason in _CUT_OFF)


def screen(
    message: AIMessage, broken: Collection[str | None] = (), taken: set[str] | None = None
) -> list[BaseMessage]:
    """The reply with whole calls only pending, followed by what its other calls are answered.

    Args:
        message: As the client gave it.
        broken: Ids of calls whose arguments came as no JSON object; None for one without an id.
        taken: Ids of earlier calls of the run; those of this reply are added.
    """
    if not message.tool_calls and not message.invalid_tool_calls:
        return [message]
    refused_all = cut_off(message)
    calls: list[ToolCall] = []
    refusals: list[BaseMessage] = []
    ids = set() if taken is None else taken

    def keep(name: object, args: object, given: object, why: str | None) -> None:
        fresh = (f"call_{number}" for number in itertools.count(len(ids)))
        offered = (given,) if isinstance(given, str) and _ID.fullmatch(given) else ()
        id_ = next(one for one in itertools.chain(offered, fresh) if one not in ids)
        ids.add(id_)
        # services refuse a history in which a name is none
        named = _NO_NAME.sub("_", str(name or "unknown"))[:64]
        whole = args if isinstance(args, dict) and why is None else {}
        calls.append(ToolCall(name=named, args=whole, id=id_, type="tool_call"))
        if why is not None:
            refusals.append(ToolMessage(why, name=named, tool_call_id=id_, status="error"))

    def fault(call: ToolCall) -> str | None:
        # without an id nobody can say which one is broken
        return _NO_OBJECT if call["id"] in broken or None in broken else _fault(call["args"])

    for call in message.tool_calls:
        keep(call["name"], call["args"], call["id"], _NOT_WHOLE if refused_all else fault(call))
    for invalid in message.invalid_tool_calls:
        keep(invalid["name"], {}, invalid["id"], _NOT_WHOLE if refused_all else _NO_OBJECT)
    text = message.text
    whole = AIMessage(
        content=text,
        tool_calls=calls,
        id=message.id,
        response_metadata=message.response_metadata,
        usage_metadata=message.usage_metadata,
    )
    return [whole if refusals or _renamed(message, calls) else message, *refusals]


def _renamed(message: AIMessage, calls: list[ToolCall]) -> bool:
    before = [(call["id"], call["name"]) for call in message.tool_calls]
    return before != [(call["id"], call["name"]) for call in calls]


def _fault(args: object) -> str | None:
    if not isinstance(args, dict):
        return _NO_OBJECT
    try:
        long = len(json.dumps(args, ensure_ascii=False)) > _LONGEST
    except (TypeError, ValueError, RecursionError):
        return _NO_OBJECT
    return _TOO_LONG if long else None
