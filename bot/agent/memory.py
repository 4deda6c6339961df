"""What a conversation remembers: questions, answers as they were shown, and the session it reads.

One checkpoint a turn, written when the turn is over: a process that is killed leaves no half of one. A turn
is added to what is there by then, so that turns of other processes stay. No tool result and no passage is in
it; a figure in an earlier answer is no grounds for a later one.
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from langchain_core.messages import AIMessage, AnyMessage, BaseMessage, HumanMessage
from langgraph.graph import END, START, StateGraph

from bot.agent.checkpoints import Checkpoints
from bot.agent.citations import without_numbers
from bot.agent.pinning import Pin, merged, pin_from_plain, pin_to_plain
from bot.agent.recap import LONGEST, MOST, Past, past_from_plain, past_of, past_to_plain, recap
from bot.agent.types import Answer

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

_TURNS = 12
"""Remembered turns: checkpoints stay small however long a conversation is; older answers are the store's."""

_CHARACTERS = 24_000
"""What of them is put before the model, the newest first; where turns fall out, a recap of those is in it."""

RECAP = "recap"
"""The mark, in `additional_kwargs["plumbline"]`, of the message that is a recap: nobody asked it."""


def _newest(before: list[AnyMessage], more: list[AnyMessage]) -> list[AnyMessage]:
    return [*before, *more][-2 * _TURNS :]


def _latest(before: list[dict[str, object]], more: list[dict[str, object]]) -> list[dict[str, object]]:
    return [*before, *more][-MOST:]


def _pinned(before: Mapping[str, object], turn: Mapping[str, object]) -> Mapping[str, object]:
    return pin_to_plain(merged(pin_from_plain(before), pin_from_plain(turn))) if before else turn


class _State(TypedDict):
    messages: Annotated[list[AnyMessage], _newest]
    pin: Annotated[dict[str, object], _pinned]
    past: Annotated[list[dict[str, object]], _latest]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A conversation as it stands.

    Attributes:
        messages: Questions and answers in turn, oldest first, as many as a model should read; before them,
            where there were more, a recap of those.
        pin: The session it reads; None before the first turn.
    """

    messages: tuple[BaseMessage, ...] = ()
    pin: Pin | None = None


class Memory:
    """Conversations over LangGraph's checkpoints."""

    def __init__(self, checkpoints: Checkpoints) -> None:
        graph = StateGraph(_State)
        graph.add_node("turn", lambda _: {})
        graph.add_edge(START, "turn")
        graph.add_edge("turn", END)
        self._graph = graph.compile(checkpointer=checkpoints.reading)
        self._checkpoints = checkpoints
        self._changes: set[asyncio.Task[None]] = set()

    async def recall(self, conversation: str) -> Recalled:
        """The conversation's turns and its pin; nothing for one that has not begun."""
        values = (await self._graph.aget_state(_of(conversation))).values
        if not values:
            return Recalled()
        # checkpoints of earlier versions of the program hold no records
        past = [past_from_plain(one) for one in values.get("past", ())]
        return Recalled(_before_model(values["messages"], past), pin_from_plain(values["pin"]))

    async def keep(self, answer: Answer, pin: Pin) -> None:
        """Add a turn to the newest state; when it returns, it survives a crash."""
        state: Any = {
            "messages": [
                HumanMessage(answer.question.text, additional_kwargs=answer.question.marks),
                AIMessage(without_numbers(answer.text)),
            ],
            "pin": pin_to_plain(pin),
            "past": [past_to_plain(past_of(answer))],
        }

        async def add() -> None:
            async with self._checkpoints.changing(answer.conversation) as saver:
                graph = self._graph.copy({"checkpointer": saver})
                await graph.ainvoke(state, _of(answer.conversation), durability="exit")

        await self._whole(add())

    async def forget(self, conversation: str) -> None:
        """Remove every trace of a conversation."""

        async def remove() -> None:
            async with self._checkpoints.changing(conversation) as saver:
                await saver.adelete_thread(conversation)

        await self._whole(remove())

    async def settled(self) -> None:
        """Wait for changes that nobody waits for any more; to be called before the checkpoints are closed."""
        await asyncio.gather(*self._changes, return_exceptions=True)

    async def _whole(self, change: Coroutine[Any, Any, None]) -> None:
        """Make a change to its end, even if whoever wants it stops waiting.

        LangGraph writes in tasks of its own: one that went on after its caller had left would write without
        the lock. A change takes milliseconds, and its database ends it where it does not.
        """
        task = asyncio.create_task(change)
        self._changes.add(task)
        task.add_done_callback(self._over)
        await asyncio.shield(task)

    def _over(self, task: "asyncio.Task[None]") -> None:
        self._changes.discard(task)
        # looked at, lest it be reported as forgotten: whoever waits gets it all the same
        _ = task.cancelled() or task.exception()


def _of(conversation: str) -> "RunnableConfig":
    return {"configurable": {"thread_id": conversation}}


def _before_model(messages: Sequence[BaseMessage], past: Sequence[Past]) -> tuple[BaseMessage, ...]:
    """The newest turns, and a recap of those before them."""
    turns = _fitting(messages, _CHARACTERS)
    if len(past) > len(turns) // 2:
        turns = _fitting(messages, _CHARACTERS - LONGEST)
    # the records are those of the newest turns as well
    text = recap(past[: max(len(past) - len(turns) // 2, 0)])
    if not text:
        return turns
    return (HumanMessage(text, additional_kwargs={"plumbline": RECAP}), *turns)


def _fitting(messages: Sequence[BaseMessage], characters: int) -> tuple[BaseMessage, ...]:
    """The newest whole turns that fit."""
    kept: list[BaseMessage] = []
    size = 0
    for question, answer in zip(messages[-2::-2], messages[-1::-2], strict=False):
        size += len(question.text) + len(answer.text)
        if size > characters:
            break
        kept[:0] = (question, answer)
    return tuple(kept)
