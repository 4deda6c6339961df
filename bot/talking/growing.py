"""A message that grows while its answer is written: few edits, never two at once, the last state always."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from bot.agent.types import Answer, Done, Event, Sentences, Working
from bot.cards.blocks import Card

_log = logging.getLogger(__name__)

INTERVAL: Final = 1.2
"""Seconds from one edit to the next: Discord allows about five in five seconds, to all of a channel."""

_LONGEST_EDIT: Final = 10.0
"""Seconds after which an edit under way keeps the answer waiting no longer."""

_TRIES: Final = ((0.0, "edit"), (1.0, "edit"), (3.0, "edit"), (1.0, "anew"), (3.0, "anew"))
"""How the last form is brought, after how many seconds: it must arrive, if Discord serves at all."""


class Gone(Exception):  # noqa: N818 - named for what happened
    """The message was deleted, or the bot may not write there any more: nobody wants the answer."""


class Shown(Protocol):
    """One message on Discord. Rate limits are waited for inside; other trouble raises.

    Every method raises `Gone` where the message or its channel is not there for us any more, and anything
    else where Discord did not take it: the answer goes on then. An interaction whose token ran out is no
    `Gone`: the answer can still be a new message.
    """

    async def show(self, text: str) -> None:
        """Edit the message: an answer in part, as Markdown."""

    async def finish(self, card: Card) -> None:
        """Edit the message to its last form."""

    async def anew(self, card: Card) -> None:
        """Post the last form as a message of its own, where editing does not work."""


@dataclass(frozen=True, slots=True)
class Pace:
    """By which clock edits are spaced; seconds.

    Attributes:
        now: A clock that never goes back.
        sleep: Waits.
        interval: From the start of one edit to the start of the next.
    """

    now: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    interval: float = INTERVAL


class Followed(NamedTuple):
    """An answer, and whether it could be shown."""

    answer: Answer
    arrived: bool


class Growing:
    """Shows one answer while it is written."""

    def __init__(self, shown: Shown, partial: Callable[[str, str], str], pace: Pace) -> None:
        """Nothing is shown yet.

        Args:
            shown: The message.
            partial: What is shown of an answer so far, given its text and what is being done
                (`bot.cards.answer.partial`).
            pace: When it may be edited.
        """
        self._shown = shown
        self._partial = partial
        self._pace = pace
        self._text, self._working = "", ""
        self._last = pace.now()
        self._seen, self._edited = "", False
        self._changed, self._idle = asyncio.Event(), asyncio.Event()
        self._idle.set()

    async def follow(
        self, events: AsyncGenerator[Event, None], card: Callable[[Answer], Card]
    ) -> Followed | None:
        """Show events as they come, and the card of the answer at last.

        An answer that is there within the interval is shown whole at once.

        Args:
            events: Of `Conversations.ask`; closed on every way out, which abandons a question under way.
            card: The answer's card; called outside the event loop.

        Returns:
            None where the message was deleted before the answer came.
        """
        editing = asyncio.create_task(self._edit())
        try:
            async with aclosing(events):
                answer = await self._until_done(events, editing)
        finally:
            await self._idle.wait()
            editing.cancel()
            await asyncio.gather(editing, return_exceptions=True)
        if answer is None:
            return None
        return Followed(answer, await self.deliver(await asyncio.to_thread(card, answer)))

    async def deliver(self, card: Card) -> bool:
        """Bring the last form of the message to its readers, by whatever way is left.

        Returns:
            Whether it arrived; not where the message was deleted, which needs no further trying.
        """
        for wait, way in _TRIES:
            await self._distance(wait)
            try:
                async with asyncio.timeout(_LONGEST_EDIT):
                    await (self._shown.finish(card) if way == "edit" else self._shown.anew(card))
            except Gone:
                return False
            except Exception:  # noqa: BLE001 - Discord fails in many ways, and the answer is there
                _log.warning("an answer could not be shown (%s)", way, exc_info=True)
            else:
                return True
        return False

    async def _distance(self, least: float = 0.0) -> None:
        """Wait until the next edit may be made; the first one after `least` seconds."""
        rest = self._last + self._pace.interval - self._pace.now() if self._edited else 0.0
        if max(rest, least) > 0:
            await self._pace.sleep(max(rest, least))
        self._last, self._edited = self._pace.now(), True

    async def _until_done(
        self, events: AsyncGenerator[Event, None], editing: "asyncio.Task[None]"
    ) -> Answer | None:
        """Take events in; None where the message was deleted meanwhile."""
        while True:
            coming = asyncio.ensure_future(anext(events))
            try:
                await asyncio.wait((coming, editing), return_when=asyncio.FIRST_COMPLETED)
            finally:
                if not coming.done():
                    coming.cancel()
                    await asyncio.gather(coming, return_exceptions=True)
            if coming.cancelled():
                return None
            event = coming.result()
            if isinstance(event, Done):
                return event.answer
            self._take(event)

    def _take(self, event: Working | Sentences) -> None:
        if isinstance(event, Working):
            self._working = event.what
        else:
            self._text += event.text
        self._changed.set()

    async def _edit(self) -> None:
        """Edit whenever something changed and the interval is over; ends when the message is gone."""
        while True:
            await self._changed.wait()
            await self._pace.sleep(max(self._last + self._pace.interval - self._pace.now(), 0.0))
            self._changed.clear()
            self._idle.clear()
            try:
                await self._shown_so_far()
            except Gone:
                return
            except Exception:  # noqa: BLE001 - the next edit shows more, and the answer comes in any case
                _log.info("a part of an answer could not be shown", exc_info=True)
            finally:
                self._idle.set()

    async def _shown_so_far(self) -> None:
        text = self._partial(self._text, self._working)
        if text == self._seen:
            return
        self._last, self._seen, self._edited = self._pace.now(), text, True
        async with asyncio.timeout(_LONGEST_EDIT):
            await self._shown.show(text)
