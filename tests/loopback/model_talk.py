"""Conversations over a scripted model: opened as the program opens them, and held to what always holds."""

import asyncio
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unicodedata import category

from pydantic import SecretStr

from bot.agent.types import Answer, Asker, Done, Event, Question, Sentences
from bot.settings import Settings, load_settings
from bot.wiring import Services, open_services
from knowledge.tenants import Tenant
from knowledge.types import Given
from tests.loopback.model import LoopbackModel, Wire

KEY = "sk-loopback-0f3e9a71c5"
NOW = datetime(2026, 11, 20, 23, tzinfo=UTC)
HERE, ELSEWHERE = Tenant("guild:1"), Tenant("guild:2")
PERSON = "person-5f2b"
SLACK = 2.5
"""Seconds past the deadline, for two busy cores."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one question.

    Attributes:
        events: In order.
        seconds: Until the last of them.
    """

    events: tuple[Event, ...]
    seconds: float

    @property
    def answer(self) -> Answer:
        (answer,) = (event.answer for event in self.events if isinstance(event, Done))
        return answer

    @property
    def pieces(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, Sentences))

    @property
    def shown(self) -> str:
        """Everything a person could have seen of it."""
        return "\n".join((self.pieces, self.answer.text, *self.answer.notices))


class Talk:
    """Open conversations."""

    def __init__(self, runner: asyncio.Runner, conversations: Any, settings: Settings) -> None:
        self._runner = runner
        self.conversations = conversations
        self.settings = settings

    def ask(self, text: str, **about: Any) -> Told:
        """Ask, and hold the answer to what holds of every answer."""
        told = self._runner.run(self.asking(text, **about))
        hold(told, self.settings)
        return told

    async def asking(
        self,
        text: str,
        *,
        tenant: Tenant = HERE,
        person: str = PERSON,
        topic: str = "",
        as_of: date | None = None,
    ) -> Told:
        """As `ask`, within the loop, and without holding it to anything."""
        question = Question(text, Asker(tenant, "channel-1", person), as_of, topic)
        began = time.monotonic()
        events = [event async for event in self.conversations.ask(question)]
        return Told(tuple(events), time.monotonic() - began)

    def run(self, coroutine: Any) -> Any:
        """Run something in the loop of the conversations."""
        return self._runner.run(coroutine)


def hold(told: Told, settings: Settings) -> None:
    """One `Done` and at the end; in time; text in it; pieces are its beginning; budgets; no key anywhere."""
    answer = told.answer
    assert isinstance(told.events[-1], Done)
    assert told.seconds <= settings.answer_seconds + SLACK
    assert answer.text.strip()
    assert len(answer.text) <= 4_000
    assert answer.text.startswith(told.pieces.rstrip()) or not told.pieces
    # the analyst that stands in for a model has limits of its own
    assert sum(use.outcome == "ok" for use in answer.uses) <= 2 * settings.tool_calls
    assert KEY not in repr(told.events)
    assert not re.search(r"<[@#]|@everyone|@here", told.shown)
    assert not any(category(letter) in ("Cf", "Co", "Cs") for letter in told.shown)


def services_of(home: Path, data: str) -> Services:
    """Services over a source of bars, with an empty corpus."""
    home.mkdir(parents=True, exist_ok=True)
    settings = load_settings(data=data, home=home, corpus="none", model="offline")
    return open_services(settings, clock=lambda: NOW)


@contextmanager
def talking(
    services: Services,
    model: LoopbackModel,
    home: Path,
    *,
    wire: Wire = "openai",
    parts: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Iterator[Talk]:
    """Conversations as the program opens them, over the double.

    Args:
        services: With a corpus that stays open.
        model: The double.
        home: Where answers are kept; its own for every test.
        wire: Which of its formats is spoken.
        parts: Replaced parts of `open_conversations`.
        **settings: Laid over.
    """
    from bot.agent_wiring import open_conversations  # noqa: PLC0415 - LangChain, for these tests alone

    laid = {
        "home": home,
        "model": f"{wire}:scripted",
        "model_url": model.url(wire),
        "model_key": SecretStr(KEY),
        "answer_seconds": 30.0,
        "model_wait": 10.0,
    } | settings
    chosen = services.settings.model_copy(update=laid)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        opening = open_conversations(replace(services, settings=chosen), **(parts or {}))
        conversations = runner.run(stack.enter_async_context(opening))
        try:
            yield Talk(runner, conversations, chosen)
        finally:
            runner.run(stack.aclose())


def add_report(services: Services, tenant: Tenant, title: str, text: str) -> None:
    """Put a report into a tenant's corpus."""
    given = Given(f"{title}.md", title=title, source="A reader", published=date(2025, 9, 1), symbols=("IWM",))
    services.library().add(f"# {title}\n\n{text}\n".encode(), given, tenant, added=date(2025, 9, 2))
