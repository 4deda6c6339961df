"""The table of what was spent."""

from datetime import date

from sqlalchemy import Text
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
