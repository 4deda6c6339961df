"""Answers kept: found by their id within a tenant, or by their conversation."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Engine, Select, delete, select

from bot.agent.answer_json import Shown, from_json, shown_of, to_json
from bot.agent.types import Answer
from bot.store.address import Address
from bot.store.answers_rows import AnswerRow
from bot.store.engine import WRITES
from bot.store.failures import spoken
from bot.store.upsert import insert_into
from knowledge.tenants import Tenant
from tools.errors import BadRequest
from tools.grounds import Said
from tools.types import EXCHANGE_ZONE

_MOST_SAID = 20


class Answers:
    """The answers of this bot.

    A conversation's id must tell tenants apart by itself: whoever knows one may read its answers.
    """

    def __init__(self, engine: Engine, where: Address) -> None:
        self._engine = engine
        self._where = where

    def keep(self, answer: Answer) -> None:
        """Keep an answer; once this returns it survives the end of the process.

        Keeping the same answer twice is keeping it once.

        Raises:
            BadRequest: Another answer has this id; choose a new one.
            SettingsError: Nothing can be kept.
            SourceDown: The database did not serve.
        """
        body = to_json(answer)
        added = insert_into(self._engine, AnswerRow).values(
            id=answer.id,
            tenant=answer.question.asker.tenant.name,
            person=answer.question.asker.person,
            conversation=answer.conversation,
            asked_at=answer.asked_at,
            day=_day(answer),
            session=answer.session,
            model=answer.model,
            outcome=answer.outcome,
            body=body,
        )
        with spoken(self._where), self._engine.connect().execution_options(**WRITES) as connection:
            number = connection.scalar(added.on_conflict_do_nothing().returning(AnswerRow.number))
            there = connection.scalar(_body_of(answer.id)) if number is None else body
            connection.commit()
        if there != body:
            raise BadRequest(f"an answer called {answer.id[:20]} is kept already; choose another id.")

    def get(self, id: str, tenant: Tenant) -> Answer | None:  # noqa: A002 - it is called so everywhere
        """An answer by its id; None where there is none, and where it is another tenant's.

        Its card is not kept: `shown` says which one it was.

        Raises:
            BadData: The row is damaged, or of a newer version of the program.
            SourceDown: The database did not serve.
        """
        body = self._body(id, tenant)
        return None if body is None else from_json(body)

    def shown(self, id: str, tenant: Tenant) -> Shown | None:  # noqa: A002
        """Which card stood beside an answer; None where none did, or there is no such answer."""
        body = self._body(id, tenant)
        return None if body is None else shown_of(body)

    def of(self, conversation: str, limit: int = 20) -> Sequence[Answer]:
        """The newest answers of a conversation, the oldest of them first.

        Args:
            conversation: Its id.
            limit: At most so many, 1 and up.

        Raises:
            BadData: A row is damaged.
            SourceDown: The database did not serve.
        """
        newest = (
            select(AnswerRow.body)
            .where(AnswerRow.conversation == conversation)
            .order_by(AnswerRow.asked_at.desc(), AnswerRow.number.desc())
            .limit(limit)
        )
        with spoken(self._where), self._engine.connect() as connection:
            bodies = connection.scalars(newest).all()
        return tuple(from_json(body) for body in reversed(bodies))

    def between(
        self, conversation: str, start: date, end: date, *, before: datetime | None = None
    ) -> tuple[Said, ...]:
        """What was said from one day of the exchange to another, both included: newest first, at most 20.

        Args:
            conversation: Its id.
            start: The first day.
            end: The last day.
            before: Only answers asked before this moment, for a replay: what was said since is left out.

        Raises:
            BadData: A row is damaged.
            SourceDown: The database did not serve.
        """
        question = (
            select(AnswerRow.body)
            .where(AnswerRow.conversation == conversation, AnswerRow.day.between(start, end))
            .order_by(AnswerRow.asked_at.desc(), AnswerRow.number.desc())
            .limit(_MOST_SAID)
        )
        if before is not None:
            question = question.where(AnswerRow.asked_at < before)
        with spoken(self._where), self._engine.connect() as connection:
            bodies = connection.scalars(question).all()
        return tuple(_said(from_json(body)) for body in bodies)

    def forget(self, conversation: str) -> int:
        """Delete a conversation's answers.

        Returns:
            How many there were.

        Raises:
            SourceDown: The database did not serve; nothing was deleted.
        """
        gone = delete(AnswerRow).where(AnswerRow.conversation == conversation)
        with spoken(self._where), self._engine.connect().execution_options(**WRITES) as connection:
            count = connection.execute(gone).rowcount
            connection.commit()
        return count

    def _body(self, id_: str, tenant: Tenant) -> str | None:
        if not (id_.isascii() and id_.isprintable()):
            return None  # typed by a person; a database refuses to look for such characters
        own = _body_of(id_).where(AnswerRow.tenant == tenant.name)
        with spoken(self._where), self._engine.connect() as connection:
            return connection.scalar(own)


def _body_of(id_: str) -> Select[str]:
    return select(AnswerRow.body).where(AnswerRow.id == id_)


def _day(answer: Answer) -> date:
    return answer.asked_at.astimezone(EXCHANGE_ZONE).date()


def _said(answer: Answer) -> Said:
    return Said(answer.id, _day(answer), answer.session, answer.question.text, answer.text, answer.facts)
