"""The analyst as a chat model: first its tool calls, then, when their results are there, the answer."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from bot.agent.offline.conversation import Turn, read_turn
from bot.agent.offline.repairing import without
from bot.agent.offline.write import write

_PIECE = re.compile(r".+?(?:[.!?](?:\*\*)?(?:\s+|$)|\n+|$)", re.DOTALL)


class OfflineAnalyst(BaseChatModel):
    """Answers by rules, without a model service: no network, no randomness, no clock, no state."""

    model_name: str = "offline"

    @property
    def _llm_type(self) -> str:
        return "offline"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model": self.model_name}

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],  # noqa: ARG002 - it knows them
        *,
        tool_choice: str | None = None,  # noqa: ARG002 - the plan decides
        **kwargs: Any,  # noqa: ARG002, ANN401 - langchain's signature
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The analyst itself: it knows the belt by name."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - langchain's signature
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - the same
        **kwargs: Any,  # noqa: ARG002, ANN401 - the same
    ) -> ChatResult:
        turn = read_turn(messages)
        if _calls_now(turn):
            made = [tool_call(name=call.name, args=call.as_json(), id=key) for key, call in turn.ids.items()]
            message = AIMessage(content="", tool_calls=made)
        else:
            message = AIMessage(content=_answer(turn))
        message.response_metadata = {"model_name": self.model_name, "model_provider": "offline"}
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - langchain's signature
    ) -> Iterator[ChatGenerationChunk]:
        message = self._generate(messages, stop, run_manager, **kwargs).generations[0].message
        for chunk in _chunks(message):
            generated = ChatGenerationChunk(message=chunk)
            if run_manager:
                run_manager.on_llm_new_token(str(chunk.content), chunk=generated)
            yield generated


def _calls_now(turn: Turn) -> bool:
    return bool(turn.plan.calls) and not turn.called and turn.repair is None


def _answer(turn: Turn) -> str:
    text = turn.drafted or write(turn.plan, turn.outcomes())
    return text if turn.repair is None else without(text, turn.repair)


def _chunks(message: BaseMessage) -> Iterator[AIMessageChunk]:
    """The answer sentence by sentence, or the calls whole; the last piece is marked as such."""
    if not isinstance(message, AIMessage):
        raise TypeError("the analyst answers with AI messages alone")
    metadata = message.response_metadata
    if message.tool_calls:
        calls = [
            tool_call_chunk(name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=place)
            for place, call in enumerate(message.tool_calls)
        ]
        yield AIMessageChunk(
            content="", tool_call_chunks=calls, response_metadata=metadata, chunk_position="last"
        )
        return
    pieces = pieces_of(str(message.content))
    for piece in pieces[:-1]:
        yield AIMessageChunk(content=piece)
    yield AIMessageChunk(
        content=pieces[-1] if pieces else "", response_metadata=metadata, chunk_position="last"
    )


def pieces_of(text: str) -> list[str]:
    """A text in sentences; joined they are the text."""
    return _PIECE.findall(text)
