"""Around one turn: when it began, what it is called, until when it may take, and the answer made of it."""

import asyncio
import dataclasses
import secrets
import time
from collections.abc import Callable

from bot.agent.asking import conversation_of
from bot.agent.parts import Parts
from bot.agent.run import Run
from bot.agent.turn import Written
from bot.agent.types import Answer, Cost, Event, Question, Terms
from tools.types import EXCHANGE_ZONE

_STAND_IN_SHARE = 0.2
_STAND_IN_SECONDS = 20.0
"""Of the time for an answer, what is kept back for the analyst that stands in: a fifth, at most so long."""

_KEEP_SHARE = 0.1
_KEEP_SECONDS = 3.0
"""What is kept back for writing the answer down: a tenth, at most so long."""

_CARD_SHARE = 0.05
_CARD_SECONDS = 1.0
"""What is kept back for the card, which is mostly read already: a twentieth, at most so long."""


class Frame:
    """One question in its conversation.

    Attributes:
        question: As asked.
        terms: What its place allows.
        conversation: The id of its conversation.
        session: The session it reads; before it is pinned, the day of the question.
        card: By the loop's clock, when writers give up and the card is shown.
        end: By the loop's clock, when there must be a text.
        close: By the loop's clock, when the answer must be given.
    """

    def __init__(self, parts: Parts, question: Question, terms: Terms) -> None:
        """Begin now: the time runs from here."""
        self._parts = parts
        self.terms = terms
        self._started = time.perf_counter()
        self._asked_at = parts.clock()
        self.question = question
        self.conversation = conversation_of(question.asker, question.topic)
        self.session = self._asked_at.astimezone(EXCHANGE_ZONE).date()
        self.close = asyncio.get_running_loop().time() + parts.seconds
        self.end = self.close - min(_KEEP_SECONDS, _KEEP_SHARE * parts.seconds)
        self.card = self.end - min(_CARD_SECONDS, _CARD_SHARE * parts.seconds)

    def run(self, tell: Callable[[Event], None]) -> Run:
        """What the turn's middleware shares."""
        parts = self._parts
        kept_back = 0.0
        if parts.writers.stand_in is not None:
            kept_back = min(_STAND_IN_SECONDS, _STAND_IN_SHARE * parts.seconds)
        return Run(
            question=self.question,
            day=self._asked_at.astimezone(EXCHANGE_ZONE).date(),
            limits=parts.limits.within(self.terms.tenant_tokens),
            price=parts.price,
            usage=parts.usage,
            check=parts.writers.check,
            tell=tell,
            incidents=parts.incidents,
            now=asyncio.get_running_loop().time,
            until=self.card - kept_back,
            checks=parts.checks,
        )

    def answer(self, written: Written, run: Run | None = None, notices: tuple[str, ...] = ()) -> Answer:
        """The answer, with its record.

        Args:
            written: The text.
            run: What was read and spent; None where nothing was.
            notices: What the reader must know first.
        """
        grounds = run.borne if run else ()
        return Answer(
            id=secrets.token_hex(5),
            question=self.question,
            conversation=self.conversation,
            asked_at=self._asked_at,
            text=written.finished.text,
            outcome=written.outcome,
            written=written.draft.text,
            notices=tuple(dict.fromkeys((*notices, *written.notices))),
            model=written.model,
            card=next((one.result for one in grounds if one.result is not None), None),
            citations=written.finished.citations,
            facts=written.finished.facts,
            uses=run.done_uses if run else (),
            verdict=written.draft.verdict,
            session=self.session,
            cost=Cost(
                model_calls=run.model_calls if run else 0,
                tool_calls=run.tool_calls if run else 0,
                tokens_in=run.tokens_in if run else 0,
                tokens_out=run.tokens_out if run else 0,
                dollars=run.dollars if run else None,
                seconds=time.perf_counter() - self._started,
                check_seconds=run.check_seconds if run else 0.0,
            ),
        )

    @staticmethod
    def with_notice(answer: Answer, notice: str) -> Answer:
        """The same answer with something more to be told."""
        return dataclasses.replace(answer, notices=(*answer.notices, notice))
