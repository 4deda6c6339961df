"""Servers: what their administrators decided, and which of them the bot has been removed from."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, select, update

from bot.community.values import GuildSettings
from bot.store.community_rows import GuildRow
from bot.store.database import Database
from bot.store.forgetting import conversations_in, forget_guild, guilds_kept
from bot.store.settings_json import from_json, to_json


@dataclass(frozen=True, slots=True)
class Purged:
    """Servers that are forgotten.

    Attributes:
        guilds: Their ids.
        conversations: The conversations that were held there, by id.
        rows: How many rows were deleted, by table.
    """

    guilds: tuple[int, ...]
    conversations: tuple[str, ...]
    rows: Mapping[str, int]


class Guilds:
    """The servers of this bot. Every method raises `SourceDown` where the database did not serve."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, guild: int) -> GuildSettings:
        """The settings of a server; the defaults where it set nothing.

        Raises:
            BadData: They cannot be read.
        """
        with self._database.reading() as connection:
            return _settings(connection, guild)

    def there(self) -> Sequence[int]:
        """The servers that set something and that the bot is in, by id."""
        there = select(GuildRow.guild).where(GuildRow.left_at.is_(None)).order_by(GuildRow.guild)
        with self._database.reading() as connection:
            return tuple(connection.scalars(there).all())

    def put(self, settings: GuildSettings) -> None:
        """Keep the settings of a server in place of those it had."""
        with self._database.writing() as connection:
            self._put(connection, settings)

    def change(self, guild: int, change: Callable[[GuildSettings], GuildSettings]) -> GuildSettings:
        """Change settings by what they are; nobody else changes them meanwhile, and nothing is lost.

        Args:
            guild: The server.
            change: New settings from the present ones; what it raises leaves them as they are.

        Raises:
            BadData: The present ones cannot be read.
        """
        with self._database.writing(alone=f"guild {guild}") as connection:
            settings = change(_settings(connection, guild))
            self._put(connection, settings)
        return settings

    def compare(self, there: Collection[int], ours: Callable[[int], bool], at: datetime) -> Sequence[int]:
        """Note what came and went while no process of this bot listened.

        Args:
            there: The servers that the bot is in, as far as this process is told of them.
            ours: Whether this process is told of a server.
            at: The present.

        Returns:
            The servers that are noted as left now, by id.
        """
        with self._database.reading() as connection:
            rows = connection.execute(select(GuildRow.guild, GuildRow.left_at)).all()
            kept = guilds_kept(connection)
        away = {row.guild for row in rows if row.left_at is not None}
        for guild in sorted(away & {*there}):
            self.returned(guild)
        known = kept | {row.guild for row in rows}
        gone = sorted(guild for guild in known - away - {*there} if ours(guild))
        for guild in gone:
            self.left(guild, at)
        return tuple(gone)

    def left(self, guild: int, at: datetime) -> None:
        """Note that the bot was removed from a server; the first such moment counts."""
        added = self._database.insert_into(GuildRow).values(
            guild=guild, body=to_json(GuildSettings(guild)), left_at=at
        )
        noted = update(GuildRow).where(GuildRow.guild == guild, GuildRow.left_at.is_(None)).values(left_at=at)
        with self._database.writing() as connection:
            connection.execute(added.on_conflict_do_nothing())
            connection.execute(noted)

    def returned(self, guild: int) -> None:
        """Note that the bot is in a server again: what is not forgotten yet is kept."""
        with self._database.writing() as connection:
            connection.execute(update(GuildRow).where(GuildRow.guild == guild).values(left_at=None))

    def gone(self, before: datetime) -> Purged:
        """What `purge` would forget, so that memory and documents can be dropped first; nothing is deleted.

        A crash between the two loses no trace of what is still to be dropped.
        """
        with self._database.reading() as connection:
            guilds = connection.scalars(_left_before(before)).all()
            return Purged(tuple(guilds), conversations_in(connection, guilds), {})

    def purge(self, before: datetime) -> Purged:
        """Forget the servers that the bot was removed from before a moment, with all that was kept of them.

        Deleted are settings, schedules, watches, posts, feedback, answers and usage. Documents and what
        conversations remember are elsewhere: the caller drops them.
        """
        with self._database.writing(alone="purge") as connection:
            guilds = connection.scalars(_left_before(before).with_for_update()).all()
            conversations = conversations_in(connection, guilds)
            rows: dict[str, int] = {}
            for guild in guilds:
                for table, count in forget_guild(connection, guild).items():
                    rows[table] = rows.get(table, 0) + count
                connection.execute(delete(GuildRow).where(GuildRow.guild == guild))
        return Purged(tuple(guilds), conversations, rows)

    def _put(self, connection: Connection, settings: GuildSettings) -> None:
        body = to_json(settings)
        added = self._database.insert_into(GuildRow).values(guild=settings.guild, body=body, left_at=None)
        connection.execute(added.on_conflict_do_update(index_elements=[GuildRow.guild], set_={"body": body}))


def _settings(connection: Connection, guild: int) -> GuildSettings:
    body = connection.scalar(select(GuildRow.body).where(GuildRow.guild == guild))
    return GuildSettings(guild) if body is None else from_json(body, guild)


def _left_before(before: datetime) -> Select[int]:
    return select(GuildRow.guild).where(GuildRow.left_at < before).order_by(GuildRow.guild)
