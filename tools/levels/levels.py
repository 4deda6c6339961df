"""Support and resistance: candidates clustered, counted, ranked; with pivots and retracements beside them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tools.bars import Bars
from tools.chart_prices import extremes
from tools.facts import FactSheet
from tools.levels.clusters import PER_SIDE, Ruler, cluster_of, strongest
from tools.levels.facts import Level, level_of
from tools.levels.pivots import (
    demark_next_session,
    fibonacci_retracements,
    last_swing_facts,
    next_session_pivots,
)
from tools.levels.sources import candidates, year_extremes
from tools.profile import LevelsProfile
from tools.types import Missing, Reading

_AT_PRICE_ATR = 0.05
"""How near the close must be to stand on a level."""


class _Side(NamedTuple):
    """The words of one side of the price."""

    letter: str
    name: str
    where: str
    extreme: str


_RESISTANCE = _Side("R", "resistance", "above", "high")
_SUPPORT = _Side("S", "support", "below", "low")


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels at one session.

    Attributes:
        resistance: R1 to R3, the nearest first; `Missing` where there are fewer.
        support: S1 to S3, likewise.
        at_price: What the close stands on, which is neither support nor resistance; None mostly.
        pivots: Classic pivots for the next session: P, R1-R3, S1-S3.
        demark: DeMark's pivots for the next session: P, R1, S1.
        swing_high, swing_low: Pivots of the last confirmed swing, dated.
        swing_direction: "up" or "down".
        fibonacci: Retracements of that swing: 23.6, 38.2, 50, 61.8, 78.6 %.
        year_high, year_low: The 52-week extremes, dated.
        left_out: Kinds of level that could not be looked for, and why.
    """

    resistance: tuple[Level | Missing, ...]
    support: tuple[Level | Missing, ...]
    at_price: Level | None
    pivots: tuple[Reading, ...]
    demark: tuple[Reading, ...]
    swing_high: Reading
    swing_low: Reading
    swing_direction: Reading
    fibonacci: tuple[Reading, ...]
    year_high: Reading
    year_low: Reading
    left_out: tuple[Missing, ...]

    def facts(self) -> Iterator[Reading]:
        """Every reading, those of the levels first; a part of two tables is given once for each."""
        for level in (*self.resistance, *self.support, self.at_price):
            if isinstance(level, Level):
                yield from level.facts()
            elif level is not None:
                yield level
        yield from (*self.pivots, *self.demark, self.swing_high, self.swing_low, self.swing_direction)
        yield from (*self.fibonacci, self.year_high, self.year_low, *self.left_out)


def levels(bars: Bars, profile: LevelsProfile, sheet: FactSheet, atr: float) -> Levels:
    """Support and resistance of the last close, pivots for the next session, and retracements.

    All prices are split-adjusted and unadjusted for dividends, as a chart shows them. With closes only,
    swings, extremes and touches are those of closes, and each method says so.

    The rules, in order:

    1. *Candidates* are the named prices of `tools.levels.sources.candidates` within its reach of the close.
    2. A *touch* of a price is a run of consecutive sessions of the `lookback` window whose high or low came
       within 0.1 ATR of it: where bars ended, not where they passed through. It counts
       0.5 ** (age / recency_half_life), its age being that of the run's last session; the sum is the
       *strength*.
    3. Candidates within 0.05 ATR of the close are *at the price*, together. The rest are clustered on
       their own side of the close, so no level straddles it.
    4. *Clusters*: the two neighbours with the smallest gap are merged (the lower pair of equal ones) as long
       as the result spans no more than `cluster_atr` ATR; so chains cannot run. A cluster is touched
       where any of its parts is, and its price is the mean of its parts weighted by their strengths (plain
       where none was touched).
    5. Of each side the three *strongest* stay, of equal ones the nearer; one within `cluster_atr` ATR of a
       stronger one is passed over. They are numbered by distance: R1 and S1 are the nearest.

    Args:
        bars: Cut at the session; at least one row.
        profile: Parameters.
        sheet: Makes the facts.
        atr: ATR in the unit of price, from the same bars; NaN where there is none.

    Returns:
        The levels; support and resistance are all `Missing` without an ATR.
    """
    swing_high, swing_low, direction = last_swing_facts(bars, profile.wings, sheet)
    year_high, year_low = year_extremes(bars, sheet)
    above: tuple[Level | Missing, ...]
    below: tuple[Level | Missing, ...]
    if math.isfinite(atr) and atr > 0:
        above, below, at_price, left_out = _ranked(bars, profile, sheet, atr)
    else:
        reason = "the price did not move" if atr == 0 else "no ATR: not enough sessions"
        above, below = _missing(sheet, _RESISTANCE, 1, reason), _missing(sheet, _SUPPORT, 1, reason)
        at_price, left_out = None, ()
    return Levels(
        resistance=above,
        support=below,
        at_price=at_price,
        pivots=next_session_pivots(bars, sheet),
        demark=demark_next_session(bars, sheet),
        swing_high=swing_high,
        swing_low=swing_low,
        swing_direction=direction,
        fibonacci=fibonacci_retracements(bars, swing_high, swing_low, direction, sheet),
        year_high=year_high,
        year_low=year_low,
        left_out=left_out,
    )


def _ranked(
    bars: Bars, profile: LevelsProfile, sheet: FactSheet, atr: float
) -> tuple[tuple[Level | Missing, ...], tuple[Level | Missing, ...], Level | None, tuple[Missing, ...]]:
    """Resistance, support, what is at the price, and what could not be looked for."""
    high, low = (values[-profile.lookback :] for values in extremes(bars))
    close = float(bars.close[-1])
    index = bars.index[-profile.lookback :]
    ruler = Ruler(close, atr, high, low, index, profile.recency_half_life)
    found, left_out = candidates(bars, profile, sheet, atr)
    margin = _AT_PRICE_ATR * atr
    here = [fact for fact in found if abs(fact.number - close) <= margin]
    at_price = None
    if here:
        at_price = level_of(bars, sheet, ruler, cluster_of(here, ruler), "at_price", "level at the price")
    sides: list[tuple[Level | Missing, ...]] = []
    for side, extreme, beyond in (
        (_RESISTANCE, float(high.max()), [fact for fact in found if fact.number > close + margin]),
        (_SUPPORT, float(low.min()), [fact for fact in found if fact.number < close - margin]),
    ):
        chosen = strongest(beyond, ruler, profile.cluster_atr * atr)
        ranked = [
            level_of(
                bars,
                sheet,
                ruler,
                cluster,
                f"{side.letter.lower()}{rank}",
                f"{side.name} {side.letter}{rank}",
            )
            for rank, cluster in enumerate(chosen, start=1)
        ]
        reason = (
            f"no level {side.where}: price is at its {side.extreme} of the window"
            if abs(extreme - close) <= margin
            else f"no further level {side.where} within reach"
        )
        sides.append((*ranked, *_missing(sheet, side, len(ranked) + 1, reason)))
    return sides[0], sides[1], at_price, left_out


def _missing(sheet: FactSheet, side: _Side, first: int, reason: str) -> tuple[Missing, ...]:
    """The levels of a side from rank `first` on."""
    return tuple(
        sheet.missing(f"level.{side.letter.lower()}{rank}", f"{side.name} {side.letter}{rank}", reason)
        for rank in range(first, PER_SIDE + 1)
    )
