"""The check: a text that says more than was read goes back to its writer, once."""

from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, hook_config
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.runtime import Runtime

from bot.agent.repair import repair_request
from bot.agent.run import RunContext
from bot.agent.sentences import ends

_REPAIR_SECONDS = 8.0
"""Less time than this is not enough to write a text again."""


class Grounding(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Checks each final text against what the run read; asks for one repair of what fails."""

    @hook_config(can_jump_to=["model"])
    async def aafter_model(
        self, state: AgentState[Any], runtime: Runtime[RunContext]
    ) -> dict[str, Any] | None:
        """Check the text, unless the model is still calling tools."""
        last = state["messages"][-1]
        if not isinstance(last, AIMessage) or last.tool_calls:
            return None
        run = runtime.context.run
        run.draft = await run.judged(whole(last.text) if run.cut_off else last.text)
        if run.draft.holds or run.repaired or run.model_calls_left <= 0 or run.seconds_left < _REPAIR_SECONDS:
            return None
        run.repaired = True
        request = HumanMessage(repair_request(run.draft, run.told), additional_kwargs={"plumbline": "repair"})
        return {"messages": [request], "jump_to": "model"}


def whole(text: str) -> str:
    """The finished sentences of a text that was cut off."""
    finished = list(ends(text))
    return text[: finished[-1]].rstrip() if finished else ""
