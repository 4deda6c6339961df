"""What a run, a person and a tenant may spend on the language model, and what they have spent.

The totals outlive the process: `Usage` is kept by the store (`bot.store`: `Store.usage`), and is written
after every request to a model, so that neither a crash nor a second process gives a budget back.

Before a request its likely cost is set aside there, for all processes to see, and afterwards what it took is
added and the reservation removed. So questions asked at once do not each find the same budget untouched. A
request is allowed while anything of a budget is neither spent nor set aside; a budget is passed by less than
one request, as far as no request takes more than was set aside for it. What a crash leaves set aside ends by
itself, soon after the request would have ended.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from knowledge.tenants import Tenant


@dataclass(frozen=True, slots=True)
class Total:
    """What was spent on one day by one person in one tenant, or by a tenant as a whole.

    Attributes:
        tokens: Read and written, as the model's service counts them; estimated where it does not.
        dollars: By the operator's price; 0 where no price was set.
        model_calls: Requests to a model that were answered.
    """

    tokens: int = 0
    dollars: float = 0.0
    model_calls: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    """The totals of one day, as they stand for one person.

    Attributes:
        person: The person's own, within the tenant.
        tenant: Everybody's in the tenant, the person's included.
    """

    person: Total = Total()
    tenant: Total = Total()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request to a model is likely to take, at most.

    Attributes:
        tenant: Where it is asked.
        person: By whom.
        day: Of which budget day.
        tokens: Read and written.
        dollars: By the operator's price; 0 without one.
        seconds: Until the request is over for certain.
    """

    tenant: Tenant
    person: str
    day: date
    tokens: int
    dollars: float
    seconds: float


class OverBudget(Exception):  # noqa: N818 - named for what happened, as the errors people read are
    """Nothing may be set aside any more; the text says why, for the reader."""


Over = Callable[[Spent, Spent], str | None]
"""Why nothing more may be set aside, given what was spent and what is set aside; None when it may."""


class Usage(Protocol):
    """The totals of days; thread-safe, and exact when several processes add at once."""

    def spend(
        self, tenant: Tenant, person: str, day: date, tokens: int, dollars: float, model_calls: int
    ) -> None:
        """Add to the person's and the tenant's totals of a day; when it returns, a crash does not undo it."""

    def spent(self, tenant: Tenant, person: str, day: date) -> Spent:
        """The totals of a day; zeros where nothing was spent."""

    def reserve(self, wanted: Wanted, over: Over) -> str:
        """Set something aside, if it may be; nobody else does between the question and the answer.

        Returns:
            What to release it by.

        Raises:
            OverBudget: It may not; with the reason that `over` gave.
        """

    def release(self, reservation: str) -> None:
        """Set it aside no longer; nothing happens where it has ended already."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be spent.

    Attributes:
        model_calls: Requests to the model for one answer.
        tool_calls: Calls of tools for one answer.
        run_tokens: Tokens for one answer.
        person_tokens: Tokens of a person on a day.
        tenant_tokens: Tokens of a tenant on a day.
        run_dollars: Dollars for one answer; None: no limit. Without a price, dollars are not known.
        person_dollars: Dollars of a person on a day; None: no limit.
        tenant_dollars: Dollars of a tenant on a day; None: no limit.
        reply_tokens: Tokens that one reply may have: what is set aside for it.
    """

    model_calls: int = 10
    tool_calls: int = 20
    run_tokens: int = 200_000
    person_tokens: int = 1_000_000
    tenant_tokens: int = 10_000_000
    run_dollars: float | None = None
    person_dollars: float | None = None
    tenant_dollars: float | None = None
    reply_tokens: int = 2_000

    def within(self, tenant_tokens: int | None) -> "Limits":
        """These limits and a tenant's own, whichever is lower."""
        if tenant_tokens is None or tenant_tokens >= self.tenant_tokens:
            return self
        return replace(self, tenant_tokens=max(tenant_tokens, 0))

    def over_in_run(self, tokens: int, dollars: float) -> str | None:
        """Why this answer may not ask the model again; None when it may."""
        if tokens >= self.run_tokens:
            return "The budget of language-model tokens for one answer is spent."
        if self.run_dollars is not None and dollars >= self.run_dollars:
            return "The budget of dollars for one answer is spent."
        return None

    def over_on_day(self, spent: Spent, held: Spent) -> str | None:
        """Why the model may not be asked now; None when it may.

        Args:
            spent: That day.
            held: Set aside for requests that are under way.
        """
        for whose, total, under_way, tokens, dollars in (
            ("your", spent.person, held.person, self.person_tokens, self.person_dollars),
            ("this place's", spent.tenant, held.tenant, self.tenant_tokens, self.tenant_dollars),
        ):
            if _reached(total, tokens, dollars):
                return f"{whose.capitalize()} budget for the language model is spent for today."
            if _reached(_sum(total, under_way), tokens, dollars):
                return f"What is left of {whose} budget for today is set aside for questions under way."
        return None


def _reached(total: Total, tokens: int, dollars: float | None) -> bool:
    return total.tokens >= tokens or (dollars is not None and total.dollars >= dollars)


def _sum(one: Total, other: Total) -> Total:
    return Total(one.tokens + other.tokens, one.dollars + other.dollars, one.model_calls + other.model_calls)


@dataclass(frozen=True, slots=True)
class Price:
    """What tokens cost.

    Attributes:
        read: Dollars per million tokens that the model reads.
        written: Dollars per million tokens that it writes.
    """

    read: float
    written: float

    def dollars(self, tokens_in: int, tokens_out: int) -> float:
        """The price of one request."""
        return (tokens_in * self.read + tokens_out * self.written) / 1e6


def price_of(text: str) -> Price | None:
    """The price that `bot.settings` checked, written as `3/15`; None for an empty text."""
    if not text:
        return None
    read, written = text.split("/")
    return Price(float(read), float(written))
