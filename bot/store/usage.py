"""What persons and tenants spend, by day: the budgets are held against these sums."""

import math
import secrets
import time
from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Connection,
    Engine,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    text,
)

from bot.agent.budget import Over, OverBudget, Spent, Total, Wanted
from bot.store.address import Address
from bot.store.engine import WRITES
from bot.store.failures import spoken
from bot.store.upsert import insert_into
from bot.store.usage_rows import ReservationRow, UsageRow
from knowledge.tenants import Tenant

_NANO = 1_000_000_000


class Usage:
    """The ledger of tokens, dollars and model calls; dollars are exact to a billionth."""

    def __init__(self, engine: Engine, where: Address) -> None:
        self._engine = engine
        self._where = where

    def spend(
        self, tenant: Tenant, person: str, day: date, tokens: int, dollars: float, model_calls: int
    ) -> None:
        """Add to a person's day; sums stay right whoever else adds at the same time.

        Raises:
            ValueError: An amount is negative or no number.
            SourceDown: The database did not serve; nothing was added.
        """
        if not (tokens >= 0 and 0 <= dollars < float("inf") and model_calls >= 0):
            raise ValueError(f"nobody spends {tokens} tokens, {dollars} dollars, {model_calls} calls")
        added = insert_into(self._engine, UsageRow).values(
            tenant=tenant.name,
            day=day,
            person=person,
            tokens=tokens,
            nanodollars=round(dollars * _NANO),
            model_calls=model_calls,
        )
        kept, new = UsageRow, added.excluded
        with spoken(self._where), self._engine.connect().execution_options(**WRITES) as connection:
            connection.execute(
                added.on_conflict_do_update(
                    index_elements=[kept.tenant, kept.day, kept.person],
                    set_={
                        "tokens": kept.tokens + new.tokens,
                        "nanodollars": kept.nanodollars + new.nanodollars,
                        "model_calls": kept.model_calls + new.model_calls,
                    },
                )
            )
            connection.commit()

    def spent(self, tenant: Tenant, person: str, day: date) -> Spent:
        """The sums of a day; zeros where nothing was spent.

        Raises:
            SourceDown: The database did not serve.
        """
        with spoken(self._where), self._engine.connect() as connection:
            return _spent(connection, tenant, person, day)

    def reserve(self, wanted: Wanted, over: Over) -> str:
        """Set something aside; of several that ask at once, here or elsewhere, each sees those before it.

        Raises:
            OverBudget: `over` gave a reason not to.
            SourceDown: The database did not serve; nothing was set aside.
        """
        now, reservation = time.time(), secrets.token_hex(8)
        tenant, person, day = wanted.tenant, wanted.person, wanted.day
        with spoken(self._where), self._engine.connect().execution_options(**WRITES) as connection:
            if self._engine.dialect.name == "postgresql":
                # SQLite has one writer at a time as it is; this lock ends with the transaction
                lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
                connection.execute(lock, {"name": f"plumbline budget {tenant.name}"})
            connection.execute(
                delete(ReservationRow).where(ReservationRow.tenant == tenant.name, ReservationRow.ends < now)
            )
            why = over(_spent(connection, tenant, person, day), _held(connection, tenant, person, day))
            if why is None:
                connection.execute(
                    insert(ReservationRow).values(
                        id=reservation,
                        tenant=tenant.name,
                        day=day,
                        person=person,
                        tokens=wanted.tokens,
                        nanodollars=round(wanted.dollars * _NANO),
                        ends=math.ceil(now + wanted.seconds),
                    )
                )
            connection.commit()
        if why is not None:
            raise OverBudget(why)
        return reservation

    def release(self, reservation: str) -> None:
        """Set it aside no longer.

        Raises:
            SourceDown: The database did not serve; it ends by itself.
        """
        gone = delete(ReservationRow).where(ReservationRow.id == reservation)
        with spoken(self._where), self._engine.connect().execution_options(**WRITES) as connection:
            connection.execute(gone)
            connection.commit()


def _spent(connection: Connection, tenant: Tenant, person: str, day: date) -> Spent:
    amounts = (UsageRow.tokens, UsageRow.nanodollars, UsageRow.model_calls)
    that_day = (UsageRow.tenant == tenant.name, UsageRow.day == day)
    return _sums(connection, amounts, UsageRow.person == person, that_day)


def _held(connection: Connection, tenant: Tenant, person: str, day: date) -> Spent:
    amounts = (ReservationRow.tokens, ReservationRow.nanodollars, literal(1))
    that_day = (ReservationRow.tenant == tenant.name, ReservationRow.day == day)
    return _sums(connection, amounts, ReservationRow.person == person, that_day)


def _sums(
    connection: Connection,
    amounts: Sequence[ColumnExpressionArgument[int]],
    own: ColumnElement[bool],
    where: Sequence[ColumnElement[bool]],
) -> Spent:
    persons = [func.sum(case((own, amount), else_=0)) for amount in amounts]
    everybody = [func.sum(amount) for amount in amounts]
    sums = connection.execute(select(*persons, *everybody).where(*where)).one()
    found = [int(amount or 0) for amount in sums]
    return Spent(_total(*found[:3]), _total(*found[3:]))


def _total(tokens: int, nanodollars: int, model_calls: int) -> Total:
    return Total(tokens, nanodollars / _NANO, model_calls)
