"""Budgets: no request to the model that the run, the person or the tenant may not pay for."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse

from bot.agent.models import OFFLINE
from bot.agent.run import RunContext, Stopped


class Spending(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Stops the run before a request over budget."""

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Ask only if it may be paid for.

        Raises:
            Stopped: A limit is reached; says which.
        """
        run = request.runtime.context.run
        if run.model_calls_left <= 0:
            raise Stopped("The language model came to no answer in the requests it may make.")
        if request.model._llm_type == OFFLINE:  # noqa: SLF001 - LangChain's only name for a kind of model
            # the analyst costs nothing: a spent budget is when it is needed
            return await handler(request)
        over = run.limits.over_in_run(run.tokens_in + run.tokens_out, run.dollars or 0.0)
        if over is None:
            asker = run.question.asker
            spent = await asyncio.to_thread(run.usage.spent, asker.tenant, asker.person, run.day)
            over = run.limits.over_on_day(spent)
        if over is not None:
            raise Stopped(over)
        return await handler(request)
