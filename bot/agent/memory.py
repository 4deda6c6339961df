"""What a conversation remembers: questions, answers as they were shown, and the session it reads.

One checkpoint a turn, written when the turn is over: a process that is killed leaves no half of one. No tool
result and no passage is in it; a figure in an earlier answer is no grounds for a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from langchain_core.messages import AIMessage, AnyMessage, BaseMessage, HumanMessage
from langgraph.graph import END, START, StateGraph

from bot.agent.citations import without_numbers
from bot.agent.pinning import Pin, pin_from_plain, pin_to_plain

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver

_TURNS = 12
"""Remembered turns: checkpoints stay small however long a conversation is; older answers are the store's."""

_CHARACTERS = 24_000
"""What of them is put before the model, the newest first."""


def _newest(before: list[AnyMessage], more: list[AnyMessage]) -> list[AnyMessage]:
    return [*before, *more][-2 * _TURNS :]


class _State(TypedDict):
    messages: Annotated[list[AnyMessage], _newest]
    pin: dict[str, object]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A conversation as it stands.

    Attributes:
        messages: Questions and answers in turn, oldest first, as many as a model should read.
        pin: The session it reads; None before the first turn.
    """

    messages: tuple[BaseMessage, ...] = ()
    pin: Pin | None = None


class Memory:
    """Conversations over a LangGraph checkpointer."""

    def __init__(self, checkpointer: "BaseCheckpointSaver[Any]") -> None:
        graph = StateGraph(_State)
        graph.add_node("turn", lambda _: {})
        graph.add_edge(START, "turn")
        graph.add_edge("turn", END)
        self._graph = graph.compile(checkpointer=checkpointer)
        self._checkpointer = checkpointer

    async def recall(self, conversation: str) -> Recalled:
        """The conversation's turns and its pin; nothing for one that has not begun."""
        values = (await self._graph.aget_state(_of(conversation))).values
        if not values:
            return Recalled()
        return Recalled(_fitting(values["messages"]), pin_from_plain(values["pin"]))

    async def keep(self, conversation: str, question: str, answer: str, pin: Pin) -> None:
        """Add a turn; when it returns, it survives a crash."""
        turn = [HumanMessage(question), AIMessage(without_numbers(answer))]
        state: Any = {"messages": turn, "pin": pin_to_plain(pin)}
        await self._graph.ainvoke(state, _of(conversation), durability="exit")

    async def forget(self, conversation: str) -> None:
        """Remove every trace of a conversation."""
        await self._checkpointer.adelete_thread(conversation)


def _of(conversation: str) -> "RunnableConfig":
    return {"configurable": {"thread_id": conversation}}


def _fitting(messages: Sequence[BaseMessage]) -> tuple[BaseMessage, ...]:
    """The newest whole turns that fit."""
    kept: list[BaseMessage] = []
    size = 0
    for question, answer in zip(messages[-2::-2], messages[-1::-2], strict=False):
        size += len(question.text) + len(answer.text)
        if size > _CHARACTERS:
            break
        kept[:0] = (question, answer)
    return tuple(kept)
