"""Questions from Discord to the conversations and back, until the process ends."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.agent.asking import conversation_of
from bot.agent.conversations import Conversations
from bot.agent.types import Answer, Asker, Event, Question, Terms, Working
from bot.cards.blocks import Card, Text
from bot.cards.request import Request
from bot.community.values import GuildSettings
from bot.talking.growing import Followed, Growing, Pace, Shown
from knowledge.tenants import Tenant
from tools.errors import PlumbError

MOST_WAITING: Final = 3
"""Questions of one conversation, the one under way included; a further one is not taken."""

WAITING: Final = "your earlier question is being answered first"
TOO_MANY: Final = "Your earlier questions here are still being answered. Please ask again when they are."
INTERRUPTED: Final = (
    "I was restarted while I wrote this answer, so it was not finished and nothing of it is kept. "
    "Please ask again in a minute."
)
CLOSING: Final = "I am being restarted. Please ask again in a minute."
_LAST_WORDS: Final = 5.0
"""Seconds for telling people that their answers were interrupted."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How answers are shown.

    Attributes:
        card: An answer, and the request that brings it again if one does, as a card
            (`bot.cards.answer.answer_card`).
        partial: An answer so far and what is being done, as text (`bot.cards.answer.partial`).
        pace: When a message may be edited.
    """

    card: Callable[[Answer, Request | None], Card]
    partial: Callable[[str, str], str]
    pace: Pace


def terms_of(settings: GuildSettings | None) -> Terms:
    """What a server allows; a private conversation, which has no settings, allows what the operator does."""
    if settings is None:
        return Terms()
    return Terms(settings.model == "offline", settings.daily_tokens)


def request_of(answer: Answer) -> Request | None:
    """What brings the answer again, and tells what a reply to its card is about; a refusal is not kept."""
    if answer.outcome == "refused":
        return None
    symbol = answer.question.about if answer.card is None else answer.card.header.symbol
    return Request("answer", symbol, answer.session, more=answer.id)


def told(text: str) -> Card:
    """A sentence of ours as a card."""
    return Card("**Plumbline**", (Text(text),))


class Conversing:
    """Answers questions, each in a message of its own; used in one event loop."""

    def __init__(self, conversations: Conversations, terms: Callable[[Tenant], Terms], ways: Ways) -> None:
        """Nothing is asked yet.

        Args:
            conversations: Answer.
            terms: What a tenant's place allows; it may block, and is called outside the event loop.
            ways: How answers are shown.
        """
        self._conversations = conversations
        self._terms = terms
        self._ways = ways
        self._waiting: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[Followed | None]] = set()
        self._closing = False

    async def ask(
        self,
        text: str,
        asker: Asker,
        shown: Shown,
        *,
        as_of: date | None = None,
        context: str | None = None,
    ) -> Followed | None:
        """Answer one question in one message.

        Args:
            text: As `addressed` gives it, or as typed in a command or form.
            asker: Who asks, and where.
            shown: The message.
            as_of: The day to look from: of the card that is replied to, or as given.
            context: The symbol of the card that is replied to; the question is about it unless it names one.

        Returns:
            The answer and whether it could be shown; None where there is none: the message was deleted, the
            process is ending, or too many questions wait.
        """
        conversation = conversation_of(asker, "")
        growing = Growing(shown, self._ways.partial, self._ways.pace)
        if self._closing or self._waiting[conversation] >= MOST_WAITING:
            await growing.deliver(told(CLOSING if self._closing else TOO_MANY))
            return None
        question = Question(text, asker, as_of, about=context or "")
        waits = self._waiting[conversation] > 0
        self._waiting[conversation] += 1
        task = asyncio.create_task(self._answered(question, growing, waits=waits))
        self._tasks.add(task)
        try:
            return await task
        finally:
            self._tasks.discard(task)
            self._waiting -= Counter((conversation,))

    async def drain(self, seconds: float) -> int:
        """Take no further question, let answers under way finish, and tell the others' askers.

        Args:
            seconds: How long answers may go on.

        Returns:
            How many were interrupted.
        """
        self._closing = True
        if not self._tasks:
            return 0
        _, left = await asyncio.wait(self._tasks, timeout=seconds)
        for task in left:
            task.cancel()
        if left:
            _, silent = await asyncio.wait(left, timeout=_LAST_WORDS)
            for task in silent:
                task.cancel()
        return len(left)

    async def _answered(self, question: Question, growing: Growing, *, waits: bool) -> Followed | None:
        try:
            terms = await self._allowed(question.asker.tenant)
            return await growing.follow(
                self._events(question, terms, waits=waits),
                lambda answer: self._ways.card(answer, request_of(answer)),
            )
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if not self._closing or task is None:
                raise
            task.uncancel()
            await growing.deliver(told(INTERRUPTED))
            return None

    async def _allowed(self, tenant: Tenant) -> Terms:
        try:
            return await asyncio.to_thread(self._terms, tenant)
        except PlumbError:
            # a limit that cannot be read is kept by spending nothing
            return Terms(model_free=True)

    async def _events(self, question: Question, terms: Terms, *, waits: bool) -> AsyncGenerator[Event, None]:
        """The events of an answer; while an earlier question is answered, that is what is told."""
        async with aclosing(self._conversations.ask(question, terms)) as events:
            async for event in events:
                yield Working(WAITING) if waits and isinstance(event, Working) else event
                waits = False
