"""A scripted chat model, a belt of two tools, a check of plain figures, and stores in memory."""
# ruff: noqa: ARG002 - signatures are LangChain's

import asyncio
import json
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool, StructuredTool
from langgraph.prebuilt import ToolRuntime
from pydantic import Field, PrivateAttr

from bot.agent.agent import build_agent
from bot.agent.budget import Limits, Over, OverBudget, Price, Spent, Total, Wanted
from bot.agent.conversations import Conversations
from bot.agent.grounding import Claim, ClaimKind, Verdict
from bot.agent.incidents import keep_incidents
from bot.agent.memory import Memory
from bot.agent.parts import Parts
from bot.agent.turn import Writers
from bot.agent.types import Answer, Asker, Question
from knowledge.claims.model import Finding
from knowledge.tenants import Tenant
from knowledge.types import Citation, Passage, Published, Query, Scores, SearchResult
from tests.bot.agent.unshared import Unshared
from tests.tools.functions.records import NothingSealed
from tools.errors import BadRequest
from tools.functions.context import BeltContext
from tools.grounds import Grounds, Said
from tools.types import Fact, Unit

Reply = AIMessage | Exception | Callable[[Sequence[BaseMessage]], AIMessage]
SESSION = date(2025, 9, 26)
ANN = Asker(Tenant("user:1"), "terminal", "ann")
USED = {"input_tokens": 100, "output_tokens": 10, "total_tokens": 110}


def text(words: str, **about: Any) -> AIMessage:
    return AIMessage(words, usage_metadata=USED, response_metadata=about)


def call(name: str, arguments: dict[str, Any] | None = None, id_: str = "c1") -> AIMessage:
    arguments = {"symbol": "IWM"} if arguments is None else arguments
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": id_}], usage_metadata=USED)


class ScriptedModel(BaseChatModel):
    """Gives its replies one after another; the last one for ever. Streams texts word by word."""

    replies: list[Any] = Field(default_factory=list)
    delay: float = 0.0
    asked: list[list[BaseMessage]] = Field(default_factory=list)
    called: str = "scripted"
    _at: int = PrivateAttr(default=0)

    @property
    def _llm_type(self) -> str:
        return self.called

    def bind_tools(self, tools: Any, **_: Any) -> Runnable[Any, AIMessage]:
        del tools
        return self

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        self.asked.append(list(messages))
        reply = self.replies[min(self._at, len(self.replies) - 1)]
        self._at += 1
        if isinstance(reply, Exception):
            raise reply
        return reply.model_copy() if isinstance(reply, AIMessage) else reply(messages)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._next(messages))])

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        reply = self._next(messages)
        await asyncio.sleep(self.delay)
        words = re.findall(r"\S+\s*|\s+", reply.text)
        for word in words:
            yield ChatGenerationChunk(message=AIMessageChunk(word))
            await asyncio.sleep(0)
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                "",
                tool_call_chunks=[
                    {
                        "name": one["name"],
                        "args": reply.additional_kwargs.get("raw") or json.dumps(one["args"]),
                        "id": one["id"],
                        "index": place,
                    }
                    for place, one in enumerate(reply.tool_calls)
                ],
                usage_metadata=reply.usage_metadata,
                response_metadata=reply.response_metadata,
                chunk_position="last",
            )
        )


def fact(id_: str = "iwm.momentum.rsi", value: float = 64.1, day: date = SESSION) -> Fact:
    return Fact(id_, "RSI 14", value, Unit.INDEX, day, "fake", "Wilder RSI(14)")


def passage(words: str = "Breadth was 43 % of members.", position: int = 7) -> Passage:
    cited = Citation(
        "3fa2c1" + "0" * 10, "A note", "A desk", Published(date(2025, 9, 1), "given"), Tenant("public")
    )
    return Passage(
        id=f"{cited.document}:{position}", text=words, cited=cited, symbols=("IWM",), section=(),
        position=position, of=9, page=None, start=0, end=len(words), known_from=date(2025, 9, 1), age=25,
        scores=Scores(1.0, 1.0, 1.0),
    )  # fmt: skip


@dataclass
class FakeBelt:
    """Two tools: `signal_stack` gives RSI 64.1, `search_reports` one passage; every call is written down."""

    values: dict[str, float] = field(default_factory=lambda: {"IWM": 64.1, "SPY": 58.2})
    calls: list[tuple[str, dict[str, Any], BeltContext]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    digest: str = "d1"
    seconds: float = 0.0
    error: Exception | None = None

    def call(self, name: str, arguments: Mapping[str, object], context: BeltContext) -> Grounds:
        self.calls.append((name, dict(arguments), context))
        self.threads.add(threading.get_ident())
        time.sleep(self.seconds)
        if self.error is not None:
            raise self.error
        told = tuple((key, str(value)) for key, value in arguments.items())
        if name == "search_reports":
            context.corpus.search(Query(str(arguments.get("question", "?")), context.session))
            return Grounds(name, told, '{"kind":"passage","tag":"[3fa2c1:7]"}', passages=(passage(),))
        symbol = str(arguments.get("symbol", ""))
        if symbol not in self.values:
            raise BadRequest(f"{symbol!r} is no symbol known here: allowed are {', '.join(self.values)}.")
        value = self.values[symbol]
        read = fact(f"{symbol.lower()}.momentum.rsi", value, context.session)
        return Grounds(
            name, told, f"{symbol}, session {context.session}\nRSI 14: {value}", facts=(read,),
            session=context.session, digest=f"{self.digest}-{context.session}",
        )  # fmt: skip

    def tools(self) -> list[BaseTool]:
        def one(name: str, argument: str) -> BaseTool:
            def run(runtime: ToolRuntime[BeltContext], **arguments: Any) -> tuple[str, Grounds]:
                given = self.call(name, arguments, runtime.context)
                return given.text, given

            schema = {
                "type": "object",
                "properties": {argument: {"type": "string"}},
                "required": [argument],
            }
            return StructuredTool(
                name=name,
                description=name,
                args_schema=schema,
                func=run,
                response_format="content_and_artifact",
            )

        return [one("signal_stack", "symbol"), one("search_reports", "question")]


_FIGURE = re.compile(r"(?<![\w:\[-])(?<!RSI )\d+(?:\.\d+)?(?![\w:\]-]|\.\d)")


def check(words: str, grounds: Sequence[Grounds], asked: str = "") -> Verdict:
    """Every figure must be a fact's value or stand in the question."""
    known = {f"{one.value}": one.id for given in grounds for one in given.facts if isinstance(one, Fact)}
    claims = []
    for found in _FIGURE.finditer(words):
        id_ = known.get(found[0])
        holds = id_ is not None or found[0] in asked
        because = "borne" if holds else f"no fact of this run is {found[0]}"
        claims.append(
            Claim(
                found.start(), found.end(), found[0], ClaimKind.NUMBER, holds, because, (id_,) if id_ else ()
            )
        )
    return Verdict(tuple(claims))


def cut(words: str, verdict: Verdict) -> str:
    """Without the sentences that fail."""
    sentences = re.finditer(r".*?(?:[.!?](?=\s|$)|\n|$)\s*", words, re.DOTALL)
    kept = [
        found[0]
        for found in sentences
        if not any(found.start() <= one.start < found.end() for one in verdict.failures)
    ]
    return "".join(kept).strip()


@dataclass
class FakeAnswers:
    """Answers in memory."""

    kept: list[Answer] = field(default_factory=list)

    def keep(self, answer: Answer) -> None:
        self.kept.append(answer)

    def of(self, conversation: str, limit: int = 20) -> Sequence[Answer]:
        return [one for one in self.kept if one.conversation == conversation][-limit:]

    def between(self, conversation: str, start: date, end: date) -> tuple[Said, ...]:
        return tuple(
            Said(one.id, one.asked_at.date(), one.session, one.question.text, one.text, one.facts)
            for one in reversed(self.of(conversation))
            if start <= one.asked_at.date() <= end
        )

    def forget(self, conversation: str) -> None:
        self.kept = [one for one in self.kept if one.conversation != conversation]


@dataclass
class FakeUsage:
    """Totals in memory, shared by every process of a test."""

    person: dict[tuple[str, str, date], Total] = field(default_factory=dict)
    tenant: dict[tuple[str, date], Total] = field(default_factory=dict)
    held: dict[str, Wanted] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, wanted: Wanted, over: Over) -> str:
        with self.lock:
            everybody = [one for one in self.held.values() if one.tenant == wanted.tenant]
            own = [one for one in everybody if one.person == wanted.person]
            held = Spent(
                *(
                    Total(sum(one.tokens for one in of), sum(one.dollars for one in of))
                    for of in (own, everybody)
                )
            )
            if (why := over(self.spent(wanted.tenant, wanted.person, wanted.day), held)) is not None:
                raise OverBudget(why)
            name = f"r{len(self.held)}-{wanted.person}-{time.perf_counter_ns()}"
            self.held[name] = wanted
            return name

    def release(self, reservation: str) -> None:
        with self.lock:
            del self.held[reservation]

    def spend(
        self, tenant: Tenant, person: str, day: date, tokens: int, dollars: float, model_calls: int
    ) -> None:
        mine = (tenant.name, person, day)
        self.person[mine] = _more(self.person.get(mine, Total()), tokens, dollars, model_calls)
        ours = (tenant.name, day)
        self.tenant[ours] = _more(self.tenant.get(ours, Total()), tokens, dollars, model_calls)

    def spent(self, tenant: Tenant, person: str, day: date) -> Spent:
        return Spent(
            self.person.get((tenant.name, person, day), Total()),
            self.tenant.get((tenant.name, day), Total()),
        )


def _wanted(many: Sequence[Wanted]) -> Total:
    return Total(sum(one.tokens for one in many), sum(one.dollars for one in many), len(many))


def _more(total: Total, tokens: int, dollars: float, calls: int) -> Total:
    return Total(total.tokens + tokens, total.dollars + dollars, total.model_calls + calls)


@dataclass
class FakeCalendar:
    """Every weekday is a session that ends at 20:00 UTC."""

    def at_or_before(self, day: date) -> date:
        return pd.bdate_range(end=pd.Timestamp(day), periods=1)[0].date()

    def is_session(self, day: date) -> bool:
        return day.weekday() < 5

    def next(self, session: date, n: int = 1) -> date:
        return (pd.Timestamp(session) + pd.offsets.BDay(n)).date()

    def between(self, start: date, end: date) -> pd.DatetimeIndex:
        return pd.bdate_range(start, end)

    def count(self, a: date, b: date) -> int:
        return len(pd.bdate_range(a, b)) - 1

    def open_time(self, session: date) -> datetime:
        return datetime(session.year, session.month, session.day, 13, 30, tzinfo=UTC)

    def last_completed(self, now: datetime) -> date:
        day = now.astimezone(UTC).date()
        return self.at_or_before(day if now.astimezone(UTC).hour >= 20 else pd.Timestamp(day).date() - _DAY)

    def why_closed(self, day: date) -> str:
        return "a Saturday" if day.weekday() == 5 else "a Sunday"


_DAY = pd.Timedelta(days=1).to_pytimedelta()


@dataclass
class FakeCorpus:
    """Writes down who searched."""

    tenant: Tenant
    searched: list[tuple[str, str]]

    def search(self, query: Query) -> SearchResult:
        self.searched.append((self.tenant.name, query.text))
        return SearchResult(query, ())

    def conflicts(self, symbol: str | None) -> tuple[Finding, ...]:
        del symbol
        return ()


@dataclass
class FakeEarlier:
    """Answers of one conversation."""

    answers: FakeAnswers
    conversation: str

    def between(self, start: date, end: date) -> tuple[Said, ...]:
        return self.answers.between(self.conversation, start, end)


@dataclass
class World:
    """Everything around one `Conversations`, to be looked at afterwards."""

    model: BaseChatModel
    checkpointer: Any
    belt: FakeBelt = field(default_factory=FakeBelt)
    answers: FakeAnswers = field(default_factory=FakeAnswers)
    usage: FakeUsage = field(default_factory=FakeUsage)
    limits: Limits = field(default_factory=Limits)
    price: Price | None = None
    seconds: float = 30.0
    now: datetime = datetime(2025, 9, 26, 22, tzinfo=UTC)
    stand_in: BaseChatModel | None = None
    fallbacks: tuple[BaseChatModel, ...] = ()
    searched: list[tuple[str, str]] = field(default_factory=list)
    check: Callable[[str, Sequence[Grounds], str], Verdict] = check
    simulated: bool = False

    @property
    def checkpoints(self) -> Any:
        """The checkpoints; LangGraph's in memory are for this process alone."""
        shared = hasattr(self.checkpointer, "changing")
        return self.checkpointer if shared else Unshared(self.checkpointer)

    def open(self) -> Conversations:
        tools = self.belt.tools()
        stand_in = None
        if self.stand_in is not None:
            agent = build_agent(self.stand_in, tools)
            stand_in = lambda: agent  # noqa: E731
        calendar = FakeCalendar()

        def bind(asker: Asker, conversation: str, session: date) -> BeltContext:
            return BeltContext(
                desk=None,  # type: ignore[arg-type]  # the belt of these tests computes nothing
                calendar=calendar,
                events=None,  # type: ignore[arg-type]
                corpus=FakeCorpus(asker.tenant, self.searched),
                earlier=FakeEarlier(self.answers, conversation),
                record=NothingSealed(),
                session=session,
            )

        return Conversations(
            Parts(
                writers=Writers(
                    build_agent(self.model, tools, self.fallbacks), stand_in, self.belt.call, self.check, cut
                ),
                bind=bind,
                memory=Memory(self.checkpoints),
                answers=self.answers,
                usage=self.usage,
                limits=self.limits,
                price=self.price,
                calendar=calendar,
                clock=lambda: self.now,
                seconds=self.seconds,
                simulated=self.simulated,
                incidents=keep_incidents(None),
            )
        )


def ask(words: str = "How does IWM look?", asker: Asker = ANN, **about: Any) -> Question:
    return Question(words, asker, **about)
