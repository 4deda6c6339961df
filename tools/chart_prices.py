"""Prices as a chart shows them: adjusted for splits, unadjusted for dividends, and what bars can lack."""

from typing import Final

from tools.bars import Bars
from tools.types import FloatArray, Unit

CHART: Final = "unadjusted for dividends"
"""What the method of every price that a person compares with a chart says."""

ADJUSTED: Final = "dividend-adjusted closes"
"""What the method of everything computed from returns says."""


def price_unit(bars: Bars) -> Unit:
    """US dollars, or index points for an index (a symbol with a caret)."""
    return Unit.INDEX if bars.symbol.startswith("^") else Unit.USD


def extremes(bars: Bars) -> tuple[FloatArray, FloatArray]:
    """Highs and lows; the closes stand in for both where the source has closes only."""
    if bars.fields == "close":
        return bars.close, bars.close
    return bars.high, bars.low


def extremes_basis(bars: Bars) -> str:
    """What `extremes` gave, for the method of a fact."""
    return f"closes only, {CHART}" if bars.fields == "close" else f"highs and lows, {CHART}"


def why_missing(bars: Bars, *, volume: bool = False) -> str:
    """The reason that a reading of highs and lows (and volume) is not there."""
    if bars.fields == "close":
        return "closes only"
    if volume and bars.fields == "ohlc":
        return "no volume in this source"
    return "not enough sessions"
