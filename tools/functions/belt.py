"""The belt: every tool that the agent may call, and the one way of calling them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tools.errors import BadRequest
from tools.functions import (
    breadth,
    claims,
    compare,
    conflicts,
    credit,
    debrief,
    earlier_answers,
    event_calendar,
    evidence,
    explain,
    history,
    indicators,
    layer,
    levels,
    record,
    rotation,
    search_reports,
    signal_stack,
)
from tools.functions.context import BeltContext
from tools.functions.tool import DeskTool
from tools.grounds import Grounds

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

TOOLS: tuple[DeskTool, ...] = (
    signal_stack.TOOL,
    layer.TOOL,
    breadth.TOOL,
    rotation.TOOL,
    credit.TOOL,
    levels.TOOL,
    indicators.TOOL,
    compare.TOOL,
    history.TOOL,
    evidence.TOOL,
    claims.TOOL,
    event_calendar.TOOL,
    search_reports.TOOL,
    explain.TOOL,
    conflicts.TOOL,
    debrief.TOOL,
    record.TOOL,
    earlier_answers.TOOL,
)
"""In the order that a model reads them."""

_BY_NAME: Mapping[str, DeskTool] = {tool.name: tool for tool in TOOLS}


def call(name: str, arguments: Mapping[str, object], context: BeltContext) -> Grounds:
    """Call a tool by its name.

    Args:
        name: As in `TOOLS`.
        arguments: All of the tool's arguments; the texts of `Grounds.arguments` are the same call again.
        context: What the tool may reach.

    Raises:
        BadRequest: No such tool, or a missing, unknown or wrong argument; says what is allowed.
        NoData: What was asked for is not known here.
        SourceDown: A source did not serve.
    """
    tool = _BY_NAME.get(name)
    if tool is None:
        raise BadRequest(f"There is no tool {name[:40]!r}; there are {', '.join(_BY_NAME)}.")
    return tool.call(arguments, context)


def langchain_tools() -> "list[BaseTool]":
    """The belt for LangChain: the text is the content, the grounds are the artifact.

    LangChain validates nothing, so that a refusal is ours and says what is allowed; errors propagate as they
    are. The context of the run is injected; no argument reaches it.
    """
    from tools.functions.langchain_belt import model_tool  # noqa: PLC0415 - LangChain is slow to import

    return [model_tool(tool) for tool in TOOLS]
