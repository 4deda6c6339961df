"""The simulated economy: a market that changes regime, and the factors that move with it, one day at a time.

Pure: the day after follows from the day before and that day's shocks.
"""

import math
from typing import NamedTuple

import numpy as np

from tools.market.sample_streams import BLOCK, Purpose, fat_tailed, stream
from tools.types import FloatArray

DAYS = 260
"""Weekdays in a year: the simulation runs on weekdays, holidays included, so that it needs no calendar."""

USUAL_VOLATILITY = 0.155
"""About the market's volatility over all regimes, per year."""


class _Regime(NamedTuple):
    """A state of the market; rates per year.

    `leave` are the chances, on each day, of changing to calm, correction, panic and recovery.
    """

    volatility: float
    drift: float
    size_drift: float
    leave: tuple[float, float, float, float]


_REGIMES = (
    _Regime(0.115, 0.16, 0.00, (0.0, 0.0090, 0.0010, 0.0)),  # calm
    _Regime(0.195, -0.24, -0.10, (0.020, 0.0, 0.008, 0.013)),  # correction
    _Regime(0.420, -1.30, -0.30, (0.0, 0.010, 0.0, 0.060)),  # panic
    _Regime(0.205, 0.52, 0.22, (0.020, 0.004, 0.001, 0.0)),  # recovery
)


class Day(NamedTuple):
    """The economy at the end of one weekday.

    Attributes:
        regime: Position in calm, correction, panic, recovery.
        volatility: The market's, per year, as a fraction.
        market: The large-cap market's log return.
        size: Log return of small caps beyond their market beta.
        tech: Log return of technology beyond its market beta.
        size_drift: Where `size` is heading, per year.
        tech_drift: Where `tech` is heading, per year.
        ten_year: The 10-year yield, per cent.
        slope: The 10-year less the 2-year yield, percentage points.
        spread: The high-yield spread, per cent.
        rate_move: The day's change of `ten_year`, percentage points.
        spread_move: The day's change of `spread`, percentage points.
        vix: The volatility index, points.
    """

    regime: int
    volatility: float
    market: float
    size: float
    tech: float
    size_drift: float
    tech_drift: float
    ten_year: float
    slope: float
    spread: float
    rate_move: float
    spread_move: float
    vix: float


class _Shocks(NamedTuple):
    """One day's draws: `change` uniform in [0, 1), the rest with mean 0 and variance 1."""

    change: float
    market: float
    size: float
    tech: float
    rate: float
    slope: float
    spread: float
    vix: float
    volatility: float
    size_drift: float
    tech_drift: float


FIRST = Day(0, 0.12, 0.0, 0.0, 0.0, 0.0, 0.02, 2.9, 1.2, 3.8, 0.0, 0.0, 14.0)
"""The day before the simulation begins."""


def advance(before: Day, block: int) -> list[Day]:
    """The weekdays of one block, given the day before it."""
    generator = stream(Purpose.ECONOMY, block)
    uniform = generator.random((BLOCK, 1))
    tailed = fat_tailed(generator, (BLOCK, 7))
    normal = generator.standard_normal((BLOCK, 3))
    days = []
    for row in np.hstack([uniform, tailed, normal]).tolist():
        before = _next(before, _Shocks(*row))
        days.append(before)
    return days


def factors(days: list[Day]) -> dict[str, FloatArray]:
    """The days as one array per attribute."""
    table = np.array(days, dtype=np.float64)
    return dict(zip(Day._fields, np.ascontiguousarray(table.T), strict=True))


def _next(before: Day, shock: _Shocks) -> Day:
    regime = _next_regime(before.regime, shock.change)
    now = _REGIMES[regime]
    # fear comes faster than it goes
    pull = 0.30 if now.volatility > before.volatility else 0.08
    volatility = before.volatility * math.exp(
        pull * math.log(now.volatility / before.volatility) + 0.035 * shock.volatility
    )
    daily = volatility / math.sqrt(DAYS)
    market = now.drift / DAYS + daily * shock.market
    relative = math.sqrt(volatility / USUAL_VOLATILITY)
    size_drift = _toward(before.size_drift, -0.02, 1 / 50, 0.030 * shock.size_drift)
    size = (size_drift + now.size_drift) / DAYS + 0.105 / math.sqrt(DAYS) * relative * shock.size
    tech_drift = _toward(before.tech_drift, 0.02, 1 / 80, 0.012 * shock.tech_drift)
    tech = tech_drift / DAYS + 0.085 / math.sqrt(DAYS) * relative * shock.tech
    # yields rise a little when the market does, and keep off zero
    rate_shock = 0.25 * shock.market + 0.97 * shock.rate
    ten_year = max(_toward(before.ten_year, 3.0, 0.0015, 0.050 * rate_shock), 0.30)
    slope = _toward(before.slope, 0.8, 0.0020, 0.028 * shock.slope)
    spread = before.spread * math.exp(
        0.03 * math.log((1.6 + 17.0 * volatility) / before.spread) - 1.6 * market + 0.009 * shock.spread
    )
    fair_vix = 3.0 + 95.0 * volatility
    vix = before.vix * math.exp(
        0.10 * math.log(fair_vix / before.vix) - 3.2 * market + 0.035 * relative * shock.vix
    )
    return Day(
        regime,
        volatility,
        market,
        size,
        tech,
        size_drift,
        tech_drift,
        ten_year,
        slope,
        spread,
        ten_year - before.ten_year,
        spread - before.spread,
        min(max(vix, 9.0), 85.0),
    )


def _next_regime(regime: int, change: float) -> int:
    for position, chance in enumerate(_REGIMES[regime].leave):
        change -= chance
        if change < 0:
            return position
    return regime


def _toward(value: float, level: float, share: float, shock: float) -> float:
    return value + share * (level - value) + shock
