"""Budgets: no request to the model that the run, the person or the tenant may not pay for.

What a request may cost is set aside while it is under way, its retries and fall-backs included, so that
questions asked at once cannot each spend the same rest of a budget.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse

from bot.agent.budget import OverBudget, Wanted
from bot.agent.middleware.estimating import tokens_read
from bot.agent.models import OFFLINE
from bot.agent.run import Run, RunContext, Stopped

_SLACK = 30.0
"""Seconds after the end of its time in which a request's cost is written down at the latest."""

_PATIENCE = 1.0
"""Seconds that an answer waits for its reservation to be released, which takes milliseconds."""


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
        if over is not None:
            raise Stopped(over)
        try:
            reservation = await _reserved(run, _wanted(run, request))
        except OverBudget as error:
            raise Stopped(str(error)) from None
        try:
            return await handler(request)
        finally:
            # what it took has been added by now: there is no moment in which neither counts
            await _released(run, reservation)


def _wanted(run: Run, request: ModelRequest[RunContext]) -> Wanted:
    asker, read, written = run.question.asker, tokens_read(request), run.limits.reply_tokens
    return Wanted(
        tenant=asker.tenant,
        person=asker.person,
        day=run.day,
        tokens=read + written,
        dollars=run.price.dollars(read, written) if run.price else 0.0,
        seconds=max(run.seconds_left, 0.0) + _SLACK,
    )


async def _reserved(run: Run, wanted: Wanted) -> str:
    """Set it aside, in a thread: that one goes on when the question is given up meanwhile."""
    asked = asyncio.get_running_loop().run_in_executor(
        None, run.usage.reserve, wanted, run.limits.over_on_day
    )
    try:
        return await asyncio.shield(asked)
    except asyncio.CancelledError:
        asked.add_done_callback(lambda done: _given_back(run, done))
        raise


def _given_back(run: Run, asked: "asyncio.Future[str]") -> None:
    if not asked.cancelled() and asked.exception() is None:
        asyncio.get_running_loop().run_in_executor(None, _release, run, asked.result())


async def _released(run: Run, reservation: str) -> None:
    release = asyncio.get_running_loop().run_in_executor(None, _release, run, reservation)
    # neither given up with the question nor waited for where a database is held: a person waits
    await asyncio.wait((release,), timeout=_PATIENCE)


def _release(run: Run, reservation: str) -> None:
    try:
        run.usage.release(reservation)
    except Exception as error:  # noqa: BLE001 - the reply is there, and the reservation ends by itself
        run.incidents(error)
