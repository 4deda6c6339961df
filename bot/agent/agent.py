"""What the agent is made of.

    Briefing      role, laws and session, before every request
      Spending        no request that may not be paid for
        Screening         broken tool calls are refused, whoever made them
          fall-back           another model, when one fails for good
            Retrying              the same model again, when that may help
              Metering                what every single request cost
    ToolDesk      limits, repetitions and errors of tool calls
    Grounding     checks the final text; one repair

The graph has no checkpointer: what a run reads, tool results and passages, must not outlive it. What a
conversation remembers is kept by `bot.agent.memory`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelFallbackMiddleware

from bot.agent.middleware.briefing import Briefing
from bot.agent.middleware.grounding import Grounding
from bot.agent.middleware.metering import Metering
from bot.agent.middleware.retrying import Retrying
from bot.agent.middleware.screening import Screening
from bot.agent.middleware.spending import Spending
from bot.agent.middleware.tool_desk import ToolDesk
from bot.agent.run import RunContext

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.tools import BaseTool
    from langgraph.graph.state import CompiledStateGraph

    Agent = CompiledStateGraph[Any, RunContext, Any, Any]
    """Messages in, with a `RunContext`; what came of it is in its run."""


def build_agent(
    model: "BaseChatModel", tools: "Sequence[BaseTool]", fallbacks: "Sequence[BaseChatModel]" = ()
) -> "Agent":
    """Put the agent together; nothing is asked yet.

    Args:
        model: Writes the answers.
        tools: The belt.
        fallbacks: Models to ask when it fails, in order.
    """
    middleware: list[AgentMiddleware[Any, RunContext, Any]] = [
        # outside everything that asks again: the session and the laws are the same for every try
        Briefing(),
        # before the fall-back, which would take an empty budget for a failing model
        Spending(),
        # sees the one reply that is used, from whichever model
        Screening(),
        # a model is given up only after its retries
        *((ModelFallbackMiddleware(*fallbacks),) if fallbacks else ()),
        Retrying(),
        # innermost: failed and repeated requests are counted as well
        Metering(),
        ToolDesk(),
        # the only one that looks at the text; it may send the run back to the model
        Grounding(),
    ]
    return create_agent(model, list(tools), middleware=middleware, context_schema=RunContext)
