"""Conversations: a question in, events out, and exactly one answer, whatever fails."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace

from bot.agent.asking import conversation_of, refusal
from bot.agent.frame import Frame
from bot.agent.memory import Recalled
from bot.agent.parts import Parts
from bot.agent.pinning import Pin, pinned, with_readings
from bot.agent.run import RunContext
from bot.agent.turn import said, take_turn
from bot.agent.turns import Turns
from bot.agent.types import Answer, Asker, Done, Event, Question, Terms, Working
from bot.agent.words import about_data
from tools.errors import PlumbError

_BUSY = "Earlier questions of this conversation are still being answered. Please ask again in a moment."

_RECALL_SECONDS = 5.0
"""What looking up a conversation may take."""


_AS_SET = Terms()
"""The operator's model and limits."""


class Conversations:
    """Answers questions, each within its conversation. Use it in one event loop."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._turns = Turns()

    async def ask(self, question: Question, terms: Terms = _AS_SET) -> AsyncGenerator[Event, None]:
        """Answer a question, telling what is being done meanwhile.

        Leaving the iteration early abandons the question; nothing half-done is kept.

        Args:
            question: What, and by whom.
            terms: What its place allows.

        Yields:
            `Working` and `Sentences` as they come, and at last exactly one `Done`, in the time that is set.
        """
        events: asyncio.Queue[Event | None] = asyncio.Queue()
        work = asyncio.create_task(self._answer(question, terms, events.put_nowait))
        work.add_done_callback(lambda _: events.put_nowait(None))
        try:
            while (event := await events.get()) is not None:
                yield event
            yield Done(work.result())
        finally:
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work

    async def answer(self, question: Question, terms: Terms = _AS_SET) -> Answer:
        """The answer alone."""
        return await self._answer(question, terms, lambda _: None)

    async def history(self, asker: Asker, topic: str = "") -> Sequence[Answer]:
        """The answers of a conversation, the oldest first.

        Raises:
            PlumbError: They cannot be read.
        """
        return await asyncio.to_thread(self._parts.answers.of, conversation_of(asker, topic))

    async def forget(self, asker: Asker, topic: str = "") -> None:
        """Remove a conversation: its answers and what is remembered of it. Waits for a question under way.

        Raises:
            PlumbError: They cannot be removed.
        """
        conversation = conversation_of(asker, topic)
        async with self._turns.turn(asker.person, conversation):
            await self._parts.memory.forget(conversation)
            await asyncio.to_thread(self._parts.answers.forget, conversation)

    async def forget_person(
        self, person: str, held: Callable[[], Sequence[str]], forget: Callable[[], object]
    ) -> int:
        """Remove everything that is remembered of a person's conversations, in every tenant and place.

        Questions under way are waited for first, and later ones wait until it is done: no answer brings back
        what was removed.

        Args:
            person: As in `Asker.person`.
            held: Gives the ids of the person's conversations. It blocks, as the next does, and is called
                outside the event loop.
            forget: Removes what else is kept, the answers above all; called last, so that a failure before
                it leaves the conversations to be found again.

        Returns:
            How many conversations were removed.

        Raises:
            PlumbError: They cannot be removed.
        """
        async with self._turns.alone(person):
            conversations = await asyncio.to_thread(held)
            for conversation in conversations:
                await self._parts.memory.forget(conversation)
            await asyncio.to_thread(forget)
        return len(conversations)

    async def forget_all(self, conversations: Sequence[str]) -> None:
        """Remove what is remembered of conversations, such as those of a server that is gone.

        Args:
            conversations: Their ids.

        Raises:
            PlumbError: They cannot be removed.
        """
        for conversation in conversations:
            await self._parts.memory.forget(conversation)

    async def _answer(self, question: Question, terms: Terms, tell: Callable[[Event], None]) -> Answer:
        frame = Frame(self._parts, question, terms)
        if (why := refusal(question.text)) is not None:
            return frame.answer(said(why))
        tell(Working("reading the question"))
        try:
            return await self._waited(frame, tell)
        except PlumbError as error:
            return frame.answer(said(str(error)))
        except Exception as error:  # noqa: BLE001 - a silent bot is the second worst defect
            incident = self._parts.incidents(error)
            return frame.answer(
                said(f"No answer could be made (incident {incident}). Nothing was estimated.")
            )

    async def _waited(self, frame: Frame, tell: Callable[[Event], None]) -> Answer:
        async with contextlib.AsyncExitStack() as stack:
            try:
                async with asyncio.timeout_at(frame.end):
                    await stack.enter_async_context(
                        self._turns.turn(frame.question.asker.person, frame.conversation)
                    )
            except TimeoutError:
                return frame.answer(said(_BUSY))
            return await self._turn(frame, tell)

    async def _turn(self, frame: Frame, tell: Callable[[Event], None]) -> Answer:
        parts, question = self._parts, frame.question
        async with asyncio.timeout_at(frame.end):
            recalled, forgotten = await self._recalled(frame)
            pin, told = await asyncio.to_thread(
                pinned, recalled.pin, question.as_of, parts.calendar, parts.clock()
            )
            frame.session = pin.session
            bound = await asyncio.to_thread(parts.bind, question.asker, frame.conversation, pin.session)
        run = frame.run(tell)
        writers = replace(parts.writers, model_free=frame.terms.model_free)
        written = await take_turn(
            writers, RunContext.of(bound, run), recalled.messages, frame.card, frame.end
        )
        pin, revised = with_readings(pin, run.done_uses)
        notices = (*forgotten, *told, *revised, *about_data(run.borne, simulated=parts.simulated))
        return await self._kept(frame, frame.answer(written, run, notices), pin)

    async def _recalled(self, frame: Frame) -> tuple[Recalled, tuple[str, ...]]:
        """What went before; a question that can be answered without it is, and the reader is told."""
        try:
            async with asyncio.timeout(_RECALL_SECONDS):
                return await self._parts.memory.recall(frame.conversation), ()
        except Exception as error:  # noqa: BLE001 - a database may fail in any way of its own
            incident = self._parts.incidents(error)
            return Recalled(), (f"What was said before could not be read (incident {incident}).",)

    async def _kept(self, frame: Frame, answer: Answer, pin: Pin) -> Answer:
        """Write the turn down; an answer that cannot be kept is given all the same, and says so."""
        try:
            async with asyncio.timeout_at(frame.close):
                await asyncio.to_thread(self._parts.answers.keep, answer)
                await self._parts.memory.keep(answer, pin)
        except Exception as error:  # noqa: BLE001 - the person waits for the answer, not for the disk
            incident = self._parts.incidents(error)
            return frame.with_notice(answer, f"This answer could not be kept (incident {incident}).")
        return answer
