"""The analyst as a chat model: calls, then the answer; streaming, errors, repairs, an agent around it."""

from pathlib import Path

import pytest
from langchain.agents import create_agent
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from bot.agent.offline.model import OfflineAnalyst, pieces_of
from bot.agent.offline.repairing import without
from tests.tools.functions.belts import made_context, real_context
from tools.functions.belt import langchain_tools
from tools.functions.context import BeltContext

ASK = HumanMessage("where's support, and is credit stressed?")


def test_the_first_answer_is_parallel_calls_with_ids_of_their_own() -> None:
    message = OfflineAnalyst().invoke([SystemMessage("Be brief."), ASK])
    assert [call["name"] for call in message.tool_calls] == ["levels", "credit"]
    assert [call["id"] for call in message.tool_calls] == ["offline_1_0", "offline_1_1"]
    later = OfflineAnalyst().invoke([ASK, AIMessage("Done."), HumanMessage("and momentum?")])
    assert [call["id"] for call in later.tool_calls] == ["offline_2_0"]


def test_streamed_calls_are_the_calls() -> None:
    chunks = list(OfflineAnalyst().stream([ASK]))
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole = whole + chunk
    assert isinstance(whole, AIMessageChunk)
    assert [call["name"] for call in whole.tool_calls] == ["levels", "credit"]
    assert whole.tool_calls[0]["args"] == {"symbol": "IWM", "date": "latest"}


def test_an_answer_streams_in_sentences() -> None:
    model = OfflineAnalyst()
    pieces = [str(chunk.content) for chunk in model.stream([HumanMessage("help")])]
    assert len(pieces) > 3
    assert "".join(pieces) == model.invoke([HumanMessage("help")]).text


def test_pieces_joined_are_the_text() -> None:
    for text in ("", "One. Two!\n\n- **Three.** 4.5 % is four\n", "no end"):
        assert "".join(pieces_of(text)) == text


def test_an_error_of_a_tool_is_said_in_its_own_words() -> None:
    called = OfflineAnalyst().invoke([HumanMessage("how is AAPL?")])
    gone = ToolMessage("There are no bars of AAPL.", tool_call_id="offline_1_0", status="error")
    text = OfflineAnalyst().invoke([HumanMessage("how is AAPL?"), called, gone]).text
    assert text.startswith("There are no bars of AAPL.")


def test_a_call_without_a_result_is_not_answered_from_nothing() -> None:
    called = OfflineAnalyst().invoke([ASK])
    one = ToolMessage("The source is down.", tool_call_id="offline_1_1", status="error")
    text = OfflineAnalyst().invoke([ASK, called, one]).text
    assert "did not come back" in text
    assert "The source is down." in text


def test_a_repair_drops_the_named_sentence() -> None:
    draft = AIMessage("**IWM**\n\n- RSI 14 at 64.1. Momentum is strong.\n- Breadth is broad.")
    ask = HumanMessage(
        'Remove what does not hold: "Momentum is strong."', additional_kwargs={"plumbline": "repair"}
    )
    repaired = OfflineAnalyst().invoke([HumanMessage("how is IWM?"), draft, ask]).text
    assert repaired == "**IWM**\n\n- RSI 14 at 64.1.\n- Breadth is broad."
    assert not OfflineAnalyst().invoke([HumanMessage("how is IWM?"), draft, ask]).tool_calls


def test_a_repair_of_single_figures_leaves_the_cutting_to_whoever_knows_the_place() -> None:
    request = 'Refused:\n{"kind": "failed", "text": "64.1", "why": "no fact"}\nWrite the whole answer again.'
    assert without("RSI 14 at 64.1. The rating failed.", request) == "RSI 14 at 64.1. The rating failed."
    assert without("RSI 14 at 64.1.", "Something else failed.") == "RSI 14 at 64.1."


def test_a_repair_of_a_sentence_in_json_drops_it() -> None:
    request = '{"kind": "failed", "text": "Breadth is very broad", "why": "it is not"}'
    assert without("Breadth is very broad. Trend is up.", request) == "Trend is up."


def test_content_in_blocks_is_read() -> None:
    blocks = HumanMessage([{"type": "text", "text": "explain parity"}])
    assert OfflineAnalyst().invoke([blocks]).tool_calls[0]["args"] == {"term": "parity"}


def test_it_says_that_it_is_no_model_only_when_asked() -> None:
    assert "No language model" in OfflineAnalyst().invoke([HumanMessage("are you an AI?")]).text
    assert "language model" not in OfflineAnalyst().invoke([HumanMessage("hello")]).text


def run(question: str, context: BeltContext, *earlier: BaseMessage) -> list[BaseMessage]:
    agent = create_agent(OfflineAnalyst(), langchain_tools(), context_schema=BeltContext)
    found: list[BaseMessage] = agent.invoke(
        {"messages": [*earlier, HumanMessage(question)]}, context=context
    )["messages"]
    return found


def test_an_agent_answers_over_a_made_market() -> None:
    messages = run("IWM?", made_context())
    assert [message.type for message in messages] == ["human", "ai", "tool", "ai"]
    assert messages[-1].text.startswith("**IWM, session 2025-09-26")


@pytest.mark.data
def test_an_agent_follows_a_conversation(data_dir: Path) -> None:
    context = real_context(data_dir)
    first = run("why is momentum weak?", context)
    second = run("and against QQQ?", context, *first)
    assert second[-1].text.startswith("**IWM and QQQ, session 2025-09-26**")
    third = run("what would flip it?", context, *second)
    assert third[-1].text
