"""The tables of a community: settings of servers, schedules, watches, and what people said of the bot."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.rows import WHOLE, Instant, Rows

_NEW_NUMBERS: Final = {"sqlite_autoincrement": True}
"""Posts are named by these numbers: one that was removed must not lend its number to a new one."""


class GuildRow(Rows):
    """One server.

    Attributes:
        guild: Its id at Discord.
        body: Its settings, as `bot.store.settings_json` writes them.
        left_at: When the bot was removed from it; none while it is there.
    """

    __tablename__ = "guilds"

    guild: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)
    left_at: Mapped[datetime | None] = mapped_column(Instant)


class ScheduleRow(Rows):
    """One schedule; the columns are the fields of `bot.community.values.Schedule`.

    Attributes:
        symbols: With a space between them.
        anchor, minutes, zone: The fields of its `At`.
    """

    __tablename__ = "schedules"
    __table_args__ = (Index(None, "guild"), _NEW_NUMBERS)

    id: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=True)
    guild: Mapped[int] = mapped_column(WHOLE)
    channel: Mapped[int] = mapped_column(WHOLE)
    kind: Mapped[str] = mapped_column(Text)
    symbols: Mapped[str] = mapped_column(Text)
    anchor: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int] = mapped_column(WHOLE)
    zone: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(WHOLE)
    made_at: Mapped[datetime] = mapped_column(Instant)
    paused: Mapped[str] = mapped_column(Text)


class WatchRow(Rows):
    """One watch; the columns are the fields of `bot.community.values.Watch`."""

    __tablename__ = "watches"
    __table_args__ = (Index(None, "person"), Index(None, "guild"), _NEW_NUMBERS)

    id: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=True)
    guild: Mapped[int | None] = mapped_column(WHOLE)
    channel: Mapped[int] = mapped_column(WHOLE)
    person: Mapped[int] = mapped_column(WHOLE)
    symbol: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    confirm: Mapped[int] = mapped_column(WHOLE)
    cooldown: Mapped[int] = mapped_column(WHOLE)
    expires: Mapped[date]
    state: Mapped[str] = mapped_column(Text)
    pending: Mapped[str] = mapped_column(Text)
    held: Mapped[int] = mapped_column(WHOLE)
    read: Mapped[date | None]
    told: Mapped[date | None]


class FeedbackRow(Rows):
    """What somebody said of the bot.

    Attributes:
        number: In the order of keeping.
        tenant: Name of the tenant it was said in.
        person: Who said it.
        kind: What it is about.
        at: When.
        body: The whole of it as JSON, whatever characters are in it.
    """

    __tablename__ = "feedback"
    __table_args__ = (Index(None, "person"), Index(None, "tenant"))

    number: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=True)
    tenant: Mapped[str] = mapped_column(Text)
    person: Mapped[int] = mapped_column(WHOLE)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    body: Mapped[str] = mapped_column(Text)
