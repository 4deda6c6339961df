"""Seals and settlements made by hand, on business days."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pandas as pd

from tools.ledger.entries import HORIZONS, Kind, Seal, Settled, Settlement, Stated, Unable
from tools.ledger.port import Row
from tools.profile import EvidenceProfile, load_profile
from tools.types import Rating

DAYS = [stamp.date() for stamp in pd.bdate_range("2020-01-02", "2030-12-31")]
PLACES = {day: place for place, day in enumerate(DAYS)}
RATINGS: tuple[Rating | None, ...] = (
    "strong bearish", "bearish", "neutral", "bullish", "strong bullish", None,
)  # fmt: skip


def rules(**changes: object) -> EvidenceProfile:
    """The shipped parameters with some changed."""
    return load_profile("IWM").evidence.model_copy(update=changes)


def seal_of(
    session: date,
    rating: Rating | None,
    *,
    symbol: str = "IWM",
    kind: Kind = "forward",
    simulated: bool = False,
    atr: float | None = 2.0,
    stated: tuple[Stated, ...] = (),
) -> Seal:
    """A seal at a close of 100."""
    after = DAYS[PLACES[session] + 1]
    opens = datetime.combine(after, time(14, 30), UTC)
    sealed = opens - timedelta(hours=8) if kind == "forward" else opens + timedelta(days=90)
    return Seal(
        symbol=symbol,
        session=session,
        kind=kind,
        simulated=simulated,
        sealed_at=sealed,
        next_open=opens,
        rating=rating,
        score=None,
        points=None,
        layers=(),
        rotation=None,
        posture="half",
        close=100.0,
        adj_close=100.0,
        atr=atr,
        stated=stated,
        source="made",
        bars="",
        digest="",
        profile="iwm",
        profile_digest="",
        rules="2026.1",
        code="",
    )


@dataclass
class Made:
    """A ledger's rows."""

    seals: list[Row[Seal]] = field(default_factory=list)
    settlements: list[Row[Settlement]] = field(default_factory=list)

    def add(self, seal: Seal, outcomes: dict[int, float | str]) -> None:
        """A seal with its returns in per cent, or with why a horizon can never be settled."""
        name = f"{seal.symbol}{seal.session}{seal.kind}{seal.simulated}"
        self.seals.append(Row(len(self.seals) + 1, name, seal))
        place = PLACES[seal.session]
        for horizon, found in outcomes.items():
            outcome: Settled | Unable
            if isinstance(found, str):
                outcome = Unable(found)
            else:
                entered, left = DAYS[place + 1], DAYS[place + horizon]
                outcome = Settled(entered, left, 100.0, 100.0 + found, found, "")
            settlement = Settlement(
                name, seal.symbol, seal.session, seal.kind, seal.simulated, horizon, seal.sealed_at, outcome
            )
            self.settlements.append(Row(len(self.settlements) + 1, f"s{len(self.settlements)}", settlement))


def drawn(
    count: int,
    seed: int,
    *,
    symbols: Sequence[str] = ("IWM",),
    kind: Kind = "forward",
    simulated: bool = False,
    edge: float = 0.0,
    first: int = 0,
    until: date | None = None,
) -> Made:
    """Calls on a random walk, at every session; each kept for a few, as real ratings are.

    Args:
        count: Sessions.
        seed: Of everything drawn.
        symbols: Each with a walk of its own.
        kind: Of all of them.
        simulated: Likewise.
        edge: Daily drift in the direction of the rating, per cent; 0 draws calls that know nothing.
        first: Place of the first session.
        until: The last session whose returns are known.
    """
    draw = np.random.default_rng(seed)
    made = Made()
    for symbol in symbols:
        runs = np.repeat(draw.integers(0, 5, count), draw.integers(1, 12, count))[:count]
        drift = np.where(runs > 2, edge, np.where(runs < 2, -edge, 0.0))
        daily = draw.normal(0.03, 1.2, count + 70)
        daily[1 : count + 1] += drift
        walk = np.concatenate(([0.0], np.cumsum(daily)))
        for place in range(count):
            stated = tuple(
                Stated(horizon, float(np.clip(draw.normal(0.55, 0.08), 0, 1)), 0.53, 40)
                for horizon in HORIZONS[:-1]
            )
            session = DAYS[first + place]
            seal = seal_of(
                session, RATINGS[runs[place]], symbol=symbol, kind=kind, simulated=simulated, stated=stated
            )
            known = {
                horizon: float(walk[place + horizon + 1] - walk[place + 1])
                for horizon in HORIZONS
                if until is None or DAYS[first + place + horizon] <= until
            }
            made.add(seal, dict(known))
    return made
