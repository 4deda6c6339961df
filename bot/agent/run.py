"""One question under way: what its tools gave, what it has cost, and what its middleware share.

It lives as long as the question. Nothing in it is kept by the graph: passages do not linger in checkpoints.
"""

import asyncio
import functools
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from typing import ParamSpec, TypeVar

from bot.agent.budget import Limits, Price, Usage
from bot.agent.drafts import Check, Draft, judge
from bot.agent.incidents import Incidents
from bot.agent.raw_calls import RawCalls
from bot.agent.types import Event, Question, ToolUse
from tools.functions.context import BeltContext
from tools.grounds import Grounds


class Stopped(Exception):  # noqa: N818 - named for what happened, as the errors people read are
    """The model may not be asked any more for this question; the text says why, for the reader."""


P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Answered:
    """What one tool call came to, for those that ask the same again."""

    content: str
    grounds: Grounds | None
    error: bool
    attempt: int


@dataclass(slots=True)
class Run:
    """What one question shares between its middleware and its conductor; used in one event loop.

    Attributes:
        question: What is asked, by whom.
        day: Whose budget day it is.
        limits: What it may spend.
        price: What tokens cost, where the operator said it.
        usage: What was spent that day.
        check: `bot.agent.grounding.check`.
        tell: Takes events.
        incidents: Keeps bugs.
        checks: Where texts are checked; None: the loop's own threads.
        now: Seconds of the loop's clock.
        until: When, by that clock, the model must be done.
        uses: Calls of tools, in the order in which they were asked for; None while under way.
        grounds: What they gave, at the same places.
        answered: By name and arguments, what a call came to.
        draft: The last text that was checked.
        call_ids: Ids of tool calls in this run: services refuse one that comes twice.
        cut_off: Whether the model's last text ended at its length limit.
        repaired: Whether a repair was asked for.
        raw_calls: The tool arguments of the model's last reply, as they came.
        told: The beginning of the text that was given out already, with passages as their tags.
        attempt: 1 for the model, 2 for the analyst that stands in for it.
        model: Name of the model that replied last.
        model_calls: Requests to models.
        tool_calls: Calls of tools, repeated ones included.
        tokens_in: Read by models.
        tokens_out: Written by them.
        dollars: By the price; None without one.
        check_seconds: Spent checking.
    """

    question: Question
    day: date
    limits: Limits
    price: Price | None
    usage: Usage
    check: Check
    tell: Callable[[Event], None]
    incidents: Incidents
    now: Callable[[], float]
    until: float
    checks: Executor | None = None
    uses: list[ToolUse | None] = field(default_factory=list)
    grounds: list[Grounds | None] = field(default_factory=list)
    answered: dict[str, "asyncio.Future[Answered]"] = field(default_factory=dict)
    draft: Draft | None = None
    call_ids: set[str] = field(default_factory=set)
    cut_off: bool = False
    repaired: bool = False
    raw_calls: RawCalls = field(default_factory=RawCalls)
    told: str = ""
    attempt: int = 1
    model: str = ""
    model_calls: int = 0
    tool_calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    dollars: float | None = None
    check_seconds: float = 0.0
    _calls_before: tuple[int, int] = (0, 0)

    @property
    def borne(self) -> tuple[Grounds, ...]:
        """What the answer may stand on, in the order of the calls."""
        return tuple(one for one in self.grounds if one is not None)

    @property
    def done_uses(self) -> tuple[ToolUse, ...]:
        """The calls that were answered, in the order in which they were asked for."""
        return tuple(use for use in self.uses if use is not None)

    @property
    def seconds_left(self) -> float:
        """Until the model must be done."""
        return self.until - self.now()

    @property
    def model_calls_left(self) -> int:
        """Requests that this attempt may still make."""
        return self.limits.model_calls - (self.model_calls - self._calls_before[0])

    @property
    def tool_calls_left(self) -> int:
        """Calls of tools that this attempt may still make."""
        return self.limits.tool_calls - (self.tool_calls - self._calls_before[1])

    def place(self) -> int:
        """A place in the order of calls, taken before anything is waited for."""
        self.uses.append(None)
        self.grounds.append(None)
        return len(self.uses) - 1

    def again(self, until: float) -> None:
        """Begin the stand-in's attempt: what was read stays, limits of calls start anew."""
        self.attempt += 1
        self._calls_before = (self.model_calls, self.tool_calls)
        self.draft, self.cut_off, self.repaired, self.until = None, False, False, until

    async def judged(self, written: str) -> Draft:
        """Check a text against what was read so far, outside the event loop."""
        started = self.now()
        draft = await self.aside(judge, written, self.borne, self.question.text, self.check)
        self.check_seconds += self.now() - started
        return draft

    async def aside(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do the check's work outside the event loop."""
        call = functools.partial(work, *given, **named)
        return await asyncio.get_running_loop().run_in_executor(self.checks, call)

    def spend(self, tokens: Mapping[str, object]) -> tuple[int, float]:
        """Count one reply's tokens; gives what is to be added to the day's totals."""
        read, written = _count(tokens.get("input_tokens")), _count(tokens.get("output_tokens"))
        self.tokens_in += read
        self.tokens_out += written
        cost = self.price.dollars(read, written) if self.price else 0.0
        if self.price:
            self.dollars = (self.dollars or 0.0) + cost
        return read + written, cost


def _count(value: object) -> int:
    """A provider's count; what is no count counts nothing."""
    return max(value, 0) if isinstance(value, int) else 0


@dataclass(frozen=True, slots=True)
class RunContext(BeltContext):
    """What the tools work with, and the run that they belong to."""

    run: Run

    @classmethod
    def of(cls, bound: BeltContext, run: Run) -> "RunContext":
        """The same context, with a run."""
        return cls(
            desk=bound.desk,
            calendar=bound.calendar,
            events=bound.events,
            corpus=bound.corpus,
            earlier=bound.earlier,
            record=bound.record,
            session=bound.session,
            run=run,
        )
