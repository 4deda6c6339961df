"""The table of posts: one row each, by which processes agree on who makes it."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.rows import WHOLE, Instant, Rows


class PostRow(Rows):
    """One post.

    Attributes:
        key: What it is, the same in every process.
        guild: The server it belongs to; none for a private conversation.
        state: How far it is, one of `bot.community.values.PostState`.
        owner: The process that is at it.
        until: Until when nobody else touches it.
        sent_at: When it may first have been sent; none before.
        message: Discord's id of the message, once it is known.
        why: Why it was not made, in words.
        late: When it is not worth posting any more.
        body: The post as JSON until it is over, empty after: people are mentioned in it.
    """

    __tablename__ = "posts"
    __table_args__ = (Index(None, "state", "until"),)

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    guild: Mapped[int | None] = mapped_column(WHOLE)
    state: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    message: Mapped[int | None] = mapped_column(WHOLE)
    why: Mapped[str] = mapped_column(Text)
    late: Mapped[datetime] = mapped_column(Instant)
    body: Mapped[str] = mapped_column(Text)
