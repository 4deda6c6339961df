"""Schedules kept: each is its server's alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from bot.community.limits import SCHEDULES_OF_GUILD
from bot.community.values import Anchor, At, Schedule, ScheduleKind
from bot.printable import printable
from bot.store.community_rows import GuildRow, ScheduleRow
from bot.store.database import Database
from tools.errors import BadRequest


class Schedules:
    """The schedules of this bot. Every method raises `SourceDown` where the database did not serve."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, schedule: Schedule) -> Schedule:
        """Keep a schedule; it comes back with its number.

        Raises:
            BadRequest: The server has as many as it may have.
        """
        values = _values(schedule)
        with self._database.writing(alone=f"schedules {schedule.guild}") as connection:
            own = select(func.count()).select_from(ScheduleRow).where(ScheduleRow.guild == schedule.guild)
            if (connection.scalar(own) or 0) >= SCHEDULES_OF_GUILD:
                raise BadRequest(
                    f"this server has {SCHEDULES_OF_GUILD} schedules, and no more are allowed: remove one "
                    "first."
                )
            number = connection.scalar(insert(ScheduleRow).values(values).returning(ScheduleRow.id))
        return replace(schedule, id=number or 0)

    def of(self, guild: int) -> Sequence[Schedule]:
        """The schedules of a server, by number."""
        return self._found(ScheduleRow.guild == guild)

    def all(self) -> Sequence[Schedule]:
        """The schedules of all servers that the bot is in, by number."""
        gone = select(GuildRow.guild).where(GuildRow.left_at.is_not(None))
        return self._found(ScheduleRow.guild.not_in(gone))

    def get(self, id: int, guild: int) -> Schedule | None:  # noqa: A002 - it is called so everywhere
        """A schedule by its number; None where there is none, and where it is another server's."""
        return next(iter(self._found(ScheduleRow.id == id, ScheduleRow.guild == guild)), None)

    def remove(self, id: int, guild: int) -> bool:  # noqa: A002
        """Remove a schedule; whether there was one of this server."""
        gone = delete(ScheduleRow).where(ScheduleRow.id == id, ScheduleRow.guild == guild)
        with self._database.writing() as connection:
            return connection.execute(gone).rowcount > 0

    def pause(self, id: int, why: str) -> bool:  # noqa: A002
        """Post nothing of a schedule until it is resumed.

        Args:
            id: Its number.
            why: For people, not empty.
        """
        return self._paused(printable(why) or "paused", ScheduleRow.id == id)

    def resume(self, id: int, guild: int) -> bool:  # noqa: A002
        """Post again; whether there is such a schedule of this server."""
        return self._paused("", ScheduleRow.id == id, ScheduleRow.guild == guild)

    def _paused(self, why: str, *which: ColumnElement[bool]) -> bool:
        with self._database.writing() as connection:
            return connection.execute(update(ScheduleRow).where(*which).values(paused=why)).rowcount > 0

    def _found(self, *which: ColumnElement[bool]) -> Sequence[Schedule]:
        question = select(*ScheduleRow.__table__.columns).where(*which).order_by(ScheduleRow.id)
        with self._database.reading() as connection:
            return tuple(_schedule(row) for row in connection.execute(question).all())


def _values(schedule: Schedule) -> dict[str, object]:
    at = schedule.at
    return {
        "guild": schedule.guild,
        "channel": schedule.channel,
        "kind": schedule.kind,
        "symbols": " ".join(schedule.symbols),
        "anchor": at.anchor,
        "minutes": at.minutes,
        "zone": at.zone,
        "made_by": schedule.made_by,
        "made_at": schedule.made_at,
        "paused": schedule.paused,
    }


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(
        id=row.id,
        guild=row.guild,
        channel=row.channel,
        kind=cast("ScheduleKind", row.kind),
        symbols=tuple(row.symbols.split()),
        at=At(cast("Anchor", row.anchor), row.minutes, row.zone),
        made_by=row.made_by,
        made_at=row.made_at,
        paused=row.paused,
    )
