"""What a person may have forgotten, all of it, and what is told of that."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.agent.conversations import Conversations
from knowledge.tenants import Tenant

if TYPE_CHECKING:
    from knowledge.library import Library


class Removed(Protocol):
    """What a store says it removed (`bot.store`: `Forgotten`)."""

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows, by table: "answers", "watches"."""


class Forgets(Protocol):
    """Where people leave traces (`bot.store.Store`); thread-safe."""

    def conversations_of(self, person: int) -> Sequence[str]:
        """Ids of the person's conversations, in every tenant and place."""

    def forget_person(self, person: int) -> Removed:
        """Remove everything of a person; when it returns, a crash does not undo it."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed.

    Attributes:
        conversations: Conversations whose memory was removed.
        documents: Documents that the person had added for themselves.
        rows: How many rows the store removed, by table.
    """

    conversations: int
    documents: int
    rows: Mapping[str, int]

    def __str__(self) -> str:
        """In words."""
        parts = [
            _counted(number, what)
            for what, number in (
                ("conversations", self.conversations),
                *((name.replace("_", " "), number) for name, number in self.rows.items()),
                ("documents", self.documents),
            )
            if number
        ]
        if not parts:
            return "Nothing was stored about you here, so there was nothing to forget."
        listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        return f"Forgotten for good: {listed}."


async def forget_me(
    person: int, conversations: Conversations, store: Forgets, library: "Callable[[], Library]"
) -> Forgotten:
    """Remove everything that is stored of a person. Waits for questions of theirs that are under way.

    What a person added to a server's documents belongs to the server, and stays.

    Args:
        person: Who asked for it.
        conversations: Whose memory goes.
        store: Where answers and everything else is kept.
        library: The corpus.

    Raises:
        PlumbError, KnowledgeError: Something could not be removed; asking again goes on from there.
    """
    documents = await asyncio.to_thread(lambda: library().remove_tenant(Tenant(f"user:{person}")))
    rows: dict[str, int] = {}
    gone = await conversations.forget_person(
        str(person),
        lambda: store.conversations_of(person),
        lambda: rows.update(store.forget_person(person).rows),
    )
    return Forgotten(gone, documents, rows)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what.removesuffix('s') if number == 1 else what}"
