"""Forgetting a person or a server, in every table: what is theirs goes, what is others' stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, CompoundSelect, Connection, delete, select, union, update

from bot.store.answers_rows import AnswerRow
from bot.store.community_rows import FeedbackRow, ScheduleRow, WatchRow
from bot.store.database import Database
from bot.store.posts_rows import PostRow
from bot.store.rows import Rows
from bot.store.usage_rows import ReservationRow, UsageRow


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A person who is forgotten.

    Attributes:
        rows: How many rows were deleted, by table; of schedules, those from which only the name was taken.
        conversations: The person's conversations; what they remember is kept elsewhere, and the caller drops
            it.
    """

    rows: Mapping[str, int]
    conversations: tuple[str, ...]


def conversations_of(database: Database, person: int) -> tuple[str, ...]:
    """The conversations of a person in all tenants, so that their memory can be dropped first.

    Raises:
        SourceDown: The database did not serve.
    """
    with database.reading() as connection:
        return _conversations(connection, AnswerRow.person == str(person))


def forget_person(database: Database, person: int) -> Forgotten:
    """Delete what is kept of a person in all tenants: answers, usage, reservations, watches, feedback.

    Schedules are their server's and stay, without the name of who made them. The ledger names nobody.

    Raises:
        SourceDown: The database did not serve; nothing was deleted.
    """
    named = str(person)
    with database.writing() as connection:
        conversations = _conversations(connection, AnswerRow.person == named)
        rows = _deleted(
            connection,
            (AnswerRow, AnswerRow.person == named),
            (UsageRow, UsageRow.person == named),
            (ReservationRow, ReservationRow.person == named),
            (WatchRow, WatchRow.person == person),
            (FeedbackRow, FeedbackRow.person == person),
        )
        unnamed = update(ScheduleRow).where(ScheduleRow.made_by == person).values(made_by=0)
        rows["schedules"] = connection.execute(unnamed).rowcount
    database.emptied()
    return Forgotten(rows, conversations)


def forget_guild(connection: Connection, guild: int) -> Mapping[str, int]:
    """Delete what is kept of a server but its settings, in the caller's transaction; rows by table."""
    tenant = _tenant(guild)
    return _deleted(
        connection,
        (ScheduleRow, ScheduleRow.guild == guild),
        (WatchRow, WatchRow.guild == guild),
        (PostRow, PostRow.guild == guild),
        (FeedbackRow, FeedbackRow.tenant == tenant),
        (AnswerRow, AnswerRow.tenant == tenant),
        (UsageRow, UsageRow.tenant == tenant),
        (ReservationRow, ReservationRow.tenant == tenant),
    )


def guilds_kept(connection: Connection) -> frozenset[int]:
    """The servers of which anything at all is kept, beside their settings."""
    numbers: CompoundSelect[int] = union(
        select(ScheduleRow.guild), select(WatchRow.guild).where(WatchRow.guild.is_not(None)),
        select(PostRow.guild).where(PostRow.guild.is_not(None)),
    )  # fmt: skip
    kept = (FeedbackRow, AnswerRow, UsageRow, ReservationRow)
    tenants: CompoundSelect[str] = union(*(select(rows.tenant) for rows in kept))
    found = frozenset(connection.scalars(numbers).all())
    split = (name.partition(":") for name in connection.scalars(tenants).all())
    return found.union(int(number) for kind, _, number in split if kind == "guild")


def conversations_in(connection: Connection, guilds: Sequence[int]) -> tuple[str, ...]:
    """The conversations that were held in some servers."""
    found: list[str] = []
    for guild in guilds:
        found += _conversations(connection, AnswerRow.tenant == _tenant(guild))
    return tuple(found)


def _conversations(connection: Connection, whose: ColumnElement[bool]) -> tuple[str, ...]:
    asked = select(AnswerRow.conversation).where(whose).distinct().order_by(AnswerRow.conversation)
    return tuple(connection.scalars(asked).all())


def _deleted(connection: Connection, *which: tuple[type[Rows], ColumnElement[bool]]) -> dict[str, int]:
    return {
        rows.__tablename__: connection.execute(delete(rows).where(condition)).rowcount
        for rows, condition in which
    }


def _tenant(guild: int) -> str:
    return f"guild:{guild}"
