"""What conversations are made of: everything they need, handed over once by `bot.agent_wiring`."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.agent.budget import Limits, Price, Usage
from bot.agent.incidents import Incidents
from bot.agent.memory import Memory
from bot.agent.turn import Writers
from bot.agent.types import Answer, Asker
from tools.desk.asked import Calendar
from tools.functions.context import BeltContext


class Answers(Protocol):
    """Where answers are kept (`bot.store`: `Store.answers`); thread-safe."""

    def keep(self, answer: Answer) -> None:
        """Keep one; when it returns, a crash does not undo it."""

    def of(self, conversation: str, limit: int = ...) -> Sequence[Answer]:
        """The newest of a conversation, the oldest of them first."""

    def forget(self, conversation: str) -> object:
        """Delete a conversation's."""


Bind = Callable[[Asker, str, date], BeltContext]
"""What the tools of one run work with, for whoever asks, in which conversation, at which session."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What conversations are made of.

    Attributes:
        writers: Who may write.
        bind: Binds corpus and earlier answers to the asker.
        memory: What conversations remember.
        answers: Where answers are kept.
        usage: What was spent.
        limits: What may be.
        price: What tokens cost.
        calendar: The exchange's sessions.
        clock: The present, with a time zone.
        seconds: From a question to its answer.
        simulated: Whether the market is.
        incidents: Keeps bugs.
        checks: Where texts are checked; None: the loop's own threads.
    """

    writers: Writers
    bind: Bind
    memory: Memory
    answers: Answers
    usage: Usage
    limits: Limits
    price: Price | None
    calendar: Calendar
    clock: Callable[[], datetime]
    seconds: float
    simulated: bool
    incidents: Incidents
    checks: Executor | None = None
