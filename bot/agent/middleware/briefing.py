"""What the model is told before each request: its role and laws, and where this run stands."""

from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import SystemMessage

from bot.agent.run import RunContext

_LITTLE_TIME = 20.0
"""Seconds in which a reply can be written but not another round of tools."""


class Briefing(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Sets the system message of each request: the file `system_prompt.md` and the pinned session."""

    def __init__(self) -> None:
        super().__init__()
        self._prompt = (files("bot.agent") / "system_prompt.md").read_text(encoding="utf-8").strip()

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Brief, then ask."""
        context = request.runtime.context
        lines = [
            self._prompt,
            f"The session of this conversation is {context.session.isoformat()}; nothing later is known.",
        ]
        about = context.run.question.about
        if about:
            lines.append(
                f"The question replies to a card of {about}: it is about {about} unless it names another."
            )
        if context.run.model_calls_left <= 1 or context.run.seconds_left < _LITTLE_TIME:
            lines.append("No further tool calls are possible: write the answer now from what you have.")
        return await handler(request.override(system_message=SystemMessage("\n\n".join(lines))))
