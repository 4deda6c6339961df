"""What each request to a model cost, written down before its reply is used."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage

from bot.agent.models import OFFLINE, name_of
from bot.agent.run import RunContext

_CHARACTERS = 4
"""Of a token, about, in English."""


class Metering(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Counts requests, tokens and dollars; innermost, so that retries and fall-backs are counted too."""

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Ask, and keep what it took."""
        run = request.runtime.context.run
        run.model_calls += 1
        response = await handler(request)
        run.model = name_of(request.model)
        tokens = cost = 0.0
        for message in response.result:
            if isinstance(message, AIMessage):
                more, dollars = run.spend(_used(request, message, run.model))
                tokens, cost = tokens + more, cost + dollars
        if tokens:
            asker = run.question.asker
            await asyncio.to_thread(
                run.usage.spend, asker.tenant, asker.person, run.day, int(tokens), cost, 1
            )
        return response


def _used(request: ModelRequest[RunContext], reply: AIMessage, model: str) -> Mapping[str, object]:
    """Tokens as the service counts them; where it does not, an estimate, so that budgets hold."""
    said = reply.usage_metadata
    if model == OFFLINE or (
        said is not None and any(said.get(side) for side in ("input_tokens", "output_tokens"))
    ):
        return said or {}
    read = sum(len(message.text) for message in request.messages)
    read += len(request.system_message.text) if request.system_message else 0
    written = len(reply.text) + sum(len(str(call["args"])) for call in reply.tool_calls)
    return {"input_tokens": read // _CHARACTERS + 1, "output_tokens": written // _CHARACTERS + 1}
