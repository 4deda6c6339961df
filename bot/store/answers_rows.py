"""The table of answers: what they are found by, and the whole of each as JSON."""

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.rows import WHOLE, Instant, Rows


class AnswerRow(Rows):
    """One answer.

    Attributes:
        number: In the order of keeping; tells apart what was asked in the same instant.
        id: What people name it by.
        tenant: Name of the tenant.
        person: Id of who asked, never a name.
        conversation: Id of the conversation.
        asked_at: When.
        day: The same as a day of the exchange.
        session: The session it read.
        model: Who wrote it.
        outcome: How its text came to be.
        body: The answer, as `bot.agent.answer_json` writes it.
    """

    __tablename__ = "answers"
    __table_args__ = (Index(None, "conversation", "asked_at", "number"), Index(None, "person"))

    number: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(Text, unique=True)
    tenant: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    conversation: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    day: Mapped[date]
    session: Mapped[date]
    model: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    # text, not a JSON type: PostgreSQL's would reorder keys and rewrite numbers
    body: Mapped[str] = mapped_column(Text)
