"""What each request to a model cost, written down before its reply is used."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage

from bot.agent.middleware.estimating import tokens_read, tokens_written
from bot.agent.models import OFFLINE, name_of
from bot.agent.run import RunContext


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
    return {"input_tokens": tokens_read(request), "output_tokens": tokens_written(reply)}
