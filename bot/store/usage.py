"""What persons and tenants spend, by day: the budgets are held against these sums."""

from datetime import date

from sqlalchemy import Engine, case, func, select

from bot.agent.budget import Spent, Total
from bot.store.address import Address
from bot.store.engine import WRITES
from bot.store.failures import spoken
from bot.store.upsert import insert_into
from bot.store.usage_rows import UsageRow
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
        amounts = (UsageRow.tokens, UsageRow.nanodollars, UsageRow.model_calls)
        own = [func.sum(case((UsageRow.person == person, amount), else_=0)) for amount in amounts]
        everybody = [func.sum(amount) for amount in amounts]
        question = select(*own, *everybody).where(UsageRow.tenant == tenant.name, UsageRow.day == day)
        with spoken(self._where), self._engine.connect() as connection:
            sums = [int(amount or 0) for amount in connection.execute(question).one()]
        return Spent(_total(*sums[:3]), _total(*sums[3:]))


def _total(tokens: int, nanodollars: int, model_calls: int) -> Total:
    return Total(tokens, nanodollars / _NANO, model_calls)
