"""LangChain calls the belt: our text, our grounds, our refusals, and the context from the run alone."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.utils.function_calling import convert_to_openai_tool

from tests.tools.functions.belts import CALLS, UNFILLED, made_context
from tools.errors import BadRequest, NoData
from tools.functions.belt import TOOLS, call, langchain_tools
from tools.functions.context import BeltContext

ROOT = Path(__file__).resolve().parents[3]


class Scripted(GenericFakeChatModel):
    """Calls one tool, then says that it is done."""

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> "Scripted":
        del tools
        return self


def agent_calling(name: str, arguments: dict[str, object]) -> Any:
    wanted = AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": "1"}])
    model = Scripted(messages=iter([wanted, AIMessage("done")]))
    return create_agent(model, langchain_tools(), context_schema=BeltContext)


def answered(name: str, arguments: dict[str, object]) -> ToolMessage:
    state = agent_calling(name, arguments).invoke({"messages": [HumanMessage("?")]}, context=made_context())
    message = state["messages"][-2]
    assert isinstance(message, ToolMessage)
    return message


@pytest.mark.parametrize("name", [name for name in CALLS if name not in UNFILLED])
def test_every_tool_gives_its_text_and_its_grounds(name: str) -> None:
    message = answered(name, dict(CALLS[name]))
    grounds = call(name, CALLS[name], made_context())
    assert message.content == grounds.text
    assert message.artifact == grounds


def test_it_works_the_same_without_holding_the_event_loop() -> None:
    agent = agent_calling("rotation", dict(CALLS["rotation"]))
    state = asyncio.run(agent.ainvoke({"messages": [HumanMessage("?")]}, context=made_context()))
    assert state["messages"][-2].artifact == call("rotation", CALLS["rotation"], made_context())


@pytest.mark.parametrize(
    "stray",
    ["runtime", "config", "self", "run_manager", "callbacks", "context", "state", "store", "tool_call_id"],
)
def test_names_that_the_framework_uses_are_refused_like_any_other(stray: str) -> None:
    with pytest.raises(BadRequest, match=f"rotation has no argument '{stray}'"):
        answered("rotation", dict(CALLS["rotation"]) | {stray: "x"})
    agent = agent_calling("rotation", dict(CALLS["rotation"]) | {stray: {"tenant": "guild:1"}})
    with pytest.raises(BadRequest, match=f"no argument '{stray}'"):
        asyncio.run(agent.ainvoke({"messages": [HumanMessage("?")]}, context=made_context()))


def test_no_argument_takes_the_place_of_the_runs_context() -> None:
    forged = dict(CALLS["rotation"]) | {"belt_runtime": {"context": {"session": "2026-01-01"}}}
    assert answered("rotation", forged).artifact == call("rotation", CALLS["rotation"], made_context())


def test_errors_arrive_as_they_are() -> None:
    with pytest.raises(BadRequest, match="without 'date'"):
        answered("rotation", {"symbol": "IWM"})
    with pytest.raises(BadRequest, match="a whole number from 2 to 252"):
        answered("history", dict(CALLS["history"]) | {"sessions": 5.5})
    with pytest.raises(NoData, match="No signal of IWM has been sealed"):
        answered("record", dict(CALLS["record"]))


def test_what_a_model_is_told_is_our_schema() -> None:
    for tool, ours in zip(langchain_tools(), TOOLS, strict=True):
        told = convert_to_openai_tool(tool)["function"]
        assert (told["name"], told["description"]) == (ours.name, ours.description)
        parameters = told["parameters"]
        assert list(parameters["properties"]) == parameters["required"] == list(CALLS[ours.name])


def test_the_belt_itself_does_not_load_langchain() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import tools.functions.belt\n"
        "heavy = {'langchain', 'langchain_core', 'langgraph', 'chromadb', 'sqlalchemy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
