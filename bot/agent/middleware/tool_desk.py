"""Every tool call passes here: limits, repetitions, and errors told by what the model should do next."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware, AgentState
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import ToolMessage
from langgraph.errors import GraphBubbleUp
from langgraph.types import Command

from bot.agent.refusals import Outcome, grounds_of, told
from bot.agent.run import Answered, Run, RunContext
from bot.agent.types import ToolUse, Working
from bot.agent.words import doing
from tools.grounds import Grounds

_BEFORE = "The same call was answered before; it says again:\n"
_NO_MORE = "No more tool calls are possible for this answer: write it from what you have."


class ToolDesk(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Carries tool calls out, once each, and keeps what they gave as the grounds of the answer.

    Errors, in this order: a limit; a call made before; a tool that does not exist; wrong arguments; no data;
    a source that is down; a setting; and whatever else is a bug, kept under an incident id.
    """

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]],
    ) -> ToolMessage | Command[Any]:
        """Answer one call."""
        run, call = cast("RunContext", request.runtime.context).run, request.tool_call
        over = run.tool_calls_left <= 0
        run.tool_calls += 1
        if over:
            run.uses[run.place()] = ToolUse(call["name"], _as_text(call["args"]), "over budget", _NO_MORE)
            return _message(request, Answered(_NO_MORE, None, error=True, attempt=run.attempt))
        key = json.dumps([call["name"], call["args"]], sort_keys=True, default=str)
        earlier = run.answered.get(key)
        if earlier is None:
            found = await self._first(key, run, request, handler)
        else:
            found = await asyncio.shield(earlier)
            if found.attempt == run.attempt and not found.error:
                found = Answered(_BEFORE + found.content, found.grounds, error=False, attempt=found.attempt)
        return _message(request, found)

    async def _first(
        self,
        key: str,
        run: Run,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]],
    ) -> Answered:
        answer: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        run.answered[key] = answer
        place = run.place()
        name, args = request.tool_call["name"], request.tool_call["args"]
        run.tell(Working(doing(name, args)))
        try:
            content, grounds, outcome = await _carried_out(run, request, handler)
        except BaseException:
            # cancelled: whoever asks the same again starts anew
            del run.answered[key]
            answer.cancel()
            raise
        use = ToolUse(
            name=name[:64],
            arguments=dict(grounds.arguments) if grounds else _as_text(args),
            outcome=outcome,
            text=content,
            facts=len(grounds.facts) if grounds else 0,
            session=grounds.session if grounds else None,
            digest=grounds.digest if grounds else None,
        )
        run.uses[place] = use
        run.grounds[place] = grounds or grounds_of(use)
        found = Answered(content, grounds, error=outcome != "ok", attempt=run.attempt)
        answer.set_result(found)
        return found


async def _carried_out(
    run: Run,
    request: ToolCallRequest,
    handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]],
) -> tuple[str, Grounds | None, Outcome]:
    if request.tool is None:
        return f"Not possible: there is no tool called {request.tool_call['name'][:40]!r}.", None, "refused"
    try:
        message = await handler(request)
    except GraphBubbleUp:
        raise
    except Exception as error:  # noqa: BLE001 - the one place where a tool's errors are told apart
        said = told(error)
        if said is not None:
            return said[0], None, said[1]
        incident = run.incidents(error)
        return f"This tool failed (incident {incident}). Say so; do not estimate.", None, "failed"
    if not isinstance(message, ToolMessage):
        incident = run.incidents(TypeError("a tool gave a command instead of a message"))
        return f"This tool failed (incident {incident}). Say so; do not estimate.", None, "failed"
    if message.status == "error" or not isinstance(message.artifact, Grounds):
        return f"Not possible: {message.text[:500]} Change the arguments.", None, "refused"
    return message.text, message.artifact, "ok"


def _message(request: ToolCallRequest, found: Answered) -> ToolMessage:
    return ToolMessage(
        content=found.content,
        artifact=found.grounds,
        name=request.tool_call["name"],
        tool_call_id=request.tool_call["id"],
        status="error" if found.error else "success",
    )


def _as_text(args: object) -> Mapping[str, str]:
    """Arguments as they were sent, for the record; what is no object has none."""
    if not isinstance(args, dict):
        return {}
    return {str(name)[:40]: str(value)[:200] for name, value in list(args.items())[:20]}
