"""What a person is told of what was forgotten."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from langgraph.checkpoint.memory import InMemorySaver

from bot.agent.types import Asker, Question
from bot.talking.forgetting import Forgotten, forget_me
from knowledge.tenants import PUBLIC, Tenant
from tests.bot.agent.scripted import ScriptedModel, World, text
from tests.knowledge.library.made import add, opened

ANN = Tenant("user:7")


@dataclass
class Rows:
    rows: dict[str, int]


class FakeStore:
    """Rows of answers, in the words of the store."""

    def __init__(self, made: World) -> None:
        self._made = made

    def conversations_of(self, person: int) -> Sequence[str]:
        return tuple(
            {one.conversation for one in self._made.answers.kept if one.question.asker.person == str(person)}
        )

    def forget_person(self, person: int) -> Rows:
        before = len(self._made.answers.kept)
        for conversation in self.conversations_of(person):
            self._made.answers.forget(conversation)
        return Rows({"answers": before - len(self._made.answers.kept), "watches": 0})


def test_answers_memory_and_own_documents_go_and_public_ones_stay(tmp_path: Path) -> None:
    made = World(ScriptedModel(replies=[text("Fine.")]), InMemorySaver())
    with opened(tmp_path) as library:
        add(library, "# Mine\n\nIWM closed higher.", tenant=ANN)
        add(library, "# Public\n\nIWM closed lower.", tenant=PUBLIC)

        async def talk() -> Forgotten:
            conversations = made.open()
            await conversations.answer(Question("Hello?", Asker(ANN, "6", "7")))
            await conversations.answer(Question("Hello?", Asker(ANN, "6", "8")))
            return await forget_me(7, conversations, FakeStore(made), lambda: library)

        assert str(asyncio.run(talk())) == "Forgotten for good: 1 conversation, 1 answer and 1 document."
        assert not library.entries(ANN)
        assert library.entries(PUBLIC)
    assert [one.question.asker.person for one in made.answers.kept] == ["8"]


def test_who_left_no_trace_is_told_so() -> None:
    assert str(Forgotten(0, 0, {"answers": 0})).startswith("Nothing was stored about you")
    assert (
        str(Forgotten(2, 0, {"answers": 1_200})) == "Forgotten for good: 2 conversations and 1,200 answers."
    )
