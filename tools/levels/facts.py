"""One level in facts: its price, how far it is, how often and when price came to it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.bars import Bars
from tools.chart_prices import CHART, extremes_basis, price_unit
from tools.facts import FactSheet
from tools.levels.clusters import TOUCH_ATR, Cluster, Ruler
from tools.types import Fact, Reading, Unit


@dataclass(frozen=True, slots=True)
class Level:
    """One price that can hold.

    Attributes:
        price: USD, comparable with a chart.
        distance: Level less close, in ATR: negative below the price.
        distance_percent: The same in per cent of the close.
        touches: Times the window came to it (see `levels`).
        last_touch: The session of the newest touch.
        parts: The named prices it is made of, ascending.
    """

    price: Fact
    distance: Reading
    distance_percent: Reading
    touches: Reading
    last_touch: Reading
    parts: tuple[Fact, ...]

    @property
    def made_of(self) -> tuple[str, ...]:
        """The names of its parts, e.g. "200-session SMA"."""
        return tuple(part.label for part in self.parts)

    def facts(self) -> Iterator[Reading]:
        """All of it, the price first."""
        yield from (self.price, self.distance, self.distance_percent, self.touches, self.last_touch)
        yield from self.parts


def level_of(bars: Bars, sheet: FactSheet, ruler: Ruler, cluster: Cluster, key: str, label: str) -> Level:
    """A cluster as a level of the last session.

    Args:
        bars: For the unit and basis of prices.
        sheet: Makes the facts.
        ruler: The window that touches were counted in.
        cluster: The level.
        key: Its id below `level.`, e.g. "r1".
        label: Its name, e.g. "resistance R1".
    """
    id_, window = f"level.{key}", len(ruler.index)
    visited = np.flatnonzero(cluster.touches)
    touch_method = f"runs of sessions within {TOUCH_ATR:g} ATR, {window} sessions, {extremes_basis(bars)}"
    price = Fact(
        sheet.id(id_),
        label,
        cluster.price,
        price_unit(bars),
        sheet.as_of,
        sheet.source,
        f"mean of its parts weighted by touches and recency, {CHART}",
        sheet.notes,
    )
    away = cluster.price - ruler.close
    last_touch: Reading = sheet.missing(
        f"{id_}.last_touch", f"last touch of {key.upper()}", "not touched in the window"
    )
    if len(visited):
        day = pd.Timestamp(ruler.index[visited[-1]]).date()
        last_touch = sheet.text(
            f"{id_}.last_touch",
            f"last touch of {key.upper()}",
            day.isoformat(),
            touch_method,
            unit=Unit.DATE,
        )
    return Level(
        price=price,
        distance=sheet.number(
            f"{id_}.distance",
            f"distance of {label}",
            away / ruler.atr,
            Unit.ATR,
            f"(level - close) / ATR, {CHART}",
        ),
        distance_percent=sheet.number(
            f"{id_}.distance_percent",
            f"distance of {label}",
            100 * away / ruler.close,
            Unit.PERCENT,
            f"(level - close) / close, {CHART}",
        ),
        touches=sheet.number(
            f"{id_}.touches", f"touches of {label}", float(len(visited)), Unit.COUNT, touch_method
        ),
        last_touch=last_touch,
        parts=cluster.parts,
    )
