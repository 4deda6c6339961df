"""Sentences given out while a model writes: only what has passed the check, and never two beginnings."""

import asyncio

from bot.agent.cleaning import LONGEST
from bot.agent.drafts import Draft, shown_so_far
from bot.agent.grounding.cutting import settled
from bot.agent.run import Run
from bot.agent.sentences import ends
from bot.agent.types import Sentences

_PAUSE = 0.25
"""Seconds between two checks of a growing text: people read no faster, and each looks at all of it."""

_GLANCE = 0.02
"""Seconds until a text is looked at again that had no further sentence."""


class Pieces:
    """Collects a model's words and tells the sentences that hold; its checks keep nobody waiting.

    Nothing is told before one statement was found to hold: until then it may be talk before a tool call.
    From the first sentence that fails nothing more is told, until another text begins with what was.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._message: str | None = None
        self._text = ""
        self._checked = 0
        self._failed = False
        self._grew = asyncio.Event()
        self._task = asyncio.create_task(self._watch())

    def add(self, message: str | None, words: str) -> None:
        """Take further words.

        Args:
            message: The message they belong to: another one is another text.
            words: As the model wrote them.
        """
        if message != self._message:
            self._message, self._text, self._checked, self._failed = message, "", 0, False
        self._text += words
        self._grew.set()

    async def close(self) -> None:
        """Stop watching; tell what is left of a text that holds as a whole."""
        self._task.cancel()
        # a check that fails is met again, and dealt with, where the whole text is checked
        await asyncio.gather(self._task, return_exceptions=True)
        if self._run.draft is not None and self._run.draft.holds:
            self._tell(self._run.draft.text)

    async def _watch(self) -> None:
        while True:
            await self._grew.wait()
            self._grew.clear()
            message, text = self._message, self._text[:LONGEST]
            end = 0 if self._failed else max(ends(text), default=0)
            if end <= self._checked:
                await asyncio.sleep(_GLANCE)
                continue
            self._checked = end
            draft = await self._run.judged(text[:end])
            if message == self._message:
                self._failed = bool(draft.failures)
                self._tell(_held(draft))
            await asyncio.sleep(_PAUSE)

    def _tell(self, text: str) -> None:
        run = self._run
        if not text.startswith(run.told) or len(text) <= len(run.told):
            return
        before, shown = shown_so_far(run.told, run.borne), shown_so_far(text, run.borne)
        if len(shown) <= LONGEST:
            run.tell(Sentences(shown[len(before) :]))
            run.told = text


def _held(draft: Draft) -> str:
    """The beginning of a text before its first failure, if a statement in it was found to hold."""
    failed = min((claim.start for claim in draft.failures), default=len(draft.text) + 1)
    held = draft.text
    if draft.failures:
        held = held[: max((end for end in ends(held) if end <= failed), default=0)].rstrip()
    held = settled(held)
    return held if any(claim.holds and claim.end <= len(held) for claim in draft.verdict.claims) else ""
