"""Checkpoints that several processes write: one conversation is changed by one of them at a time.

Nothing is locked while a question is answered, which takes up to minutes: a lock held that long would occupy
a connection, and one that outlived its process would end a conversation for good. A turn is added when it is
over, to the newest state and not to what was read before it, within one short transaction of the database;
so two processes that answer at once lose nothing, and after `kill -9` the database itself lets go. Their
turns stand in the order in which they were over.
"""

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    Saver = BaseCheckpointSaver[Any]

_EARLIER = 2
"""Checkpoints kept beside the newest; only the newest is read."""


class Checkpoints(Protocol):
    """The checkpoints of all conversations."""

    @property
    def reading(self) -> "Saver":
        """To read with, at any time."""

    def changing(self, conversation: str) -> "AbstractAsyncContextManager[Saver]":
        """A checkpointer to change one conversation with.

        Whoever else wants to change it, here or in another process, waits. At the end everything is kept
        together with the removal of old checkpoints; after an error or a crash nothing of it is.
        """


def outdated(before: Collection[str], after: Collection[str]) -> tuple[str, ...]:
    """The checkpoints to remove after a change.

    The newest is the one with the greatest id, and ids begin with a time. Where a clock was set back, or
    another machine's is ahead, an older one would stay the greatest and hide what was just written: it goes.

    Args:
        before: Ids of the conversation's checkpoints before the change.
        after: And after it.
    """
    written = set(after) - set(before)
    if not written:
        return ()
    earlier = sorted(one for one in before if one < min(written))
    kept = written.union(earlier[-_EARLIER:])
    return tuple(one for one in after if one not in kept)
