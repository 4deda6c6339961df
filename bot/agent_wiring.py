"""The agent's composition root: which model, belt, corpus, store and checkpoints conversations stand on."""
# ruff: noqa: PLC0415 - LangChain, SQLAlchemy and the checkpointers are imported when conversations are opened

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from bot.agent.budget import Limits, Usage, price_of
from bot.agent.types import Answer, Asker
from knowledge.tenants import Tenant
from tools.functions.context import BeltContext, Record
from tools.grounds import Said

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.tools import BaseTool

    from bot.agent.agent import Agent
    from bot.agent.card import Call
    from bot.agent.checkpoints import Checkpoints
    from bot.agent.conversations import Conversations
    from bot.agent.corpus_view import TenantCorpus
    from bot.agent.drafts import Check, Cut
    from bot.agent.parts import Bind
    from bot.settings import Settings
    from bot.wiring import Services
    from knowledge.ports import EventDays, Prices


_THREADS = 32
"""Tools that wait for a source must not hold up the check of other answers."""

_CHECKING = 2
"""Threads that check texts: it is all computing, and more of them would hold the event loop up."""


class KeptAnswers(Protocol):
    """Answers kept (`bot.store`: `Store.answers`)."""

    def keep(self, answer: Answer) -> None:
        """Keep one."""

    def of(self, conversation: str, limit: int = ...) -> Sequence[Answer]:
        """The newest of a conversation."""

    def between(self, conversation: str, start: date, end: date) -> tuple[Said, ...]:
        """Those of some days."""

    def forget(self, conversation: str) -> object:
        """Delete a conversation's."""


class Kept(Protocol):
    """What outlives a run (`bot.store.Store`)."""

    @property
    def answers(self) -> KeptAnswers:
        """Answers given."""

    @property
    def usage(self) -> Usage:
        """What was spent."""


@asynccontextmanager
async def open_conversations(  # noqa: PLR0913 - each part can be replaced by itself
    services: "Services",
    *,
    model: "BaseChatModel | None" = None,
    fallbacks: "Sequence[BaseChatModel] | None" = None,
    store: Kept | None = None,
    checkpoints: "Checkpoints | None" = None,
    tools: "Sequence[BaseTool] | None" = None,
    call: "Call | None" = None,
    check: "Check | None" = None,
    cut: "Cut | None" = None,
    stand_in: "BaseChatModel | None" = None,
    record: Record | None = None,
) -> "AsyncIterator[Conversations]":
    """Conversations over the services of this process, for the event loop in which they are opened.

    The loop gets more threads than it has by default.

    Args:
        services: Desk, calendar, corpus, clock, settings.
        model: Writes the answers; None: the settings' model.
        fallbacks: Asked when it fails; None: the settings' models.
        store: Answers and budgets; None: the settings' database, opened and closed here.
        checkpoints: What conversations remember; None: the settings' database, likewise.
        tools: The belt, as the model calls it; None: all of it.
        call: The belt, for the card.
        check: `bot.agent.grounding.check`.
        cut: `bot.agent.grounding.cut`.
        stand_in: Writes when the model fails; None: the offline analyst.
        record: Sealed signals; None: those of the services' ledger.

    Raises:
        SettingsError: A model cannot be opened, or nothing can be kept where the settings say.
        SourceDown: The database does not answer.
    """
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, "plumbline"))
    # seconds of imports, outside the loop
    database = "sqlite" if services.settings.state_url is None else "postgres"
    await asyncio.to_thread(_load, f"bot.agent.checkpoints.{database}")
    from bot.agent import grounding
    from bot.agent.agent import build_agent
    from bot.agent.conversations import Conversations
    from bot.agent.incidents import keep_incidents
    from bot.agent.memory import Memory
    from bot.agent.models import OFFLINE, close_model, name_of, open_fallbacks, open_model
    from bot.agent.parts import Parts
    from bot.agent.turn import Writers
    from tools.functions import belt

    settings = services.settings
    called = belt.langchain_tools() if tools is None else tools
    async with AsyncExitStack() as stack:
        if model is None:
            model = await asyncio.to_thread(open_model, settings)
            stack.push_async_callback(close_model, model)
        if fallbacks is None:
            fallbacks = await asyncio.to_thread(open_fallbacks, settings)
            for one in fallbacks:
                stack.push_async_callback(close_model, one)
        checks = ThreadPoolExecutor(_CHECKING, "checking")
        stack.callback(checks.shutdown, wait=False, cancel_futures=True)
        if store is None:
            store = await stack.enter_async_context(_opened_store(settings))
        if checkpoints is None:
            checkpoints = await stack.enter_async_context(_opened_checkpoints(settings))
        memory = Memory(checkpoints)
        stack.push_async_callback(memory.settled)

        @functools.cache
        def analyst() -> "Agent":
            return build_agent(stand_in if stand_in is not None else _offline(), called)

        writers = Writers(
            agent=build_agent(model, called, fallbacks),
            stand_in=None if name_of(model) == OFFLINE and stand_in is None else analyst,
            call=call or belt.call,
            check=check or grounding.check,
            cut=cut or grounding.cut,
        )
        yield Conversations(
            Parts(
                writers=writers,
                bind=binder(services, store.answers, record),
                memory=memory,
                answers=store.answers,
                usage=store.usage,
                limits=limits_of(settings),
                price=price_of(settings.model_price),
                calendar=services.sessions,
                clock=services.clock,
                seconds=settings.answer_seconds,
                simulated=services.market.simulated,
                incidents=keep_incidents(settings.home / "incidents"),
                checks=checks,
            )
        )


def limits_of(settings: "Settings") -> Limits:
    """What the operator lets an answer, a person and a tenant spend."""
    return Limits(
        model_calls=settings.model_calls,
        tool_calls=settings.tool_calls,
        run_tokens=settings.run_tokens,
        person_tokens=settings.person_tokens,
        tenant_tokens=settings.tenant_tokens,
        run_dollars=settings.run_dollars,
        person_dollars=settings.person_dollars,
        tenant_dollars=settings.tenant_dollars,
        reply_tokens=settings.model_tokens,
    )


def _load(checkpoints: str) -> None:
    for name in (
        "bot.agent.conversations",
        "bot.agent.agent",
        "tools.functions.belt",
        "bot.store",
        checkpoints,
    ):
        import_module(name)


def _offline() -> "BaseChatModel":
    from bot.agent.models import open_offline

    return open_offline()


@asynccontextmanager
async def _opened_store(settings: "Settings") -> AsyncIterator[Kept]:
    from bot.store import open_store

    settings.home.mkdir(parents=True, exist_ok=True)
    opened = await asyncio.to_thread(open_store, settings.store_url)
    try:
        yield opened
    finally:
        await asyncio.to_thread(opened.close)


def _opened_checkpoints(settings: "Settings") -> "AbstractAsyncContextManager[Checkpoints]":
    if settings.state_url is None:
        from bot.agent.checkpoints.sqlite import SqliteCheckpoints

        return SqliteCheckpoints.open(settings.home / "conversations.sqlite")
    from bot.agent.checkpoints.postgres import PostgresCheckpoints

    return PostgresCheckpoints.open(settings.state_url, settings.deadline)


def binder(services: "Services", answers: KeptAnswers, record: Record | None) -> "Bind":
    """What a run may reach, bound to whoever asks: corpus, earlier answers and record."""
    from bot.agent.corpus_view import ConversationEarlier

    def bind(asker: Asker, conversation: str, session: date) -> BeltContext:
        return BeltContext(
            desk=services.desk,
            calendar=services.sessions,
            events=services.events,
            corpus=tenant_corpus(services, asker.tenant, session),
            earlier=ConversationEarlier(answers, conversation),
            record=record or services.book,
            session=session,
        )

    return bind


def tenant_corpus(services: "Services", tenant: Tenant, session: date) -> "TenantCorpus":
    """The stored reports as one tenant sees them at a session."""
    from bot.agent.corpus_view import TenantCorpus
    from bot.knowledge_wiring import shipped_stamp
    from bot.shipped_reports import shipped_documents

    return TenantCorpus(
        services.library,
        tenant,
        session,
        shipped=lambda: shipped_documents(shipped_stamp(services.settings)),
        yardsticks=_yardsticks(services, session),
    )


def _yardsticks(services: "Services", session: date) -> "Callable[[], tuple[Prices | None, EventDays]]":
    """The calendar always; bars only from a folder on this machine: no question waits for a vendor here."""

    def open_them() -> "tuple[Prices | None, EventDays]":
        from tools.report_events import ReportEvents
        from tools.report_prices import ReportPrices

        events = ReportEvents(services.events, services.sessions)
        if not services.settings.data.startswith("folder:"):
            return None, events
        return ReportPrices(services.market.bars, services.sessions, session), events

    return open_them
