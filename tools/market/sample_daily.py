"""Daily bars of the simulated market, drawn around its closes: pure, one weekday at a time.

Within a session the price is taken for a Brownian bridge from open to close, and its extremes are drawn
from their exact law.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from tools.market.sample_economy import DAYS, USUAL_VOLATILITY
from tools.market.sample_paths import VIX, traits
from tools.market.sample_streams import BLOCK, Purpose, stream
from tools.types import FloatArray

DIVIDENDS_END = date(2025, 12, 31)
"""No dividend later, so that no new one ever changes an adjusted close of before."""

_EX_MONTHS = (3, 6, 9, 12)
_EX_DAY = 20


class Character(NamedTuple):
    """What sets one symbol's bars apart.

    Attributes:
        volatility: Per year, as a fraction.
        dividend: Share of the price paid out each quarter, to `DIVIDENDS_END`.
        volume: Shares on a quiet day; None for an index.
    """

    volatility: float
    dividend: float = 0.0
    volume: float | None = None


CHARACTERS: Mapping[str, Character] = {
    "IWM": Character(0.22, 0.0030, 27e6),
    "SPY": Character(0.16, 0.0035, 62e6),
    "QQQ": Character(0.19, 0.0015, 38e6),
    "KRE": Character(0.25, 0.0060, 9e6),
    "HYG": Character(0.055, 0.0125, 32e6),
    "IEF": Character(0.06, 0.0055, 6e6),
    VIX: Character(1.05),
}
"""Of the funds and the volatility index."""


def member_character(member: int) -> Character:
    """The character of a member by its position in `MEMBERS`: the heavier, the more traded."""
    made = traits()
    shared = (USUAL_VOLATILITY * made.beta[member]) ** 2 + 0.1**2
    return Character(
        volatility=float(np.sqrt(made.own[member] ** 2 + shared)),
        volume=float(150_000 + 3e8 * made.weight[member]),
    )


def daily(
    symbol: str, level: FloatArray, market_volatility: FloatArray, days: pd.DatetimeIndex, kind: Character
) -> pd.DataFrame:
    """Daily bars of every weekday.

    Args:
        symbol: Keys the random numbers.
        level: Total-return levels, USD; they become the adjusted closes. NaN before a listing.
        market_volatility: Per year; days of turmoil have wide bars.
        days: The weekdays from the anchor, one per level.
        kind: The symbol's character.

    Returns:
        Columns `open high low close adj_close volume`, prices to the cent; volume NaN for an index.
    """
    gap, up, down, crowd = _draws(symbol, len(level)).T
    factor = _adjustment(days, kind.dividend)
    before = np.append(level[:1], level[:-1])
    before = np.where(np.isnan(before), level, before)
    move = np.log(level / before)
    turbulence = (market_volatility / USUAL_VOLATILITY) ** 0.7
    scale = kind.volatility / np.sqrt(DAYS) * turbulence
    # the market is shut most of the day, and two fifths of a move happen then
    overnight = 0.4 * move + 0.35 * scale * gap
    rest = move - overnight
    reach = np.sqrt(rest**2 - 2 * (0.75 * scale) ** 2 * np.log1p(-np.stack([up, down])))
    start = before / factor * np.exp(overnight)
    opening, close = start.round(2), (level / factor).round(2)
    top, bottom = (start * np.exp((rest + way * reach[row]) / 2) for row, way in ((0, 1), (1, -1)))
    volume = np.full(len(level), np.nan)
    if kind.volume is not None:
        volume = kind.volume * np.exp(0.35 * np.abs(move) / scale + 0.22 * crowd) * turbulence
    return pd.DataFrame(
        {
            "open": opening,
            "high": np.maximum(top.round(2), np.maximum(opening, close)),
            "low": np.minimum(bottom.round(2), np.minimum(opening, close)),
            "close": close,
            "adj_close": close * factor,
            "volume": volume.round(),
        },
        index=days,
    )


def _draws(symbol: str, count: int) -> FloatArray:
    """Per weekday: a normal for the gap, two uniforms for high and low, a normal for the volume."""
    parts = []
    for block in range(-(-count // BLOCK)):
        generator = stream(Purpose.DAILY, block, symbol)
        normal, uniform = generator.standard_normal((BLOCK, 2)), generator.random((BLOCK, 2))
        parts.append(np.column_stack([normal[:, 0], uniform, normal[:, 1]]))
    return np.concatenate(parts)[:count]


def _adjustment(days: pd.DatetimeIndex, dividend: float) -> FloatArray:
    """Adjusted over unadjusted close: the dividends still to come, taken off."""
    last = pd.Timestamp(DIVIDENDS_END)
    first = pd.Timestamp(days[0])
    dates = [
        pd.Timestamp(year, month, _EX_DAY)
        for year in range(first.year, last.year + 1)
        for month in _EX_MONTHS
    ]
    paid = pd.DatetimeIndex(dates).as_unit(days.unit).searchsorted(days, side="right")
    factor: FloatArray = (1.0 - dividend) ** (len(dates) - paid).astype(np.float64)
    return factor
