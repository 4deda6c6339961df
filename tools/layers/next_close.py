"""Where a state begins, and the next close that would bring it there."""

from tools.bars import Bars
from tools.chart_prices import price_unit
from tools.facts import FactSheet
from tools.layers.base import adjusted_atr
from tools.types import Reading, State

REACH = 6.0
"""ATR; none of the 21,229 sessions of IWM, SPY and QQQ to September 2025 closed further than 5.6 ATR away."""

ATR_PERIOD = 14


def transitions(state: State, band: float) -> tuple[tuple[State, float], ...]:
    """The neighbouring states and the measure at which each begins."""
    if state == "neutral":
        return (("bullish", band), ("bearish", -band))
    return (("neutral", band if state == "bullish" else -band),)


def next_close_fact(bars: Bars, adjusted: float, key: str, label: str, sheet: FactSheet) -> Reading:
    """A solved next adjusted close as a price people can find on a chart.

    Args:
        bars: The symbol, whose last row gives the scale between adjusted and plain closes.
        adjusted: The solution, USD on the adjusted scale.
        key: Fact id without the symbol.
        label: For people.
        sheet: Makes the fact.

    Returns:
        The price, or `Missing` when no positive close is a solution, or only one that is further away than
        sessions go: so far off the ATR that was held would not have held either.
    """
    if adjusted <= 0:
        return sheet.missing(key, label, "no positive close does it in one session")
    if abs(adjusted - bars.adj_close[-1]) > REACH * adjusted_atr(bars, ATR_PERIOD)[-1]:
        return sheet.missing(key, label, f"over {REACH:g} ATR away: not in one session")
    return sheet.number(
        key,
        label,
        adjusted * bars.close[-1] / bars.adj_close[-1],
        price_unit(bars),
        "solved from the layer's own formula for the next session's close, everything else held; "
        "unadjusted for dividends",
    )
