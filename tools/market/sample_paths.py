"""Price paths of the simulated market: members, the funds that hold them, volatility index and rates.

Pure and growing only at the end: the day numbered n since `ANCHOR` is the same however long the
simulation runs, because it is made in whole blocks, each from its own random streams and the end of the
one before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np

from tools.market.sample_economy import DAYS, FIRST, USUAL_VOLATILITY, Day, advance, factors
from tools.market.sample_streams import BLOCK, Purpose, fat_tailed, stream
from tools.types import FloatArray

ANCHOR = date(2014, 1, 2)
MEMBERS = tuple(f"SIM{number:03d}" for number in range(1, 401))
FUNDS = ("IWM", "SPY", "QQQ", "KRE", "HYG", "IEF")
VIX = "^VIX"
RATES = ("DGS2", "DGS10", "T10Y2Y", "BAMLH0A0HYM2")

_LATE_LISTINGS = 12
_START = {"IWM": 106.0, "SPY": 155.0, "QQQ": 80.0, "KRE": 31.0, "HYG": 54.0, "IEF": 80.0}
"""Total-return levels before the first day, USD."""

_OWN_PULL = 0.0021
"""A member's own part comes back by half in about 15 months, so that no member outgrows the index."""


class Traits(NamedTuple):
    """What stays the same of each member, one number each.

    Attributes:
        price: Before the first day, USD.
        weight: In the fund at the first day; adds up to 1, nothing for those listed later.
        beta, size, rate, spread, tech: What its log return takes of the factors; `rate` and `spread` per
            percentage point.
        own: Volatility of its own, per year.
        listed: The first weekday with a price, counted from the anchor.
    """

    price: FloatArray
    weight: FloatArray
    beta: FloatArray
    size: FloatArray
    rate: FloatArray
    spread: FloatArray
    tech: FloatArray
    own: FloatArray
    listed: FloatArray


@dataclass(frozen=True, slots=True)
class Simulation:
    """The simulated market, one row per weekday from `ANCHOR`, holidays included.

    Attributes:
        volatility: The market's, per year, as a fraction.
        levels: Total-return levels of the funds, and the volatility index, by symbol.
        members: Closes, shape (weekdays, members), USD, to the cent; NaN before the listing.
        rates: Per cent, by FRED id, to the basis point.
    """

    volatility: FloatArray
    levels: Mapping[str, FloatArray]
    members: FloatArray
    rates: Mapping[str, FloatArray]


class _End(NamedTuple):
    """Where a block ended, and the next begins."""

    day: Day
    shared: FloatArray
    own: FloatArray
    funds: FloatArray


def simulate(weekdays: int) -> Simulation:
    """The first `weekdays` weekdays of the simulated market."""
    made = traits()
    size = len(MEMBERS)
    end = _End(FIRST, np.zeros(size), np.zeros(size), np.zeros(len(FUNDS) - 1))
    economies, funds, members = [], [], []
    for block in range(-(-weekdays // BLOCK)):
        days = advance(end.day, block)
        economy = factors(days)
        closes, shared, own = _members(economy, made, end, block)
        returns = _fund_returns(economy, block)
        others = end.funds + np.cumsum(returns, axis=0)
        basket = closes @ (made.weight / made.price)
        economies.append(economy)
        members.append(closes)
        funds.append(np.column_stack([np.log(basket) + _tracking_noise(block), others]))
        end = _End(days[-1], shared, own, others[-1])
    economy = {name: np.concatenate([part[name] for part in economies])[:weekdays] for name in Day._fields}
    logs = np.concatenate(funds)[:weekdays]
    levels = {name: _START[name] * np.exp(logs[:, column]) for column, name in enumerate(FUNDS)}
    return Simulation(
        volatility=economy["volatility"],
        levels={**levels, VIX: economy["vix"]},
        members=_listed(np.concatenate(members)[:weekdays], made),
        rates=_rates(economy),
    )


@cache
def traits() -> Traits:
    """What stays the same of the members, in the order of `MEMBERS`."""
    generator = stream(Purpose.MEMBER_TRAITS)
    size = len(MEMBERS)
    normal = generator.standard_normal((8, size))
    late = generator.choice(size, _LATE_LISTINGS, replace=False)
    # from the second to the ninth year
    listed = np.zeros(size)
    listed[late] = np.linspace(1.2 * DAYS, 8.5 * DAYS, _LATE_LISTINGS).round()
    weight = np.where(listed > 0, 0.0, np.exp(0.5 * normal[0]))
    return Traits(
        price=np.exp(np.log(32.0) + 0.55 * np.clip(normal[1], -2.0, 2.0)),
        weight=weight / weight.sum(),
        beta=np.clip(1.10 + 0.25 * normal[2], 0.4, 1.9),
        size=1.0 + 0.30 * normal[3],
        rate=0.02 * normal[4],
        spread=-0.010 + 0.010 * normal[5],
        tech=0.25 * normal[6],
        own=0.36 * np.exp(0.25 * np.clip(normal[7], -2.0, 2.0)),
        listed=listed,
    )


def _members(
    economy: Mapping[str, FloatArray], made: Traits, end: _End, block: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Closes of one block, and the shared and own parts of the log prices at its end."""
    names = ("market", "size", "rate_move", "spread_move", "tech")
    moves = np.column_stack([economy[name] for name in names])
    taken = np.vstack([made.beta, made.size, made.rate, made.spread, made.tech])
    shared = end.shared + np.cumsum(moves @ taken, axis=0)
    turbulence = np.sqrt(economy["volatility"] / USUAL_VOLATILITY)[:, None]
    shocks = fat_tailed(stream(Purpose.MEMBERS, block), (BLOCK, len(MEMBERS)))
    own = shocks * turbulence * (made.own / np.sqrt(DAYS))
    own[0] += (1 - _OWN_PULL) * end.own
    for day in range(1, BLOCK):
        own[day] += (1 - _OWN_PULL) * own[day - 1]
    return made.price * np.exp(shared + own), shared[-1], own[-1]


def _fund_returns(economy: Mapping[str, FloatArray], block: int) -> FloatArray:
    """Log returns of the funds other than the small-cap one, in the order of `FUNDS`."""
    noise = fat_tailed(stream(Purpose.FUNDS, block), (BLOCK, 4)) / np.sqrt(DAYS)
    turbulence = np.sqrt(economy["volatility"] / USUAL_VOLATILITY)
    market, size, rate_move = economy["market"], economy["size"], economy["rate_move"]
    credit_move = economy["spread_move"] / 100
    carry = economy["ten_year"] / 100 / DAYS
    return np.column_stack(
        [
            market,
            1.06 * market + economy["tech"] + 0.02 * noise[:, 0],
            market + 0.8 * size + 0.03 * rate_move - credit_move + 0.15 * turbulence * noise[:, 1],
            # duration about 3.6, and losses from default take half of the spread
            carry
            + 0.5 * economy["spread"] / 100 / DAYS
            - 3.4 * credit_move
            - 1.2 * rate_move / 100
            + 0.01 * noise[:, 2],
            carry - 7.3 * rate_move / 100 + 0.005 * noise[:, 3],
        ]
    )


def _tracking_noise(block: int) -> FloatArray:
    return 0.0002 * stream(Purpose.FUNDS, block, "tracking").standard_normal(BLOCK)


def _listed(closes: FloatArray, made: Traits) -> FloatArray:
    # to the cent: what people see, and the same on machines whose last digit differs
    closes = closes.round(2)
    for column in np.flatnonzero(made.listed):
        closes[: int(made.listed[column]), column] = np.nan
    return closes


def _rates(economy: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    ten_year = economy["ten_year"].round(2)
    two_year = np.maximum(economy["ten_year"] - economy["slope"], 0.05).round(2)
    values = (two_year, ten_year, (ten_year - two_year).round(2), economy["spread"].round(2))
    return dict(zip(RATES, values, strict=True))
