"""Calls with what came of them, as it was known at a session."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tools.ledger.entries import Seal, Settled, Settlement, Unable
from tools.ledger.port import Row
from tools.types import Rating

_DIRECTIONS: Mapping[Rating, int] = {
    "strong bearish": -1,
    "bearish": -1,
    "neutral": 0,
    "bullish": 1,
    "strong bullish": 1,
}


def direction_of(seal: Seal) -> int | None:
    """+1 where a call is right when the price rises, -1 when it falls, 0 neutral; None without a rating."""
    return None if seal.rating is None else _DIRECTIONS[seal.rating]


@dataclass(frozen=True, slots=True)
class Call:
    """A seal and its outcomes.

    Attributes:
        seal: As it was sealed.
        outcomes: By horizon; a horizon that is not there is still open.
    """

    seal: Seal
    outcomes: Mapping[int, Settled | Unable]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A call that is settled at a horizon.

    Attributes:
        seal: The call.
        settled: What came of it.
        direction: The call's; None without a rating.
    """

    seal: Seal
    settled: Settled
    direction: int | None

    @property
    def rose(self) -> bool:
        """Whether the return is above zero."""
        return self.settled.percent > 0

    @property
    def fell(self) -> bool:
        """Whether the return is below zero."""
        return self.settled.percent < 0

    @property
    def gain(self) -> float:
        """The return in the call's direction, per cent; 0 without a direction."""
        return (self.direction or 0) * self.settled.percent


def calls_of(
    seals: Sequence[Row[Seal]], settlements: Sequence[Row[Settlement]], as_of: date, symbol: str | None
) -> tuple[Call, ...]:
    """The calls up to a session with the outcomes known by its close, by session and symbol.

    Args:
        seals: Of any kind and market.
        settlements: Matched by the hash of the seal; others are left out.
        as_of: The last session that is known.
        symbol: Whose calls; None for all.
    """
    outcomes: dict[str, dict[int, Settled | Unable]] = defaultdict(dict)
    for row in settlements:
        outcome = row.entry.outcome
        if isinstance(outcome, Unable) or outcome.left <= as_of:
            outcomes[row.entry.seal].setdefault(row.entry.horizon, outcome)
    kept = [
        row
        for row in seals
        if row.entry.session <= as_of and (symbol is None or row.entry.symbol.upper() == symbol.upper())
    ]
    kept.sort(key=lambda row: (row.entry.session, row.entry.symbol, row.number))
    return tuple(Call(row.entry, outcomes.get(row.hash, {})) for row in kept)


def settled_at(calls: Iterable[Call], horizon: int) -> tuple[Outcome, ...]:
    """Those settled at a horizon, in the order given."""
    found = ((call.seal, call.outcomes.get(horizon)) for call in calls)
    return tuple(
        Outcome(seal, outcome, direction_of(seal)) for seal, outcome in found if isinstance(outcome, Settled)
    )


def directional(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Those of bullish and bearish calls."""
    return tuple(outcome for outcome in outcomes if outcome.direction)


def apart(outcomes: Iterable[Outcome]) -> int:
    """As many outcomes as can be chosen so that no two share a session of their returns."""
    count, until = 0, date.min
    for outcome in sorted(outcomes, key=lambda one: one.settled.left):
        if outcome.settled.entered > until:
            count, until = count + 1, outcome.settled.left
    return count


def apart_by_symbol(outcomes: Iterable[Outcome]) -> int:
    """The same counted within each symbol, and added up."""
    by_symbol: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_symbol[outcome.seal.symbol].append(outcome)
    return sum(apart(part) for part in by_symbol.values())
