"""A checkpointer of LangGraph's as `Checkpoints`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver


class Unshared:
    """Any checkpointer, for one process alone; old checkpoints stay.

    Args:
        saver: The checkpointer.
    """

    def __init__(self, saver: BaseCheckpointSaver[Any]) -> None:
        self._saver = saver
        self._alone = asyncio.Lock()

    @property
    def reading(self) -> BaseCheckpointSaver[Any]:
        """The checkpointer."""
        return self._saver

    @asynccontextmanager
    async def changing(self, conversation: str) -> AsyncIterator[BaseCheckpointSaver[Any]]:
        """The checkpointer, for one task at a time."""
        del conversation
        async with self._alone:
            yield self._saver
