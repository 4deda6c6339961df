"""A person is forgotten whole: nothing under way brings anything back, and nobody else loses anything."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from langgraph.checkpoint.memory import InMemorySaver

from bot.agent.asking import conversation_of
from bot.agent.turns import Turns
from bot.agent.types import Asker, Question
from knowledge.tenants import Tenant
from tests.bot.agent.scripted import ANN, ScriptedModel, World, text

ELSEWHERE = Asker(Tenant("guild:7"), "channel-1", ANN.person)
BOB = replace(ELSEWHERE, person="bob")


def world(delay: float = 0.0) -> World:
    return World(ScriptedModel(replies=[text("Fine.")], delay=delay), InMemorySaver())


def held(made: World, person: str) -> Sequence[str]:
    return tuple({one.conversation for one in made.answers.kept if one.question.asker.person == person})


def forget(made: World, person: str) -> None:
    for conversation in held(made, person):
        made.answers.forget(conversation)


def test_all_of_a_persons_conversations_go_and_other_peoples_stay() -> None:
    made = world()

    async def talk() -> tuple[int, int, int]:
        conversations = made.open()
        for asker in (ANN, ELSEWHERE, BOB):
            await conversations.answer(Question("Hello?", asker))
        gone = await conversations.forget_person(
            ANN.person, lambda: held(made, ANN.person), lambda: forget(made, ANN.person)
        )
        await conversations.answer(Question("And now?", ELSEWHERE))
        await conversations.answer(Question("And now?", BOB))
        assert isinstance(made.model, ScriptedModel)
        return gone, len(made.model.asked[-2]), len(made.model.asked[-1])

    gone, anns, bobs = asyncio.run(talk())
    assert gone == 2
    assert (anns, bobs) == (2, 4)


def test_an_answer_under_way_does_not_bring_back_what_is_forgotten() -> None:
    """It is waited for, and goes with the rest; a question asked meanwhile begins from nothing."""
    made = world(delay=0.1)

    async def talk() -> list[str]:
        conversations = made.open()
        asked = asyncio.create_task(conversations.answer(Question("Before?", ELSEWHERE)))
        await asyncio.sleep(0.03)
        forgetting = asyncio.create_task(
            conversations.forget_person(
                ANN.person, lambda: held(made, ANN.person), lambda: forget(made, ANN.person)
            )
        )
        await asyncio.sleep(0.01)
        after = asyncio.create_task(conversations.answer(Question("After?", ANN)))
        await asyncio.gather(asked, forgetting, after)
        assert forgetting.result() == 1
        await conversations.answer(Question("Later?", ELSEWHERE))
        return [one.question.text for one in made.answers.kept]

    assert asyncio.run(talk()) == ["After?", "Later?"]
    assert isinstance(made.model, ScriptedModel)
    assert [message.text for message in made.model.asked[-1][1:]] == ["Later?"]


def test_where_the_memory_cannot_be_removed_the_conversations_can_be_found_again() -> None:
    made = world()

    async def talk() -> list[str]:
        conversations = made.open()
        await conversations.answer(Question("Hello?", ANN))

        def broken() -> Sequence[str]:
            raise OSError("the disk is full")

        await asyncio.gather(
            conversations.forget_person(ANN.person, broken, lambda: forget(made, ANN.person)),
            return_exceptions=True,
        )
        return [one.conversation for one in made.answers.kept]

    assert asyncio.run(talk()) == [conversation_of(ANN, "")]


def test_turns_are_forgotten_when_they_are_over_even_those_that_were_given_up() -> None:
    async def turns() -> bool:
        made = Turns()

        async def hold(person: str, conversation: str) -> None:
            async with made.turn(person, conversation):
                await asyncio.sleep(0.01)

        async def alone(person: str) -> None:
            async with made.alone(person):
                await asyncio.sleep(0.01)

        work = [asyncio.create_task(hold("a", "1")) for _ in range(3)]
        work += [asyncio.create_task(alone("a")), asyncio.create_task(hold("a", "2"))]
        await asyncio.sleep(0.005)
        work[1].cancel()
        work[3].cancel()
        await asyncio.gather(*work, return_exceptions=True)
        return made.idle

    assert asyncio.run(turns())
