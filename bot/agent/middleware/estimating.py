"""Tokens by their characters: before a request, and after it where the service counts nothing."""

import json
from typing import Any

from langchain.agents.middleware import ModelRequest
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.utils.function_calling import convert_to_openai_tool

from bot.agent.run import RunContext

_CHARACTERS = 4
"""Of a token, about, in English."""


def tokens_read(request: ModelRequest[RunContext]) -> int:
    """What a model reads of a request: messages, laws and the descriptions of the tools."""
    read = sum(_length(message) for message in request.messages)
    read += len(request.system_message.text) if request.system_message else 0
    read += sum(len(json.dumps(convert_to_openai_tool(tool))) for tool in request.tools)
    return read // _CHARACTERS + 1


def tokens_written(reply: AIMessage) -> int:
    """What a model wrote."""
    return _length(reply) // _CHARACTERS + 1


def _length(message: BaseMessage) -> int:
    calls: list[Any] = message.tool_calls if isinstance(message, AIMessage) else []
    return len(message.text) + sum(len(str(call["args"])) for call in calls)
