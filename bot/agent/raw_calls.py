"""A model's tool arguments as they came over the wire: clients complete broken JSON silently."""

import json

from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk, GenerationChunk


class RawCalls(AsyncCallbackHandler):
    """Collects the arguments of the reply that is being streamed; a new request starts anew."""

    def __init__(self) -> None:
        self._arguments: dict[object, str] = {}
        self._ids: dict[object, str] = {}

    async def on_chat_model_start(self, *_: object, **__: object) -> None:
        """Another reply begins."""
        self._arguments.clear()
        self._ids.clear()

    async def on_llm_new_token(
        self, *_: object, chunk: GenerationChunk | ChatGenerationChunk | None = None, **__: object
    ) -> None:
        """Take a piece of the reply."""
        if not isinstance(chunk, ChatGenerationChunk) or not isinstance(chunk.message, AIMessageChunk):
            return
        for part in chunk.message.tool_call_chunks:
            # pieces of one call share its index; a call without one comes whole
            place = part["index"] if part["index"] is not None else (part["id"], len(self._arguments))
            self._arguments[place] = self._arguments.get(place, "") + (part["args"] or "")
            if part["id"]:
                self._ids.setdefault(place, part["id"])

    def broken(self) -> frozenset[str | None]:
        """Ids of the calls whose arguments are no JSON object; None among them for a call without an id."""
        return frozenset(
            self._ids.get(place) for place, written in self._arguments.items() if not _whole(written)
        )


def _whole(written: str) -> bool:
    try:
        # a call without arguments may have no text at all
        return not written.strip() or isinstance(json.loads(written), dict)
    except (ValueError, RecursionError):
        return False
