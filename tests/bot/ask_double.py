"""Conversations that say what the test wants, and answers to be shown."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.agent.grounding.verdict import Claim, ClaimKind, Verdict
from bot.agent.types import Answer, Asker, Cited, Cost, Done, Event, Question, Sentences, ToolUse, Working
from knowledge.tenants import PUBLIC
from knowledge.types import Citation, Published
from tools.types import Fact, Unit

SESSION = date(2025, 5, 15)
ASKER = Asker(PUBLIC, "terminal", "terminal-1")
TEXT = "IWM closed at $207.31.\n\nBreadth is neutral [1]."
FACT = Fact("iwm.close", "Close", 207.31, Unit.USD, SESSION, "folder", "close of the session", ("STALE",))
CITED = Cited(
    1,
    "0123456789abcdef:6",
    Citation(
        "0123456789abcdef", "Breadth, in short", "A Desk", Published(date(2025, 3, 31), "given"), PUBLIC
    ),
    "Breadth > Repair, passage 7 of 14",
    "Repair is the early sign.",
)
CLAIMS = (
    Claim(14, 21, "$207.31", ClaimKind.NUMBER, holds=True, because="Close is $207.31", facts=("iwm.close",)),
    Claim(0, 3, "43 %", ClaimKind.NUMBER, holds=False, because="no fact of this run is 43 %"),
)
USE = ToolUse(
    "signal_stack",
    {"symbol": '"IWM"', "date": '"latest"'},
    "ok",
    "\n".join(f"line {number}: value" for number in range(1, 10)),
    facts=120,
    session=SESSION,
    digest="a" * 64,
)


def answer(text: str = TEXT, **changed: object) -> Answer:
    """An answer with something of everything."""
    made = Answer(
        id="3fa2c1d0",
        question=Question("How is IWM?", ASKER),
        conversation="c1",
        asked_at=datetime(2025, 5, 16, 9, 30, tzinfo=UTC),
        text=text,
        outcome="grounded",
        written=text,
        notices=("The data end on 2025-05-15.",),
        model="offline",
        card=None,
        citations=(CITED,),
        facts=(FACT,),
        uses=(USE,),
        verdict=Verdict(CLAIMS),
        session=SESSION,
        cost=Cost(2, 1, 0, 0, None, 1.234, 0.02),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # fields by name


def told(one: Answer) -> list[Event]:
    """Events of an answer in two pieces."""
    cut = len(one.text) // 2
    return [
        Working("reading IWM's signal stack"),
        Sentences(one.text[:cut]),
        Sentences(one.text[cut:]),
        Done(one),
    ]


Script = Callable[[Question], Sequence[Event | float | Exception]]
"""What happens at a question: events, seconds of silence, or a failure."""


class FakeConversations:
    """Follows a script and keeps what was answered, as the real ones do."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.asked: list[Question] = []
        self.kept: dict[str, list[Answer]] = {}
        self.cancelled = 0
        self.closed = False

    async def ask(self, question: Question) -> AsyncIterator[Event]:
        self.asked.append(question)
        try:
            for step in self._script(question):
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, int | float):
                    await asyncio.sleep(step)
                    continue
                if isinstance(step, Done):
                    self.kept.setdefault(question.topic, []).append(step.answer)
                yield step
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled += 1
            raise

    async def history(self, asker: Asker, topic: str) -> Sequence[Answer]:
        del asker
        return tuple(self.kept.get(topic, ()))

    async def forget(self, asker: Asker, topic: str) -> None:
        del asker
        self.kept.pop(topic, None)

    @asynccontextmanager
    async def opened(self, _: object = None) -> "AsyncIterator[FakeConversations]":
        try:
            yield self
        finally:
            self.closed = True


def echoing(question: Question) -> list[Event | float | Exception]:
    """An answer that names its question."""
    one = answer(f"You asked: {question.text}", question=question, id=f"a{len(question.text):07}")
    return [*told(one)]
