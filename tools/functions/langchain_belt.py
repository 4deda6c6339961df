"""The belt for LangChain; imported only by who builds an agent, since LangChain takes most of a second."""

from collections.abc import Callable
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.runnables import run_in_executor
from langchain_core.tools import BaseTool

from tools.functions.context import BeltContext
from tools.functions.tool import DeskTool
from tools.grounds import Grounds

Answer = tuple[str, Grounds]


class ModelTool(BaseTool):
    """A tool as LangChain calls it: what the model sent goes to our own checking, all of it.

    LangChain's own `StructuredTool` overwrites an argument called "config" and trips over one called "self".
    Here `self` is positional-only and nothing else has a name, so that such arguments arrive as any other and
    are refused.

    Attributes:
        func: The tool; its `belt_runtime` is what LangChain injects.
    """

    func: Callable[..., Answer]

    def _run(self, /, *args: Any, **kwargs: Any) -> Answer:  # noqa: ANN401 - whatever a model sent
        return self.func(*args, **kwargs)

    async def _arun(self, /, *args: Any, **kwargs: Any) -> Answer:  # noqa: ANN401 - whatever a model sent
        # computing must not hold the event loop
        return await run_in_executor(None, self.func, *args, **kwargs)


def model_tool(tool: DeskTool) -> BaseTool:
    """A tool whose text is the content and whose grounds are the artifact; errors propagate as they are."""

    def func(belt_runtime: ToolRuntime[BeltContext], **arguments: object) -> Answer:
        grounds = tool.call(arguments, belt_runtime.context)
        return grounds.text, grounds

    return ModelTool(
        name=tool.name,
        description=tool.description,
        args_schema=tool.schema(),
        func=func,
        response_format="content_and_artifact",
    )
