"""Levels that are pure arithmetic: pivots for the next session, Fibonacci retracements of the last swing."""

import math

import numpy as np
import pandas as pd

from tools.bars import Bars
from tools.chart_prices import CHART, extremes, extremes_basis, price_unit, why_missing
from tools.facts import FactSheet
from tools.indicators.levels import classic_pivots, demark_pivots, swing_highs, swing_lows
from tools.types import Fact, FloatArray, Missing, Reading

RETRACEMENTS = (23.6, 38.2, 50.0, 61.8, 78.6)
"""Per cent of the swing given back."""


def next_session_pivots(bars: Bars, sheet: FactSheet) -> tuple[Reading, ...]:
    """Classic (floor) pivots for the session after the last bar: P, R1-R3, S1-S3.

    Args:
        bars: Cut at the session; at least one row.
        sheet: Makes the facts, `pivot.p` to `pivot.s3`.

    Returns:
        Seven readings; `Missing` for closes only.
    """
    last = bars.slice(len(bars) - 1, len(bars))
    pivots = classic_pivots(last.high, last.low, last.close)
    return _pivots(bars, sheet, pivots, "pivot", "classic pivot")


def demark_next_session(bars: Bars, sheet: FactSheet) -> tuple[Reading, ...]:
    """DeMark's pivots for the session after the last bar: P, R1, S1.

    Args:
        bars: Cut at the session; at least one row.
        sheet: Makes the facts, `demark.p`, `demark.r1`, `demark.s1`.

    Returns:
        Three readings; `Missing` for closes only.
    """
    last = bars.slice(len(bars) - 1, len(bars))
    pivots = demark_pivots(last.open, last.high, last.low, last.close)
    return _pivots(bars, sheet, pivots, "demark", "DeMark pivot")


def _pivots(
    bars: Bars, sheet: FactSheet, pivots: dict[str, FloatArray], prefix: str, title: str
) -> tuple[Reading, ...]:
    return tuple(
        sheet.number(
            f"{prefix}.{name.lower()}",
            f"{title} {name}",
            float(values[-1]),
            price_unit(bars),
            f"{title} for the next session from this session's bar, {CHART}",
            missing=why_missing(bars),
        )
        for name, values in pivots.items()
    )


def last_swing_facts(bars: Bars, wings: int, sheet: FactSheet) -> tuple[Reading, Reading, Reading]:
    """The last confirmed swing high and low, each dated by its pivot bar, and the swing's direction.

    The swing went up where its high is the later pivot, else down. (Where one bar is both, down, as
    `tools.indicators.levels.last_swing` has it.)

    Args:
        bars: Cut at the session.
        wings: Sessions on each side of a pivot; a pivot counts from the session that confirms it.
        sheet: Makes the facts `swing.high`, `swing.low`, `swing.direction`.

    Returns:
        High, low, and the direction "up" or "down".
    """
    high, low = extremes(bars)
    method = f"last confirmed fractal of {wings} sessions on each side, {extremes_basis(bars)}"
    rows, readings = [], []
    for name, pivots in (("high", swing_highs(high, wings)), ("low", swing_lows(low, wings))):
        confirmed = np.flatnonzero(~np.isnan(pivots))
        found = len(confirmed) > 0
        row = int(confirmed[-1]) if found else -1
        rows.append(row)
        readings.append(
            sheet.number(
                f"swing.{name}",
                f"last swing {name}",
                float(pivots[row]) if found else math.nan,
                price_unit(bars),
                method,
                missing="no confirmed swing yet",
                as_of=pd.Timestamp(bars.index[row - wings]).date() if found else None,
            )
        )
    label = "direction of the last swing"
    if min(rows) < 0:
        direction: Reading = sheet.missing("swing.direction", label, "no confirmed swing yet")
    elif high[rows[0] - wings] <= low[rows[1] - wings]:
        direction = sheet.missing(
            "swing.direction", label, "the last swing high is not above the last swing low"
        )
    else:
        direction = sheet.text("swing.direction", label, "up" if rows[0] > rows[1] else "down", method)
    return readings[0], readings[1], direction


def fibonacci_retracements(
    bars: Bars, high: Reading, low: Reading, direction: Reading, sheet: FactSheet
) -> tuple[Reading, ...]:
    """Prices at which 23.6, 38.2, 50, 61.8 and 78.6 % of the last swing are given back.

    Of a swing up they are measured down from its high, of a swing down up from its low.

    Args:
        bars: For the unit of price.
        high: The swing's high, from `last_swing_facts`.
        low: Its low.
        direction: "up" or "down".
        sheet: Makes the facts, `fibonacci.23_6` to `fibonacci.78_6`.

    Returns:
        Five readings; `Missing` without a swing, or where its high is not above its low.
    """
    readings: list[Reading] = []
    for percent in RETRACEMENTS:
        key = "fibonacci." + f"{percent:g}".replace(".", "_")
        label = f"{percent:g} % retracement"
        if isinstance(high, Missing) or isinstance(low, Missing) or isinstance(direction, Missing):
            readings.append(sheet.missing(key, label, "no confirmed swing yet"))
            continue
        readings.append(
            sheet.number(
                key,
                label,
                _retraced(high, low, percent, up=direction.value == "up"),
                price_unit(bars),
                f"{percent:g} % of the swing {direction.value} between {low.as_of} and {high.as_of}, {CHART}",
                missing="the last swing high is not above the last swing low",
            )
        )
    return tuple(readings)


def _retraced(high: Fact, low: Fact, percent: float, *, up: bool) -> float:
    height = high.number - low.number
    if height <= 0:
        return math.nan
    given_back = height * percent / 100
    return high.number - given_back if up else low.number + given_back
