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
    def conversations(self) -> Sequence[str]:
        """Ids of the person's conversations, in every tenant and place."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of what: "answers", "watches", "reports of problems"."""


class Forgets(Protocol):
    """Where people leave traces (`bot.store.Store`); thread-safe."""

    def forget_person(self, person: int) -> Removed:
        """Remove everything of a person; when it returns, a crash does not undo it."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed.

    Attributes:
        conversations: Conversations whose memory was removed.
        documents: Documents that the person had added for themselves.
        counts: What the store removed, by what it is.
    """

    conversations: int
    documents: int
    counts: Mapping[str, int]

    def __str__(self) -> str:
        """In words."""
        parts = [
            _counted(number, what)
            for what, number in (
                ("conversations", self.conversations),
                *self.counts.items(),
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
    documents = await asyncio.to_thread(_documents, library, Tenant(f"user:{person}"))
    counts: dict[str, int] = {}

    def forget() -> Sequence[str]:
        removed = store.forget_person(person)
        counts.update(removed.counts)
        return removed.conversations

    gone = await conversations.forget_person(str(person), forget)
    return Forgotten(gone, documents, counts)


def _documents(library: "Callable[[], Library]", tenant: Tenant) -> int:
    """Remove a tenant's documents."""
    opened = library()
    count = len(opened.entries(tenant, superseded=True))
    opened.remove_tenant(tenant)
    return count


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what.removesuffix('s') if number == 1 else what}"
