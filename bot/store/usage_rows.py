"""The tables of what was spent, and of what is set aside for requests under way."""

from datetime import date

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.rows import WHOLE, Rows


class UsageRow(Rows):
    """What one person spent on one day.

    Attributes:
        tenant: Name of the tenant.
        day: The day.
        person: Id of the person.
        tokens: Tokens read and written.
        nanodollars: Billionths of a dollar: whole numbers add up to the same sum in any order.
        model_calls: Requests to models.
    """

    __tablename__ = "usage"

    # in this order the key also finds a tenant's day
    tenant: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    tokens: Mapped[int] = mapped_column(WHOLE)
    nanodollars: Mapped[int] = mapped_column(WHOLE)
    model_calls: Mapped[int] = mapped_column(WHOLE)


class ReservationRow(Rows):
    """What one request to a model may come to, while it is under way.

    Attributes:
        id: Random: a number could be given a second time, and be released by its first owner.
        tenant: Name of the tenant.
        day: The day.
        person: Id of the person.
        tokens: Tokens read and written, at most.
        nanodollars: Billionths of a dollar.
        ends: Seconds since 1970 after which it no longer counts: its process must have died.
    """

    __tablename__ = "reservations"
    __table_args__ = (Index(None, "tenant", "day"),)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    tenant: Mapped[str] = mapped_column(Text)
    day: Mapped[date]
    person: Mapped[str] = mapped_column(Text)
    tokens: Mapped[int] = mapped_column(WHOLE)
    nanodollars: Mapped[int] = mapped_column(WHOLE)
    ends: Mapped[int] = mapped_column(WHOLE)
