"""What people said of the bot."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from bot.community.limits import FEEDBACK
from bot.community.values import Feedback
from bot.store.community_rows import FeedbackRow
from bot.store.database import Database
from bot.typed_json import plain, typed, written
from tools.errors import BadData, BadRequest


class KeptFeedback:
    """The feedback to this bot. Every method raises `SourceDown` where the database did not serve."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, feedback: Feedback) -> None:
        """Keep what somebody said.

        Raises:
            BadRequest: It is empty or too long.
        """
        if not feedback.text.strip() or len(feedback.text) > FEEDBACK:
            raise BadRequest(f"write 1 to {FEEDBACK:,} characters; this has {len(feedback.text):,}.")
        values = {
            "tenant": feedback.tenant,
            "person": feedback.person,
            "kind": feedback.kind,
            "at": feedback.at,
            "body": written(plain(feedback)),
        }
        with self._database.writing() as connection:
            connection.execute(insert(FeedbackRow).values(values))

    def since(self, at: datetime) -> Sequence[Feedback]:
        """What was said since a moment, for the operator, the oldest first.

        Raises:
            BadData: A row cannot be read.
        """
        said = select(FeedbackRow.body).where(FeedbackRow.at >= at).order_by(FeedbackRow.number)
        with self._database.reading() as connection:
            bodies = connection.scalars(said).all()
        return tuple(_read(body) for body in bodies)

    def counts(self) -> Mapping[str, int]:
        """How much was said by kind."""
        question = (
            select(FeedbackRow.kind, func.count()).group_by(FeedbackRow.kind).order_by(FeedbackRow.kind)
        )
        with self._database.reading() as connection:
            return dict(connection.execute(question).all())

    def forget(self, person: int) -> int:
        """Delete what a person said; how much it was."""
        with self._database.writing() as connection:
            return connection.execute(delete(FeedbackRow).where(FeedbackRow.person == person)).rowcount


def _read(body: str) -> Feedback:
    try:
        read: Feedback = typed(Feedback, json.loads(body))
    except (KeyError, TypeError, ValueError) as error:
        raise BadData(f"kept feedback cannot be read: {error}.") from error
    return read
